//! Headings that open with the name of a column of their table: `小柱(1) 届く広報` alone in a row below a header that says
//! 小柱, in whatever column it stands, or `小柱：届く広報`.
//!
//! In: classes in which lone lines among the rows of tables are rows or prose. Out: those as headings. A heading whose
//! word a layout knows is known before.

use std::sync::Arc;

use foldhash::HashSet;

use super::headings::labelled;
use super::siblings::counted;
use crate::interpret::classify::{Class, Classes};
use crate::interpret::header::HeaderColumn;
use crate::interpret::heading::Opening;
use crate::interpret::layout::Family;
use crate::interpret::roles::is_key;
use crate::read::lex::Rows;

/// Makes headings of lone lines that open with the word of a heading column and a number, or with the name of a column
/// in front of the items that is set off.
pub(super) fn read_words_of_columns(classes: &mut Classes, rows: &Rows<'_>) {
    let mut columns: Option<&Arc<[HeaderColumn]>> = None;
    let (mut words, mut names): (HashSet<String>, HashSet<String>) = Default::default();
    let mut headings: Vec<(usize, Opening)> = Vec::new();
    for (at, class) in classes.rows.iter().enumerate() {
        match class {
            Class::Header(place) => {
                let own = &classes.headers[*place].columns;
                // The header of the page before says nothing new.
                if columns.replace(own).is_none_or(|above| !Arc::ptr_eq(above, own)) {
                    (words, names) = (words_of_levels(own), names_in_front(own));
                }
            }
            Class::Data | Class::Prose | Class::Title if !words.is_empty() || !names.is_empty() => {
                let Some(line) = classes.lone_text(rows, at) else { continue };
                let by_word = counted(line).filter(|line| words.contains(line.word)).map(|line| line.opening());
                let by_name = || labelled(line).filter(|opening| names.contains(&opening.level));
                headings.extend(by_word.or_else(by_name).map(|opening| (at, opening)));
            }
            _ => {}
        }
    }
    headings.into_iter().for_each(|(at, opening)| classes.rows[at] = Class::Heading(opening));
}

/// What the heading columns of a header are called; one may head two levels: `中柱 小柱`.
fn words_of_levels(columns: &[HeaderColumn]) -> HashSet<String> {
    let levels = columns.iter().filter(|column| column.family == Some(Family::Path));
    let names = levels.filter_map(|column| column.printed.last());
    names.flat_map(|name| name.split_whitespace().map(str::to_owned)).collect()
}

/// What the columns in front of the first item are called, but for those that tell something else.
fn names_in_front(columns: &[HeaderColumn]) -> HashSet<String> {
    let is_item = |column: &HeaderColumn| matches!(column.family, Some(Family::Item | Family::Measure));
    let item = columns.iter().position(is_item).unwrap_or(0);
    let levels = columns[..item].iter().filter(|column| matches!(column.family, Some(Family::Path) | None));
    levels.filter(|column| !is_key(column)).filter_map(|column| column.printed.last().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_line_belongs_to_the_column_that_its_word_names() {
        let row = |item: &str| format!("\t\t{item}\t町の人と行いました。\tA\t公園課\n");
        let page = |header: &str, lines: &str, item: &str| format!("{header}\n{lines}{}", row(item));
        let whole = "中柱\t小柱\t取組項目\t内容\t評価\t担当課";
        let sheet = [
            "大柱1　緑の町\n\n".to_owned(),
            page(whole, "中柱1　花\t\t\t\t\t\n小柱(1)　春\t\t\t\t\t\n", "花壇"),
            row("並木"),
            format!("\n- 1 -\n\n{}", page(whole, "小柱(2)　秋\t\t\t\t\t\n", "菊")),
            page("", "中柱2　水\t\t\t\t\t\n\t小柱(1)　川\t\t\t\t\n", "水路"),
        ];
        let sheet = sheet.concat();
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path = |record: &crate::record::Record<'_>| {
            record.path.iter().map(|of| of.title.as_str()).collect::<Vec<_>>().join(" ")
        };
        let expected = ["緑の町 花 春", "緑の町 花 春", "緑の町 花 秋", "緑の町 水 川"];
        assert_eq!(read.records.iter().map(path).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_name_and_a_colon_head_the_rows_of_a_page_without_that_column() {
        let titles = |line: &str| {
            let row = |item: &str| format!("{item}\t町の人と行いました。\tA\t公園課\n");
            let sheet = format!(
                "まちの柱\t取組項目\t内容\t評価\t担当課\n花の町\t{}\t{}\n－ 1 －\n\n{line}\t\t\t\n{}",
                row("花壇"),
                row("並木"),
                row("水路")
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| {
                record.path.iter().map(|of| format!("{} {}", of.level, of.title)).collect::<Vec<_>>().join(", ")
            };
            read.records.iter().map(path).collect::<Vec<_>>()
        };
        assert_eq!(titles("まちの柱：水の町"), ["まちの柱 花の町", "まちの柱 花の町", "まちの柱 水の町"]);
        assert_eq!(titles("評価：水の町").last().map(String::as_str), Some("まちの柱 花の町"));
    }
}
