//! Words and labelled codes that one cell cannot tell from phrases, settled by their column.
//!
//! In: the cells of each column as assigned. Out: the counts of their shapes, corrected. What a code is, is left to
//! [`scale`](crate::interpret::scale); what a closed vocabulary is, to [`Tally`].

use foldhash::HashMap;

use super::assign::Assigned;
use super::digits::settle_digits;
use super::draft::Draft;
use crate::interpret::align::Counts;
use crate::interpret::header::HeaderColumn;
use crate::interpret::heading;
use crate::interpret::layout::{self, Family};
use crate::interpret::number;
use crate::interpret::rating::Tally;
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape::{self, Shape};
use crate::interpret::text;
use crate::read::lex::Rows;
use crate::record::Legend;

/// What says of an item how it came into the plan, not how it went: 区分 with one of these rates nothing, though 継続 does
/// elsewhere, unless a legend explains it.
const KINDS: [&str; 4] = ["新規", "再掲", "新", "再"];

/// Counts short phrases as codes where they are a closed vocabulary, and codes with labels as codes where each code
/// has one label; else as what they look like, phrases and ordinals.
pub(super) fn settle_vocabularies(
    (drafts, assigned): (&[Draft], &[Assigned]),
    rows: &Rows<'_>,
    headers: &[HeaderColumn],
    legends: &[Legend],
    seen: &mut [Counts],
) {
    let (phrase, labelled, ordinal) = (Shape::Phrase.index(), Shape::Labelled.index(), Shape::Ordinal.index());
    let (word, mark) = (Shape::Code(Alphabet::Word).index(), Shape::Code(Alphabet::Mark).index());
    let places = places(assigned, headers.len());
    settle_digits(headers, seen, legends, |column| Tally::of(cells(&places[column], drafts, rows)));
    let number = Shape::Number.index();
    for (column, seen) in seen.iter_mut().enumerate().filter(|(_, seen)| seen[number] > 0.0) {
        let may_group = matches!(headers[column].family, Some(Family::Path) | None);
        if may_group && counts_names(cells(&places[column], drafts, rows)) {
            seen[ordinal] += std::mem::take(&mut seen[number]);
        }
    }
    let is_signed = |legend: &&Legend| legend.scale.codes.iter().any(|code| scale::signed(&code.code).is_some());
    let signed: Vec<&Legend> = legends.iter().filter(is_signed).collect();
    for (column, (header, seen)) in headers.iter().zip(seen).enumerate() {
        if header.family == Some(Family::Code) && !header.is_rated_above() && seen[word] > 0.0 {
            let mut cells = cells(&places[column], drafts, rows);
            let is_own = |legend: &Legend| heading::squeezed(&legend.scale.name) == header.inner();
            let tells_kind = cells.any(|cell| KINDS.contains(&cell)) && !legends.iter().any(is_own);
            seen[phrase] += if tells_kind { std::mem::take(&mut seen[word]) } else { 0.0 };
        }
        let rates = rates(header);
        // ＋２ is a figure where no legend explains it.
        let may_be_signed = rates && seen[number] > 0.0 && !signed.is_empty();
        let flags = !rates && header.family != Some(Family::Department) && seen[mark] > 0.0;
        let may_rate = rates || may_tell_states(header);
        let candidate = seen[labelled] > 0.0 || (may_rate && seen[phrase] > 0.0) || flags || may_be_signed;
        if !candidate {
            continue;
        }
        // `Ⅰ 緑` groups rows by its word, however often it comes again.
        let groups = matches!(header.family, Some(Family::Path | Family::Measure));
        // Where it matters no more than whether phrases tell states, most columns are known sooner not to.
        let may_be_word = rates || flags || (seen[labelled] > 0.0 && !groups);
        let cells = || cells(&places[column], drafts, rows);
        if !(may_be_word || may_rate && Tally::may_tell_states(cells())) {
            seen[ordinal] += std::mem::take(&mut seen[labelled]);
            continue;
        }
        let tally = Tally::of(cells());
        if may_be_signed && signed.iter().any(|legend| tally.is_mostly_of(&legend.scale)) {
            seen[word] += std::mem::take(&mut seen[number]);
        }
        // ★ in some rows and nothing in the others marks rows; it rates nothing.
        if flags && tally.is_flag() {
            seen[phrase] += std::mem::take(&mut seen[mark]);
        }
        let coded = || tally.is_lettered() || tally.is_within(&tally.codes());
        let vocabulary = tally.is_vocabulary() || (rates && coded());
        seen[if vocabulary && !groups { word } else { ordinal }] += std::mem::take(&mut seen[labelled]);
        if vocabulary && (rates || (may_rate && tally.tells_states())) {
            seen[word] += std::mem::take(&mut seen[phrase]);
        }
    }
}

/// Says of the years of a plan that they rate where a legend names the plan, and hardly a year is left blank:
/// `年次計画の区分：検討 ／準備／実施` above `年次計画`. Without one nobody knows whether the words for what is to be done are a closed
/// vocabulary.
pub(super) fn rate_years_of_legends(headers: &mut [HeaderColumn], seen: &[Counts], legends: &[Legend]) {
    /// A blank year says that nothing is planned; of so many columns one may have a slip of the pen.
    const MOSTLY: f32 = 0.85;
    let mut plans: HashMap<String, Vec<usize>> = HashMap::default();
    for (at, header) in headers.iter().enumerate().filter(|(_, header)| layout::is_year(&header.inner())) {
        let plan = header.printed.iter().find(|level| layout::is_plan(level));
        plan.into_iter().for_each(|plan| plans.entry(heading::squeezed(plan)).or_default().push(at));
    }
    if plans.is_empty() {
        return;
    }
    for legend in legends {
        let name = heading::squeezed(&legend.scale.name);
        let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
        let Some(columns) = ends.filter_map(|end| plans.get(&name[..end])).next_back() else { continue };
        let all: f32 = columns.iter().flat_map(|&at| seen[at]).sum();
        let blank: f32 = columns.iter().map(|&at| seen[at][Shape::Blank.index()]).sum();
        if all - blank >= MOSTLY * all {
            columns.iter().for_each(|&at| headers[at].upper = Some(Family::Rating));
        }
    }
}

/// Whether the cells count names and are no figures: `1 緑化`, `2 河川`. Figures of one column have one unit, and no order.
fn counts_names<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let (mut last, mut name) = (0, "");
    for cell in cells.filter(|cell| !cell.is_empty() && !shape::is_debris(cell)) {
        let Some(number) = number::leading(cell) else { return false };
        let behind = &cell[number.length..];
        let own = behind.trim_start();
        let goes_on = number.value == last && own == name || number.value == last + 1 && own != name;
        if !goes_on || own.len() == behind.len() || !own.starts_with(text::is_kana_or_ideograph) {
            return false;
        }
        (last, name) = (number.value, own);
    }
    last > 1
}

/// Whether a header says that its column rates. `区分` does so under another word, `方針` under one for ratings; by itself
/// it may head any list.
pub(super) fn rates(header: &HeaderColumn) -> bool {
    match header.family {
        Some(Family::Rating | Family::Judged) => true,
        Some(Family::Code) => header.upper.is_some(),
        Some(Family::Path) => header.is_rated_above(),
        Some(
            Family::Measure
            | Family::Item
            | Family::Comment
            | Family::Value
            | Family::Result
            | Family::Department
            | Family::Text,
        )
        | None => false,
    }
}

/// Whether a header leaves it to the cells whether they tell how things stand: a word that nobody listed, or one that
/// sorts, tells or plans by its end: `措置区分`, `対応状況`, `事業の方針`.
fn may_tell_states(header: &HeaderColumn) -> bool {
    const ENDINGS: [&str; 3] = ["区分", "状況", "結果"];
    match header.family {
        None => !header.printed.is_empty(),
        Some(Family::Code | Family::Text) => {
            let name = header.inner();
            ENDINGS.iter().any(|word| name.ends_with(word))
        }
        Some(Family::Path | Family::Measure) => header.names_outlook(),
        Some(
            Family::Item
            | Family::Rating
            | Family::Judged
            | Family::Comment
            | Family::Value
            | Family::Result
            | Family::Department,
        ) => false,
    }
}

/// Where each column stands: (page, cell column).
fn places(assigned: &[Assigned], columns: usize) -> Vec<Vec<(usize, usize)>> {
    let mut places = vec![Vec::new(); columns];
    for (page, assigned) in assigned.iter().enumerate() {
        for (cell, column) in assigned.column_of.iter().enumerate() {
            if let Some(column) = *column {
                places[column].push((page, cell));
            }
        }
    }
    places
}

/// The cells of a column on all pages. A row with something behind its last column may stand elsewhere, and does not
/// say what the columns are.
fn cells<'r>(places: &'r [(usize, usize)], drafts: &'r [Draft], rows: &'r Rows<'_>) -> impl Iterator<Item = &'r str> {
    let of_page = move |&(page, cell): &(usize, usize)| {
        let Draft { width, rows: own, .. } = &drafts[page];
        let cells = own.iter().map(|row| rows.of(&rows.rows[*row]));
        let fitting = cells.filter(|cells| cells.iter().skip(*width).all(|cell| cell.text.is_empty()));
        fitting.map(move |cells| cells.get(cell).map_or("", |cell| &*cell.text))
    };
    places.iter().flat_map(of_page)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::record::Role;
    use crate::source::Source;

    /// The role of the column of a name that holds these words.
    #[track_caller]
    fn case(name: &str, words: [&str; 6], expected: Role) {
        let items = ["花壇", "水路", "朝市", "夜の見回り", "橋", "道"];
        let row = |(item, word): (&str, &str)| format!("{item}\t泥が残っていた。\t{word}\t公園課\n");
        let rows: String = items.into_iter().zip(words).map(row).collect();
        let sheet = format!("取組\t点検の内容\t{name}\t担当課\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let column = read.columns.iter().find(|column| &*column.name == name);
        assert_eq!(column.map(|column| column.role), Some(expected), "{sheet}");
    }

    #[test]
    fn words_for_how_an_item_came_into_the_plan_rate_nothing() {
        case("区分", ["継続", "新規", "継続", "再掲", "継続", "継続"], Role::Text);
        case("区分", ["継続", "拡充", "継続", "縮小", "継続", "継続"], Role::Rating);
        case("今後の方向性", ["継続", "新規", "継続", "新規", "継続", "継続"], Role::Rating);
    }

    #[test]
    fn digits_are_figures_where_a_line_says_of_how_many_points() {
        let roles = |line: &str| {
            let row =
                |(item, score): (&str, usize)| format!("{item}\t泥をさらった。\t{score}\t{}\tA\t河川課\n", 5 - score);
            let rows: String = ["水路", "堤", "花壇", "芝"].into_iter().zip([3, 2, 4, 3]).map(row).collect();
            let sheet = format!("町の点検表\n{line}\n\n取組\t実績\t必要性評価\t有効性評価\t総合評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.columns[2..5].iter().map(|column| column.role).collect::<Vec<_>>()
        };
        let (rating, value) = (Role::Rating, Role::Value);
        assert_eq!(roles("採点は各５点満点"), [value, value, rating]);
        assert_eq!(roles("必要性評価は5点満点"), [value, rating, rating]);
        assert_eq!(roles("採点は課による"), [rating; 3]);
        assert_eq!(roles("５点満点　５：高い　４：やや高い　３：普通　２：やや低い　１：低い"), [rating; 3]);
    }

    #[test]
    fn numbers_that_count_different_words_head_rows_and_are_no_figures() {
        let heading = |name: &str, groups: [&str; 4]| {
            let row = |(item, group): (&str, &str)| format!("{group}\t{item}\t泥をさらった。\tA\t河川課\n");
            let rows: String = ["水路", "堤", "花壇", "芝"].into_iter().zip(groups).map(row).collect();
            let sheet = format!("{name}\t取組\t実績\t評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records.last().and_then(|record| Some(record.path.first()?.title.to_string()))
        };
        for name in ["分野", "まちの柱"] {
            assert_eq!(heading(name, ["1 治水", "", "2 緑化", ""]).as_deref(), Some("緑化"), "{name}");
            assert_eq!(heading(name, ["1 治水", "1 治水", "2 緑化", "2 緑化"]).as_deref(), Some("緑化"), "{name}");
        }
        // Of one unit, or in no order.
        assert_eq!(heading("まちの柱", ["1 人", "2 人", "3 人", "4 人"]), None);
        assert_eq!(heading("まちの柱", ["3 人", "7 台", "2 回", "4 人"]), None);
    }

    #[test]
    fn states_that_come_again_rate_whatever_it_is_that_is_done() {
        let states = ["撤去済", "撤去済", "撤去中", "未撤去", "撤去済", "撤去中"];
        for name in ["撤去区分", "対応区分", "対応状況", "処理状況", "区分"] {
            case(name, states, Role::Rating);
        }
        // A word that nobody listed says nothing against it; one that is listed for other things does.
        case("手ごたえ", states, Role::Rating);
        case("財源", states, Role::Text);
        case("達成見込み", ["達成可能", "要努力", "達成困難", "達成可能", "達成済", "要努力"], Role::Rating);
        case("事業の方針", ["継続", "改善", "継続", "拡充", "継続", "改善"], Role::Rating);
        // A few rows have more words than come again; where one tells no state, any may be a remark.
        case("状況", ["施工中", "設計中", "完了", "未着手", "施工中", "協議中"], Role::Rating);
        case("状況", ["施工中", "夏ごろ", "完了", "草むら", "施工中", "岩場"], Role::Text);
        // What is to be done with the work is told by verbs too; what is done to a place is a work.
        for name in ["方向づけ", "改革の方向"] {
            case(name, ["続ける", "広げる", "続ける", "改める", "広げる", "続ける"], Role::Rating);
            case(
                name,
                ["事業を続ける", "手法を変える", "事業を続ける", "終える", "手法を変える", "終える"],
                Role::Rating,
            );
            case(
                name,
                ["橋を変える", "道を広げる", "橋を変える", "道を広げる", "花を続ける", "橋を変える"],
                Role::Text,
            );
        }
        // Other words sort the rows, and one alone of those that tell a state may be a name.
        case("基本方針", ["Ⅰ 緑", "Ⅰ 緑", "Ⅱ 水", "Ⅰ 緑", "Ⅱ 水", "Ⅱ 水"], Role::Path);
        case("会計", ["一般", "一般", "特別", "一般", "特別", "一般"], Role::Text);
        case("認定", ["要介護", "要支援", "要介護", "要支援", "要介護", "要支援"], Role::Text);
        case("会計区分", ["一般", "一般", "特別", "一般", "特別", "一般"], Role::Text);
        case("学年区分", ["年少", "年中", "年中", "年長", "年少", "年中"], Role::Text);
    }

    #[test]
    fn digits_with_a_sign_rate_where_a_legend_explains_them_and_are_figures_elsewhere() {
        let told = |legend: &str, cells: [&str; 5]| {
            let rows = ["花壇", "水路", "並木", "朝市", "橋"].into_iter().zip(cells);
            let rows: String = rows.map(|(item, cell)| format!("{item}\t町の人と行う。\t{cell}\t公園課\n")).collect();
            let sheet = format!("町の計画\n{legend}\n\n取組\t内容\t自己評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let told = |record: &crate::record::Record<'_>| {
                let codes: String = record.ratings.iter().map(|rating| format!("{rating:?}")).collect();
                let figures = record.values.iter().map(|value| value.printed.to_string()).collect::<String>();
                let found = |code: &str| codes.contains(&format!("codes: [\"{code}\"]"));
                ["+2", "+1", "0", "-1"].into_iter().find(|code| found(code)).unwrap_or("none").to_owned() + &figures
            };
            (read.records.iter().map(told).collect::<Vec<_>>(), read.findings.len())
        };
        let legend = "自己評価　＋２：大いに進んだ　＋１：進んだ　０：変わらない　－１：後退した";
        let cells = ["＋２", "+1", "０", "－１", "＋１"];
        assert_eq!(told(legend, cells), (["+2", "+1", "0", "-1", "+1"].map(str::to_owned).to_vec(), 0));
        let figures = cells.map(|cell| format!("none{cell}")).to_vec();
        assert_eq!(told("自己評価　A：進んだ　B：変わらない　C：後退した", cells).0, figures);
        // A slip of the pen is told.
        let slip = told(legend, ["＋２", "+1", "０", "+3", "＋１"]);
        assert_eq!(slip, (["+2", "+1", "0", "none", "+1"].map(str::to_owned).to_vec(), 1));
    }

    #[test]
    fn the_years_of_a_plan_rate_where_a_legend_names_the_plan() {
        let ratings = |legend: &str, second: &str| {
            let header = "取組\t内容\t年次計画\t\t\t担当課\n\t\tR5\tR6\tR7\t\n";
            let row = |item: &str, years: &str| format!("{item}\t町の人と行う。\t{years}\t公園課\n");
            let rows = [row("花壇", "検討\t実施\t拡充"), row("水路", second), row("並木", "実施\t実施\t拡充")].concat();
            let sheet = format!("町の計画\n\n{legend}\n\n{header}{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let printed = |record: &crate::record::Record<'_>| {
                record.ratings.iter().map(|rating| rating.codes.concat()).collect::<Vec<_>>().join(" ")
            };
            (printed(&read.records[1]), read.findings.len())
        };
        let list = "年次計画の区分：検討／実施／拡充";
        assert_eq!(ratings(list, "検討\t検討\t実施"), ("検討 検討 実施".to_owned(), 0));
        // Of another plan; where years are blank.
        assert_eq!(ratings("今後の方向：検討／実施／拡充", "検討\t検討\t実施").0, "");
        assert_eq!(ratings("", "検討\t検討\t実施"), (String::new(), 0));
        assert_eq!(ratings(list, "\t\t実施"), (String::new(), 0));
    }
}
