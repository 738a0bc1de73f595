//! Ratings: the scale of each rating column, and the codes in its cells.
//!
//! In: all cells of a column, the sheet's legends and the built-in tables. Out: the column's [`Scale`], and each cell as
//! codes with labels. A code that is not on the scale stays as printed and is a finding.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::interpret::heading;
use crate::interpret::scale::{self, Alphabet, BUILTIN, Written};
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

/// A rating cell with more than one code.
pub static SEVERAL_RATINGS: Rule = Rule {
    name: "several-ratings",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "一つの評価欄に記号が二つ以上ある", en: "a rating cell holds several codes" },
};

/// A legend or table serves a column when it knows at least this share of its cells; the rest are typing errors.
const KNOWN_SHARE: f32 = 0.5;

/// A scale that nobody prints is inferred only from codes of which each comes this often on average.
const OFTEN: usize = 2;

/// The codes of a column with their counts.
#[derive(Debug, Default)]
pub struct Tally {
    codes: BTreeMap<(Alphabet, String), usize>,
    cells: usize,
}

impl Tally {
    /// Counts the codes in a cell.
    pub fn add(&mut self, text: &str) {
        let written = scale::written(text);
        self.cells += usize::from(!written.is_empty());
        for code in written {
            *self.codes.entry((code.alphabet, code.code)).or_default() += 1;
        }
    }

    /// How many of the counted codes a list of codes knows.
    fn known<'c>(&self, codes: impl Iterator<Item = &'c str> + Clone) -> usize {
        let has = |code: &String| codes.clone().any(|known| known == code);
        self.codes.iter().filter(|((_, code), _)| has(code)).map(|(_, count)| count).sum()
    }

    fn total(&self) -> usize {
        self.codes.values().sum()
    }

    /// The scale of the column: a legend, a built-in table, or the codes themselves.
    pub fn scale(&self, column: &str, legends: &[Scale]) -> Option<Scale> {
        let total = self.total();
        if total == 0 {
            return legends.iter().find(|legend| names_match(&legend.name, column)).cloned();
        }
        let serves = |known: usize| known as f32 >= KNOWN_SHARE * total as f32;
        let coverage = |legend: &Scale| self.known(legend.codes.iter().map(|code| &*code.code));
        let best = legends
            .iter()
            .filter(|legend| serves(coverage(legend)))
            .max_by_key(|legend| (coverage(legend), names_match(&legend.name, column)));
        best.cloned().or_else(|| self.builtin(serves)).or_else(|| self.inferred())
    }

    /// The first built-in table that knows every code of the main alphabet, else the one that knows most.
    fn builtin(&self, serves: impl Fn(usize) -> bool) -> Option<Scale> {
        let alphabet = self.main_alphabet()?;
        let tables = BUILTIN.iter().filter(|(_, of, _)| *of == alphabet);
        let known = |codes: &[&str]| self.known(codes.iter().copied());
        let best = tables.rev().max_by_key(|(_, _, codes)| known(codes))?;
        serves(known(best.2)).then(|| scale::builtin(best.0, best.2))
    }

    fn main_alphabet(&self) -> Option<Alphabet> {
        let count = |alphabet: Alphabet| -> usize {
            self.codes.iter().filter(|((of, _), _)| *of == alphabet).map(|(_, count)| count).sum()
        };
        Alphabet::ALL.into_iter().max_by_key(|&alphabet| count(alphabet)).filter(|&alphabet| count(alphabet) > 0)
    }

    /// The codes that the column itself shows, in the order of their alphabet.
    fn inferred(&self) -> Option<Scale> {
        let alphabet = self.main_alphabet()?;
        let own: Vec<&String> = self.codes.keys().filter(|(of, _)| *of == alphabet).map(|(_, code)| code).collect();
        if self.cells < own.len() * OFTEN {
            return None;
        }
        let code = |(at, code): (usize, &&String)| Code { code: Arc::from(code.as_str()), rank: at + 1, label: None };
        let name = format!("{}-{}", own.first()?, own.last()?);
        let codes = own.iter().enumerate().map(code).collect();
        Some(Scale { name: Arc::from(name), origin: Origin::Inferred, codes })
    }
}

/// Whether a legend is named as a column is: equal, or one within the other.
fn names_match(legend: &str, column: &str) -> bool {
    let (legend, column) = (heading::squeezed(legend), heading::squeezed(column));
    legend == column || legend.contains(&column) || column.contains(&legend)
}

/// A rating cell, read.
#[derive(Debug, Default, PartialEq)]
pub struct Reading {
    /// The codes that the scale knows.
    pub codes: Vec<Arc<str>>,
    /// Their labels.
    pub labels: Vec<Arc<str>>,
    /// How a code had to be changed to be known.
    pub repair: Option<RepairKind>,
}

/// Reads a rating cell. `column` is the column's name, for the messages.
pub fn reading(cell: &str, span: Span, (column, scale): (&str, Option<&Scale>), found: &mut Findings) -> Reading {
    if cell.is_empty() {
        missing(span, column, scale, found);
        return Reading::default();
    }
    let written = scale::written(cell);
    let mut reading = Reading::default();
    for code in &written {
        let Some(known) = scale.and_then(|scale| scale.codes.iter().find(|known| *known.code == *code.code)) else {
            unknown(cell, span, (column, scale), found);
            return Reading::default();
        };
        reading.codes.push(Arc::clone(&known.code));
        reading.labels.extend(known.label.clone());
        reading.repair = reading.repair.or(changed(code));
    }
    if written.is_empty() && !shape::is_dash(cell) {
        unknown(cell, span, (column, scale), found);
    }
    if written.len() > 1 {
        several(cell, span, column, found);
    }
    reading
}

fn changed(code: &Written) -> Option<RepairKind> {
    match (code.padded, code.folded) {
        (true, _) => Some(RepairKind::Padding),
        (false, true) => Some(RepairKind::Width),
        (false, false) => None,
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

fn several(cell: &str, span: Span, column: &str, found: &mut Findings) {
    let message = text(
        format!("「{column}」に二つ以上の記号「{cell}」があります"),
        format!("several codes in `{column}`: `{cell}`"),
    );
    let help = text("一つに絞るか、行を分けてください".to_owned(), "choose one, or give each its own row".to_owned());
    found.push(&SEVERAL_RATINGS, span, message, Some(help));
}
