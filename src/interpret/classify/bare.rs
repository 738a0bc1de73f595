//! Headings without a number or a mark, where the others of their level have one.
//!
//! In: classes in which lone lines directly above headers are titles, and those among rows data. Out: those as headings
//! that may name a part of the document. It is told of each that no numbers below bear out.

use foldhash::HashSet;

use crate::diagnostic::Findings;
use crate::interpret::classify::{Class, Classes, LONGEST_TITLE, is_caption, next_filled};
use crate::interpret::header::{self, Header, Names};
use crate::interpret::heading::{self, Opening};
use crate::interpret::layout::{self, Layout};
use crate::interpret::number;
use crate::interpret::roles;
use crate::interpret::rules::heading_spelling::heading_without_number;
use crate::interpret::text;
use crate::read::lex::Rows;

/// Makes a heading of a line directly above a header, where other pages of the same table have a heading. A line that
/// stands elsewhere too, above a heading, is the title of the document, and so are the first line of the sheet and one
/// above the first heading that comes again below it. A line right below a heading stands under it.
pub(super) fn name_unnumbered_headings(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout, found: &mut Findings) {
    let is_beside = |class: &Class| matches!(class, Class::Blank | Class::PageNumber | Class::Footnote);
    let line_above = |start: usize| (0..start).rev().find(|&at| !is_beside(&classes.rows[at]));
    let above: Vec<Option<usize>> = classes.headers.iter().map(|header| line_above(header.rows.start)).collect();
    let is_title = |at: usize| classes.rows[at] == Class::Title;
    if !above.iter().flatten().any(|&at| is_title(at)) {
        return;
    }
    let level = |at: usize| match &classes.rows[at] {
        Class::Heading(opening) if rows.rows[at].cells.len() == 1 => Some(opening.level.as_str()),
        _ => None,
    };
    // Another document in the same file has headings of its own.
    let document = |header: &Header| classes.announced.partition_point(|&title| title < header.rows.start);
    let headed = above.iter().zip(&classes.headers);
    let headed =
        headed.filter_map(|(above, header)| Some(((*above).and_then(level)?, document(header), &*header.names)));
    let headed: Vec<(&str, usize, &Names<String>)> = headed.collect();
    if headed.is_empty() {
        return;
    }
    let directly_above: HashSet<usize> = above.iter().copied().flatten().collect();
    let text_of = |at: usize| classes.lone_text(rows, at).map(heading::squeezed);
    let mut titles: HashSet<String> = (0..classes.rows.len())
        .filter(|at| is_title(*at) && !directly_above.contains(at))
        .filter_map(text_of)
        .collect();
    let is_heading = |class: &Class| matches!(class, Class::Heading(_));
    let opens = classes.rows.iter().position(is_heading).unwrap_or_default();
    let above_all: HashSet<String> = (0..opens).filter(|&at| is_title(at)).filter_map(text_of).collect();
    let below = (opens..classes.rows.len()).filter(|&at| is_title(at)).filter_map(text_of);
    titles.extend(below.filter(|text| above_all.contains(text)));
    let first_line = next_filled(&classes.rows, 0);
    let mut opened: HashSet<&str> = HashSet::default();
    let mut named: Vec<(usize, Opening)> = Vec::new();
    for (above, header) in above.iter().zip(&classes.headers) {
        let Some(at) = above.filter(|&at| is_title(at) && Some(at) != first_line) else { continue };
        let Some(text) = classes.lone_text(rows, at).filter(|text| may_name_part(text, layout)) else { continue };
        if is_made_of(&heading::squeezed(text), &titles) {
            continue;
        }
        let of = document(header);
        let is_alike = |(_, document, names): &&(&str, usize, &Names<String>)| {
            *document == of && header::is_of_table(&header.names, names)
        };
        let Some((level, ..)) = headed.iter().find(is_alike) else { continue };
        let is_under = line_above(at).is_some_and(|above| is_of_level(&classes.rows[above], level));
        if is_under {
            continue;
        }
        // 第1節 below it counts anew.
        let counts_anew = || {
            let below = classes.rows[header.rows.end..].iter().find(|class| !is_beside(class));
            matches!(below, Some(Class::Heading(opening)) if opening.number == Some(1) && opening.level != *level)
        };
        if opened.insert(text) && !counts_anew() {
            heading_without_number(rows.rows[at].span, level, found);
        }
        named.push((at, Opening { level: (*level).to_owned(), number: None, title: 0 }));
    }
    for (at, opening) in named {
        classes.rows[at] = Class::Heading(opening);
    }
}

/// Makes a heading of words alone in a column of numbers, between rows that have theirs, where other lines head such
/// rows.
pub(super) fn name_headings_among_numbers(
    classes: &mut Classes,
    rows: &Rows<'_>,
    layout: &Layout,
    found: &mut Findings,
) {
    let mut are_numbered = false;
    let mut level: Option<&str> = None;
    let mut named: Vec<(usize, String)> = Vec::new();
    for (at, class) in classes.rows.iter().enumerate() {
        let is_row = |at: usize| classes.rows.get(at) == Some(&Class::Data) && classes.lone[at].is_none();
        match class {
            Class::Header(header) => {
                let first = classes.headers[*header].columns.first();
                are_numbered = first.is_some_and(|column| roles::numbers_rows(&column.inner()));
            }
            Class::Heading(opening) if is_row(at + 1) => level = Some(&opening.level),
            Class::Data | Class::Prose if are_numbered && is_row(at + 1) => {
                let is_first = classes.lone[at] == Some(rows.rows[at].cells.start);
                let text = classes.lone_text(rows, at).filter(|text| is_first && may_name_part(text, layout));
                named.extend(level.filter(|_| text.is_some()).map(|level| (at, level.to_owned())));
            }
            _ => {}
        }
    }
    for (at, level) in named {
        heading_without_number(rows.rows[at].span, &level, found);
        classes.rows[at] = Class::Heading(Opening { level, number: None, title: 0 });
    }
}

fn is_of_level(class: &Class, level: &str) -> bool {
    matches!(class, Class::Heading(opening) if opening.level == level)
}

/// Whether a line may name a part of a document: words without figures and colons that are neither a remark in
/// brackets, a caption nor an office. What stands in brackets behind them says more.
fn may_name_part(text: &str, layout: &Layout) -> bool {
    let name = text.split(['（', '(']).next().unwrap_or_default().trim_end();
    let figures = |c: char| number::digit(c).is_some() || matches!(c, '：' | ':' | '→');
    name.contains(text::is_kana_or_ideograph)
        && !name.contains(figures)
        && heading::bracketed(text, 1).is_none()
        && !layout::begins_with_year(name)
        && !layout.is_department(name)
        && name.split_whitespace().count() < MANY_WORDS
        && !is_caption(name)
}

/// So many words apart are cells of a form: `決裁　部長　課長　係長`.
const MANY_WORDS: usize = 4;

/// Whether a text is one title behind the other, as the head of a page may print them on one line.
fn is_made_of(text: &str, titles: &HashSet<String>) -> bool {
    if text.chars().count() > 2 * LONGEST_TITLE {
        return false;
    }
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let ends = rest.char_indices().rev().map(|(at, c)| at + c.len_utf8());
        let mut titled = ends.filter(|&end| end > first.len_utf8());
        let Some(end) = titled.find(|&end| titles.contains(&rest[..end])) else { return false };
        rest = &rest[end..];
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_line_among_numbered_headings_is_told_if_it_may_name_a_part() {
        let read = |line: &str| {
            let header = "事業名\t内容\t評価\t担当課\n";
            let text = format!(
                "町の計画\n\n基本目標１　緑\n{header}花壇\t苗を植えた。\tA\t公園課\n\n{line}\n{header}水路\t泥をさらった。\tB\t河川課\n"
            );
            let source = Source::made_up(&text);
            let sheet = crate::sheet(&source, &Options::default(), Findings::default());
            let last = sheet.records.last().map(|record| record.path[0].title.clone()).expect("two records");
            let told = |name: &str| sheet.findings.iter().any(|finding| finding.rule.name == name);
            (last, told("heading-spelling"))
        };
        assert_eq!(read("計画の進め方（まとめ）"), ("計画の進め方（まとめ）".to_owned(), true));
        let remarks =
            ["令和6年3月末現在", "（案）", "作成：企画課", "企画課", "資料１", "花瀬市", "決裁　部長　課長　係長"];
        for line in remarks {
            assert_eq!(read(line), ("緑".to_owned(), false), "{line}");
        }
    }

    #[test]
    fn words_alone_among_numbers_head_the_rows_below() {
        let read = |first: &str, line: &str| {
            let text = format!(
                "{first}\t事業名\t内容\t評価\t担当課\n施策１　緑\n1-1\t花壇\t苗を植えた。\tA\t公園課\n{line}\n\
                 2-1\t水路\t泥をさらった。\tB\t河川課\n"
            );
            let source = Source::made_up(&text);
            let sheet = crate::sheet(&source, &Options::default(), Findings::default());
            let last = sheet.records.last().map(|record| record.path[0].title.clone()).expect("two records");
            let told = sheet.findings.iter().any(|finding| finding.rule.name == "heading-spelling");
            (last, told)
        };
        assert_eq!(read("番号", "川の手入れ"), ("川の手入れ".to_owned(), true));
        assert_eq!(read("番号", "令和5年度から"), ("緑".to_owned(), false));
        assert_eq!(read("分野", "川の手入れ"), ("緑".to_owned(), false));
    }
}
