//! Choices: what a line asks to choose from, `今後の方向性は、拡充・継続・縮小から選ぶ。`, `評価：A～Dから選択`.
//!
//! In: a line. Out: the words that it offers, with what stands in front of them; or that it asks to choose. Lists that
//! ask for nothing are left to [`super::words`].

use super::words;

/// Whether a line asks to choose, whatever there is to choose from: `評価：A～Dから選択`.
pub fn asks_to_choose(line: &str) -> bool {
    const ENDS: [&str; 4] = ["から選択", "から選ぶ", "選択すること", "選ぶこと"];
    let line = line.trim_end_matches(['。', '）', ')']);
    line.ends_with("ください") && line.contains('選') || ENDS.iter().any(|end| line.ends_with(end))
}

/// Where what a line offers ends: `終了` of `終了のうちから選択`.
pub(super) fn ends(line: &str) -> Option<usize> {
    ["から選", "より選", "のいずれか", "の中から", "のうちから"].iter().filter_map(|words| line.find(words)).min()
}

/// The words that a sentence offers: `今後の方向性は、拡充・継続・縮小から選ぶ。`
pub(super) fn choices(line: &str) -> Option<(&str, Vec<&str>)> {
    /// The longest word of a closed vocabulary seen has 8 characters.
    const LONGEST_WORD: usize = 10;
    // `選` or `か` stands in each of the words: a search for two characters spares most lines the others.
    if !line.contains('選') && !line.contains('か') {
        return None;
    }
    let end = ends(line)?;
    let start =
        line[..end].find(['は', '：', ':']).map(|at| at + line[at..].chars().next().map_or(0, char::len_utf8))?;
    let list = line[start..end].trim_start_matches(['、', '，', ' ', '\u{3000}', '「', '『']);
    let signs = ['・', '、', '，', '／', '/'];
    let parted = || list.split(signs).map(|word| word.trim_matches(['「', '」', ' '])).collect();
    let words: Vec<&str> = words::quoted(&line[start..]).map_or_else(parted, |(_, words)| words);
    let short = words.iter().all(|word| !word.is_empty() && word.chars().count() <= LONGEST_WORD);
    (words.len() >= 2 && short).then(|| (&line[..start], words))
}

#[cfg(test)]
mod tests {
    use super::choices;

    #[test]
    fn the_last_word_ends_where_the_line_asks_to_choose() {
        for end in ["から選ぶ。", "のうちから選ぶ。", "の中から一つ選びます。", "のいずれかを書きます。"]
        {
            let line = format!("見通しは、広げる・続ける・終える{end}");
            assert_eq!(choices(&line), Some(("見通しは", vec!["広げる", "続ける", "終える"])), "{end}");
        }
    }
}
