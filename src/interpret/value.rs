//! Figures: a number with its unit, the word before it and its relation to a target.
//!
//! In: the text of a cell in a value column. Out: its parts; `－`, `…` and `x` hold no number. The printed text is kept
//! by the caller. What may stand before a figure is known to `front`, and why a cell of digits has no number to
//! `doubt`.

mod doubt;
mod front;

use std::borrow::Cow;
use std::sync::Arc;

use crate::interpret::number;
use crate::record::{Relation, Value};

pub(crate) use doubt::Doubt;

/// The parts of a figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The number, if there is one.
    pub number: Option<f64>,
    /// The unit behind it.
    pub unit: Option<String>,
    /// The word before it.
    pub qualifier: Option<String>,
    /// At least, at most, or as it is today.
    pub relation: Option<Relation>,
}

/// Signs of a negative number in municipal tables.
const MINUS: [char; 7] = ['▲', '△', '－', '−', '-', '‐', '―'];

/// Words that say how a number is meant, before it.
const QUALIFIERS: [&str; 20] = [
    "平成",
    "令和",
    "おおむね",
    "概ね",
    "およそ",
    "延べ",
    "のべ",
    "年間",
    "月間",
    "累計",
    "合計",
    "平均",
    "毎年",
    "各年",
    "延",
    "約",
    "計",
    "年",
    "月",
    "各",
];

/// Behind a digit these say the how-manieth, and with a word behind them they begin a name: `1号認定`, `2次救急`.
const ORDINAL_COUNTERS: [&str; 4] = ["号", "期", "次", "歳児"];

/// `延べ1,234,567世帯以上` has 13 characters.
const LONGEST_FIGURE: usize = 20;

/// Reads a cell of a column of figures.
pub fn read<'s>(column: &Arc<str>, printed: Cow<'s, str>) -> Value<'s> {
    let Figure { number, unit, qualifier, relation } = figure(&printed);
    Value { column: Arc::clone(column), printed, number, unit, qualifier, relation }
}

/// Reads a figure.
pub fn figure(printed: &str) -> Figure {
    let folded = folded(printed);
    let text = folded.trim();
    let relation = relation(text);
    let none = || Figure { relation, ..Figure::default() };
    if doubt::with_digits(text).is_some() {
        return none();
    }
    let front = front::behind(text);
    let Some((number, unit, qualifier)) = bare_figure(&unbracketed(closed_up(front.rest))) else { return none() };
    if is_note(&front) {
        return none();
    }
    let owned = |word: &str| word.to_owned();
    let (unit, qualifier) = (unit.or(front.unit.map(owned)), qualifier.or(front.qualifier.map(owned)));
    Figure { number: Some(number), unit, qualifier, relation }
}

/// Whether nothing but the number of a note stands behind its mark: `※1`.
fn is_note(front: &front::Behind<'_>) -> bool {
    const MOST_DIGITS: usize = 2;
    front.is_marked && front.rest.len() <= MOST_DIGITS && front.rest.bytes().all(|byte| byte.is_ascii_digit())
}

/// Why a cell that holds digits has no number, if that is a fault of the cell.
pub(crate) fn doubt(printed: &str) -> Option<Doubt> {
    if figure(printed).number.is_some() {
        return None;
    }
    doubt::of(folded(printed).trim())
}

/// The number, the unit and the qualifier of a folded text that is a figure from its first word on.
fn bare_figure(text: &str) -> Option<(f64, Option<String>, Option<String>)> {
    let (qualifier, rest) = qualifier(text);
    let (number, behind) = leading_number(rest)?;
    // 令和6年度 names a year; it measures nothing.
    let is_year = behind.starts_with("年度") || matches!(qualifier, Some("平成" | "令和"));
    // 80～90% is no one number.
    let is_range = behind.trim_start().starts_with(['～', '〜', '~']);
    let unit = unit(behind);
    let breaks_off = behind.trim_start().starts_with(MINUS) && behind.trim().trim_start_matches(MINUS).is_empty();
    if doubt::is_rounded(text) || breaks_off || is_year || is_range || goes_on(behind) || unit.is_some_and(counts_again)
    {
        return None;
    }
    let [unit, qualifier] = [unit, qualifier].map(|word| word.map(str::to_owned));
    Some((number, unit, qualifier))
}

/// A text without the gap in its number: `4,78 0千円`. Only a comma shows that the digits behind it belong to it: where
/// both parts are numbers by themselves they may be two.
fn closed_up(text: &str) -> Cow<'_, str> {
    let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let part_of_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || c == ',';
    let number = text[start..].split(|c| !part_of_number(c)).next().unwrap_or_default().trim_end();
    let Some((left, right)) = number.split_once(char::is_whitespace) else { return Cow::Borrowed(text) };
    let right = right.trim_start();
    let is_whole = |part: &str| leading_number(part).is_some_and(|(_, behind)| behind.is_empty());
    let joined = format!("{left}{right}");
    if !is_whole(&joined) || is_whole(left) && is_whole(right) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{}{joined}{}", &text[..start], &text[start + number.len()..]))
}

/// A number with nothing but its unit in brackets behind it without these: `5.6（万人）`.
fn unbracketed(text: Cow<'_, str>) -> Cow<'_, str> {
    let Some((number, behind)) = text.find(['（', '(']).map(|at| text.split_at(at)) else { return text };
    match front::bracketed(behind) {
        Some((unit, rest))
            if rest.trim().is_empty() && is_unit(unit) && number.ends_with(|c: char| c.is_ascii_digit()) =>
        {
            Cow::Owned(format!("{number}{unit}"))
        }
        _ => text,
    }
}

/// Whether a word is a unit, be it with 万 or 億 in front.
fn is_unit(word: &str) -> bool {
    front::UNITS.contains(&word.trim_start_matches(['万', '億']))
}

/// Whether digits follow that make another number of it, or a second one: `5/10`, `12:30`, `5-10`, `1 234`.
fn goes_on(behind: &str) -> bool {
    let signs = |c: char| c.is_whitespace() || MINUS.contains(&c) || matches!(c, '/' | '／' | ':' | '：' | ',' | '.');
    behind.trim_start_matches(signs).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a unit holds another number: `校中3校`, `日当たり950g`. Those of `t-CO2`, `m3` and `人/1,000人` belong to it.
fn counts_again(unit: &str) -> bool {
    let pairs = unit.chars().zip(unit.chars().skip(1));
    let begins = |before: char| !before.is_ascii_alphanumeric() && !matches!(before, '/' | '／' | ',' | '.');
    pairs.into_iter().any(|(before, c)| c.is_ascii_digit() && begins(before))
}

/// Whether a cell is a figure and nothing else: a number with at most a short word on either side.
pub fn is_figure(text: &str) -> bool {
    /// The longest unit seen: `人/1,000人` aside, 世帯以上.
    const LONGEST_UNIT: usize = 6;
    if text.len() > LONGEST_FIGURE * 3 {
        return false;
    }
    if text.starts_with(['現', '維'])
        && matches!(text, "現状維持" | "現状値以上" | "現状値以下" | "現状以上" | "現状以下" | "維持")
    {
        return true;
    }
    if !may_hold_digit(text) {
        return false;
    }
    let folded = folded(text);
    let front = front::behind(folded.trim());
    if is_note(&front) {
        return false;
    }
    let (_, rest) = qualifier(front.rest);
    leading_number(rest).is_some_and(|(_, behind)| {
        // 87.9%（R5）, 100%（12/12校）: the bracket says when, or of how many.
        let noted = behind.trim().strip_suffix(['）', ')']).and_then(|behind| behind.find(['（', '(']));
        let is_apart = behind.starts_with(char::is_whitespace);
        let behind = behind.trim().split_at(noted.unwrap_or(behind.trim().len())).0.trim_end();
        // `1 事務の効率化` and `3 組織と人` number headings; nobody measures in what something is of.
        let is_title = is_apart && behind.contains(['の', 'と', 'や']);
        let is_year = behind.starts_with("年度") || matches!(behind, "月" | "月末");
        let is_name = ORDINAL_COUNTERS.iter().any(|of| behind.strip_prefix(of).is_some_and(|name| !name.is_empty()));
        !is_year
            && !is_name
            && !is_title
            && !tells_deed(behind)
            && behind.chars().count() <= LONGEST_UNIT
            && !behind.contains(|c: char| c.is_ascii_digit() || number::circled(c).is_some() || c == '。')
    })
}

/// Whether what stands behind a number tells what was done, in a phrase with a particle: `人を配置`, `人が修了`. That it holds,
/// reaches or passes the number says more of the figure: `%を維持`.
fn tells_deed(behind: &str) -> bool {
    const RELATIONS: [&str; 9] = ["維持", "確保", "達成", "継続", "目指", "目標", "超", "上回", "下回"];
    let deed = behind.split_once(['を', 'が']).map(|(_, deed)| deed);
    deed.is_some_and(|deed| !deed.is_empty() && !RELATIONS.iter().any(|relation| deed.starts_with(relation)))
}

/// Whether a cell is a figure that counts things, though its unit is a word for a column: `47種類`.
pub fn counts(text: &str) -> bool {
    may_hold_digit(text) && figure(text).unit.is_some_and(|unit| front::UNITS.contains(&&*unit))
}

/// Whether a text may hold a digit: a byte that is one, or that begins a full-width one. Without an early exit the loop
/// has no branch and takes many bytes at once.
fn may_hold_digit(text: &str) -> bool {
    text.bytes().fold(false, |any, byte| any | byte.is_ascii_digit() | (byte == 0xEF))
}

/// Full-width digits, signs and separators to half width; nothing else.
fn folded(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_folded = |at: usize| matches!(bytes[at..], [_, 0xBC, 0x85 | 0x8C | 0x8E | 0x90..=0x99, ..]);
    if !memchr::memchr_iter(0xEF, bytes).any(is_folded) {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(number::digit(c).unwrap_or(0), 10).unwrap_or(c),
            '，' => ',',
            '．' => '.',
            '％' => '%',
            _ => c,
        })
        .collect()
}

/// `以上`, `以下`, `現状維持`.
fn relation(text: &str) -> Option<Relation> {
    if text.contains("維持") {
        return Some(Relation::Maintain);
    }
    if text.ends_with("以上") || text.ends_with("超") || text.ends_with("以上を維持") {
        return Some(Relation::AtLeast);
    }
    let at_most = text.ends_with("以下") || text.ends_with("未満") || text.ends_with("以内");
    at_most.then_some(Relation::AtMost)
}

/// Takes the word before the number off.
fn qualifier(text: &str) -> (Option<&str>, &str) {
    // Each begins with a character of three bytes.
    let first = text.as_bytes().first_chunk::<3>();
    for word in QUALIFIERS.into_iter().filter(|word| word.as_bytes().first_chunk() == first) {
        if let Some(rest) = text.strip_prefix(word) {
            let rest = rest.trim_start();
            if leading_number(rest).is_some() {
                return (Some(word), rest);
            }
        }
    }
    (None, text)
}

/// The number at the front of a folded text, with its sign and thousands separators, and what follows.
fn leading_number(text: &str) -> Option<(f64, &str)> {
    let (negative, unsigned) = match text.chars().next() {
        Some(sign) if MINUS.contains(&sign) => (true, text[sign.len_utf8()..].trim_start()),
        Some('+' | '＋') => (false, text.trim_start_matches(['+', '＋'])),
        _ => (false, text),
    };
    if !unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let length = unsigned
        .char_indices()
        .take_while(|&(at, c)| {
            let digit_follows = unsigned[at + c.len_utf8()..].starts_with(|next: char| next.is_ascii_digit());
            c.is_ascii_digit() || (matches!(c, ',' | '.') && at > 0 && digit_follows)
        })
        .map(|(_, c)| c.len_utf8())
        .sum();
    // 1,23 may be 1.23 or 123.
    let mut groups = unsigned[..length].split('.').next().unwrap_or_default().split(',').skip(1);
    if groups.any(|group| group.len() != 3) {
        return None;
    }
    let digits: String = unsigned[..length].chars().filter(|&c| c != ',').collect();
    // 01 is a key, not a figure.
    let is_key = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let (number, behind) = with_myriads(&digits, &unsigned[length..]).filter(|_| !is_key)?;
    Some((if negative { -number } else { number }, behind))
}

/// Goes on reading `12億3,000万円` behind its first number. The decimal point is moved before the number is made: 2.3
/// times 億 is 229,999,999.99999997.
fn with_myriads<'t>(digits: &str, behind: &'t str) -> Option<(f64, &'t str)> {
    for (sign, zeros) in [('億', 8), ('万', 4)] {
        if let Some(rest) = behind.strip_prefix(sign) {
            let number: f64 = format!("{digits}e{zeros}").parse().ok()?;
            let follows = rest.starts_with(|c: char| c.is_ascii_digit());
            let (more, rest) = follows.then(|| leading_number(rest)).flatten().unwrap_or((0.0, rest));
            // 3万5千人; 3,400千円 alone has the unit 千円.
            let (times, rest) = rest.strip_prefix('千').filter(|_| follows).map_or((1.0, rest), |rest| (1000.0, rest));
            return Some((number + times * more, rest));
        }
    }
    Some((digits.parse().ok()?, behind))
}

/// The unit behind a number: what is left without the relation.
fn unit(behind: &str) -> Option<&str> {
    // 100%（維持）, 12件※1, 3,500人程度: the unit ends before.
    let mut unit = behind.split(['（', '(', '※', '*', '＊']).next().unwrap_or_default().trim();
    for word in ["を維持", "維持", "程度", "前後", "以上", "以下", "未満", "以内", "超"] {
        unit = unit.strip_suffix(word).unwrap_or(unit).trim_end();
    }
    (!unit.is_empty()).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::{Figure, figure, is_figure};
    use crate::record::Relation;

    #[track_caller]
    fn case(text: &str, number: Option<f64>, parts: [Option<&str>; 2], relation: Option<Relation>) {
        let [unit, qualifier] = parts.map(|part| part.map(str::to_owned));
        assert_eq!(figure(text), Figure { number, unit, qualifier, relation }, "{text}");
    }

    #[test]
    fn figures_have_parts() {
        case("12.2%", Some(12.2), [Some("%"), None], None);
        case("延370人", Some(370.0), [Some("人"), Some("延")], None);
        case("5.6（万人）", Some(56_000.0), [Some("人"), None], None);
        case("12(%)", Some(12.0), [Some("%"), None], None);
        case("12（市内）", Some(12.0), [None, None], None);
        case("年3棟", Some(3.0), [Some("棟"), Some("年")], None);
        case("41,383世帯", Some(41383.0), [Some("世帯"), None], None);
        case("0.146", Some(0.146), [None, None], None);
        case("▲３．５％", Some(-3.5), [Some("%"), None], None);
        case("70%以上", Some(70.0), [Some("%"), None], Some(Relation::AtLeast));
        case("10件以下", Some(10.0), [Some("件"), None], Some(Relation::AtMost));
        case("12億3,000万円", Some(1_230_000_000.0), [Some("円"), None], None);
        case("2.3億円", Some(230_000_000.0), [Some("円"), None], None);
        case("100％（維持）", Some(100.0), [Some("%"), None], Some(Relation::Maintain));
        case("現状維持", None, [None, None], Some(Relation::Maintain));
        case("100%維持", Some(100.0), [Some("%"), None], Some(Relation::Maintain));
        case("3万5千人", Some(35_000.0), [Some("人"), None], None);
        case("5千人", Some(5.0), [Some("千人"), None], None);
        case("1,200t-CO2", Some(1200.0), [Some("t-CO2"), None], None);
        case("80～90％", None, [None, None], None);
        case("現状値以上", None, [None, None], Some(Relation::AtLeast));
        case("－", None, [None, None], None);
        case("…", None, [None, None], None);
        case("概ね80%", Some(80.0), [Some("%"), Some("概ね")], None);
        case("12件※1", Some(12.0), [Some("件"), None], None);
        case("12人/年", Some(12.0), [Some("人/年"), None], None);
        case("120人/1,000人", Some(120.0), [Some("人/1,000人"), None], None);
    }

    #[test]
    fn what_stands_before_a_figure_leaves_its_number() {
        case("※1,105人", Some(1105.0), [Some("人"), None], None);
        case("（人）延370", Some(370.0), [Some("人"), Some("延")], None);
        case("R5:850千円以上", Some(850.0), [Some("千円"), None], Some(Relation::AtLeast));
        case("(見込)▲3.5%", Some(-3.5), [Some("%"), Some("見込")], None);
        case("・約20件", Some(20.0), [Some("件"), Some("約")], None);
        for text in ["※1", "（うち女性）12人", "R4:12件\nR5:15件", "・12件\n・3件", "令和5年度"] {
            case(text, None, [None, None], None);
        }
    }

    #[test]
    fn a_comma_shows_that_a_gap_stands_in_a_number() {
        case("4,78 0千円", Some(4780.0), [Some("千円"), None], None);
        case("延1, 234人", Some(1234.0), [Some("人"), Some("延")], None);
        case("12 3,456", None, [None, None], None);
    }

    #[test]
    fn two_numbers_are_none() {
        for text in
            ["5/10", "12:30", "5-10", "5－10", "1 234", "1,23", "1,2345", "1.234.567", "5校中3校", "1日当たり950g"]
        {
            case(text, None, [None, None], None);
        }
    }

    #[test]
    fn a_figure_is_nothing_but_a_figure() {
        assert!(is_figure("延370人"));
        assert!(is_figure("現状維持"));
        assert!(!is_figure("3年間で延べ20回の講座を開催した。"));
        assert!(!is_figure("3 組織と人") && is_figure("3 団体"));
        assert!(!is_figure("2人を配置") && !is_figure("24人が修了") && is_figure("70%以上を維持"));
        assert!(!is_figure("相談窓口") && !is_figure("※1") && is_figure("※1,105人"));
        assert!(is_figure("3号") && !is_figure("3号認定（0歳）") && !is_figure("2次救急"));
    }
}
