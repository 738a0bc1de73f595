//! Rows to classes: title, legend, header, heading, data, noise.
//!
//! In: rows. Out: one [`Class`] per row, the header blocks and the legends. A lone cell is told apart by its words and
//! by what stands around it; rows of several cells are data unless they name columns or explain codes. Each row is
//! looked at by itself first: `glossary` knows lines that say what columns are, `alone` lone cells, and `slipped` mends
//! what those show together. Then its neighbours are asked, each act building on those before it: `headings` reads
//! numbers that open headings, `titles`, `form_lines` and `documents` what belongs to the document or the page,
//! `headings`, `forms`, `siblings` and `columns` headings that come again in one form, `bare` and `named` those without
//! a number. `unheaded` and `worded` look at cells once more, and `legends` come last: what is left explains codes.

mod alone;
mod bare;
mod columns;
pub(crate) mod contents;
mod documents;
mod form_lines;
mod forms;
mod glossary;
mod headings;
mod legends;
mod named;
pub(crate) mod siblings;
mod slipped;
mod titles;
mod unheaded;
mod worded;

use foldhash::HashMap;

use crate::diagnostic::Findings;
use crate::interpret::beside;
use crate::interpret::header::{self, Header};
use crate::interpret::heading::Opening;
use crate::interpret::layout::{Family, Layout};
use crate::interpret::legend;
use crate::interpret::number;
use crate::interpret::outline;
use crate::interpret::shape::{self, Shape};
use crate::read::lex::{Cell, Rows};
use crate::record::{Heading, Legend};

pub(crate) use alone::reason;
pub use alone::{is_continuation, is_date, is_footnote};
pub(crate) use documents::DOCUMENT_WORDS;
pub(crate) use forms::numbers_sheet;
pub(crate) use named::is_caption;

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// `""` or nothing but delimiters.
    Blank,
    /// Outside tables, names the document: `令和5年度 取組評価`.
    Title,
    /// Part of a legend: `A=達成したもの`, or the title above: `<進捗区分>`.
    Legend,
    /// Part of the header with this place in [`Classes::headers`].
    Header(usize),
    /// A heading in one cell: `第1節 公園の整備`.
    Heading(Opening),
    /// The title of the heading above, which has only a number: `つながるまち` below `第1章`.
    HeadingTitle,
    /// A heading in a list of headings.
    Contents,
    /// `小計`, `合計`: sums up rows above it.
    Total,
    /// A row of a small table of counts.
    Tally,
    /// A row of a table.
    Data,
    /// Debris, or a help of the layout: widths above a header.
    Noise,
    /// `- 3 -`, `3/12`
    PageNumber,
    /// `※ 数値は3月末`, and what a column is: `一次評価⇥担当課による評価`
    Footnote,
    /// Text that belongs to no table: a sentence, a caption.
    Prose,
}

/// The classes of all rows, with what was found on the way.
#[derive(Debug, Default)]
pub struct Classes {
    /// One per row.
    pub rows: Vec<Class>,
    /// The header blocks, in order.
    pub headers: Vec<Header>,
    /// The scales that legends print.
    pub legends: Vec<Legend>,
    /// Lines outside of tables that say of how many points figures are: `必要性・有効性は5点満点`.
    pub points: Vec<String>,
    /// Headings that only the contents print, by the row at which they open.
    pub inserted: HashMap<usize, Heading>,
    /// Titles that say that another document begins, in order.
    pub announced: Vec<usize>,
    /// Of each row that is a line of its own the cell that holds it.
    lone: Vec<Option<usize>>,
    /// Rows of codes above their labels.
    sideways: Vec<usize>,
    /// Rows and lines of a code and its label, which no sign separates.
    pub pairs: Vec<usize>,
    /// Lines of words with their meanings, which are codes because a column holds them.
    worded: Vec<usize>,
}

/// A title is a line, not a paragraph.
pub(crate) const LONGEST_TITLE: usize = 60;

/// Classifies every row. `shapes` says what each cell looks like; words that a legend of the sheet explains become
/// codes. Of some header blocks it may be known already where they stand.
pub fn rows(
    (rows, blocks): (&Rows<'_>, &header::Blocks),
    shapes: &mut [Shape],
    layout: &Layout,
    found: &mut Findings,
) -> Classes {
    let lone = (0..rows.rows.len()).map(|at| lone_cell(rows, at)).collect();
    let mut classes = Classes { rows: Vec::with_capacity(rows.rows.len()), lone, ..Classes::default() };
    worded::find(&mut classes, rows, shapes, layout);
    // The last row that holds something, of those down to one.
    let (mut filled, mut known) = (None, 0);
    while classes.rows.len() < rows.rows.len() {
        let at = classes.rows.len();
        filled = (known..at).rev().find(|&row| classes.rows[row] != Class::Blank).or(filled);
        known = at;
        if rows.is_particular(at) {
            classes.rows.push(Class::Prose);
            continue;
        }
        if rows.is_labelled(at) {
            let line = &rows.cells[rows.rows[at].cells.start].text;
            classes.rows.push(Class::Heading(headings::named(line, layout)));
            continue;
        }
        if let Some(block) = glossary::block(rows, at, layout) {
            classes.rows.extend(block.map(|_| Class::Footnote));
            continue;
        }
        if let Some(block) = contents::block(rows, (at, classes.lone_text(rows, at))) {
            classes.rows.extend(block.map(|_| Class::Contents));
            continue;
        }
        let header = header::at(rows, at, layout, (&classes.headers, blocks)).or_else(|| {
            let begins =
                begins_block(&classes, filled, rows) && !is_of_table_above(&classes, filled, (rows, shapes), layout);
            if begins { header::by_contrast(rows, shapes, at, layout) } else { None }
        });
        if let Some(header) = header {
            let place = classes.headers.len();
            classes.rows.extend(header.rows.clone().map(|_| Class::Header(place)));
            classes.headers.push(header);
        } else if legend::is_sideways(rows, at) {
            classes.sideways.push(at);
            classes.rows.extend([Class::Legend, Class::Legend]);
            if legend::counts_below(rows, at) {
                classes.rows.push(Class::Tally);
            }
        } else if legend::lists_words(rows, at) {
            classes.rows.push(Class::Prose);
        } else {
            classes.rows.push(alone::alone(rows.of(&rows.rows[at]), layout));
        }
    }
    slipped::mend(&mut classes, rows);
    set_adjustments_aside(&mut classes, rows);
    beside::place(&mut classes, (rows, shapes), layout);
    headings::number_headings(&mut classes, rows, layout);
    headings::title_headings(&mut classes, rows);
    titles::read_marked_title(&mut classes, rows);
    titles::place_lone_lines(&mut classes, rows, layout);
    form_lines::place_form_lines(&mut classes, rows, layout);
    titles::place_title_blocks(&mut classes, rows);
    classes.announced = documents::announced(&classes, rows);
    titles::place_page_feet(&mut classes, rows);
    form_lines::place_last_form_lines(&mut classes, rows, layout);
    form_lines::place_feet(&mut classes, rows, layout);
    form_lines::place_lines_of_blocks(&mut classes, rows, layout);
    headings::read_labelled_headings(&mut classes, rows, layout);
    forms::read_headings_of_one_form(&mut classes, rows, layout);
    siblings::read_words_that_count(&mut classes, rows, layout);
    columns::read_words_of_columns(&mut classes, rows);
    siblings::read_numbers_that_count(&mut classes, rows);
    siblings::close_numbered_headings(&mut classes, rows);
    bare::name_unnumbered_headings(&mut classes, rows, layout, found);
    bare::name_headings_among_numbers(&mut classes, rows, layout, found);
    siblings::read_words_that_end_alike(&mut classes, rows);
    named::read_names_above_headers(&mut classes, rows);
    named::read_names_of_left_out_levels(&mut classes, rows);
    unheaded::set_apart(&mut classes, rows, shapes);
    worded::place(&mut classes);
    classes.legends = legends::legends(&mut classes, rows, found);
    classes.points = legends::lines_of_points(&classes, rows);
    outline::contents(&mut classes, rows, layout, found);
    classes
}

/// Whether the next row may be a header that no word gives away: neither data nor a header stands right above it, nor
/// one as wide above blank rows, of which this is the first row of data. `filled` is the last row above that holds
/// something.
fn begins_block(classes: &Classes, filled: Option<usize>, rows: &Rows<'_>) -> bool {
    let at = classes.rows.len();
    match filled.map(|filled| (filled + 1 == at, &classes.rows[filled])) {
        Some((true, Class::Data | Class::Header(_))) => false,
        Some((_, Class::Header(above))) => classes.headers[*above].columns.len() < rows.of(&rows.rows[at]).len(),
        _ => true,
    }
}

/// Whether the next row stands behind a gap in the table above: it is as wide as the header of that, and names
/// departments just where this does. Of a header of offices some stand elsewhere, and 担当課 is none.
fn is_of_table_above(
    classes: &Classes,
    filled: Option<usize>,
    (rows, shapes): (&Rows<'_>, &[Shape]),
    layout: &Layout,
) -> bool {
    let row = &rows.rows[classes.rows.len()];
    let is_below_data = filled.is_some_and(|filled| classes.rows[filled] == Class::Data);
    let Some(header) = classes.headers.last().filter(|header| is_below_data && header.columns.len() == row.cells.len())
    else {
        return false;
    };
    let cells = row.cells.clone().filter(|&cell| shapes[cell] == Shape::Department);
    let family = |cell: usize| header.columns[cell - row.cells.start].family;
    let is_office =
        |cell: usize| family(cell) == Some(Family::Department) && !layout.is_whole_word(&rows.cells[cell].text);
    // 子ども会 is the name of an item, though it ends as offices do.
    let is_item = |cell: usize| matches!(family(cell), Some(Family::Item | Family::Measure));
    cells.clone().any(is_office) && cells.clone().all(|cell| is_office(cell) || is_item(cell))
}

/// A row of bare numbers directly above a header says how wide the columns are to be; it is no row of the table.
fn set_adjustments_aside(classes: &mut Classes, rows: &Rows<'_>) {
    let starts: Vec<usize> = classes.headers.iter().map(|header| header.rows.start).collect();
    for start in starts.into_iter().filter(|start| *start > 0) {
        let above = rows.of(&rows.rows[start - 1]);
        let numbers = |text: &str| text.chars().all(|c| number::digit(c).is_some());
        let bare = above.iter().all(|cell| numbers(&cell.text)) && above.iter().any(|cell| !cell.text.is_empty());
        if bare && above.len() > 1 && classes.rows[start - 1] == Class::Data {
            classes.rows[start - 1] = Class::Noise;
        }
    }
}

/// The next row, from one on, that is neither blank nor a page number.
fn next_filled(classes: &[Class], from: usize) -> Option<usize> {
    (from..classes.len()).find(|&at| !matches!(classes[at], Class::Blank | Class::PageNumber))
}

impl Classes {
    /// What [`lone_text`] says of a row.
    pub(crate) fn lone_text<'r>(&self, rows: &'r Rows<'_>, at: usize) -> Option<&'r str> {
        self.lone[at].map(|cell| &*rows.cells[cell].text)
    }

    /// Whether a heading stands between a row and the data above it, whatever else does.
    pub(crate) fn is_below_heading(&self, row: usize) -> bool {
        let mut above = self.rows[..row].iter().rev().take_while(|class| **class != Class::Data);
        self.inserted.contains_key(&row) || above.any(|class| matches!(class, Class::Heading(_)))
    }
}

/// The text of a row with one filled cell; a stray mark fills none.
pub(crate) fn lone_text<'r>(rows: &'r Rows<'_>, at: usize) -> Option<&'r str> {
    lone_cell(rows, at).map(|cell| &*rows.cells[cell].text)
}

/// The only filled cell of a row. The number of the page may stand beside it.
fn lone_cell(rows: &Rows<'_>, at: usize) -> Option<usize> {
    let is_filled = |cell: &Cell<'_>| !cell.text.is_empty() && !shape::is_stray_mark(&cell.text);
    let mut filled = rows.rows[at].cells.clone().filter(|&cell| is_filled(&rows.cells[cell]));
    let first = filled.next()?;
    filled.all(|cell| shape::names_page(&rows.cells[cell].text)).then_some(first)
}
