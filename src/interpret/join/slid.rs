//! Rows that a blank cell in front pushed out of their columns.
//!
//! In: a block and the width of the header above it. Out: the rows to read one cell further to the left: what stands in
//! them fits the columns of the rows around them better there.

use foldhash::HashMap;

use super::{Block, ByWidth};
use crate::interpret::shape::Shape;

/// A row that is too long has a cell too many. One that is not may only lack its first cell: so many codes, figures and
/// departments more must stand below others of their kind when it is moved, because one may do so by chance.
const SURE: usize = 2;

/// A row of fewer cells shows nothing of where it stands.
const FEWEST_CELLS: usize = 3;

impl Block<'_, '_> {
    /// The rows of the block that one blank cell too many begins, below a header of a width. Where rows as wide as the
    /// header never begin with a blank cell, the first column has no merged cells, and a blank one in front of a row
    /// that is too long is none of it; else what stands in the row must say that it stands elsewhere. A cell of which
    /// something was dropped is kept: it is told of.
    pub(super) fn slid(&self, header_width: Option<usize>, by_width: &mut ByWidth) -> Vec<usize> {
        let Some(width) = header_width else { return Vec::new() };
        let cells = |row: usize| self.rows.rows[row].cells.clone();
        let is_filled = |cell: usize| !self.rows.cells[cell].text.is_empty();
        let begins_blank =
            |row: &usize| !is_filled(cells(*row).start) && self.rows.cells[cells(*row).start].mended.is_none();
        let (suspects, whole): (Vec<usize>, Vec<usize>) =
            self.range.clone().filter(|&row| self.width_of(row) >= FEWEST_CELLS).partition(begins_blank);
        // A row that is as long and begins with its first cell has a column more.
        if suspects.is_empty() || whole.iter().any(|&row| self.width_of(row) > width && is_filled(cells(row).end - 1)) {
            return Vec::new();
        }
        let mut count: HashMap<usize, usize> = HashMap::default();
        whole.iter().for_each(|&row| *count.entry(self.width_of(row)).or_default() += 1);
        let usual = count.into_iter().max_by_key(|&(of, count)| (of == width, count, of)).map(|(of, _)| of);
        let kinds = usual.map_or_else(|| self.kinds_below_header(width, by_width), |usual| self.kinds(usual));
        let shown =
            |shapes: &[Shape]| kinds.iter().zip(shapes).filter(|(kind, shape)| kind.is_shown_by(**shape)).count();
        let strange = |shapes: &[Shape]| kinds.iter().zip(shapes).filter(|(kind, shape)| !kind.takes(**shape)).count();
        let is_merged = usual.is_none() || suspects.iter().any(|&row| self.width_of(row) == width);
        let is_slid = |row: &usize| {
            let shapes = self.shapes_of(*row);
            // Of several blank cells apart from each other another one may be too many, and of two equal texts one.
            let is_blank = |shape: &&Shape| **shape == Shape::Blank;
            let other = || shapes.iter().skip_while(is_blank).any(|shape| is_blank(&shape)) || self.says_twice(*row);
            if shapes.len() > width + 1 || (if is_merged { other() } else { is_blank(&&shapes[1]) }) {
                return false;
            }
            let moved = &shapes[1..];
            if shapes.len() <= width {
                kinds.iter().zip(moved).all(|(kind, shape)| kind.takes(*shape)) && shown(moved) >= shown(shapes) + SURE
            } else {
                shown(moved) + strange(shapes) >= shown(shapes) + strange(moved) + usize::from(is_merged)
            }
        };
        suspects.into_iter().filter(is_slid).collect()
    }

    /// Whether two neighbouring cells of a row hold the same text.
    fn says_twice(&self, row: usize) -> bool {
        let is_text = |shape: &Shape| matches!(shape, Shape::Phrase | Shape::Open | Shape::Sentence);
        let cells = self.rows.of(&self.rows.rows[row]);
        let mut pairs = cells.windows(2).zip(self.shapes_of(row));
        pairs.any(|(pair, shape)| is_text(shape) && pair[0].text == pair[1].text)
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The headings, items and codes of a sheet, and the rules of its findings.
    #[track_caller]
    fn case(sheet: &str, expected: &[&str], told: &str) {
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let item = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map_or_else(String::new, |item| item.title.to_string());
            let path = record.path.iter().map(|heading| format!("{} > ", heading.printed));
            let ratings = record.ratings.iter().map(|rating| format!(" {}", rating.printed));
            path.chain([item]).chain(ratings).collect::<String>()
        };
        assert_eq!(read.records.iter().map(item).collect::<Vec<_>>(), expected);
        let rules: Vec<&str> = read.findings.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(rules.join(" "), told);
    }

    #[test]
    fn a_blank_cell_in_front_of_a_row_that_is_too_long_is_none_of_it() {
        let sheet = "番号\t取組\t実績\t評価\t担当課\n\
                     1\t朝市\t会を開いた。\tA\t農政課\n\
                     \t2\t夜市\t場所を探した。\tB\t商工課\n\
                     3\t花壇\t苗を植えた。\tA\t公園課\n\
                     \t4\t水路\t泥をさらった。\tC\t河川課\n";
        case(sheet, &["朝市 A", "夜市 B", "花壇 A", "水路 C"], "shifted-row shifted-row");
        case(&sheet.replace('\t', ","), &["朝市 A", "夜市 B", "花壇 A", "水路 C"], "shifted-row shifted-row");
    }

    #[test]
    fn what_was_dropped_in_front_of_a_row_is_told_of() {
        let sheet = "番号\t取組\t実績\t評価\t担当課\n1\t朝市\t会を開いた。\tA\t農政課\n\0\t2\t夜市\t場所を探した。\tB\t商工課\n";
        let source = Source::made_up(sheet);
        let of = crate::sheet(&source, &Options::default(), Findings::default()).account;
        assert_eq!((of.dropped, of.records + of.headers + of.set_aside), (1, of.read - 1));
    }

    #[test]
    fn below_merged_cells_what_stands_in_a_row_says_where_it_begins() {
        let sheet = "方針\t取組\t令和5年度\t評価\t担当課\n\
                     市を育てる\t朝市\t3回\tA\t農政課\n\
                     \t夜市\t5回\tB\t商工課\n\
                     \t町を飾る\t花壇\t12鉢\tA\t公園課\n\
                     \t\t並木\t40本\tB\t公園課\n";
        let expected = ["市を育てる > 朝市 A", "市を育てる > 夜市 B", "町を飾る > 花壇 A", "町を飾る > 並木 B"];
        case(sheet, &expected, "shifted-row shifted-row");
    }

    #[test]
    fn of_two_equal_texts_one_is_too_many() {
        let row = |plan: &str, item: &str| format!("{plan}\t{item}\t会を開いた。\tA\t農政課\n");
        let rows: String =
            [("市", "朝市"), ("", "夜市"), ("花", "花壇"), ("", "並木")].map(|(plan, item)| row(plan, item)).concat();
        let twice = "\t水路\t泥をさらった。\t泥をさらった。\tB\t河川課\n";
        let sheet = format!("方針\t取組\t実績\t評価\t担当課\n{rows}{twice}{}", row("町", "見回り"));
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert!(read.records[4].path.iter().all(|heading| &*heading.title != "水路"));
    }

    #[test]
    fn a_row_with_a_column_more_than_its_header_keeps_its_place() {
        let sheet = "方針\t取組\t実績\t評価\t担当課\n\
                     市を育てる\t朝市\t会を開いた。\tA\t農政課\n\
                     \t夜市\t場所を探した。\tB\t商工課\t済み\n\
                     町を飾る\t花壇\t苗を植えた。\tA\t公園課\n";
        case(sheet, &["市を育てる > 朝市 A", "市を育てる > 夜市 B", "町を飾る > 花壇 A"], "row-too-long");
    }
}
