//! One item under two names, and other items.
//!
//! In: a run of rows, those above it and their headers. Out: the place in which its header has another name for the
//! item, which is no column of its own then; or whether it evaluates something else, in another table. In two columns
//! of one table the one would be a level, and the rows below it without an item.

use foldhash::HashSet;

use super::draft::Draft;
use crate::interpret::classify::Classes;
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::{self, Family};
use crate::interpret::roles::CLEAR_MAJORITY;
use crate::interpret::shape::Shape;

/// At least one in so many columns of two headers is the same, or the tables have little to do with each other.
const ALIKE_ONE_IN: usize = 2;

/// The place of the item, where the header of a run has another name for it than the last one above: `ＫＰＩ` for `数値目標`.
pub(super) fn renamed_item(run: &Draft, above: &[Draft], classes: &Classes) -> Option<usize> {
    let above = above.iter().rfind(|draft| draft.own_header.is_some())?;
    let columns = |draft: &Draft| draft.own_header.map(|header| &*classes.headers[header].columns);
    let (own, known) = (columns(run)?, columns(above)?);
    let item = item_of(own).filter(|item| item_of(known) == Some(*item))?;
    let differs = |at: &usize| own[*at].key() != known[*at].key();
    let differing: Vec<usize> = (0..own.len().min(known.len())).filter(differs).collect();
    // What is a level on one page and a text on the other stands for something else.
    let is_level = |&at: &usize| [&own[at], &known[at]].iter().any(|of| of.family == Some(Family::Path));
    (own.len() == known.len()
        && differing.contains(&item)
        && differing.len() * ALIKE_ONE_IN <= own.len()
        && !differing.iter().any(is_level)
        && [run, above].iter().all(|draft| holds_names(draft, item)))
    .then_some(item)
}

/// Whether a header has other names for what is evaluated than the one above, and none of its own: `施策` and `事業` after
/// `取組`; or differs from it in nothing but that: `認定区分` in the place of `事業名`.
pub(super) fn renames_item(own: &[HeaderColumn], above: &[HeaderColumn]) -> bool {
    let items = |of: &[HeaderColumn]| -> HashSet<String> {
        let items = of.iter().filter(|column| column.names_item());
        items.map(|column| layout::compared_header(&column.key()).into_owned()).collect()
    };
    let mut renamed = own.iter().zip(above).filter(|(own, above)| own.printed != above.printed);
    let replaces = |(own, above): (&HeaderColumn, &HeaderColumn)| {
        above.names_item() && !own.key().is_empty() && own.key() != above.key()
    };
    let (known, new) = (items(above), items(own));
    (!known.is_empty() && !new.is_empty() && known.is_disjoint(&new))
        || own.len() == above.len() && renamed.next().is_some_and(replaces) && renamed.next().is_none()
}

/// The one column that names the item: beside a project an indicator is a text.
fn item_of(columns: &[HeaderColumn]) -> Option<usize> {
    let mut items = (0..columns.len()).filter(|&at| columns[at].names_item());
    items.next().filter(|_| items.next().is_none())
}

/// Whether a column of a run holds names: figures below 数値目標 are values.
fn holds_names(draft: &Draft, column: usize) -> bool {
    let Some(seen) = draft.seen.get(column) else { return false };
    let filled = seen.iter().sum::<f32>() - seen[Shape::Blank.index()];
    let other = [Shape::Number, Shape::Sentence, Shape::Open].map(|shape| seen[shape.index()]);
    filled > 0.0 && other.iter().sum::<f32>() < CLEAR_MAJORITY * filled
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The innermost heading, item and columns of texts of each record.
    #[track_caller]
    fn case(headers: [&str; 2], expected: [&str; 2]) {
        let sheet = format!(
            "基本目標１　町\n{}\n町の人の数|人|12|20|○|数えた。|企画課\n\n施策２　店\n{}\n朝市の数|回|4|5|◎|広げた。|商工課\n",
            headers[0], headers[1]
        );
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let path = record.path.last().map_or("", |of| &of.title);
            let texts: Vec<&str> = record.texts.iter().map(|(name, _)| &**name).collect();
            format!("{path}|{}|{}", record.item.as_ref().map_or("", |of| &of.title), texts.join("、"))
        };
        assert_eq!(read.records.iter().map(of_record).collect::<Vec<_>>(), expected, "{sheet}");
        let listed = |header: &&str| header.split('|').all(|name| read.columns.iter().any(|of| &*of.name == name));
        assert!(headers.iter().all(listed), "{:?}", read.columns);
    }

    const GOAL: &str = "数値目標|単位|実績値|目標値|進捗|備考|担当課";

    #[test]
    fn another_name_for_the_item_is_no_level_above_it() {
        let other = "重要業績評価指標|単位|実績値|目標値|進捗|取組の成果|担当課";
        case([GOAL, other], ["町|町の人の数|単位、備考", "店|朝市の数|単位、取組の成果"]);
        case([other, GOAL], ["町|町の人の数|単位、取組の成果", "店|朝市の数|単位、備考"]);
        case([GOAL, &other.replace("取組の成果", "備考")], ["町|町の人の数|単位、備考", "店|朝市の数|単位、備考"]);
    }

    #[test]
    fn an_item_beside_a_level_of_its_own_is_of_another_table() {
        let header = |columns: &str| format!("{columns}|評価|理由|担当課\n");
        let sheet = [
            header("取組|内容"),
            "花壇|苗を植えた。|A|増えた。|公園課\n水路|泥を取った。|B|減った。|河川課\n\n".to_owned(),
            header("施策|事業"),
            "市|朝市|A|雨が多い。|商工課\n|夜市|B|人が足りない。|商工課\n".to_owned(),
        ];
        let sheet = sheet.concat().replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let items = read.records.iter().filter_map(|record| record.item.as_ref()).map(|item| &*item.title);
        assert_eq!(items.collect::<Vec<_>>(), ["花壇", "水路", "朝市", "夜市"]);
    }
}
