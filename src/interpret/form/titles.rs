//! Titles in front of the labels of a form: `①朝市⇥⇥担当課⇥商工課`, `目標1⇥朝市⇥評価⇥Ａ` above `⇥現状⇥店が減った。`.
//!
//! In: the rows of a sheet. Out: the same as they would be printed without: a number with the title of what is
//! evaluated stands on a line of its own, labels that stand behind the column of numbers begin their rows, and the
//! title of a page with the number of the sheet beside it is one cell. What shows titles: another one stands in front
//! of the same label each time.

use foldhash::{HashMap, HashSet};

use super::lines::filled_columns;
use super::{is_label, numbered, push};
use crate::interpret::classify::{is_caption, numbers_sheet};
use crate::interpret::heading;
use crate::interpret::layout::{self, Layout};
use crate::interpret::shape;
use crate::read::lex::{Cell, Rows};
use crate::record::RepairKind;
use crate::source::Span;

/// At least this share of the rows that begin with a title have another one.
const OWN_SHARE: f32 = 0.75;

/// The column of labels behind the one of numbers.
const LABELS: usize = 1;

/// What the names of years end with, which are labels.
const YEAR: &str = "年度";

/// The rows with each title in one cell that has the number of the sheet beside it, or comes again with a year:
/// `評価調書⇥⇥（様式２）`; none where there is none.
pub(super) fn join<'s>(rows: &Rows<'s>, layout: &Layout) -> Option<Rows<'s>> {
    let title = |at: usize| {
        let cells = rows.of(&rows.rows[at]);
        let mut filled = filled_columns(rows, at);
        let (first, last) = (&cells[filled.next().filter(|first| *first == 0)?], &cells[filled.next()?]);
        let is_word = layout.is_whole_word(&first.text);
        let names_document = is_caption(&first.text) && !is_word && !first.text.ends_with(YEAR);
        let is_title = names_document && filled.next().is_none();
        // 3／15: of how many sheets it is one.
        let counts = bare(last).contains(['/', '／']) && shape::is_page_number(bare(last));
        (is_title && (counts || layout::is_year(bare(last)) || numbers_sheet(bare(last)))).then_some([first, last])
    };
    let titles: Vec<Option<[&Cell<'s>; 2]>> = (0..rows.rows.len()).map(title).collect();
    let mut counts: HashMap<[&str; 2], usize> = HashMap::default();
    titles.iter().flatten().for_each(|title| *counts.entry(title.map(|cell| &*cell.text)).or_default() += 1);
    // A year may be what a label asks for.
    let comes_again =
        |title: &[&Cell<'s>; 2]| counts[&title.map(|cell| &*cell.text)] > 1 || !layout::is_year(bare(title[1]));
    if !titles.iter().flatten().any(comes_again) {
        return None;
    }
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    for (row, title) in rows.rows.iter().zip(&titles) {
        let cells = match title.filter(comes_again) {
            Some([first, last]) => vec![Cell {
                span: first.span.to(last.span),
                text: format!("{}　{}", first.text, last.text).into(),
                mended: Some(RepairKind::JoinedCells),
            }],
            None => rows.of(row).to_vec(),
        };
        push(&mut made, row.line, row.span, cells);
    }
    Some(made)
}

/// What a bracket stands around, if one does.
fn bare<'t>(cell: &'t Cell<'_>) -> &'t str {
    cell.text.trim_matches(['（', '）', '(', ')', '【', '】', '［', '］'])
}

/// The rows without the blank cell in front of labels, below titles with their number in the first column: `目標1⇥朝市`
/// above `⇥現状⇥店が減った。`; none where a row of several cells begins in another way.
pub(super) fn leave_indents<'s>(rows: &Rows<'s>, layout: &Layout) -> Option<Rows<'s>> {
    let front = |at: usize| {
        let mut filled = filled_columns(rows, at);
        filled.next().zip(filled.next()).map(|(first, _)| first)
    };
    let is_title = |at: usize| front(at) == Some(0) && numbered::is_of_title(&rows.of(&rows.rows[at])[0].text, layout);
    let first = (0..rows.rows.len()).find(|at| is_title(*at))?;
    let is_below = |at: usize| is_title(at) || front(at).is_none_or(|column| column == LABELS);
    let labels = || (first..rows.rows.len()).filter(|at| front(*at) == Some(LABELS));
    let own: HashSet<&str> = match (first..rows.rows.len()).all(is_below) {
        true => labels().map(|at| &*rows.of(&rows.rows[at])[LABELS].text).collect(),
        false => return None,
    };
    // The cells of a table differ from row to row.
    if own.is_empty() || own.len() * 2 > labels().count() {
        return None;
    }
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    for (at, row) in rows.rows.iter().enumerate() {
        let indent = if front(at) == Some(LABELS) { LABELS } else { 0 };
        push(&mut made, row.line, row.span, rows.of(row)[indent..].to_vec());
    }
    Some(made)
}

/// The rows with a line of its own for each number and title in front of labels; none where there is none.
pub(super) fn set_apart<'s>(rows: &Rows<'s>, layout: &Layout) -> Option<Rows<'s>> {
    let titled: HashMap<usize, [usize; 2]> =
        (0..rows.rows.len()).filter_map(|at| Some((at, title_and_label(rows, at, layout)?))).collect();
    let cell = |at: usize, column: usize| &*rows.of(&rows.rows[at])[column].text;
    let titles: HashSet<&str> = titled.iter().map(|(at, [title, _])| cell(*at, *title)).collect();
    let labels: HashSet<&str> = titled.iter().map(|(at, [_, label])| cell(*at, *label)).collect();
    if labels.len() != 1 || titles.len() < 2 || (titles.len() as f32) < OWN_SHARE * titled.len() as f32 {
        return None;
    }
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    for (at, row) in rows.rows.iter().enumerate() {
        let cells = rows.of(row);
        let Some(&[title, label]) = titled.get(&at) else {
            push(&mut made, row.line, row.span, cells.to_vec());
            continue;
        };
        push(&mut made, row.line, cells[0].span.to(cells[title].span), cells[..=title].to_vec());
        let span = Span::new(cells[label].span.start(), row.span.end());
        push(&mut made, row.line, span, cells[label..].to_vec());
    }
    Some(made)
}

/// The columns of a title, with its number in front of it or in the first column, and of the label behind it:
/// `①朝市⇥⇥担当課⇥商工課`, `目標1⇥朝市⇥評価⇥Ａ`.
fn title_and_label(rows: &Rows<'_>, at: usize, layout: &Layout) -> Option<[usize; 2]> {
    let cells = rows.of(&rows.rows[at]);
    let mut filled = filled_columns(rows, at);
    let first = filled.next().filter(|first| *first == 0)?;
    let has_number = numbered::is_of_title(&cells[first].text, layout);
    let title = if has_number { filled.next()? } else { first };
    let (label, value) = (filled.next()?, filled.next()?);
    let text = &*cells[title].text;
    let is_numbered = || heading::enumerated(text).is_some_and(|(.., from)| from < text.len());
    let is_title =
        (has_number || is_numbered()) && heading::opening(text, layout).is_none() && !layout.is_whole_word(text);
    let is_word = layout.is_whole_word(&cells[label].text);
    let is_pairs = is_word && !is_label(&cells[value].text, layout) && filled.count().is_multiple_of(2);
    (is_title && is_pairs).then_some([title, label])
}

#[cfg(test)]
mod tests {
    use crate::interpret::form::tests::{departments, each_counted, ratings, texts};

    const FORMS: [[&str; 5]; 3] = [
        ["花壇", "公園課", "苗を植える。", "Ａ", "よく咲いた。"],
        ["水路", "河川課", "泥をさらう。", "Ｃ", "人が足りない。"],
        ["朝市", "商工課", "月に二度開く。", "Ｂ", "客が増えた。"],
    ];

    /// Each record as path, item, ratings with their reasons, departments and texts.
    fn read(sheet: &str) -> Vec<String> {
        each_counted(sheet, |record| {
            let path: String = record.path.iter().map(|of| &*of.title).collect();
            let item = record.item.as_ref().map_or("", |item| &item.title);
            format!("{path}|{item}|{}|{}|{}", ratings(record), departments(record), texts(record, "、"))
        })
    }

    #[test]
    fn the_number_of_a_sheet_beside_the_title_of_each_is_no_value() {
        let card = |at: usize, item: &str| {
            format!(
                "緑の計画　事業評価カード|||{at}／2\n事業名|{item}||\n事業の内容|{item}を行う。||\n評価|A|担当課|公園課\n\n"
            )
        };
        let items: Vec<String> =
            each_counted(&format!("{}{}", card(1, "花壇の手入れ"), card(2, "水路の掃除")), |record| {
                record.item.as_ref().map_or("", |item| &item.title).to_owned()
            });
        assert_eq!(items, ["花壇の手入れ", "水路の掃除"]);
    }

    #[test]
    fn a_number_with_a_title_in_front_of_a_label_is_the_item() {
        let form = |at: usize, [name, office, means, _, reason]: [&str; 5]| {
            let (boxes, first) = (["■Ａ　□Ｂ", "□Ａ　■Ｂ"][at % 2], ["①", "②", "③"][at]);
            format!(
                "{first}{name}事業||担当課|{office}\n事業概要|{means}\n|人を集める。\n達成度|{boxes}|今後の方向性|■継続　□廃止\n\
                 評価理由|{reason}\n"
            )
        };
        let told = |(at, [name, office, means, _, reason]): (usize, [&str; 5])| {
            let boxes = ["■Ａ　□Ｂ", "□Ａ　■Ｂ"][at % 2];
            format!(
                "花と水|{name}事業|達成度={boxes}、今後の方向性=■継続　□廃止{reason}|{office}|事業概要={means}\n人を集める。"
            )
        };
        let records: Vec<String> = FORMS.into_iter().enumerate().map(told).collect();
        let forms: Vec<String> = FORMS.into_iter().enumerate().map(|(at, of)| form(at, of)).collect();
        let head = "達成度　Ａ…上回った　Ｂ…下回った\n\n基本方針１　花と水\n\n";
        assert_eq!(read(&format!("{head}{}", forms.join("\n"))), records);
        assert_eq!(read(&format!("{head}{}", forms.concat())), records);
    }

    #[test]
    fn labels_may_stand_behind_the_column_of_numbers() {
        let block = |number: &str, (at, [name, office, means, code, reason]): (usize, [&str; 5])| {
            let number = number.replace('?', &(at + 1).to_string());
            let office = format!("［{office}］||||\n");
            (
                format!("{office}{number}|{name}||達成度|{code}\n|所感|{means}||\n|今後の進め方|{reason}||\n||||\n"),
                format!(
                    "{office}{number}|{name}|||\n|所感|{means}||\n|達成度|{code}||\n|今後の進め方|{reason}||\n||||\n"
                ),
            )
        };
        let told = |[name, office, means, code, reason]: [&str; 5]| {
            format!("{office}|{name}|達成度={code}||所感={means}、今後の進め方={reason}")
        };
        for number in ["目標?", "?", "(?)"] {
            let (beside, below): (Vec<String>, Vec<String>) =
                FORMS.into_iter().enumerate().map(|form| block(number, form)).unzip();
            for blocks in [beside, below] {
                assert_eq!(read(&format!("白波町の課の目標\n\n{}", blocks.concat())), FORMS.map(told), "{number}");
            }
        }
    }
}
