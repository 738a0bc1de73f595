//! What each column of a table holds, and what it is called.
//!
//! In: the header's words and the shapes of the cells below. Out: one [`TableColumn`] per column. Words propose, cells
//! decide: a column under `事業評価` is a rating where it holds codes and its comment where it holds sentences.

mod item;
mod names;
mod pairs;

use std::sync::Arc;

use crate::interpret::align::{Counts, expected};
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::{self, Family};
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape::Shape;
use crate::record::Role;
use item::{choose_item, settle_right_of_item};
pub use item::{is_key, numbers_rows};
use names::{names, printed};
use pairs::pair_comments;

/// A column of a table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// The name in records.
    pub name: Arc<str>,
    /// Every header level as printed.
    pub printed: Vec<String>,
    /// What it holds.
    pub role: Role,
    /// It is no column of records: see [`Beside`].
    pub beside: Option<Beside>,
    /// For a comment: the rating column that it belongs to.
    pub rating: Option<usize>,
    /// For a rating that is spread over columns: what each of them offers.
    pub choices: Vec<Choice>,
}

/// A column to mark, and the code that a mark in it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The column.
    pub column: usize,
    /// The code.
    pub code: Arc<str>,
}

/// What stands beside the records in columns of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Neither a header nor cells: the blank column that an export adds at the end.
    Nothing,
    /// A legend: `A：達成` under `評価の目安`.
    Legend,
    /// One of the columns that a rating is spread over, but for the first.
    Option,
}

/// A word whose column holds, by at least this share, something else is overruled by the cells. One wrong page in five
/// is the worst seen so far.
pub const CLEAR_MAJORITY: f32 = 0.6;

/// Under a word for ratings, so many codes among words are a rating column with slips of the pen: of two rows one.
const SLIPS_SHARE: f32 = 0.5;

/// What is known of one column: its header and its cells.
struct Known<'k> {
    header: &'k HeaderColumn,
    seen: &'k Counts,
    /// How many records the table has, where it prints several lines of each in rows of their own.
    records: Option<f32>,
}

impl Known<'_> {
    fn filled(&self) -> f32 {
        self.seen.iter().sum::<f32>() - self.seen[Shape::Blank.index()]
    }

    fn share(&self, count: f32) -> f32 {
        let filled = self.filled();
        if filled > 0.0 { count / filled } else { 0.0 }
    }

    /// The share of codes, dashes left aside: a dash says that nothing was rated, or that there is no figure.
    fn codes(&self) -> f32 {
        let codes: f32 = self.seen[Shape::FIRST_CODE..].iter().sum();
        let said = self.filled() - self.seen[Shape::Dash.index()];
        if said > 0.0 { codes / said } else { 0.0 }
    }

    fn digits(&self) -> f32 {
        self.share(self.seen[Shape::Code(Alphabet::Digit).index()])
    }

    fn marks(&self) -> f32 {
        self.share(self.seen[Shape::Code(Alphabet::Mark).index()])
    }

    fn letters(&self) -> f32 {
        self.share(self.seen[Shape::Code(Alphabet::Latin).index()] + self.seen[Shape::Code(Alphabet::Small).index()])
    }

    fn phrases(&self) -> f32 {
        self.share(self.seen[Shape::Phrase.index()])
    }

    /// The share of figures, bare digits left aside: they may be numbers of rows.
    fn figures(&self) -> f32 {
        let said = self.filled() - self.seen[Shape::Dash.index()];
        if said > 0.0 { self.seen[Shape::Number.index()] / said } else { 0.0 }
    }

    fn labelled(&self) -> f32 {
        self.share(self.seen[Shape::Labelled.index()])
    }

    /// The share of texts. Of one that is printed over several lines the last ends a sentence.
    fn texts(&self) -> f32 {
        let sentences = self.seen[Shape::Sentence.index()];
        let of_cells = self.share(sentences + self.seen[Shape::Open.index()]);
        self.records.map_or(of_cells, |records| of_cells.max((sentences / records).min(1.0)))
    }

    fn numbers(&self) -> f32 {
        let digits = Shape::Code(Alphabet::Digit).index();
        self.share(self.seen[Shape::Number.index()] + self.seen[Shape::Dash.index()] + self.seen[digits])
    }

    /// Whether a figure or a bare digit stands in it: `〃` and a dash are none.
    fn holds_figures(&self) -> bool {
        self.seen[Shape::Number.index()] + self.digits() > 0.0
    }

    /// Whether the cells are figures, bare digits and dashes, below a word for an amount or a unit: `効果額`, `効果（千円）`. A
    /// digit there is no code, and a dash no word.
    fn holds_amounts(&self) -> bool {
        self.seen[Shape::Number.index()] > 0.0 && self.numbers() >= CLEAR_MAJORITY && self.header.names_amount()
    }

    /// How well the cells fit a role, per filled cell.
    fn fits(&self, role: Role) -> f32 {
        fits(self.seen, role)
    }
}

/// How well cells fit a role, per filled cell: the mean logarithm of how likely their shapes are there.
pub fn fits(seen: &Counts, role: Role) -> f32 {
    let prior = expected(role);
    let total: f32 = prior.iter().sum();
    let blank = Shape::Blank.index();
    let filled: f32 = seen.iter().sum::<f32>() - seen[blank];
    let sum: f32 = (0..Shape::COUNT).filter(|&at| at != blank).map(|at| seen[at] * (prior[at] / total).ln()).sum();
    if filled > 0.0 { sum / filled } else { 0.0 }
}

/// Finds the role of every column. `seen` counts the shapes of each column's cells.
pub fn roles(headers: &[HeaderColumn], seen: &[Counts]) -> Vec<Role> {
    with_ratings(&known(headers, seen)).0
}

/// Finds the role and the name of every column.
pub fn columns(headers: &[HeaderColumn], seen: &[Counts]) -> Vec<TableColumn> {
    let known = known(headers, seen);
    let (roles, ratings) = with_ratings(&known);
    let comments = comments(&ratings);
    let names = names(&known, &roles, (&ratings, &comments));
    let column = |at: usize| TableColumn {
        name: Arc::from(names[at].as_str()),
        printed: printed(&known, at, &comments),
        role: roles[at],
        beside: None,
        rating: if roles[at] == Role::Comment { ratings[at] } else { None },
        choices: Vec::new(),
    };
    (0..known.len()).map(column).collect()
}

fn known<'k>(headers: &'k [HeaderColumn], seen: &'k [Counts]) -> Vec<Known<'k>> {
    let records = records(seen.iter());
    headers.iter().zip(seen).map(|(header, seen)| Known { header, seen, records }).collect()
}

/// How many records a table has by its codes, if it seems to print several lines of each. In: what its columns hold.
pub fn records<'c>(seen: impl Iterator<Item = &'c Counts>) -> Option<f32> {
    /// One rating or two say nothing.
    const FEWEST: f32 = 3.0;
    /// Of the rows of a table of whole rows more are rated.
    const MOST_RATED: f32 = 0.7;
    let codes = |seen: &Counts| seen[Shape::FIRST_CODE..].iter().sum::<f32>();
    let most = seen.max_by(|one, other| codes(one).total_cmp(&codes(other)))?;
    let rows: f32 = most.iter().sum();
    Some(codes(most)).filter(|rated| *rated >= FEWEST && *rated <= MOST_RATED * rows)
}

/// The role of every column, and of each comment the rating that it belongs to.
fn with_ratings(known: &[Known<'_>]) -> (Vec<Role>, Vec<Option<usize>>) {
    let names_departments = known.iter().any(|column| column.header.family == Some(Family::Department));
    let mut roles: Vec<Role> = known.iter().map(|column| role_alone(column, names_departments)).collect();
    choose_item(known, &mut roles);
    settle_right_of_item(known, &mut roles);
    settle_actors(known, &mut roles);
    let ratings = pair_comments(known, &mut roles);
    (roles, ratings)
}

/// The role of a column by its own header and cells.
fn role_alone(known: &Known<'_>, names_departments: bool) -> Role {
    if let Some(role) = role_below_code_or_month(known) {
        return role;
    }
    if known.header.names_points() && known.numbers() >= CLEAR_MAJORITY {
        return Role::Value;
    }
    let mostly_codes = known.codes() >= CLEAR_MAJORITY;
    if mostly_codes && known.header.joins_rating {
        return Role::Rating;
    }
    let Some(family) = known.header.family else { return role_by_cells(known, names_departments) };
    if known.filled() == 0.0 {
        return family.roles()[0];
    }
    match family {
        Family::Path if known.numbers() >= CLEAR_MAJORITY && known.holds_figures() => Role::Value,
        Family::Path | Family::Measure if mostly_codes && known.header.names_outlook() => Role::Rating,
        Family::Path if mostly_codes && known.header.is_rated_above() => Role::Rating,
        Family::Path => Role::Path,
        // 順調 below 担当課, below 評価.
        Family::Department if mostly_codes && known.header.is_rated_above() => Role::Rating,
        // ○ below 市民, below 実施主体: who takes part.
        Family::Department if known.marks() >= CLEAR_MAJORITY => Role::Text,
        // How an office rates: A below 所管課, beside 指定管理者 and 評価委員会.
        Family::Department if known.letters() >= CLEAR_MAJORITY => Role::Rating,
        // What an office says: 所管課による講評.
        Family::Department if known.texts() >= CLEAR_MAJORITY => Role::Text,
        Family::Department => Role::Department,
        // Sentences on what was done in a year are no names.
        Family::Item if known.texts() >= CLEAR_MAJORITY && layout::begins_with_year(&known.header.inner()) => {
            Role::Text
        }
        // Letters below 総合 rate.
        Family::Measure | Family::Item if known.marks() + known.letters() >= CLEAR_MAJORITY => Role::Rating,
        Family::Measure | Family::Item => Role::Item,
        // How many judged so: 委員の判定（人） above 現行どおり.
        Family::Rating | Family::Judged if known.holds_amounts() => Role::Value,
        Family::Rating | Family::Judged | Family::Code => {
            let figures = known.seen[Shape::Number.index()] > 0.0 && known.numbers() >= CLEAR_MAJORITY;
            let codes_and_slips = known.codes() >= SLIPS_SHARE && known.texts() == 0.0;
            // A year in which nothing was rated, beside others.
            let of_dashes = known.header.is_rated_above() && known.filled() == known.seen[Shape::Dash.index()];
            let labelled_or_not = known.codes() + known.labelled() >= CLEAR_MAJORITY;
            if codes_and_slips || of_dashes || labelled_or_not {
                Role::Rating
            } else if figures {
                Role::Value
            } else if known.texts() < CLEAR_MAJORITY && family == Family::Rating {
                Role::Rating
            } else if family == Family::Code && known.header.upper.is_none() && known.texts() < CLEAR_MAJORITY {
                // 区分 of ordinary words groups the rows, or tells them apart.
                Role::Item
            } else {
                Role::Text
            }
        }
        // 成果 below 評価, each cell a digit.
        Family::Result if known.header.is_rated_above() && known.digits() >= CLEAR_MAJORITY => Role::Rating,
        Family::Value | Family::Result if known.numbers() >= CLEAR_MAJORITY => Role::Value,
        Family::Value if known.texts() + known.phrases() < CLEAR_MAJORITY && !mostly_codes => Role::Value,
        Family::Text if known.figures() >= CLEAR_MAJORITY && !is_key(known.header) => Role::Value,
        Family::Text if known.holds_amounts() => Role::Value,
        Family::Value | Family::Result | Family::Text => {
            // t and ha look like codes.
            let tells_units = known.header.inner().ends_with("単位");
            if mostly_codes && known.numbers() < CLEAR_MAJORITY && !tells_units { Role::Rating } else { Role::Text }
        }
        Family::Comment => Role::Comment,
    }
}

/// Beside those in charge, who acts with them is a text: 市、自治会 below 実施主体, 農協 below 関係機関, where 担当課 stands too.
fn settle_actors(known: &[Known<'_>], roles: &mut [Role]) {
    const ENDINGS: [&str; 5] = ["主体", "機関", "団体", "連携先", "協力先"];
    let acts = |at: &usize| ENDINGS.iter().any(|ending| known[*at].header.inner().ends_with(ending));
    let departments: Vec<usize> = (0..roles.len()).filter(|&at| roles[at] == Role::Department).collect();
    let (actors, in_charge): (Vec<usize>, Vec<usize>) = departments.into_iter().partition(acts);
    if !in_charge.is_empty() {
        actors.into_iter().for_each(|at| roles[at] = Role::Text);
    }
}

/// The role of a column whose header is a code, a part of a year, or a year of a plan: figures below `A` count, and a
/// month says when something is done, not what it is worth; `検討`, `実施`, `→` say what is to be done.
fn role_below_code_or_month(known: &Known<'_>) -> Option<Role> {
    let inner = known.header.inner();
    let rated = known.header.is_rated_above();
    let counts = known.filled() > 0.0 && known.numbers() >= CLEAR_MAJORITY;
    let is_planned = || layout::is_year(&inner) && known.header.printed.iter().any(|level| layout::is_plan(level));
    if (layout::is_part_of_year(&inner) || is_planned()) && !rated {
        return Some(if counts { Role::Value } else { Role::Text });
    }
    (counts && scale::alphabet(&inner).is_some()).then_some(Role::Value)
}

/// The role of a column whose header says nothing.
fn role_by_cells(known: &Known<'_>, names_departments: bool) -> Role {
    if known.filled() == 0.0 {
        return Role::Text;
    }
    // Where a header names departments, names that end like theirs elsewhere are something else: 短期入所, 消防団.
    let roles = [Role::Rating, Role::Value, Role::Department, Role::Item, Role::Text];
    let may_be = |role: &Role| match role {
        Role::Department => !names_departments,
        Role::Item => !item::tells_day(&known.header.inner()),
        _ => true,
    };
    let possible = roles.into_iter().filter(may_be);
    possible.max_by(|one, other| known.fits(*one).total_cmp(&known.fits(*other))).unwrap_or(Role::Text)
}

/// For each rating column its comment.
fn comments(ratings: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut comments = vec![None; ratings.len()];
    for (comment, rating) in ratings.iter().enumerate() {
        if let Some(rating) = *rating {
            comments[rating].get_or_insert(comment);
        }
    }
    comments
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::record::Role;
    use crate::source::Source;

    #[test]
    fn letters_that_are_units_rate_nothing() {
        let role = |name: &str| {
            let rows = "花の苗\tt\t12\tA\t公園課\n草\tt\t30\tB\t河川課\n土\tt\t7\tA\t道路課\n";
            let sheet = format!("指標\t{name}\t実績値\t評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            crate::sheet(&source, &Options::default(), Findings::default()).columns[1].role
        };
        assert_eq!(["単位", "指標の単位", "目的"].map(role), [Role::Text, Role::Text, Role::Rating]);
    }

    #[test]
    fn what_a_year_of_a_plan_holds_is_no_rating() {
        let header = "取組\t内容\t年度別計画\t\t\t評価\t担当課\n\t\tR5\tR6\tR7\t\t\n";
        let row = "を見直します。\t検討\t実施\t→\tB\t財政課\n";
        let sheet = format!("{header}朝市\t市{row}花壇\t庭{row}夜警\t見回り{row}").replacen("検討", "調査", 1);
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.findings.len(), 0);
        for record in &read.records {
            assert_eq!(record.ratings.iter().map(|rating| &*rating.column).collect::<Vec<_>>(), ["評価"]);
            assert!(record.texts.iter().any(|(column, text)| &**column == "R7" && text == "→"));
        }
    }

    #[test]
    fn articles_have_their_words_for_items_and_whether_something_is_needed_rates() {
        let row = |article: &str, word: &str, need: &str| {
            format!("{article}\t{word}\t庭の会を開いた。\tA\t{need}\t続ける。\n")
        };
        let rows =
            [("第3条", "会の務め", "否"), ("第4条", "町の会", "要"), ("第5条", "", "否"), ("第6条", "花の会", "要")];
        let rows: String = rows.map(|(article, word, need)| row(article, word, need)).concat();
        let sheet = format!("条項\t見出し\t主な取組\t検証結果\t改正の要否\t今後の対応\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map(|item| item.title.to_string()).unwrap_or_default();
            format!("{item} {} {}", record.texts[0].1, record.ratings[1].codes.concat())
        };
        let expected = ["会の務め 第3条 否", "町の会 第4条 要", "町の会 第5条 否", "花の会 第6条 要"];
        assert_eq!(read.records.iter().map(told).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn points_are_figures_where_the_header_says_how_many_there_are_or_that_they_are_a_sum() {
        for (header, is_value) in [
            ("必要性（5点）", true),
            ("評価（各１０点満点）", true),
            ("合計点", true),
            ("必要性", false),
            ("評価点", false),
        ] {
            let sheet =
                format!("事業名\t内容\t{header}\t担当課\n朝市\t店を開く。\t5\t農政課\n花壇\t苗を植える。\t3\t公園課\n");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let [first, ..] = &read.records[..] else { panic!("{header}: no records") };
            assert_eq!((first.values.len(), first.ratings.len()), if is_value { (1, 0) } else { (0, 1) }, "{header}");
        }
    }

    #[test]
    fn what_an_office_says_is_no_department() {
        for header in ["所管課による講評", "担当課から", "所管課の考え"] {
            let rows = "会館\tＡ\t催しの数が伸びました。\t文化課\n広場\tＢ\t芝生の傷みが目立ちます。\t公園課\n";
            let sheet = format!("施設名\tランク\t{header}\t所管課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let says = |record: &crate::record::Record<'_>| {
                let names = record.departments.iter().map(|of| &*of.name).collect::<Vec<_>>().join(",");
                format!("{} {} {names}", record.texts[0].0, record.texts[0].1)
            };
            assert_eq!(says(&read.records[0]), format!("{header} 催しの数が伸びました。 文化課"));
            assert_eq!(says(&read.records[1]), format!("{header} 芝生の傷みが目立ちます。 公園課"));
        }
    }

    #[test]
    fn words_of_an_office_below_a_rating_rate_and_who_acts_beside_those_in_charge_is_a_text() {
        let header = "取組\t実施主体\t評価\t\t担当課\n\t\t担当課\t推進会議\t\n";
        let sheet = format!("{header}花壇\t市、自治会\t順調\t遅れ\t公園課\n並木\t市\t遅れ\t順調\t道路課\n");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let first = &read.records[0];
        let ratings: Vec<&str> = first.ratings.iter().map(|rating| &*rating.printed).collect();
        let names: Vec<&str> = first.departments.iter().map(|of| &*of.name).collect();
        assert_eq!((ratings, names), (vec!["順調", "遅れ"], vec!["公園課"]));
        assert_eq!(first.texts[0].1, "市、自治会");
        let header = "取組\t内容\t評価\t担当課\t関係機関\n";
        let sheet =
            format!("{header}花壇\t苗を植えた。\tA\t公園課\t農業委員会\n並木\t枝を切った。\tB\t道路課\t警察署\n");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.records[0].departments.len(), 1);
        assert_eq!(read.records[0].texts.last().map(|(name, _)| &**name), Some("関係機関"));
    }

    #[test]
    fn sources_of_figures_are_texts_though_offices_are_among_them() {
        let names = |header: &str| {
            let sources = [("来客", "来客の声"), ("水路", "水路組合"), ("並木", "道路課"), ("朝市", "農業協会")];
            let rows = sources.map(|(item, source)| format!("{item}\t{source}\t12人\t20人\n")).concat();
            let sheet = format!("指標\t{header}\t現状値\t目標値\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let names = read.records[2].departments.iter().map(|of| of.name.to_string());
            (names.collect::<Vec<_>>(), read.records[2].texts.len())
        };
        for header in ["調べ方", "出どころ", "把握方法", "データの出典元"] {
            assert_eq!(names(header), (Vec::new(), 1), "{header}");
        }
        for header in ["担当課", "まとめる所"] {
            assert_eq!(names(header), (vec!["道路課".to_owned()], 0), "{header}");
        }
    }

    #[test]
    fn one_broken_header_changes_no_rating_of_the_other_pages() {
        let header = "事業\t内容\t取組評価\t\t方向性\t\t課\n\t\t選択欄\t自由記述欄\t選択欄\t自由記述欄\t\n";
        let row = "朝市\t会を開きます。\tA\t人が増えました。\tあ\t来年も開きます。\t農政課\n";
        let page = format!("{header}{}", row.repeat(6));
        let broken = format!("{}{row}", header.replacen("\t内", "", 1));
        let sheet = format!("{page}\n{broken}\n{page}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let ratings = |record: &crate::record::Record<'_>| {
            let rating = |rating: &crate::record::Rating<'_>| {
                format!("{} {} {}", rating.column, rating.printed, rating.comment.as_deref().unwrap_or("-"))
            };
            record.ratings.iter().map(rating).collect::<Vec<_>>()
        };
        let whole = ["取組評価 A 人が増えました。", "方向性 あ 来年も開きます。"];
        assert_eq!(ratings(&read.records[0]), whole);
        assert_eq!(read.records.iter().filter(|record| ratings(record) == whole).count(), 12);
    }

    #[test]
    fn a_level_whose_names_come_again_as_ditto_marks_is_one() {
        let rows = "女性\t0101\t相談\tA\t市民課\n〃\t0102\t保護\tB\t〃\n〃\t0103\t研修\tA\t〃\n子ども\t0201\t訪問\tC\t福祉課\n";
        let sheet = format!("分野\t事業番号\t事業名\t評価\t担当課\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let titles: Vec<&str> = read.records.iter().map(|record| &*record.path[0].title).collect();
        assert_eq!(titles, ["女性", "女性", "女性", "子ども"]);
    }
}
