//! What comes again in forms below a header row of their own.
//!
//! In: the rows of such forms. Out: their labels, the headers of the small tables in them, and the titles of their
//! pages. Reading each form is left to the room above.

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use super::{FEWEST_LABELS, is_most, lone};
use crate::interpret::form::{blocks, is_blank, is_label};
use crate::interpret::layout::Layout;
use crate::interpret::shape;
use crate::read::lex::{Row, Rows};

/// What comes again in the forms.
pub(super) struct Known<'r> {
    /// The labels below the values that nearly each form has, with how often one has it.
    pub(super) labels: HashMap<&'r str, usize>,
    /// The rows of several names that nearly each form has: headers of small tables.
    pub(super) names: HashSet<Vec<&'r str>>,
    /// The lines that pages begin with.
    pub(super) titles: HashSet<&'r str>,
    pub(super) layout: &'r Layout,
}

/// What comes again below the values of the forms.
pub(super) fn known<'r>(rows: &'r Rows<'_>, bodies: &[Range<usize>], layout: &'r Layout) -> Option<Known<'r>> {
    let mut forms: HashMap<&str, usize> = HashMap::default();
    let mut often: HashMap<&str, usize> = HashMap::default();
    let mut names: HashMap<Vec<&str>, usize> = HashMap::default();
    let titles = titles(rows, bodies, layout);
    for body in bodies {
        let mut own: HashMap<&str, usize> = HashMap::default();
        let mut own_names: HashSet<Vec<&str>> = HashSet::default();
        let below = rows.rows.get(body.start + 2..body.end).unwrap_or_default();
        let in_front = |row: &&Row| rows.of(row).first().is_some_and(|first| blocks::is_label(&first.text));
        for row in below.iter().filter(in_front) {
            let filled = rows.of(row).iter().filter(|cell| !cell.text.is_empty());
            if filled.clone().nth(1).is_some() {
                own_names.insert(rows.of(row).iter().map(|cell| &*cell.text).collect());
            }
            let may_be = filled.step_by(2).filter(|cell| blocks::is_label(&cell.text) && !titles.contains(&*cell.text));
            may_be.for_each(|cell| *own.entry(&cell.text).or_default() += 1);
        }
        for (label, times) in own {
            *forms.entry(label).or_default() += 1;
            often.entry(label).or_insert(times);
        }
        own_names.into_iter().for_each(|own| *names.entry(own).or_default() += 1);
    }
    // One form may lack a label, or the end of a page hide it.
    let is_common = |forms: usize| forms > 1 && is_most(forms + 1, bodies.len());
    often.retain(|label, _| is_common(forms[label]));
    let told = often.keys().filter(|label| is_label(label, layout)).count();
    let names = names.into_iter().filter(|(_, forms)| is_common(*forms)).map(|(own, _)| own).collect();
    (told >= FEWEST_LABELS).then_some(Known { labels: often, names, titles, layout })
}

/// The lines right below numbers of pages that stand below another one, too, and those right above one header and
/// another.
fn titles<'r>(rows: &'r Rows<'_>, bodies: &[Range<usize>], layout: &Layout) -> HashSet<&'r str> {
    let mut counts: HashMap<&str, usize> = HashMap::default();
    let text = |at: usize| lone(rows, at).map_or("", |line| &*line.text);
    let mut printed = (0..rows.rows.len()).filter(|&at| !is_blank(rows, at)).map(text).peekable();
    while let Some(line) = printed.next() {
        if let Some(below) = printed.peek().filter(|below| !below.is_empty() && shape::is_page_number(line)) {
            *counts.entry(*below).or_default() += 1;
        }
    }
    // A label with nothing below it may stand there as well.
    let is_word = |text: &str| layout.is_whole_word(text);
    let lines_above = |header: usize| {
        let printed = (0..header).rev().filter(|&at| !is_blank(rows, at)).map(text);
        printed.take_while(|line| !line.is_empty() && !is_word(line))
    };
    if let [first, second, ..] = bodies {
        let both = lines_above(first.start).zip(lines_above(second.start)).take_while(|(one, other)| one == other);
        both.for_each(|(title, _)| *counts.entry(title).or_default() += 2);
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(line, _)| line).collect()
}
