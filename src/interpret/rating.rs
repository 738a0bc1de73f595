//! Ratings: the scale of each rating column, and the codes in its cells.
//!
//! In: all cells of a column, the sheet's legends and the built-in tables. Out: the column's [`Scale`], and each cell as
//! codes with labels. A code that is not on the scale stays as printed and is a finding.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::interpret::heading;
use crate::interpret::scale::{self, Alphabet, BUILTIN};
use crate::interpret::shape;
use crate::record::{Code, Origin, RepairKind, Scale};
use crate::source::Span;

/// A rating cell that holds something its scale does not know.
pub static UNKNOWN_RATING: Rule = Rule {
    name: "unknown-rating",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text {
        ja: "評価欄に評価区分にない記号がある", en: "a rating cell holds a code that its scale lacks"
    },
};

/// A rating cell that is blank.
pub static MISSING_RATING: Rule = Rule {
    name: "missing-rating",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text { ja: "評価欄が空欄である", en: "a rating cell is blank" },
};

/// A word that comes once, on a scale that nobody printed.
pub static UNLISTED_RATING: Rule = Rule {
    name: "unlisted-rating",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "評価区分が示されていない評価欄に、一度しか出てこない語がある",
        en: "a rating cell holds a word that comes once, on a scale that the sheet does not print",
    },
};

/// A rating cell with more than one code.
pub static SEVERAL_RATINGS: Rule = Rule {
    name: "several-ratings",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "一つの評価欄に記号が二つ以上ある", en: "a rating cell holds several codes" },
};

/// A legend or table serves a column when it knows at least this share of its cells; the rest are typing errors.
const KNOWN_SHARE: f32 = 0.5;

/// A vocabulary that nobody prints is inferred only from words of which each comes so often, in halves, on average.
const OFTEN: usize = 3;

/// A column is a vocabulary if this share of its cells are words of it.
const MOSTLY: f32 = 0.8;

/// A vocabulary has at most so many words, each of at most so many characters.
const MOST_WORDS: usize = 9;
const LONGEST_WORD: usize = 12;

/// What the cells of a column hold, counted.
#[derive(Debug, Default)]
pub struct Tally {
    /// Codes by themselves.
    codes: BTreeMap<(Alphabet, String), usize>,
    /// Codes with their labels.
    labelled: BTreeMap<(Alphabet, String, String), usize>,
    /// Short phrases.
    phrases: BTreeMap<String, usize>,
    /// Cells that are neither blank nor a dash.
    cells: usize,
}

impl Tally {
    /// Counts a cell.
    pub fn add(&mut self, text: &str) {
        if text.is_empty() || shape::is_dash(text) {
            return;
        }
        self.cells += 1;
        let written = scale::written(text);
        for (_, option) in scale::check_boxes(text).unwrap_or_default() {
            self.codes.entry((Alphabet::Word, option.to_owned())).or_default();
        }
        for code in &written {
            *self.codes.entry((code.alphabet, code.code.clone())).or_default() += 1;
        }
        if !written.is_empty() {
            return;
        }
        if let Some((code, label)) = scale::labelled(text) {
            *self.labelled.entry((code.alphabet, code.code, label.to_owned())).or_default() += 1;
        } else if text.len() <= LONGEST_WORD * 3 && text.chars().count() <= LONGEST_WORD && !text.contains('。') {
            *self.phrases.entry(text.to_owned()).or_default() += 1;
        }
    }

    /// Whether the cells are few short values that come again and again: a closed vocabulary, or codes of which each
    /// has one label.
    pub fn is_vocabulary(&self) -> bool {
        let words = self.phrases.len() + self.codes.len();
        let said: usize = self.phrases.values().chain(self.codes.values()).sum();
        let all = |said: usize| said as f32 >= MOSTLY * self.cells as f32;
        let again = |kinds: usize, said: usize| kinds <= MOST_WORDS && said > kinds && said * 2 >= kinds * OFTEN;
        let begins_known = |phrase: &&String| scale::begins_with_word(phrase);
        let known: usize = self.phrases.iter().filter(|(phrase, _)| begins_known(phrase)).map(|(_, count)| count).sum();
        let coded: usize = self.codes.iter().filter(|((of, _), _)| *of == Alphabet::Word).map(|(_, count)| count).sum();
        (all(said) && again(words, said))
            || (all(known + coded) && coded > 0)
            || (all(self.labelled_cells()) && self.has_one_label_each())
    }

    /// Whether all cells that hold anything hold one and the same code.
    pub fn is_flag(&self) -> bool {
        self.codes.len() == 1 && self.labelled.is_empty() && self.phrases.is_empty()
    }

    fn labelled_cells(&self) -> usize {
        self.labelled.values().sum()
    }

    fn has_one_label_each(&self) -> bool {
        let codes: BTreeSet<&String> = self.labelled.keys().map(|(_, code, _)| code).collect();
        codes.len() == self.labelled.len() && self.labelled_cells() > codes.len()
    }

    /// How many of the counted codes a list of codes knows.
    fn known<'c>(&self, codes: impl Iterator<Item = &'c str> + Clone) -> usize {
        let has = |code: &String| codes.clone().any(|known| scale::is_same(known, code));
        let codes = self.codes.iter().map(|((_, code), count)| (code, count));
        let labelled = self.labelled.iter().map(|((_, code, _), count)| (code, count));
        codes.chain(labelled).chain(&self.phrases).filter(|(code, _)| has(code)).map(|(_, count)| count).sum()
    }

    fn total(&self) -> usize {
        self.codes.values().chain(self.labelled.values()).chain(self.phrases.values()).sum()
    }

    /// The scale of the column: a legend, a built-in table, or the codes themselves.
    pub fn scale(&self, column: &str, legends: &[Scale], configured: &[Scale]) -> Option<Scale> {
        let total = self.total();
        if total == 0 {
            return legends.iter().chain(configured).find(|legend| names_match(&legend.name, column)).cloned();
        }
        let serves = |known: usize| known as f32 >= KNOWN_SHARE * total as f32;
        let coverage = |legend: &Scale| self.known(legend.codes.iter().map(|code| &*code.code));
        let best_of = |scales: &[Scale]| {
            let serving = scales.iter().filter(|scale| serves(coverage(scale)));
            serving.max_by_key(|scale| (coverage(scale), names_match(&scale.name, column))).cloned()
        };
        // A legend that names the column knows its codes in small letters too.
        let small = || {
            let named = legends.iter().find(|legend| names_match(&legend.name, column))?;
            let known = |code: &str| named.codes.iter().any(|known| known.code.eq_ignore_ascii_case(code));
            let count: usize = self.codes.iter().filter(|((_, code), _)| known(code)).map(|(_, count)| count).sum();
            serves(count).then(|| named.clone())
        };
        best_of(legends)
            .or_else(small)
            .or_else(|| best_of(configured))
            .or_else(|| self.builtin())
            .or_else(|| self.inferred(column))
    }

    /// The first built-in table that knows every code of the main alphabet, else the one that knows most.
    fn builtin(&self) -> Option<Scale> {
        let alphabet = self.main_alphabet()?;
        let tables = BUILTIN.iter().filter(|(_, of, _)| *of == alphabet);
        let known = |codes: &[&str]| self.known(codes.iter().copied());
        let best = tables.rev().max_by_key(|(_, _, codes)| known(codes))?;
        let codes: usize = self.codes.values().sum();
        (known(best.2) as f32 >= KNOWN_SHARE * codes as f32 && codes > 0).then(|| scale::builtin(best.0, best.2))
    }

    /// The alphabet of most codes; none where words or labelled codes are more.
    fn main_alphabet(&self) -> Option<Alphabet> {
        let count = |alphabet: Alphabet| -> usize {
            self.codes.iter().filter(|((of, _), _)| *of == alphabet).map(|(_, count)| count).sum()
        };
        let best = Alphabet::ALL.into_iter().max_by_key(|&alphabet| count(alphabet))?;
        let others = self.labelled_cells().max(self.phrases.values().sum());
        (count(best) > others && best != Alphabet::Word).then_some(best)
    }

    /// The codes that the column itself shows, in the order of their alphabet or vocabulary.
    fn inferred(&self, column: &str) -> Option<Scale> {
        let mut codes: Vec<(String, Option<String>)> = if self.labelled_cells() * 2 > self.cells {
            if !self.has_one_label_each() {
                return None;
            }
            self.labelled.keys().map(|(_, code, label)| (code.clone(), Some(label.clone()))).collect()
        } else {
            let words = self.codes.keys().filter(|(of, _)| *of == Alphabet::Word).map(|(_, word)| word);
            let letters = self.codes.keys().filter(|(of, _)| *of != Alphabet::Word).map(|(_, code)| code);
            let phrases = self.phrases.iter().filter(|_| self.is_vocabulary()).map(|(word, _)| word);
            let own: Vec<&String> = if self.phrases.is_empty() && self.codes.keys().all(|(of, _)| *of != Alphabet::Word)
            {
                letters.collect()
            } else {
                words.chain(phrases).collect()
            };
            own.into_iter().map(|code| (code.clone(), None)).collect()
        };
        if codes.is_empty() || codes.len() > MOST_WORDS {
            return None;
        }
        let all: Vec<String> = codes.iter().map(|(code, _)| code.clone()).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        codes.sort_by_key(|(code, _)| scale::word_order(code, &all));
        let code = |(at, (code, label)): (usize, (String, Option<String>))| Code {
            code: Arc::from(code),
            rank: at + 1,
            label: label.map(Arc::from),
        };
        let codes = codes.into_iter().enumerate().map(code).collect();
        Some(Scale { name: Arc::from(column), origin: Origin::Inferred, codes })
    }
}

/// Whether a legend is named as a column is: equal, or one within the other.
fn names_match(legend: &str, column: &str) -> bool {
    let (legend, column) = (heading::squeezed(legend), heading::squeezed(column));
    !legend.is_empty() && (legend == column || legend.contains(&column) || column.contains(&legend))
}

/// A rating cell, read.
#[derive(Debug, Default, PartialEq)]
pub struct Reading {
    /// The codes that the scale knows.
    pub codes: Vec<Arc<str>>,
    /// Their labels.
    pub labels: Vec<Arc<str>>,
    /// How a code had to be changed to be known.
    pub repairs: Vec<RepairKind>,
}

/// Reads a rating cell. `column` is the column's name, for the messages.
pub fn reading(cell: &str, span: Span, (column, scale): (&str, Option<&Scale>), found: &mut Findings) -> Reading {
    if cell.is_empty() {
        missing(span, column, scale, found);
        return Reading::default();
    }
    let known = |code: &str| {
        let codes = &scale?.codes;
        let exact = codes.iter().find(|known| scale::is_same(&known.code, code));
        exact.or_else(|| codes.iter().find(|known| known.code.eq_ignore_ascii_case(code)))
    };
    let mut reading = Reading::default();
    if let Some(whole) = known(cell).filter(|whole| *whole.code == *cell) {
        reading.take(whole);
        return reading;
    }
    let mut written = scale::written(cell);
    if written.is_empty()
        && let Some((code, _)) = scale::labelled(cell).filter(|(code, _)| known(&code.code).is_some())
    {
        written.push(code);
    }
    for code in &written {
        let Some(known) = known(&code.code) else {
            unknown(cell, span, (column, scale), found);
            return Reading::default();
        };
        reading.take(known);
        if code.folded || *code.code != *known.code {
            reading.repairs.push(RepairKind::Width);
        }
        if code.padded {
            reading.repairs.push(RepairKind::Padding);
        }
    }
    reading.repairs.dedup();
    if written.is_empty() && !shape::is_dash(cell) {
        let inferred = scale.is_some_and(|scale| scale.origin == Origin::Inferred);
        if inferred && cell.chars().count() <= LONGEST_WORD {
            unlisted(cell, span, column, found);
        } else {
            unknown(cell, span, (column, scale), found);
        }
    }
    if written.len() > 1 {
        several(cell, span, column, found);
    }
    reading
}

impl Reading {
    fn take(&mut self, known: &Code) {
        self.codes.push(Arc::clone(&known.code));
        self.labels.extend(known.label.clone());
    }
}

/// The codes of a scale, for a message.
fn list(scale: Option<&Scale>) -> String {
    scale.map(|scale| scale.codes.iter().map(|code| &*code.code).collect::<Vec<_>>().join(", ")).unwrap_or_default()
}

/// Says what to write, where the scale is known.
fn write_one_of(scale: Option<&Scale>) -> Option<Text> {
    scale.map(|scale| {
        let codes = list(Some(scale));
        text(format!("{codes} のいずれかを記入してください"), format!("write one of {codes}"))
    })
}

fn missing(span: Span, column: &str, scale: Option<&Scale>, found: &mut Findings) {
    let message = text(format!("「{column}」が空欄です"), format!("no code in `{column}`"));
    found.push(&MISSING_RATING, span, message, write_one_of(scale));
}

fn unknown(cell: &str, span: Span, (column, scale): (&str, Option<&Scale>), found: &mut Findings) {
    let message = text(
        format!("「{cell}」は「{column}」の評価区分にありません"),
        format!("`{cell}` is not on the scale of `{column}`"),
    );
    found.push(&UNKNOWN_RATING, span, message, write_one_of(scale));
}

fn unlisted(cell: &str, span: Span, column: &str, found: &mut Findings) {
    let message = text(
        format!("「{column}」の「{cell}」は、ほかの行にない語です"),
        format!("`{cell}` in `{column}` is a word that no other row has"),
    );
    let help = text(
        "評価区分の語なら、凡例かレイアウトファイルに加えてください",
        "if it belongs to the scale, add it to the legend or to a layout file",
    );
    found.push(&UNLISTED_RATING, span, message, Some(help));
}

fn several(cell: &str, span: Span, column: &str, found: &mut Findings) {
    let message = text(
        format!("「{column}」に二つ以上の記号「{cell}」があります"),
        format!("several codes in `{column}`: `{cell}`"),
    );
    let help = text("一つに絞るか、行を分けてください".to_owned(), "choose one, or give each its own row".to_owned());
    found.push(&SEVERAL_RATINGS, span, message, Some(help));
}
