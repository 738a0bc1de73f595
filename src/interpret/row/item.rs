//! The item of a row: its ordinal and its title.
//!
//! In: the item's cell. Out: an [`Item`] in the record, and the reader's memory of it for the rows below. A blank item
//! is left to [`record`](super::record).

use super::RowReader;
use super::clean::part;
use crate::interpret::heading;
use crate::interpret::number;
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape;
use crate::record::{Item, Record, Repair, RepairKind};

impl<'s> RowReader<'_, '_, 's> {
    /// Reads an item of the row's own.
    pub(super) fn own_item(&mut self, cell: usize, (table, column): (usize, usize), record: &mut Record<'s>) {
        let printed = &self.cell(cell).text;
        let split = self.split_item(printed).map(|from| (RepairKind::SplitCell, from));
        let cut = split.or_else(|| Some((RepairKind::Padding, self.bullet(printed, table)?)));
        let (title, repairs) = self.clean_from((cell, cut.map_or(0, |(_, from)| from)), table, column);
        let before = cut.map(|(kind, _)| (kind, printed.clone().into_owned()));
        record.repairs.extend(repairs.into_iter().chain(before).map(|(kind, before)| Repair {
            field: "item".to_owned(),
            kind,
            before,
        }));
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
        // Nearly every cell holds one text, which is known sooner than what opens a heading.
        heading::items(cell).next()?;
        heading::opening(cell, self.sheet.layout)?.item(cell, self.sheet.layout)
    }

    /// Where an item begins behind the mark that stands in front of each one of its table.
    fn bullet(&self, item: &str, table: usize) -> Option<usize> {
        let bullet = self.sheet.plans[table].bullet.filter(|_| !self.sheet.faithful)?;
        Some(item.len() - item.strip_prefix(bullet)?.trim_start().len())
    }

    /// A kana in front of a word in kana, as in `イ バス路線`, is an ordinal where it goes on from the item above, `ア 駅前`;
    /// else a line break in print may have left the space.
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
        let digits = title.chars().next().is_some_and(|c| number::digit(c).is_some());
        (digits && !number::is_alone(title) && !number::counts(&title[own.length..]) && own.value == above + 1)
            .then_some((own.length, own.length))
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::{ask, of_each};

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

    #[test]
    fn a_page_that_lacks_the_column_of_levels_has_them_in_front_of_its_items() {
        let rest = |name: &str| format!("{name}を町の人と行いました。\tA\t公園課\n");
        let page = |heading: &str, first: &str, second: &str| {
            format!("{heading}{first} 花壇\t{}{second} 並木\t{}", rest("花"), rest("木"))
        };
        let header = "施策の柱\t取組\t内容\t評価\t担当課\n";
        for [first, second, third, fourth] in [["ア", "イ", "ウ", "エ"], ["(1)", "(2)", "(3)", "(4)"]] {
            let above = page("●緑の町\t", first, &format!("\t{second}"));
            let sheet = format!("{header}{above}\n{}", page("●水の町 ", third, fourth));
            let told = of_each(&sheet, |record| {
                let item = record.item.as_ref().expect("each has one");
                format!("{} {} {}", record.path[0].title, item.ordinal.as_deref().unwrap_or_default(), item.title)
            });
            assert_eq!(told[2..], [format!("水の町 {third} 花壇"), format!("水の町 {fourth} 並木")]);
        }
    }

    #[test]
    fn a_mark_in_front_of_every_item_is_no_part_of_its_name() {
        let items = |names: [&str; 3]| {
            let row = |name: &str| format!("{name}\t・町の人と行いました。\tA\t公園課\n");
            ask(&format!("取組\t内容\t評価\t担当課\n{}", names.map(row).concat()), |record| {
                let item = record.item.as_ref().expect("each has one");
                let repairs: Vec<&str> = record.repairs.iter().map(|repair| &*repair.before).collect();
                format!("{} {} {}", item.title, record.texts[0].1, repairs.join("、"))
            })
        };
        let told = |name: &str, before: &str| format!("{name} ・町の人と行いました。 {before}");
        let all = ["・花壇", "・ 並木", "・水路"];
        let expected = [("花壇", all[0]), ("並木", all[1]), ("水路", all[2])].map(|(name, before)| told(name, before));
        assert_eq!(items(all), (expected.to_vec(), vec![]));
        // One that only some have tells these from the others.
        let some = ["・花壇", "並木", "・水路"];
        assert_eq!(items(some).0, some.map(|name| told(name, "")));
    }

    #[test]
    fn a_line_that_is_but_a_number_stands_above_the_title() {
        let header = "取組|内容|評価|担当課\n";
        let all = [["2-1-1", "2-1-2", "2-2-1", "3-1-1"], ["①", "②", "③", "④"], ["（1）", "（2）", "（3）", "（4）"]];
        for [one, two, three, four] in all.into_iter().chain([["7", "8", "9", "10"]]) {
            let rows = format!(
                "{one}|春に苗を植え、町の人と一||公園課\n花壇の手入れ|緒に水をやった。夏には草|達成|\n|を取った。||\n\
                 {two}|雨の前に泥をさらい、土の||河川課\n水路の泥さらい|うを積んだ。|概ね達成|\n\
                 {three}|駅前の広場を借り、朝の市||商工課\n朝市|を開いて、町の人を集め、|達成|\n|川魚を売った。||\n\
                 {four}|手すりを替え、橋を塗り直||道路課\n橋の塗替え|した。|未達成|\n"
            );
            let told = of_each(&(header.to_owned() + &rows).replace('|', "\t"), |record| {
                let item = record.item.as_ref().expect("each has one");
                (item.ordinal.clone().unwrap_or_default().into_owned(), item.title.clone().into_owned())
            });
            let expected = [(one, "花壇の手入れ"), (two, "水路の泥さらい"), (three, "朝市"), (four, "橋の塗替え")];
            assert_eq!(told, expected.map(|(ordinal, title)| (ordinal.to_owned(), title.to_owned())));
        }
    }
}
