//! Rows of which a hand or a program put other characters in place of the tabs.
//!
//! In: rows as they were cut. Out: the same rows, with those cut again that are too short, in which commas or runs of
//! spaces stand just where the cells around them end. Each is told of: that the pieces look like what the columns hold
//! is strong evidence, but no proof.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::HashMap;

use super::join::kind::{self, Counts, Kind};
use super::layout::Layout;
use super::rules::other_separator::other_separator;
use super::shape::Shape;
use crate::diagnostic::Findings;
use crate::read::lex::{Cell, Row, Rows};
use crate::source::{Source, Span};

/// What stands in the place of tabs: commas and semicolons, and as many spaces as editors and forms put there.
const SEPARATORS: [&str; 10] = [",", ";", "        ", "    ", "   ", "  ", "　　　　", "　　", "　", " "];

/// What they begin with, the longer first: nearly no row holds most of these.
const SIGNS: [&str; 6] = [",", ";", "  ", "　　", "　", " "];

/// Those of them that stand between words as well.
const SPACES: [&str; 2] = ["　", " "];

/// Rows of fewer cells are as wide as a list in prose may be long.
const FEWEST_CELLS: usize = 4;

/// One of so many rows before and behind is whole: two such rows may stand together.
const BESIDE: usize = 2;

/// Rows are looked at in blocks of so many, a page or two: those of a row and the ones before and behind it say what
/// the columns hold, and so many of their rows must be whole.
const BLOCK: usize = 32;
const FEWEST_WHOLE: usize = 2;

/// Cuts such rows again.
pub(super) fn recut<'s>(rows: Rows<'s>, source: &'s Source<'_>, layout: &Layout, found: &mut Findings) -> Rows<'s> {
    let sheet = Sheet { rows: &rows, source, layout, known: RefCell::default() };
    let recut: Vec<Recut> = (0..rows.rows.len()).filter_map(|at| sheet.recut(at)).collect();
    if recut.is_empty() {
        return rows;
    }
    recut.iter().for_each(|row| other_separator(rows.rows[row.at].span, found));
    sheet.with(recut)
}

/// A row to cut again.
struct Recut {
    /// Its place among the rows.
    at: usize,
    cells: Vec<Span>,
    separator: &'static str,
    /// How many of them were cut apart.
    cuts: usize,
}

struct Sheet<'r, 's, 't> {
    rows: &'r Rows<'s>,
    source: &'s Source<'t>,
    layout: &'r Layout,
    known: RefCell<KindsNear>,
}

/// For a block and a width what the columns of the rows of this width hold near it, if there are enough of them.
type KindsNear = HashMap<(usize, usize), Option<Rc<[Kind]>>>;

impl<'s> Sheet<'_, 's, '_> {
    /// A row that has fewer cells than one beside it, if it can be cut so that all of them stand where such cells do.
    fn recut(&self, at: usize) -> Option<Recut> {
        let cells = self.filled(&self.rows.rows[at]);
        let beside = at.saturating_sub(BESIDE)..self.rows.rows.len().min(at + BESIDE + 1);
        let mut widths = self.rows.rows[beside].iter().map(|row| row.cells.len());
        let may_be = |width: &usize| *width >= FEWEST_CELLS && (cells.len() == 1 || cells.len() + 1 == *width);
        let width = widths.find(may_be)?;
        let raw = self.source.slice(self.rows.rows[at].span);
        let is_in_quotes = |cell: &Cell<'_>| memchr::memchr2(b'"', b'\n', cell.text.as_bytes()).is_some();
        let is_bare = cells.iter().all(|cell| cell.mended.is_none() && !is_in_quotes(cell));
        let held = SIGNS.map(|sign| is_bare && raw.contains(sign));
        let may_hold = |separator: &&str| {
            let sign = SIGNS.iter().position(|sign| separator.starts_with(sign));
            sign.is_some_and(|sign| held[sign]) && raw.contains(separator)
        };
        let cuts = width - cells.len();
        let fits =
            |separator: &&str| cells.iter().flat_map(|cell| self.cuts(cell, separator)).take(cuts + 1).count() == cuts;
        let mut ways = SEPARATORS.into_iter().filter(may_hold).filter(fits).peekable();
        ways.peek()?;
        let kinds = self.kinds_near(at / BLOCK, width)?;
        ways.find_map(|separator| {
            let pieces = self.pieces(cells, separator);
            // What stands alone in a cell beside others parts nothing, and neither does what begins the rest of a
            // figure: `,400回` below `延べ6`.
            let is_rest = |parts: &[Span]| {
                separator == "," && self.text(parts[0]).is_empty() && begins_with_thousand(self.text(parts[1]))
            };
            let says = |parts: &Vec<Span>| {
                parts.len() == 1 || parts.iter().any(|part| !self.text(*part).is_empty()) && !is_rest(parts)
            };
            if pieces.len() > 1 && !pieces.iter().all(says) {
                return None;
            }
            let is_sure = !SPACES.contains(&separator) || self.stands_nowhere(at, &kinds) || self.are_figures(&pieces);
            let cells = pieces.concat();
            (self.fit(&cells, &kinds) && is_sure).then_some(Recut { at, cuts, cells, separator })
        })
    }

    /// The cells of a row without the blank ones at its end.
    fn filled(&self, row: &Row) -> &[Cell<'s>] {
        let cells = self.rows.of(row);
        let end = cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1);
        &cells[..end]
    }

    /// What the columns of the rows of a width hold near those of a block.
    fn kinds_near(&self, block: usize, width: usize) -> Option<Rc<[Kind]>> {
        let mut known = self.known.borrow_mut();
        known.entry((block, width)).or_insert_with(|| kinds(self.rows, block, width, self.layout)).clone()
    }

    /// The parts of each cell between separators.
    fn pieces(&self, cells: &[Cell<'s>], separator: &str) -> Vec<Vec<Span>> {
        cells.iter().map(|cell| self.cut(cell, separator)).collect()
    }

    /// Whether figures are all that the cells hold which are cut.
    fn are_figures(&self, pieces: &[Vec<Span>]) -> bool {
        let is_figure = |part: &Span| Shape::of(self.text(*part), self.layout) == Shape::Number;
        pieces.iter().filter(|parts| parts.len() > 1).flatten().all(is_figure)
    }

    /// The parts of a cell between separators.
    fn cut(&self, cell: &Cell<'s>, separator: &str) -> Vec<Span> {
        let span = self.within_quotes(cell.span);
        let mut start = span.start();
        let mut parts = Vec::new();
        for at in self.cuts(cell, separator) {
            parts.push(Span::new(start, at));
            start = at + separator.len();
        }
        parts.push(Span::new(start, span.end()));
        parts
    }

    /// Where separators stand in a cell. A comma within a number is none.
    fn cuts(&self, cell: &Cell<'s>, separator: &str) -> impl Iterator<Item = usize> {
        let span = self.within_quotes(cell.span);
        let raw = self.source.slice(span);
        let found = raw.match_indices(separator).filter(|&(at, found)| found != "," || !is_in_number(raw, at));
        found.map(move |(at, _)| span.start() + at)
    }

    /// A cell without the quotes around it.
    fn within_quotes(&self, cell: Span) -> Span {
        let quotes = usize::from(self.source.slice(cell).starts_with('"'));
        Span::new(cell.start() + quotes, cell.end() - quotes)
    }

    /// Whether all cells stand in columns of their kind. Some must be such as could hardly stand elsewhere, but where a
    /// separator begins the row: no text does so.
    fn fit(&self, cells: &[Span], kinds: &[Kind]) -> bool {
        let shapes = || cells.iter().map(|cell| Shape::of(self.text(*cell), self.layout));
        let is_shown = |(kind, shape): (&Kind, Shape)| kind.is_shown_by(shape);
        let begins_blank = || self.text(cells[0]).is_empty();
        kind::agree(shapes(), kinds) && (begins_blank() || kinds.iter().zip(shapes()).any(is_shown))
    }

    /// Whether a row of several cells stands in its columns neither from the left nor from the right.
    fn stands_nowhere(&self, at: usize, kinds: &[Kind]) -> bool {
        let cells = self.filled(&self.rows.rows[at]);
        let stands = |kinds: &[Kind]| kind::agree(cells.iter().map(|cell| Shape::of(&cell.text, self.layout)), kinds);
        cells.len() > 1 && !stands(kinds) && !stands(&kinds[kinds.len() - cells.len()..])
    }

    /// What a cell says.
    fn text(&self, cell: Span) -> &'s str {
        self.source.slice(cell).trim()
    }

    /// How many quotes stand around cells.
    fn quotes(&self, cells: &[Cell<'s>]) -> usize {
        let quotes = |cell: &Cell<'s>| 2 * (self.within_quotes(cell.span).start() - cell.span.start());
        cells.iter().map(quotes).sum()
    }

    /// The rows, some with other cells than they had.
    fn with(&self, recut: Vec<Recut>) -> Rows<'s> {
        let mut made = Rows { cells: Vec::with_capacity(self.rows.cells.len()), ..self.rows.clone() };
        made.cells.clear();
        let mut recut = recut.into_iter().peekable();
        for (at, row) in made.rows.iter_mut().enumerate() {
            let start = made.cells.len();
            match recut.next_if(|row| row.at == at) {
                Some(Recut { cells, separator, cuts, .. }) => {
                    made.syntax += separator.trim().len() * cuts + self.quotes(&self.rows.cells[row.cells.clone()]);
                    let cell = |span: Span| Cell { span, text: self.text(span).into(), mended: None };
                    made.cells.extend(cells.into_iter().map(cell));
                }
                None => made.cells.extend_from_slice(self.rows.of(row)),
            }
            row.cells = start..made.cells.len();
        }
        made
    }
}

/// What the columns of the rows of a width hold in a block and those beside it, if there are enough of them.
fn kinds(rows: &Rows<'_>, block: usize, width: usize, layout: &Layout) -> Option<Rc<[Kind]>> {
    let near = block.saturating_sub(1) * BLOCK..rows.rows.len().min((block + 2) * BLOCK);
    let whole: Vec<&Row> = rows.rows[near].iter().filter(|row| row.cells.len() == width).collect();
    let mut counts = vec![Counts::default(); width];
    for row in &whole {
        let cells = rows.of(row).iter().zip(&mut counts);
        cells.for_each(|(cell, count)| count.add(Shape::of(&cell.text, layout)));
    }
    (whole.len() >= FEWEST_WHOLE).then(|| counts.iter().map(Counts::kind).collect())
}

/// Whether a comma stands between the digits of one number: a digit before, exactly three behind.
fn is_in_number(text: &str, comma: usize) -> bool {
    text[..comma].ends_with(char::is_numeric) && begins_with_thousand(&text[comma + 1..])
}

/// Whether a text begins with just as many digits as stand behind a comma.
fn begins_with_thousand(text: &str) -> bool {
    text.chars().take_while(|c| c.is_numeric()).take(4).count() == 3
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// Reads a row between others: its texts by column, and whether it was told of.
    #[track_caller]
    fn case(row: &str, expected: Option<[&str; 4]>) {
        let sheet = format!(
            "番号|事業|内容|評価|担当課\n1|朝市|月に一度開く。|A|農政課\n2|花壇|苗を植える。|B|公園課\n{row}\n\
             4|並木|枝を切る。|A|公園課\n"
        );
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let is_told = read.findings.iter().any(|finding| finding.rule.name == "other-separator");
        assert_eq!(is_told, expected.is_some(), "{row}");
        let Some([item, text, code, department]) = expected else { return };
        let record = read.records.iter().find(|record| record.lines.contains(&4)).expect("the row is a record");
        let texts: Vec<&str> = record.texts.iter().map(|(_, text)| &**text).collect();
        assert_eq!(record.item.as_ref().map(|item| &*item.title), Some(item), "{row}");
        assert_eq!(texts, ["3", text], "{row}");
        assert_eq!(*record.ratings[0].codes, [Arc::from(code)], "{row}");
        assert_eq!(record.departments[0].name, department, "{row}");
    }

    const READ: Option<[&str; 4]> = Some(["水路", "泥をさらう。", "C", "農政課"]);

    #[test]
    fn a_row_parted_by_other_characters_is_cut_at_them() {
        case("3,水路,泥をさらう。,C,農政課", READ);
        case("3;水路;泥をさらう。;C;農政課", READ);
        case("3  水路  泥をさらう。  C  農政課", READ);
        case("3　　水路　　泥をさらう。　　C　　農政課", READ);
    }

    #[test]
    fn one_separator_in_a_row_is_mended_too() {
        case("3|水路|泥をさらう。,C|農政課", READ);
        case("3|水路|泥をさらう。|C  農政課", READ);
        case("3|水路|泥をさらう。|C 農政課", READ);
    }

    #[test]
    fn commas_of_a_text_or_a_number_part_nothing() {
        case("花,草,木,苗,種", None);
        case("3|水路,井戸|泥をさらう。|C|農政課", None);
        case("3|水路|1,200本|C|", None);
        case("池と沼の手入れ、草刈り、枝切り", None);
    }

    #[test]
    fn figures_beside_each_other_in_one_cell_are_two_and_tables_further_away_tell_what_stands_there() {
        let table = |rows: &str| format!("{}\n指標|内容|現状値|目標値\n{rows}", "文が続く。\n".repeat(15));
        let whole = "花の数|植えた花の数です。|20本|30本\n苗の数|配った苗の数です。|12本|15本\n";
        let last = "木の数|植えた木の数です。|48本　60本\n";
        let sheet = [table(whole), table(&format!("{whole}{last}"))].concat().replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let values: Vec<&str> = read.records[4].values.iter().map(|value| &*value.printed).collect();
        assert_eq!(values, ["48本", "60本"]);
        assert!(read.findings.iter().any(|finding| finding.rule.name == "other-separator"));
    }

    #[test]
    fn a_comma_that_begins_the_rest_of_a_figure_parts_nothing() {
        let told = |rest: &str| {
            let rows = "朝市|A|来た人は延べ6|花がよく咲いたと|継続\n||REST|たが、年度内に取り戻し\n花壇|B|苗を植えました。|雨が多かったため。|改善\n";
            let more = "水路|A|泥をさらいました。|泥が減ったため。|継続\n".repeat(3);
            let sheet = format!("事業|評価|実績|理由|方向性\n{rows}{more}").replace("REST", rest).replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.findings.iter().any(|finding| finding.rule.name == "other-separator")
        };
        assert!(!told(",400人だった。"));
        assert!(told(",町の人だった。"));
    }

    #[test]
    fn a_comma_alone_in_a_cell_beside_others_parts_nothing() {
        let sheet = "成果と課題|原価を調べ終え、町の人と話し合う時間を要したので、条||||\n\
                     |例の改正は翌年に送り、六つの集まりで説明を終えて議会|||,|\n|に諮る。||||\n達成度|D||||\n重点目標|③||||\n";
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert!(read.findings.iter().all(|finding| finding.rule.name != "other-separator"));
    }
}
