//! Lines of a form around its `label：value` lines: values that go on in the next line, and captions of what stands below.
//!
//! In: the rows of a form with the fields that were read in them. Out: the fields with their whole values; a line that was
//! put to the value above has no field of its own. Captions are no labels.

use foldhash::HashSet;

use crate::interpret::classify::is_footnote;
use crate::interpret::form::Field;
use crate::interpret::form::blocks;
use crate::interpret::heading;
use crate::interpret::layout::Layout;
use crate::interpret::text::{self, LAST_CHARACTER};
use crate::read::lex::{Cell, Rows};
use crate::record::RepairKind;

/// Lines of prose have some thirty letters, of two display cells each; where all lines are shorter nothing shows an edge.
const NARROWEST_PAGE: usize = 48;

/// Takes brackets that never have a value for captions where a numbered line and its fields stand below: `【町の目標】` above
/// `（１）朝市`.
pub(super) fn leave_captions(rows: &Rows<'_>, fields: &mut [Option<Vec<Field<'_>>>]) {
    let is_said = |(_, value): &&Field<'_>| !value.text.is_empty();
    let said: HashSet<String> =
        fields.iter().flatten().flatten().filter(is_said).map(|(label, _)| label.text.to_string()).collect();
    // Whether the filled row below is a field, and whether it is a numbered line above one.
    let (mut above_field, mut above_number) = (false, false);
    for at in (0..fields.len()).rev() {
        let Some(cell) = lone(rows, at) else {
            if rows.of(&rows.rows[at]).iter().any(|cell| !cell.text.is_empty()) {
                (above_field, above_number) = (fields[at].is_some(), false);
            }
            continue;
        };
        let is_caption = |of: &Vec<Field<'_>>| matches!(&of[..], [(label, _)] if !said.contains(&*label.text));
        if above_number && cell.text.starts_with('【') && fields[at].as_ref().is_some_and(is_caption) {
            fields[at] = None;
        }
        let is_field = fields[at].is_some();
        above_number = above_field && !is_field && heading::enumerated(&cell.text).is_some();
        above_field = is_field;
    }
}

/// Puts lines to the value above that goes on in them: that line reaches the edge of the page and ends no sentence.
pub(super) fn join(rows: &Rows<'_>, fields: &mut [Option<Vec<Field<'_>>>], layout: &Layout) {
    let lines = (0..fields.len()).map(|at| lone(rows, at).map_or("", |cell| &*cell.text));
    let mut widths = text::widths(lines);
    widths.sort_unstable();
    let Some(&edge) = widths.last().filter(|edge| **edge >= NARROWEST_PAGE) else { return };
    // The longest line of a page that cuts none is alone.
    if widths.iter().rev().nth(1).is_none_or(|next| next + LAST_CHARACTER < edge) {
        return;
    }
    let mut open: Option<usize> = None;
    for at in 1..fields.len() {
        open = if fields[at - 1].as_ref().is_some_and(|of| !of.is_empty()) { Some(at - 1) } else { open };
        let above = lone(rows, at - 1).filter(|above| text::reaches(&above.text, edge));
        let goes_on = above.is_some_and(|above| !text::ends_sentence(&above.text));
        let rest = lone(rows, at).filter(|own| goes_on && fields[at].is_none() && !opens_anew(&own.text, layout));
        open = open.filter(|_| rest.is_some());
        if let (Some(of), Some(rest)) = (open, rest)
            && let Some((_, value)) = fields[of].as_mut().and_then(|fields| fields.last_mut())
            && !value.text.is_empty()
        {
            value.span = value.span.to(rest.span);
            value.text = text::joined(&value.text, &rest.text).into();
            value.mended = Some(RepairKind::JoinedRows);
            fields[at] = Some(Vec::new());
        }
    }
}

/// Whether a line begins something else.
fn opens_anew(line: &str, layout: &Layout) -> bool {
    is_footnote(line) || blocks::is_caption(line, layout) || line.starts_with(['【', '［', '＜', '〔'])
}

/// The only cell of a row.
fn lone<'r, 's>(rows: &'r Rows<'s>, at: usize) -> Option<&'r Cell<'s>> {
    let [cell] = rows.of(&rows.rows[at]) else { return None };
    (!cell.text.is_empty()).then_some(cell)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// Each record as path, item, rating, departments and texts.
    fn read(sheet: &str) -> Vec<String> {
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let path: Vec<&str> = record.path.iter().map(|of| &*of.title).collect();
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let texts: Vec<String> = record.texts.iter().map(|(name, text)| format!("{name}={text}")).collect();
            let rating = record.ratings.first().map_or("", |rating| &rating.printed);
            format!("{}|{item}|{rating}|{}|{}", path.join(">"), names.join("、"), texts.join("|"))
        };
        read.records.iter().map(of_record).collect()
    }

    const BLOCKS: [&str; 4] = [
        "（１） 花壇の手入れ\n担当課：公園課\n目標：花壇を三か所に増やす。\n結果：春に苗を植え、町の人と水をやり、夏には草を取り、秋には菊の種を採って町\nの学校に配った。\n達成度：ａ\n",
        "（２） 水路の泥さらい\n担当課：河川課\n目標：水路を五本さらう。\n結果：三本をさらった。\n達成度：ｃ\n",
        "（１） 朝市\n担当課：商工課\n目標：月に一度開く。\n結果：駅前の広場を借り、川魚や野菜を売る店を集めて、町の人が毎月集まる市に育\nてた。\n達成度：ｂ\n",
        "（２） 夜市\n担当課：商工課\n目標：夏に開く。\n結果：開けなかった。\n達成度：ｄ\n",
    ];

    /// Two offices with a caption above two goals each.
    fn sheet(caption: &str, [one, two, three, four]: [&str; 4]) -> String {
        format!(
            "白波町の部の目標\n\n１　建設部\n\n{caption}\n\n{one}\n{two}\n２　商工部\n\n{caption}\n\n{three}\n{four}"
        )
    }

    #[test]
    fn the_numbered_line_above_the_labels_is_the_item_and_a_value_goes_on_in_the_next_line() {
        let expected = [
            "建設部|花壇の手入れ|ａ|公園課|目標=花壇を三か所に増やす。|結果=春に苗を植え、町の人と水をやり、夏には草を取り、秋には菊の種を採って町の学校に配った。",
            "建設部|水路の泥さらい|ｃ|河川課|目標=水路を五本さらう。|結果=三本をさらった。",
            "商工部|朝市|ｂ|商工課|目標=月に一度開く。|結果=駅前の広場を借り、川魚や野菜を売る店を集めて、町の人が毎月集まる市に育てた。",
            "商工部|夜市|ｄ|商工課|目標=夏に開く。|結果=開けなかった。",
        ];
        assert_eq!(read(&sheet("【運営目標】", BLOCKS)), expected);
    }

    #[test]
    fn a_line_below_one_that_ended_or_reached_no_edge_is_no_rest() {
        let ended = BLOCKS.map(|block| block.replace("採って町\n", "採った。\n"));
        let records = read(&sheet("【運営目標】", [&*ended[0], &*ended[1], &*ended[2], &*ended[3]]));
        assert!(!records[0].contains("採った。の学校") && records.len() == 4, "{records:?}");
    }

    #[test]
    fn a_bracket_above_a_list_that_ends_a_block_is_a_label() {
        let block = |name: &str| {
            format!(
                "事業名：{name}\n担当課：公園課\n取組結果：植えた。\n達成度：ａ\n【課題】\n① {name}の不足\n② 費用\n\n"
            )
        };
        let records = read(&format!("白波町の評価\n\n{}", ["花壇", "並木", "芝生"].map(block).concat()));
        assert_eq!((records.len(), &*records[0]), (3, "|花壇|ａ|公園課|取組結果=植えた。|課題="));
    }
}
