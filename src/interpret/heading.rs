//! Headings: what opens one, and the nesting of those that stand above a record.
//!
//! In: the text of a lone cell or line. Out: level, number and title; and, from one to the next, the [`Path`] that a
//! record stands under. A folded copy is read, the printed text is kept.

mod enumerated;
mod path;

pub use self::enumerated::{enumerated, in_kana, is_number_form};
use crate::interpret::layout::Layout;
use crate::interpret::number;
use crate::interpret::shape::Shape;
use crate::interpret::spacing::Closed;
use crate::interpret::text;

pub use path::{Entered, Path, without_continued};

/// What opens a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The word or mark: `章`, `基本目標`, `●`.
    pub level: String,
    /// The number in it.
    pub number: Option<u32>,
    /// Where the title begins in the text, in bytes.
    pub title: usize,
}

/// The level of an office that no label names.
pub const OFFICE: &str = "（課）";

/// Brackets that stand round a heading: `【基本目標１　健やか】`.
const AROUND: [(char, char); 9] = [
    ('【', '】'),
    ('［', '］'),
    ('[', ']'),
    ('〔', '〕'),
    ('＜', '＞'),
    ('<', '>'),
    ('《', '》'),
    ('≪', '≫'),
    ('〈', '〉'),
];

impl Opening {
    /// The title in the text that it opens, without the end of a bracket that stands round the whole, or of a rule.
    pub fn title_of<'t>(&self, text: &'t str) -> &'t str {
        let title = &text[self.title..];
        let first = text.chars().next();
        if let Some(ruled) = between_rules(text).filter(|ruled| ruled.title == self.title) {
            return title.trim_end_matches(&*ruled.level).trim_end();
        }
        if let Some((office, _)) = led(text).filter(|(_, led)| led.title == self.title) {
            return office;
        }
        let around = AROUND.iter().find(|(open, _)| Some(*open) == first && !title.contains(*open));
        let inside = around.and_then(|(_, close)| title.strip_suffix(*close).filter(|title| !title.contains(*close)));
        inside.map_or(title, str::trim_end)
    }

    /// Where an item begins behind the title of a heading that a mark opens, in one cell with it: `●男女の… ①先進事例…`.
    pub fn item(&self, text: &str, layout: &Layout) -> Option<usize> {
        let is_marked = self.level.chars().all(|mark| layout.heading_marks.contains(&mark));
        if is_marked { items(text).find(|at| *at > self.title) } else { None }
    }
}

/// Where items may begin in a text, behind a space: at a circled number, or at a kana or a number in brackets that
/// stands apart from its title.
pub fn items(text: &str) -> impl Iterator<Item = usize> {
    let is_item = |text: &str| {
        let in_brackets = || text.starts_with(['（', '(']) && enumerated(text).is_some();
        text.starts_with(|c| number::circled(c).is_some()) || in_kana(text).is_some() || in_brackets()
    };
    let behind = text::signs(text).filter(|(_, c)| c.is_whitespace()).map(|(at, space)| at + space.len_utf8());
    behind.filter(move |at| is_item(&text[*at..]))
}

/// Reads what opens a heading: `第1章 …`, `基本目標【2】: …`, `課題(1):…`, `● …`. None for other texts.
pub fn opening(text: &str, layout: &Layout) -> Option<Opening> {
    /// A heading is a line; what is longer is prose that begins like one.
    const LONGEST_HEADING: usize = 80;
    if text.starts_with('"') {
        // Stray quotes in front.
        let unquoted = text.trim_start_matches('"');
        let found = opening(unquoted, layout)?;
        return Some(Opening { title: text.len() - unquoted.len() + found.title, ..found });
    }
    let first = text.chars().next()?;
    if text.len() > LONGEST_HEADING * 3 && text.chars().count() > LONGEST_HEADING {
        return None;
    }
    if text[first.len_utf8()..].starts_with([' ', '\u{3000}'])
        && let Some(closed) = Closed::of(text)
    {
        let found = opening(&closed.text, layout)?;
        return Some(Opening { title: closed.printed(found.title), ..found });
    }
    let found = if first == '第' {
        counted_part(text, layout)
    } else if layout.heading_marks.contains(&first) {
        marked(text, first).map(|found| named_behind_mark(text, first, layout).unwrap_or(found))
    } else {
        numbered_word(text, layout).or_else(|| numbered_part(text, layout))
    }?;
    let title = &text[found.title..];
    (!title.contains('。')).then_some(found)
}

/// `第1章 つながり`, `第２節`, `第三項　…`; and without a word for the part, as official documents number: `第１　つながり`.
fn counted_part(text: &str, layout: &Layout) -> Option<Opening> {
    let after = text['第'.len_utf8()..].trim_start();
    let number = number::leading(after)?;
    let behind = &after[number.length..];
    let rest = behind.trim_start();
    // The first three bytes, of one character mostly, tell most parts from each other.
    let begins = |part: &String| part.len() < 3 || part.as_bytes().first_chunk::<3>() == rest.as_bytes().first_chunk();
    let is_part = |part: &&String| begins(part) && rest.starts_with(part.as_str());
    let Some(part) = layout.heading_parts.iter().find(is_part) else {
        // 第2 次計画 with a narrow space is a word that a line break cut.
        let titled = !rest.is_empty() && behind.starts_with('\u{3000}');
        return titled.then(|| Opening {
            level: "第".to_owned(),
            number: Some(number.value),
            title: text.len() - rest.len(),
        });
    };
    let tail = &rest[part.len()..];
    let title = skip_separators(tail);
    // 第3部会の… and 第2項目の… are words that begin like a part: a title is set off, or in brackets, or absent.
    let set_off = title.len() < tail.len() || tail.is_empty() || tail.starts_with(['「', '『', '（', '(', '【']);
    let follows_kanji_word = || tail.starts_with(['会', '目', '分', '署', '局', '門', '以', '長']);
    (set_off || !follows_kanji_word()).then(|| Opening {
        level: part.clone(),
        number: Some(number.value),
        title: text.len() - title.len(),
    })
}

/// `8款　土木費`: a part whose title is set off from it, since 3部 counts copies.
fn numbered_part(text: &str, layout: &Layout) -> Option<Opening> {
    let number = number::leading(text)?;
    let behind = &text[number.length..];
    let part = layout.heading_parts.iter().find(|part| behind.starts_with(part.as_str()))?;
    let tail = &behind[part.len()..];
    let title = tail.trim_start();
    (title.len() < tail.len() && !title.is_empty()).then(|| Opening {
        level: part.clone(),
        number: Some(number.value),
        title: text.len() - title.len(),
    })
}

/// `● 社会活動…`, `■１　つながり`; a mark alone, or one of several in a row (`○○市`), opens nothing, and `★は重点事業` says what it
/// means.
fn marked(text: &str, mark: char) -> Option<Opening> {
    let rest = &text[mark.len_utf8()..];
    let title = rest.trim_start();
    // 〇 is a numeral too.
    let begins = |c: char| c.is_alphanumeric() && c != '〇' || matches!(c, '「' | '『' | '【' | '（' | '(');
    let opens = title.starts_with(begins);
    let explained = rest.strip_prefix(['は', '：', ':', '＝', '=']);
    let is_explained = explained.is_some_and(|rest| rest.starts_with(|c| text::is_ideograph(c) || c == '「'));
    let (number, behind) = match enumerated(title) {
        Some((_, Some(number), behind)) => (Some(number), behind),
        _ => (None, 0),
    };
    let title = text.len() - title.len() + behind;
    (opens && !is_explained).then(|| Opening { level: mark.to_string(), number, title })
}

/// `■ 柱1：つながり`: a word with its number behind a mark, and a title.
fn named_behind_mark(text: &str, mark: char, layout: &Layout) -> Option<Opening> {
    let behind = text[mark.len_utf8()..].trim_start();
    let found = numbered_word(behind, layout).filter(|found| found.title < behind.len())?;
    Some(Opening { title: text.len() - behind.len() + found.title, ..found })
}

/// `基本目標【2】: …`, `課題(1):…`, `施策１　…`, `基本方針Ⅱ …`.
fn numbered_word(text: &str, layout: &Layout) -> Option<Opening> {
    const OPENING: [char; 11] = ['【', '［', '[', '〔', '＜', '<', '≪', '《', '〈', '「', '『'];
    let is_bare = text.starts_with(text::is_kana_or_ideograph);
    let bare = if is_bare { text } else { text.trim_start_matches(OPENING) };
    let bracketed = bare.len() < text.len();
    let known = layout.heading_word(bare);
    let word = known.or_else(|| compound_word(bare, layout))?;
    let after = bare[word.len()..].trim_start();
    let inner = after.trim_start_matches(['(', '（', '【', '［', '[', '〔', '<', '＜', '「', '.', '．', '№']);
    // 目標Ａ　…, but not 重点A of a table's cell.
    let letter = || number::letter(inner).filter(|letter| inner[letter.length..].starts_with(char::is_whitespace));
    let number = number::leading(inner).or_else(letter)?;
    let mut rest = &inner[number.length..];
    // 1-2, 1－(2): the last number is the heading's own, the others repeat those above.
    let mut value = number.value;
    while let Some(next) = rest
        .strip_prefix(['-', '－', '‐', '−', 'ー', '.', '．', '―'])
        .map(|next| next.trim_start_matches(['(', '（']))
        .and_then(|next| number::leading(next).map(|number| (number, next)))
    {
        value = next.0.value;
        rest = &next.1[next.0.length..];
    }
    let opened = inner.len() < after.len();
    let closed = rest.trim_start_matches([')', '）', '】', '］', ']', '〕', '>', '＞', '」', '≫', '》', '〉']);
    let title = skip_separators(closed);
    // 目標3年 or 施策10件 count something: what follows a heading's number is a bracket, a separator, or nothing.
    let named = title.starts_with(['【', '「', '『', '〔', '［', '（', '(']);
    let set_off = opened || bracketed || named || title.len() < closed.len() || title.is_empty();
    // Nobody listed a compound, so that it opens a heading only where a title stands apart from its number.
    let titled = known.is_some() || (!title.is_empty() && title.len() < closed.len());
    (set_off && titled).then(|| Opening {
        level: word.to_owned(),
        number: Some(value),
        title: text.len() - title.len(),
    })
}

/// A word of ideographs that ends with a heading word and has a digit behind it: `活動目標1`.
fn compound_word<'t>(text: &'t str, layout: &Layout) -> Option<&'t str> {
    const LONGEST: usize = 8;
    let (end, behind) = text.char_indices().take(LONGEST + 1).find(|(_, c)| !text::is_ideograph(*c))?;
    if end == 0 || !(number::digit(behind).is_some() || number::roman(behind).is_some()) {
        return None;
    }
    let word = &text[..end];
    let ends = |(at, _): (usize, char)| layout.heading_word(&word[at..]) == Some(&word[at..]);
    word.char_indices().skip(1).any(ends).then_some(word)
}

/// What counts the editions of a plan, 第２次計画, and never headings.
pub const EDITIONS: [char; 2] = ['次', '期'];

/// The bracket that a text begins with, and the one that closes it.
fn around(text: &str) -> Option<(char, char)> {
    let first = text.chars().next()?;
    AROUND.iter().copied().find(|(open, _)| *open == first)
}

/// A remark in brackets is shorter than a heading: 【新規】, ＜見直し＞.
pub const SHORTEST_BRACKETED: usize = 4;

/// Reads a line that a bracket stands round: `＜学びの支援＞`, but not `［単位：千円］`. Its level is the bracket. What is in it
/// has at least so many characters.
pub fn bracketed(text: &str, shortest: usize) -> Option<Opening> {
    let (open, close) = around(text)?;
    let inside = text[open.len_utf8()..].strip_suffix(close)?;
    let whole = inside.trim().chars().count() >= shortest && !inside.contains([open, close, '：', ':']);
    whole.then(|| Opening { level: format!("{open}{close}"), number: None, title: open.len_utf8() })
}

/// Reads a name between two rules: `＝＝＝　道路課　＝＝＝`. Its level is the sign that they are made of.
pub fn between_rules(text: &str) -> Option<Opening> {
    const RULES: [char; 8] = ['＝', '=', '―', '─', '━', '-', '～', '~'];
    /// Pages are numbered between single ones: `- 3 -`.
    const SHORTEST: usize = 2;
    let rule = text.chars().next().filter(|first| RULES.contains(first))?;
    let behind = text.trim_start_matches(rule);
    let name = behind.trim_end_matches(rule);
    let is_rule = |length: usize| length >= SHORTEST * rule.len_utf8();
    let is_name = name.contains(text::is_kana_or_ideograph) && !name.contains(RULES);
    let title = text.len() - behind.trim_start().len();
    let stands = is_rule(text.len() - behind.len()) && is_rule(behind.len() - name.len()) && is_name;
    stands.then(|| Opening { level: rule.to_string(), number: None, title })
}

/// Reads an office in brackets with the name of who leads it behind: `【道路課】　課長　町田　花`. Gives the office, too.
pub fn led(text: &str) -> Option<(&str, Opening)> {
    let behind = behind_bracket(text).filter(|behind| behind.starts_with(char::is_whitespace))?;
    let front = &text[..text.len() - behind.len()];
    let opening = bracketed(front, 2).filter(|_| names_leader(behind))?;
    let office = front[opening.title..].char_indices().next_back().map(|(end, _)| &front[opening.title..][..end])?;
    Some((office.trim_end(), opening))
}

/// Whether a line tells who leads an office: `部長　町田　花`.
pub fn names_leader(text: &str) -> bool {
    /// 事務局長
    const LONGEST_POST: usize = 5;
    let post = text.split_whitespace().next().unwrap_or_default();
    post.ends_with('長') && (2..=LONGEST_POST).contains(&post.chars().count())
}

/// What stands behind a bracket in front that says what it is about, if something does: `泉を守る` of `【水】泉を守る`.
pub fn behind_bracket(text: &str) -> Option<&str> {
    let (open, close) = around(text)?;
    let (inside, behind) = text[open.len_utf8()..].split_once(close)?;
    (!behind.is_empty() && !inside.contains(['：', ':'])).then_some(behind)
}

/// Reads a title behind a bracket and a gap, `【水】　泉を守る`. A label says what stands behind it: `【担当課】　公園課`.
pub fn tagged(text: &str, layout: &Layout) -> Option<Opening> {
    let behind = behind_bracket(text).filter(|behind| behind.starts_with(char::is_whitespace))?;
    let open = text.chars().next()?;
    let tag = text[open.len_utf8()..text.len() - behind.len()].strip_suffix(|c| AROUND.contains(&(open, c)))?;
    let is_word = tag.chars().all(text::is_kana_or_ideograph) && !tag.is_empty();
    let is_title = !behind.trim().is_empty() && !behind.contains(['。', '：', ':']);
    (is_word && is_title && layout.family(tag).is_none()).then(|| Opening {
        level: text[..text.len() - behind.len()].replace(tag, ""),
        number: None,
        title: 0,
    })
}

/// Reads a department in brackets, which is no remark however short it is: `【総務部】`.
pub fn of_department(text: &str, layout: &Layout) -> Option<Opening> {
    /// A department and the word for what it is: 総務部, 税務課. 本部 alone is none.
    const SHORTEST: usize = 3;
    let opening = bracketed(text, SHORTEST)?;
    (Shape::of(opening.title_of(text), layout) == Shape::Department).then_some(opening)
}

/// Skips what stands between a heading's number and its title.
fn skip_separators(text: &str) -> &str {
    text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '.' | '．' | '、' | '・' | '－' | '―' | '】' | '］')
    })
}

/// A text without its white space, to compare by.
pub fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut from = 0;
    for (at, space) in text::signs(text).filter(|(_, c)| c.is_whitespace()) {
        squeezed.push_str(&text[from..at]);
        from = at + space.len_utf8();
    }
    squeezed.push_str(&text[from..]);
    squeezed
}

/// Whether two titles are spellings of one: at least half of their characters stand in the same order in both.
/// Spellings of one heading on the sheets seen so far share nine tenths, different headings under one number a fifth.
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (squeezed(one).chars().collect(), squeezed(other).chars().collect());
    let longer = one.len().max(other.len());
    longer == 0 || common(&one, &other) * 2 >= longer
}

/// The length of the longest common subsequence.
fn common(one: &[char], other: &[char]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for left in one {
        let mut diagonal = 0;
        for (at, right) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if left == right { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::{Opening, SHORTEST_BRACKETED, alike, bracketed, enumerated, opening};
    use crate::interpret::layout::Layout;

    #[track_caller]
    fn case(text: &str, level: &str, number: Option<u32>, title: &str) {
        let found = opening(text, Layout::builtin());
        let expected = Opening { level: level.to_owned(), number, title: text.len() - title.len() };
        assert_eq!(found, Some(expected), "{text}");
    }

    #[track_caller]
    fn none(text: &str) {
        assert_eq!(opening(text, Layout::builtin()), None, "{text}");
    }

    #[test]
    fn headings_open_in_many_ways() {
        case("第1章 みどりのまち", "章", Some(1), "みどりのまち");
        case("第２節　水辺の保全", "節", Some(2), "水辺の保全");
        case("第三項 河川", "項", Some(3), "河川");
        case("基本目標【2】: 働きやすいまち", "基本目標", Some(2), "働きやすいまち");
        case("課題(1):職場の環境", "課題", Some(1), "職場の環境");
        case("課題(2)家庭の環境", "課題", Some(2), "家庭の環境");
        case("● 社会参画の促進", "●", None, "社会参画の促進");
        case("■１　社会参画の促進", "■", Some(1), "社会参画の促進");
        case("◆(2) 社会参画の促進", "◆", Some(2), "社会参画の促進");
        case("●3年後の町", "●", None, "3年後の町");
        case("基本方針Ⅱ　安心", "基本方針", Some(2), "安心");
        case("施策1-2 子育て", "施策", Some(2), "子育て");
        case("【基本目標１】健やか", "基本目標", Some(1), "健やか");
        case("第1章", "章", Some(1), "");
        case("方針1－みどり", "方針", Some(1), "みどり");
        case("第２　身近な自然", "第", Some(2), "身近な自然");
        case("8款　土木費", "款", Some(8), "土木費");
        case("■ 柱1：つながり", "柱", Some(1), "つながり");
        case("■基本目標２　健やか", "基本目標", Some(2), "健やか");
        case("■ 柱の交換", "■", None, "柱の交換");
        case("■ 施策10件の点検", "■", None, "施策10件の点検");
        none("3部印刷");
        none("3部");
        case("基 本 目 標 １ 　水 と 緑", "基本目標", Some(1), "水 と 緑");
    }

    #[test]
    fn a_bracket_round_the_whole_heading_is_no_part_of_its_title() {
        let title = |text: &'static str| opening(text, Layout::builtin()).map(|opening| opening.title_of(text));
        assert_eq!(title("【基本目標１　健やか】"), Some("健やか"));
        assert_eq!(title("【基本目標１】健やか【新】"), Some("健やか【新】"));
        assert_eq!(title("基本目標１　健やか【新】"), Some("健やか【新】"));
    }

    #[test]
    fn a_heading_in_brackets_is_longer_than_a_remark() {
        let title = |text: &'static str| bracketed(text, SHORTEST_BRACKETED).map(|opening| opening.title_of(text));
        assert_eq!(title("＜学びの支援＞"), Some("学びの支援"));
        assert_eq!(title("【新規】"), None);
        assert_eq!(title("［単位：千円］"), None);
        assert_eq!(title("＜学び＞と＜遊び＞の支援＞"), None);
        assert_eq!(title("学びの支援"), None);
    }

    #[test]
    fn a_letter_numbers_a_known_word_and_a_mark_that_is_explained_opens_nothing() {
        case("目標Ａ　水と緑", "目標", Some(1), "水と緑");
        case("施策B 川", "施策", Some(2), "川");
        case("○はじめに", "○", None, "はじめに");
        ["目標A達成", "目標ABC 川", "★は重点的に進める取組", "○＝達成", "●：「済み」"].into_iter().for_each(none);
    }

    #[test]
    fn lines_are_numbered_in_kana_too() {
        assert_eq!(enumerated("（イ）　町なか"), Some(("(ア)".to_owned(), Some(2), "（イ）　".len())));
        assert_eq!(enumerated("ウ　町なか"), Some(("ア".to_owned(), Some(3), "ウ　".len())));
        assert_eq!(enumerated("エ 町なか"), Some(("ア".to_owned(), Some(4), "エ ".len())));
        assert_eq!(enumerated("イ ベント"), None);
        assert_eq!(enumerated("（ア）"), None);
        assert_eq!(enumerated("⑵　町なか"), Some(("⑴".to_owned(), Some(2), "⑵　".len())));
        assert_eq!(enumerated("⒊ 町なか"), Some(("⒈".to_owned(), Some(3), "⒊ ".len())));
        assert_eq!(enumerated("十二　町の歩み"), Some(("一".to_owned(), Some(12), "十二　".len())));
        assert_eq!(enumerated("アを選んだ課"), None);
    }

    #[test]
    fn texts_that_only_begin_like_headings() {
        none("第3部会の設置");
        none("第2次計画の策定");
        none("第2 次計画の策定");
        none("○○市の計画");
        none("〇〇市の計画");
        none("目標30件に対し20件");
        none("第1章では計画の目的を述べます。");
        none("相談窓口の充実");
    }

    #[test]
    fn an_item_stands_apart_behind_a_heading_with_a_mark() {
        let item = |text: &'static str| {
            let at = opening(text, Layout::builtin()).and_then(|opening| opening.item(text, Layout::builtin()));
            at.map_or("", |at| &text[at..])
        };
        for text in ["●緑の町 ①花壇", "●緑の町 エ 花壇", "◇緑の 町 (2) 花壇", "●緑の町\n（ア） 花壇"]
        {
            assert!(item(text).ends_with("花壇") && item(text).len() < "（ア） 花壇（".len(), "{text}");
        }
        let none = ["●緑の町 イ ベント", "●緑の町 花壇", "●緑の町 (3か所)", "施策１ 緑の町 ①花壇", "●①花壇"];
        none.into_iter().for_each(|text| assert_eq!(item(text), "", "{text}"));
    }

    #[test]
    fn stray_quotes_may_stand_in_front() {
        case("\"第1章 みどりのまち", "章", Some(1), "みどりのまち");
        none(&"\"".repeat(100_000));
    }

    #[test]
    fn spellings_are_alike_and_other_titles_are_not() {
        assert!(alike("つどいを育むまちづくり", "つどいをはぐくむまちつくり"));
        assert!(!alike("公園の整備", "防災体制の充実"));
    }
}
