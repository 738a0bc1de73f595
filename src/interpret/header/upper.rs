//! The upper rows of a header: words above several names.
//!
//! In: a row and the one below it. Out: whether they are one header, and which of the names below a word stand beside it. What goes
//! on below names is left to [`lower`](super::lower).

use super::known::is_whole_word;
use super::{LONGEST_NAME, is_header, text_at};
use crate::interpret::layout::{self, Family, Layout};
use crate::interpret::shape::Shape;
use crate::read::lex::Cell;

/// Whether a row is the upper part of a header whose names stand in the row below it.
pub(super) fn is_upper_of_header(cells: &[Cell<'_>], below: &[Cell<'_>], layout: &Layout) -> bool {
    is_upper(cells, below, layout) && is_header(below, layout)
}

/// Whether a name stands below each cell of a row, and one of these spans several.
pub(super) fn are_spanned(upper: &[Cell<'_>], lower: &[Cell<'_>]) -> bool {
    let filled = || (0..upper.len()).filter(|&at| !text_at(upper, at).is_empty());
    let spans = |at: usize| {
        text_at(upper, at + 1).is_empty() && !text_at(lower, at).is_empty() && !text_at(lower, at + 1).is_empty()
    };
    filled().any(spans) && filled().all(|at| !text_at(lower, at).is_empty())
}

/// Whether a row is the upper part of the header below it: short names, none of them data. One at least spans several
/// columns that all have names below, or all columns without a name below have one here. `令和6年3月末現在` at the right of a
/// title line spans nothing, and the last row of a page is data.
fn is_upper(upper: &[Cell<'_>], lower: &[Cell<'_>], layout: &Layout) -> bool {
    let named = |text: &str| {
        // A stray mark names nothing, and a page number names no column.
        let words = || text.is_empty() || text.chars().any(|c| c.is_alphanumeric() && !c.is_numeric());
        matches!(Shape::of(text, layout), Shape::Phrase | Shape::Blank) && words()
    };
    // 所管課 is a department too.
    let names = |text: &str| {
        text.chars().count() <= LONGEST_NAME && (layout::is_year(text) || named(text) || is_whole_word(text, layout))
    };
    let filled = || (0..upper.len()).filter(|&at| !text_at(upper, at).is_empty());
    // Alone in the first cell stands a title that Excel padded with tabs. Which cells are blank is asked first: it settles
    // nearly every row without a look at a word.
    if upper.iter().skip(1).all(|cell| cell.text.is_empty()) || upper.len() > lower.len() + 1 {
        return false;
    }
    let completes = || {
        let unnamed = || (0..lower.len()).filter(|&at| text_at(lower, at).is_empty());
        unnamed().next().is_some() && unnamed().all(|at| !text_at(upper, at).is_empty())
    };
    (are_spanned(upper, lower) || completes()) && filled().all(|at| names(&upper[at].text))
}

/// Whether a name below a row of words that span others stands beside the one on its left, which begins above another
/// name: 外部評価の点 has an evaluation of its own where 区分 is that of 自己評価, and nobody rates departments.
pub(super) fn is_beside(upper: &str, [first, own]: [&str; 2], layout: &Layout) -> bool {
    let rates = |text: &str| matches!(layout.family(text), Some((Family::Rating | Family::Judged, _)));
    let ends_as = |text: &str, family: Family| layout.family_at_end(text).is_some_and(|(of, _)| of == family);
    rates(upper) && (ends_as(own, Family::Department) || ends_as(first, Family::Code) && rates(own))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The names of the columns below a header, from the fourth on.
    #[track_caller]
    fn case(header: &str, row: &str, names: &[&str]) {
        let sheet = format!("{header}\n{row}\n{}\n", row.replace("花壇", "並木")).replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.columns.iter().skip(3).map(|column| &*column.name).collect::<Vec<_>>(), names, "{header}");
        assert_eq!(read.records.len(), 2, "{header}");
    }

    #[test]
    fn words_for_columns_above_several_names_are_no_header_by_themselves() {
        let row = "1|花壇の手入れ|春に苗を植えた。|達成|よく育った。|4.0|Ａ|公園課";
        let names = ["自己評価", "自己評価 > 理由", "平均点", "判定", "所管課"];
        case("|||自己評価||外部評価||\n番号|事業名|実施内容|区分|理由|平均点|判定|所管課", row, &names);
    }

    #[test]
    fn another_evaluation_stands_beside_the_one_above_a_code() {
        let row = "1|花壇の手入れ|春に苗を植えた。|達成|よく育った。|4.0|Ａ|よい手入れである。|公園課";
        let names = ["自己評価", "自己評価 > 理由", "外部評価平均点", "外部評価判定", "委員の意見", "所管課"];
        let lower = "番号|事業名|実施内容|区分|理由|外部評価平均点|外部評価判定|委員の意見|所管課";
        case(&format!("|||自己評価|||||\n{lower}"), row, &names);
    }
}
