//! The numbered lines above the labels of a form: `１－１　相談の充実` names what is evaluated where no label does.
//!
//! In: the rows of a form with the fields that were read in them. Out: the lines that are the item of the fields below,
//! under a label that nobody printed: right above the first label, or with blank lines, a sentence or the end of a page
//! between, where nearly each block has one of its own. A line over some blocks only is a heading, and so is the name
//! of an office.

use std::borrow::Cow;

use foldhash::HashSet;

use super::{Field, blocks::Blocks, wrapped};
use crate::interpret::heading;
use crate::interpret::layout::Layout;
use crate::interpret::number;
use crate::interpret::shape::{self, Shape};
use crate::read::lex::{Cell, Rows};
use crate::record::RepairKind;

/// At least this share of the blocks have a numbered line of their own: one may have lost its number.
const NUMBERED_SHARE: f32 = 0.75;

/// The rows of the lines that name what the fields below them evaluate, in order.
pub(super) fn items(
    rows: &Rows<'_>,
    fields: &[Option<Vec<Field<'_>>>],
    blocks: &Blocks,
    layout: &Layout,
) -> Vec<usize> {
    let above = above_blocks(rows, fields, blocks, layout);
    let count = fields.iter().filter(|of| blocks.open(of)).count();
    let titles: HashSet<&str> = above.iter().filter_map(|line| title(rows, line.row, layout)).collect();
    let is_office = |title: &&str| layout.is_department(title);
    let each_has_one = titles.len() > 1
        && titles.len() as f32 >= NUMBERED_SHARE * count.max(above.len()) as f32
        && !titles.iter().any(is_office);
    above.into_iter().filter(|line| line.adjoins || each_has_one).map(|line| line.row).collect()
}

/// A numbered line above the fields of a block.
struct Above {
    row: usize,
    /// Nothing is printed or left blank between.
    adjoins: bool,
}

/// The numbered lines above blocks in which no label says what is evaluated, in order.
fn above_blocks(rows: &Rows<'_>, fields: &[Option<Vec<Field<'_>>>], blocks: &Blocks, layout: &Layout) -> Vec<Above> {
    // A name is no sentence, 取組 may stand in front of what was done, and no figure: 数値目標.
    let is_name = |(label, value): &Field<'_>| {
        !shape::is_sentence(&value.text)
            && Shape::of(&value.text, layout) != Shape::Number
            && layout.names_item(&label.text)
    };
    let page_titles = wrapped::titles(rows, fields, layout);
    let is_between = |line: &str| shape::is_page_number(line) || page_titles.contains(line) || line.ends_with('。');
    let mut above = Vec::new();
    // From the last row up: whether the block below names its item, and whether its first field is known.
    let mut below: Option<(bool, bool)> = None;
    for at in (0..fields.len()).rev() {
        let own = wrapped::lone(rows, at).map_or("", |cell| &*cell.text);
        if let Some(of) = fields[at].as_ref().filter(|of| !of.is_empty()) {
            let named = below.is_some_and(|(named, is_whole)| named && !is_whole);
            below = Some((named || of.iter().any(is_name), blocks.open(&fields[at])));
        } else if !(fields[at].is_some() || wrapped::is_unprinted(rows, at) || is_between(own))
            && let Some((false, _)) = below.take()
            && title(rows, at, layout).is_some()
        {
            above.push(Above { row: at, adjoins: fields[at + 1].is_some() });
        }
    }
    above.reverse();
    above
}

/// The title of a line that is a number and a title. The number may stand in a cell of its own.
fn title<'r>(rows: &'r Rows<'_>, at: usize, layout: &Layout) -> Option<&'r str> {
    let (line, title) = match filled(rows, at)[..] {
        [cell] => (Cow::Borrowed(entry(&cell.text)), entry(&cell.text)),
        [number, title] => {
            let number = of_title(&number.text, layout).unwrap_or(&number.text);
            (Cow::Owned(format!("{number} {}", title.text)), &*title.text)
        }
        _ => return None,
    };
    // 【重点】①　見守り: a remark in front.
    let bare = line.strip_prefix('【').and_then(|text| text.split_once('】')).map_or(&*line, |(_, text)| text);
    let behind = heading::enumerated(bare).map(|(.., from)| bare.len() - from)?;
    let is_item = heading::opening(&line, layout).is_none() && !title.is_empty() && !title.ends_with('。');
    is_item.then(|| &title[title.len() - behind.min(title.len())..])
}

/// The number of `目標１`, in the cell in front of a title.
pub(super) fn of_title<'t>(cell: &'t str, layout: &Layout) -> Option<&'t str> {
    let number = &cell[layout.heading_word(cell)?.len()..];
    number::is_alone(number.trim()).then_some(number)
}

/// Whether a cell is a number in front of a title and nothing else: `1`, `目標１`.
pub(super) fn is_of_title(cell: &str, layout: &Layout) -> bool {
    number::is_alone(cell) || of_title(cell, layout).is_some()
}

/// A cell with nothing in front of its number: `1` of `目標１`.
pub(super) fn bare<'s>(mut cell: Cell<'s>, layout: &Layout) -> Cell<'s> {
    if let Cow::Borrowed(text) = cell.text {
        cell.text = Cow::Borrowed(of_title(text, layout).unwrap_or(entry(text)));
    }
    cell
}

/// Such a line, under a label that nobody printed.
pub(super) fn field<'s>(rows: &Rows<'s>, at: usize, layout: &Layout) -> Option<Field<'s>> {
    let cells = filled(rows, at);
    let mut item = bare(Cell::clone(cells.first()?), layout);
    if let Some(title) = cells.get(1) {
        item.text = [&*item.text, &*title.text].join("\n").into();
        item.span = item.span.to(title.span);
        item.mended = Some(RepairKind::JoinedCells);
    }
    Some((Cell::blank(item.span.start()), item))
}

/// The cells of a row that say something, three at most.
fn filled<'r, 's>(rows: &'r Rows<'s>, at: usize) -> Vec<&'r Cell<'s>> {
    rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty()).take(3).collect()
}

/// A line without the dash that a list was copied with: `- 3 父親の講座`.
pub(super) fn entry(text: &str) -> &str {
    text.strip_prefix("- ").map_or(text, str::trim_start)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    const GOALS: [[&str; 3]; 4] = [
        ["朝市を広げます", "月に二回開きます。", "Ａ"],
        ["花壇を増やします", "三か所つくります。", "Ｃ"],
        ["水路をさらいます", "五本をさらいます。", "Ｂ"],
        ["木を植えます", "百本を植えます。", "Ａ"],
    ];

    /// The path, item, texts and rating of each record of four blocks, each below what is in front of its number.
    fn read(block: impl Fn(usize, [&str; 3]) -> String) -> Vec<String> {
        let legend = "Ａ：上回った\nＢ：目標どおり\nＣ：下回った\n\n";
        let blocks = GOALS.iter().enumerate().map(|(at, goal)| block(at + 1, *goal)).collect::<String>();
        let sheet = format!("白波町の部の目標\n\n{legend}{blocks}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let path: Vec<&str> = record.path.iter().map(|of| &*of.title).collect();
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let texts: Vec<String> = record.texts.iter().map(|(name, text)| format!("{name}={text}")).collect();
            let rating = record.ratings.first().map_or("", |rating| &rating.printed);
            [&path.join(">"), item, &texts.join(" "), rating].join("|")
        };
        read.records.iter().map(of_record).collect()
    }

    /// What is read where each numbered line names its block.
    #[track_caller]
    fn names_each(block: impl Fn(usize, [&str; 3]) -> String) {
        let expected = GOALS.map(|[title, goal, code]| format!("|{title}|目標={goal}|{code}"));
        assert_eq!(read(block), expected);
    }

    #[test]
    fn blank_lines_may_stand_between_a_numbered_line_and_its_labels() {
        names_each(|at, [title, goal, code]| format!("{at} {title}\n\n目標：{goal}\n\n達成度：{code}\n\n"));
        names_each(|at, [title, goal, code]| format!("{at} {title}\n\n\n- 目標：{goal}\n- 達成度：{code}\n\n"));
    }

    #[test]
    fn the_dash_of_a_list_may_stand_in_front_of_the_number() {
        let dash = |at: usize| if at == 3 { "- " } else { "" };
        names_each(|at, [title, goal, code]| format!("{}{at} {title}\n目標：{goal}\n達成度：{code}\n\n", dash(at)));
    }

    #[test]
    fn a_word_and_a_number_may_stand_in_a_cell_in_front_of_the_title() {
        names_each(|at, [title, goal, code]| format!("重点目標{at}\t{title}\n目標\t{goal}\n達成度\t{code}\n\n"));
        // A figure names nothing.
        let figure = |at: usize, [title, goal, code]: [&str; 3]| {
            format!("目標{at}\t{title}\n目標\t{goal}\n数値目標\t{at}2校\n達成度\t{code}\n\n")
        };
        let titles = read(figure).into_iter().map(|record| record.split('|').nth(1).unwrap_or_default().to_owned());
        assert_eq!(titles.collect::<Vec<_>>(), GOALS.map(|[title, ..]| title));
    }

    #[test]
    fn a_page_may_end_or_a_sentence_stand_between() {
        let between = |at: usize| match at {
            2 => "1 / 2\n\n白波町の部の目標\n\n",
            3 => "町の柱です。\n\n",
            _ => "",
        };
        let block = |at: usize, [title, goal, code]: [&str; 3]| {
            format!("{at} {title}\n\n{}目標：{goal}\n\n達成度：{code}\n\n", between(at))
        };
        names_each(block);
    }

    #[test]
    fn other_brackets_set_labels_off_in_front_of_values() {
        names_each(|at, [title, goal, code]| format!("({at}) {title}\n\n［目標］{goal}\n\n［達成度］{code}\n\n"));
    }

    #[test]
    fn a_numbered_line_above_some_blocks_an_office_or_a_named_item_is_a_heading() {
        let paths = |block: &dyn Fn(usize, [&str; 3]) -> String| -> Vec<String> {
            read(block).iter().map(|record| record.split('|').next().unwrap_or_default().to_owned()).collect()
        };
        let fields = |goal: &str, code: &str| format!("目標：{goal}\n\n達成度：{code}\n\n");
        let groups = ["1 商い\n\n", "", "2 緑\n\n", ""];
        let some = |at: usize, [_, goal, code]: [&str; 3]| format!("{}{}", groups[at - 1], fields(goal, code));
        assert_eq!(paths(&some), ["商い", "商い", "緑", "緑"]);
        let offices = ["商工課", "公園課", "河川課", "林務課"];
        let office =
            |at: usize, [_, goal, code]: [&str; 3]| format!("{at} {}\n\n{}", offices[at - 1], fields(goal, code));
        assert_eq!(paths(&office), offices);
        let named = |at: usize, [title, _, code]: [&str; 3]| {
            format!("{at} {title}\n\n担当課：公園課\n\n事業名：{title}の会\n\n達成度：{code}\n\n")
        };
        assert_eq!(paths(&named), GOALS.map(|[title, ..]| title));
    }
}
