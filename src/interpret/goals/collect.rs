//! The goals of a sheet with the lines of each.
//!
//! In: the lone lines of a sheet, and its titles. Out: the goals in order, each with the lines of its text and of its
//! attainment, as they follow each other in print.

use std::collections::VecDeque;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use super::labelled::{self, Said};
use super::titles::{Titles, begins_alike, bracketed, numbered, office};
use super::{Goal, Line, PAGE_END};
use crate::interpret::heading;
use crate::interpret::layout::Layout;
use crate::interpret::shape;
use crate::interpret::text;
use crate::read::lex::Rows;
use crate::record::Heading;

/// Goes down the lines: numbers open goals or attainments, all else belongs to what is open. Goals are numbered from 1 on,
/// through all departments or anew in each.
pub(super) fn collect(lines: &[Line<'_>], titles: &Titles, rows: &Rows<'_>, layout: &Layout) -> Vec<Goal> {
    let mut goals: Vec<Goal> = Vec::new();
    let (mut open, mut attained): (Option<(usize, usize)>, Option<usize>) = (None, None);
    let mut department: Option<Arc<Heading>> = None;
    // Where each goal is told at once, nothing stands between it and the office above.
    let mut doubtful = titles.below.is_none() && titles.label.is_none();
    let pages = page_lines(lines);
    let mut awaiting = Awaiting::default();
    // The number of the last goal, and how many goals came before the department.
    let (mut last, mut others) = (0, 0);
    for (at, line) in lines.iter().enumerate().skip(titles.first(lines, layout)) {
        let may_lose = titles.label.is_none() && (titles.below.is_none() || department.is_some());
        doubtful |= line.gap >= PAGE_END && goals.len() > others && may_lose;
        if pages.contains(&at) {
            continue;
        }
        let may_open = |part: usize| titles.below.is_none() || titles.opens(at, lines, layout) == Some(part);
        // Below a title a line may go on with the attainment that the page end cut.
        let goes_on = |place: &usize| goals[*place].is_cut(lines) && text::goes_on(line.text);
        if titles.behind_label(line.text).is_some() {
            let told = open.filter(|(place, _)| goals[*place].attained.is_none());
            open = told.map(|(place, _)| (place, 1));
            if let Some((place, part)) = open {
                goals[place].attained = Some(at);
                goals[place].add(part, at, None);
            }
        } else if titles.are_on(line, lines) {
            let part = usize::from(line.text == lines[titles.attainment].text);
            open = open.filter(|_| titles.below.is_some()).map(|(place, _)| (place, part));
            if let Some((place, 1)) = open {
                goals[place].attained.get_or_insert(at);
            }
        } else if titles.heads(at, lines, layout) {
            department = Some(part_heading(line, rows));
            (doubtful, others) = (false, goals.len());
            open = None;
        } else if let Some(name) = office(lines, at, layout) {
            department = Some(department_heading(name, line, rows));
            (doubtful, others) = (false, goals.len());
            open = None;
        } else if may_open(1)
            && let Some((number, title)) = numbered(line.text)
            && let Some(place) = awaiting.take((number, title), &goals, lines)
        {
            goals[place].attained = Some(at);
            (open, attained) = (Some((place, 1)), Some(place));
        } else if may_open(0)
            && let Some((number, _)) = numbered(line.text)
            && (number == last + 1 || number == 1 && goals.len() == others)
        {
            last = number;
            awaiting.add(number, goals.len());
            goals.push(Goal { line: at, department: department.clone(), doubtful, ..Goal::default() });
            open = Some((goals.len() - 1, 0));
        } else if let Some((place, part)) = open.or_else(|| attained.filter(goes_on).map(|place| (place, 1))) {
            let said = labelled::said(line.text, layout);
            goals[place].add(part, at, said);
            // Behind the rating of a goal that is told at once stands nothing of it.
            let is_told = titles.label.is_some() && part == 1 && matches!(said, Some(Said::Rating { .. }));
            open = (!is_told).then_some((place, part));
        }
    }
    leave_end(&mut goals);
    goals
}

/// Takes what stands behind a rating off the goal that ends the sheet, if no other goal has anything there.
fn leave_end(goals: &mut [Goal]) {
    let goes_on = |goal: &&mut Goal| goal.rated.is_some_and(|rated| rated < goal.parts[1].len());
    let last = goals.iter().filter_map(|goal| goal.attained).max();
    let mut with_more = goals.iter_mut().filter(goes_on);
    if let (Some(goal), None) = (with_more.next(), with_more.next())
        && let Some(rated) = goal.rated.filter(|_| goal.attained == last)
    {
        goal.parts[1].truncate(rated);
    }
}

/// The goals that await their attainment, by their numbers, in order.
#[derive(Default)]
struct Awaiting(HashMap<u32, VecDeque<usize>>);

impl Awaiting {
    fn add(&mut self, number: u32, goal: usize) {
        self.0.entry(number).or_default().push_back(goal);
    }

    /// Takes out the goal of a number and title: the first of its number, or the last, where goals in between have none.
    fn take(&mut self, (number, title): (u32, &str), goals: &[Goal], lines: &[Line<'_>]) -> Option<usize> {
        let of_number = self.0.get_mut(&number)?;
        let is_named = |goal: &usize| {
            let (_, known) = numbered(lines[goals[*goal].line].text).unwrap_or_default();
            begins_alike(known, title)
        };
        if of_number.front().is_some_and(is_named) {
            return of_number.pop_front();
        }
        if of_number.back().is_some_and(is_named) { of_number.pop_back() } else { None }
    }
}

/// The lines that only say which page it is: its number, alone or behind what comes again with other numbers, or the title
/// of the sheet printed anew.
fn page_lines(lines: &[Line<'_>]) -> HashSet<usize> {
    let named = |at: usize| {
        let (name, number) = lines[at].text.rsplit_once(char::is_whitespace)?;
        shape::is_page_number(number).then_some((name, number))
    };
    let mut numbers: HashMap<&str, HashSet<&str>> = HashMap::default();
    for (name, number) in (0..lines.len()).filter_map(named) {
        numbers.entry(name).or_default().insert(number);
    }
    let comes_again = |at| named(at).is_some_and(|(name, _)| numbers[name].len() > 1);
    let is_title = |at: usize| at > 0 && lines[at].text == lines[0].text;
    (0..lines.len()).filter(|&at| shape::is_page_number(lines[at].text) || is_title(at) || comes_again(at)).collect()
}

/// The heading of a part of the goals: `Ⅰ 仕事を見直します`.
fn part_heading(line: &Line<'_>, rows: &Rows<'_>) -> Arc<Heading> {
    let (level, number, title) = heading::enumerated(line.text).unwrap_or_default();
    Arc::new(Heading {
        level,
        number,
        title: line.text[title..].to_owned(),
        printed: line.text.to_owned(),
        line: rows.rows[line.row].line,
    })
}

/// The heading of a department: its level is the last character of its name, as in 課.
fn department_heading(name: &str, line: &Line<'_>, rows: &Rows<'_>) -> Arc<Heading> {
    let level = name.chars().next_back().map(String::from).unwrap_or_default();
    Arc::new(Heading {
        level,
        number: None,
        title: name.to_owned(),
        printed: bracketed(line.text).unwrap_or(line.text).to_owned(),
        line: rows.rows[line.row].line,
    })
}
