//! Ratings: the scale of each rating column, and the codes in its cells.
//!
//! In: a cell and the scale of its column, which [`Tally`] finds. Out: the cell as codes with labels. A code that is not on
//! the scale stays as printed and is a finding.

mod tally;

use std::sync::Arc;

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::interpret::scale::{self, Written};
use crate::interpret::shape;
use crate::record::{Code, Origin, RepairKind, Scale};
use crate::source::Span;
use tally::LONGEST_WORD;

pub use tally::Tally;

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

/// A rating cell, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The codes that the scale knows.
    pub codes: Arc<[Arc<str>]>,
    /// Their labels.
    pub labels: Arc<[Arc<str>]>,
    /// How a code had to be changed to be known.
    pub repairs: Vec<RepairKind>,
}

/// What each code of a scale reads as where a cell holds it and nothing else, as nearly every cell does: the cells share
/// one reading, where lists of their own took 2,000 bytes and eight calls of the allocator a record.
pub fn alone(scale: &Scale) -> Vec<(Arc<str>, Reading)> {
    let exact = |code: &&Code| {
        !code.code.is_empty() && known(Some(scale), &code.code).is_some_and(|known| known.code == code.code)
    };
    scale.codes.iter().filter(exact).map(|code| (Arc::clone(&code.code), Reading::of_codes(&[code]))).collect()
}

/// Reads a rating cell. `column` is the column's name, for the messages.
pub fn reading(cell: &str, span: Span, (column, scale): (&str, Option<&Scale>), found: &mut Findings) -> Reading {
    if cell.is_empty() {
        missing(span, column, scale, found);
        return Reading::default();
    }
    if let Some(whole) = known(scale, cell).filter(|whole| *whole.code == *cell) {
        return Reading::of_codes(&[whole]);
    }
    let mut written = scale::written(cell);
    if written.is_empty()
        && let Some((code, _)) = scale::labelled(cell).filter(|(code, _)| known(scale, &code.code).is_some())
    {
        written.push(code);
    }
    let Some(reading) = Reading::of(&written, scale) else {
        unknown(cell, span, (column, scale), found);
        return Reading::default();
    };
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

/// The code of a scale that a code as written stands for; small letters stand for capital ones.
fn known<'s>(scale: Option<&'s Scale>, code: &str) -> Option<&'s Code> {
    let codes = &scale?.codes;
    let exact = codes.iter().find(|known| scale::is_same(&known.code, code));
    exact.or_else(|| codes.iter().find(|known| known.code.eq_ignore_ascii_case(code)))
}

impl Reading {
    /// The codes of a cell, each with the repairs that it took; none where the scale lacks one of them.
    fn of(written: &[Written], scale: Option<&Scale>) -> Option<Self> {
        let mut repairs = Vec::new();
        let mut codes = Vec::with_capacity(written.len());
        for code in written {
            let known = known(scale, &code.code)?;
            codes.push(known);
            if code.folded || *code.code != *known.code {
                repairs.push(RepairKind::Width);
            }
            if code.padded {
                repairs.push(RepairKind::Padding);
            }
        }
        repairs.dedup();
        Some(Self { repairs, ..Self::of_codes(&codes) })
    }

    fn of_codes(codes: &[&Code]) -> Self {
        Self {
            codes: codes.iter().map(|code| Arc::clone(&code.code)).collect(),
            labels: codes.iter().filter_map(|code| code.label.clone()).collect(),
            repairs: Vec::new(),
        }
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
