//! Numbers and the titles that they count in two cells below one name: `1-1⇥水害に備える` below `施策⇥`.
//!
//! In: rows. Out: the same with both in one cell, as other sheets print them. Which columns: those of an item or a
//! level with no name behind them, in which a number stands in front of each title, and nothing else.

use super::{Page, has_several, pages, with_cells};
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::{Family, Layout};
use crate::interpret::number;
use crate::interpret::shape::Shape;
use crate::interpret::text;
use crate::read::lex::{Cell, Row, Rows};
use crate::record::RepairKind;

/// One number in front of a title may be anything.
const FEWEST_CELLS: usize = 2;

/// Puts such cells together.
pub(super) fn join<'s>(rows: Rows<'s>, layout: &Layout) -> Rows<'s> {
    // A search for headers takes long.
    if !may_be(&rows) {
        return rows;
    }
    let names = |column: &HeaderColumn| matches!(column.family, Some(Family::Item | Family::Measure | Family::Path));
    let mut pages = pages(&rows, layout, names);
    for page in &mut pages {
        let columns = std::mem::take(&mut page.columns);
        page.columns = columns.into_iter().filter(|(at, _)| counts_titles(&rows, page, *at, layout)).collect();
    }
    with_cells(rows, &pages, |page, _, cells| {
        let mut made = Vec::with_capacity(cells.len());
        let mut cells = cells.iter().enumerate();
        while let Some((column, cell)) = cells.next() {
            let title = if page.has(column) { cells.next() } else { None };
            made.push(title.map_or_else(|| cell.clone(), |(_, title)| joined(cell, title)));
        }
        made
    })
}

/// Whether a number stands in front of a title somewhere, below a name in front of a blank cell.
fn may_be(rows: &Rows<'_>) -> bool {
    let mut is_spanned: Vec<bool> = Vec::new();
    rows.rows.iter().any(|row| {
        rows.of(row).windows(2).enumerate().any(|(at, pair)| {
            is_spanned.resize(is_spanned.len().max(at + 1), false);
            is_spanned[at] |= pair[1].text.is_empty() && pair[0].text.contains(text::is_kana_or_ideograph);
            is_spanned[at] && !pair[1].text.is_empty() && number::is_alone(&pair[0].text)
        })
    })
}

/// Whether a column of a page numbers the titles in the one behind it.
fn counts_titles(rows: &Rows<'_>, page: &Page, column: usize, layout: &Layout) -> bool {
    if page.header.columns.get(column + 1).is_none_or(|next| !next.printed.is_empty()) {
        return false;
    }
    let is_row = |row: &&Row| has_several(rows.of(row));
    let below = rows.rows[page.header.rows.end..page.end].iter().filter(is_row);
    let pairs = below.filter_map(|row| rows.of(row).get(column..column + 2)).filter(|pair| !pair[0].text.is_empty());
    let is_title = |title: &str| matches!(Shape::of(title, layout), Shape::Phrase | Shape::Open | Shape::Department);
    let are_alike = |pair: &[Cell<'_>]| number::is_alone(&pair[0].text) && is_title(&pair[1].text);
    pairs.clone().nth(FEWEST_CELLS - 1).is_some() && pairs.clone().all(are_alike)
}

/// A number and a title as one cell. A blank one may hold quotes that quote nothing, or dropped characters.
fn joined<'s>(number: &Cell<'s>, title: &Cell<'s>) -> Cell<'s> {
    let span = number.span.to(title.span);
    if number.text.is_empty() || title.text.is_empty() {
        let own = if number.text.is_empty() { title } else { number };
        return Cell { span, ..own.clone() };
    }
    let text = format!("{}　{}", number.text, title.text).into();
    Cell { span, text, mended: Some(RepairKind::JoinedCells) }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::form::tests::each_counted;
    use crate::source::Source;

    /// Path and item of each record with their numbers.
    fn read(sheet: &str) -> Vec<String> {
        each_counted(sheet, |record| {
            let path: String = record.path.iter().map(|of| format!("{:?} {} > ", of.number, of.title)).collect();
            let item = record.item.as_ref().expect("each has one");
            format!("{path}{} {}", item.ordinal.as_deref().unwrap_or_default(), item.title)
        })
    }

    #[test]
    fn a_number_below_the_name_of_the_title_behind_it_is_its_ordinal() {
        for numbers in [["(1)", "(2)", "(3)"], ["(1)①", "(1)②", "(2)①"], ["1-1", "1-2", "2-1"]] {
            let [one, two, three] = numbers;
            let rows = format!(
                "{one}|花壇の手入れ|苗を植えた。|A|公園課\n{two}|並木の枝切り|枝を切った。|B|道路課\n{three}|水路の掃除|泥をさらった。|A|河川課\n"
            );
            let expected =
                [format!("{one} 花壇の手入れ"), format!("{two} 並木の枝切り"), format!("{three} 水路の掃除")];
            assert_eq!(read(&format!("施策||取組の状況|評価|所管\n{rows}")), expected);
        }
    }

    #[test]
    fn levels_are_numbered_so_too() {
        let rows = "1|緑の町|花壇の手入れ|苗を植えた。|A|公園課\n||並木の枝切り|枝を切った。|B|道路課\n\
            2|水の町|水路の掃除|泥をさらった。|A|河川課\n||堤の草刈り|草を刈った。|C|河川課\n";
        let told = read(&format!("基本方針||取組|内容|評価|担当課\n{rows}"));
        let expected = [
            "1) 緑の町 >  花壇の手入れ",
            "1) 緑の町 >  並木の枝切り",
            "2) 水の町 >  水路の掃除",
            "2) 水の町 >  堤の草刈り",
        ];
        assert_eq!(told, expected.map(|level| format!("Some({level}")));
        // A character that says nothing is counted.
        let dropped = format!("基本方針||取組|内容|評価|担当課\n{rows}").replace("||並木", "\u{200b}||並木");
        assert_eq!(read(&dropped), told);
    }

    #[test]
    fn what_else_stands_below_such_a_name_stays_in_two_cells() {
        let columns = |rows: &str| {
            let sheet = format!("施策||評価|所管\n{rows}").replace('|', "\t");
            let source = Source::made_up(&sheet);
            crate::sheet(&source, &Options::default(), Findings::default()).columns.len()
        };
        assert_eq!(columns("1|花壇|A|公園課\n2|水路|B|河川課\n"), 3);
        assert_eq!(columns("1|花壇|A|公園課\n緑|水路|B|河川課\n"), 4);
        assert_eq!(columns("1|12人|A|公園課\n2|9人|B|河川課\n"), 4);
    }
}
