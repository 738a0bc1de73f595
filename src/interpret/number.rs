//! Numbers as municipal texts write them: `12`, `１２`, `十二`, `Ⅱ`, `②`, `イ`.
//!
//! In: a text. Out: the number at its front and the bytes it takes. Which of them opens a heading or an item is the
//! caller's to know.

/// A number at the front of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leading {
    /// Its value.
    pub value: u32,
    /// The bytes it takes.
    pub length: usize,
}

/// The digit that a half-width or full-width digit stands for.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// The number in a circle, in brackets or before a full stop that is one character with it: ①–⑳, ㉑–㉟, ㊱–㊿, ❶–❿, ⑴–⒇,
/// ⒈–⒛.
pub fn circled(c: char) -> Option<u32> {
    match c {
        '①'..='⑳' => Some(c as u32 - '①' as u32 + 1),
        '㉑'..='㉟' => Some(c as u32 - '㉑' as u32 + 21),
        '㊱'..='㊿' => Some(c as u32 - '㊱' as u32 + 36),
        '❶'..='❿' => Some(c as u32 - '❶' as u32 + 1),
        '⑴'..='⒇' => Some(c as u32 - '⑴' as u32 + 1),
        '⒈'..='⒛' => Some(c as u32 - '⒈' as u32 + 1),
        _ => None,
    }
}

/// The number of a Roman numeral character: Ⅰ–Ⅻ, ⅰ–ⅻ.
pub fn roman(c: char) -> Option<u32> {
    match c {
        'Ⅰ'..='Ⅻ' => Some(c as u32 - 'Ⅰ' as u32 + 1),
        'ⅰ'..='ⅻ' => Some(c as u32 - 'ⅰ' as u32 + 1),
        _ => None,
    }
}

/// The number of a Roman numeral in two and more letters: II, III, IV, VI–IX, XI, XII.
pub fn roman_letters(text: &str) -> Option<u32> {
    const LETTERS: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    if !text.starts_with(['I', 'V', 'X']) {
        return None;
    }
    let at = LETTERS.iter().position(|letters| *letters == text)?;
    (text.len() > 1).then_some(at as u32 + 1)
}

/// The digit that an ideograph stands for.
fn ideograph(c: char) -> Option<u32> {
    let value = match c {
        '〇' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some(value)
}

/// The last number of an ordinal: `1-2` is the second of the first, `(3)` the third.
pub fn of_ordinal(ordinal: &str) -> Option<u32> {
    let last = ordinal
        .rsplit(['-', '－', '‐', '−', '.', '．', '(', '（', '〔', '［', '[', ')', '）'])
        .find(|part| leading(part).is_some())?;
    leading(last).map(|number| number.value)
}

/// All numbers of the first ordinal in a text: `1-2　ごみの減量` is the second of the first.
pub fn all(text: &str) -> Vec<u32> {
    let mut rest = text.trim_start_matches(|c: char| !is_number(c));
    let mut all = Vec::new();
    while let Some(number) = leading(rest) {
        all.push(number.value);
        let behind = &rest[number.length..];
        rest = behind.strip_prefix(['-', '－', '‐', '−', '.', '．']).unwrap_or_default();
    }
    all
}

/// Whether a text is the number of a row or a heading and nothing else: `3`, `1-2`, `(4)`, `②`.
pub fn is_alone(text: &str) -> bool {
    /// `(12-10)`.
    const LONGEST: usize = 7;
    let mark = |c: char| is_number(c) || "-－‐−.．()（）".contains(c);
    text.chars().count() <= LONGEST && text.chars().all(mark) && !all(text).is_empty()
}

/// Whether a text begins with what is counted: a number in front of it is none of a row.
pub fn counts(behind: &str) -> bool {
    behind.starts_with(['か', 'ヶ', 'カ', 'ケ', '年', 'つ', '月', '日', '人', '歳', '次', '回', '件', '%'])
}

/// Whether a character is a number by itself.
pub fn is_number(c: char) -> bool {
    c == '十' || digit(c).or_else(|| circled(c)).or_else(|| roman(c)).or_else(|| ideograph(c)).is_some()
}

/// Reads digits, ideographs up to 九十九, circled and Roman numerals at the front of a text.
pub fn leading(text: &str) -> Option<Leading> {
    let first = text.chars().next()?;
    if matches!(first, '\u{4E00}'..='\u{9FFF}') {
        return leading_ideographs(text);
    }
    if let Some(value) = circled(first).or_else(|| roman(first)) {
        return Some(Leading { value, length: first.len_utf8() });
    }
    let mut value: u32 = 0;
    let mut length = 0;
    for c in text.chars().take_while(|&c| digit(c).is_some()) {
        value = value.checked_mul(10)?.checked_add(digit(c)?)?;
        length += c.len_utf8();
    }
    if length > 0 {
        return Some(Leading { value, length });
    }
    leading_ideographs(text)
}

/// Reads a capital letter that counts as a number does, `Ｂ` as 2, if no letter follows.
pub fn letter(text: &str) -> Option<Leading> {
    let first = text.chars().next()?;
    let place = match first {
        'A'..='Z' => first as u32 - 'A' as u32,
        'Ａ'..='Ｚ' => first as u32 - 'Ａ' as u32,
        _ => return None,
    };
    let behind = text[first.len_utf8()..].chars().next();
    let is_word = behind.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ'));
    (!is_word).then_some(Leading { value: place + 1, length: first.len_utf8() })
}

/// Reads `三`, `十`, `二十`, `十二`, `二十三`.
fn leading_ideographs(text: &str) -> Option<Leading> {
    let mut tens = None;
    let mut ones = None;
    let mut length = 0;
    for c in text.chars() {
        match (c, ideograph(c)) {
            ('十', _) if tens.is_none() => tens = Some(ones.take().unwrap_or(1)),
            (_, Some(value)) if ones.is_none() => ones = Some(value),
            _ => break,
        }
        length += c.len_utf8();
    }
    (length > 0).then(|| Leading { value: tens.unwrap_or(0) * 10 + ones.unwrap_or(0), length })
}

#[cfg(test)]
mod tests {
    use super::{Leading, all, leading};

    #[track_caller]
    fn case(text: &str, value: u32, printed: &str) {
        assert_eq!(leading(text), Some(Leading { value, length: printed.len() }), "{text}");
    }

    #[test]
    fn numbers_are_written_many_ways() {
        case("12章", 12, "12");
        case("１２章", 12, "１２");
        case("一節", 1, "一");
        case("十節", 10, "十");
        case("二十三", 23, "二十三");
        case("③相談", 3, "③");
        case("⑶相談", 3, "⑶");
        case("⒓ 相談", 12, "⒓");
        case("Ⅳ 健康", 4, "Ⅳ");
        assert_eq!(leading("章"), None);
        assert_eq!(leading(""), None);
    }

    #[test]
    fn an_ordinal_may_have_several_numbers() {
        assert_eq!(all("1-2　ごみの減量 3件"), [1, 2]);
        assert_eq!(all("施策２．１０．１ 水"), [2, 10, 1]);
        assert_eq!(all("第三章"), [3]);
        assert_eq!(all("章"), [0; 0]);
    }
}
