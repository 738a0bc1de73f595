//! What a cell was meant to say.
//!
//! In: a cell and what is known of its column. Out: its text, with the repairs that lead there. How narrow columns
//! wrapped is found by [`plan`](crate::interpret::plan); a faithful reading repairs nothing
//! that can be seen.

use std::borrow::Cow;

use super::RowReader;
use crate::interpret::text;
use crate::read::lex::{self, Cell};
use crate::read::repair;
use crate::record::{Record, Repair, RepairKind, Role};

impl<'s> RowReader<'_, '_, 's> {
    /// The text of a cell, its repairs noted.
    pub(super) fn repaired(
        &self,
        cell: usize,
        (table, column): (usize, usize),
        field: impl Fn() -> String,
        record: &mut Record<'s>,
    ) -> Cow<'s, str> {
        let (clean, repairs) = self.clean(cell, table, column);
        let repair = |(kind, before)| Repair { field: field(), kind, before };
        record.repairs.extend(repairs.into_iter().map(repair));
        clean
    }

    /// How reading had mended a cell already, with what it said before.
    pub(super) fn mended(&self, cell: &Cell<'_>) -> Option<(RepairKind, String)> {
        let kind = cell.mended?;
        let raw = self.sheet.source.slice(cell.span);
        Some(match kind {
            // The parts as printed, one a line, whatever ended the lines and whether or not each was quoted.
            RepairKind::JoinedRows | RepairKind::JoinedCells => {
                let ends = if kind == RepairKind::JoinedRows { ['\n', '\r'] } else { ['\t'; 2] };
                let parts = raw.split(ends).map(lex::unquoted).filter(|part| !part.is_empty());
                (kind, parts.collect::<Vec<_>>().join("\n"))
            }
            RepairKind::SoftWrap
            | RepairKind::Width
            | RepairKind::Padding
            | RepairKind::Characters
            | RepairKind::Mojibake
            | RepairKind::SplitCell => (kind, lex::unquoted(raw).into_owned()),
        })
    }

    /// The text of a cell as it was meant, with what was done to it.
    pub(super) fn clean(&self, cell: usize, table: usize, column: usize) -> (Cow<'s, str>, Vec<(RepairKind, String)>) {
        self.clean_from((cell, 0), table, column)
    }

    /// The same of the text from a place on, in bytes.
    pub(super) fn clean_from(
        &self,
        (cell, from): (usize, usize),
        table: usize,
        column: usize,
    ) -> (Cow<'s, str>, Vec<(RepairKind, String)>) {
        let of = self.cell(cell);
        let mut clean = part(&of.text, from, of.text.len());
        let mut repairs: Vec<_> = self.mended(of).into_iter().collect();
        if self.sheet.faithful {
            if let [(RepairKind::Characters, printed)] = &repairs[..]
                && from == 0
            {
                let seen: String = printed.chars().filter(|c| !repair::is_dropped(*c)).collect();
                if seen == *printed {
                    repairs.clear();
                }
                return (Cow::Owned(seen.trim().to_owned()), repairs);
            }
            return (clean, repairs);
        }
        let is_text = |_: &String| !repair::is_beyond_repair(&clean);
        if let Some(full) = text::full_width_kana(&clean).filter(is_text) {
            repairs.push((RepairKind::Characters, clean.into_owned()));
            clean = Cow::Owned(full);
        }
        let is_title = self.table(table).columns[column].role == Role::Item;
        if let Some(joined) = self.plan(table, column).wraps.undo(&clean, is_title) {
            repairs.push((RepairKind::SoftWrap, clean.into_owned()));
            clean = Cow::Owned(joined);
        }
        (clean, repairs)
    }
}

/// A part of a text, borrowed where the text is.
pub(super) fn part<'s>(text: &Cow<'s, str>, from: usize, to: usize) -> Cow<'s, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[from..to]),
        Cow::Owned(text) => Cow::Owned(text[from..to].to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::row::tests::ask;
    use crate::source::Source;

    #[test]
    fn a_faithful_reading_leaves_out_what_cannot_be_seen_alone() {
        let read = |text: &str| {
            let sheet = format!("事業名\t内容\t評価\t担当課\n花壇\t{text}\tA\t公園課\n水路\t泥をさらう。\tB\t河川課\n");
            let source = Source::made_up(&sheet);
            let options = Options { faithful: true, ..Options::default() };
            let record = &crate::sheet(&source, &options, Findings::default()).records[0];
            (record.texts[0].1.to_string(), record.repairs.len())
        };
        for text in ["⼥性の相談。", "苗を植えた。<br>草を刈った。", "か\u{3099}まを配る。", "草刈り\u{B}種まき"]
        {
            assert_eq!(read(text), (text.to_owned(), 0));
        }
        assert_eq!(read("苗を\u{202E}植え⾏く。"), ("苗を植え⾏く。".to_owned(), 1));
    }

    #[test]
    fn half_width_kana_of_mojibake_stay_as_they_are() {
        let row = |item: &str| format!("{item}\t泥をさらいました。\tB\t農政課\n");
        let sheet = format!("事業名\t内容\t評価\t担当課\n{}{}", row("ﾎﾟﾝﾌﾟの点検"), row("花の逶ｸ隲・蜩｡縺ｮ"));
        let (items, told) = ask(&sheet, |record| record.item.as_ref().map_or("", |item| &item.title).to_owned());
        assert_eq!(items, ["ポンプの点検", "花の逶ｸ隲・蜩｡縺ｮ"]);
        assert_eq!(told, ["mojibake"]);
    }
}
