//! The rating in a bracket behind a title: `朝市の開催　［達成度Ａ］`.
//!
//! In: a line. Out: where its title ends, and where the name of the rating and its code stand.

use std::ops::Range;

use crate::interpret::layout::Layout;
use crate::interpret::scale;

/// The parts of such a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The end of the title.
    pub title: usize,
    /// The name of the rating.
    pub name: Range<usize>,
    /// Its code.
    pub code: Range<usize>,
}

/// Reads a line that ends in such a bracket. A word that is no code has a colon in front.
pub fn behind_title(line: &str, layout: &Layout) -> Option<Behind> {
    const OPENING: [char; 7] = ['［', '〔', '（', '(', '[', '【', '〈'];
    const CLOSING: [char; 7] = ['］', '〕', '）', ')', ']', '】', '〉'];
    let inside = line.strip_suffix(CLOSING)?;
    let open = inside.rfind(OPENING)?;
    let title = line[..open].trim_end().len();
    let from = open + line[open..].chars().next()?.len_utf8();
    let colon = inside[from..].char_indices().find(|(_, c)| matches!(c, '：' | ':'));
    let (name, code) = match colon {
        Some((at, colon)) => (from + at, from + at + colon.len_utf8()),
        None => {
            let (at, _) = inside.char_indices().next_back().filter(|(at, _)| *at > from)?;
            scale::alphabet(&inside[at..])?;
            (at, at)
        }
    };
    let rates = layout.names_rating(inside[from..name].trim());
    let code = code + inside[code..].len() - inside[code..].trim_start().len()..inside.len();
    (rates && title > 0 && !code.is_empty()).then_some(Behind { title, name: from..name, code })
}

#[cfg(test)]
mod tests {
    use super::behind_title;
    use crate::interpret::layout::Layout;

    #[test]
    fn a_bracket_behind_a_title_names_a_rating_and_its_code() {
        let case = |line: &str, expected: Option<[&str; 3]>| {
            let read = behind_title(line, Layout::builtin());
            let parts = read.map(|of| [&line[..of.title], &line[of.name], &line[of.code]]);
            assert_eq!(parts, expected, "{line}");
        };
        case("１　朝市の開催　［達成度Ａ］", Some(["１　朝市の開催", "達成度", "Ａ"]));
        case("① 花壇の手入れ（評価：概ね達成）", Some(["① 花壇の手入れ", "評価", "概ね達成"]));
        for none in
            ["［達成度Ａ］", "１　朝市（春の部）", "１　朝市（評価）", "１　朝市（目標：十回）", "１　朝市（評価：）"]
        {
            case(none, None);
        }
    }
}
