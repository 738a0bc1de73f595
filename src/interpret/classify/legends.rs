//! Legends read from the rows that are legends.
//!
//! In: classes. Out: the scales, with the lines above as their titles; a row that turns out to be no legend becomes
//! prose. What an entry is, is left to [`legend`].

use std::sync::Arc;

use foldhash::HashSet;

use crate::diagnostic::Findings;
use crate::interpret::beside;
use crate::interpret::classify::{Class, Classes, lone_text, next_filled};
use crate::interpret::header::{Header, ROWS_BELOW};
use crate::interpret::heading::{self, Opening};
use crate::interpret::legend::{self, Legends};
use crate::interpret::scale;
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};
use crate::record::Legend;
use crate::source::Span;

/// Reads the legends, and gives the lines above them that name them to the legend.
pub(super) fn legends(sheet: &mut Classes, rows: &Rows<'_>, found: &mut Findings) -> Vec<Legend> {
    let sideways: HashSet<usize> = sheet.sideways.iter().copied().collect();
    let pairs: HashSet<usize> = sheet.pairs.iter().copied().collect();
    let worded: HashSet<usize> = sheet.worded.iter().copied().collect();
    let headers = &sheet.headers;
    // The header of the page before says nothing new.
    let is_new = |header: usize| header == 0 || !Arc::ptr_eq(&headers[header].columns, &headers[header - 1].columns);
    let classes = &mut sheet.rows;
    let mut legends = Legends::default();
    let mut titles: Vec<(usize, Class)> = Vec::new();
    let mut at = 0;
    // The first line names the document, unless it says that a legend follows.
    let mut only_titles_above = true;
    while at < classes.len() {
        let names_document = only_titles_above && lone_text(rows, at).is_some_and(legend::names_document);
        only_titles_above &= matches!(classes[at], Class::Title | Class::Blank)
            && !lone_text(rows, at).is_some_and(legend::says_only_legend);
        let untitled = |next: usize| {
            let mut cells = rows.of(&rows.rows[next]).iter();
            let is_untitled = |line: &str| {
                if worded.contains(&next) {
                    (legend::lists_of_words(line).is_empty() && legend::explained_words(line).1)
                        || legend::is_numbered(line)
                } else {
                    legend::is_untitled(line)
                }
            };
            let mut first_is_untitled =
                || cells.find(|cell| !cell.text.is_empty()).is_some_and(|cell| is_untitled(&cell.text));
            // Names that say no more than 記号 leave it to the line right above, if that is not the title of the sheet.
            let names_columns = || {
                let says_nothing = |cell: &Cell<'_>| !cell.text.is_empty() && legend::names_nothing(&cell.text);
                next == at + 1
                    && Some(at) != next_filled(classes, 0)
                    && pairs.contains(&(next + 1))
                    && rows.of(&rows.rows[next]).iter().any(says_nothing)
            };
            classes[next] == Class::Legend && (pairs.contains(&next) || names_columns() || first_is_untitled())
        };
        let names_legend = matches!(classes[at], Class::Title | Class::Prose | Class::Heading(_) | Class::Footnote)
            && !names_document
            && next_filled(classes, at + 1).is_some_and(untitled);
        if sideways.contains(&at) {
            legends.sideways(legend::pairs(rows, at), at, found);
            at += 1;
        } else if names_legend && let Some(title) = lone_text(rows, at).and_then(legend::title) {
            legends.open(title, found);
            titles.push((at, std::mem::replace(&mut classes[at], Class::Legend)));
        } else if pairs.contains(&at) {
            pair_entry(rows, at, &mut legends, found);
        } else if worded.contains(&at) {
            for cell in rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty()) {
                legends.words(&cell.text, cell.span, at, found);
            }
        } else if classes[at] == Class::Legend
            && next_filled(classes, at + 1).is_some_and(|next| pairs.contains(&next))
            && let Some(header) = rows.of(&rows.rows[at]).iter().find(|cell| !legend::has_entries(&cell.text))
        {
            // Of the columns of codes and of labels the first names the scale, if it says more than 記号.
            legends.name(legend::title(&header.text).unwrap_or_default(), found);
        } else if classes[at] == Class::Legend
            && let Some((title, pairs)) = legend::in_turn(rows.of(&rows.rows[at]))
        {
            title.into_iter().for_each(|title| legends.open(legend::title(title).unwrap_or_default(), found));
            legends.sideways(pairs.into_iter(), at, found);
        } else if classes[at] == Class::Legend
            && let Some((line, span)) = with_line_below(classes, rows, at)
        {
            legends.cell(&line, span, at, found);
            at += 1;
            classes[at] = Class::Legend;
        } else if classes[at] == Class::Legend {
            for cell in rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty()) {
                legends.cell(&cell.text, cell.span, at, found);
            }
        } else if !matches!(classes[at], Class::Blank) {
            legends.close(found);
            if let Class::Header(header) = classes[at]
                && is_new(header)
            {
                for (column, cell) in rows.of(&rows.rows[at]).iter().enumerate() {
                    let Some(explained) = legend::Explained::of(&cell.text) else { continue };
                    if !explained.in_turn || stands_above_codes(rows, (at, column)) {
                        legends.header(&explained, cell.span, at, found);
                    }
                }
            }
        }
        at += 1;
    }
    legends.close(found);
    give_back(classes, &legends.rejected, titles);
    for at in 0..classes.len() {
        let above_legend = || next_filled(classes, at + 1).is_some_and(|next| classes[next] == Class::Legend);
        // `○評価の基準` above legends that have names of their own heads no records.
        let says_only_legend = match &classes[at] {
            Class::Title | Class::Prose => legend::says_only_legend,
            Class::Heading(opening) if opening.number.is_none() => legend::announces,
            _ => continue,
        };
        if lone_text(rows, at).is_some_and(says_only_legend) && above_legend() {
            classes[at] = Class::Legend;
        }
    }
    let explained: Vec<usize> = (0..sheet.rows.len()).filter(|&at| explains_column(sheet, rows, at)).collect();
    explained.into_iter().for_each(|at| sheet.rows[at] = Class::Footnote);
    legends.done
}

/// The line of a legend with the one right below it that explains further codes: `Ａ（済んだ）、Ｂ（途中）、` above `Ｃ（まだ）の３段階です。`.
fn with_line_below(classes: &[Class], rows: &Rows<'_>, at: usize) -> Option<(String, Span)> {
    classes.get(at + 1).filter(|below| matches!(below, Class::Prose | Class::Title))?;
    let (line, below) = (lone_text(rows, at)?, lone_text(rows, at + 1)?);
    let joined = [line, below].concat();
    let goes_on = !text::ends_sentence(line) && legend::continues(line, &joined);
    goes_on.then(|| (joined, rows.rows[at].span.to(rows.rows[at + 1].span)))
}

/// Whether a line right below or above that of a legend says of a column what it holds, with the same mark in front:
/// `○委員平均： 委員の点の平均` beside `○自己評価：5 届いた …`.
fn explains_column(sheet: &Classes, rows: &Rows<'_>, at: usize) -> bool {
    let Class::Heading(Opening { title, number: None, .. }) = &sheet.rows[at] else { return false };
    let Some(line) = lone_text(rows, at) else { return false };
    let has_mark = |beside: usize| lone_text(rows, beside).is_some_and(|of| of.starts_with(&line[..*title]));
    let is_legend = |beside: usize| sheet.rows.get(beside) == Some(&Class::Legend) && has_mark(beside);
    let Some((name, _)) = line[*title..].split_once(['：', ':']).filter(|(_, text)| !text.is_empty()) else {
        return false;
    };
    let name = heading::squeezed(name);
    let names = |header: &Header| header.columns.iter().any(|column| column.inner() == name);
    let next = || &sheet.headers[sheet.headers.partition_point(|header| header.rows.start < at)..];
    (at.checked_sub(1).is_some_and(is_legend) || is_legend(at + 1)) && next().first().is_some_and(names)
}

/// Whether the first cell with something in it below a header cell is a code.
fn stands_above_codes(rows: &Rows<'_>, (header, column): (usize, usize)) -> bool {
    let below = rows.rows[header + 1..].iter().take(ROWS_BELOW);
    let mut texts = below.filter_map(|row| rows.of(row).get(column)).map(|cell| &*cell.text);
    texts.find(|text| !text.is_empty()).is_some_and(|text| scale::alphabet(text).is_some())
}

/// Rows that were no legend are prose, and the lines above them what they were before they became its title.
fn give_back(classes: &mut [Class], rejected: &[usize], titles: Vec<(usize, Class)>) {
    for &row in rejected {
        classes[row] = Class::Prose;
    }
    for (row, class) in titles {
        if next_filled(classes, row + 1).is_none_or(|next| classes[next] != Class::Legend) {
            classes[row] = class;
        }
    }
}

/// Adds a row or line of a code and its label to the legend, with the title that may stand in front of it.
fn pair_entry(rows: &Rows<'_>, at: usize, legends: &mut Legends, found: &mut Findings) {
    let is_read = || beside::described(rows, at).is_some() || beside::titled_entry(rows, at).is_some();
    let worded = || if is_read() { None } else { beside::worded_pair(rows, at) };
    if let Some((code, label)) = beside::pair(rows, at).or_else(worded) {
        let cells = rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty());
        if cells.clone().count() == 3
            && let Some(title) = cells.clone().next().and_then(|cell| legend::title(&cell.text))
        {
            legends.open(title, found);
        }
        legends.entry((code, &label.text), label.span, at, found);
    } else if let Some((code, label)) = beside::described(rows, at) {
        legends.entry((code, &label.text), label.span, at, found);
    } else if let Some((title, entry)) = beside::titled_entry(rows, at)
        && let Some((code, label)) = legend::spaced_entry(entry)
    {
        legends.open(legend::title(title).unwrap_or_default(), found);
        legends.entry((code, label), rows.rows[at].span, at, found);
    } else if let Some(text) = lone_text(rows, at)
        && let Some((code, label)) = legend::spaced_entry(text)
    {
        let span = rows.rows[at].span;
        legends.entry((code, label), span, at, found);
    }
}

/// The lines outside of tables that say of how many points figures are, without white space.
pub(super) fn lines_of_points(classes: &Classes, rows: &Rows<'_>) -> Vec<String> {
    let is_outside = |class: &Class| matches!(class, Class::Title | Class::Legend | Class::Footnote | Class::Prose);
    let outside = classes.rows.iter().zip(&rows.rows).filter(|(class, _)| is_outside(class));
    let cells = outside.flat_map(|(_, row)| rows.of(row)).filter(|cell| cell.text.contains("点満点"));
    cells.map(|cell| heading::squeezed(&cell.text)).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_line_beside_a_legend_says_what_a_column_holds() {
        let paths = |line: &str| {
            let legend = "○自己評価：5 届いた　4 ほぼ届いた　3 半ば　2 遠い　1 していない\n";
            let rows = "取組\t内容\t自己評価\t委員平均\n花壇\t町の人と植えた。\t5\t4.5\n水路\t泥をさらった。\t4\t3.5\n";
            let sheet = format!("緑の計画\n\n{legend}{line}\n\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records.iter().map(|record| record.path.len()).collect::<Vec<_>>()
        };
        assert_eq!(paths("○委員平均：委員12人が付けた点の平均"), [0, 0]);
        // No column is called so, or another mark opens the line.
        assert_eq!(paths("○花の町：緑を守り育てる"), [1, 1]);
        assert_eq!(paths("●委員平均：委員12人が付けた点の平均"), [1, 1]);
    }

    #[test]
    fn a_legend_in_prose_may_go_on_in_the_next_line() {
        let read = |legend: &str| {
            let rows = "取組\t内容\t評価\n花壇\t町の人と植えた。\tＡ\n水路\t泥をさらった。\tＤ\n";
            let sheet = format!("緑の計画\n\n{legend}\n\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let labels = read.records.iter().flat_map(|record| record.ratings[0].labels.iter());
            (labels.map(|label| label.to_string()).collect::<Vec<_>>(), read.findings.len())
        };
        let whole = (vec!["済んだ".to_owned(), "何もしていない".to_owned()], 0);
        let legend = "評価は、Ａ（済んだ）、Ｂ（ほぼ済んだ）、Ｃ（途中）、Ｄ（何もしていない）の４段階です。";
        assert_eq!(read(legend), whole);
        for word in ["ほぼ済んだ）、", "Ｃ（途中）、"] {
            assert_eq!(read(&legend.replace(word, &format!("{word}\n"))), whole, "{word}");
        }
        // What stands below a whole one says something else.
        assert_eq!(read(&legend.replace("Ｄ", "また、Ｄ").replace("Ｃ（途中）、", "Ｃ（途中）です。\n")).1, 1);
    }
}
