//! Runs of data rows, before anybody knows which table they belong to.
//!
//! In: classified rows and the shapes of their cells. Out: [`Draft`]s in sheet order, each with the header above it,
//! its width and what its cells look like. Which runs make one table is left to [`tables`](super::tables).

use foldhash::HashMap;

use crate::interpret::align::Counts;
use crate::interpret::classify::{Class, Classes};
use crate::interpret::shape::{self, Shape};
use crate::read::lex::Rows;

/// A page while its table is being found.
#[derive(Debug)]
pub(super) struct Draft {
    /// Its data rows.
    pub(super) rows: Vec<usize>,
    /// The header directly above it, if it has its own.
    pub(super) own_header: Option<usize>,
    /// The number of cells of most of its rows.
    pub(super) width: usize,
    /// The shapes of each cell column.
    pub(super) seen: Vec<Counts>,
    /// The same without the shapes that were not seen: a cell column has three of eighteen.
    pub(super) kinds: Vec<Vec<(usize, f32)>>,
}

/// Whether a row may stand between two pages: a blank line, or one that is no row of a table.
fn is_between(class: &Class) -> bool {
    matches!(class, Class::Blank | Class::Noise | Class::Footnote | Class::Prose)
}

/// Cuts the sheet into runs of data rows: a blank line, a header or a page number ends one.
pub(super) fn drafts(rows: &Rows<'_>, classes: &Classes, shapes: &[Shape]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut header = None;
    // That of a run without a header is the one above.
    let mut as_header = None;
    let mut close = |run: &mut Vec<usize>, header: &mut Option<usize>| {
        if !run.is_empty() {
            let own_header = header.take();
            as_header = own_header.map(|place: usize| classes.headers[place].columns.len()).or(as_header);
            drafts.push(draft(std::mem::take(run), (own_header, as_header), rows, shapes));
        }
    };
    let width = |at: usize| rows.rows[at].cells.len();
    for (at, class) in classes.rows.iter().enumerate() {
        let padded = width(at) > 1;
        match class {
            Class::Data => {
                // Behind a blank line, padded or not, or a line of another kind another width is another page.
                let apart = run.last().filter(|&&last| classes.rows[last + 1..at].iter().any(is_between));
                if apart.is_some_and(|&last| width(last) != width(at)) {
                    close(&mut run, &mut header);
                }
                run.push(at);
            }
            Class::Header(place) => {
                close(&mut run, &mut header);
                header = Some(*place);
            }
            Class::Heading(_) | Class::Blank if padded => {}
            Class::Total => {}
            // A line that touches the rows above and below ends no page.
            Class::Noise | Class::Footnote | Class::Prose => {}
            Class::Heading(_)
            | Class::Blank
            | Class::Title
            | Class::Legend
            | Class::HeadingTitle
            | Class::Contents
            | Class::Tally
            | Class::PageNumber => close(&mut run, &mut header),
        }
    }
    close(&mut run, &mut header);
    drafts
}

/// An export leaves out the cells behind the last filled one: so many rows as wide as the header show that the others
/// only have nothing in their last columns. A page that lost a column has at most a broken row of that width.
const AS_WIDE_AS_HEADER: f32 = 0.2;

/// Counts the shapes of a run's cell columns. Its width is that of most of its rows, or of its header.
fn draft(
    run: Vec<usize>,
    (own_header, as_header): (Option<usize>, Option<usize>),
    rows: &Rows<'_>,
    shapes: &[Shape],
) -> Draft {
    let mut widths: HashMap<usize, usize> = HashMap::default();
    // Several cells with one and the same character are debris of rule lines; one code may well stand alone.
    let texts = |row: usize| rows.of(&rows.rows[row]).iter().map(|cell| &*cell.text).filter(|text| !text.is_empty());
    let is_character = |text: &str| text.len() <= char::MAX.len_utf8();
    let is_debris = |row: usize| {
        texts(row).next().is_some_and(is_character) && shape::is_one_stroke(texts(row)) && texts(row).nth(1).is_some()
    };
    let counted: Vec<usize> = run.iter().copied().filter(|&row| !is_debris(row)).collect();
    for &row in &counted {
        *widths.entry(rows.rows[row].cells.len()).or_default() += 1;
    }
    let often =
        |width: &usize| widths.get(width).is_some_and(|&of| of as f32 >= AS_WIDE_AS_HEADER * counted.len() as f32);
    let usual = || widths.iter().max_by_key(|&(width, count)| (count, width)).map_or(0, |(&width, _)| width);
    let shapes_of = |row: usize| &shapes[rows.rows[row].cells.clone()];
    // Where no row ends with a blank cell, the export left those out, also behind the lines of cut cells. Any other row
    // without them may have lost another cell.
    let is_trimmed = counted.iter().all(|&row| shapes_of(row).last() != Some(&Shape::Blank));
    let skips = |row: usize| {
        shapes_of(row).iter().skip_while(|shape| **shape == Shape::Blank).any(|shape| *shape == Shape::Blank)
    };
    // A row that a stray character made wider says more than the others; one that says no more reaches the last column.
    let is_reached = |width: &usize| {
        let mut wide = counted.iter().filter(|&&row| shapes_of(row).len() == *width).peekable();
        own_header.is_some() && is_trimmed && wide.peek().is_some() && wide.all(|&row| skips(row))
    };
    let is_widest = |width: &usize| !widths.keys().any(|other| other > width);
    let width = as_header.filter(|width| is_widest(width) && (often(width) || is_reached(width))).unwrap_or_else(usual);
    let mut seen = vec![[0.0; Shape::COUNT]; width];
    let may_be_line = |shape: &Shape| matches!(shape, Shape::Blank | Shape::Phrase | Shape::Open | Shape::Sentence);
    let is_whole = |row: &usize| {
        let own = shapes_of(*row);
        let is_line = || own.len() < width && own.contains(&Shape::Blank) && own.iter().all(may_be_line);
        own.len() == width || is_trimmed && is_line()
    };
    for row in counted.into_iter().filter(is_whole) {
        for (counts, shape) in seen.iter_mut().zip(shapes_of(row).iter().chain(std::iter::repeat(&Shape::Blank))) {
            counts[shape.index()] += 1.0;
        }
    }
    let kinds = |counts: &Counts| counts.iter().copied().enumerate().filter(|(_, count)| *count > 0.0).collect();
    Draft { rows: run, own_header, width, kinds: seen.iter().map(kinds).collect(), seen }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::layout::Layout;
    use crate::interpret::shape::Shape;
    use crate::interpret::{Options, classify, header};
    use crate::source::Source;

    /// How many rows each run of a sheet has.
    #[track_caller]
    fn case(below: &str, expected: &[usize]) {
        let sheet = format!("事業名\t内容\t評価\t担当課\n堤の見回り\t月に一度歩きます。\tA\t河川課\n{below}");
        let source = Source::made_up(&sheet);
        let (mut found, layout) = (Findings::default(), Layout::builtin());
        let rows = crate::mended(&source, &Options::default(), &mut found);
        let mut shapes = Shape::of_all(rows.cells.iter().map(|cell| &*cell.text), layout);
        let classes = classify::rows((&rows, &header::Blocks::default()), &mut shapes, layout, &mut found);
        let drafts = super::drafts(&rows, &classes, &shapes);
        assert_eq!(drafts.iter().map(|draft| draft.rows.len()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn rows_below_a_heading_are_as_wide_as_the_header_above_it() {
        // An export pads every row; the last column is merged.
        let group = |name: &str| {
            format!(
                "{name}\t月に一度歩きます。\t所管課\tA\t河川課\n\t\t委員会\tB\t\n\t\t町の会\tA\t\n\t\t区の会\tB\t\n"
            )
        };
        let sheet = format!(
            "事業名\t内容\t評価の主体\t評価\t担当課\n目標１　水辺\t\t\t\t\n{}目標２　道\t\t\t\t\n{}",
            group("堤の見回り"),
            group("橋の塗替え")
        );
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let texts = read.records.iter().map(|record| record.texts.first().map(|(_, text)| &**text));
        assert_eq!(texts.collect::<Vec<_>>(), [Some("月に一度歩きます。"); 8]);
        assert_eq!(read.findings.len(), 0);
    }

    #[test]
    fn lines_of_cut_cells_read_alike_with_and_without_the_blank_cells_at_their_ends() {
        let measure = |number: u8, name: [&str; 2]| {
            let [name, rest] = name;
            let first = format!("目標{number} {name}\t朝市の開催\t広場に店を集めて町の\tA\t商工課\n");
            format!(
                "{first}{rest}\t\t人を呼びました。\t\t\n\t夜市の開催\t橋の下に灯りをとも\tB\t商工課\n\t\tしました。\t\t\n"
            )
        };
        let names = [["町の中の", "にぎわい"], ["橋のある", "くらし"], ["山の上の", "たのしみ"]];
        let rows = names.into_iter().zip(1..).map(|(name, number)| measure(number, name)).collect::<String>();
        let padded = format!("施策\t事業名\t実施内容\t評価\t担当課\n{rows}");
        let trimmed = padded.replace("\t\t\n", "\n");
        let read = |sheet: &str| {
            let source = Source::made_up(sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let told = |record: &crate::record::Record<'_>| {
                let path: String = record.path.iter().map(|of| of.title.as_str()).collect();
                format!("{path} {:?} {:?}", record.item.as_ref().map(|item| item.title.to_string()), record.texts)
            };
            read.records.iter().map(told).collect::<Vec<_>>()
        };
        assert_eq!(read(&trimmed), read(&padded));
        assert_eq!(read(&padded).len(), 6);
    }

    #[test]
    fn a_row_that_reaches_the_last_column_of_the_header_shows_that_the_others_end_before_it() {
        let row = |at: usize| format!("花壇{at}の点検\t枯れた苗を抜いた。\tA\tR6.8.{at}\n");
        let rows: String = (1..8).map(row).collect();
        let texts = |last: &str| {
            let sheet = format!("取組\t措置の内容\t評価\t措置年月日\t備考\n{rows}{last}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let told = |record: &crate::record::Record<'_>| {
                record.texts.iter().map(|(_, text)| text.to_string()).collect::<Vec<_>>().join("|")
            };
            [0, 7].map(|at| read.records.get(at).map(told).unwrap_or_default())
        };
        let whole = ["枯れた苗を抜いた。|R6.8.1|", "泥をさらった。||来年に移す"];
        assert_eq!(texts("水路の点検\t泥をさらった。\tA\t\t来年に移す\n"), whole);
    }

    #[test]
    fn a_line_between_rows_of_one_width_ends_no_page() {
        case("花瀬市 企画課\n水路の掃除\t泥をさらいます。\tB\t農政課\n", &[2]);
        case("花瀬市 企画課\n泥をさらいます。\tB\t農政課\n", &[1, 1]);
        case("\n水路の掃除\t泥をさらいます。\tB\t農政課\n", &[1, 1]);
    }
}
