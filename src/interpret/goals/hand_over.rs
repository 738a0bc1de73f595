//! Texts of goals that go on behind the title of another one, where the next column of a page begins in mid-text.
//!
//! In: goals with the lines of each. Out: the same, each line with the goal that it speaks of.

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use super::{Goal, Line, PAGE_END};
use crate::interpret::text;

/// Gives the lines at the end of a goal's text to the attainment that was open before, where they begin in mid-word,
/// stand behind a page end or share more words with it: the next column begins in mid-text.
pub(super) fn hand_over(lines: &[Line<'_>], goals: &mut [Goal]) {
    let mut goals_with: HashMap<[char; 2], usize> = HashMap::default();
    for goal in &*goals {
        let of_goal = words(lines, goal.line, [&goal.parts[0], &goal.parts[1]]);
        of_goal.into_iter().for_each(|pair| *goals_with.entry(pair).or_default() += 1);
    }
    let attained = goals.iter().enumerate().filter_map(|(place, goal)| Some((goal.attained?, place)));
    let attained: HashMap<usize, usize> = attained.collect();
    for place in 0..goals.len() {
        let Some(&last) = goals[place].parts[0].last() else { continue };
        let Some(before) = attained.get(&(last + 1)).and_then(|next| next.checked_sub(1)) else { continue };
        if before == place || goals[before].attained.is_none_or(|attained| attained > last) {
            continue;
        }
        let text = goals[place].parts[0].clone();
        let is_cut = goals[before].is_cut(1, lines);
        let in_mid_word = || (1..text.len()).find(|&at| is_cut && text::goes_on(lines[text[at]].text));
        let behind_page_end = || (1..text.len()).find(|&at| lines[text[at]].gap >= PAGE_END);
        // A goal and its attainment speak of the same things.
        let own = words(lines, goals[place].line, [&goals[place].parts[0][..1], &goals[place].parts[1]]);
        let other = words(lines, goals[before].line, [&goals[before].parts[0], &goals[before].parts[1]]);
        let by_words = || {
            (1..=text.len()).max_by_key(|&split| {
                let of = |range: Range<usize>, known: &HashSet<[char; 2]>| -> usize {
                    text[range].iter().map(|&line| share(lines[line].text, known, &goals_with)).sum()
                };
                // Of equals the later split: a text goes on until something speaks against it.
                (of(1..split, &own) + of(split..text.len(), &other), split)
            })
        };
        let first = in_mid_word().or_else(behind_page_end).or_else(by_words);
        let first = first.unwrap_or(text.len());
        let handed = goals[place].parts[0].split_off(first);
        goals[before].parts[1].extend(handed);
    }
}

/// The pairs of neighbouring characters in a heading and lines.
fn words(lines: &[Line<'_>], heading: usize, texts: [&[usize]; 2]) -> HashSet<[char; 2]> {
    std::iter::once(&heading).chain(texts.concat().iter()).flat_map(|&line| pairs(lines[line].text)).collect()
}

fn pairs(text: &str) -> Vec<[char; 2]> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

/// How much of a line is in a text, in thousandths; what many goals speak of says the less.
fn share(line: &str, known: &HashSet<[char; 2]>, goals_with: &HashMap<[char; 2], usize>) -> usize {
    let own = pairs(line);
    let weight = |pair: &[char; 2]| 1000 / goals_with.get(pair).copied().unwrap_or(1);
    let shared = own.iter().filter(|pair| known.contains(*pair)).map(weight);
    shared.sum::<usize>() / own.len().max(1)
}
