//! Goals in prose: a division's numbered goals and, further down or in the next column, the attainment of each.
//!
//! In: the lone lines of a sheet without tables. Out: one record per goal. Page columns come out of a PDF one after the
//! other, so that goals and attainments alternate: the first time a number comes with a title it is the goal, the next
//! time its attainment. A label in front of each attainment tells it too: `取組結果　十回開きました。` Where a column goes on behind
//! another one, words decide: a line belongs to the text that it shares more of them with.

mod collect;
mod hand_over;
mod labelled;
mod titles;

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::HashSet;

use crate::diagnostic::Findings;
use crate::interpret::account::{Use, Uses};
use crate::interpret::classify::{Class, Classes};
use crate::interpret::extract::Extracted;
use crate::interpret::goals::collect::collect;
use crate::interpret::goals::hand_over::hand_over;
use crate::interpret::goals::labelled::{Labelled, Said};
use crate::interpret::goals::titles::{Titles, bracketed, numbered};
use crate::interpret::heading::squeezed;
use crate::interpret::layout::Layout;
use crate::interpret::rules::department_unknown::department_unknown;
use crate::interpret::shape;
use crate::interpret::text::{self, Widths, Wraps};
use crate::read::lex::Rows;
use crate::record::{Column, Heading, Item, Record, Repair, RepairKind, Role, Scale, SetAside, Why};

/// Fewer goals than this are numbered paragraphs.
const FEWEST_GOALS: usize = 2;

/// Where no word tells goals, at least this share of them come again with a text each: a contents list has no texts.
const SHARE_TOLD_TWICE: f32 = 0.75;

/// So many blank lines in a row are the end of a page or column.
const PAGE_END: usize = 3;

/// A lone line.
struct Line<'r> {
    row: usize,
    /// Its text without the dash of a list.
    text: &'r str,
    /// So many blank lines stand above it.
    gap: usize,
}

/// A goal while it is put together.
#[derive(Default)]
struct Goal {
    /// Its heading line; a text may follow the title in it.
    line: usize,
    /// The line that its attainment opens with.
    attained: Option<usize>,
    /// The lines of its text and of its attainment.
    parts: [Vec<usize>; 2],
    /// The lines of its title below the first one, in both printings.
    title: Vec<[usize; 2]>,
    /// Its lines that are a label and what it stands for, titles with a rating behind them among these.
    labelled: Vec<usize>,
    /// How many lines of its attainment stand above its rating.
    rated: Option<usize>,
    department: Option<Arc<Heading>>,
    /// A page ended since the department heading, or none was printed.
    doubtful: bool,
}

impl Goal {
    /// Adds a line to one of its parts, or a labelled one.
    fn add(&mut self, part: usize, at: usize, said: Option<Said<'_>>) {
        match said {
            None => self.parts[part].push(at),
            Some(Said::Departments { .. } | Said::Figure { .. }) => self.labelled.push(at),
            Some(Said::Rating { .. }) => {
                self.labelled.push(at);
                self.rated = Some(self.parts[1].len());
            }
        }
    }

    /// Whether one of its parts stops in mid-sentence.
    fn is_cut(&self, part: usize, lines: &[Line<'_>]) -> bool {
        self.parts[part].last().is_some_and(|&last| !text::is_whole(lines[last].text))
    }

    /// Whether one of its parts goes on in a line below the title of a column: nothing of it was printed yet, it is cut
    /// in a sentence, or the line is an entry of a list.
    fn goes_on(&self, part: usize, line: &str, lines: &[Line<'_>]) -> bool {
        self.parts[part].is_empty() || text::begins_entry(line) || self.is_cut(part, lines) && text::goes_on(line)
    }

    /// Takes the lines right below both printings of its title for the rest of it where they say the same.
    fn take_title(&mut self, lines: &[Line<'_>]) {
        let Some(attained) = self.attained else { return };
        let adjoins = |at: usize, above: usize| at == above + 1 && lines[at].gap == 0;
        let (mut above, mut rest) = ([self.line, attained], 0);
        while let (Some(&goal), Some(&again)) = (self.parts[0].get(rest), self.parts[1].get(rest))
            && lines[goal].text == lines[again].text
            && adjoins(goal, above[0])
            && adjoins(again, above[1])
        {
            above = [goal, again];
            self.title.push(above);
            rest += 1;
        }
        self.parts.iter_mut().for_each(|part| drop(part.drain(..rest)));
    }
}

/// What goals give: their records, the columns of these, and the scales of their ratings.
pub type Read<'s> = (Extracted<'s>, Vec<Column>, Vec<Scale>);

/// Reads the goals of a sheet; none where it holds no goals with attainments.
pub fn goals<'s>(rows: &Rows<'s>, classes: &Classes, layout: &Layout, found: &mut Findings) -> Option<Read<'s>> {
    let lines = lines(rows);
    let by_words = Titles::below_numbers(&lines, layout).or_else(|| Titles::by_words(&lines));
    let are_told = by_words.is_some();
    let of_lists = || Titles::of_lists(&lines, layout).or_else(|| Titles::by_labels(&lines, layout));
    let titles = by_words.or_else(of_lists)?;
    let mut goals = collect(&lines, &titles, rows, layout);
    if goals.len() < FEWEST_GOALS || goals.iter().all(|goal| goal.attained.is_none()) {
        return None;
    }
    if !are_told && !are_told_twice(&goals) {
        return None;
    }
    goals.iter_mut().for_each(|goal| goal.take_title(&lines));
    // A text below a caption or behind a label of its own is no other goal's.
    if titles.below.is_none() && !titles.are_labelled() {
        hand_over(&lines, &mut goals);
    }
    let labelled = Labelled::of(&goals, &lines, &classes.legends, layout);
    let is_legend = |row: usize| classes.rows[row] == Class::Legend;
    let (extracted, mut columns) =
        Writer::new(rows, &lines, &titles, &goals).write(&goals, (&labelled, &is_legend), found);
    let (more, scales) = labelled.columns();
    columns.extend(more);
    Some((extracted, columns, scales))
}

/// The lone lines of a sheet.
fn lines<'r>(rows: &'r Rows<'_>) -> Vec<Line<'r>> {
    let mut lines = Vec::new();
    let mut gap = 0;
    for (row, of) in rows.rows.iter().enumerate() {
        let mut filled = rows.of(of).iter().filter(|cell| !cell.text.is_empty());
        match (filled.next(), filled.next()) {
            (Some(cell), None) => {
                let entry = cell.text.strip_prefix("- ").filter(|_| !shape::is_page_number(&cell.text));
                let text = entry.map_or(&*cell.text, str::trim_start);
                lines.push(Line { row, text, gap: std::mem::take(&mut gap) });
            }
            (None, _) => gap += 1,
            (Some(_), Some(_)) => {}
        }
    }
    lines
}

/// Whether an office stands above goals, and most of them have a text below both printings of their title.
fn are_told_twice(goals: &[Goal]) -> bool {
    let told = goals.iter().filter(|goal| goal.attained.is_some() && goal.parts.iter().all(|part| !part.is_empty()));
    goals.iter().any(|goal| goal.department.is_some()) && told.count() as f32 >= SHARE_TOLD_TWICE * goals.len() as f32
}

/// Writes the records, and says what became of every line.
struct Writer<'w, 's> {
    rows: &'w Rows<'s>,
    lines: &'w [Line<'w>],
    titles: &'w Titles,
    names: [Arc<str>; 2],
    /// The two columns of the page wrap at widths of their own.
    wraps: [Wraps; 2],
    uses: Uses,
    used: HashSet<usize>,
}

impl<'w, 's> Writer<'w, 's> {
    fn new(rows: &'w Rows<'s>, lines: &'w [Line<'w>], titles: &'w Titles, goals: &[Goal]) -> Self {
        let name = |part: usize, at: usize| -> Arc<str> {
            let own = titles.names.as_ref().map(|names| &*names[part]);
            match (own, &titles.label) {
                // Nothing names the texts of goals in front of labels: their column is the one behind the item.
                (None, Some(label)) => ["#2", label][part].into(),
                _ => squeezed(own.or_else(|| bracketed(lines[at].text)).unwrap_or(lines[at].text)).into(),
            }
        };
        let wraps = |part: usize| {
            let mut widths = Widths::default();
            let of_goal = |goal: &Goal| {
                goal.parts[part].clone().into_iter().chain(if part == 1 { goal.attained } else { Some(goal.line) })
            };
            goals.iter().flat_map(of_goal).for_each(|at| widths.add(lines[at].text));
            widths.wraps(widths.sure())
        };
        Self {
            rows,
            lines,
            titles,
            names: [name(0, titles.goal), name(1, titles.attainment)],
            wraps: [wraps(0), wraps(1)],
            uses: Uses::new(rows.cells.len()),
            used: HashSet::default(),
        }
    }

    fn write(
        mut self,
        goals: &[Goal],
        (labelled, is_legend): (&Labelled<'_>, &dyn Fn(usize) -> bool),
        found: &mut Findings,
    ) -> (Extracted<'s>, Vec<Column>) {
        let titles: Vec<usize> =
            (0..self.lines.len()).filter(|&at| self.titles.are_on(&self.lines[at], self.lines)).collect();
        titles.into_iter().for_each(|at| self.take(at, Use::Header));
        let records = goals.iter().map(|goal| self.record(goal, labelled, found)).collect();
        let departments = goals.iter().filter_map(|goal| goal.department.as_ref());
        let departments: HashSet<&str> = departments.map(|heading| &*heading.printed).collect();
        let mut set_aside = Vec::new();
        let mut titles: Vec<Cow<'s, str>> = Vec::new();
        for at in 0..self.lines.len() {
            let row = &self.rows.rows[self.lines[at].row];
            let text = self.lines[at].text;
            if departments.contains(text) || bracketed(text).is_some_and(|text| departments.contains(text)) {
                self.take(at, Use::Heading);
            } else if is_legend(self.lines[at].row) && !self.used.contains(&at) {
                self.take(at, Use::Legend);
            } else if at == 0 && titles.is_empty() && !self.used.contains(&at) {
                self.take(at, Use::Title);
                titles.extend(self.rows.of(row).iter().map(|cell| cell.text.clone()).find(|text| !text.is_empty()));
            } else if !self.used.contains(&at) {
                let cells = self.rows.of(row).iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
                let aside = |(cell, of): (usize, &crate::read::lex::Cell<'s>)| SetAside {
                    line: row.line,
                    cell: self.rows.place(row, row.cells.start + cell),
                    text: of.text.clone(),
                    why: Why::Prose,
                };
                set_aside.extend(cells.map(aside));
            }
        }
        let title = |at: usize| vec![self.lines[at].text.to_owned()];
        let printed = match (&self.titles.names, &self.titles.label) {
            (Some(names), _) => names.clone().map(|name| vec![name]),
            (None, Some(label)) => [Vec::new(), vec![label.clone()]],
            (None, None) => [self.titles.goal, self.titles.attainment].map(title),
        };
        let columns = self.names.iter().zip(printed).map(|(name, printed)| Column {
            name: Arc::clone(name),
            printed,
            role: Role::Text,
            scale: None,
        });
        let columns = columns.collect();
        (Extracted { records, titles, set_aside, uses: self.uses, headings: Vec::new() }, columns)
    }

    fn take(&mut self, at: usize, of: Use) {
        self.used.insert(at);
        for cell in self.rows.rows[self.lines[at].row].cells.clone() {
            self.uses.set(cell, of);
        }
    }

    fn line_number(&self, at: usize) -> usize {
        self.rows.rows[self.lines[at].row].line
    }

    fn record(&mut self, goal: &Goal, labelled: &Labelled<'_>, found: &mut Findings) -> Record<'s> {
        let line = labelled.title(self.lines[goal.line].text);
        let (_, whole) = numbered(line).unwrap_or_default();
        let again = goal.attained.and_then(|at| numbered(labelled.title(self.lines[at].text)));
        let known = again.map_or(whole, |(_, title)| title);
        // A title and its text on one line part where the attainment's title ends.
        let shorter = if squeezed(known).len() < squeezed(whole).len() { known } else { whole };
        let rest = behind(whole, shorter);
        let mut record =
            Record { path: goal.department.iter().filter(|_| !goal.doubtful).cloned().collect(), ..Record::default() };
        let mut lines: Vec<usize> = std::iter::once(goal.line).chain(goal.parts[0].iter().copied()).collect();
        // The title printed again above the attainment: a heading, once it is known which goal it belongs to.
        let again = goal.attained.filter(|&at| !self.titles.are_on(&self.lines[at], self.lines));
        lines.extend(again.iter().chain(&goal.parts[1]).chain(&goal.labelled).chain(goal.title.iter().flatten()));
        lines.sort_unstable();
        lines.dedup();
        lines.iter().for_each(|&at| self.take(at, Use::Record));
        let headings = again.filter(|at| !goal.labelled.contains(at)).into_iter();
        headings.chain(goal.title.iter().map(|[_, again]| *again)).for_each(|at| self.take(at, Use::Heading));
        let span = |at: usize| self.rows.rows[self.lines[at].row].span;
        let said = goal.labelled.iter().filter_map(|&at| Some((labelled.said(self.lines[at].text)?, span(at))));
        labelled.write(&said.collect::<Vec<_>>(), span(goal.line), &mut record, found);
        record.lines = lines.iter().map(|&at| self.line_number(at)).collect();
        let ordinal = line[..line.len() - whole.len()].trim();
        let title = if goal.title.is_empty() {
            self.unwrapped(shorter, (usize::from(!rest.is_empty()), "item"), &mut record)
        } else {
            let below = goal.title.iter().map(|[of_goal, _]| self.lines[*of_goal].text);
            let parts: Vec<&str> = std::iter::once(whole).chain(below).collect();
            self.put_together(&parts, (0, "item"), &mut record)
        };
        record.item =
            Some(Item { ordinal: Some(ordinal.trim_end_matches(['.', '．']).to_owned().into()), title: title.into() });
        for (part, first) in [(0, rest), (1, "")] {
            let parts: Vec<&str> = std::iter::once(first)
                .chain(goal.parts[part].iter().map(|&at| self.lines[at].text))
                .map(|text| self.titles.text(text))
                .filter(|text| !text.is_empty())
                .collect();
            let name = Arc::clone(&self.names[part]);
            let text = self.put_together(&parts, (part, &format!("texts.{name}")), &mut record);
            record.texts.push((name, text.into()));
        }
        if goal.doubtful {
            department_unknown(span(goal.line), found);
        }
        record
    }

    /// Joins the parts of a text.
    fn put_together(&self, parts: &[&str], (column, field): (usize, &str), record: &mut Record<'s>) -> String {
        let mut whole = String::new();
        for part in parts {
            whole = text::joined(&whole, part);
        }
        if parts.len() > 1 {
            record.repairs.push(Repair {
                field: field.to_owned(),
                kind: RepairKind::JoinedRows,
                before: parts.join("\n"),
            });
        }
        self.unwrapped(&whole, (column, field), record)
    }

    fn unwrapped(&self, whole: &str, (column, field): (usize, &str), record: &mut Record<'s>) -> String {
        match self.wraps[column].undo(whole, field == "item") {
            Some(undone) => {
                let before = whole.to_owned();
                record.repairs.push(Repair { field: field.to_owned(), kind: RepairKind::SoftWrap, before });
                undone
            }
            None => whole.to_owned(),
        }
    }
}

/// What stands in a text behind a title that it begins with, white space aside.
fn behind<'t>(whole: &'t str, title: &str) -> &'t str {
    let mut letters = title.chars().filter(|c| !c.is_whitespace());
    let mut end = 0;
    for (at, c) in whole.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        if letters.next().is_none() {
            return whole[at..].trim_start();
        }
        end = at + c.len_utf8();
    }
    whole[end..].trim_start()
}
