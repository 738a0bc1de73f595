//! Cells of digits of which no one number is sure.
//!
//! In: the folded text of a cell without a number. Out: why none was read, where that is a fault of the cell: a letter
//! in the place of a digit, digits that stand apart, something unknown before the figure, or none behind 延べ. What is
//! several numbers, a date, a range or a sentence is as it should be.

use super::{LONGEST_FIGURE, MINUS, bare_figure, front};

/// Why no number was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// `43O人`: a letter stands where a digit is meant; the cell with the digit.
    Letter(String),
    /// `21 407人`, `1,23`: the digits may be one number or two.
    Apart,
    /// `（うち女性）12人`, `≒12`: something unknown stands before the figure.
    Front,
    /// `1.2E+08`: a narrow column of a spreadsheet rounded the figure.
    Rounded,
    /// `延べ`: the figure that it speaks of is missing.
    Missing,
}

/// Characters that are taken for digits, each with the digit: the letters of Latin, Greek and Cyrillic script, in both
/// widths, and the ideograph of zero.
const DIGIT_LIKE: [(char, char); 14] = [
    ('O', '0'),
    ('o', '0'),
    ('Ｏ', '0'),
    ('ｏ', '0'),
    ('Ο', '0'),
    ('ο', '0'),
    ('О', '0'),
    ('о', '0'),
    ('〇', '0'),
    ('l', '1'),
    ('I', '1'),
    ('ｌ', '1'),
    ('Ｉ', '1'),
    ('|', '1'),
];

/// Words that say nothing without a figure behind them: a line break cut it off.
const BEFORE_A_FIGURE: [&str; 7] = ["延べ", "のべ", "延", "約", "およそ", "おおむね", "概ね"];

/// Why no number was read from a folded text, if that is a fault.
pub(super) fn of(text: &str) -> Option<Doubt> {
    let is_short = text.chars().count() <= LONGEST_FIGURE;
    if !is_short || text.contains('。') {
        return None;
    }
    if let Some(meant) = with_digits(text) {
        return Some(Doubt::Letter(meant));
    }
    if is_rounded(text) {
        return Some(Doubt::Rounded);
    }
    if BEFORE_A_FIGURE.contains(&text) {
        return Some(Doubt::Missing);
    }
    if is_joined(text) || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if stands_apart(text) || ends_in_dash(text) {
        return Some(Doubt::Apart);
    }
    has_unknown_front(text).then_some(Doubt::Front)
}

/// The text with digits in the place of the letters that stand among its digits, if any do: behind a digit, or where
/// the figure begins and before one. `10l` is ten litres, `10lx` and `t-CO2` are units.
pub(super) fn with_digits(text: &str) -> Option<String> {
    let like = |c: char| DIGIT_LIKE.iter().find(|(letter, _)| *letter == c).map(|(_, digit)| *digit);
    if !text.contains(|c: char| like(c).is_some()) {
        return None;
    }
    let figure = text.len() - front::behind(text).rest.trim_start_matches(MINUS).len();
    let mut meant = String::with_capacity(text.len());
    let mut is_changed = false;
    for (at, c) in text.char_indices() {
        let behind = &text[at + c.len_utf8()..];
        let before = meant.trim_end_matches([',', '.']).chars().next_back().filter(|_| at > figure);
        let digit = like(c).filter(|_| match before {
            Some(before) => before.is_ascii_digit() && !is_unit(c, behind),
            None => at == figure && begins_number(behind),
        });
        is_changed |= digit.is_some();
        meant.push(digit.unwrap_or(c));
    }
    is_changed.then_some(meant)
}

/// Whether digits follow, behind a point or at once; or nothing but a unit: `O件`.
fn begins_number(behind: &str) -> bool {
    front::UNITS.contains(&behind)
        || behind.strip_prefix(['.', ',']).unwrap_or(behind).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a letter behind a digit begins a unit: others follow it, or it is the litre.
fn is_unit(letter: char, behind: &str) -> bool {
    let ends_unit = |c: char| c.is_whitespace() || "/／（(※*以未程前超維・".contains(c);
    let is_litre = matches!(letter, 'l' | 'ｌ') && behind.chars().next().is_none_or(ends_unit);
    let is_other = |c: char| c.is_alphabetic() && c.is_ascii() && !DIGIT_LIKE.iter().any(|(like, _)| *like == c);
    is_litre || behind.starts_with(is_other)
}

/// Whether signs make a ratio, a time, a range or a date of the digits: `5/10`, `12:30`, `80～90`, `R5.4.1`, `5年`.
fn is_joined(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let joins = |c: char| MINUS.contains(&c) || "/／:：～〜~・×".contains(c);
    let is_between = |(at, c): (usize, char)| {
        let [before, behind] = [text[..at].trim_end(), text[at + c.len_utf8()..].trim_start()];
        let is_date = "年月日時".contains(c) && text[..at].ends_with(is_digit);
        is_date || joins(c) && before.ends_with(is_digit) && behind.starts_with(is_digit)
    };
    text.matches('.').count() > 1 || text.char_indices().any(is_between)
}

/// Whether a figure is written as a power of ten.
pub(super) fn is_rounded(text: &str) -> bool {
    text.split_once(['E', 'e']).is_some_and(|(factor, power)| {
        let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
        let is_factor = factor.trim_start_matches(MINUS).chars().all(|c| c.is_ascii_digit() || c == '.');
        is_factor
            && factor.ends_with(|c: char| c.is_ascii_digit())
            && !digits.is_empty()
            && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// Whether digits stand before a dash behind which nothing follows: the second number of two is lost, or a sign is
/// misplaced.
fn ends_in_dash(text: &str) -> bool {
    text.strip_suffix(MINUS).is_some_and(|figure| figure.trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether digits stand apart that may be one number: by a space, by a comma that groups no thousands, by a reading
/// comma where a comma would group them.
fn stands_apart(text: &str) -> bool {
    let runs = text.split(|c: char| !c.is_ascii_digit() && !c.is_whitespace() && !matches!(c, ',' | '.' | '、'));
    runs.into_iter().any(|run| {
        let mut parts = run.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        let is_whole =
            parts.next().is_none() || !run.trim().contains([',', '、']) && run.split_whitespace().count() < 2;
        let lists = run.contains('、') && parts.any(|part| part.len() != 3);
        !is_whole && !lists && bare_figure(run.trim()).is_none()
    })
}

/// Whether brackets or signs, and no words, stand before the one figure of a text, or brackets around it. `※1` is a
/// note.
fn has_unknown_front(text: &str) -> bool {
    let front::Behind { rest, is_marked, .. } = front::behind(text);
    if let Some((word, behind)) = front::bracketed(rest) {
        return bare_figure(if behind.is_empty() { word } else { behind.trim_start() }).is_some();
    }
    let figure = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !"～〜~".contains(c));
    let is_known = is_marked && figure.len() == rest.len();
    !is_known && figure.len() < rest.len() && bare_figure(figure).is_some()
}

#[cfg(test)]
mod tests {
    use super::Doubt;
    use crate::interpret::value::{doubt, figure};

    #[test]
    fn a_letter_in_the_place_of_a_digit_is_no_unit() {
        let meant = [
            ("5O.0%", "50.0%"),
            ("43O人", "430人"),
            ("9l点", "91点"),
            ("1O0.0%", "100.0%"),
            ("l2件", "12件"),
            ("O.5%", "0.5%"),
            ("1,OOO人", "1,000人"),
            ("O件", "0件"),
            ("（見込）1２О件", "（見込）120件"),
        ];
        for (printed, meant) in meant {
            assert_eq!(doubt(printed), Some(Doubt::Letter(meant.to_owned())), "{printed}");
            assert_eq!(figure(printed).number, None, "{printed}");
        }
        for printed in ["10l", "5l以上", "20lx", "1,200t-CO2", "10l/日", "3Oz", "12件", "0.12mol"] {
            assert_eq!(doubt(printed), None, "{printed}");
            assert!(figure(printed).number.is_some(), "{printed}");
        }
        ["O", "未定", "Iターン", "〇〇課", "OK"].into_iter().for_each(|word| assert_eq!(doubt(word), None, "{word}"));
    }

    #[test]
    fn digits_that_stand_apart_may_be_one_number() {
        let apart = ["21 407人", "1、946人", "1,23", "1 4.0%", "12\n15", "1 234", "1, 23"];
        apart.into_iter().for_each(|printed| assert_eq!(doubt(printed), Some(Doubt::Apart), "{printed}"));
    }

    #[test]
    fn a_power_of_ten_is_no_number_that_anybody_wrote() {
        for printed in ["1.2E+08", "3E+05", "1e3", "-1.5E-02"] {
            assert_eq!((doubt(printed), figure(printed).number), (Some(Doubt::Rounded), None), "{printed}");
        }
        for printed in ["3Eco", "12e", "E5"] {
            assert_ne!(doubt(printed), Some(Doubt::Rounded), "{printed}");
        }
    }

    #[test]
    fn a_dash_behind_a_figure_is_no_unit() {
        ["5-", "1,200－"].into_iter().for_each(|printed| {
            assert_eq!((doubt(printed), figure(printed).number), (Some(Doubt::Apart), None), "{printed}");
        });
    }

    #[test]
    fn something_unknown_before_a_figure_may_change_it() {
        let fronts = ["（うち女性）12人", "≒12", "(12)", "?12件"];
        fronts.into_iter().for_each(|printed| assert_eq!(doubt(printed), Some(Doubt::Front), "{printed}"));
    }

    #[test]
    fn a_word_that_stands_before_figures_says_nothing_without_one() {
        ["延べ", "約"].into_iter().for_each(|printed| assert_eq!(doubt(printed), Some(Doubt::Missing), "{printed}"));
        ["年間", "延べ床面積", "約束", "延期"].into_iter().for_each(|word| assert_eq!(doubt(word), None, "{word}"));
    }

    #[test]
    fn several_numbers_dates_ranges_and_words_are_as_they_should_be() {
        let texts = [
            "5/10",
            "80～90％",
            "令和6年度",
            "12:30",
            "R5.4.1",
            "2023/4/1 12:30",
            "5校中3校",
            "1、2",
            "男12人 女15人",
            "※1",
            "～80%",
            "5－10",
            "令和6年4月 1日",
            "別紙1",
            "12件",
            "3回開催した。",
            "－",
            "01",
            "A1",
            "第3期",
            "1日当たり950g",
        ];
        texts.into_iter().for_each(|printed| assert_eq!(doubt(printed), None, "{printed}"));
    }
}
