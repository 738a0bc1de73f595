//! Titles: what a legend says that its scale is about.
//!
//! In: a line above a legend, or what stands before the first entry in its line. Out: the title without brackets, marks
//! and the words of a note. Which lines are asked is left to the caller.

use super::entry::entry;
use crate::interpret::heading::squeezed;
use crate::interpret::number;
use crate::interpret::shape;
use crate::interpret::text;

/// The title in a text: before a legend in its line, or the whole of a line above one.
pub fn title(line: &str) -> Option<&str> {
    /// The longest legend title seen has 12 characters.
    const LONGEST_TITLE: usize = 24;
    // The dash of a list: `- 判定　Ａ：…`.
    let line = behind_note(line.strip_prefix("- ").map_or(line, str::trim_start));
    let is_mark = |c: char| {
        const MARKS: &str = "<>＜＞【】〈〉《》≪≫«»〔〕『』[]［］（）()「」■●◆○◎※:：・*＊、，；;…▼▽";
        !text::is_kana_or_ideograph(c) && (c.is_whitespace() || MARKS.contains(c))
    };
    // (1) numbers the section.
    let line = shape::split_ordinal(line).map_or(line, |(_, title)| title).trim_start_matches(is_mark);
    let bare = line.trim_end_matches(is_mark);
    // 評価（担当課）
    let closing = line[bare.len()..].chars().next().filter(|c| matches!(c, '）' | ')') && text::leaves_open(bare));
    let bare = &line[..bare.len() + closing.map_or(0, char::len_utf8)];
    // Most lines have no topic, and then need no search for what comes with one.
    let topic = bare.find('は').and_then(|first| {
        let mut topics = bare[first..].match_indices('は').map(|(at, _)| first + at);
        let comma = topics.find(|at| bare[at + 'は'.len_utf8()..].starts_with('、'));
        let comma = comma.or(bare.strip_suffix('は').map(str::len));
        // 評価は5段階, 判定は次のとおり.
        let behind = &bare[first + 'は'.len_utf8()..];
        let explains = behind.starts_with(|c: char| number::digit(c).is_some() || matches!(c, '次' | '以'));
        comma.or_else(|| (explains || bare.chars().count() > 8).then_some(first))
    });
    let bare = topic.map_or(bare, |at| bare[..at].trim_end_matches(is_mark));
    // 評価については, 評価欄の○は, 「評価」欄の記号
    let behind = ["について", "欄の記号", "の記号", "欄の", "の", "を"];
    let bare =
        behind.iter().find_map(|behind| bare.strip_suffix(behind)).map_or(bare, |bare| bare.trim_end_matches('」'));
    // 凡例（進捗区分） says in its bracket what it is a legend of.
    let of = bare.strip_prefix("凡例").filter(|of| of.starts_with(is_mark)).map(|of| of.trim_matches(is_mark));
    let bare = of.filter(|of| !of.is_empty()).unwrap_or(bare);
    // ※１ numbers a note.
    let named = bare.contains(char::is_alphabetic);
    let short = named && bare.chars().count() <= LONGEST_TITLE && !bare.contains('。');
    short.then_some(bare)
}

/// A line without what says that a note follows, and not what it is about: （注）, 注2.
pub(super) fn behind_note(line: &str) -> &str {
    let noted = line.trim_start_matches(['（', '(', '※', '＊', '*', '【']);
    let ends = |c: char| number::digit(c).is_some() || "）):：.．】".contains(c) || c.is_whitespace();
    noted.strip_prefix('注').map_or(line, |rest| rest.trim_start_matches(ends))
}

/// Words in the title of a legend.
const LEGEND_WORDS: [&str; 14] = [
    "評価",
    "区分",
    "基準",
    "凡例",
    "判定",
    "達成",
    "進捗",
    "段階",
    "見方",
    "目安",
    "記号",
    "ランク",
    "Rating",
    "方向性",
];

/// Whether the title of a legend says that it is one.
pub fn speaks_of_ratings(title: &str) -> bool {
    let title = squeezed(title);
    LEGEND_WORDS.iter().any(|word| title.contains(word))
}

/// Whether a line says that a legend follows, and nothing else: `【凡　例】`.
pub fn says_only_legend(line: &str) -> bool {
    line.contains('凡') && title(line).is_some_and(|title| squeezed(title) == "凡例")
}

/// Whether a line that only titles stand above names the document, not the legend below it.
pub fn names_document(line: &str) -> bool {
    /// The longest legend title seen.
    const LONGEST: usize = 12;
    const KINDS: [&str; 8] = ["シート", "表", "票", "一覧", "調書", "報告書", "計画", "プラン"];
    let in_brackets = line.starts_with(['【', '<', '＜', '〈', '《', '［', '[', '（', '(', '「', '■', '●', '◆', '※']);
    const PLACES: [&str; 3] = ["市の", "町の", "村の"];
    let is_kind = KINDS.iter().any(|kind| line.ends_with(kind)) || PLACES.iter().any(|place| line.contains(place));
    !in_brackets && (is_kind || line.chars().count() > LONGEST || !speaks_of_ratings(line))
}

/// Whether a line, or a cell beside a table, says that a legend stands below it, and nothing else: `○…基準値を上回る` is an
/// entry of one.
pub fn announces(cell: &str) -> bool {
    /// `評価区分の説明`, with brackets around it.
    const LONGEST: usize = 12;
    const WORDS: [&str; 5] = ["凡例", "基準", "目安", "見方", "説明"];
    cell.chars().count() <= LONGEST && WORDS.iter().any(|word| cell.contains(word)) && entry(cell).is_none()
}

/// A line that says only that it is a legend names none.
pub fn names_nothing(title: &str) -> bool {
    matches!(&*squeezed(title), "凡例" | "注" | "注釈" | "備考" | "評価の凡例" | "記号" | "※")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    use super::{names_document, title};

    #[test]
    fn titles_lose_their_brackets() {
        assert_eq!(title("<進捗区分>"), Some("進捗区分"));
        assert_eq!(title("≪評価の見方≫"), Some("評価の見方"));
        assert_eq!(title("評価は、"), Some("評価"));
        assert_eq!(title("評価は5段階（"), Some("評価"));
        assert_eq!(title("評価については「"), Some("評価"));
        assert_eq!(title("「評価」欄の記号"), Some("評価"));
        assert_eq!(title("凡例（進捗区分）"), Some("進捗区分"));
        assert_eq!(title("【凡例：進捗区分"), Some("進捗区分"));
        assert_eq!(title("【凡例】"), Some("凡例"));
        assert_eq!(title("評価（担当課）："), Some("評価（担当課）"));
        assert_eq!(title("(1) 評価基準"), Some("評価基準"));
        assert_eq!(title(""), None);
    }

    #[test]
    fn the_first_line_names_the_document_unless_it_is_a_short_word_for_ratings() {
        assert!(
            ["防災の計画　年度別の状況", "評価シート", "森の町", "森の町の進捗状況"].into_iter().all(names_document)
        );
        assert!(!["進捗区分", "＜満足の度合い＞", "【評価の基準と考え方について】"].into_iter().any(names_document));
    }

    #[test]
    fn a_marked_line_that_announces_legends_heads_no_records() {
        let legends = "○評価の基準\n必要性　a：高い　b：普通\n総合評価　A：進んだ　B：遅れた\n\n";
        let rows = "政策1 水の町\t\t\t\n花壇\ta\tA\t公園課\n水路\tb\tB\t河川課\n";
        let sheet = format!("事業の評価\n\n{legends}事業名\t必要性\t総合評価\t担当課\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path = |record: &crate::record::Record<'_>| {
            record.path.iter().map(|of| of.printed.clone()).collect::<Vec<_>>().join(" > ")
        };
        assert_eq!(read.records.iter().map(path).collect::<Vec<_>>(), ["政策1 水の町", "政策1 水の町"]);
    }
}
