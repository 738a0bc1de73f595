//! Texts: soft wraps undone where they are wraps, half-width kana made full-width.
//!
//! In: the texts of one column. Out: where the column wrapped, and with that each text as it was meant. A space or line
//! break between Japanese characters is a wrap of a narrow column, or it separates. Pieces that break at about the same
//! width were wrapped; before a bullet and after 。 a break separates whatever the width.

mod brackets;
mod edge;
mod letters;

use std::borrow::Cow;

use foldhash::HashMap;
use unicode_normalization::UnicodeNormalization as _;
use unicode_width::UnicodeWidthStr;

use crate::interpret::number;
pub use brackets::{closes_bracket, leaves_open};
pub use edge::{LAST_CHARACTER, edge, held_width, reaches, width, widths};
pub use letters::{begins_with_letters, is_ideograph, is_kana_or_ideograph, signs};

/// A column wraps if at least so many of its open breaks stand at one width: four of ten would be chance.
const WRAPPING_SHARE: f32 = 0.6;

/// Fewer open breaks than this say nothing of a column.
const FEWEST_BREAKS: usize = 4;

/// In mid-sentence two breaks at one width are no chance.
const FEWEST_SURE: usize = 2;

/// So many breaks of one cell are counted: a long cell is one of many in its column.
const MOST_OF_A_CELL: usize = 12;

/// Pieces of one column differ by so many display cells: a line takes no closing bracket at its front, and 。 or 、 hangs
/// over its end.
const WIDTH_TOLERANCE: usize = 6;

/// A column narrower than this, in display cells, holds names, not wrapped text.
const NARROWEST: usize = 12;

/// A column of titles narrower than this holds names, too, where all of its breaks stand at its edge.
const NARROWEST_TITLES: usize = 8;

/// Particles: a sentence goes on behind them.
const PARTICLES: [char; 10] = ['を', 'に', 'の', 'が', 'は', 'と', 'で', 'へ', 'も', 'や'];

/// Where a column wraps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wraps {
    /// The usual width of a full piece, in display cells; none where the column does not wrap.
    width: Option<usize>,
    /// What a wrap left: a column that wraps by spaces has line breaks where somebody meant them.
    by_spaces: bool,
}

/// The widths of a column's pieces before open breaks, while they are collected.
#[derive(Debug, Default)]
pub struct Widths {
    /// How many open breaks stand behind a piece of each width.
    count: HashMap<usize, usize>,
    /// How many of them stand in mid-sentence: they are wraps wherever they stand.
    surely: HashMap<usize, usize>,
    /// How many open breaks are line breaks.
    lines: usize,
    /// The widest line of a title.
    widest: usize,
}

impl Widths {
    /// Adds the pieces of a cell.
    pub fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut breaks = breaks(text).peekable();
        if breaks.peek().is_none() {
            return;
        }
        // What stands in front of the first letter is an ordinal.
        let letters = text.find(is_kana_or_ideograph).unwrap_or(text.len());
        for at in breaks.filter(|&at| at > letters && is_open(text, at)).take(MOST_OF_A_CELL) {
            let width = width_before(text, at);
            *self.count.entry(width).or_default() += 1;
            self.lines += usize::from(text.as_bytes()[at] == b'\n');
            if is_mid_sentence(text, at) {
                *self.surely.entry(width).or_default() += 1;
            }
        }
    }

    /// Adds the lines of a title.
    pub fn add_title(&mut self, text: &str) {
        self.add(text);
        // No character is wider than it has bytes.
        if text.len() > self.widest {
            self.widest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0).max(self.widest);
        }
    }

    /// Where a column of titles wraps on a sheet that does: they are few, and the widest of their lines fills the
    /// column.
    pub fn title_wraps(&self, sure_on_sheet: usize) -> Wraps {
        let wide = self.widest >= NARROWEST || (self.widest >= NARROWEST_TITLES && self.break_at_edge(1));
        let wraps = sure_on_sheet >= FEWEST_BREAKS && self.lines > 0 && wide;
        Wraps { width: wraps.then_some(self.widest), by_spaces: false }
    }

    /// Where a column of items wraps on a sheet that does: several line breaks, and all of them at its edge. A cell may
    /// list two items, but not each time at the edge.
    pub fn item_wraps(&self, sure_on_sheet: usize) -> Wraps {
        let at_edge = self.widest >= NARROWEST && self.break_at_edge(WIDTH_TOLERANCE / 2);
        Wraps { width: (sure_on_sheet >= FEWEST_BREAKS && at_edge).then_some(self.widest), by_spaces: false }
    }

    /// Whether there are several open breaks, line breaks all, and each at the widest line but for so many display
    /// cells.
    fn break_at_edge(&self, tolerance: usize) -> bool {
        let all: usize = self.count.values().sum();
        all >= FEWEST_SURE && self.lines == all && self.count.keys().all(|width| width + tolerance >= self.widest)
    }

    /// How many breaks stand in mid-sentence.
    pub fn sure(&self) -> usize {
        self.surely.values().sum()
    }

    /// Where the column wraps, if it does: most of its open breaks stand at one width, or those in mid-sentence do, or
    /// all do and one of them in mid-sentence. On a sheet that wraps (`sure_on_sheet` breaks in mid-sentence) one of
    /// the latter is enough.
    pub fn wraps(&self, sure_on_sheet: usize) -> Wraps {
        let fewest = if sure_on_sheet >= FEWEST_BREAKS { 1 } else { FEWEST_SURE };
        let at_one_width = || common_width(&self.count, FEWEST_SURE, 1.0).filter(|_| self.sure() > 0);
        let width = common_width(&self.count, FEWEST_BREAKS, WRAPPING_SHARE)
            .or_else(|| common_width(&self.surely, fewest, WRAPPING_SHARE))
            .or_else(at_one_width);
        let by_spaces = width.is_some() && self.lines * 2 < self.count.values().sum();
        Wraps { width, by_spaces }
    }
}

/// The width at which breaks stand, at least so many and this share of them.
fn common_width(count: &HashMap<usize, usize>, fewest: usize, at_least: f32) -> Option<usize> {
    let total: usize = count.values().sum();
    let near = |width: usize| -> usize {
        count.iter().filter(|(other, _)| other.abs_diff(width) <= WIDTH_TOLERANCE / 2).map(|(_, count)| count).sum()
    };
    let best = count.keys().copied().max_by_key(|&width| (near(width), width))?;
    let share = near(best) as f32 / total as f32;
    (total >= fewest && best >= NARROWEST && share >= at_least).then_some(best)
}

impl Wraps {
    /// These wraps, or others where there are none.
    pub fn or(self, other: Self) -> Self {
        if self.width.is_some() { self } else { other }
    }

    /// The text without its wraps; none where it has none. A title is one phrase, so that a longer piece of it was
    /// wrapped too; in other texts a longer piece ends an entry of a list.
    pub fn undo(self, text: &str, is_title: bool) -> Option<String> {
        let mut joined = String::new();
        let mut from = 0;
        // How wide the line of a title is up to a place: each of its breaks goes on from the one before.
        let (mut line, mut measured) = (0, 0);
        for at in gaps(text).filter(|&at| is_break(text, at) || is_in_number(text, at)) {
            let meant = self.by_spaces && text.as_bytes()[at] == b'\n';
            let full = self.width.is_some_and(|usual| {
                let width = if is_title {
                    let piece = &text[measured..at];
                    line = piece.rfind('\n').map_or_else(|| line + width(piece), |end| width(&piece[end + 1..]));
                    measured = at;
                    line
                } else {
                    width_before(text, at)
                };
                // Numbers side by side are common: only a piece as wide as the column cuts one.
                let tolerance = if is_in_number(text, at) { 1 } else { WIDTH_TOLERANCE };
                !meant && width + tolerance >= usual && (is_title || width <= usual + tolerance)
            });
            // Nobody ends an entry of a list with a comma, or begins one in mid-sentence: that is a wrap whatever the
            // width.
            let comma = text.as_bytes()[at] == b'\n' && text[..at].ends_with('、');
            if (full || comma || goes_on(&text[at + 1..])) && is_open(text, at) {
                joined.push_str(&text[from..at]);
                from = at + 1;
            }
        }
        if from == 0 {
            return None;
        }
        joined.push_str(&text[from..]);
        Some(joined)
    }
}

/// The places of spaces and line breaks.
fn gaps(text: &str) -> impl Iterator<Item = usize> + '_ {
    memchr::memchr2_iter(b' ', b'\n', text.as_bytes())
}

/// The places of single spaces and line breaks that stand between two characters, at least one of them Japanese.
fn breaks(text: &str) -> impl Iterator<Item = usize> + '_ {
    gaps(text).filter(|&at| is_break(text, at))
}

fn is_break(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = around(text, at) else { return false };
    let in_text = |c: char| !c.is_whitespace();
    let japanese = !before.is_ascii() || !after.is_ascii();
    in_text(before) && in_text(after) && japanese
}

/// Whether a space or line break stands between two digits.
fn is_in_number(text: &str, at: usize) -> bool {
    matches!(around(text, at), (Some('0'..='9'), Some('0'..='9')))
}

fn around(text: &str, at: usize) -> (Option<char>, Option<char>) {
    (text[..at].chars().next_back(), text[at + 1..].chars().next())
}

/// Whether a break may be a wrap: no sentence ends before it, no list entry begins behind it.
fn is_open(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let behind = &text[at + 1..];
    // Behind a comma or a quote of ASCII stands a space that belongs to it.
    let ends = matches!(before, Some('。' | '！' | '？' | '!' | '?' | '：' | ':' | '】' | ',' | ';' | '"'));
    !ends && (!begins_entry(behind) || is_within_a_number(&text[..at], behind))
}

/// Whether what looks like the number of an entry belongs to the text before it: `第 2、3回`, `（3月 10日）`.
fn is_within_a_number(before: &str, behind: &str) -> bool {
    let number = behind.chars().take_while(|&c| number::digit(c).is_some()).map(char::len_utf8).sum::<usize>();
    let bracket_is_open = || before.rfind(['（', '(']) > before.rfind(['）', ')']);
    number > 0 && (before.ends_with('第') || behind[number..].starts_with([')', '）']) && bracket_is_open())
}

/// Whether a break stands in mid-sentence: behind a comma or a particle, or before a character that begins no word.
fn is_mid_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + 1..].chars().next();
    before.is_some_and(|c| c == '、' || PARTICLES.contains(&c))
        || after.is_some_and(|c| "をのりるれうくっーゃゅょ、。）」".contains(c))
}

/// Whether a text begins as entries of a list do: with a bullet, a bracketed title, or a number that is set off.
pub fn begins_entry(text: &str) -> bool {
    const BULLETS: [char; 24] = [
        '・', '·', '•', '●', '○', '■', '□', '◆', '◇', '◎', '※', '【', '〔', '＊', '*', '-', '－', '→', '⇒', '▼', '▲',
        '☆', '★', '◯',
    ];
    let Some(first) = text.chars().next() else { return false };
    if BULLETS.contains(&first) || number::circled(first).is_some() {
        return true;
    }
    let inner = text.trim_start_matches(['(', '（']);
    let digits = inner.chars().take_while(|&c| number::digit(c).is_some()).map(char::len_utf8).sum::<usize>();
    let behind = &inner[digits..];
    let dotted = behind.strip_prefix('.').is_some_and(|next| !next.starts_with(|c: char| c.is_ascii_digit()));
    digits > 0 && (dotted || behind.starts_with(['．', ')', '）', '、']))
}

/// The width of the piece that ends at a break, in display cells. A stray quote takes no room.
fn width_before(text: &str, at: usize) -> usize {
    width(piece_before(text, at).trim_start_matches('"'))
}

/// The piece that ends at a break: from the break before it.
fn piece_before(text: &str, at: usize) -> &str {
    let start = text[..at]
        .rfind([' ', '\n', '\u{3000}'])
        .map_or(0, |space| space + text[space..].chars().next().map_or(1, char::len_utf8));
    &text[start..at]
}

/// The text with half-width kana as full-width ones; none where it has none.
pub fn full_width_kana(text: &str) -> Option<String> {
    let is_half = |c: char| ('\u{FF61}'..='\u{FF9F}').contains(&c);
    // Half-width kana begin with this byte, as full-width signs do; most texts have neither.
    let bytes = text.as_bytes();
    let is_half_at = |at: usize| matches!(bytes[at..], [_, 0xBD, 0xA1..=0xBF, ..] | [_, 0xBE, 0x80..=0x9F, ..]);
    memchr::memchr_iter(0xEF, bytes).find(|&at| is_half_at(at))?;
    let mut full = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_half) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_half(c)).unwrap_or(from.len());
        full.push_str(before);
        full.extend(from[..end].nfkc());
        rest = &from[end..];
    }
    full.push_str(rest);
    Some(full)
}

/// A text with its kana in full width.
pub fn with_full_width_kana<'s>(text: &Cow<'s, str>) -> Cow<'s, str> {
    full_width_kana(text).map_or_else(|| text.clone(), Cow::Owned)
}

/// Whether a text stops in mid-sentence: behind a comma or a particle, or with a bracket open.
pub fn stops_short(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| c == '、' || PARTICLES.contains(&c)) || leaves_open(text)
}

/// Whether a text is a phrase: a particle stands in it.
pub fn holds_particle(text: &str) -> bool {
    text.contains(PARTICLES)
}

/// What no title ends with: other words follow. 未来へ and みんなで are whole.
const BEFORE_A_NOUN: [char; 4] = ['の', 'を', 'が', '、'];

/// Whether a title stops where a word must follow: `朝市の`.
pub fn awaits_noun(title: &str) -> bool {
    title.ends_with(BEFORE_A_NOUN)
}

/// Whether a sentence ends with a text.
pub fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '！', '？'])
}

/// Whether a text ends as whole sentences do.
pub fn is_whole(text: &str) -> bool {
    text.ends_with(['。', '！', '？', '）', ')', '」'])
}

/// Whether a line begins as no sentence does: with a mark, a small letter, a particle or the last letter of a verb or
/// an adjective before an ideograph, or the last letters of a verb.
pub fn goes_on(line: &str) -> bool {
    /// ています。
    const LONGEST_ENDING: usize = 4;
    let mut letters = line.chars();
    let Some(first) = letters.next() else { return false };
    let second = letters.next();
    // Words in which an ideograph is spelled out begin with others: ほ場, し尿, り災.
    let ends_word = PARTICLES.contains(&first) || "るれたてすいな".contains(first);
    let particle = || ends_word && second.is_some_and(is_ideograph);
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{3096}');
    let verb = || {
        line.trim_start_matches(is_kana).starts_with('。')
            && line.chars().take_while(|c| is_kana(*c)).count() <= LONGEST_ENDING
    };
    // Alone it may be a code: ァ in place of ア.
    let small = || second.is_some() && "ぁぃぅぇぉァィゥェォン".contains(first);
    "。、）」』】っゃゅょッャュョーをんづ".contains(first) || small() || particle() || verb()
}

/// Whether a text says that it holds what the one above holds, in brackets or with gaps or not.
pub fn is_ditto(text: &str) -> bool {
    /// `（ 上記に 同じ ）` takes no more bytes.
    const LONGEST: usize = 32;
    let is_left_out = |c: char| matches!(c, '（' | '）' | '(' | ')') || c.is_whitespace();
    // Nearly every text begins with another character.
    let may_begin = |c: char| matches!(c, '〃' | '″' | '”' | '"' | '々' | '同' | '上') || is_left_out(c);
    if text.len() > LONGEST || !text.starts_with(may_begin) {
        return false;
    }
    let bare: String = text.chars().filter(|c| !is_left_out(*c)).collect();
    matches!(&*bare, "〃" | "″" | "”" | "\"" | "々" | "同上" | "上に同じ" | "上記に同じ")
}

/// Puts two parts of a text together that a page end had cut: with a line break where a list goes on or a sentence had
/// ended, else without anything.
pub fn joined(before: &str, after: &str) -> String {
    let separate = ends_sentence(before) || begins_entry(after);
    match (before.is_empty(), separate) {
        (true, _) => after.to_owned(),
        (false, true) => format!("{before}\n{after}"),
        (false, false) => format!("{before}{after}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Widths, Wraps, begins_entry, full_width_kana, joined};

    #[test]
    fn the_end_of_a_sentence_begins_none() {
        for line in ["た。", "した。道を直し", "ました。", "ています。", "、苗を", "って植えた"]
        {
            assert!(super::goes_on(line), "{line}");
        }
        for line in ["ありがとうございます。", "おおむね終えた。", "まちの花壇", "道を直した。", ""]
        {
            assert!(!super::goes_on(line), "{line}");
        }
    }

    fn wraps(cells: &[&str]) -> Wraps {
        let mut widths = Widths::default();
        cells.iter().for_each(|cell| widths.add(cell));
        widths.wraps(0)
    }

    #[test]
    fn pieces_of_one_width_were_wrapped() {
        let cells = [
            "①子どもの居場所づくりに関 する講座",
            "②地域で支える見守り体制 の充実",
            "③保育所の受入れ枠の拡大 と整備",
            "④相談窓口の周知と利用の 促進",
        ];
        let wraps = wraps(&cells);
        assert_eq!(wraps.undo(cells[0], true).as_deref(), Some("①子どもの居場所づくりに関する講座"));
        assert_eq!(wraps.undo("講座の開催 相談会の開催", false), None);
    }

    #[test]
    fn titles_wrap_at_the_widest_line_of_their_column() {
        let mut widths = Widths::default();
        let titles = ["１　花と水の\nあるまち", "２　遊び場・休\n憩所の整備", "３　防災"];
        titles.iter().for_each(|title| widths.add_title(title));
        let wraps = widths.title_wraps(9);
        assert_eq!(wraps.undo(titles[0], true).as_deref(), Some("１　花と水のあるまち"));
        assert_eq!(wraps.undo(titles[1], true).as_deref(), Some("２　遊び場・休憩所の整備"));
        assert_eq!(wraps.undo("４　花\n水", true), None);
        assert_eq!(widths.title_wraps(0).width, None, "nothing else on the sheet wraps");
    }

    #[test]
    fn a_column_whose_breaks_all_stand_at_its_edge_wraps_on_a_sheet_that_does() {
        let of = |cells: &[&str]| {
            let mut widths = Widths::default();
            cells.iter().for_each(|cell| widths.add_title(cell));
            widths
        };
        let narrow = of(&["用水と泥\nさらい", "花壇の植\n替え", "防災"]);
        assert_eq!(narrow.title_wraps(9).undo("花壇の植\n替え", true).as_deref(), Some("花壇の植替え"));
        let items = of(&["休みの間の見回りと照\n明の入替え", "空調の調べと掃除（夏\n季と冬季）", "堤の見回り"]);
        let undone = items.item_wraps(9).undo("休みの間の見回りと照\n明の入替え", true);
        assert_eq!(undone.as_deref(), Some("休みの間の見回りと照明の入替え"));
        assert_eq!(items.item_wraps(0).width, None, "nothing else on the sheet wraps");
        // Two items a cell, one of them no line of the column's width.
        let listed = of(&["花壇の植替えと水やり\n並木の手入れ", "水路の掃除\n堤の見回り", "朝市"]);
        assert_eq!(listed.item_wraps(9).width, None);
    }

    #[test]
    fn a_long_cell_is_one_of_many() {
        let cells = ["子どもの居場所づくりを 支えました。"; 40];
        let long = "相談の窓口を 町の広場で 週に二日の昼と夜に 開きました。".repeat(99);
        assert!(wraps(&[&cells[..], &[&*long]].concat()).width.is_some());
        assert_eq!(wraps(&cells[..3]), wraps(&cells), "three breaks in mid-sentence tell");
    }

    #[test]
    fn a_number_of_the_text_before_it_begins_no_entry() {
        let wraps = Wraps { width: Some(24), by_spaces: true };
        assert_eq!(
            wraps.undo("講座を開く日は毎月の第 2、4日曜です", false).as_deref(),
            Some("講座を開く日は毎月の第2、4日曜です")
        );
        assert_eq!(
            wraps.undo("催しを二日開いた（3月と 10）日", false).as_deref(),
            Some("催しを二日開いた（3月と10）日")
        );
        assert_eq!(wraps.undo("子どもの居場所を開いた 2）相談", false), None);
        assert_eq!(wraps.undo("【この五年間のまとめ】 講座を開いた", false), None);
    }

    #[test]
    fn a_number_is_whole_again_where_the_column_ends() {
        let wraps = Wraps { width: Some(20), by_spaces: true };
        assert_eq!(wraps.undo("小学校と中学校の総数の計6 4校で開いた", false), None);
        assert_eq!(
            wraps.undo("小学校と中学校は計6 4校で開いた", false).as_deref(),
            Some("小学校と中学校は計64校で開いた")
        );
        assert_eq!(wraps.undo("定員 20 30", false), None);
    }

    #[test]
    fn breaks_at_any_width_separate() {
        let cells = ["企画課 図書館", "地域で支える会 市民の会", "博物館 公園課 道路整備推進課", "子育て支援課 保育課"];
        assert_eq!(wraps(&cells), Wraps::default());
    }

    #[test]
    fn a_stray_quote_takes_no_room() {
        let cells =
            ["\"子どもの居場所づくりに 関する講座", "地域で支える見守り体 制の充実", "保育所の受入れ枠の拡 大と整備"];
        assert_eq!(wraps(&cells), wraps(&cells.map(|cell| cell.trim_start_matches('"'))));
    }

    #[test]
    fn where_a_column_wraps_by_spaces_a_line_break_is_meant() {
        let text = "地域で支える見守り体制\n講座の開催";
        assert_eq!(Wraps { width: Some(22), by_spaces: true }.undo(text, false), None);
        assert!(Wraps { width: Some(22), by_spaces: false }.undo(text, false).is_some());
        assert!(wraps(&["子どもの居場所づくりに 関する講座", "地域で支える見守り体 制の充実"]).by_spaces);
    }

    #[test]
    fn a_bullet_or_a_sentence_separates() {
        let text = "子どもの居場所づくりに関 ・講座を開いた。 相談も受けた";
        let wraps = Wraps { width: Some(24), by_spaces: true };
        assert_eq!(wraps.undo(text, false), None);
        assert!(begins_entry("1. 公民館"));
        assert!(begins_entry("(2)講座"));
        assert!(!begins_entry("12回開催"));
    }

    #[test]
    fn a_piece_that_begins_no_sentence_was_wrapped_at_any_width() {
        let undone = |text: &str| Wraps::default().undo(text, false);
        assert_eq!(undone("手順を改め、3月までに始め る。").as_deref(), Some("手順を改め、3月までに始める。"));
        assert_eq!(undone("開催 を2回試みる。").as_deref(), Some("開催を2回試みる。"));
        assert_eq!(undone("「会館」, 二階の部屋で開く。"), None);
        assert_eq!(undone("看板に \"花\" と書く。"), None);
        assert_eq!(undone("講座の開催 これからも続ける。"), None);
    }

    #[test]
    fn half_width_kana_become_full_width_and_nothing_else_changes() {
        assert_eq!(full_width_kana("ｽﾎﾟｰﾂ推進課①㈱").as_deref(), Some("スポーツ推進課①㈱"));
        assert_eq!(full_width_kana("（スポーツ）"), None);
    }

    #[test]
    fn parts_of_a_text_join_as_they_were_cut() {
        assert_eq!(joined("講座を", "開いた。"), "講座を開いた。");
        assert_eq!(joined("講座を開いた。", "相談も受けた。"), "講座を開いた。\n相談も受けた。");
        assert_eq!(joined("講座", "・相談"), "講座\n・相談");
    }
}
