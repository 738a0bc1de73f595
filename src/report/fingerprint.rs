//! What a finding is known by from one run to the next.
//!
//! In: the located findings of a sheet. Out: for each a short text that stays while the finding does: it does not hold
//! where rows stand, so that rows may be added above; it holds what stands in its own row. Services compare it with
//! that of earlier runs, and so does a list of findings that are accepted.

use foldhash::HashMap;
use sha2::{Digest as _, Sha256};

use super::Located;
use super::paths::relative;
use crate::source::{Source, hexadecimal};

/// Bytes of the hash that are kept: enough that two findings never meet, short enough to be read aloud.
const KEPT: usize = 16;

/// The fingerprint of each finding, in the same order: 32 hexadecimal digits. `found` holds all findings of the sheet:
/// those that are otherwise equal are told apart by their order.
pub fn fingerprints(source: &Source<'_>, found: &[Located<'_>]) -> Vec<String> {
    let file = relative(source.name()).replace('\\', "/");
    let mut before: HashMap<String, usize> = HashMap::default();
    let mut fingerprint = |located: &Located<'_>| {
        let hash = of_content(source, &file, located);
        let count = before.entry(hash.clone()).or_default();
        *count += 1;
        of_parts(&[&hash, &count.to_string()])
    };
    found.iter().map(&mut fingerprint).collect()
}

/// The fingerprint of an input that could not be read, in place of a rule.
pub(super) fn of_failure(rule: &str, name: &str) -> String {
    of_parts(&[rule, &relative(name).replace('\\', "/")])
}

fn of_content(source: &Source<'_>, file: &str, located: &Located<'_>) -> String {
    // Excel pads rows with tabs up to the longest of a block: the end of a row changes with its neighbours.
    let row = lines(source.slice(located.row_span).trim_end());
    let marked = lines(source.slice(located.diagnostic.span));
    of_parts(&[located.diagnostic.rule.name, file, located.column.unwrap_or(""), &row, &marked])
}

/// The same line ends in every copy of a sheet.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Each part goes in behind its length: two lists of parts never read alike.
fn of_parts(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part);
    }
    hexadecimal(&hash.finalize()[..KEPT])
}

#[cfg(test)]
mod tests {
    use super::{fingerprints, of_failure, of_parts};
    use crate::diagnostic::Findings;
    use crate::interpret::rules::unknown_rating::unknown_rating;
    use crate::record::Sheet;
    use crate::report::locate;
    use crate::source::{Encoding, Source, Span};

    /// The fingerprints of every `F` of a sheet.
    fn of(name: &str, sheet: &str) -> Vec<String> {
        let source = Source::new(name.to_owned(), sheet.as_bytes(), Encoding::Utf8, false, sheet.into());
        let mut found = Findings::default();
        for (at, code) in sheet.match_indices('F') {
            unknown_rating(Span::new(at, at + code.len()), code, "評価", None, &mut found);
        }
        let row_starts = std::iter::once(0).chain(sheet.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let sheet = Sheet { row_starts, findings: found.in_sheet_order(), ..Sheet::default() };
        fingerprints(&source, &locate(&source, &sheet))
    }

    #[test]
    fn a_finding_keeps_its_fingerprint_while_its_row_moves() {
        let before = of("a.tsv", "講座\tF\n相談\tF\n");
        assert_eq!(before, ["8691d3910803ecd175ae802083fdd775", "e4c84af86c5a648b9f5aac874ab9335e"]);
        assert_eq!(of("./a.tsv", "題\n\n相談\tF\t\t\r\n講座\tF\r\n"), [&*before[1], &*before[0]]);
    }

    #[test]
    fn a_finding_loses_it_with_its_row_its_file_or_its_text() {
        let one = of("a/b.tsv", "講座\tF\n");
        assert_eq!(of("a\\b.tsv", "講座\tF\n"), one);
        assert_ne!(of("b.tsv", "講座\tF\n"), one);
        assert_ne!(of("a/b.tsv", "講義\tF\n"), one);
        assert_ne!(of_failure("unknown-rating", "a/b.tsv"), one[0]);
    }

    #[test]
    fn equal_findings_are_told_apart_by_their_order() {
        let (two, three) = (of("a.tsv", "講座\tF\n講座\tF\n"), of("a.tsv", "講座\tF\nF\n講座\tF\n講座\tF\n"));
        assert_ne!(two[0], two[1]);
        assert_eq!([&three[0], &three[2]], [&two[0], &two[1]]);
        assert!(!two.contains(&three[3]));
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(of_parts(&["ab", "c"]), of_parts(&["a", "bc"]));
    }
}
