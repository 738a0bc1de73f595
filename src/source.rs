//! The decoded text of one sheet, spans into it, and the look-up of lines and columns.
//!
//! In: what [`decode`](crate::read::decode) made of the bytes. Out: slices by span, positions for whoever reports.
//! A span is a byte range in the *decoded* text; only this file turns it into line and column, so that the
//! Shift_JIS and the UTF-8 copy of a sheet give equal positions.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use sha2::{Digest as _, Sha256};

/// A byte range in the decoded text of a sheet. Every cell has one, so that it is kept small: a text is shorter than
/// [`Span::MOST`] bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The longest text in bytes that spans reach over.
    pub const MOST: usize = u32::MAX as usize;

    /// The bytes from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        let small = |at: usize| u32::try_from(at).expect("longer texts are refused where they are decoded");
        Self { start: small(start), end: small(end) }
    }

    /// Its first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after its last one.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A place in the text as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Physical line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
}

/// How the bytes of a sheet are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// Shift_JIS as Windows writes it: code page 932.
    ShiftJis,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// EUC-JP.
    EucJp,
    /// ISO-2022-JP, the seven-bit encoding of mail.
    Iso2022Jp,
}

impl Encoding {
    /// Every encoding that is read, in the order of the documentation.
    pub const ALL: [Self; 6] = [Self::Utf8, Self::ShiftJis, Self::Utf16Le, Self::Utf16Be, Self::EucJp, Self::Iso2022Jp];

    /// The name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::ShiftJis => "Shift_JIS",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::EucJp => "EUC-JP",
            Self::Iso2022Jp => "ISO-2022-JP",
        }
    }
}

/// How the physical lines of a sheet end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Newline {
    /// Line feed, or no line end at all.
    #[default]
    Lf,
    /// Carriage return and line feed.
    CrLf,
    /// Carriage return alone.
    Cr,
    /// More than one of them.
    Mixed,
}

impl Newline {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lf => "LF",
            Self::CrLf => "CRLF",
            Self::Cr => "CR",
            Self::Mixed => "mixed",
        }
    }
}

/// One input, decoded.
#[derive(Debug)]
pub struct Source<'b> {
    name: String,
    input: Input<'b>,
    encoding: Encoding,
    bom: bool,
    text: Cow<'b, str>,
    line_starts: OnceCell<Vec<usize>>,
}

/// What is known of the bytes that a text came from.
#[derive(Debug)]
enum Input<'b> {
    Held(&'b [u8]),
    /// They are gone: how many they were, and their SHA-256 where it is told.
    Gone(usize, Option<String>),
}

impl<'b> Source<'b> {
    /// Puts a decoded text beside the bytes it came from. `name` is the path as given, with `/`; `text` is without
    /// the byte order mark.
    pub fn new(name: String, bytes: &'b [u8], encoding: Encoding, bom: bool, text: Cow<'b, str>) -> Self {
        Self { name, input: Input::Held(bytes), encoding, bom, text, line_starts: OnceCell::new() }
    }

    /// A sheet that a test makes up.
    #[cfg(test)]
    pub(crate) fn made_up(text: &'b str) -> Self {
        Self::new("a.tsv".to_owned(), text.as_bytes(), Encoding::Utf8, false, text.into())
    }

    /// The path as given, `-` for standard input.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same without its input, which need not be kept any longer: a large one is much of the memory that a sheet
    /// takes. A text that stands in the input needs it, and is given back as it was. The SHA-256 can be told afterwards
    /// only where it `is_told`: to take it is one more pass over the input.
    pub fn without_input(self, is_told: bool) -> Result<Source<'static>, Self> {
        let text = match self.text {
            Cow::Owned(text) => text,
            Cow::Borrowed(_) => return Err(self),
        };
        Ok(Source {
            input: Input::Gone(self.input.byte_count(), is_told.then(|| self.input.sha256())),
            name: self.name,
            encoding: self.encoding,
            bom: self.bom,
            text: Cow::Owned(text),
            line_starts: self.line_starts,
        })
    }

    /// The length of the input in bytes, as read.
    pub fn byte_count(&self) -> usize {
        self.input.byte_count()
    }

    /// SHA-256 of the input as read, in lower-case hexadecimal.
    ///
    /// # Panics
    ///
    /// Where the input was let go of without it.
    pub fn sha256(&self) -> String {
        self.input.sha256()
    }

    /// The encoding that the input was read in.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether the input began with a byte order mark.
    pub fn bom(&self) -> bool {
        self.bom
    }

    /// The decoded text, without the byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The kinds of line end that occur. A line end inside a quoted cell does not count where the rows end otherwise:
    /// Excel ends rows with CRLF and lines in a cell with LF.
    pub fn newline(&self, row_ends: impl Iterator<Item = usize>) -> Newline {
        let mut seen = [false; 3];
        for end in row_ends {
            match &self.text.as_bytes()[end..] {
                [b'\r', b'\n', ..] => seen[1] = true,
                [b'\n', ..] => seen[0] = true,
                [b'\r', ..] => seen[2] = true,
                _ => {}
            }
        }
        match seen {
            [_, false, false] => Newline::Lf,
            [false, true, false] => Newline::CrLf,
            [false, false, true] => Newline::Cr,
            _ => Newline::Mixed,
        }
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).max(1);
        let column = self.text[starts[line - 1]..offset].chars().count() + 1;
        Position { line, column }
    }

    /// The physical line, from 1, that a byte offset stands on.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= offset).max(1)
    }

    /// The number of physical lines. A line end at the end of the text opens no further line.
    pub fn line_count(&self) -> usize {
        let starts = self.line_starts();
        starts.len() - usize::from(starts.last() == Some(&self.text.len()))
    }

    /// The span of a physical line, from 1, without its line end.
    pub fn line_span(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let start = starts[line - 1];
        let end = starts.get(line).copied().unwrap_or(self.text.len());
        let ended = self.text[start..end].trim_end_matches(['\r', '\n']);
        Span::new(start, start + ended.len())
    }

    /// Where each physical line begins. LF, CRLF and a CR alone end a line, in a cell as well as after a row.
    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
                .filter(|&at| !(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n')));
            std::iter::once(0).chain(ends.map(|at| at + 1)).collect()
        })
    }
}

/// Bytes in lower-case hexadecimal, as people compare a fingerprint.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Input<'_> {
    fn byte_count(&self) -> usize {
        match self {
            Self::Held(bytes) => bytes.len(),
            Self::Gone(count, _) => *count,
        }
    }

    fn sha256(&self) -> String {
        match self {
            Self::Held(bytes) => hexadecimal(&Sha256::digest(bytes)),
            Self::Gone(_, sha256) => sha256.clone().expect("whoever let go of the input said that it is not told"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Position, Source, Span};

    fn source(text: &str) -> Source<'_> {
        Source::new("test".to_owned(), text.as_bytes(), Encoding::Utf8, false, text.into())
    }

    #[test]
    fn an_input_is_let_go_of_where_the_text_does_not_stand_in_it() {
        let made = |text| Source::new("a.tsv".to_owned(), b"\x82\xa0", Encoding::ShiftJis, false, text);
        let (held, own) = (made("あ".into()), made("あ".to_owned().into()));
        let known = |source: &Source<'_>| (source.text().to_owned(), source.byte_count(), source.sha256());
        let expected = known(&held);
        assert_eq!(expected.1, 2);
        assert_eq!(known(&held.without_input(true).expect_err("the text stands in it")), expected);
        assert_eq!(known(&own.without_input(true).expect("the text is its own")), expected);
    }

    #[test]
    fn columns_count_characters_and_lines_end_three_ways() {
        let source = source("一\t二\r\n三\r四\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position("一\t".len()), Position { line: 1, column: 3 });
        assert_eq!(source.position("一\t二\r\n".len()), Position { line: 2, column: 1 });
        assert_eq!(source.position("一\t二\r\n三\r".len()), Position { line: 3, column: 1 });
        assert_eq!(source.line_count(), 3);
    }

    #[test]
    fn a_line_span_is_without_its_line_end() {
        let source = source("一\r\n\n二");
        assert_eq!(source.slice(source.line_span(1)), "一");
        assert_eq!(source.slice(source.line_span(2)), "");
        assert_eq!(source.slice(source.line_span(3)), "二");
        assert_eq!(source.line_count(), 3);
    }

    #[test]
    fn an_empty_text_has_no_line() {
        let source = source("");
        assert_eq!(source.line_count(), 0);
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
    }

    #[test]
    fn spans_join() {
        assert_eq!(Span::new(3, 5).to(Span::new(9, 12)), Span::new(3, 12));
    }
}
