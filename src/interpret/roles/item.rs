//! Which column is the item, and what stands left and right of it.
//!
//! In: the columns with the roles that each has by itself. Out: better ones, in place: one item, levels left of it,
//! texts and figures right of it.

use super::{CLEAR_MAJORITY, Known};
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::{self, Family};
use crate::interpret::shape::Shape;
use crate::record::Role;

/// A column left of the item with this share of blank cells was merged; a number column has none.
const MERGED_SHARE: f32 = 0.3;

/// Levels and the item stand in the first columns: among so many, where the sheets seen so far have a third of them.
const MOST_IN_FRONT: usize = 40;

/// Of the columns that can be the item, the rightmost of the first run is; those before it are headings, those behind
/// it are texts. A column of sentences is an item only where there is nothing better.
pub(super) fn choose_item(known: &[Known<'_>], roles: &mut [Role]) {
    let is_short = |at: usize| known[at].texts() < CLEAR_MAJORITY;
    let is_whole = |at: usize| {
        let rows = known[at].seen.iter().sum::<f32>();
        known[at].filled() > (1.0 - MERGED_SHARE) * known[at].records.unwrap_or(rows)
    };
    // Sentences under 令和5年度の取組 are no names where another column holds names; the merged cells of 区分 name no row.
    // Figures below 数値目標 name nothing either.
    let has_word = |at: usize| {
        let is_word = matches!(known[at].header.family, Some(Family::Measure | Family::Item));
        is_word && known[at].figures() < CLEAR_MAJORITY
    };
    let holds_names = |at: usize| roles[at] == Role::Item && is_short(at) && (has_word(at) || is_whole(at));
    let any_short = (0..roles.len()).any(holds_names);
    let by_word = |at: usize| has_word(at) && (is_short(at) || !any_short);
    let candidates: Vec<usize> = (0..roles.len()).filter(|&at| roles[at] == Role::Item).collect();
    let any_by_word = candidates.iter().any(|&at| by_word(at));
    let Some(&first) = candidates.iter().find(|&&at| by_word(at) || !any_by_word) else { return };
    // Short cells between them are numbers and keys of what they stand beside; a column without header and cells is
    // none.
    let in_run = |at: usize| {
        if known[at].header.printed.is_empty() && known[at].filled() == 0.0 {
            return true;
        }
        let short = known[at].texts() < CLEAR_MAJORITY && known[at].filled() > 0.0;
        matches!(roles[at], Role::Item | Role::Path) || (roles[at] == Role::Text && short && is_key(known[at].header))
    };
    let behind = roles.len().min(first + MOST_IN_FRONT);
    let run_end = (first..behind).find(|&at| !in_run(at)).unwrap_or(behind);
    let run: Vec<usize> =
        (first..run_end).filter(|&at| roles[at] == Role::Item && (by_word(at) || !any_by_word)).collect();
    let short = || run.iter().rev().filter(|&&at| known[at].texts() < CLEAR_MAJORITY);
    // `15件` under 数値目標, and what was done or is looked at, name nothing where another column holds a name in each row.
    let any_name = short().any(|&at| is_whole(at) && !tells_of_item(known[at].header));
    let tells =
        |at: usize| any_name && tells_of_item(known[at].header) || run.iter().any(|&of| explains(known, at, of));
    let names = |at: usize| known[at].figures() < CLEAR_MAJORITY && !tells(at);
    let name = short().find(|&&at| names(at));
    let Some(&item) = name.or(short().next()).or(run.last()) else { return };
    // Numbers below 施策, and the names that they count in the column without a header beside it: the header spans both.
    let spans_next = known.get(item + 1).is_some_and(|next| {
        let holds_names = next.texts() < CLEAR_MAJORITY && next.codes() + next.numbers() < CLEAR_MAJORITY;
        next.header.printed.is_empty() && next.filled() > 0.0 && holds_names
    });
    if known[item].numbers() >= CLEAR_MAJORITY && spans_next {
        roles[item] = Role::Text;
        roles[item + 1] = Role::Item;
        return;
    }
    for at in candidates {
        let may_be_level = by_word(at) || !is_key(known[at].header) && may_be_unnamed_level(known, roles, at);
        roles[at] = match at.cmp(&item) {
            std::cmp::Ordering::Less if known[at].texts() < CLEAR_MAJORITY && may_be_level => Role::Path,
            std::cmp::Ordering::Equal => Role::Item,
            // Behind the item, figures with units below 数値目標 name nothing.
            std::cmp::Ordering::Greater if known[at].figures() >= CLEAR_MAJORITY => Role::Value,
            std::cmp::Ordering::Less | std::cmp::Ordering::Greater => Role::Text,
        };
    }
}

/// Whether a header tells what was done or is looked at: 実施した事業 beside 推進項目, 評価の視点 beside 評価項目, 取組 below
/// 令和６年度の状況.
fn tells_of_item(header: &HeaderColumn) -> bool {
    let name = header.inner();
    let is_view = ["視点", "観点"].iter().any(|view| name.ends_with(view));
    let is_of_year = header.printed.len() > 1 && layout::begins_with_year(&header.outer());
    is_view || is_of_year || ["した", "った", "んだ", "いた", "じた"].iter().any(|past| name.contains(past))
}

/// Whether a column tells what one left of it is, by its header: 施策の内容 behind 施策. Its cells are sentences, be they cut
/// into lines, or no more than there are names; where they are more, each is a name below one that a merged cell holds.
fn explains(known: &[Known<'_>], at: usize, named: usize) -> bool {
    /// A sentence in a narrow column stands on so many lines.
    const SENTENCE_ONE_IN: f32 = 4.0;
    let [own, name] = [at, named].map(|at| layout::folded_header(&known[at].header.inner()).into_owned());
    let is_of = |subject: &str| {
        !subject.is_empty()
            && ["", "名", "名称", "の名称"]
                .iter()
                .any(|end| name.strip_suffix(end).is_some_and(|name| name.ends_with(subject)))
    };
    let sentences = known[at].seen[Shape::Sentence.index()];
    named < at
        && own.strip_suffix("の内容").is_some_and(is_of)
        && (sentences * SENTENCE_ONE_IN >= known[at].filled() || known[at].filled() <= known[named].filled())
}

/// Levels stand left of the item: behind it, `目標` holds figures or texts, and `方針` may rate: 継続, 拡充, 改善. A table in
/// which nothing names the item has it in its first column of names.
pub(super) fn settle_right_of_item(known: &[Known<'_>], roles: &mut [Role]) {
    let item = roles.iter().position(|role| *role == Role::Item).or_else(|| {
        let names = |at: usize| {
            known[at].filled() > 0.0 && known[at].codes() < CLEAR_MAJORITY && known[at].numbers() < CLEAR_MAJORITY
        };
        let unnamed = |at: usize| {
            let is_short = known[at].texts() < CLEAR_MAJORITY;
            known[at].header.family.is_none() && roles[at] == Role::Text && is_short && !is_key(known[at].header)
        };
        // A text with an ordinal in front is what is evaluated: ① in a column 決議の内容.
        let is_counted = |at: usize| {
            let ordinals = known[at].seen[Shape::Ordinal.index()];
            let rows = known[at].records.unwrap_or(known[at].filled());
            roles[at] == Role::Text && rows > 0.0 && ordinals >= CLEAR_MAJORITY * rows
        };
        let first = (0..roles.len()).find(|&at| unnamed(at) && names(at) || is_counted(at))?;
        roles[first] = Role::Item;
        Some(first)
    });
    number_rows(known, roles, item);
    let Some(item) = item else { return };
    for at in 0..item {
        // In front, numbers aside, `１ 地域福祉` looks like a figure with its unit.
        if roles[at] == Role::Value
            && (0..at).all(|before| roles[before] == Role::Path || is_key(known[before].header))
            && known[at].header.family == Some(Family::Path)
            && known[at].figures() >= CLEAR_MAJORITY
        {
            roles[at] = Role::Path;
        }
        let numbers_rows = known[at].header.printed.is_empty() && known[at].numbers() >= CLEAR_MAJORITY;
        let rates = matches!(known[at].header.family, Some(Family::Rating | Family::Judged));
        if roles[at] != Role::Text || is_key(known[at].header) || numbers_rows || rates {
            continue;
        }
        // Filled once and blank for a run: merged cells, which group the rows behind them.
        let blank = known[at].seen[Shape::Blank.index()];
        if known[at].texts() < CLEAR_MAJORITY
            && may_be_unnamed_level(known, roles, at)
            && known[at].filled() > 0.0
            && blank >= MERGED_SHARE * (blank + known[at].filled())
        {
            roles[at] = Role::Path;
        }
    }
    // What else says so by a longer name does it wherever it stands.
    let is_outlook = |at: usize| ["方針", "方向", "方向性"].contains(&&*known[at].header.inner());
    // `１　学びの町` below 基本目標 is a heading wherever it stands.
    let numbers_headings = |at: usize| {
        let numbered = [Shape::Heading, Shape::Labelled, Shape::Ordinal].map(|shape| known[at].seen[shape.index()]);
        !is_outlook(at) && known[at].share(numbered.iter().sum()) >= CLEAR_MAJORITY
    };
    for at in item + 1..roles.len() {
        if roles[at] == Role::Path && !numbers_headings(at) {
            roles[at] = match () {
                () if known[at].numbers() >= CLEAR_MAJORITY => Role::Value,
                () if is_outlook(at) && known[at].codes() >= CLEAR_MAJORITY => Role::Rating,
                () => Role::Text,
            };
        }
        // `（１）花の手入れ` below 施策, behind such a heading, is the next level.
        let is_measure = known[at].header.family == Some(Family::Measure) && roles[at] == Role::Text;
        if is_measure && at > item + 1 && roles[at - 1] == Role::Path && numbers_headings(at) {
            roles[at] = Role::Path;
        }
    }
}

/// Whether a column that no word makes a level may be one. Levels stand outermost: none stands behind what rates
/// something or gives a figure of it, be its cells merged or not, and marks are no names. A rating that stands in front
/// of all, as a sheet does that is about the results, says nothing of that.
fn may_be_unnamed_level(known: &[Known<'_>], roles: &[Role], at: usize) -> bool {
    let judges = |at: usize| match known[at].header.family {
        Some(Family::Rating | Family::Judged | Family::Comment | Family::Value) => {
            matches!(roles[at], Role::Rating | Role::Comment | Role::Value)
        }
        // Digits and marks without a word for them may number or flag the rows.
        _ => roles[at] == Role::Rating && known[at].digits() + known[at].marks() < CLEAR_MAJORITY,
    };
    let is_word = known[at].header.family.is_some();
    let is_none = |at: usize| known[at].header.printed.is_empty() && known[at].filled() == 0.0;
    let leads = |at: &usize| !is_word && (is_none(*at) || roles[*at] == Role::Rating && judges(*at));
    let in_front = (0..at).take_while(leads).count();
    at < MOST_IN_FRONT && known[at].marks() < CLEAR_MAJORITY && !(in_front..at).any(judges)
}

/// Numbers without a header number the rows where they stand in front of the item or, where nothing is one yet, of all
/// that the header names. In front of `評価` or `評価の理由` they may be codes. Below a word that nobody listed they are no
/// codes either: `項番`, `順`.
fn number_rows(known: &[Known<'_>], roles: &mut [Role], item: Option<usize>) {
    let rates = |at: &usize| {
        let own = known[*at].header.family;
        known[*at].header.is_rated_above()
            || matches!(own, Some(Family::Rating | Family::Judged | Family::Code | Family::Comment))
    };
    let named = || (0..known.len()).find(|&at| !known[at].header.printed.is_empty()).filter(|at| !rates(at));
    for at in 0..item.or_else(named).unwrap_or(0) {
        let unnamed = known[at].header.printed.is_empty() && known[at].numbers() >= CLEAR_MAJORITY;
        let unlisted =
            item.is_some() && known[at].header.family.is_none() && known[at].digits() >= CLEAR_MAJORITY && !rates(&at);
        if (unnamed && roles[at] == Role::Value) || ((unnamed || unlisted) && roles[at] == Role::Rating) {
            roles[at] = Role::Text;
        }
    }
}

/// Whether a header names what is no figure though digits stand in it: `No`, `事業番号`, `コード`, `対象`, `措置年月日`.
pub fn is_key(header: &HeaderColumn) -> bool {
    const KEYS: [&str; 8] = ["年度", "年", "期間", "時期", "ページ", "頁", "位置付け", "対象"];
    let name = header.inner();
    // 対前年度 compares figures.
    numbers_rows(&name)
        || tells_day(&name)
        || KEYS.iter().any(|ending| name.ends_with(ending)) && !name.starts_with("対前")
}

/// Whether a column of this name tells the day of something: `措置年月日`.
pub(super) fn tells_day(name: &str) -> bool {
    ["年月日", "月日", "期日", "日付"].iter().any(|ending| name.ends_with(ending))
}

/// Whether a column of this name numbers what is evaluated.
pub fn numbers_rows(name: &str) -> bool {
    let name = layout::folded_header(name);
    ["番号", "枝番", "通番", "連番", "項番", "no", "№", "id", "コード", "cd", "キー"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::record::Role;
    use crate::source::Source;

    #[test]
    fn merged_cells_of_kinds_name_no_row() {
        let sheet = "区分\t点検項目\t東会館\t西会館\t所見\n管理\t通路に物を置いていない\t○\t△\t机があった。\n\
                     \t消火器の期限が過ぎていない\t○\t○\t\n\t空調の掃除を行っている\t△\t○\t記録がない。\n\
                     受付\t申込みを公平に受けている\t○\t○\t\n\t控えをそろえている\t○\t×\t2枚足りない。\n";
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let roles: Vec<Role> = read.columns.iter().map(|column| column.role).collect();
        assert_eq!(roles[..4], [Role::Path, Role::Item, Role::Rating, Role::Rating]);
    }

    #[test]
    fn what_was_done_is_no_item_beside_what_was_to_be_done() {
        let sheet = "柱\t推進項目\t実施した事業\t評価\t担当課\n緑\t花壇\t苗の植付け、種まき\tA\t公園課\n\t水路\t草刈り\tB\t河川課\n\
                     土\t道\t穴埋め\tB\t道路課\n\t橋\t塗装\tA\t道路課\n";
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let roles: Vec<Role> = read.columns.iter().map(|column| column.role).collect();
        assert_eq!(roles, [Role::Path, Role::Item, Role::Text, Role::Rating, Role::Department]);
    }

    #[test]
    fn what_a_year_has_above_it_was_done_in_that_year() {
        let roles = |above: &str| {
            let header = format!("施策の柱|主な事業|{above}||評価|担当課\n||取組|成果と課題||\n");
            let rows = "1 学ぶ|教員を置く事業|小学校6校に1名|点が上がった。|A|指導課\n|端末を使う事業|事例集と公開授業|使う組がふえた。|B|指導課\n";
            let sheet = format!("{header}{rows}").replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.columns.iter().map(|column| column.role).collect::<Vec<_>>()
        };
        let [path, item, text] = [Role::Path, Role::Item, Role::Text];
        assert_eq!(roles("令和６年度の状況")[..4], [path, item, text, text]);
        assert_eq!(roles("計画の内容")[..4], [path, path, item, text]);
    }

    #[test]
    fn merged_cells_behind_a_rating_in_front_of_all_are_a_level() {
        let roles = |header: &str, cells: [&str; 4]| {
            let rows = ["花壇|苗を植えた。", "水路|泥をさらった。", "橋|ひびを直した。", "朝市|二度開いた。"];
            let row = |((rating, cell), row): ((&str, &str), &str)| format!("{rating}|{cell}|{row}\n");
            let rows: String = ["A", "B", "A", "C"].into_iter().zip(cells).zip(rows).map(row).collect();
            let sheet = format!("{header}|事業名|内容\n{rows}").replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.columns.iter().map(|column| column.role).collect::<Vec<_>>()
        };
        let merged = ["緑", "", "水", ""];
        assert_eq!(roles("評価|類型", merged)[..3], [Role::Rating, Role::Path, Role::Item]);
        assert_eq!(roles("評価|備考", merged)[..3], [Role::Rating, Role::Text, Role::Item]);
        assert_eq!(roles("評価|類型", ["新規", "", "新規", ""])[..3], [Role::Rating, Role::Text, Role::Item]);
        let rows = "|A|緑|花壇|苗を植えた。\n|B||水路|泥をさらった。\n|A|水|橋|ひびを直した。\n|C||朝市|二度開いた。\n";
        let blank = format!("|評価|類型|事業名|内容\n{rows}").replace('|', "\t");
        let source = Source::made_up(&blank);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert!(read.columns.iter().any(|column| column.role == Role::Path));
        let behind = ["よい|緑", "|", "並み|水", "|"];
        assert_eq!(roles("評価|評価の理由|類型", behind)[2..4], [Role::Text, Role::Item]);
    }

    #[test]
    fn a_numbered_level_behind_a_code_is_no_figure_and_what_is_compared_with_a_year_is_one() {
        let header = "事業コード\t政策\t施策\t事業名\t対前年度\t評価\n";
        let rows = "01\t1 安全\t1-1 防災\t花壇\t2社\tA\n02\t\t\t水路\t▲1人\tB\n03\t2 福祉\t2-1 子育て\t朝市\t皆増\tA\n";
        let sheet = format!("{header}{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let roles: Vec<Role> = read.columns.iter().map(|column| column.role).collect();
        assert_eq!(roles, [Role::Text, Role::Path, Role::Path, Role::Item, Role::Value, Role::Rating]);
    }

    #[test]
    fn pages_in_front_of_the_item_are_no_level() {
        let header = "事業番号\t掲載頁\t事業名\t内容\t評価\t担当課\n";
        let rows = "1\tp.18\t花壇\t苗を植えました。\tA\t公園課\n2\tp.18\t水路\t泥をさらいました。\tB\t河川課\n";
        let sheet = format!("{header}{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.columns[1].role, Role::Text);
        assert_eq!(read.columns[2].role, Role::Item);
    }

    #[test]
    fn codes_beside_names_are_neither_levels_nor_items() {
        for code in ["コード", "CD", "ＣＤ"] {
            let header = format!("施策{code}\t施策名\t事業{code}\t事業名\t達成度\t課名\n");
            let rows = "11\t緑の町\tA1101\t花壇\tA\t公園課\n11\t緑の町\tA1102\t並木\tB\t公園課\n\
                        12\t水の町\tA1201\t水路\tA\t河川課\n12\t水の町\tA1202\t橋\tB\t道路課\n";
            let sheet = header + rows;
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let roles: Vec<Role> = read.columns.iter().map(|column| column.role).collect();
            let expected = [Role::Text, Role::Path, Role::Text, Role::Item, Role::Rating, Role::Department];
            assert_eq!(roles, expected, "{code}");
        }
    }

    #[test]
    fn a_direction_behind_the_item_rates_it_and_one_in_front_is_a_level() {
        let roles = |header: &str, rows: &str| -> Vec<Role> {
            let sheet = format!("{header}\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.columns.iter().map(|column| column.role).collect()
        };
        let numbered = "花壇\t苗を植えた。\t１　緑の町\t公園課\n水路\t泥をさらった。\t２　水の町\t河川課\n橋\tひびを直した。\t２　水の町\t道路課\n";
        assert_eq!(roles("取組\t内容\t基本目標\t担当課", numbered)[2], Role::Path);
        let behind =
            "花壇\t苗を植えた。\t継続\t公園課\n水路\t泥をさらった。\t拡充\t河川課\n橋\tひびを直した。\t改善\t道路課\n";
        assert_eq!(roles("取組\t内容\t方針\t担当課", behind)[2], Role::Rating);
        assert_eq!(roles("取組\t内容\t分野\t担当課", behind)[2], Role::Text);
        let in_front =
            "継続\t花壇\t苗を植えた。\t公園課\n\t水路\t泥をさらった。\t河川課\n改善\t橋\tひびを直した。\t道路課\n";
        assert_eq!(roles("方針\t取組\t内容\t担当課", in_front)[0], Role::Path);
    }

    #[test]
    fn what_explains_a_measure_is_no_item_beside_its_name() {
        let roles = |header: &str, rows: &str| {
            let sheet = format!("{header}\t評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.columns.iter().map(|column| column.role).collect::<Vec<Role>>()
        };
        let explained = [Role::Item, Role::Text, Role::Rating, Role::Department];
        let cut = "花壇\t駅前に苗を植え、町の人\tA\t公園課\n\tに配る。\t\t\n水路\t用水路の泥をさらい、土の\tB\t河川課\n\tうを積む。\t\t\n\
                   橋\t塗り替える。\tA\t道路課\n";
        assert_eq!(roles("施策\t施策の内容", cut), explained);
        assert_eq!(roles("具体的施策\t施策の内容", cut), explained);
        let words = "花壇\t苗の植付け\tA\t公園課\n水路\t泥さらい\tB\t河川課\n橋\t塗替え\tA\t道路課\n";
        assert_eq!(roles("施策\t施策の内容", words), explained);
        // Names below one in a merged cell.
        let merged = "緑\t花壇\tA\t公園課\n\t並木\tB\t公園課\n水\t水路\tA\t河川課\n\t池\tB\t河川課\n";
        assert_eq!(roles("施策\t施策の内容", merged), [Role::Path, Role::Item, Role::Rating, Role::Department]);
    }

    #[test]
    fn figures_name_nothing_beside_names() {
        for measured in ["数値目標", "指標値（目標）"] {
            let rows = "花壇\t株の数\t15株\t18株\tA\t公園課\n川\t草の量\t60t\t47t\tB\t河川課\n道\t穴の数\t120件\t131件\tB\t道路課\n";
            let sheet = format!("事業の名称\t重要業績評価指標（KPI）\t{measured}\t実績値\t事業効果\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let roles: Vec<Role> = read.columns.iter().map(|column| column.role).collect();
            let expected = [Role::Item, Role::Text, Role::Value, Role::Value, Role::Rating, Role::Department];
            assert_eq!(roles, expected, "{measured}");
        }
    }

    #[test]
    fn a_date_names_nothing_where_no_column_does() {
        let roles = |date: &str| {
            let rows = "苗を植えられたい。\tR6.8.1\t済\t公園課\n泥をさらわれたい。\tR6.9.20\t済\t河川課\n橋を塗られたい。\tR7.1.10\t未\t道路課\n";
            let sheet = format!("監査の結果\t{date}\t措置状況\t対象部局\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.columns.iter().map(|column| column.role).collect::<Vec<Role>>()
        };
        let none = [Role::Text, Role::Text, Role::Rating, Role::Department];
        for date in ["措置年月日", "回答期日", "公表日付"] {
            assert_eq!(roles(date), none, "{date}");
        }
        assert_eq!(roles("箇所名")[1], Role::Item);
    }

    #[test]
    fn numbers_of_rows_are_no_ratings_whatever_they_are_called() {
        for number in ["Ｎｏ．", "No.", "項", "連"] {
            let rows =
                "1\t花壇\t苗を植えた。\tA\t公園課\n2\t川\t草を刈った。\tB\t河川課\n3\t道\t穴を埋めた。\tB\t道路課\n";
            let sheet = format!("{number}\t取組名\t実施内容\t自己評価\t所管課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let ratings: Vec<&str> =
                read.columns.iter().filter(|column| column.role == Role::Rating).map(|column| &*column.name).collect();
            assert_eq!(ratings, ["自己評価"], "{number}");
        }
    }

    #[test]
    fn columns_of_one_name_in_wide_and_narrow_letters_are_one() {
        let page = |number: &str, year: &str| {
            format!(
                "{number}\t取組名\t令和{year}年度実績\t自己評価\t所管課\n1\t花壇\t苗を植えた。\tA\t公園課\n2\t川\t草を刈った。\tB\t河川課\n"
            )
        };
        let sheet = format!("{}\n{}", page("Ｎｏ．", "５"), page("No", "5"));
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.columns.len(), read.records.len()), (5, 4));
    }

    #[test]
    fn figures_zeros_and_dashes_below_an_amount_or_a_unit_are_values() {
        for (amount, role) in [
            ("効果額", Role::Value),
            ("効果（千円）", Role::Value),
            ("対象者数", Role::Value),
            ("財政効果", Role::Text),
        ] {
            let sheet = format!(
                "取組名\t{amount}\t評価\t担当課\n花壇\t1,850\tA\t公園課\n水路\t0\tB\t河川課\n道\t－\tB\t道路課\n橋\t△320\tA\t道路課\n堤\t0\tA\t河川課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!(read.columns[1].role, role, "{amount}");
        }
    }

    #[test]
    fn a_text_with_an_ordinal_is_the_item_where_nothing_names_one() {
        let role = |ordinals: [&str; 3]| {
            let [first, second, third] = ordinals;
            let rows = format!(
                "{first}苗を増やして町の人に配り\tⅣ\t春に千本の苗を植え、夏まで水\t公園課\n、花の道をつくること。\t\tをやった。\t\n\
                 {second}水路の泥を早くさらい、大\tⅣ\t八か所の泥をさらい、土のうを\t公園課\n雨に備えること。\t\t積んだ。\t\n\
                 {third}橋を秋までに塗り替え、さ\tⅣ\t三つの橋を塗り、二つは来年に\t公園課\nびを止めること。\t\t回した。\t\n"
            );
            let sheet = format!("決議の内容\t対応区分\t対応の状況\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.columns.first().map(|column| column.role)
        };
        assert_eq!(role(["①", "②", "③"]), Some(Role::Item));
        assert_eq!(role(["", "", ""]), Some(Role::Text));
    }

    #[test]
    fn names_beside_numbers_below_one_header_are_the_items() {
        let sheet = "施策\t\t取組の状況\t評価\t所管\n(1)\t花壇\t苗を植えた。\tA\t公園課\n(2)\t水路\t泥をさらった。\tB\t河川課\n\
                     (3)\t橋\t秋に塗った。\tA\t道路課\n";
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let items: Vec<String> =
            read.records.iter().filter_map(|record| Some(record.item.as_ref()?.title.to_string())).collect();
        assert_eq!(items, ["花壇", "水路", "橋"]);
    }

    #[test]
    fn figures_with_units_behind_the_item_are_values_whatever_they_are_called() {
        let sheet = "指標\t現状値\t数値目標\n来た人\t1,200人\t1,500人\n入った人\t12.2%\t10.0%\n知る人\t44.0%\t55.0%\n";
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let roles: Vec<Role> = read.columns.iter().map(|column| column.role).collect();
        assert_eq!(roles, [Role::Item, Role::Value, Role::Value]);
    }

    #[test]
    fn numbered_measures_behind_a_level_are_the_next_one_wherever_they_stand() {
        let rows = |measures: [&str; 3]| {
            let rows = ["花壇|公園課|１　緑の町", "並木|公園課|１　緑の町", "水路|河川課|２　水の町"];
            let rows: String =
                rows.into_iter().zip(measures).map(|(row, measure)| format!("{row}|{measure}|Ａ\n")).collect();
            let sheet = format!("事業名|担当課|基本目標|施策|評価\n{rows}").replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.columns.iter().map(|column| column.role).collect::<Vec<Role>>()
        };
        let with = |role: Role| [Role::Item, Role::Department, Role::Path, role, Role::Rating];
        assert_eq!(rows(["（１）花の手入れ", "（２）木の手入れ", "（１）川の掃除"]), with(Role::Path));
        assert_eq!(rows(["花の手入れ", "木の手入れ", "川の掃除"]), with(Role::Text));
    }

    #[test]
    fn ratings_merged_in_front_of_the_items_are_no_levels() {
        let read = |remark: &str| {
            let rows = format!(
                "見守り|Ａ評価|花壇|苗を植えた。|公園課\n||並木|枝を切った。|道路課\n居場所|Ｂ評価{remark}|水路|泥をさらった。|河川課\n\
                 ||堤|草を刈った。|河川課\n学び|Ｃ評価（秋に休み）|朝市|月に開いた。|商工課\n||夜市|夏に開いた。|商工課\n"
            );
            let sheet = format!("施策|評価|事業|実施状況|担当\n{rows}").replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let codes = read.records.iter().map(|of| of.ratings.iter().map(|of| of.codes.concat()).collect::<String>());
            codes.collect::<Vec<_>>()
        };
        let codes = ["A", "", "B", "", "C", ""].map(str::to_owned).to_vec();
        for remark in ["", "（二か所は休み）"] {
            assert_eq!(read(remark), codes, "{remark}");
        }
    }
}
