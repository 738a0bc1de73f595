//! Headers of questions, as a questionnaire gives them: `所属課をお選びください。⇥担当課はどこですか。`
//!
//! In: a row. Out: whether its cells ask what the cells below answer; and of a question what it is about.

use super::{cells, filled, is_header};
use crate::interpret::layout::Layout;
use crate::read::lex::Rows;

/// Fewer cells that ask may be a remark.
const FEWEST: usize = 3;

/// How a question ends, but for its stop.
const ENDINGS: [&str; 5] = ["ください", "下さい", "ですか", "ますか", "ましたか"];

/// What stands behind the subject of a question.
const BEHIND_SUBJECT: [&str; 9] =
    ["を", "として", "について", "に関して", "は何", "はどこ", "はどれ", "はどの", "はいかが"];

/// Whether the row is a header of questions: each cell is filled, half of them ask, nothing as wide stands above, and
/// the row below is as wide and asks nothing.
pub(super) fn is_row(rows: &Rows<'_>, at: usize, layout: &Layout) -> bool {
    let own = cells(rows, at);
    let is_narrow = |at: usize| filled(cells(rows, at)).nth(1).is_none();
    // The row above settles nearly every row.
    let may_be = own.len() >= FEWEST && at.checked_sub(1).is_none_or(is_narrow);
    if !may_be || own.iter().any(|cell| cell.text.is_empty()) {
        return false;
    }
    let asking = |at: usize| cells(rows, at).iter().filter(|cell| asks(&cell.text)).count();
    let count = asking(at);
    count >= FEWEST
        && count * 2 >= own.len()
        && cells(rows, at + 1).len() == own.len()
        && asking(at + 1) == 0
        && !is_header(cells(rows, at + 1), layout)
}

/// What stands in front of a note in brackets at the end, and of the star of an answer that must be given.
fn without_note(text: &str) -> &str {
    let text = text.trim_end_matches(['*', '＊', ' ', '\u{3000}']);
    let note = text.ends_with(['）', ')']).then(|| text.rfind(['（', '('])).flatten();
    note.map_or(text, |note| &text[..note])
}

/// Whether a text asks something.
fn asks(text: &str) -> bool {
    let text = without_note(text).trim_end_matches(['。', '？', '?']);
    ENDINGS.iter().any(|ending| text.ends_with(ending))
}

/// What a question is about, 取組の名称 of `取組の名称をご記入ください。`; another text as it is.
pub(super) fn subject(text: &str) -> &str {
    if !asks(text) {
        return text;
    }
    let subject = BEHIND_SUBJECT.iter().filter_map(|behind| text.find(behind)).min();
    subject.map_or(text, |end| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{names_of, read};

    const ROWS: &str = "公園課|花壇の手入れ|苗を植え、水をやった。|12人|計画どおり|よく育ったため。\n\
                        河川課|水路の掃除|泥をさらった。|30人|計画を上回った|人が多く来たため。\n\
                        公園課|並木の枝切り|枝を切った。|8人|計画どおり|道具がそろったため。\n";

    #[test]
    fn questions_name_the_columns_of_their_answers() {
        let asked = "担当課をお選びください。|取組の名称は何ですか。（計画のとおり）|行った内容を、詳しくご記入ください。|来た人数をご記入ください。（例：12人）|\
                     達成状況として、当てはまるものを選んでください。 *|そう判断した理由";
        let told = read(&format!("{asked}\n{ROWS}"), |read| {
            let first = &read.records[0];
            let item = first.item.as_ref().map(|item| item.title.to_string()).unwrap_or_default();
            let of = (&*first.departments[0].name, &*first.ratings[0].printed, &*first.values[0].printed);
            format!("{} {item} {of:?} {:?}", read.records.len(), first.ratings[0].comment)
        });
        assert_eq!(told, "3 花壇の手入れ (\"公園課\", \"計画どおり\", \"12人\") Some(\"よく育ったため。\")");
        assert_eq!(names_of(&format!("{asked}\n{ROWS}"))[1], "取組の名称は何ですか。（計画のとおり）");
    }

    #[test]
    fn what_is_asked_below_or_above_a_header_names_nothing() {
        let header = "担当課|取組|内容|人数|評価|理由";
        let asked = "選んでください。|記入してください。|詳しく書いてください。|数字で書いてください。|選んでください。|書いてください。";
        for sheet in [format!("{header}\n{asked}\n{ROWS}"), format!("{asked}\n{header}\n{ROWS}")] {
            assert_eq!(names_of(&sheet)[1], "取組", "{sheet}");
        }
    }
}
