//! Running text: numbered items, each told in parts with labels of their own: `１　朝市` above `目標　月に二回開く。`
//!
//! In: the rows of a sheet that prints no cell beside another one, but for tabs that indent. Out: the same with each
//! item as a header row of its labels and a row of its values. A label stands in brackets, in front of a colon or of
//! white space, above its text or beside it, several on a line; no word need be known: what shows it is that it comes
//! again below nearly each item.

mod lines;
mod parts;

use std::borrow::Cow;
use std::ops::Range;

use foldhash::{HashMap, HashSet};

use self::lines::{Line, beside, lines, only, pair};
use self::parts::{Key, Part, Sign, split_bracket};
use super::{BRACKETS, Field, blocks, keep_line, push};
use crate::interpret::classify::is_footnote;

use crate::interpret::heading;
use crate::interpret::layout::{Family, Fit, Layout};
use crate::interpret::number;
use crate::interpret::rating::{self, Behind};
use crate::interpret::row::SHORTEST_CUT;
use crate::interpret::scale;
use crate::interpret::shape;
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};
use crate::read::repair::is_dropped;
use crate::record::RepairKind;
use crate::source::{Source, Span};

/// Fewer numbered items than this are paragraphs.
const FEWEST_ITEMS: usize = 3;

/// At least this share of the items have each label: one may lack a part.
const COMMON_SHARE: f32 = 0.75;

/// Fewer labels than this tell a list of definitions.
const FEWEST_LABELS: usize = 2;

/// A numbered item: its lines up to the first label, and the end of what belongs to it.
struct Item {
    from: usize,
    labels: usize,
    end: usize,
}

/// Turns numbered items of running text into rows; none where the sheet holds no such items.
pub(super) fn rows<'s>(rows: &Rows<'s>, source: &Source<'_>, layout: &Layout) -> Option<Rows<'s>> {
    let lines = lines(rows)?;
    let items = items(&lines, layout)?;
    let known = labels(&lines, &items, layout)?;
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut at = 0;
    for item in &items {
        let lines = &lines[item.from..item.end];
        let Told { fields, rests, last } = told(rows, (lines, item.labels - item.from), &known, (source, layout));
        let first = lines[0].row;
        (at..first).for_each(|row| keep_line(rows, row, &mut made));
        let (line, span) = (rows.rows[first].line, rows.rows[first].span.to(rows.rows[last].span));
        let others = others(rows, first..last + 1, (&fields, &rests));
        let (labels, mut values): (Vec<Cell<'s>>, Vec<Cell<'s>>) = fields.into_iter().unzip();
        let is_line = |row: &usize| others.binary_search(row).is_err();
        values.extend((first..last + 1).filter(is_line).flat_map(|row| beside(rows, row)).cloned());
        push(&mut made, line, span, labels);
        push(&mut made, line, span, values);
        for (column, rest) in rests {
            let line = rows.rows[first..=last].iter().rfind(|row| row.span.start() <= rest.span.start());
            let cells = std::iter::repeat_n(Cell::blank(rest.span.start()), column).chain([rest]).collect::<Vec<_>>();
            push(&mut made, line.map_or(first, |row| row.line), cells[column].span, cells);
        }
        others.into_iter().for_each(|row| keep_line(rows, row, &mut made));
        at = last + 1;
    }
    (at..rows.rows.len()).for_each(|row| keep_line(rows, row, &mut made));
    Some(made)
}

/// The form of the number that a line begins with, and where the number stands: `目標１`, `（１）　朝市`, `【目標１】朝市`,
/// `重点目標：① 朝市`.
fn numbered(line: &str, layout: &Layout) -> Option<(String, usize)> {
    if let Some((open, (inside, _))) = split_bracket(line, &BRACKETS) {
        return numbered(inside, layout).map(|(form, from)| (format!("{open}{form}"), open.len_utf8() + from));
    }
    let word = layout.heading_word(line).unwrap_or_default();
    let rest = &line[word.len()..];
    let colon = rest.trim_start().strip_prefix(['：', ':']).filter(|_| !word.is_empty());
    let behind = colon.map_or(rest, str::trim_start);
    let front = line.len() - behind.len();
    if let Some((form, Some(_), _)) = heading::enumerated(behind) {
        return Some((format!("{word}{form}"), front));
    }
    // The number alone: the title is the line below.
    let is_alone = !word.is_empty() && number::is_alone(behind.trim());
    is_alone.then(|| (format!("{word}1"), line.len() - behind.trim_start().len()))
}

/// The items: numbered lines in one form, with the same label below nearly each of them.
fn items(lines: &[Line<'_>], layout: &Layout) -> Option<Vec<Item>> {
    /// The form of a number and the label below, with the lines of each number and label.
    type Openers = HashMap<(String, Key), Vec<(usize, usize)>>;
    let mut openers: Openers = HashMap::default();
    let mut fronts: HashMap<Key, usize> = HashMap::default();
    let mut forms: HashMap<String, usize> = HashMap::default();
    for (at, line) in lines.iter().enumerate() {
        if let Some((form, _)) = numbered(&line.text, layout) {
            *forms.entry(form).or_default() += 1;
        }
        let Some(front) = line.parts.first().map(Part::key) else { continue };
        *fronts.entry(front.clone()).or_default() += 1;
        // A title takes two lines at most.
        let title = |above: &usize| numbered(&lines[*above].text, layout).map(|(form, _)| (*above, form));
        let is_title = |above: usize| {
            !lines[above].gap && lines[above].parts.is_empty() && !text::ends_sentence(&lines[above].text)
        };
        let above = at.checked_sub(1).and_then(|above| {
            title(&above).or_else(|| above.checked_sub(1).filter(|_| is_title(above)).and_then(|above| title(&above)))
        });
        if let Some((from, form)) = above {
            openers.entry((form, front)).or_default().push((from, at));
        }
    }
    let (of, first) = openers.iter().max_by_key(|(_, opened)| (opened.len(), opened.first().copied()))?;
    let is_common = |of: usize, all: usize| of as f32 >= COMMON_SHARE * all as f32;
    if first.len() < FEWEST_ITEMS || !is_common(first.len(), fronts[&of.1]) || !is_common(first.len(), forms[&of.0]) {
        return None;
    }
    // An item may lack its first label.
    let opens = |(form, front): &(String, Key)| *form == of.0 && is_common(fronts[front], first.len());
    let all = openers.iter().filter(|(key, _)| opens(key)).flat_map(|(_, opened)| opened);
    let mut opened: Vec<(usize, usize)> = all.copied().collect();
    opened.sort_unstable();
    // A numbered line may be a label, too.
    let mut end = 0;
    opened.retain(|(from, labels)| *from >= end && std::mem::replace(&mut end, labels + 1) <= *from);
    let ends: Vec<usize> = opened.iter().skip(1).map(|(from, _)| *from).chain([lines.len()]).collect();
    // The number of an office stands above what it does.
    let is_office = |(from, _): &&(usize, usize)| layout.is_department(&lines[*from].text);
    let are_offices = opened.iter().filter(is_office).count() * 2 > opened.len();
    let items = opened.into_iter().zip(ends).map(|((from, labels), end)| Item { from, labels, end });
    (!are_offices).then(|| items.collect())
}

/// The labels that come again from item to item, or that words tell; none where none of them says what came of an item
/// and no rating stands behind its title, where one comes again inside of an item, or where one names what is
/// evaluated: a heading stands above it.
fn labels(lines: &[Line<'_>], items: &[Item], layout: &Layout) -> Option<HashSet<Key>> {
    let mut counts: HashMap<Key, usize> = HashMap::default();
    for part in items.iter().flat_map(|item| &lines[item.labels..item.end]).flat_map(|line| &line.parts) {
        *counts.entry(part.key()).or_default() += 1;
    }
    let signs: HashSet<Sign> = items.iter().filter_map(|item| Some(lines[item.labels].parts.first()?.sign)).collect();
    counts.retain(|(sign, label), count| {
        let is_word = || signs.contains(sign) && layout.is_whole_word(label);
        *count as f32 >= COMMON_SHARE * items.len() as f32 || (*count > 1 && is_word())
    });
    let tells = |(_, label): &Key| {
        matches!(layout.family_at_end(label), Some((Family::Rating | Family::Judged | Family::Result, _)))
    };
    let known: HashSet<Key> = counts.into_keys().collect();
    let is_told_once = |item: &Item| {
        let mut seen: HashSet<Key> = HashSet::default();
        let mut of_item = lines[item.labels..item.end].iter().flat_map(|line| &line.parts).map(Part::key);
        of_item.all(|key| !known.contains(&key) || seen.insert(key))
    };
    let names = |part: &&Part<'_>| {
        let family =
            layout.family_at_end(part.label).filter(|_| !part.value.is_empty() && !shape::is_sentence(part.value));
        known.contains(&part.key()) && matches!(family, Some((Family::Item | Family::Measure, Fit::Whole)))
    };
    let named = items.iter().flat_map(|item| &lines[item.labels..item.end]).flat_map(|line| &line.parts).filter(names);
    let is_named = named.count() * 2 > items.len();
    let is_rated = |item: &&Item| rating::behind_title(&lines[item.from].text, layout).is_some();
    let rated = items.iter().filter(is_rated).count() as f32;
    let are_told = known.iter().any(tells) || rated >= COMMON_SHARE * items.len() as f32;
    let stands = known.len() >= FEWEST_LABELS && are_told && items.iter().all(is_told_once);
    (stands && !is_named).then_some(known)
}

/// What an item tells.
struct Told<'s> {
    fields: Vec<Field<'s>>,
    /// What of their values stands behind the end of a page or a note, each with the place of its field.
    rests: Vec<(usize, Cell<'s>)>,
    /// The last row of it.
    last: usize,
}

/// Reads the fields of an item.
fn told<'s>(
    rows: &Rows<'s>,
    (lines, labels): (&[Line<'_>], usize),
    known: &HashSet<Key>,
    (source, layout): (&Source<'_>, &Layout),
) -> Told<'s> {
    let fields = title(rows, &lines[..labels], source, layout);
    let mut told = Told { fields, rests: Vec::new(), last: lines[labels].row };
    let mut is_open = false;
    for line in &lines[labels..] {
        let Some(cell) = only(rows, line.row) else { continue };
        let column = told.fields.len().saturating_sub(1);
        let mut parts = line.parts.iter().filter(|part| known.contains(&part.key())).peekable();
        if let Some((label, value)) = pair(rows, line.row) {
            is_open = parts.peek().is_some();
            if !is_open {
                continue;
            }
            told.fields.push((label.clone(), value.clone()));
        } else if parts.peek().is_some_and(|part| part.from == 0) {
            told.fields.extend(split(cell, &parts.collect::<Vec<_>>(), source));
            is_open = true;
        } else if is_open
            && (line.page || line.note || told.value().is_some_and(|(_, value)| adjoin(value, cell, source)))
            && goes_on(line, &lines[0], told.value(), layout)
        {
            if (line.page || line.note) && told.value().is_some_and(|(label, value)| is_cut_text(label, value, layout))
            {
                told.rests.push((column, cell.clone()));
            } else if let Some((_, rest)) = told.rests.last_mut().filter(|(of, _)| *of == column) {
                add(rest, cell);
            } else if let Some((_, value)) = told.fields.last_mut() {
                add(value, cell);
            }
        } else {
            is_open = false;
            continue;
        }
        told.last = line.row;
    }
    told
}

impl<'s> Told<'s> {
    /// The label and the last lines of the field at hand.
    fn value(&self) -> Option<(&str, &Cell<'s>)> {
        let (label, value) = self.fields.last()?;
        let rest = self.rests.last().filter(|(of, _)| of + 1 == self.fields.len());
        Some((&label.text, rest.map_or(value, |(_, rest)| rest)))
    }
}

/// Whether a text stops in mid-sentence, so that its rest is known in a row of its own.
fn is_cut_text(label: &str, value: &Cell<'_>, layout: &Layout) -> bool {
    let family = layout.family_at_end(label).map(|(family, _)| family);
    !matches!(family, Some(Family::Item | Family::Measure | Family::Department | Family::Value))
        && value.text.chars().count() >= SHORTEST_CUT
        && !text::ends_sentence(&value.text)
}

/// Whether nothing is printed between a value and a line below it, as a note in the margin is.
pub(super) fn adjoin(value: &Cell<'_>, line: &Cell<'_>, source: &Source<'_>) -> bool {
    let (end, start) = (value.span.end(), line.span.start());
    end <= start && source.slice(Span::new(end, start)).chars().all(|c| c.is_whitespace() || c == '"' || is_dropped(c))
}

/// Adds a line to a value. Where the text wraps is told by all lines of its column. What holds no character stands
/// nowhere.
pub(super) fn add(value: &mut Cell<'_>, line: &Cell<'_>) {
    if !value.text.is_empty() {
        value.mended = Some(RepairKind::JoinedRows);
    }
    value.span = if value.span.range().is_empty() { line.span } else { value.span.to(line.span) };
    value.text = [&*value.text, &*line.text].join(if value.text.is_empty() { "" } else { "\n" }).into();
}

/// The title of an item from its number on, without the word in front, and the rating in a bracket behind it:
/// `１　朝市　［評価：Ａ］`.
fn title<'s>(rows: &Rows<'s>, lines: &[Line<'_>], source: &Source<'_>, layout: &Layout) -> Vec<Field<'s>> {
    let Some(line) = lines.first() else { return Vec::new() };
    if let Some((number, title)) = pair(rows, line.row) {
        let text = [&*number.text, &*title.text].join("　").into();
        let item = Cell { text, span: number.span.to(title.span), mended: title.mended };
        return vec![(Cell::blank(number.span.start()), with_rest(item, rows, lines))];
    }
    let Some(cell) = only(rows, line.row) else { return Vec::new() };
    let from = numbered(&cell.text, layout).map_or(0, |(_, from)| from);
    let item = |end: usize, span: Span| {
        let mut item = part_of(cell, from.min(end)..end, span);
        if let Some((open, (inside, behind))) = split_bracket(&cell.text[..end], &BRACKETS) {
            item.text = [inside[from.saturating_sub(open.len_utf8())..].trim(), behind.trim()].join(" ").into();
        }
        item
    };
    let label = || Cell::blank(cell.span.start());
    let printed = place(cell, source);
    let behind = printed.and_then(|at| Some((at, rating::behind_title(&cell.text, layout)?)));
    let Some((at, Behind { title, name, code })) = behind else {
        return vec![(label(), with_rest(item(cell.text.len(), cell.span), rows, lines))];
    };
    let rating = part_of(cell, code.clone(), Span::new(at + name.end, cell.span.end()));
    let name = part_of(cell, name.clone(), Span::new(at + title, at + name.end));
    vec![(label(), item(title, Span::new(cell.span.start(), at + title))), (name, rating)]
}

/// A title with the line below its first one: the number may stand alone.
fn with_rest<'s>(mut item: Cell<'s>, rows: &Rows<'s>, lines: &[Line<'_>]) -> Cell<'s> {
    let is_line = |line: &&Line<'_>| !(line.note || line.stray) && pair(rows, line.row).is_none();
    let below = lines.get(1).filter(is_line).and_then(|line| only(rows, line.row));
    let Some(below) = below else { return item };
    let is_alone = number::is_alone(&item.text);
    item.text =
        if is_alone { [&*item.text, &*below.text].join(" ") } else { text::joined(&item.text, &below.text) }.into();
    item.span = item.span.to(below.span);
    item.mended = Some(RepairKind::JoinedRows);
    item
}

/// The fields of a line of labels.
fn split<'s>(cell: &Cell<'s>, parts: &[&Part<'_>], source: &Source<'_>) -> Vec<Field<'s>> {
    let printed = place(cell, source);
    let field = |(nth, part): (usize, &&Part<'_>)| {
        let end = parts.get(nth + 1).map_or(cell.text.len(), |next| next.from);
        let value_from = part.value_from.min(end);
        let label = part.from + cell.text[part.from..value_from].find(part.label).unwrap_or_default();
        // What was mended stands somewhere in the cell: the first value holds all of it.
        let span = |from: usize, to: usize| match printed {
            Some(at) => {
                let start = if from == 0 { cell.span.start() } else { at + from };
                Span::new(start, if to == cell.text.len() { cell.span.end() } else { at + to })
            }
            None if nth == 0 && from > 0 => cell.span,
            None => Span::new(cell.span.start(), cell.span.start()),
        };
        let name = part_of(cell, label..label + part.label.len(), span(part.from, value_from));
        let value = &cell.text[value_from..end];
        (name, part_of(cell, value_from..value_from + value.trim_end().len(), span(value_from, end)))
    };
    parts.iter().enumerate().map(field).collect()
}

/// A part of what a cell says.
fn part_of<'s>(cell: &Cell<'s>, part: Range<usize>, span: Span) -> Cell<'s> {
    let text = match &cell.text {
        Cow::Borrowed(text) => Cow::Borrowed(text[part].trim()),
        Cow::Owned(text) => Cow::Owned(text[part].trim().to_owned()),
    };
    Cell { span, text, mended: cell.mended }
}

/// Where in the sheet the text of a cell begins, if it was not mended.
fn place(cell: &Cell<'_>, source: &Source<'_>) -> Option<usize> {
    let Cow::Borrowed(text) = cell.text else { return None };
    Some(cell.span.start() + source.slice(cell.span).find(text)?)
}

/// Whether the value above goes on in a line: right below it, or behind the end of a page that cuts it. Behind a code
/// and at a heading nothing does.
fn goes_on(line: &Line<'_>, item: &Line<'_>, above: Option<(&str, &Cell<'_>)>, layout: &Layout) -> bool {
    let Some((label, value)) = above else { return false };
    let family = layout.family_at_end(label).map(|(family, _)| family);
    let rates = matches!(family, Some(Family::Rating | Family::Judged));
    let is_rated = rates && (scale::alphabet(&value.text).is_some() || scale::labelled(&value.text).is_some());
    // Offices, and no text that ends like one: 町の人と話す機会.
    let text = &*line.text;
    let heads = || text.split('、').all(|name| layout.is_department(name)) && !text::begins_entry(text);
    let is_heading = heading::opening(text, layout).is_some()
        || text.starts_with(['【', '［', '〔', '＜', '<', '〈'])
        || is_footnote(text)
        || (heads() && family != Some(Family::Department));
    let form = |text: &str| numbered(text, layout).map(|(form, _)| form);
    let is_item = form(text).is_some_and(|own| form(&item.text) == Some(own));
    let is_cut = || !text::ends_sentence(&value.text) || text::begins_entry(text);
    let adjoins = match (line.note, line.page) {
        (true, _) => is_cut_text(label, value, layout),
        (_, true) => is_cut(),
        _ => !line.gap || value.text.is_empty(),
    };
    !(is_rated || is_heading || is_item || line.stray) && adjoins
}

/// The rows among those of an item that are in none of its fields.
fn others(rows: &Rows<'_>, of: Range<usize>, (fields, rests): (&[Field<'_>], &[(usize, Cell<'_>)])) -> Vec<usize> {
    let fields = fields.iter().flat_map(|(label, value)| [label.span, value.span]);
    let mut spans: Vec<Span> = fields.chain(rests.iter().map(|(_, rest)| rest.span)).collect();
    spans.sort_unstable_by_key(|span| span.start());
    let mut spans = spans.into_iter().peekable();
    let mut is_other = |row: &usize| {
        let Some(start) = only(rows, *row).map(|cell| cell.span.start()) else { return false };
        while spans.next_if(|span| span.end() <= start).is_some() {}
        spans.peek().is_none_or(|span| span.start() > start)
    };
    of.filter(|row| is_other(row)).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::form::tests::adds_up;
    use crate::source::Source;

    /// The title, what came of it and the code of each item.
    const ITEMS: [[&str; 3]; 4] = [
        ["朝市の開催", "月に二回開きました。", "Ａ"],
        ["花壇の手入れ", "町の人と植えました。\n夏に水をやりました。\n・苗の配布", "Ｃ"],
        ["水路の掃除", "五本をさらいました。\n・利用者の会", "Ｂ"],
        ["山の手入れ", "百本を植えました。", "Ａ"],
    ];

    /// The headings, item, ratings and texts of each record, and the rules that raised findings.
    fn read(sheet: &str) -> (Vec<String>, Vec<&'static str>) {
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let path: Vec<&str> = record.path.iter().map(|of| &*of.title).collect();
            let item = record
                .item
                .as_ref()
                .map_or(String::new(), |item| [item.ordinal.as_deref().unwrap_or_default(), &*item.title].join(" "));
            let ratings: Vec<String> =
                record.ratings.iter().map(|of| format!("{}={}", of.column, of.printed)).collect();
            let texts: Vec<String> = record.texts.iter().map(|(name, text)| format!("{name}={text}")).collect();
            [path.join(">"), item, ratings.join(" "), texts.join(" ")].join("|")
        };
        let rules = read.findings.iter().map(|finding| finding.rule.name).collect();
        (read.records.iter().map(of_record).collect(), rules)
    }

    /// Two offices with two items each, the second one on a page of its own.
    fn sheet(offices: [&str; 2], item: impl Fn(usize, [&str; 3]) -> String) -> String {
        let office = |(name, from): (&str, usize)| {
            let items = (0..2).map(|at| item(at + 1, ITEMS[from + at])).collect::<Vec<_>>().concat();
            format!("{name}\n\n{items}")
        };
        let [first, second] = [(offices[0], 0), (offices[1], 2)].map(office);
        format!("白波町の仕事\n\n{first}- 1 -\n白波町の仕事\n\n{second}")
    }

    fn told(paths: [&str; 2], ordinals: [&str; 2], names: [&str; 3]) -> Vec<String> {
        let [goal, result, rating] = names;
        let told = |(at, [title, done, code]): (usize, [&str; 3])| {
            format!("{}|{} {title}|{rating}={code}|{goal}=続けます。 {result}={done}", paths[at / 2], ordinals[at % 2])
        };
        ITEMS.into_iter().enumerate().map(told).collect()
    }

    #[test]
    fn labels_that_come_again_below_numbered_lines_tell_the_parts_of_items() {
        let names = ["めざすこと", "結果", "評価"];
        let offices = ["■商工課", "■公園課"];
        let expected = (told(["商工課", "公園課"], ["（1）", "（2）"], names), vec![]);
        let above = |at: usize, [title, done, code]: [&str; 3]| {
            format!("（{at}）{title}　〔評価：{code}〕\n〈めざすこと〉\n続けます。\n〈結果〉\n{done}\n\n")
        };
        assert_eq!(read(&sheet(offices, above)), expected);
        let colons = |at: usize, [title, done, code]: [&str; 3]| {
            format!("（{at}）{title}\nめざすこと：続けます。\n評価：{code}\n結果：{done}\n\n")
        };
        assert_eq!(read(&sheet(offices, colons)), expected);
        let spaces = |at: usize, [title, done, code]: [&str; 3]| {
            format!("（{at}）{title}\n　めざすこと　続けます。\n　結　果　　{done}\n　評　価　　{code}\n\n")
        };
        assert_eq!(read(&sheet(offices, spaces)), expected);
    }

    #[test]
    fn the_number_of_an_item_may_stand_in_a_bracket_or_behind_a_colon() {
        let item = |at: usize, [title, done, code]: [&str; 3]| {
            format!("【目標{at}】{title}\n目標：続けます。\n結果：{done}\n達成率：80％　評価：{code}\n\n")
        };
        let expected = told(["商工課", "公園課"], ["1", "2"], ["目標", "結果", "評価"]);
        assert_eq!(read(&sheet(["商工課", "公園課"], item)).0, expected);
        let colon = |at: usize, [title, done, code]: [&str; 3]| {
            format!("重点目標：{at} {title}\n目標：続けます。\n結果：{done}\n評価：{code}\n\n")
        };
        assert_eq!(read(&sheet(["◆ 商工課", "◆ 公園課"], colon)).0, expected);
        let rated = |at: usize, [title, done, code]: [&str; 3]| {
            format!("【重点目標{at}】{title}　［評価：{code}］\n目標：続けます。\n結果：{done}\n\n")
        };
        assert_eq!(read(&sheet(["商工課", "公園課"], rated)).0, expected);
    }

    #[test]
    fn pages_may_print_the_beginning_of_the_title_and_labels_share_a_line() {
        let item = |at: usize, [title, done, code]: [&str; 3]| {
            format!("（{at}）{title}\n【目標】続けます。\n【結果】{done}\n【評価】{code}　【場所】町\n\n")
        };
        let sheet = sheet(["■商工課", "■公園課"], item).replacen("仕事", "仕事　～一年の報告～", 1);
        let expected = told(["商工課", "公園課"], ["（1）", "（2）"], ["目標", "結果", "評価"]);
        let expected: Vec<String> = expected.into_iter().map(|record| format!("{record} 場所=町")).collect();
        assert_eq!(read(&sheet), (expected, vec![]));
    }

    #[test]
    fn strays_and_notes_stay_out_of_items() {
        let item = |at: usize, [title, done, code]: [&str; 3]| {
            let [office, note] = match title {
                "花壇の手入れ" => ["白波町 企画課\n", ""],
                "水路の掃除" => ["（次頁へ続く）\n", "\n- 2 -\n※ 速報値です。\n"],
                _ => ["", ""],
            };
            let last = done;
            let first = if note.is_empty() { "" } else { "町の人と一緒になって" };
            let stray = if title == "朝市の開催" { "\t\t確認済" } else { "" };
            format!("（{at}）{title}{stray}\n{office}目標：続けます。\n結果：{first}{note}{last}\n評価：{code}\n\n")
        };
        let sheet = sheet(["■商工課", "■公園課"], item);
        let (records, _) = read(&sheet);
        let strays = |record: &String| record.replace(" #1=", "");
        let mut expected = told(["商工課", "公園課"], ["（1）", "（2）"], ["目標", "結果", "評価"]);
        expected[2] = expected[2].replace("五本", "町の人と一緒になって五本");
        assert_eq!(records.iter().map(strays).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn tabs_may_indent_labels_and_their_values() {
        let item = |at: usize, [title, done, code]: [&str; 3]| {
            let done = done.replace('\n', "\n\t\t");
            let number = ["一", "二"][at - 1];
            format!("{number}\t{title}\n\tやること\t続け\n\t\tます。\n\tやったこと\t{done}\n\t自己採点\t{code}\n\n")
        };
        let expected = told(["商工課", "公園課"], ["一", "二"], ["やること", "やったこと", "自己採点"]);
        assert_eq!(read(&sheet(["◆商工課", "◆公園課"], item)), (expected, vec![]));
        // Cells that stand in front are a table or another form.
        let table = |at: usize, [title, done, code]: [&str; 3]| item(at, [title, done, code]).replace("\n\t", "\n");
        assert_eq!(read(&sheet(["◆商工課", "◆公園課"], table)).0, Vec::<String>::new());
    }

    #[test]
    fn a_text_that_ends_like_the_name_of_an_office_is_what_its_label_says() {
        let item = |at: usize, [title, done, code]: [&str; 3]| {
            let goal = if at == 1 { "町の人と、話す機会\nをつくります。" } else { "続けます。" };
            format!("（{at}）{title}\n〈めざすこと〉\n{goal}\n〈結果〉\n{done}\n〈評価〉\n{code}\n\n")
        };
        let (records, rules) = read(&sheet(["■商工課", "■公園課"], item));
        assert!(records[0].contains("めざすこと=町の人と、話す機会をつくります。 "), "{records:?}");
        assert_eq!(rules, Vec::<&str>::new());
    }

    #[test]
    fn what_stands_between_the_lines_of_a_text_is_counted_once() {
        let numbered = |at: usize, [title, _, code]: [&str; 3]| {
            format!("（{at}）{title}\n1\t・苗の配布\n〈めざすこと〉\n続けます。\n〈評価〉\n{code}\n")
        };
        adds_up(&sheet(["■商工課", "■公園課"], numbered));
        for between in ["", "\t\t確認済", "\t\t（単位：千円）", "\n※ 速報値です。", "\n\u{200b}\t", "\n\n- 2 -\n"]
        {
            let item = |at: usize, [title, _, code]: [&str; 3]| {
                format!("（{at}）{title}\n〈めざすこと〉\n続けます{between}\nから。\n〈評価〉\n{code}\n")
            };
            adds_up(&sheet(["■商工課", "■公園課"], item));
        }
    }

    #[test]
    fn an_item_may_lack_its_first_label() {
        let item = |at: usize, [title, done, code]: [&str; 3]| {
            let goal = if title == ITEMS[2][0] { "" } else { "〔目標〕\n続けます。\n" };
            format!("（{at}）{title}　〔評価：{code}〕\n{goal}〔結果〕\n{done}\n\n")
        };
        let mut expected = told(["商工課", "公園課"], ["（1）", "（2）"], ["目標", "結果", "評価"]);
        expected[2] = expected[2].replace("目標=続けます。 ", "");
        assert_eq!(read(&sheet(["■商工課", "■公園課"], item)).0, expected);
    }

    #[test]
    fn a_number_may_stand_alone_above_its_title_and_the_name_of_an_office_between_rules() {
        let item = |at: usize, [title, done, code]: [&str; 3]| {
            format!("目標{at}\n{title}\n［目標の内容］続けます。\n［結果］{done}\n［評価］{code}\n\n")
        };
        let expected = told(["商工課", "公園課"], ["1", "2"], ["目標の内容", "結果", "評価"]);
        assert_eq!(read(&sheet(["＝＝　商工課　＝＝", "＝＝　公園課　＝＝"], item)), (expected.clone(), vec![]));
        assert_eq!(read(&sheet(["【商工課】　課長　町田　花", "【公園課】　課長　原　武"], item)), (expected, vec![]));
    }

    #[test]
    fn a_rating_behind_each_title_tells_what_came_of_items_whatever_their_labels() {
        let item = |at: usize, [title, ..]: [&str; 3]| {
            format!("（{at}）{title}（評価：達成）\n＜望み＞\n続けます。\n＜振り返り＞\n続けました。\n\n")
        };
        let (records, _) = read(&sheet(["■商工課", "■公園課"], item));
        assert_eq!(records.len(), 4, "{records:?}");
        assert!(records.iter().all(|record| record.contains("達成")), "{records:?}");
    }

    #[test]
    fn labels_without_a_result_and_those_that_come_again_in_an_item_tell_none() {
        let offices = ["■商工課", "■公園課"];
        let none = |parts: &str| {
            let item = |at: usize, [title, ..]: [&str; 3]| format!("（{at}）{title}\n{parts}\n\n");
            assert_eq!(read(&sheet(offices, item)).0, Vec::<String>::new(), "{parts}");
        };
        none("〈ねらい〉\n続けます。\n〈説明〉\n町の人と植えます。");
        none("〈意見〉\n続けますか。\n〈結果〉\n続けます。\n〈意見〉\nなぜですか。\n〈結果〉\n要るからです。");
    }
}
