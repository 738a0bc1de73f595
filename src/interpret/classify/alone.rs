//! What a row is by itself.
//!
//! In: the cells of one row. Out: its [`Class`] as far as its own words tell it. What its neighbours make of it is left
//! to the rooms beside this one.

use crate::interpret::classify::Class;
use crate::interpret::heading;
use crate::interpret::layout::{Family, Fit, Layout};
use crate::interpret::legend;
use crate::interpret::number;
use crate::interpret::shape;
use crate::read::lex::Cell;

/// What a row is by itself. A lone cell that is none of the known things is prose until its neighbours say more.
pub(super) fn alone(cells: &[Cell<'_>], layout: &Layout) -> Class {
    let printed = || cells.iter().filter(|cell| !cell.text.is_empty());
    let mut filled = printed().filter(|cell| !shape::is_stray_mark(&cell.text));
    let Some(first) = filled.next().or_else(|| printed().next()) else { return Class::Blank };
    if filled.next().is_some() {
        return if legend::is_count(cells) {
            Class::Tally
        } else if legend::is_row(cells) {
            Class::Legend
        } else if is_example(&first.text) {
            Class::Footnote
        } else {
            Class::Data
        };
    }
    let text = &*first.text;
    if shape::is_page_number(text) {
        return Class::PageNumber;
    }
    if is_continuation(text) {
        return Class::Noise;
    }
    let part = legend::part(text);
    if part == legend::Part::Whole {
        return Class::Legend;
    }
    if is_listed(text) {
        return Class::Contents;
    }
    if let Some(opening) = heading::opening(text, layout) {
        return if legend::asks_to_choose(text) { Class::Footnote } else { Class::Heading(opening) };
    }
    if part == legend::Part::Entry {
        return Class::Legend;
    }
    if is_footnote(text) {
        return Class::Footnote;
    }
    if cells.len() > 1 && reason(text, layout).is_none() { Class::Data } else { Class::Prose }
}

/// Whether the first cell of a row says that it shows how to fill in the others: `記入例`, `（例）花壇の手入れ`.
fn is_example(text: &str) -> bool {
    const WORDS: [&str; 6] = ["記入例", "記載例", "入力例", "例示", "見本", "例"];
    let bare = text.trim_start_matches('※');
    let inside = bare.strip_prefix(['（', '(', '【', '［', '[', '〔', '＜', '<', '《', '〈']);
    let word = inside.and_then(|inside| inside.split(['）', ')', '】', '］', ']', '〕', '＞', '>', '》', '〉']).next());
    WORDS.contains(&word.unwrap_or(bare).trim())
}

/// The label of a line below a row that says why it is rated so, and the sentence behind it: `評価の理由：町の人と植えたため。`
pub(crate) fn reason<'t>(line: &'t str, layout: &Layout) -> Option<(&'t str, &'t str)> {
    let (label, text) = line.split_once(['：', ':']).filter(|_| line.ends_with('。'))?;
    let is_label = matches!(layout.family_at_end(label), Some((Family::Comment, Fit::Whole)));
    is_label.then(|| (label, text.trim_start()))
}

/// Whether a line lists a part and its page: `２　評価の方法 ………… 2`.
fn is_listed(text: &str) -> bool {
    /// An ellipsis has two of them, a sum of money one.
    const FEWEST_DOTS: usize = 3;
    let title = text.trim_end_matches(|c| number::digit(c).is_some());
    if title.len() == text.len() {
        return false;
    }
    let leader = title.trim_end();
    let dots = leader.chars().rev().take_while(|c| "…‥・･.．".contains(*c)).count();
    dots >= FEWEST_DOTS && leader.chars().nth(dots).is_some()
}

/// Whether a line says that a table goes on: `（続き）`, `〈次頁へ続く〉`, `→次ページへ`; or that nothing follows: `（以下余白）`.
pub fn is_continuation(text: &str) -> bool {
    const WORDS: [&str; 5] = ["続き", "つづき", "続く", "つづく", "以下余白"];
    let inside = text.strip_prefix(['（', '(', '〈', '<', '＜', '【', '［', '[']);
    let inside = inside.and_then(|text| text.strip_suffix(['）', ')', '〉', '>', '＞', '】', '］', ']']));
    let ends = |text: &str| WORDS.iter().any(|word| text.ends_with(word));
    let bare = text.trim_start_matches(['→', '⇒', '↓']);
    let of_page = |rest: &str| {
        let rest = rest.strip_prefix("ページ").or_else(|| rest.strip_prefix('頁'));
        rest.is_some_and(|rest| matches!(rest, "へ" | "に") || ends(rest))
    };
    inside.is_some_and(ends) || WORDS.contains(&bare) || bare.strip_prefix(['次', '前']).is_some_and(of_page)
}

/// Whether a line is a note below a table: `※ 数値は3月末`, `（注1）…`, `資料：…`, `（単位：千円）`, or nothing but asterisks.
pub fn is_footnote(text: &str) -> bool {
    let noted = text.trim_start_matches(['(', '（', '【', '［', '[', '〔', '＜', '<']);
    let labels = ["資料", "出典", "備考", "参考", "単位"];
    let source = labels.iter().any(|label| {
        noted.strip_prefix(label).is_some_and(|behind| behind.starts_with(['：', ':', '）', ')', '】', '＞', '>']))
    });
    // Out of brackets it begins a sentence.
    let of_units = noted.len() < text.len() && noted.starts_with("単位は");
    source || of_units || noted.starts_with(['※', '＊', '*']) || (noted.starts_with('注') && !noted.starts_with("注意"))
}

/// Whether a line is the day on which a sheet was printed, with the time or without: `2024/05/10 10:32`.
pub fn is_date(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| number::digit(c).is_some());
    let parts: Vec<&str> =
        text.split_whitespace().next().unwrap_or_default().split(['/', '／', '-', '.', '．']).collect();
    let stamp = |text: &str| text.chars().all(|c| number::digit(c).is_some() || "/／-.．:： \u{3000}".contains(c));
    parts.len() == 3 && parts[0].chars().count() == 4 && parts.iter().all(|part| digits(part)) && stamp(text)
}

#[cfg(test)]
mod tests {
    use super::{is_continuation, is_date, is_example, is_footnote, is_listed, reason};
    use crate::diagnostic::Findings;
    use crate::interpret::classify::Class;
    use crate::interpret::layout::Layout;
    use crate::read::lex;
    use crate::source::Source;

    #[test]
    fn a_line_that_gives_the_reasons_of_a_rating_is_no_row() {
        let is_reason = |text: &&str| reason(text, Layout::builtin()).is_some();
        assert!(["評価の理由：町の人と植えたため。", "評価理由: 手が足りない。"].iter().all(is_reason));
        assert!(!["担当課：公園課", "花壇：苗を植えた。", "評価の理由：", "評価の理由"].iter().any(is_reason));
    }

    #[test]
    fn a_row_may_show_how_to_fill_in_the_others() {
        let examples = ["記入例", "（例）", "※記入例", "【記載例】花壇の手入れ", "例"];
        assert!(examples.into_iter().all(is_example));
        assert!(!["例規の見直し", "（例規）の見直し", "見本市の開催", "（記入例を配る）"].into_iter().any(is_example));
    }

    #[test]
    fn a_line_with_a_mark_that_asks_to_choose_heads_nothing() {
        let class = |line: &str| {
            let source = Source::made_up(line);
            let rows = lex::rows(&source, b'\t', &mut Findings::default());
            super::alone(&rows.cells, Layout::builtin())
        };
        for line in ["◆評価：A～Dから選択", "●評価は次から選んでください", "○評価の欄は選択すること"]
        {
            assert_eq!(class(line), Class::Footnote, "{line}");
        }
        assert!(matches!(class("◆選べる学びの場"), Class::Heading(_)));
    }

    #[test]
    fn a_line_of_contents_leads_to_its_page() {
        assert!(["２　評価の方法 ………… 2", "政策１　緑・・・・・１２"].into_iter().all(is_listed));
        assert!(!["前の年は……2", "………… 3", "緑の基金 1.2", "町の歩み"].into_iter().any(is_listed));
    }

    #[test]
    fn a_table_that_goes_on_says_so() {
        let all = [
            "（続き）",
            "〈次頁へ続く〉",
            "（前ページからの続き）",
            "つづき",
            "次ページへ続く",
            "→次頁へ",
            "（以下余白）",
        ];
        assert!(all.into_iter().all(is_continuation));
        assert!(!["道は続く", "（続きを読む会）", "（注）", "次ページ", "前に続く"].into_iter().any(is_continuation));
    }

    #[test]
    fn a_date_alone_is_when_a_sheet_was_printed() {
        assert!(["2024/05/10 10:32", "2024-5-10", "２０２４．５．１０"].into_iter().all(is_date));
        assert!(!["2024/05/10に開いた", "12.5", "10/20/30", "5月10日"].into_iter().any(is_date));
    }

    #[test]
    fn notes_say_that_they_are() {
        for text in [
            "※ 数値は3月末",
            "（注1）橋は市のもの",
            "資料：企画課",
            "＜参考＞　前の年の値",
            "【備考】なし",
            "（単位：千円）",
            "（単位は千円）",
        ] {
            assert!(is_footnote(text), "{text}");
        }
        for text in ["参考資料の整備", "注意を促す", "資料の収集：3件", "単位は学年ごとにちがう"]
        {
            assert!(!is_footnote(text), "{text}");
        }
    }
}
