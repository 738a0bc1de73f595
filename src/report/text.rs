//! Findings for people: message, place, the line with a caret, what to do.
//!
//! In: located findings. Out: text for a terminal. The renderer is handed only the lines that a finding stands on,
//! never the whole sheet, and nothing in them that a terminal would obey.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::visible::{disarmed, visible};
use super::wording::place;
use super::{Located, Look};
use crate::diagnostic::{Language, Severity};
use crate::source::{Source, Span};

/// A finding on more lines shows only the first of them: a cell of a page's length says nothing more.
const MOST_LINES: usize = 4;

/// A line of more bytes is not shown, only its place: the renderer walks over the whole line for each finding. The
/// longest line of the known sheets has a tenth of it.
const LONGEST_LINE: usize = 20_000;

/// Writes each finding, followed by a blank line.
pub(super) fn write<W: Write>(out: &mut W, source: &Source<'_>, found: &[Located<'_>], look: &Look) -> io::Result<()> {
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() }.term_width(look.width);
    for located in found {
        let shown = renderer.render(&[group(source, located, look)]);
        // Line by line again: what is marked and what stands around it were made visible apart.
        writeln!(out, "{}\n", disarmed(&shown))?;
    }
    Ok(())
}

fn group<'a>(source: &'a Source<'_>, located: &Located<'a>, look: &Look) -> Group<'a> {
    let language = look.language;
    let diagnostic = located.diagnostic;
    let title = level(diagnostic.severity, language)
        .primary_title(visible(diagnostic.message.get(language)))
        .id(diagnostic.rule.name);
    let path = visible(source.name());
    let place = place(located, language);
    let group = match excerpt(source, located, look.width) {
        Some(Excerpt { text, marked }) => title.element(
            Snippet::source(text)
                .path(path)
                .line_start(located.start.line)
                .fold(false)
                .annotation(AnnotationKind::Primary.span(marked).label(place)),
        ),
        None => title
            .element(Origin::path(path).line(located.start.line).char_column(located.start.column))
            .element(Level::NOTE.no_name().message(place)),
    };
    match &diagnostic.help {
        Some(help) => group.element(help_level(language).message(visible(help.get(language)))),
        None => group,
    }
}

/// The lines of a finding, fit to be shown, and the marked part of them.
struct Excerpt {
    text: String,
    marked: Range<usize>,
}

/// What stands further behind the finding than the terminal is wide is left out: the renderer would walk over it only
/// to leave it out, which took a third of its time.
fn excerpt(source: &Source<'_>, located: &Located<'_>, width: usize) -> Option<Excerpt> {
    let span = located.diagnostic.span;
    let first = located.start.line;
    let last = source.line(span.end().saturating_sub(1).max(span.start()));
    let mut shown = Excerpt { text: String::new(), marked: 0..0 };
    for number in first..=last.min(first + MOST_LINES - 1) {
        let line = source.line_span(number);
        if line.end() - line.start() > LONGEST_LINE {
            return None;
        }
        let (from, to) = (span.start().clamp(line.start(), line.end()), span.end().clamp(line.start(), line.end()));
        if number > first {
            shown.text.push('\n');
        }
        push(&mut shown.text, source.slice(Span::new(line.start(), from)));
        if number == first {
            shown.marked.start = shown.text.len();
        }
        push(&mut shown.text, source.slice(Span::new(from, to)));
        shown.marked.end = shown.text.len();
        let behind = source.slice(Span::new(to, line.end()));
        let seen = behind.char_indices().nth(width).map_or(behind.len(), |(at, _)| at);
        push(&mut shown.text, &behind[..seen]);
    }
    Some(shown)
}

/// Tabs stay: the renderer gives each the width of four.
fn push(text: &mut String, part: &str) {
    for (index, cell) in part.split('\t').enumerate() {
        if index > 0 {
            text.push('\t');
        }
        text.push_str(&visible(cell));
    }
}

fn level(severity: Severity, language: Language) -> Level<'static> {
    match (severity, language) {
        (Severity::Error, Language::English) => Level::ERROR,
        (Severity::Error, Language::Japanese) => Level::ERROR.with_name("エラー"),
        (Severity::Warning, Language::English) => Level::WARNING,
        (Severity::Warning, Language::Japanese) => Level::WARNING.with_name("警告"),
        (Severity::Note, Language::English) => Level::NOTE,
        (Severity::Note, Language::Japanese) => Level::NOTE.with_name("注記"),
    }
}

fn help_level(language: Language) -> Level<'static> {
    match language {
        Language::English => Level::HELP,
        Language::Japanese => Level::HELP.with_name("ヘルプ"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{CLEAN, HOSTILE, UNREADABLE, written};
    use super::super::{Format, Look, locate, write};
    use crate::diagnostic::{Diagnostic, Language, Rule, Severity, text};
    use crate::interpret::rules::joined_row::JOINED_ROW;
    use crate::interpret::rules::unknown_rating::UNKNOWN_RATING;
    use crate::record::{CellColumn, CellState, Record, RecordCell, Role, Sheet};
    use crate::source::{Source, Span};

    const LOOK: Look = Look { language: Language::English, color: false, from: Severity::Warning, width: 80 };

    fn shown(sheet: &str, part: &str, rule: &'static Rule, look: &Look) -> String {
        let source = Source::made_up(sheet);
        let start = sheet.find(part).expect("the part stands in the sheet");
        let finding = Diagnostic {
            rule,
            severity: rule.severity,
            span: Span::new(start, start + part.len()),
            column: None,
            message: text("「Ｆ」は段階にありません", "`Ｆ` is not on the scale").into(),
            help: Some(text("A～Eのいずれかを書いてください", "write one of A, B, C, D, E").into()),
        };
        let state = CellState::Filled;
        let of = CellColumn { name: "評価".into(), role: Role::Rating, rating: None };
        let cell = RecordCell { of: of.into(), span: finding.span, state };
        let sheet = Sheet {
            records: vec![Record { cells: vec![cell], ..Record::default() }],
            row_starts: std::iter::once(0).chain(sheet.match_indices('\n').map(|(at, _)| at + 1)).collect(),
            findings: vec![finding],
            ..Sheet::default()
        };
        let mut out = Vec::new();
        write(&mut out, &source, &locate(&source, &sheet), look).expect("a vector takes every write");
        String::from_utf8(out).expect("reports are UTF-8")
    }

    #[test]
    fn the_caret_stands_under_full_width_text() {
        let expected = "\
error[unknown-rating]: `Ｆ` is not on the scale
 --> a.tsv:2:12
  |
2 | 第１章    𠮷野川の整備    Ｆ    ア
  |                           ^^ row 2, column `評価`
  |
  = help: write one of A, B, C, D, E

";
        assert_eq!(shown("題\r\n第１章\t𠮷野川の整備\tＦ\tア\r\n", "Ｆ", &UNKNOWN_RATING, &LOOK), expected);
    }

    #[test]
    fn japanese_reports_are_japanese_throughout() {
        let expected = "\
エラー[unknown-rating]: 「Ｆ」は段階にありません
 --> a.tsv:1:1
  |
1 | Ｆ
  | ^^ 1行目「評価」
  |
  = ヘルプ: A～Eのいずれかを書いてください

";
        assert_eq!(shown("Ｆ", "Ｆ", &UNKNOWN_RATING, &Look { language: Language::Japanese, ..LOOK }), expected);
    }

    #[test]
    fn hostile_text_is_shown_and_not_obeyed_and_the_column_stays() {
        let expected = "\
error[unknown-rating]: `Ｆ` is not on the scale
 --> a.tsv:1:10
  |
1 | \u{fffd}␛[2J\u{fffd}\u{fffd}␀    Ｆ    x
  |             ^^ row 1, column `評価`
  |
  = help: write one of A, B, C, D, E

";
        assert_eq!(shown("\u{9b}\x1b[2J\u{202e}\u{200d}\0\tＦ\tx", "Ｆ", &UNKNOWN_RATING, &LOOK), expected);
    }

    #[test]
    fn a_lone_carriage_return_ends_a_shown_line() {
        let expected = "\
error[unknown-rating]: `Ｆ` is not on the scale
 --> a.tsv:1:2
  |
1 |   一二
  |  ___^
2 | | 三四
  | |__^ row 1, column `評価`
  |
  = help: write one of A, B, C, D, E

";
        assert_eq!(shown("一二\r三四\r五", "二\r三", &UNKNOWN_RATING, &LOOK), expected);
    }

    #[test]
    fn a_long_line_is_trimmed_and_a_huge_one_is_only_named() {
        let long = format!("{}\tＦ\t{}", "あ".repeat(300), "い".repeat(300));
        let trimmed = shown(&long, "Ｆ", &UNKNOWN_RATING, &LOOK);
        assert!(trimmed.contains("--> a.tsv:1:302\n"), "{trimmed}");
        assert!(trimmed.lines().all(|line| line.chars().count() < 80), "{trimmed}");
        let huge = format!("{}\tＦ", "あ".repeat(10_000));
        let expected = "\
error[unknown-rating]: `Ｆ` is not on the scale
--> a.tsv:1:10002
 = row 1, column `評価`
 = help: write one of A, B, C, D, E

";
        assert_eq!(shown(&huge, "Ｆ", &UNKNOWN_RATING, &LOOK), expected);
    }

    #[test]
    fn the_end_of_a_sheet_can_be_pointed_at() {
        let place = |sheet: &str| {
            let source = Source::made_up(sheet);
            let span = Span::new(sheet.len(), sheet.len());
            let severity = Severity::Error;
            let finding = Diagnostic {
                rule: &UNKNOWN_RATING,
                severity,
                span,
                column: None,
                message: text("無", "none").into(),
                help: None,
            };
            let mut out = Vec::new();
            write(&mut out, &source, &locate(&source, &Sheet { findings: vec![finding], ..Sheet::default() }), &LOOK)
                .expect("a vector takes every write");
            String::from_utf8(out).expect("reports are UTF-8")
        };
        assert_eq!(place(""), "error[unknown-rating]: none\n --> a.tsv:1:1\n  |\n1 |\n  | ^ row 1\n\n");
        assert_eq!(place("一\n"), "error[unknown-rating]: none\n --> a.tsv:2:1\n  |\n2 |\n  | ^ row 1\n\n");
    }

    #[test]
    fn notes_are_shown_on_demand_only() {
        assert_eq!(shown("Ｆ", "Ｆ", &JOINED_ROW, &LOOK), "");
        let all = Look { from: Severity::Note, ..LOOK };
        assert_eq!(
            shown("Ｆ", "Ｆ", &JOINED_ROW, &all).lines().next(),
            Some("note[joined-row]: `Ｆ` is not on the scale")
        );
    }

    #[test]
    fn everything_hostile_at_once_is_seen_and_not_obeyed() {
        let expected = "\
error[unknown-rating]: \"::error::␊##［error]&<]]>␛[2J\u{fffd}\u{fffd}␌␀\u{fffd}%0A\"
 --> ./%0A::error::x,y:z.tsv:1:1
  |
1 | / \"::error::
2 | | ##［error]&<]]>␛[2J\u{fffd}\u{fffd}␌␀\u{fffd}%0A\"
  | |____________________________^ row 1, column `::x::␛]]>`
  |
  = help: ␊::error::\u{fffd}[x](y)

";
        assert_eq!(written(Format::Text, Language::English, &[CLEAN, HOSTILE, UNREADABLE]), expected);
    }
}
