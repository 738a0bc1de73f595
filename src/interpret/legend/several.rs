//! Several legends in one line, `進捗　２＝完了、１＝未着手　　区分　新＝新規、継＝継続`.

use super::entry::{SEPARATORS, entries, is_scale};
use super::title::title;
use super::words;
use crate::interpret::text;

/// Bytes of the longest line that may hold several legends. Four of five codes with their labels take half of it, and
/// each gap of a line has all that follows read anew.
const LONGEST_LINE: usize = 2_000;

/// Legends in one line, each with its title in front of it and a wide gap between them. In: the line. Out: the first
/// and the others. In front of a list, behind whose title stands a colon, the gap may be narrow:
/// `劣化度：Ａ（良好）、Ｂ（部分的）、 Ｃ（全体）　利用度：高・中・低`.
pub(super) fn apart(line: &str) -> Option<(&str, &str)> {
    let mut separators = text::signs(line).filter(|(_, c)| SEPARATORS.contains(c));
    if line.len() > LONGEST_LINE || separators.nth(1).is_none() {
        return None;
    }
    let gaps = text::signs(line).filter(|(_, c)| c.is_whitespace()).map(|(at, _)| line.split_at(at));
    gaps.map(|(front, behind)| (front, behind, behind.trim_start())).find_map(|(front, behind, rest)| {
        let is_wide = || behind[..behind.len() - rest.len()].chars().nth(1).is_some();
        let is_legend = || is_wide() && is_titled(rest) || !words::lists_behind_colons(rest).is_empty();
        (!front.ends_with(char::is_whitespace) && is_legend() && is_titled(front)).then_some((front, rest))
    })
}

/// Whether a part of a line is a legend with its title in front of it.
fn is_titled(part: &str) -> bool {
    let entries = entries(part);
    is_scale(&entries) && entries[0].start > 0 && title(&part[..entries[0].start]).is_some()
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn a_wide_gap_and_a_title_part_two_legends_of_one_line() {
        let (front, behind) = ("進捗　２＝完了　１＝遅れ", "区分　新＝新規、継＝継続");
        assert_eq!(apart(&format!("{front}　　{behind}")), Some((front, behind)));
        for line in
            [front, "２＝完了　　１＝遅れ", "進捗　２＝完了　　１＝遅れ　新＝新規", "進捗　２＝完了　　　１＝遅れ"]
        {
            assert_eq!(apart(line), None, "{line}");
        }
    }
}
