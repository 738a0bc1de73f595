//! Entries of which the label stands first: `大変良い…5　良い…4　普通…3`.
//!
//! In: a line. Out: its entries, if all of it are such. Where codes stand first is left to [`super::entry`].

use super::entry::{Entry, SEPARATORS, is_scale};
use crate::interpret::scale::{self, Alphabet};

/// Two may be a name and how often it was given.
const FEWEST: usize = 3;

/// What stands between the entries.
const BETWEEN: [char; 6] = [' ', '\u{3000}', '\t', '、', '，', '／'];

/// The entries of a line, if each is a label, a sign and a code.
pub(super) fn entries(line: &str) -> Vec<Entry<'_>> {
    // Nearly every line ends with a letter that is no code.
    if !line.ends_with(|c| scale::folded(c).is_some()) {
        return Vec::new();
    }
    let mut start = 0;
    let mut found: Vec<Entry<'_>> = Vec::new();
    for piece in line.split_inclusive(BETWEEN) {
        let entry = piece.trim_end_matches(BETWEEN);
        if !entry.is_empty() {
            let Some((label, code)) = entry.rsplit_once(SEPARATORS) else { return Vec::new() };
            let label = label.trim_end_matches(SEPARATORS);
            let sign = |text: &str| scale::only(text).filter(|code| code.alphabet != Alphabet::Word);
            let Some(code) = sign(code).filter(|_| !label.is_empty() && sign(label).is_none()) else {
                return Vec::new();
            };
            found.push(Entry { code, label, start });
        }
        start += piece.len();
    }
    if found.len() >= FEWEST && is_scale(&found) { found } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn a_label_may_stand_in_front_of_its_code() {
        let read = |line| entries(line).iter().map(|entry| format!("{} {}", entry.code.code, entry.label)).collect();
        let all: Vec<String> = read("大変良い…5　良い…4　普通…3");
        assert_eq!(all, ["5 大変良い", "4 良い", "3 普通"]);
        let all: Vec<String> = read("達成：Ａ、途中：Ｂ、遅れ：Ｃ");
        assert_eq!(all, ["A 達成", "B 途中", "C 遅れ"]);
        for line in
            ["Ａ：5　Ｂ：3　Ｃ：2", "花壇：Ａ　水路：Ａ　橋：Ａ", "良い…5　悪い…1", "電話：会館　番号：5　日：4"]
        {
            assert!(entries(line).is_empty(), "{line}");
        }
    }
}
