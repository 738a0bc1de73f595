//! Lines of a form around its `label：value` lines: values that go on in the next line, and captions of what stands
//! below.
//!
//! In: the rows of a form with the fields that were read in them. Out: the fields with their whole values; a line that
//! was put to the value above has no field of its own. Captions are no labels. A line alone goes on with the value
//! above where that reaches the edge of the page; one in the column of the values, below a blank cell in that of the
//! labels, does so by its place.

use std::ops::RangeInclusive;

use foldhash::HashSet;

use crate::interpret::classify::is_footnote;
use crate::interpret::form::Field;
use crate::interpret::form::{blocks, numbered, running};
use crate::interpret::heading;
use crate::interpret::layout::{Family, Layout};
use crate::interpret::shape;
use crate::interpret::text::{self, LAST_CHARACTER};
use crate::read::lex::{Cell, Rows};
use crate::record::RepairKind;
use crate::source::Source;

/// Lines of prose have some thirty letters, of two display cells each; where all lines are shorter nothing shows an
/// edge.
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

/// Puts lines to the value above that goes on in them, with the end of a page between.
pub(super) fn join(rows: &Rows<'_>, fields: &mut [Option<Vec<Field<'_>>>], layout: &Layout) {
    for Rest { of, lines } in rests(rows, fields, layout) {
        if let Some(rest) = lone(rows, *lines.end())
            && let Some((_, value)) = fields[of].as_mut().and_then(|fields| fields.last_mut())
        {
            value.span = value.span.to(rest.span);
            value.text = text::joined(&value.text, &rest.text).into();
            value.mended = Some(RepairKind::JoinedRows);
            lines.for_each(|line| fields[line] = Some(Vec::new()));
        }
    }
}

/// Puts lines that stand right below a value, with nothing in the place of the label, to that value: the lines of a
/// cell in print. The end of a page may stand between, where the value ends no sentence.
pub(super) fn join_below(rows: &Rows<'_>, fields: &mut [Option<Vec<Field<'_>>>], layout: &Layout) {
    for Rest { of, lines } in rests_below(rows, fields, layout) {
        if let Some((_, rest)) = only(rows, *lines.end())
            && let Some((_, value)) = fields[of].as_mut().and_then(|fields| fields.last_mut())
        {
            running::add(value, rest);
            lines.for_each(|line| fields[line] = Some(Vec::new()));
        }
    }
}

/// Puts the lines right below a label that a bracket sets off to it, where nothing stands beside that: `【実績】` above
/// `春に苗を植えた。`
pub(super) fn join_below_brackets(
    rows: &Rows<'_>,
    fields: &mut [Option<Vec<Field<'_>>>],
    source: &Source<'_>,
    layout: &Layout,
) {
    for Rest { of, lines } in rests_below_brackets(rows, fields, layout) {
        // The lines of a legend in a corner have been put below each other.
        if let Some(line) = lone(rows, *lines.end())
            && let Some((_, value)) = fields[of].as_mut().and_then(|fields| fields.last_mut())
            && (value.text.is_empty() || running::adjoin(value, line, source))
        {
            running::add(value, line);
            lines.for_each(|line| fields[line] = Some(Vec::new()));
        }
    }
}

/// The lines right below such labels, up to the next label or gap. Above the first label of a form its numbered line
/// stands.
fn rests_below_brackets(rows: &Rows<'_>, fields: &[Option<Vec<Field<'_>>>], layout: &Layout) -> Vec<Rest> {
    let first = fields.iter().flatten().flatten().next().map(|(label, _)| &*label.text);
    let is_first = |of: &Vec<Field<'_>>| of.first().is_some_and(|(label, _)| Some(&*label.text) == first);
    let is_item = |at: usize| fields.get(at + 1).is_some_and(|of| of.as_ref().is_some_and(is_first));
    let is_label = |at: usize, of: &Vec<Field<'_>>| {
        let own = lone(rows, at).map_or("", |own| &own.text);
        own.starts_with('【') && own.ends_with('】') && matches!(&of[..], [(_, value)] if value.text.is_empty())
    };
    let mut rests = Vec::new();
    // The row of the label, and the last line below it; the last entry of a list there.
    let mut open: Option<(usize, usize)> = None;
    let mut entry: Option<(String, u32)> = None;
    for Line { at, own, is_new_page } in lines_of_pages(rows, fields, layout) {
        if let Some(of) = &fields[at] {
            (open, entry) = (Some((at, at)).filter(|_| is_label(at, of)), None);
            continue;
        }
        let numbered = heading::enumerated(own).and_then(|(level, number, _)| Some((level, number?)));
        let goes_on = match &numbered {
            Some((level, number)) => {
                let above = entry.as_ref().filter(|(above, _)| above == level).map_or(0, |(_, above)| *above);
                above.checked_add(1) == Some(*number) && !is_item(at)
            }
            None => !own.is_empty() && !opens_anew(own, layout),
        };
        let adjoins = |above: usize| above + 1 == at || is_new_page;
        open = open.filter(|(_, above)| goes_on && adjoins(*above)).map(|(of, above)| {
            rests.push(Rest { of, lines: above + 1..=at });
            (of, at)
        });
        entry = numbered.or(entry);
    }
    rests
}

/// How many lines stand right below values.
pub(super) fn lines_below(rows: &Rows<'_>, fields: &[Option<Vec<Field<'_>>>], layout: &Layout) -> usize {
    rests_below(rows, fields, layout).len()
}

/// The lines that stand right below values.
fn rests_below(rows: &Rows<'_>, fields: &[Option<Vec<Field<'_>>>], layout: &Layout) -> Vec<Rest> {
    let mut rests = Vec::new();
    // The row of the field above with the column of its value, and its last line.
    let mut open: Option<(usize, usize, usize)> = None;
    for Line { at, is_new_page, .. } in lines_of_pages(rows, fields, layout) {
        let of_row = &fields[at];
        let is_label_alone = |of: &Vec<Field<'_>>| matches!(&of[..], [(_, value)] if value.text.is_empty());
        let adjoins = |above: usize| {
            let is_open = || rows.of(&rows.rows[above]).last().is_some_and(|cell| !text::ends_sentence(&cell.text));
            above + 1 == at || (is_new_page && is_open())
        };
        let is_rest = |&(_, column, above): &(usize, usize, usize)| {
            of_row.as_ref().is_none_or(is_label_alone)
                && only(rows, at).is_some_and(|(own, _)| own == column)
                && adjoins(above)
        };
        open = match open.filter(is_rest) {
            Some((of, column, above)) => {
                rests.push(Rest { of, lines: above + 1..=at });
                Some((of, column, at))
            }
            None => of_row.as_ref().and_then(|of_row| Some((at, last_value(rows, at, of_row)?, at))),
        };
    }
    rests
}

/// A line that is printed and no page number or title of a page.
struct Line<'r> {
    at: usize,
    /// What it says, if it says one thing.
    own: &'r str,
    /// Whether the end of a page stands above it.
    is_new_page: bool,
}

/// Such lines of a form.
fn lines_of_pages<'r>(rows: &'r Rows<'_>, fields: &[Option<Vec<Field<'_>>>], layout: &Layout) -> Vec<Line<'r>> {
    let titles = titles(rows, fields, layout);
    let mut is_new_page = false;
    let line = |at: usize| {
        let own = lone(rows, at).map_or("", |own| &*own.text);
        if is_unprinted(rows, at) || shape::is_page_number(own) || titles.contains(own) {
            is_new_page |= !own.is_empty();
            return None;
        }
        Some(Line { at, own, is_new_page: std::mem::take(&mut is_new_page) })
    };
    (0..fields.len()).filter_map(line).collect()
}

/// The column of the last value of a row, if it is the last cell.
fn last_value(rows: &Rows<'_>, at: usize, fields: &[Field<'_>]) -> Option<usize> {
    let (_, value) = fields.last().filter(|(_, value)| !value.text.is_empty())?;
    let column = rows.of(&rows.rows[at]).iter().rposition(|cell| cell.span.start() < cell.span.end())?;
    (column > 0 && rows.of(&rows.rows[at])[column].span == value.span).then_some(column)
}

/// The only printed cell of a row, with its column.
fn only<'r, 's>(rows: &'r Rows<'s>, at: usize) -> Option<(usize, &'r Cell<'s>)> {
    let mut printed =
        rows.of(&rows.rows[at]).iter().enumerate().filter(|(_, cell)| cell.span.start() < cell.span.end());
    printed.next().filter(|(_, cell)| printed.next().is_none() && !cell.text.is_empty())
}

/// A line in which a value goes on.
pub(super) struct Rest {
    /// The row of the field.
    of: usize,
    /// The line, and in front of it what the end of a page put between.
    pub(super) lines: RangeInclusive<usize>,
}

/// The lines in which values go on: the line above reaches the edge of the page and ends no sentence.
pub(super) fn rests(rows: &Rows<'_>, fields: &[Option<Vec<Field<'_>>>], layout: &Layout) -> Vec<Rest> {
    let lines = (0..fields.len()).map(|at| lone(rows, at).map_or("", |cell| &*cell.text));
    let mut widths = text::widths(lines);
    widths.sort_unstable();
    let mut rests = Vec::new();
    let Some(&edge) = widths.last().filter(|edge| **edge >= NARROWEST_PAGE) else { return rests };
    // The longest line of a page that cuts none is alone.
    if widths.iter().rev().nth(1).is_none_or(|next| next + LAST_CHARACTER < edge) {
        return rests;
    }
    let says =
        |at: usize| fields[at].as_ref().and_then(|of| of.last()).is_some_and(|(_, value)| !value.text.is_empty());
    let (mut open, mut above): (Option<usize>, Option<usize>) = (None, None);
    for Line { at, own, is_new_page } in lines_of_pages(rows, fields, layout) {
        let of_row = &fields[at];
        // Only the end of a page puts a gap between the lines of a value.
        let adjoins = |above: &usize| above + 1 == at || is_new_page;
        let text = above.filter(adjoins).and_then(|above| lone(rows, above)).map_or("", |above| &above.text);
        let goes_on = text::reaches(text, edge) && !text::ends_sentence(text);
        let is_rest = goes_on && !own.is_empty() && of_row.is_none() && !opens_anew(own, layout);
        let heads = |of: &usize| layout.is_department(own) && !names_departments(&fields[*of], layout);
        open = open.filter(|of| is_rest && !heads(of));
        rests.extend(open.zip(above).map(|(of, above)| Rest { of, lines: above + 1..=at }));
        open = if of_row.is_some() { Some(at).filter(|at| says(*at)) } else { open };
        above = Some(at);
    }
    rests
}

/// Whether the last value of a row is a list of departments, which a department may carry on. Elsewhere it is a
/// heading.
fn names_departments(fields: &Option<Vec<Field<'_>>>, layout: &Layout) -> bool {
    let last = fields.as_ref().and_then(|fields| fields.last());
    last.and_then(|(label, _)| layout.family_at_end(&label.text))
        .is_some_and(|(family, _)| family == Family::Department)
}

/// The lines above all fields that every page may print again.
pub(super) fn titles<'r>(rows: &'r Rows<'_>, fields: &[Option<Vec<Field<'_>>>], layout: &Layout) -> HashSet<&'r str> {
    let above = (0..fields.len()).take_while(|&at| fields[at].is_none()).filter_map(|at| lone(rows, at));
    above.map(|cell| &*cell.text).filter(|text| !opens_anew(text, layout)).collect()
}

/// Whether a line begins something else.
fn opens_anew(line: &str, layout: &Layout) -> bool {
    is_footnote(line) || blocks::is_caption(numbered::entry(line), layout) || line.starts_with(['【', '［', '＜', '〔'])
}

/// Whether nothing is printed in a row, quotes that quote nothing among them.
pub(super) fn is_unprinted(rows: &Rows<'_>, at: usize) -> bool {
    rows.of(&rows.rows[at]).iter().all(|cell| cell.span.start() == cell.span.end())
}

/// The only cell of a row.
pub(super) fn lone<'r, 's>(rows: &'r Rows<'s>, at: usize) -> Option<&'r Cell<'s>> {
    let [cell] = rows.of(&rows.rows[at]) else { return None };
    (!cell.text.is_empty()).then_some(cell)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::form::tests::{adds_up, departments, each_record};
    use crate::source::Source;

    #[test]
    fn each_character_is_counted_once_where_a_legend_in_the_corner_looks_like_a_label_and_its_lines() {
        let corner = "|||||||【判定】\n担当：健康課|||||||ａ：届いた\n|||||||ｃ：同じ\n|||||||ｄ：減った\n";
        let form = "数値目標|75％\n実績|78％\n所見|よく集まった。\n達成状況|Ａ\n";
        adds_up(&format!("{corner}{form}").replace('|', "\t"));
        let beside = "|||||||【総合評価】\n|||||||Ａ：届いた\n|||9,650|9,412|||Ｃ：減った\n\n";
        let lines = "実績値：4回\n進捗：順調\n備考：回数を増やす。\n事業名：案内\n担当課：資産税課\n";
        adds_up(&format!("{beside}{lines}").replace('|', "\t"));
    }

    /// Each record as path, item, rating, departments and texts.
    fn read(sheet: &str) -> Vec<String> {
        each_record(sheet, |record| {
            let path: Vec<&str> = record.path.iter().map(|of| &*of.title).collect();
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let texts: Vec<String> = record.texts.iter().map(|(name, text)| format!("{name}={text}")).collect();
            let rating = record.ratings.first().map_or("", |rating| &rating.printed);
            format!("{}|{item}|{rating}|{}|{}", path.join(">"), departments(record), texts.join("|"))
        })
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

    /// Each office with what it is for above its goals, as pages of prose print it.
    fn pages(offices: [&str; 2], [one, two, three, four]: [&str; 4]) -> String {
        let [first, second] = offices;
        let captions = "○部の目標\n道と緑を守ります。\n町の人と話します。\n春と秋に集まります。\n○重点目標と達成状況\n";
        format!(
            "白波町の部の目標\n\n達成度の目安\nａ：できた\nｂ：半ばできた\nｃ：少しできた\nｄ：できなかった\n\n{first}\n{captions}{one}{two}{second}\n{captions}{three}{four}"
        )
    }

    #[test]
    fn what_stands_above_the_blocks_of_a_page_of_lines_is_none_of_their_lines() {
        let told = |offices: [&str; 2]| -> Vec<String> {
            let records = read(&pages(offices, BLOCKS));
            records.iter().map(|record| record.split('|').take(3).collect::<Vec<_>>().join("|")).collect()
        };
        let expected = ["建設部|花壇の手入れ|ａ", "建設部|水路の泥さらい|ｃ", "商工部|朝市|ｂ", "商工部|夜市|ｄ"];
        assert_eq!(told(["【建設部】", "【商工部】"]), expected);
        assert_eq!(told(["建設部", "商工部"]), expected);
    }

    #[test]
    fn lines_with_labels_are_no_blocks_where_none_rates() {
        let unrated = BLOCKS.map(|block| block.split("達成度").next().unwrap_or_default().replace("結果：", "様子："));
        let records = read(&pages(["建設部", "商工部"], [&*unrated[0], &*unrated[1], &*unrated[2], &*unrated[3]]));
        assert_eq!(records.len(), 0, "{records:?}");
    }

    #[test]
    fn a_value_goes_on_behind_the_end_of_a_page() {
        let cut = |end: &str| {
            let first = BLOCKS[0].replace("採って町\n", &format!("採って町\n{end}"));
            read(&sheet("【運営目標】", [&*first, BLOCKS[1], BLOCKS[2], BLOCKS[3]])).swap_remove(0)
        };
        let whole = cut("");
        assert!(whole.ends_with("採って町の学校に配った。"), "{whole}");
        assert_eq!(cut("\n－ 1 －\n\n白波町の部の目標\n"), whole);
        // The next office, or a gap, ends it.
        assert_ne!(cut("\n－ 1 －\n\n商工部\n"), whole);
        assert_ne!(cut("\n"), whole);
    }

    #[test]
    fn nothing_of_a_value_over_two_lines_is_lost_where_its_block_is_left_as_it_is() {
        let bare = BLOCKS[1].replace("（２） 水路の泥さらい\n", "");
        let sheet = sheet("【運営目標】", [BLOCKS[0], &*bare, BLOCKS[2], BLOCKS[3]]);
        let source = Source::made_up(&sheet);
        let account = crate::sheet(&source, &Options::default(), Findings::default()).account;
        let told = account.records + account.headings + account.headers + account.legends + account.titles;
        let aside: usize = account.set_aside;
        assert_eq!(told + aside + account.syntax + account.dropped, account.read);
    }

    #[test]
    fn a_block_stays_a_record_where_the_numbered_line_of_the_next_one_is_missing() {
        let bare = BLOCKS[3].replace("（２） 夜市\n", "");
        let records = read(&sheet("【運営目標】", [BLOCKS[0], BLOCKS[1], BLOCKS[2], &*bare]));
        let whole = read(&sheet("【運営目標】", BLOCKS));
        assert_eq!((records.len(), &records[..3]), (4, &whole[..3]));
    }

    #[test]
    fn a_line_below_one_that_ended_or_reached_no_edge_is_no_rest() {
        let ended = BLOCKS.map(|block| block.replace("採って町\n", "採った。\n"));
        let records = read(&sheet("【運営目標】", [&*ended[0], &*ended[1], &*ended[2], &*ended[3]]));
        assert!(!records[0].contains("採った。の学校") && records.len() == 4, "{records:?}");
    }

    #[test]
    fn lines_below_a_value_beside_no_label_are_of_its_cell() {
        let block = |name: &str, end: &str| {
            format!(
                "取組名\t{name}\n担当\t公園課\n取組内容\t苗を配り、町の人と水をやって、夏には草\n\tを取り、秋には菊の種を採って町の学\n\t校に配る。\n\
                 目標値\t80組\t実績値\t92組\n達成度\tＡ\n達成状況\t春に苗を植え、町の人と水をやり、夏に\n{end}\t草を取った。\n\n"
            )
        };
        let expected = |name: &str| {
            let texts = [
                "取組内容=苗を配り、町の人と水をやって、夏には草を取り、秋には菊の種を採って町の学校に配る。",
                "達成状況=春に苗を植え、町の人と水をやり、夏に草を取った。",
            ];
            format!("|{name}|Ａ|公園課|{}", texts.join("|"))
        };
        let end = "\n-1-\n\n白波町の計画の点検\n\n";
        let sheet = |ends: [&str; 3]| {
            let names = ["花壇の手入れ", "水路の泥さらい", "並木"];
            let blocks = names.iter().zip(ends).map(|(name, end)| block(name, end)).collect::<Vec<_>>();
            read(&format!("白波町の計画の点検\n\n{}", blocks.concat()))
        };
        let all = ["花壇の手入れ", "水路の泥さらい", "並木"].map(expected);
        assert_eq!(sheet(["", "", ""]), all);
        assert_eq!(sheet(["", end, ""]), all);
    }

    #[test]
    fn a_line_below_a_row_of_two_values_goes_on_with_the_last_one_alone() {
        let block = |name: &str| {
            format!("事業名\t{name}\n目標\t三か所\t結果\t春に苗を植え、夏に\n\t\t\t草を取った。\n評価\tＡ\n\n")
        };
        let sheet = ["花壇", "並木", "水路"].map(block).concat();
        let records = read(&format!("白波町の計画の点検\n\n{sheet}"));
        assert_eq!((records.len(), &*records[0]), (3, "|花壇|Ａ||目標=三か所|結果=春に苗を植え、夏に草を取った。"));
        let front = sheet.replace("\n\t\t\t草を", "\n\t草を");
        assert!(!read(&front)[0].contains("夏に草を"));
    }

    #[test]
    fn the_lines_below_a_label_in_a_bracket_are_its_value() {
        let block = |number: char, name: &str, gap: &str| {
            format!(
                "{number}　{name}の手入れ\n【担当課】公園課\n【実績】\n{name}に苗を植えた。\n夏には草を取った。\n【評価】Ａ\n【今後】\n① 水やり\n② 種取り\n{gap}"
            )
        };
        let told = |gap: &str| {
            let blocks = [('①', "花壇"), ('②', "並木"), ('③', "芝生")].map(|(number, name)| block(number, name, gap));
            read(&format!("白波町の評価\n\n基本目標１　緑\n\n{}", blocks.concat()))
        };
        let expected = ["花壇", "並木", "芝生"].map(|name| {
            format!("緑|{name}の手入れ|Ａ|公園課|実績={name}に苗を植えた。\n夏には草を取った。|今後=① 水やり\n② 種取り")
        });
        assert_eq!(told("\n"), expected);
        // Without a gap the numbered line above the first label belongs to that.
        assert_eq!(told(""), expected);
        assert_eq!(told("\n－ 1 －\n\n白波町の評価\n\n"), expected);
    }

    #[test]
    fn a_bracket_above_a_list_that_ends_a_block_is_a_label() {
        let block = |name: &str| {
            format!(
                "事業名：{name}\n担当課：公園課\n取組結果：植えた。\n達成度：ａ\n【課題】\n① {name}の不足\n② 費用\n\n"
            )
        };
        let records = read(&format!("白波町の評価\n\n{}", ["花壇", "並木", "芝生"].map(block).concat()));
        assert_eq!((records.len(), &*records[0]), (3, "|花壇|ａ|公園課|取組結果=植えた。|課題=① 花壇の不足\n② 費用"));
    }
}
