//! Which byte stands between cells.
//!
//! In: the decoded text. Out: tab, comma or semicolon. Tab is the answer unless the text shows that it is not: prose
//! without tabs is a sheet of one cell per line, however many commas it has.

use super::{Lexer, Rows, of_text};
use crate::diagnostic::Findings;
use crate::source::Source;

/// So much of a text is looked at: a thousand rows or more.
const WINDOW: usize = 256 * 1024;

/// One row with a tab in so many rows makes a tab file. Real sheets have tabs in nearly all rows, chapters of prose
/// with a few tables in one of three; a tab that strayed into an exported CSV is one in hundreds.
const ROWS_PER_TABBED_ROW: usize = 10;

/// So many of a hundred rows of several cells are as wide as a row beside them. Excel drops empty last columns block by
/// block, and pages gain and lose columns, hence not all rows of a sheet are equally wide.
const PERCENT_AS_WIDE: usize = 60;

/// So many of a hundred rows of a CSV have several cells; the others are titles and legends.
const PERCENT_DIVIDED: usize = 40;

/// The byte between cells, found from the text: tab, comma or semicolon.
pub fn delimiter(source: &Source<'_>) -> u8 {
    let text = window(source.text());
    if has_tabs(text) {
        return b'\t';
    }
    [b',', b';'].into_iter().find(|&candidate| Shape::of(text, candidate).is_exported()).unwrap_or(b'\t')
}

/// Whether one row with a tab in so many makes this a tab file. Most tab files show it in their first tenth: no more is
/// cut than is needed, since all of it is cut once more.
fn has_tabs(text: &str) -> bool {
    let most_rows = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).count() + 1;
    let (mut rows, mut divided) = (0, 0);
    let mut lexer = Lexer::new(text, b'\t');
    while lexer.at < text.len() {
        let start = lexer.at;
        let cells = lexer.row(&mut Findings::default());
        if !text[start..lexer.at].trim().is_empty() {
            rows += 1;
            divided += usize::from(cells > 1);
        }
        if divided * ROWS_PER_TABBED_ROW >= most_rows {
            return true;
        }
    }
    divided > 0 && divided * ROWS_PER_TABBED_ROW >= rows
}

/// The beginning of the text, up to the end of a line.
fn window(text: &str) -> &str {
    if text.len() <= WINDOW {
        return text;
    }
    match memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[..WINDOW]) {
        Some(end) => &text[..=end],
        // One line longer than the window: any part of it will do.
        None => &text[..(0..=WINDOW).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0)],
    }
}

/// What the rows of a text look like with one delimiter. Blank rows do not count.
struct Shape {
    rows: usize,
    /// Rows of more than one cell.
    divided: usize,
    /// Divided rows that are as wide as the divided row before or behind them.
    as_wide: usize,
    delimiters: usize,
    /// Delimiters as prose has them: before a space, or in `1,234`.
    in_prose: usize,
}

impl Shape {
    fn of(text: &str, delimiter: u8) -> Self {
        let mut shape = Self { rows: 0, divided: 0, as_wide: 0, delimiters: 0, in_prose: 0 };
        if memchr::memchr(delimiter, text.as_bytes()).is_none() {
            return shape;
        }
        let rows = of_text(text, delimiter, &mut Findings::default());
        let mut widths = Vec::new();
        for row in rows.rows.iter().filter(|row| !text[row.span.range()].trim().is_empty()) {
            shape.rows += 1;
            if row.cells.len() > 1 {
                // A blank cell too many in front makes a row no other: no prose begins with a delimiter.
                let begins_blank = rows.cells[row.cells.start].text.is_empty();
                widths.push((row.cells.len() - usize::from(begins_blank), row.cells.len()));
                shape.delimiters += row.cells.len() - 1;
                shape.in_prose += in_prose(text, &rows, row.cells.clone());
            }
        }
        shape.divided = widths.len();
        let as_wide =
            |one: &(usize, usize), other: &(usize, usize)| one.1 == other.1 || one.0 == other.1 || one.1 == other.0;
        let runs = widths.chunk_by(as_wide).map(<[_]>::len);
        shape.as_wide = runs.filter(|&run| run > 1).sum();
        shape
    }

    /// Whether a spreadsheet wrote this: neighbouring rows of one width, and delimiters where prose has none.
    fn is_exported(&self) -> bool {
        self.rows > 1
            && self.as_wide * 100 >= self.divided * PERCENT_AS_WIDE
            && self.divided * 100 >= self.rows * PERCENT_DIVIDED
            && self.in_prose * 2 < self.delimiters
    }
}

/// How many delimiters of a row stand as prose has them.
fn in_prose(text: &str, rows: &Rows<'_>, cells: std::ops::Range<usize>) -> usize {
    let raw = |cell: usize| &text.as_bytes()[rows.cells[cell].span.range()];
    cells.skip(1).filter(|&cell| raw(cell).starts_with(b" ") || is_thousands(raw(cell - 1), raw(cell))).count()
}

/// Whether a delimiter parts the digits of one number: a digit before, exactly three behind.
fn is_thousands(before: &[u8], behind: &[u8]) -> bool {
    before.last().is_some_and(u8::is_ascii_digit)
        && behind.iter().take_while(|byte| byte.is_ascii_digit()).take(4).count() == 3
}

#[cfg(test)]
mod tests {
    use super::delimiter;
    use crate::source::{Encoding, Source};

    #[track_caller]
    fn case(text: &str, expected: u8) {
        let source = Source::new("test".to_owned(), text.as_bytes(), Encoding::Utf8, false, text.into());
        assert_eq!(char::from(delimiter(&source)), char::from(expected));
    }

    #[test]
    fn tabs_win_wherever_rows_have_them() {
        case("施策\t区分\t課\n人権\tA\t課\n", b'\t');
        case("a,b\tc,d\n\"x,y\"\tz,w\n", b'\t');
        case("はじめに\n本文1\n本文2\n指標\t目標\n件数\t5,000\n", b'\t');
    }

    #[test]
    fn rows_of_one_number_of_commas_are_csv() {
        case("施策,区分,課\n人権,A,課\n相談,B,\"課, 室\"\n", b',');
        case("計画の進捗,,\n\n施策,区分,課\n\"人権\nの啓発, ほか\",A,課\n", b',');
        case("施策,区分\r人権,\"1,234\"\r", b',');
        case("施策,区分\n人権,A\n相談,B\tC\n一,A\n二,A\n三,A\n四,A\n五,A\n六,A\n七,A\n八,A\n", b',');
        case("施策;区分\n人権;A\n", b';');
    }

    #[test]
    fn prose_stays_one_cell_per_line() {
        case("", b'\t');
        case("one line, with commas, is prose\n", b'\t');
        case("Dear all, hello\nfirst, second\nthird, fourth\n", b'\t');
        case("予算は1,234千円\n決算は2,345千円\n", b'\t');
        case("施策、区分、課\n人権、A、課\n", b'\t');
        case("a,b,c\nplain\nd,e\nmore text\nf\n", b'\t');
    }

    #[test]
    fn only_the_beginning_of_a_long_text_is_looked_at() {
        case(&"施策,区分\n".repeat(40_000), b',');
        case(&"あ".repeat(200_000), b'\t');
    }
}
