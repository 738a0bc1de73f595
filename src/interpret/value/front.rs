//! What may stand before a figure and takes nothing from it: `※1,105人`, `（見込）370人`, `R5：12件`, `（人）370`.
//!
//! In: a folded text. Out: the text from the figure on, with the unit and the word that stood before it. What is not
//! known to leave the figure as it is stays where it is: `（うち女性）12人` is a part of something.

use crate::interpret::number;

/// A text behind what stands before its figure.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Behind<'t> {
    /// The unit in brackets before the figure.
    pub(super) unit: Option<&'t str>,
    /// The word that says how the figure is meant.
    pub(super) qualifier: Option<&'t str>,
    /// The text from the figure on.
    pub(super) rest: &'t str,
    /// Whether a mark of a note stood there: `※1` may be its number.
    pub(super) is_marked: bool,
}

/// Words that say how sure a figure is, in brackets or with a colon before it.
const CAVEATS: [&str; 22] = [
    "見込み",
    "見込",
    "見込値",
    "見込額",
    "見込数",
    "参考",
    "参考値",
    "速報",
    "速報値",
    "推計",
    "推計値",
    "暫定",
    "暫定値",
    "概算",
    "概数",
    "予定",
    "実績",
    "実績値",
    "目標",
    "目標値",
    "決算",
    "予算",
];

/// Units that stand in brackets before the figure. Others might as well name a part: `（市内）12`.
pub(super) const UNITS: [&str; 48] = [
    "人",
    "名",
    "件",
    "回",
    "校",
    "園",
    "戸",
    "棟",
    "台",
    "本",
    "組",
    "社",
    "店",
    "冊",
    "点",
    "歩",
    "日",
    "分",
    "円",
    "千円",
    "百万円",
    "万円",
    "億円",
    "世帯",
    "団体",
    "施設",
    "事業",
    "講座",
    "地区",
    "種類",
    "時間",
    "か所",
    "カ所",
    "ヶ所",
    "ヵ所",
    "箇所",
    "件数",
    "人数",
    "回数",
    "ポイント",
    "%",
    "㎡",
    "ha",
    "km",
    "m",
    "t",
    "kg",
    "g",
];

/// Takes off what stands before a figure.
pub(super) fn behind(text: &str) -> Behind<'_> {
    let mut behind = Behind { rest: text.trim_start(), ..Behind::default() };
    // Bracket, mark and year: more than a few are no front of a figure.
    for _ in 0..3 {
        let rest = behind.rest;
        if let Some(marked) = rest.strip_prefix(['※', '＊', '*', '・']) {
            behind = Behind { rest: marked, is_marked: true, ..behind };
        } else if let Some(priced) = rest.strip_prefix(['¥', '￥']) {
            behind = Behind { rest: priced, unit: Some("円"), ..behind };
        } else if let Some((word, bare)) = bracketed(rest).or_else(|| labelled(rest)) {
            match word {
                _ if CAVEATS.contains(&word) || super::QUALIFIERS.contains(&word) => behind.qualifier = Some(word),
                _ if UNITS.contains(&word) => behind.unit = Some(word),
                _ if is_year(word) => {}
                _ => break,
            }
            behind.rest = bare;
        } else {
            break;
        }
        behind.rest = behind.rest.trim_start();
    }
    behind
}

/// What stands in brackets at the front, and what follows them.
pub(super) fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix(['（', '(', '［', '[', '【', '〔'])?;
    let (word, bare) = inner.split_once(['）', ')', '］', ']', '】', '〕'])?;
    Some((word.trim(), bare))
}

/// What stands before a colon, and what follows it. A unit there would be a row of a table.
fn labelled(text: &str) -> Option<(&str, &str)> {
    let (word, bare) = text.split_once([':', '：'])?;
    let word = word.trim();
    (CAVEATS.contains(&word) || is_year(word)).then_some((word, bare))
}

/// Whether a word names a year, or an end of one: `R5`, `令和5年度`, `2023年度`, `R6.3末`. `5年間` is a time that passes.
fn is_year(word: &str) -> bool {
    /// `令和元年度末`, `令和5年10月1日` has 9.
    const LONGEST: usize = 10;
    let era = ["令和", "平成", "昭和", "R", "H", "S", "Ｒ", "Ｈ", "Ｓ"].iter().find_map(|era| word.strip_prefix(era));
    let dated = era.unwrap_or(word);
    let Some(first) = dated.strip_prefix('元').map(|_| 1).or_else(|| number::leading(dated).map(|of| of.length))
    else {
        return false;
    };
    let behind = dated.get(first..).unwrap_or_default();
    let is_named = era.is_some() || behind.starts_with('年');
    is_named && !behind.starts_with("年間") && word.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::{Behind, behind, is_year};

    #[test]
    fn what_is_known_before_a_figure_is_taken_off() {
        let case = |text, unit, qualifier, rest| {
            let is_marked = text == "※ 12件";
            assert_eq!(behind(text), Behind { unit, qualifier, rest, is_marked }, "{text}");
        };
        case("※ 12件", None, None, "12件");
        case("（見込）370人", None, Some("見込"), "370人");
        case("（人）延370", Some("人"), None, "延370");
        case("R5:12%", None, None, "12%");
        case("（令和5年度）目標：12%", None, Some("目標"), "12%");
        case("￥1,200", Some("円"), None, "1,200");
        case("（うち女性）12人", None, None, "（うち女性）12人");
        case("12:30", None, None, "12:30");
    }

    #[test]
    fn a_year_is_named_by_its_era_or_as_a_year() {
        assert!(["R5", "令和元年度", "H30年度", "2023年度", "R6.3末", "5年度"].into_iter().all(is_year));
        assert!(["5", "5年間", "12", "見込", "R", "Rの市民12人"].into_iter().all(|word| !is_year(word)));
    }
}
