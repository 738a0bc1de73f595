//! Header blocks: one to five rows that name the columns of a page.
//!
//! In: rows. Out: a [`Header`] with one column per cell, as `columns` puts its levels together.
//!
//! A header is a row of words that a layout knows, or stands in several rows for two reasons: a word stands above
//! several names, or others below some of them (levels); or a narrow column cut a name over rows. What is asked, in
//! this order:
//!
//! 1. `wrapped`: the names are cut, and all begin in the first row. Below stands nothing but the rest of some.
//! 2. `stacked`: the names are cut, and each stands in the middle of its height, or all at the bottom, or all at the
//!    top below levels.
//! 3. `levels`: the row names columns by itself (`known`), or stands above such a one and spans several of its names.
//!    Rows that say more of some columns follow. Single names may be cut here too, which `columns` mends.
//! 4. `again`: the rows stand at the top of another page too, and their words together name columns.
//! 5. `asked`: the cells are questions, the rows below it the answers.
//! 6. `contrast`: the row holds short phrases that no layout knows, the rows below it something else.
//!
//! Cut names come first: the first row of these often names columns by itself, and their rest would be taken for levels
//! or data. What little but a repetition or a contrast shows comes last: rows of data may come again, and begin with
//! phrases. The signs that several of these share are in one place each: words for columns in `known`, pieces of names
//! in `pieces`, rows that come again in `again`.

mod again;
mod asked;
mod columns;
mod contrast;
mod known;
mod levels;
mod pieces;
mod stacked;
mod wrapped;

use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use crate::interpret::layout::{self, Layout};
use crate::interpret::legend;
use crate::read::lex::{Cell, Rows};
pub use columns::{HeaderColumn, names_outlook};
pub use contrast::by_contrast;
pub use known::{is_header, is_header_row};
pub use levels::is_upper_of_header;
pub use pieces::JOINTS;

/// The longest name of a column in a row that little else shows to be a header.
const LONGEST_NAME: usize = 20;

/// Names of columns. Those of every header are looked up in those of the headers before.
pub type Names<S> = HashSet<S>;

/// A header that shares less than this with the headers of a table belongs to another one.
const SAME_TABLE: f32 = 0.5;

/// So many rows below a header show what its columns hold.
pub const ROWS_BELOW: usize = 12;

/// Whether a header with these names may stand in a table with those.
pub fn is_of_table<S: Eq + Hash>(own: &Names<S>, table: &Names<S>) -> bool {
    std::ptr::eq(own, table) || own.intersection(table).count() as f32 >= SAME_TABLE * own.len().min(table.len()) as f32
}

/// What stands between the levels of a name, and in a label of a form that has several.
pub const BETWEEN_LEVELS: &str = " > ";

/// The rows of a header.
#[derive(Clone, Debug)]
pub struct Block {
    /// Where they stand.
    pub rows: Range<usize>,
    /// Whether the names are cut: the rows hold the pieces of one level. Otherwise each row is a level.
    is_cut: bool,
}

impl Block {
    fn of_levels(rows: Range<usize>) -> Self {
        Self { rows, is_cut: false }
    }
}

/// Header blocks by their first rows.
pub type Blocks = HashMap<usize, Block>;

/// The header of a page.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its rows.
    pub rows: Range<usize>,
    /// Whether its names are cut over them.
    pub is_cut: bool,
    /// One column per cell. The headers of neighbouring pages share them where their words are the same.
    pub columns: Arc<[HeaderColumn]>,
    /// The named columns, in the form in which they are compared.
    pub names: Arc<Names<String>>,
}

impl Header {
    /// Reads the header of a block.
    fn of(rows: &Rows<'_>, block: Block, layout: &Layout) -> Self {
        let columns = columns::columns(rows, &block, layout);
        Self::with(block.rows, block.is_cut, columns)
    }

    /// The header in these rows, cut over them or of levels, that has these columns.
    fn with(rows: Range<usize>, is_cut: bool, columns: Vec<HeaderColumn>) -> Self {
        let folded = |column: &HeaderColumn| layout::compared_header(&column.key()).into_owned();
        let names: Names<String> = columns.iter().map(folded).filter(|key| !key.is_empty()).collect();
        Self { rows, is_cut, columns: columns.into(), names: names.into() }
    }
}

/// Reads the header block that begins at a row, if one does. `above` are the headers before it: on most pages one of
/// them comes again and need not be read again. Nor need a block be found again that is `known`.
pub fn at(rows: &Rows<'_>, start: usize, layout: &Layout, (above, known): (&[Header], &Blocks)) -> Option<Header> {
    if let Some(header) = again::lower_part(rows, start, above) {
        return Some(header);
    }
    let found = known.get(&start).cloned().or_else(|| block(rows, start, layout));
    if let Some(header) = again::beside_blanks(rows, start, found.as_ref(), above) {
        return Some(header);
    }
    let found = found.or_else(|| again::printed_above(rows, start, above))?;
    let block = again::as_high_as_above(rows, found, above)?;
    let whole = || again::with_all_names(rows, &block.rows, above);
    if let Some(header) = again::upper_part(rows, &block.rows, above).or_else(whole) {
        return Some(Header { rows: block.rows, ..header.clone() });
    }
    let is_again = |header: &&Header| again::has_same_words(rows, &header.rows, &block.rows);
    let is_as_wide = |header: &&Header| header.columns.len() == columns::width_of_columns(rows, &block.rows);
    let is_same = |header: &&Header| is_again(header) && header.is_cut == block.is_cut && is_as_wide(header);
    let again = above.last().filter(is_again).or_else(|| again::near(above).find(is_same));
    Some(match again {
        Some(header) => Header { rows: block.rows, ..header.clone() },
        None => Header::of(rows, block, layout),
    })
}

/// The header block that begins at a row, if one does.
pub fn block(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<Block> {
    let first = cells(rows, start);
    if let Some(levels) = levels_of_form(rows, start) {
        return Some(Block::of_levels(start..start + levels));
    }
    if asked::is_row(rows, start, layout) {
        return Some(Block::of_levels(start..start + 1));
    }
    // So much settles most rows.
    if first.len() < 2 || filled(first).next().is_none() || known::holds_sentence(first) || rows.is_particular(start) {
        return None;
    }
    let cut = wrapped::rows(rows, start, layout).or_else(|| stacked::rows(rows, start, layout));
    if let Some(rows) = cut {
        return Some(Block { rows, is_cut: true });
    }
    levels::rows(rows, start, layout).or_else(|| again::rows(rows, start, layout)).map(Block::of_levels)
}

/// In how many rows the labels of a form stand that begin in this one, if they do: in the place of its values, in one
/// level or two.
fn levels_of_form(rows: &Rows<'_>, at: usize) -> Option<usize> {
    let is_in_place = |of: usize| filled(cells(rows, of)).next().is_some() && rows.rows[of].span == rows.rows[at].span;
    let below = rows.rows.get(at + 1).is_some_and(|next| next.span == rows.rows[at].span);
    below.then(|| if is_in_place(at + 2) { 2 } else { 1 })
}

/// Whether a row begins a header, by itself or with the row below it.
pub fn begins_header(cells: &[Cell<'_>], below: &[Cell<'_>], layout: &Layout) -> bool {
    is_header(cells, layout) || is_upper_of_header(cells, below, layout)
}

/// How many columns a header block has: as many as its widest row has cells.
pub fn width(rows: &Rows<'_>, block: &Range<usize>) -> usize {
    rows.rows[block.clone()].iter().map(|row| row.cells.len()).max().unwrap_or(0)
}

/// The cells of a row; none where there is no row.
fn cells<'r, 's>(rows: &'r Rows<'s>, at: usize) -> &'r [Cell<'s>] {
    rows.rows.get(at).map_or(&[], |row| rows.of(row))
}

/// The cells that hold something.
fn filled<'r, 's>(cells: &'r [Cell<'s>]) -> impl Iterator<Item = &'r Cell<'s>> {
    cells.iter().filter(|cell| !cell.text.is_empty())
}

/// Whether a cell of a row, counted from 0, holds nothing.
fn is_blank(cells: &[Cell<'_>], at: usize) -> bool {
    cells.get(at).is_none_or(|cell| cell.text.is_empty())
}

/// What a cell of a row, counted from 0, holds; nothing where there is none.
fn text_at<'r>(cells: &'r [Cell<'_>], at: usize) -> &'r str {
    cells.get(at).map_or("", |cell| &cell.text)
}

/// A header cell without the codes that it explains.
pub fn named(cell: &str) -> &str {
    legend::Explained::of(cell).map_or(cell, |explained| explained.name)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// What is told of a sheet whose cells stand apart by `|` or tabs.
    pub(super) fn read<T>(sheet: &str, tell: impl FnOnce(&crate::record::Sheet<'_>) -> T) -> T {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        tell(&crate::sheet(&source, &Options::default(), Findings::default()))
    }

    /// The names of its columns.
    pub(super) fn names_of(sheet: &str) -> Vec<String> {
        read(sheet, |read| read.columns.iter().map(|column| column.name.to_string()).collect())
    }

    /// The names of the columns below a header with two rows, which are records.
    #[track_caller]
    pub(super) fn case(header: &str, row: &str, names: &[&str]) {
        let sheet = format!("{header}\n{row}\n{}\n", row.replace("花壇", "並木"));
        assert_eq!(names_of(&sheet), names, "{header}");
        assert_eq!(read(&sheet, |read| read.records.len()), 2, "{header}");
    }

    #[test]
    fn a_header_printed_again_is_as_high_as_the_first_one() {
        let header = "基本目標|指標|実績|評価|担当課\n";
        let office = |first: &str, rest: &str| {
            let rows = format!(
                "（１）水と緑の|花壇の数|12件|A|公園課\n町をつくる||||\n（２）歩いて楽し|段差を直した所|8か所|B|{first}\n\
                {header}{rest}\n（３）学びを広げ|講座の数|9回|A|学習課\nる||||\n"
            );
            read(&format!("{header}{rows}"), |read| {
                let names: Vec<String> = read.records[1].departments.iter().map(|of| of.name.to_string()).collect();
                (read.records.len(), read.columns.len(), names.join("、"))
            })
        };
        // A word for columns stands below the header.
        assert_eq!(office("道路維持", "||||課"), (3, 5, "道路維持課".to_owned()));
        // What stands above it would do for its upper part.
        assert_eq!(office("道路課\nい町をつくる|の数|||", ""), (3, 5, "道路課".to_owned()));
    }

    #[test]
    fn a_level_that_explains_codes_says_that_the_columns_below_it_rate() {
        let ratings = |level: &str| {
            let header = format!("取組|内容|{level}||担当課\n||第１四半期|第２四半期|\n");
            let rows = "花壇|苗を植えた。|○|△|公園課\n水路|泥をさらった。|●|○|河川課\n並木|枝を切った。|○|○|公園課\n";
            read(&format!("{header}{rows}"), |read| read.records.iter().map(|of| of.ratings.len()).sum::<usize>())
        };
        assert_eq!(ratings("歩み ○…予定どおり △…遅れ ●…完了"), 6);
        assert_eq!(ratings("作業の時期"), 0);
    }

    #[test]
    fn a_row_of_figures_whose_unit_is_a_word_for_columns_is_no_header() {
        let sheet = "指標\t基準値\t目標値\t実績値\n公開した資料の種類\t47種類\t80種類\t51種類\n";
        assert_eq!(read(sheet, |read| read.records.len()), 1);
    }
}
