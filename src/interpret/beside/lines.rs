//! Legends of lines: a code and its label on each, the title above the first one or in the cell before it.
//!
//! In: rows with their classes. Out: those that are entries of a legend as such. What separates codes and labels in
//! rows of several cells is left to [`super`].

use super::filled;
use crate::interpret::classify::{Class, Classes};
use crate::interpret::legend;
use crate::interpret::scale::{self, Alphabet, MOST_CODES, Written};
use crate::read::lex::{Cell, Rows};

/// Fewer lines than this are no legend if only spaces set the codes off: `1 …`, `2 …` are paragraphs too.
const FEWEST_SPACED: usize = 3;

/// The first entry of a legend that has its title in the cell before it: `評価⇥Ａ：届いた` above `⇥Ｂ：届かない`.
pub(super) fn titled_entries(classes: &mut Classes, rows: &Rows<'_>) {
    for row in 1..rows.rows.len() {
        if classes.rows[row] != Class::Legend || classes.rows[row - 1] != Class::Data {
            continue;
        }
        let entry = |cell: &Cell<'_>| legend::entry(&cell.text).map(|(code, _)| code);
        let mut above = filled(rows, row - 1);
        if let (Some(title), Some(first), None) = (above.next(), above.next(), above.next())
            && legend::title(&title.text).is_some()
            && let (Some(first), Some(second)) = (entry(first), filled(rows, row).next().and_then(entry))
            && legend::follow_each_other(&[first, second])
        {
            classes.rows[row - 1] = Class::Legend;
        }
    }
}

/// Runs of lone lines `４　十分に実施できた`, below a title that speaks of ratings or behind it, or written in letters.
pub(super) fn spaced_legends(classes: &mut Classes, rows: &Rows<'_>) {
    let mut at = 0;
    while at < rows.rows.len() {
        // Most lone lines are headings, and few stand together.
        let next = (at..rows.rows.len()).filter(|&row| classes.rows[row] != Class::Blank).take(FEWEST_SPACED);
        let beside = (classes.rows[at] == Class::Data).then(|| titled_entry(rows, at)).flatten();
        let line = |row: usize| match beside {
            Some((_, entry)) if row == at => Some(entry),
            _ => lone_line(classes, rows, row),
        };
        if classes.rows[at] == Class::Blank || next.map_while(line).count() < FEWEST_SPACED {
            at += 1;
            continue;
        }
        let mut codes: Vec<Written> = Vec::new();
        let mut lines: Vec<usize> = Vec::new();
        for row in at..rows.rows.len() {
            if codes.len() > MOST_CODES {
                break;
            }
            if matches!(classes.rows[row], Class::Blank) {
                continue;
            }
            let Some((code, _)) = line(row).and_then(legend::spaced_entry) else { break };
            // `１　水辺` below ★★ and ★ is a heading, and so is a second `１　…`.
            let is_alike = |first: &Written| first.alphabet == code.alphabet || scale::is_apart(&code.code);
            if !codes.first().is_none_or(is_alike) || codes.contains(&code) {
                break;
            }
            codes.push(code);
            lines.push(row);
        }
        if lines.is_empty() {
            at += 1;
            continue;
        }
        let title =
            (0..at).rev().find(|&row| classes.rows[row] != Class::Blank).and_then(|row| classes.lone_text(rows, row));
        let titled = beside.is_some() || title.is_some_and(legend::speaks_of_ratings);
        let letters = codes.iter().all(|code| code.alphabet != Alphabet::Digit && code.alphabet != Alphabet::Roman);
        at = lines[lines.len() - 1] + 1;
        if lines.len() >= FEWEST_SPACED && (titled || letters) && legend::follow_each_other(&codes) {
            lines.iter().for_each(|&row| classes.rows[row] = Class::Legend);
            classes.pairs.extend(lines);
        }
    }
}

/// A line that may be an entry of a legend.
fn lone_line<'r>(classes: &Classes, rows: &'r Rows<'_>, row: usize) -> Option<&'r str> {
    let may_be = matches!(classes.rows[row], Class::Prose | Class::Title | Class::Data | Class::Heading(_));
    may_be.then(|| classes.lone_text(rows, row)).flatten()
}

/// The title and the first entry of a legend that stand side by side: `評価区分⇥Ａ　十分に実施できた`.
pub fn titled_entry<'r>(rows: &'r Rows<'_>, row: usize) -> Option<(&'r str, &'r str)> {
    let mut cells = filled(rows, row);
    match (cells.next(), cells.next(), cells.next()) {
        (Some(title), Some(entry), None) => {
            let is_titled = legend::speaks_of_ratings(&title.text) && legend::spaced_entry(&entry.text).is_some();
            is_titled.then_some((&*title.text, &*entry.text))
        }
        _ => None,
    }
}
