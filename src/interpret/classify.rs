//! Rows to classes: title, legend, header, heading, data, noise.
//!
//! In: rows. Out: one [`Class`] per row, the header blocks and the legends. A lone cell is told apart by its words and by
//! what stands around it; rows of several cells are data unless they name columns or explain codes.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Findings;
use crate::interpret::beside;
use crate::interpret::header::{self, Header};
use crate::interpret::heading::{self, Opening};
use crate::interpret::layout::Layout;
use crate::interpret::legend::{self, Legends};
use crate::interpret::number;
use crate::interpret::outline;
use crate::read::lex::{Cell, Rows};
use crate::record::{Heading, Scale};

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
    /// `※ 数値は3月末`
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
    pub scales: Vec<Scale>,
    /// Headings that only the contents print, by the row at which they open.
    pub inserted: HashMap<usize, Heading>,
    /// Rows of codes above their labels.
    sideways: Vec<usize>,
    /// Rows and lines of a code and its label, which no sign separates.
    pub pairs: Vec<usize>,
}

/// A title is a line, not a paragraph.
const LONGEST_TITLE: usize = 60;

/// Classifies every row.
pub fn rows(rows: &Rows<'_>, layout: &Layout, found: &mut Findings) -> Classes {
    let mut classes = Classes { rows: Vec::with_capacity(rows.rows.len()), ..Classes::default() };
    while classes.rows.len() < rows.rows.len() {
        let at = classes.rows.len();
        let before = classes.rows.last();
        let begins_block = before.is_none_or(|before| !matches!(before, Class::Data | Class::Header(_)));
        let header = header::at(rows, at, layout)
            .or_else(|| if begins_block { header::by_contrast(rows, at, layout) } else { None });
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
        } else {
            classes.rows.push(alone(rows.of(&rows.rows[at]), layout));
        }
    }
    set_adjustments_aside(&mut classes, rows);
    beside::place(&mut classes, rows, layout);
    number_headings(&mut classes, rows, layout);
    title_headings(&mut classes, rows);
    place_lone_lines(&mut classes, rows);
    place_title_blocks(&mut classes, rows);
    name_unnumbered_headings(&mut classes, rows);
    classes.scales = legends(&mut classes, rows, found);
    outline::contents(&mut classes, rows, layout);
    classes
}

/// What a row is by itself. A lone cell that is none of the known things is prose until its neighbours say more.
fn alone(cells: &[Cell<'_>], layout: &Layout) -> Class {
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    let Some(first) = filled.next() else { return Class::Blank };
    if filled.next().is_some() {
        return if legend::is_row(cells) { Class::Legend } else { Class::Data };
    }
    let text = &*first.text;
    if is_page_number(text) {
        return Class::PageNumber;
    }
    if legend::is_whole(text) {
        return Class::Legend;
    }
    if let Some(opening) = heading::opening(text, layout) {
        return Class::Heading(opening);
    }
    if legend::has_entries(text) {
        return Class::Legend;
    }
    let noted = text.trim_start_matches(['(', '（', '【', '［', '[', '〔']);
    let source = ["資料：", "資料:", "出典：", "出典:", "備考："].iter().any(|word| noted.starts_with(word));
    if source || noted.starts_with(['※', '＊', '*']) || (noted.starts_with('注') && !noted.starts_with("注意")) {
        return Class::Footnote;
    }
    if cells.len() > 1 { Class::Data } else { Class::Prose }
}

/// Whether a line is a page number: `3`, `- 3 -`, `3/12`, `P.3`, `3ページ`.
pub fn is_page_number(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "-－―ー‐–—~～PpＰｐ.．".contains(c));
    let bare = bare.strip_suffix("ページ").or(bare.strip_suffix("頁")).unwrap_or(bare).trim();
    let marked = bare.len() < text.len();
    let mut numbers = bare.split(['/', '／']).map(str::trim);
    let digits =
        |part: &str| !part.is_empty() && part.chars().count() <= 4 && part.chars().all(|c| number::digit(c).is_some());
    let pages = numbers.clone().count();
    numbers.all(digits) && (pages == 2 || (pages == 1 && (marked || bare.chars().count() <= 3)))
}

/// The next row, from one on, that is neither blank nor a page number.
fn next_filled(classes: &[Class], from: usize) -> Option<usize> {
    (from..classes.len()).find(|&at| !matches!(classes[at], Class::Blank | Class::PageNumber))
}

/// Gives a heading that has only a number the line below it as its title.
fn title_headings(classes: &mut Classes, rows: &Rows<'_>) {
    for at in 0..classes.rows.len() {
        let Class::Heading(opening) = &classes.rows[at] else { continue };
        if lone_text(rows, at).is_none_or(|text| opening.title < text.len()) {
            continue;
        }
        let below = next_filled(&classes.rows, at + 1).filter(|&next| classes.rows[next] == Class::Prose);
        let titles = |next: &usize| {
            lone_text(rows, *next).is_some_and(|text| text.chars().count() <= LONGEST_TITLE && !text.ends_with('。'))
        };
        if let Some(next) = below.filter(titles) {
            classes.rows[next] = Class::HeadingTitle;
        }
    }
}

/// Tells titles from prose, and lone data cells from titles that Excel padded with tabs.
fn place_lone_lines(classes: &mut Classes, rows: &Rows<'_>) {
    let is_table = |class: &Class| matches!(class, Class::Header(_) | Class::Data);
    let headed = classes.rows.iter().position(|class| matches!(class, Class::Header(_)));
    let unheaded = || (0..classes.rows.len()).find(|&at| is_table(&classes.rows[at]) && lone_text(rows, at).is_none());
    let table = headed.or_else(unheaded).unwrap_or(classes.rows.len());
    let is_sentence =
        |at: usize| classes.rows[at] == Class::Prose && lone_text(rows, at).is_some_and(|text| text.ends_with('。'));
    let first_table = (0..table).find(|&at| is_sentence(at)).unwrap_or(table);
    let mut next: Option<usize> = None;
    for at in (0..classes.rows.len()).rev() {
        let lone = lone_text(rows, at);
        let padded_title = classes.rows[at] == Class::Data && at < first_table && lone.is_some();
        if classes.rows[at] == Class::Prose || padded_title {
            let text = lone.unwrap_or_default();
            let short = text.chars().count() <= LONGEST_TITLE && !text.ends_with('。');
            let before_table = at < first_table;
            let announces =
                next.is_some_and(|next| leads_to_header(&classes.rows, next)) && !below_heading(classes, at);
            if short && (announces || before_table) {
                classes.rows[at] = Class::Title;
            }
        }
        if !matches!(classes.rows[at], Class::Blank | Class::PageNumber) {
            next = Some(at);
        }
    }
}

/// A line that names the document once names it wherever it comes again; and up to two rows directly above the first
/// header are the block of the title, not data: who made the sheet, as of when.
fn place_title_blocks(classes: &mut Classes, rows: &Rows<'_>) {
    let titles: HashSet<&str> = (0..classes.rows.len())
        .filter(|&at| classes.rows[at] == Class::Title)
        .filter_map(|at| lone_text(rows, at))
        .collect();
    for at in 0..classes.rows.len() {
        let again = matches!(classes.rows[at], Class::Data | Class::Prose)
            && lone_text(rows, at).is_some_and(|text| titles.contains(text));
        if again {
            classes.rows[at] = Class::Title;
        }
    }
    let Some(first) = classes.headers.first().map(|header| header.rows.start) else { return };
    let block = (0..first).rev().take_while(|&at| classes.rows[at] == Class::Data).count();
    if block <= 2 {
        (first - block..first).for_each(|at| classes.rows[at] = Class::Prose);
    }
}

/// Whether nothing but headings and titles stands between a row and the next header.
fn leads_to_header(classes: &[Class], from: usize) -> bool {
    let passes = |class: &&Class| {
        matches!(class, Class::Blank | Class::PageNumber | Class::Heading(_) | Class::HeadingTitle | Class::Title)
    };
    /// A title block is short: document, part, chapter, section, with blank lines between.
    const LONGEST_BLOCK: usize = 24;
    matches!(classes[from..].iter().take(LONGEST_BLOCK).find(|class| !passes(class)), Some(Class::Header(_)))
}

/// Whether a row stands directly below a heading: it is what the heading announces.
fn below_heading(classes: &Classes, at: usize) -> bool {
    let above = classes.rows[..at].iter().rev().find(|class| **class != Class::Blank);
    matches!(above, Some(Class::Heading(_) | Class::HeadingTitle))
}

/// The text of a row with one filled cell.
fn lone_text<'r>(rows: &'r Rows<'_>, at: usize) -> Option<&'r str> {
    let mut filled = rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty());
    let first = filled.next()?;
    filled.next().is_none().then_some(&*first.text)
}

/// A line directly above a header, where other pages have a heading, is a heading without a number. A line that stands
/// elsewhere too, above a heading, is the title of the document.
fn name_unnumbered_headings(classes: &mut Classes, rows: &Rows<'_>) {
    let above: Vec<usize> = classes
        .headers
        .iter()
        .filter_map(|header| {
            (0..header.rows.start)
                .rev()
                .find(|&at| !matches!(classes.rows[at], Class::Blank | Class::PageNumber | Class::Footnote))
        })
        .collect();
    let levels: Vec<&str> = above
        .iter()
        .filter_map(|&at| match &classes.rows[at] {
            Class::Heading(opening) if rows.rows[at].cells.len() == 1 => Some(opening.level.as_str()),
            _ => None,
        })
        .collect();
    let Some(level) = levels.first().map(|level| (*level).to_owned()) else { return };
    let directly_above: HashSet<usize> = above.iter().copied().collect();
    let titles: HashSet<&str> = (0..classes.rows.len())
        .filter(|at| classes.rows[*at] == Class::Title && !directly_above.contains(at))
        .filter_map(|at| lone_text(rows, at))
        .collect();
    for &at in &above {
        let named_elsewhere = lone_text(rows, at).is_none_or(|text| titles.contains(text));
        if classes.rows[at] == Class::Title && !named_elsewhere {
            classes.rows[at] = Class::Heading(Opening { level: level.clone(), number: None, title: 0 });
        }
    }
}

/// Reads the legends, and gives the lines above them that name them to the legend.
fn legends(sheet: &mut Classes, rows: &Rows<'_>, found: &mut Findings) -> Vec<Scale> {
    let sideways: HashSet<usize> = sheet.sideways.iter().copied().collect();
    let pairs: HashSet<usize> = sheet.pairs.iter().copied().collect();
    let classes = &mut sheet.rows;
    let mut legends = Legends::default();
    let mut titles: Vec<(usize, Class)> = Vec::new();
    let mut at = 0;
    while at < classes.len() {
        let untitled = |next: usize| {
            let first = rows.of(&rows.rows[next]).iter().find(|cell| !cell.text.is_empty());
            let begins = pairs.contains(&next) || first.is_some_and(|cell| legend::is_untitled(&cell.text));
            classes[next] == Class::Legend && begins
        };
        let names_legend = matches!(classes[at], Class::Title | Class::Prose | Class::Heading(_) | Class::Footnote)
            && next_filled(classes, at + 1).is_some_and(untitled);
        if sideways.contains(&at) {
            legends.sideways(legend::pairs(rows, at), at, found);
            at += 1;
        } else if names_legend && let Some(title) = lone_text(rows, at).and_then(legend::title) {
            legends.open(title, found);
            titles.push((at, std::mem::replace(&mut classes[at], Class::Legend)));
        } else if pairs.contains(&at) {
            pair_entry(rows, at, &mut legends, found);
        } else if classes[at] == Class::Legend {
            for cell in rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty()) {
                legends.cell(&cell.text, cell.span, at, found);
            }
        } else if !matches!(classes[at], Class::Blank) {
            legends.close(found);
        }
        at += 1;
    }
    legends.close(found);
    let rejected: HashSet<usize> = legends.rejected.iter().copied().collect();
    for &row in &rejected {
        classes[row] = Class::Prose;
    }
    for (row, class) in titles {
        if next_filled(classes, row + 1).is_none_or(|next| classes[next] != Class::Legend) {
            classes[row] = class;
        }
    }
    legends.done
}

/// Adds a row or line of a code and its label to the legend, with the title that may stand in front of it.
fn pair_entry(rows: &Rows<'_>, at: usize, legends: &mut Legends, found: &mut Findings) {
    if let Some((code, label)) = beside::pair(rows, at) {
        let cells = rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty());
        if cells.clone().count() == 3
            && let Some(title) = cells.clone().next().and_then(|cell| legend::title(&cell.text))
        {
            legends.open(title, found);
        }
        legends.entry(code, &label.text, label.span, at, found);
    } else if let Some(text) = lone_text(rows, at)
        && let Some((code, label)) = legend::spaced_entry(text)
    {
        let span = rows.rows[at].span;
        legends.entry(code, label, span, at, found);
    }
}

/// A numbered line of its own (`（１）事務の見直し`, `２．活動目標`) above a header or among the rows of a table is a heading if
/// another one of its form stands there too, or if it is the first. Its level is its number's form.
fn number_headings(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout) {
    for at in 0..classes.rows.len() {
        if !matches!(classes.rows[at], Class::Prose | Class::Data) {
            continue;
        }
        let Some(text) =
            lone_text(rows, at).filter(|text| text.chars().count() <= LONGEST_TITLE && !text.ends_with('。'))
        else {
            continue;
        };
        let Some((level, number, title)) = heading::enumerated(text) else { continue };
        let in_first = rows.of(&rows.rows[at]).first().is_some_and(|cell| !cell.text.is_empty());
        let before_table = next_filled(&classes.rows, at + 1).is_some_and(|next| {
            matches!(classes.rows[next], Class::Header(_) | Class::Data | Class::Heading(_))
                || lone_text(rows, next)
                    .is_some_and(|text| heading::opening(text, layout).is_some() || heading::enumerated(text).is_some())
        });
        let row_of_table = next_filled(&classes.rows, at + 1).is_some_and(|next| leads_to_table(&classes.rows, next));
        if in_first && before_table && row_of_table {
            classes.rows[at] = Class::Heading(Opening { level, number, title });
        }
    }
}

/// Whether nothing but headings, headers and lone lines of few words stands between a row and the next row of a table.
fn leads_to_table(classes: &[Class], from: usize) -> bool {
    const LONGEST_BLOCK: usize = 24;
    let passes = |class: &&Class| {
        matches!(class, Class::Blank | Class::PageNumber | Class::Heading(_) | Class::HeadingTitle | Class::Prose)
    };
    let next = classes[from..].iter().take(LONGEST_BLOCK).find(|class| !passes(class));
    matches!(next, Some(Class::Header(_) | Class::Data))
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

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers_are_written_many_ways() {
        for text in ["3", "- 3 -", "－３－", "3/12", "P.3", "12ページ"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2024年", "3人", "A", "-", "令和5年度", "12345"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
