//! Legends in columns of their own, right of a table and a blank column.
//!
//! In: rows as they are printed. Out: the same, but the cells of such a legend stand in rows of their own in front of the
//! others, so that a heading on the line of an entry is a heading. Legends in one column of a table are left to the tables.

use super::entry::{entry, follow_each_other, spaced_entry};
use super::title::announces;
use crate::interpret::scale::{self, Alphabet, Written};
use crate::read::lex::{Cell, Row, Rows};
use crate::source::Span;

/// Puts the legends beside the tables into rows of their own.
pub fn set_apart(rows: &mut Rows<'_>) {
    let mut apart: Vec<Row> = Vec::new();
    for at in 0..rows.rows.len() {
        let cells = rows.of(&rows.rows[at]);
        let Some(column) = cells.iter().rposition(|cell| !cell.text.is_empty()) else { continue };
        let stands_apart = column >= 2 && cells[column - 1].text.is_empty();
        if !stands_apart || !announces(&cells[column].text) {
            continue;
        }
        let entries = entries_below(rows, at, column);
        let announced = Some(at).filter(|_| !entries.is_empty());
        for of in announced.into_iter().chain(entries) {
            let row = &mut rows.rows[of];
            let own = row.cells.start + column..row.cells.end;
            row.cells.end = own.start;
            let span = Span::new(rows.cells[own.start].span.start(), rows.cells[own.end - 1].span.end());
            apart.push(Row { line: row.line, span, cells: own });
        }
    }
    rows.rows.splice(..0, apart);
}

/// The rows with the entries of a legend below a cell that announces one; none where anything else stands in its columns,
/// or in the one that parts them from the table.
fn entries_below(rows: &Rows<'_>, at: usize, column: usize) -> Vec<usize> {
    let mut codes: Vec<Written> = Vec::new();
    let mut of: Vec<usize> = Vec::new();
    let mut is_parted = true;
    for (below, row) in rows.rows.iter().enumerate().skip(at + 1) {
        let cells = rows.of(row);
        let is_filled = |cell: &&Cell<'_>| !cell.text.is_empty();
        is_parted &= cells.get(column - 1).is_none_or(|cell| cell.text.is_empty());
        let Some(own) = cells.get(column..).filter(|own| own.iter().any(|cell| is_filled(&cell))) else { continue };
        // The legend of the next table.
        if announces(&own[0].text) {
            break;
        }
        let Some(code) = code_of(own).filter(|_| is_parted) else { return Vec::new() };
        codes.push(code);
        of.push(below);
    }
    if follow_each_other(&codes) { of } else { Vec::new() }
}

/// The code that cells explain: a code and a label in a cell each, or both in one.
fn code_of(cells: &[Cell<'_>]) -> Option<Written> {
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    let first = filled.next().filter(|first| std::ptr::eq(*first, &cells[0]))?;
    match (filled.next(), filled.next()) {
        // A word of a vocabulary may be a label: 一部実施.
        (Some(label), None) if scale::alphabet(&label.text).is_none_or(|of| of == Alphabet::Word) => {
            <[Written; 1]>::try_from(scale::written(&first.text)).ok().map(|[code]| code)
        }
        (None, None) => entry(&first.text).or_else(|| spaced_entry(&first.text)).map(|(code, _)| code),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The scales and the items of a sheet, and how many findings there are.
    fn read(sheet: &str) -> (Vec<String>, Vec<String>, usize) {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let labels = |scale: &crate::record::Scale| {
            let label = |code: &crate::record::Code| code.label.as_deref().unwrap_or("-").to_owned();
            scale.codes.iter().map(label).collect::<Vec<_>>().join("、")
        };
        let item = |record: &crate::record::Record<'_>| {
            let headings: Vec<&str> = record.path.iter().map(|heading| &*heading.title).collect();
            let title = record.item.as_ref().map(|item| item.title.to_string()).unwrap_or_default();
            format!("{} > {title}", headings.join(" > "))
        };
        let account = read.account;
        let parts = [account.records, account.headings, account.headers, account.legends, account.titles];
        assert_eq!(account.read, parts.iter().sum::<usize>() + account.set_aside + account.syntax + account.dropped);
        (read.scales.iter().map(labels).collect(), read.records.iter().map(item).collect(), read.findings.len())
    }

    #[test]
    fn a_legend_beside_a_table_hides_no_heading_on_its_lines() {
        let sheet = "取組|内容|評価|担当課||凡例\n第1章 水|||||◎|よく進んだ\n川の掃除|月に一度でした。|◎|環境課||○|一部実施\n\
                     井戸の調べ|二か所でした。|△|環境課||△|進まない\n第2章 土\n畑の貸出し|十区画でした。|○|農政課\n";
        let items = ["水 > 川の掃除", "水 > 井戸の調べ", "土 > 畑の貸出し"].map(str::to_owned).to_vec();
        assert_eq!(read(sheet), (vec!["よく進んだ、一部実施、進まない".to_owned()], items.clone(), 0));
        let in_one_cell = sheet.replace("◎|よ", "◎：よ").replace("○|一", "○：一").replace("△|進", "△：進");
        assert_eq!(read(&in_one_cell), (vec!["よく進んだ、一部実施、進まない".to_owned()], items, 0));
    }

    #[test]
    fn a_column_of_ratings_is_no_legend() {
        let sheet = "取組|内容|担当課||評価基準|\n川の掃除|月に一度でした。|環境課||A|続けます。\n井戸の調べ|二か所でした。|環境課||A|続けます。\n";
        assert_eq!(read(sheet).1.len(), 2);
        assert_eq!(read(sheet).0, ["-、-、-、-、-"]);
    }
}
