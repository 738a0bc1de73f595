//! The item of a row: its ordinal and its title.
//!
//! In: the item's cell. Out: an [`Item`] in the record, and the reader's memory of it for the rows below. A blank item
//! is left to [`record`](super::record).

use std::borrow::Cow;

use super::RowReader;
use crate::interpret::heading;
use crate::interpret::number;
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape;
use crate::interpret::text;
use crate::record::{Item, Record, Repair, RepairKind};

impl<'s> RowReader<'_, '_, 's> {
    /// Reads an item of the row's own.
    pub(super) fn own_item(&mut self, cell: usize, (table, column): (usize, usize), record: &mut Record<'s>) {
        let (clean, repairs) = self.clean(cell, table, column);
        record.repairs.extend(repairs.into_iter().map(|(kind, before)| Repair {
            field: "item".to_owned(),
            kind,
            before,
        }));
        let title = match self.split_item(&clean) {
            Some(at) => {
                let before = clean.clone().into_owned();
                record.repairs.push(Repair { field: "item".to_owned(), kind: RepairKind::SplitCell, before });
                part(&clean, at, clean.len())
            }
            None => clean,
        };
        let split = shape::split_ordinal(&title).map(|(ordinal, rest)| (ordinal.len(), title.len() - rest.len()));
        let in_kana = || {
            let (_, _, from) = heading::in_kana(&title)?;
            Some((title[..from].trim_end_matches(['\u{3000}', ' ', '．', '.']).len(), from))
        };
        let (ordinal, from) = match split
            .or_else(in_kana)
            .or_else(|| self.glued_ordinal(&title))
            .or_else(|| self.next_kana(cell, &title))
        {
            Some((ordinal, from)) => (Some(part(&title, 0, ordinal)), from),
            None => (None, 0),
        };
        let item = Item { ordinal, title: part(&title, from, title.len()) };
        self.item = Some(item.clone());
        record.item = Some(item);
    }

    /// Where the item begins in a cell that holds a heading and an item: `●男女の… ①先進事例…`.
    pub(super) fn split_item(&self, cell: &str) -> Option<usize> {
        let is_circled = |c: char| number::circled(c).is_some();
        let spaces = text::signs(cell).filter(|(_, c)| c.is_whitespace());
        let mut items = spaces.filter(|(at, space)| cell[at + space.len_utf8()..].starts_with(is_circled)).peekable();
        // Nearly every cell holds none, which is known sooner than what opens a heading.
        items.peek()?;
        let opening = heading::opening(cell, self.sheet.layout)?;
        let marked = opening.level.chars().all(|mark| self.sheet.layout.heading_marks.contains(&mark));
        let (at, space) = items.find(|(at, _)| *at >= opening.title)?;
        marked.then_some(at + space.len_utf8())
    }

    /// A kana in front of a word in kana, as in `イ バス路線`, is an ordinal where it goes on from the item above, `ア 駅前`; else
    /// a line break in print may have left the space.
    fn next_kana(&self, cell: usize, title: &str) -> Option<(usize, usize)> {
        let place = |text: &str| {
            let letter = &text[..text.chars().next()?.len_utf8()];
            scale::place(letter, Alphabet::Katakana).map(|place| (place, letter.len()))
        };
        let above = self.item.as_ref()?.ordinal.as_ref()?;
        let (own, length) = place(title)?;
        let goes_on = place(above) == Some((own - 1, above.len()));
        let is_apart = self.cell(cell).text.get(length..).is_some_and(|rest| rest.starts_with(' '));
        (goes_on && is_apart).then(|| (length, title.len() - title[length..].trim_start().len()))
    }

    /// A digit glued to a title is its ordinal where it goes on from the item above: `④…`, then `5経営者…`.
    fn glued_ordinal(&self, title: &str) -> Option<(usize, usize)> {
        let above = self.item.as_ref()?.ordinal.as_ref()?;
        let above = number::of_ordinal(above)?;
        let own = number::leading(title)?;
        let counts = title[own.length..]
            .starts_with(['か', 'ヶ', 'カ', 'ケ', '年', 'つ', '月', '日', '人', '歳', '次', '回', '件', '%']);
        let digits = title.chars().next().is_some_and(|c| number::digit(c).is_some());
        (digits && !counts && own.value == above + 1).then_some((own.length, own.length))
    }
}

/// A part of a text, borrowed where the text is.
fn part<'s>(text: &Cow<'s, str>, from: usize, to: usize) -> Cow<'s, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[from..to]),
        Cow::Owned(text) => Cow::Owned(text[from..to].to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::of_each;

    #[test]
    fn a_kana_in_front_of_a_word_in_kana_is_an_ordinal_where_it_goes_on_from_the_item_above() {
        let items = |[first, second]: [&str; 2]| -> Vec<(String, String)> {
            let sheet =
                format!("取組\t評価\t担当課\n{first}\tＡ\t建築課\n{second}\tＢ\t道路課\nウ　がけ地\tＡ\t道路課\n");
            of_each(&sheet, |record| {
                let item = record.item.as_ref().expect("each has one");
                (item.ordinal.clone().unwrap_or_default().into_owned(), item.title.clone().into_owned())
            })
        };
        let pair = |ordinal: &str, title: &str| (ordinal.to_owned(), title.to_owned());
        assert_eq!(
            items(["ア 住まいの相談", "イ ブロック塀"])[..2],
            [pair("ア", "住まいの相談"), pair("イ", "ブロック塀")]
        );
        assert_eq!(items(["住まいの相談", "イ ベント"])[1].0, "");
    }
}
