//! Forms below a header row of their own: names of columns above one row of values, then labels beside values.
//!
//! In: the rows of a sheet. Out: the same with each such form as a header row of all its labels and a row of its
//! values; a value that went on in lines with a blank label has as many rows. What shows them: the same header row
//! comes again, with one row of values below each, and nearly each of these forms has the same labels further down,
//! beside their values or alone on the line above.

mod known;

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use super::lines::{self, Lines, filled_columns};
use super::{is_blank, keep};
use crate::interpret::classify::is_footnote;
use crate::interpret::header;
use crate::interpret::layout::{self, Family, Layout};
use crate::interpret::shape;
use crate::interpret::text;
use crate::read::lex::{Cell, Row, Rows};
use known::{Known, known};

/// Fewer names than this side by side are a label and its value.
const FEWEST_NAMES: usize = 3;

/// Fewer forms than this show no labels that come again.
const FEWEST_FORMS: usize = 2;

/// So many labels below the row of values are words of the layout: the first cells of a table may be one by chance.
const FEWEST_LABELS: usize = 2;

/// At least this share of the forms name something else, and have each label: a form may lack one or have one of its
/// own.
const COMMON_SHARE: f32 = 0.75;

/// A form while it is read.
#[derive(Default)]
struct Form<'s> {
    /// The row of its names.
    header: usize,
    /// Its labels with the lines of their values.
    fields: Vec<Lines<'s>>,
    /// How many fields it has of each label.
    has: HashMap<String, usize>,
    /// The columns of the values in its last row, with their fields.
    columns: Vec<(usize, usize)>,
    /// The field whose label stands alone above its value.
    above: Option<usize>,
    /// The names of the small table whose row is its last one.
    names: Option<usize>,
    /// Its last row.
    row: usize,
    /// Lines between its rows that are none: the end of a page.
    between: Vec<usize>,
    /// Where the row below it stands.
    end: usize,
    /// How many of the rows below its values were read, and how many were left.
    read: usize,
    left: usize,
}

/// Puts each form below a header row of its own into rows; none where the sheet has no such forms.
pub(super) fn rows<'s>(rows: &Rows<'s>, layout: &Layout) -> Option<Rows<'s>> {
    let headers = headers(rows, layout)?;
    let ends = headers.iter().skip(1).copied().chain([rows.rows.len()]);
    let bodies: Vec<Range<usize>> = headers.iter().copied().zip(ends).map(|(from, to)| from..to).collect();
    let known = known(rows, &bodies, layout)?;
    // A header below labels is that of a small table inside of other forms.
    let is_labelled = |row: &Row| rows.of(row).first().is_some_and(|first| known.labels.contains_key(&*first.text));
    if rows.rows[..headers[0]].iter().any(is_labelled) {
        return None;
    }
    let forms: Vec<Form<'s>> = bodies.iter().filter_map(|body| form(rows, body.clone(), &known)).collect();
    let read: usize = forms.iter().map(|form| form.read).sum();
    let left: usize = forms.iter().map(|form| form.left).sum();
    let items: HashSet<&str> = forms.iter().filter_map(|form| form.item(layout)).collect();
    let rates = |(label, _): &Lines<'_>| {
        matches!(layout.family_at_end(&label.text), Some((Family::Rating | Family::Judged, _)))
    };
    let stand = is_most(items.len(), bodies.len()) && read > left;
    if !stand || !forms.iter().any(|form| form.fields.iter().any(rates)) {
        return None;
    }
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut at = 0;
    for form in forms {
        (at..form.header).for_each(|row| keep(rows, row, &mut made));
        let (first, last) = (&rows.rows[form.header], &rows.rows[form.end - 1]);
        lines::push_fields(
            (first.line, first.span.to(last.span)),
            &form.fields,
            vec![lines::labels(&form.fields)],
            &mut made,
        );
        form.between.into_iter().for_each(|row| keep(rows, row, &mut made));
        at = form.end;
    }
    (at..rows.rows.len()).for_each(|row| keep(rows, row, &mut made));
    Some(made)
}

/// Whether so many of all forms are most of them.
fn is_most(some: usize, all: usize) -> bool {
    some as f32 >= COMMON_SHARE * all as f32
}

/// The rows of the first header that names what is evaluated, and comes again.
fn headers(rows: &Rows<'_>, layout: &Layout) -> Option<Vec<usize>> {
    let mut seen: HashMap<Vec<&str>, Vec<usize>> = HashMap::default();
    let names_item = |cell: &Cell<'_>| layout.names_item(&cell.text);
    let may_be = |at: &usize| {
        let mut filled = rows.of(&rows.rows[*at]).iter().filter(|cell| !cell.text.is_empty());
        are_names(rows, *at, layout)
            && filled.clone().all(|cell| layout::may_be_header(&cell.text))
            && filled.any(names_item)
    };
    for at in (0..rows.rows.len()).filter(may_be) {
        seen.entry(texts(rows, at)).or_default().push(at);
    }
    let mut own: Vec<Vec<usize>> = seen.into_values().filter(|all| all.len() >= FEWEST_FORMS).collect();
    own.sort_unstable();
    own.into_iter().find(|all| header::is_header_row(rows, all[0], layout))
}

/// Whether a row may hold names: several, or two that words tell.
fn are_names(rows: &Rows<'_>, at: usize, layout: &Layout) -> bool {
    let filled = rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty());
    let is_word = |cell: &Cell<'_>| layout.is_whole_word(&cell.text);
    filled.clone().nth(FEWEST_NAMES - 1).is_some() || (filled.clone().count() > 1 && filled.clone().all(is_word))
}

/// The only cell of a row that says something, in front.
fn lone<'r, 's>(rows: &'r Rows<'s>, at: usize) -> Option<&'r Cell<'s>> {
    rows.of(&rows.rows[at]).first().filter(|_| filled_columns(rows, at).eq([0]))
}

/// The form below a header row; none where nothing but the next one stands there.
fn form<'s>(rows: &Rows<'s>, body: Range<usize>, known: &Known<'_>) -> Option<Form<'s>> {
    let values = body.start + 1;
    let filled = |at: usize| filled_columns(rows, at).count();
    if values == body.end || !are_named(rows, body.start) {
        return None;
    }
    let mut form = Form { end: values + 1, ..Form::default() };
    form.take(rows, (body.start, values), filled_columns(rows, body.start).map(|column| (column, Some(column))));
    let mut between: Vec<usize> = Vec::new();
    // The row below the last one is that of another form.
    let has_row = |at: usize| at + 1 < body.end;
    for at in values + 1..body.end {
        // The row of a small table was taken with its names.
        if at <= form.row {
            continue;
        }
        let first = rows.of(&rows.rows[at]).first().map_or("", |first| &*first.text);
        let is_beside = filled(at) > 1 || (filled(at) == 1 && first.is_empty());
        if filled(at) == 0 {
            continue;
        }
        let is_read = match first {
            "" => form.goes_on(rows, at),
            _ if !is_beside && !known.labels.contains_key(first) => {
                if !form.take_line(rows, at, known) {
                    between.push(at);
                    continue;
                }
                true
            }
            _ if known.names.contains(&*texts(rows, at)) && has_row(at) && form.take_small(rows, at, known) => true,
            _ => {
                form.take_labels(rows, at, known)
                    || form.take_next(rows, at, known)
                    || (has_row(at) && form.take_small(rows, at, known))
            }
        };
        if !is_read {
            form.left = (at..body.end).filter(|&at| filled(at) > 1).count();
            break;
        }
        form.read += 1;
        // What stands between its rows is the end of a page.
        form.between.append(&mut between);
        form.end = form.row + 1;
    }
    form.header = body.start;
    Some(form)
}

/// What the cells of a row say.
fn texts<'r>(rows: &'r Rows<'_>, at: usize) -> Vec<&'r str> {
    rows.of(&rows.rows[at]).iter().map(|cell| &*cell.text).collect()
}

/// Whether each cell below a header row stands below a name.
fn are_named(rows: &Rows<'_>, header: usize) -> bool {
    header + 1 < rows.rows.len() && stand_below(rows, header + 1, header)
}

/// Whether each of the cells of a row stands below a name.
fn stand_below(rows: &Rows<'_>, at: usize, names: usize) -> bool {
    let own: HashSet<usize> = filled_columns(rows, names).collect();
    filled_columns(rows, at).count() > 1 && filled_columns(rows, at).all(|column| own.contains(&column))
}

/// Whether a row is one more of a small table: it begins below the first name, as rows do and lines of values may not.
/// Rows that are rated each, or have an office each, are records of their own.
fn is_row_below(rows: &Rows<'_>, at: usize, names: usize, layout: &Layout) -> bool {
    let judges = |name: &Cell<'_>| {
        let family = layout.family_at_end(&name.text).map(|(family, _)| family);
        matches!(family, Some(Family::Rating | Family::Judged | Family::Department))
    };
    filled_columns(rows, at).next() == filled_columns(rows, names).next()
        && stand_below(rows, at, names)
        && !rows.of(&rows.rows[names]).iter().any(judges)
}

impl<'s> Form<'s> {
    /// Takes fields whose labels stand in one row and whose values stand in another one, or in the same, by their
    /// columns.
    fn take(
        &mut self,
        rows: &Rows<'s>,
        (labels, values): (usize, usize),
        fields: impl Iterator<Item = (usize, Option<usize>)>,
    ) {
        self.columns.clear();
        (self.above, self.names) = (None, None);
        for (label, column) in fields {
            let label = rows.of(&rows.rows[labels])[label].clone();
            let value = column.and_then(|column| rows.of(&rows.rows[values]).get(column)).cloned();
            *self.has.entry(label.text.to_string()).or_default() += 1;
            self.columns.extend(column.map(|column| (column, self.fields.len())));
            self.fields.push((label.clone(), vec![value.unwrap_or_else(|| Cell::blank(label.span.end()))]));
        }
        self.row = values;
    }

    /// Takes a row in which values of the row above go on; where something stands between, that row must end no
    /// sentence.
    fn goes_on(&mut self, rows: &Rows<'s>, at: usize) -> bool {
        let field = |column: usize| self.columns.iter().find(|(own, _)| *own == column).map(|(_, field)| *field);
        // A row may end before the column: its value was left blank.
        let above = rows.of(&rows.rows[self.row]);
        let ends = |column: usize| above.get(column).is_some_and(|cell| text::ends_sentence(&cell.text));
        let own: Option<Vec<(usize, usize)>> =
            filled_columns(rows, at).map(|column| field(column).map(|field| (column, field))).collect();
        let Some(own) = own.filter(|own| self.row + 1 == at || !own.iter().any(|(column, _)| ends(*column))) else {
            return false;
        };
        for (column, field) in own {
            self.fields[field].1.push(rows.of(&rows.rows[at])[column].clone());
        }
        self.row = at;
        true
    }

    /// Takes a line of the value below a label that stands alone; the end of a page may stand between.
    fn take_line(&mut self, rows: &Rows<'s>, at: usize, known: &Known<'_>) -> bool {
        let is_printed_between =
            |line: &Cell<'_>| shape::is_page_number(&line.text) || known.titles.contains(&*line.text);
        let line = lone(rows, at).filter(|line| !is_printed_between(line));
        let (Some(line), Some(field)) = (line, self.above) else { return false };
        let ends_page = |row: usize| lone(rows, row).is_some_and(|line| shape::is_page_number(&line.text));
        let adjoins = self.row + 1 == at || (self.row + 1..at).any(ends_page);
        if !adjoins || is_footnote(&line.text) {
            self.above = None;
            return false;
        }
        let lines = &mut self.fields[field].1;
        lines.retain(|line| !line.text.is_empty());
        lines.push(line.clone());
        self.row = at;
        true
    }

    /// Takes a row of labels, each with its value beside it.
    fn take_labels(&mut self, rows: &Rows<'s>, at: usize, known: &Known<'_>) -> bool {
        let cells = rows.of(&rows.rows[at]);
        let is_word = |text: &str| known.layout.is_whole_word(text);
        let is_label =
            |text: &str| known.labels.contains_key(text) || (is_word(text) && filled_columns(rows, at).count() == 2);
        let mut pairs: Vec<(usize, Option<usize>)> = Vec::new();
        for column in filled_columns(rows, at) {
            let text = &*cells[column].text;
            match pairs.last_mut().filter(|(_, value)| value.is_none()) {
                // The value in front of it was left blank.
                Some((label, _)) if column > *label + 1 && known.labels.contains_key(text) => {
                    pairs.push((column, None))
                }
                // Names side by side are the header of a small table.
                Some(_) if is_word(text) => return false,
                Some((_, value)) => *value = Some(column),
                None if is_label(text) => pairs.push((column, None)),
                None => return false,
            }
        }
        let has = |label: &str| self.has.get(label).copied().unwrap_or_default();
        let comes_again = |(label, _): &(usize, Option<usize>)| {
            has(&cells[*label].text) >= known.labels.get(&*cells[*label].text).copied().unwrap_or(1)
        };
        if pairs.iter().any(comes_again) {
            return false;
        }
        let is_alone = matches!(pairs[..], [(_, None)]);
        self.take(rows, (at, at), pairs.into_iter());
        self.above = self.fields.len().checked_sub(1).filter(|_| is_alone);
        true
    }

    /// Takes the names of a small table with the one row below them.
    fn take_small(&mut self, rows: &Rows<'s>, at: usize, known: &Known<'_>) -> bool {
        let first = |at: usize| rows.rows.get(at).and_then(|row| rows.of(row).first()).map_or("", |cell| &*cell.text);
        let comes_again = || known.names.contains(&*texts(rows, at));
        // A line alone is the end of a page, or stands above the next form; one cell below a blank one is the rest of a
        // value.
        let is_line = || filled_columns(rows, at + 2).count() == 1 && !first(at + 1).is_empty();
        // The header of another page names the same.
        let is_new = || rows.of(&rows.rows[at]).iter().all(|name| !self.has.contains_key(&*name.text));
        let goes_on = || comes_again() && is_new() && (is_line() || is_row_below(rows, at + 2, at, known.layout));
        let ends = is_blank(rows, at + 2) || known.labels.contains_key(first(at + 2)) || goes_on();
        let is_small = ends
            && are_names(rows, at, known.layout)
            && (comes_again() || header::is_header_row(rows, at, known.layout))
            && are_named(rows, at);
        if is_small {
            self.take(rows, (at, at + 1), filled_columns(rows, at).map(|column| (column, Some(column))));
            self.names = Some(at).filter(|_| comes_again());
        }
        is_small
    }

    /// Takes a further row of the small table above, below its names again.
    fn take_next(&mut self, rows: &Rows<'s>, at: usize, known: &Known<'_>) -> bool {
        let stands = self.names.is_some_and(|names| is_row_below(rows, at, names, known.layout)) && self.row + 1 == at;
        let names = self.names.filter(|_| stands && !known.names.contains(&*texts(rows, at)));
        let Some(names) = names else { return false };
        let from = self.fields.len();
        self.take(rows, (names, at), filled_columns(rows, names).map(|column| (column, Some(column))));
        for (label, lines) in &mut self.fields[from..] {
            // Printed once, and counted there.
            label.span = Cell::blank(lines[0].span.start()).span;
        }
        self.names = Some(names);
        true
    }

    /// What it evaluates.
    fn item(&self, layout: &Layout) -> Option<&str> {
        let names = |(label, _): &&Lines<'_>| layout.names_item(&label.text);
        self.fields.iter().find(names).and_then(|(_, lines)| lines.first()).map(|value| &*value.text)
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::form::tests::{adds_up, departments, each_record, texts};

    const HEADER: &str = "No.|事業名|担当課|評価|備考\n";
    const FORMS: [&str; 3] = [
        "1|花壇|公園課|Ａ|\n参加者数|18人|開催回数|12回\n実施内容|植えた。||\n課題|水が足りない。||\n",
        "2|並木|公園課|Ｂ|\n参加者数|9人|開催回数|2回\n実施内容|切った。||\n課題|人が足りない。||\n",
        "3|水路|河川課|Ｃ|\n参加者数|7人|開催回数|1回\n実施内容|さらった。||\n課題|大雨が多い。||\n",
    ];

    /// Each record as item, rating, departments, values and texts.
    fn read(forms: [&str; 3]) -> Vec<String> {
        told(&format!("白波町　点検票\n\n{HEADER}{}", forms.join(&format!("\n{HEADER}"))))
    }

    fn told(sheet: &str) -> Vec<String> {
        each_record(&sheet.replace('|', "\t"), |record| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let values: Vec<String> = record.values.iter().map(|of| format!("{}={}", of.column, of.printed)).collect();
            let rating = record.ratings.first().map_or("", |rating| &rating.printed);
            format!("{item}|{rating}|{}|{}|{}", departments(record), values.join("、"), texts(record, "|"))
        })
    }

    #[test]
    fn a_header_right_below_itself_is_counted_once() {
        adds_up(&format!("{HEADER}{}{HEADER}{HEADER}{}", FORMS[0], FORMS[1]).replace('|', "\t"));
        // Nor is that of the next form the row of a small table.
        let names = "指標名|単位|目標値|実績値|達成率\n";
        let forms = FORMS.map(|form| format!("{HEADER}{form}")).concat();
        adds_up(&format!("{forms}{names}{HEADER}参加者数|7人\n").replace('|', "\t"));
    }

    const SECOND: &str = "並木|Ｂ|公園課|参加者数=9人、開催回数=2回|No.=2|備考=|実施内容=切った。|課題=人が足りない。";

    #[test]
    fn the_header_and_the_labels_below_it_are_one_record() {
        let expected = [
            "花壇|Ａ|公園課|参加者数=18人、開催回数=12回|No.=1|備考=|実施内容=植えた。|課題=水が足りない。",
            SECOND,
            "水路|Ｃ|河川課|参加者数=7人、開催回数=1回|No.=3|備考=|実施内容=さらった。|課題=大雨が多い。",
        ];
        assert_eq!(read(FORMS), expected);
    }

    #[test]
    fn a_label_alone_stands_above_its_value() {
        let above =
            FORMS.map(|form| form.replace("実施内容|", "実施内容\n").replace("課題|", "課題\n").replace("||\n", "\n"));
        let forms = [&*above[0], &*above[1], &*above[2]];
        assert_eq!(read(forms), read(FORMS));
        // The end of a page and the line that pages begin with are no part of it, nor is a line behind a gap.
        let page = |number: usize| format!("植え\n- {number} -\n\n白波町の点検\nた。");
        let cut = [1, 2, 3].map(|at| {
            above[at - 1].replace("植えた。", &page(at)).replace("切った。", "切っ\n- 2 -\n\n白波町の点検\nた。")
        });
        assert_eq!(read([&*cut[0], &*cut[1], &*cut[2]]), read(FORMS));
        let behind = format!("{}\n夏の終わりの写真\n", above[1]);
        assert_eq!(read([&*above[0], &*behind, &*above[2]])[1], SECOND);
    }

    #[test]
    fn values_go_on_below_and_behind_the_end_of_a_page() {
        let name = FORMS[1].replace("並木|公園課|Ｂ|\n", "並木のうち駅前の通りの|公園課|Ｂ|\n|枝切り|||\n");
        assert!(read([FORMS[0], &*name, FORMS[2]])[1].starts_with("並木のうち駅前の通りの枝切り|Ｂ"));
        let long = "一日では終わらず、春と秋に分けて町の人と枝を";
        for end in ["", "\n1 ページ\n\n白波町　点検票\n"] {
            let cut = FORMS[1].replace("切った。||\n", &format!("{long}||\n{end}|切った。||\n"));
            let records = read([FORMS[0], &*cut, FORMS[2]]);
            assert!(records.len() == 3 && records[1].contains(&format!("実施内容={long}切った。|課題")), "{records:?}");
        }
    }

    #[test]
    fn a_value_behind_the_end_of_a_page_may_begin_below_the_end_of_its_row() {
        let cut = FORMS[1].replace("Ｂ|\n", "Ｂ\n\n1 ページ\n\n||||町と決めた。\n");
        let records = read([FORMS[0], &*cut, FORMS[2]]);
        assert_eq!(records.get(1).map(|record| record.contains("備考=町と決めた。")), Some(true), "{records:?}");
    }

    #[test]
    fn a_form_may_lack_a_label_or_a_value_or_have_one_of_its_own() {
        let without = FORMS[1].replace("課題|人が足りない。||\n", "");
        assert_eq!(read([FORMS[0], &*without, FORMS[2]])[1], SECOND.replace("|課題=人が足りない。", ""));
        let blank = FORMS[1].replace("|9人|", "||");
        assert_eq!(read([FORMS[0], &*blank, FORMS[2]])[1], SECOND.replace("参加者数=9人、", ""));
        let own = format!("{}特記事項|県と開いた。||\n", FORMS[1]);
        assert_eq!(read([FORMS[0], &*own, FORMS[2]])[1], format!("{SECOND}|特記事項=県と開いた。"));
    }

    #[test]
    fn a_small_table_at_the_foot_is_part_of_the_form() {
        let forms = FORMS.map(|form| format!("{form}指標名|単位|目標値|実績値\n木の数|本|40|38\n"));
        let records = read([&*forms[0], &*forms[1], &*forms[2]]);
        assert!(records.len() == 3 && records[1].contains("目標値=40、実績値=38"), "{records:?}");
    }

    #[test]
    fn a_line_below_a_small_table_that_comes_again_ends_it() {
        let table = "指標名|単位|目標値|実績値\n木の数|本|40|38\n";
        let forms = |form: fn(&str, &str) -> String| told(&FORMS.map(|of| form(of, table)).concat());
        let expected = forms(|form, table| format!("{HEADER}{form}{table}\n"));
        assert_eq!(expected.len(), FORMS.len());
        assert_eq!(forms(|form, table| format!("{HEADER}{form}{table}- 1 -\n")), expected);
        assert_eq!(forms(|form, table| format!("【町の点検票】|||\n{HEADER}{form}{table}")), expected);
        // One cell below a blank one goes on with the value above it.
        let cut = forms(|form, table| format!("{HEADER}{form}{}|の畑||\n\n", table.replace("|本|", "|本当|")));
        assert_eq!(cut, Vec::from_iter(expected.iter().map(|of| of.replace("単位=本", "単位=本当の畑"))));
    }

    #[test]
    fn a_small_table_that_comes_again_may_have_several_rows() {
        let table = |name: &str| format!("指標名|単位|目標値|実績値\n木の数|本|40|38\n{name}|人|5|6\n\n");
        let [one, two, three] = FORMS;
        let forms =
            [one.to_owned() + &table("会の数"), two.to_owned() + &table("祭の人"), three.to_owned() + &table("店の数")];
        let records = read([&*forms[0], &*forms[1], &*forms[2]]);
        let [_, second, _] = &records[..] else { panic!("{records:?}") };
        assert!(second.contains("目標値=40、実績値=38、目標値 (2)=5、実績値 (2)=6"), "{records:?}");
        assert!(second.contains("指標名 (2)=祭の人|単位 (2)=人"), "{records:?}");
        adds_up(&format!("{HEADER}{}{HEADER}{}{HEADER}{}", forms[0], forms[1], forms[2]).replace('|', "\t"));
    }

    #[test]
    fn blank_cells_behind_labels_and_a_title_above_each_form_change_nothing() {
        let above = FORMS.map(|form| {
            let above = form.replace("実施内容|", "実施内容||||\n").replace("課題|", "課題||||\n");
            format!("【町の点検票】||||\n{HEADER}{above}")
        });
        assert_eq!(told(&above.concat()), read(FORMS));
    }

    #[test]
    fn two_names_are_a_header_where_words_tell_both() {
        let form =
            |of: &str| format!("事業名|担当課\n{of}\nねらい\n町を守る。\n評価|今後の方向性\nＡ|継続\n課題\nない。\n\n");
        let forms = ["花壇|公園課", "並木|公園課", "水路|河川課"];
        let expected = forms.map(|of| format!("{}||ねらい=町を守る。|課題=ない。", of.replace('|', "|Ａ|")));
        assert_eq!(told(&forms.map(form).concat()), expected);
    }

    #[test]
    fn pages_of_a_table_below_one_header_are_no_forms() {
        let pages = ["課題|花壇|公園課|Ａ|なし\n成果|並木|公園課|Ｂ|なし\n人数|水路|河川課|Ａ|なし\n"; 3];
        assert_eq!(read(pages).len(), 9);
    }
}
