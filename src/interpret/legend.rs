//! Legends: the scales that a sheet prints about itself.
//!
//! In: lines outside tables. Out: scales with labels, each with its title, and findings where a legend contradicts
//! itself. An entry is a code, a separator and a label: `A=達成したもの`, `い：概ね順調`.

use std::sync::Arc;

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::interpret::scale::{self, Alphabet, Written};
use crate::record::{Code, Origin, Scale};
use crate::source::Span;

/// A legend entry whose code does not belong among its neighbours.
pub static LEGEND_CONTRADICTION: Rule = Rule {
    name: "legend-contradiction",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "凡例の記号が前後の記号と合わない",
        en: "a legend entry has a code that does not belong among its neighbours",
    },
};

/// An entry as printed.
#[derive(Clone, Debug)]
struct Entry {
    code: Written,
    label: String,
    span: Span,
}

/// A legend while its lines come in.
#[derive(Debug, Default)]
pub struct Legends {
    title: Option<String>,
    entries: Vec<Entry>,
    done: Vec<Scale>,
}

/// The separators between a code and its label.
const SEPARATORS: [char; 7] = ['=', '＝', ':', '：', '…', '．', '⇒'];

/// Splits `A=達成したもの` into code and label.
fn entry(text: &str) -> Option<(Written, &str)> {
    let at = text.find(SEPARATORS)?;
    let [code] = <[Written; 1]>::try_from(scale::written(text[..at].trim())).ok()?;
    let label = text[at..].trim_start_matches(SEPARATORS).trim();
    (!label.is_empty() && code.alphabet != Alphabet::Word).then_some((code, label))
}

/// The entries in a line: one, or several set off by spaces or commas (`A：達成　B：概ね達成　C：未達成`).
fn entries(line: &str) -> Vec<(Written, String)> {
    let mut found: Vec<(Written, String)> = Vec::new();
    for piece in line.split(['\u{3000}', ' ', '、', '，', '／', ',', '\t', '\n']).filter(|piece| !piece.is_empty()) {
        match entry(piece) {
            Some((code, label)) => found.push((code, label.to_owned())),
            None => match found.last_mut() {
                Some((_, label)) => {
                    label.push(' ');
                    label.push_str(piece);
                }
                None => return Vec::new(),
            },
        }
    }
    if found.len() < 2 {
        return entry(line).map(|(code, label)| (code, label.to_owned())).into_iter().collect();
    }
    found
}

/// Whether a line holds legend entries; `heading` lines such as `課題1：…` are asked about elsewhere.
pub fn has_entries(line: &str) -> bool {
    !entries(line).is_empty()
}

/// Whether a line can be the title of a legend: `<進捗区分>`, `【評価基準】`, `凡例`.
pub fn title(line: &str) -> Option<&str> {
    /// The longest legend title seen has 12 characters.
    const LONGEST_TITLE: usize = 24;
    let bare = line.trim_matches(|c: char| "<>＜＞【】〈〉《》[]［］（）()「」■●◆○◎※:：・*＊".contains(c)).trim();
    let short = !bare.is_empty() && bare.chars().count() <= LONGEST_TITLE && !bare.contains('。');
    short.then_some(bare)
}

impl Legends {
    /// A title stands above entries.
    pub fn open(&mut self, title: &str, found: &mut Findings) {
        self.close(found);
        self.title = Some(title.to_owned());
    }

    /// A line of entries.
    pub fn line(&mut self, line: &str, span: Span, found: &mut Findings) {
        for (code, label) in entries(line) {
            if self.entries.iter().any(|known| known.code.code == code.code) || self.restarts(&code) {
                self.close(found);
            }
            self.entries.push(Entry { code, label, span });
        }
    }

    /// Whether a code opens the next legend: the first of another alphabet, behind at least two of this one.
    fn restarts(&self, code: &Written) -> bool {
        let Some(last) = self.entries.last() else { return false };
        self.entries.len() >= 2
            && code.alphabet != last.code.alphabet
            && scale::place(&code.code, code.alphabet) == Some(1)
    }

    /// All legends of the sheet.
    pub fn finish(mut self, found: &mut Findings) -> Vec<Scale> {
        self.close(found);
        self.done
    }

    /// Makes a scale of the entries so far.
    fn close(&mut self, found: &mut Findings) {
        let entries = std::mem::take(&mut self.entries);
        let title = self.title.take();
        if entries.len() < 2 {
            return;
        }
        let alphabet = majority(&entries);
        let mut codes = Vec::with_capacity(entries.len());
        for (at, entry) in entries.iter().enumerate() {
            let code = if entry.code.alphabet == alphabet {
                entry.code.code.clone()
            } else {
                corrected(&entries, at, alphabet, found).unwrap_or_else(|| entry.code.code.clone())
            };
            codes.push(Code { code: Arc::from(code), rank: at + 1, label: Some(Arc::from(entry.label.as_str())) });
        }
        let name = title.unwrap_or_else(|| {
            format!("{}-{}", codes.first().map_or("", |code| &code.code), codes.last().map_or("", |code| &code.code))
        });
        self.done.push(Scale { name: Arc::from(name), origin: Origin::Legend, codes });
    }
}

/// The alphabet of most entries.
fn majority(entries: &[Entry]) -> Alphabet {
    let count = |alphabet: Alphabet| entries.iter().filter(|entry| entry.code.alphabet == alphabet).count();
    let first = entries[0].code.alphabet;
    Alphabet::ALL.into_iter().max_by_key(|&alphabet| (count(alphabet), alphabet == first)).unwrap_or(first)
}

/// The code that belongs at a place among neighbours of one alphabet. S before A is a scale of its own.
fn corrected(entries: &[Entry], at: usize, alphabet: Alphabet, found: &mut Findings) -> Option<String> {
    let neighbour = entries.iter().enumerate().find(|(_, entry)| entry.code.alphabet == alphabet)?;
    let place = scale::place(&neighbour.1.code.code, alphabet)?;
    let code = scale::code_at((place + at).checked_sub(neighbour.0)?, alphabet)?;
    let taken = entries.iter().any(|entry| entry.code.code == code);
    if taken {
        return None;
    }
    let printed = &entries[at].code.code;
    let others: Vec<&str> = entries.iter().map(|entry| entry.code.code.as_str()).collect();
    let others = others.join("、");
    found.push(
        &LEGEND_CONTRADICTION,
        entries[at].span,
        text(
            format!("凡例の「{printed}」は前後の記号（{others}）と合わないため、「{code}」と読みました"),
            format!("the legend has `{printed}` among {others}; read as `{code}`"),
        ),
        Some(text(format!("凡例の「{printed}」を「{code}」に直してください"), format!("write `{code}` in the legend"))),
    );
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::Legends;
    use crate::diagnostic::Findings;
    use crate::source::Span;

    fn codes(lines: &[&str]) -> Vec<(String, String)> {
        let mut found = Findings::default();
        let mut legends = Legends::default();
        for line in lines {
            legends.line(line, Span::default(), &mut found);
        }
        let scales = legends.finish(&mut found);
        scales
            .iter()
            .flat_map(|scale| &scale.codes)
            .map(|code| (code.code.to_string(), code.label.as_deref().unwrap_or("").to_owned()))
            .collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
    }

    #[test]
    fn one_entry_a_line() {
        assert_eq!(codes(&["A=達成", " B=途中"]), pairs(&[("A", "達成"), ("B", "途中")]));
    }

    #[test]
    fn several_entries_in_a_line() {
        let expected = pairs(&[("A", "達成"), ("B", "途中"), ("C", "未着手")]);
        assert_eq!(codes(&["A：達成　B：途中　C：未着手"]), expected);
    }

    #[test]
    fn an_entry_of_another_alphabet_is_read_as_its_neighbours_say() {
        let expected = pairs(&[("ア", "広げる"), ("イ", "続ける"), ("ウ", "やめる")]);
        assert_eq!(codes(&["A=広げる", "イ=続ける", "ウ=やめる"]), expected);
    }
}
