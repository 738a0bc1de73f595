//! Header words that a narrow column cut: `番` above `号`, `達` above `成` above `度`, `次年度以降` above `の対応`.
//!
//! In: the row of a header that names its columns. Out: how many rows below it go on with its words, and the words whole.

use std::borrow::Cow;

use super::{LONGEST_NAME, is_header};
use crate::interpret::heading;
use crate::interpret::layout::{self, Fit, Layout};
use crate::interpret::number;
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape::Shape;
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};

/// What no name of a column begins or ends with: a word goes on there.
pub const JOINTS: [char; 3] = ['の', '・', '、'];

/// What no name of a column ends with, though words begin with it: `協議会が` above `行ったこと`, がん検診.
const ENDS: [char; 4] = ['が', 'を', 'は', 'に'];

/// A piece of a word in a narrow column has at most so many letters.
const LONGEST_PIECE: usize = 2;

/// The rest of a word that no layout knows, or in one row of several, has at most so many letters: 今後の方向性.
const LONGEST_REST: usize = 6;

/// So many rows at most go on with a word: 達 above 成, 度, 評 and 価.
const MOST_ROWS: usize = 4;

/// How many rows below a row of a header hold nothing but pieces of words, each below the beginning of its word, which make
/// header words with it.
pub(super) fn rows_below(rows: &Rows<'_>, main: usize, layout: &Layout) -> usize {
    let is_piece = |text: &str| {
        !text.is_empty() && text.chars().count() <= LONGEST_PIECE && text.chars().all(text::is_kana_or_ideograph)
    };
    let begins = |at: usize| rows.of(&rows.rows[main]).get(at).is_some_and(|cell| is_piece(&cell.text));
    let goes_on = |row: usize| {
        let cells = rows.rows.get(row).map_or(&[][..], |row| rows.of(row));
        let mut filled = cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()).peekable();
        filled.peek().is_some() && filled.all(|(at, cell)| begins(at) && is_piece(&cell.text))
    };
    let count = (main + 1..=main + MOST_ROWS).take_while(|&row| goes_on(row)).count();
    let is_word = |at: usize| {
        let whole = word(rows, (main, count), at);
        let grown = whole.len() > rows.of(&rows.rows[main]).get(at).map_or(0, |cell| cell.text.len());
        !grown || matches!(layout.family_at_end(&whole), Some((_, Fit::Whole)))
    };
    if count > 0 && (0..rows.rows[main].cells.len()).all(is_word) { count } else { 0 }
}

/// How many rows below a row are one header with it: below each piece stands the beginning of its word, most of them are
/// header words together, and some show that they were cut: one by its pieces, or each by what it makes with them.
pub(super) fn wrapped(rows: &Rows<'_>, start: usize, layout: &Layout) -> usize {
    // Nearly every row of data has a longer cell.
    let most = (start + 1..rows.rows.len())
        .take(MOST_ROWS)
        .take_while(|&lower| is_below(rows, (start, lower), layout))
        .count();
    (1..=most).rev().find(|&below| is_wrapped(rows, (start, below), layout)).unwrap_or(0)
}

/// Whether a row of names has cells, and only below those of a row of names. A heading of the table stands alone there.
fn is_below(rows: &Rows<'_>, (start, place): (usize, usize), layout: &Layout) -> bool {
    let is_name = |cell: &Cell<'_>| cell.text.len() <= LONGEST_NAME * 'の'.len_utf8();
    let (upper, lower) = (rows.of(&rows.rows[start]), rows.of(&rows.rows[place]));
    let mut filled = lower.iter().filter(|cell| !cell.text.is_empty());
    let mut is_heading = || match (filled.next(), filled.next()) {
        (Some(only), None) => {
            heading::opening(&only.text, layout).is_some() || heading::enumerated(&only.text).is_some()
        }
        _ => false,
    };
    upper.len() >= 2
        && upper.iter().all(is_name)
        && lower.len() <= upper.len()
        && lower.iter().any(|cell| !cell.text.is_empty())
        && upper.iter().zip(lower).all(|(above, piece)| piece.text.is_empty() || !above.text.is_empty())
        && lower.iter().all(is_name)
        && !is_heading()
}

/// Whether a row and so many below it are one header.
fn is_wrapped(rows: &Rows<'_>, (start, below): (usize, usize), layout: &Layout) -> bool {
    let upper = rows.of(&rows.rows[start]);
    let whole = joined(rows, (start, below));
    let grown = || (0..upper.len()).filter(|&at| whole[at].text.len() > upper[at].text.len());
    let is_word = |at: &usize| layout.family_at_end(&whole[*at].text).is_some();
    let piece = |at: usize| &whole[at].text[upper[at].text.len()..];
    let lower = || rows.rows[start + 1..=start + below].iter().flat_map(|row| rows.of(row));
    let are_short = || lower().all(|cell| cell.text.chars().count() <= LONGEST_REST);
    let is_joint = |at: usize| {
        let above = &*upper[at].text;
        !piece(at).is_empty()
            && (awaits_more(above) || piece(at).starts_with(JOINTS) || is_cut_in_word(above, piece(at)))
    };
    let unknown = grown().filter(|at| !is_word(at) && !is_joint(*at)).count();
    // A word that nobody listed is cut where two that are listed are: 確保 / 方策 beside 番 / 号 and 自己 / 評価. So it is where
    // the next page begins with the same rows.
    let again = || comes_again(rows, (start, below));
    let are_letters = || grown().all(|at| piece(at).chars().nth(1).is_none());
    let names_nothing = |at: usize| layout.family_at_end(&upper[at].text).is_none();
    let are_stumps = || grown().nth(1).is_some() && grown().all(names_nothing);
    let shows_cut = || (grown().any(is_joint) || are_letters() || are_stumps()) && again();
    let are_few = || grown().count() < unknown * 2 + 1 && !shows_cut();
    // A page may begin with the rest of a text: `の人に配った。`
    let is_long = |at: usize| piece(at).chars().nth(LONGEST_REST).is_some();
    if grown().any(|at| !is_word(&at) && is_long(at)) && !again() {
        return false;
    }
    if (unknown > 0 && are_few()) || ((unknown > 0 || below > 1) && !are_short()) {
        return false;
    }
    // 理由 below 評価, which stands above 区分 too, is a level of its own, and so is （人）; 状況 below 進捗 is not.
    let blank = |at: usize| upper.get(at).is_some_and(|cell| cell.text.is_empty());
    let makes_word = |at: usize| {
        matches!(layout.family_at_end(&whole[at].text), Some((_, Fit::Whole)))
            && !blank(at + 1)
            && !layout::is_year(&upper[at].text)
            && piece(at).chars().all(text::is_kana_or_ideograph)
    };
    let is_cut_by_itself = |at: usize| is_joint(at) || is_cut_word(&upper[at].text, &whole[at].text, layout);
    // A row of data may stand right above the header of the next page.
    let is_data = |text: &str| {
        let shape = Shape::of(text, layout);
        matches!(shape, Shape::Number | Shape::Dash | Shape::Sentence | Shape::Labelled) && !layout::is_year(text)
            || scale::alphabet(text).is_some_and(|alphabet| alphabet != Alphabet::Word)
    };
    // `数値の動きに対する` looks like the end of a sentence.
    let is_clause = |at: usize| !piece(at).is_empty() && upper[at].text.ends_with("する");
    (grown().any(is_cut_by_itself) || grown().all(makes_word) || again())
        && !(0..upper.len()).any(|at| is_data(&upper[at].text) && !is_clause(at))
        && !grown().any(|at| !is_word(&at) && is_data(piece(at)))
        && (is_header(&whole, layout) || known_words(&whole, layout) * 2 >= whole.len() && again())
}

/// Whether a few letters go on with the ideograph above them in hiragana: `取組の進` above `み具合`. A name that begins so is
/// longer.
fn is_cut_in_word(above: &str, piece: &str) -> bool {
    const LONGEST: usize = 3;
    begins_in_hiragana(piece) && above.ends_with(text::is_ideograph) && piece.chars().nth(LONGEST).is_none()
}

/// Whether a piece begins as few names of columns do.
pub(super) fn begins_in_hiragana(piece: &str) -> bool {
    piece.starts_with(|c| matches!(c, 'ぁ'..='ゖ'))
}

/// Whether a piece of a word, which names no column by itself, was cut off it: 達成 of 達成状況, 目標（R5 of 目標（R5年度）.
pub(super) fn is_cut_word(piece: &str, whole: &str, layout: &Layout) -> bool {
    let behind = whole.strip_prefix(piece).unwrap_or_default();
    let is_known = |text: &str| layout.family_at_end(text).is_some();
    let names_nothing = || !is_known(piece) && !layout::is_year(piece) && !layout::is_note(piece);
    // 重要業績評価 ends as a column of ratings may, but what it makes with 指標 is a word as a whole.
    let fits = |text: &str, fit: Fit| layout.family_at_end(text).is_some_and(|(_, own)| own == fit);
    let is_outdone = || fits(piece, Fit::Ending) && fits(whole, Fit::Whole) && !layout::is_year(piece);
    // 令和4 above 年度
    let is_year = || behind.starts_with('年') && piece.ends_with(|c| number::digit(c).is_some());
    let is_part = || piece.ends_with('年') && behind.starts_with('度') || is_year() || names_nothing() || is_outdone();
    !behind.is_empty() && (text::leaves_open(piece) && !text::leaves_open(whole) || is_known(whole) && is_part())
}

/// The header word that a cell makes with the one below it, though words beside it are levels: 一次 above 評価. It stands
/// above nothing else, unless that goes on with the whole word, 一次評価の理由, or a single letter ends the word: 果.
pub(super) fn word_of_levels([upper, lower]: [&[Cell<'_>]; 2], at: usize, layout: &Layout) -> Option<String> {
    let text = |row: &[Cell<'_>], at: usize| row.get(at).map_or(String::new(), |cell| cell.text.clone().into_owned());
    let (above, own, beside) = (text(upper, at), text(lower, at), text(lower, at + 1));
    let whole = format!("{above}{own}");
    let stands_above_nothing = || !text(upper, at + 1).is_empty() || beside.is_empty();
    let stands_alone = || is_piece(&own, layout) || stands_above_nothing() || beside.starts_with(&whole);
    (makes_word(&above, &own, layout) && stands_alone()).then_some(whole)
}

/// The name that the cells of a column make, beside words that are surely cut: the first names nothing by itself, and the
/// whole ends with a word for columns: 一次 above 評価 and 結果. Gives how many levels it takes.
pub(super) fn name_of_levels(levels: &[&[Cell<'_>]], at: usize, layout: &Layout) -> Option<(String, usize)> {
    let text = |level: usize, at: usize| levels[level].get(at).map_or("", |cell| &*cell.text);
    let last = (0..levels.len()).rev().find(|&level| !text(level, at).is_empty())?;
    let first = (0..=last).rev().take_while(|&level| !text(level, at).is_empty()).last()?;
    let spans = text(first, at + 1).is_empty() && (first + 1..=last).any(|level| !text(level, at + 1).is_empty());
    // 項目別評価 above 必, 要 and 性
    let first = if spans && first + 1 < last { first + 1 } else { first };
    let spans = || spans && !is_piece(text(last, at), layout);
    let whole: String = (first..=last).map(|level| text(level, at)).collect();
    // 現行ど above おり
    let is_unlisted = || begins_in_hiragana(text(last, at)) && layout.family_at_end(text(first, at)).is_none();
    let is_cut = || is_cut_word(text(first, at), &whole, layout) || layout::is_year(text(last, at)) || is_unlisted();
    (first < last && !spans() && is_cut()).then_some((whole, last + 1 - first))
}

/// Whether a text is so short a piece that it names no column: 果 of 評価結果. 上期 may be a level of its own.
fn is_piece(text: &str, layout: &Layout) -> bool {
    text.chars().nth(1).is_none() && text.chars().all(text::is_ideograph) && layout.family_at_end(text).is_none()
}

/// Whether a piece, which names no column by itself, and the one below it make a word for columns.
pub(super) fn makes_word(above: &str, own: &str, layout: &Layout) -> bool {
    let whole = format!("{above}{own}");
    let is_word = || matches!(layout.family_at_end(&whole), Some((_, Fit::Whole))) || layout::is_year(&whole);
    !above.is_empty() && !own.is_empty() && is_cut_word(above, &whole, layout) && is_word()
}

/// Whether a piece ends as no name of a column does.
pub(super) fn awaits_more(piece: &str) -> bool {
    piece.ends_with(JOINTS) || piece.ends_with(ENDS)
}

/// How many of these names are words for columns.
pub(super) fn known_words(names: &[Cell<'_>], layout: &Layout) -> usize {
    names.iter().filter(|name| layout.family_at_end(&name.text).is_some()).count()
}

/// A row with so many below it, the pieces of each column put together.
pub(super) fn joined<'s>(rows: &Rows<'s>, (start, below): (usize, usize)) -> Vec<Cell<'s>> {
    let whole =
        |(at, cell): (usize, &Cell<'s>)| Cell { text: Cow::Owned(word(rows, (start, below), at)), ..cell.clone() };
    rows.of(&rows.rows[start]).iter().enumerate().map(whole).collect()
}

/// Whether a row and so many below it stand on a page near by too, cell by cell.
pub(super) fn comes_again(rows: &Rows<'_>, (start, below): (usize, usize)) -> bool {
    /// A page has fewer rows.
    const NEAR: usize = 64;
    let is_same = |one: usize, other: usize| {
        let [one, other] = [one, other].map(|at| rows.rows.get(at).map_or(&[][..], |row| rows.of(row)));
        one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.text == other.text)
    };
    let near = (start + below + 1..start + NEAR).chain(start.saturating_sub(NEAR)..start.saturating_sub(below));
    near.into_iter().any(|other| (0..=below).all(|at| is_same(start + at, other + at)))
}

/// The word of a column: its beginning in a row with the pieces in so many rows below.
pub(super) fn word(rows: &Rows<'_>, (main, below): (usize, usize), at: usize) -> String {
    let cells = rows.rows[main..=main + below].iter().map(|row| rows.of(row).get(at));
    cells.map(|cell| cell.map_or("", |cell| &*cell.text)).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[track_caller]
    fn case(header: &str, names: &[&str]) {
        let row = "花壇の手入れ\t春に苗を植えた。\t3\t公園課\n";
        let sheet = format!("{header}1\t{row}2\t{row}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.columns.iter().map(|column| &*column.name).collect::<Vec<_>>(), names, "{header}");
        assert_eq!(read.records.len(), 2, "{header}");
    }

    #[test]
    fn a_word_goes_on_in_the_rows_below_its_first_letter() {
        let names = ["番号", "事業名", "実施内容", "達成度", "所管課"];
        case("番\t事業名\t実施内容\t達\t所管課\n号\t\t\t成\t\n\t\t\t度\t\n", &names);
        let names = ["番号", "事業名", "実施内容", "評価", "所管課"];
        case("番\t事業名\t実施内容\t評\t所管\n号\t\t\t価\t課\n", &names);
    }

    #[test]
    fn a_phrase_goes_on_in_the_row_below() {
        let names = ["No.", "事業名", "次年度以降の対応", "達成度", "所管課"];
        case("No.\t事業名\t次年度以降\t達成\t所管\n\t\tの対応\t度\t課\n", &names);
        let names = ["No.", "事業名", "令和6年度の計画", "利用実績", "所管課"];
        case("No.\t事業名\t令和6年\t利用\t所管課\n\t\t度の計画\t実績\t\n", &names);
        // No layout knows what goes on behind の.
        let names = ["No.", "事業名", "令和6年度の実績", "評価", "令和7年度の夢"];
        case("No.\t事業名\t令和6年度の\t評価\t令和7年度\n\t\t実績\t\tの夢\n", &names);
        case("No.\t事業名\t令和6年度の\t評価\t令和7年度\n\t\t実績\t\tの夢\n■花の課\n", &names);
        // 進捗 names a column by itself, and no layout knows 確保方策.
        let names = ["No.", "事業名", "実施内容", "進捗状況", "所管課"];
        case("No.\t事業名\t実施内容\t進捗\t所管課\n\t\t\t状況\t\n", &names);
        let names = ["番号", "事業名", "確保方策", "自己評価", "所管"];
        case("番\t事業名\t確保\t自己\t所管\n号\t\t方策\t評価\t\n", &names);
        let names = ["No.", "事業名", "今後の取組内容", "達成状況", "担当部署"];
        case("No.\t事業名\t今後の\t達成\t担当\n\t\t取組\t状\t部署\n\t\t内容\t況\t\n", &names);
        let names = ["No.", "事業名", "達成度", "取組の進み具合", "所管課"];
        case("No.\t事業名\t達成\t取組の進\t所管課\n\t\t度\tみ具合\t\n", &names);
        // What stands in the first cell alone is a heading.
        let names = ["項目", "事業名", "実施内容", "達成度", "所管課"];
        case("項目\t事業名\t実施内容\t達成度\t所管課\n（１）花の町\t\t\t\t\n", &names);
        // 上期 below 評価 is a level of its own.
        let names = ["No.", "事業名", "実施内容", "上期", "所管課"];
        case("No.\t事業名\t実施内容\t評価\t所管課\n\t\t\t上期\t\n", &names);
    }
    #[test]
    fn a_word_that_nobody_listed_is_cut_where_each_page_begins_with_the_same_rows() {
        let names = |second: &str| {
            let rows = "花壇の手入れ\t3人\tA\t公園課\t苗を増やされたい。\n水路\t2人\tB\t河川課\t続けられたい。\n";
            let header = "事業名\t従事\t評価\t所管課\t委員会\n\t職員数\t\t\tの意見\n";
            let sheet = format!("{header}{rows}{second}{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let names = read.columns.iter().map(|column| &*column.name).collect::<Vec<_>>().join(" ");
            (names, read.records.len())
        };
        let again = "- 1 -\n\n事業名\t従事\t評価\t所管課\t委員会\n\t職員数\t\t\tの意見\n";
        assert_eq!(names(again), ("事業名 従事職員数 評価 所管課 委員会の意見".to_owned(), 4));
        // Printed once it may be a row of its own, which is told.
        assert_eq!(names("").0, "事業名 従事 評価 所管課 委員会");
    }

    #[test]
    fn words_for_columns_below_cut_names_are_the_rest_of_these() {
        let header = "No.\t事業名\t妥当性\t有効性\t総合評価\t所管課\n";
        let rows =
            "1\t花壇の手入れを学ぶ講座\t3\t2\tA\t健康づくり推進\n\t事業\t\t\t\t課\n2\t水路の掃除\t4\t4\tA\t河川課\n";
        let sheet = format!("{header}{rows}3\t朝市\t4\t3\tB\t商工課\n");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names: Vec<&str> = read.columns.iter().map(|column| &*column.name).collect();
        assert_eq!(names, ["No.", "事業名", "妥当性", "有効性", "総合評価", "所管課"]);
        let rated = read.records.iter().flat_map(|record| &record.ratings).filter(|of| !of.codes.is_empty());
        assert_eq!(rated.count(), 9);
    }

    #[test]
    fn letters_go_on_with_the_words_above_them_beside_levels() {
        let header = "番号|事業名|所管課|人数||必要|有効|今後の|改善内容\n|||目標値|実績値|性|性|方向性\n";
        let rows = "1|花壇の|公園|3人|4人|3|2|継続|苗を植え、水をや\n|事業|課||||||る日を決めた。\n\
            2|水路の|河川|4人|4人|2|2|継続|泥をさらい、岸を\n|事業|課||||||固めた。\n";
        let sheet = format!("{header}{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names: Vec<&str> = read.columns.iter().map(|column| &*column.name).collect();
        let whole = ["番号", "事業名", "所管課", "目標値", "実績値", "必要性", "有効性", "今後の方向性", "改善内容"];
        assert_eq!(names, whole);
        // 事業 and 課 below a full row are no header.
        let said = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            format!("{item} {} {}", record.departments[0].name, record.texts[1].1)
        };
        assert_eq!(
            read.records.iter().map(said).collect::<Vec<_>>(),
            ["花壇の事業 公園課 苗を植え、水をやる日を決めた。", "水路の事業 河川課 泥をさらい、岸を固めた。"]
        );
    }

    #[test]
    fn names_of_three_lines_stand_beside_levels() {
        let header = "整理|事業の名称|開始|一次|二次|意見|担当|\n番号||年度|評価|評価||部|課\n|||結果|結果|||\n";
        let rows = "A-1|花壇|H18|4|3|苗を植える。|環境部|公園課\nA-2|水路|H20|5|3|泥をさらう。|建設部|河川課\n";
        let sheet = format!("{header}{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names: Vec<&str> = read.columns.iter().map(|column| &*column.name).collect();
        let whole = ["整理番号", "事業の名称", "開始年度", "一次評価結果", "二次評価結果", "意見", "部", "課"];
        assert_eq!(names, whole);
    }

    #[test]
    fn a_year_below_a_name_belongs_to_it_where_others_are_cut() {
        let header = "施策|重要業績評価|基準値|目標値|所管評価||担当課\n|指標（KPI）|（R元）|（R6）|区分|所見|\n";
        let rows = "緑を守る|植えた株|10株|25株|A|よく育った。|公園課\n|切った枝|4本|9本|B|手が足りない。|公園課\n";
        let sheet = format!("{header}{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names: Vec<&str> = read.columns.iter().map(|column| &*column.name).collect();
        let whole = ["施策", "重要業績評価指標（KPI）", "基準値（R元）", "目標値（R6）"];
        assert_eq!(names[..4], whole);
        assert_eq!(names[4..], ["所管評価", "所管評価 > 所見", "担当課"]);
    }

    #[test]
    fn offices_whose_names_are_cut_rate_each_in_a_column() {
        let header = "評価項目|評価の視点|指定管|施設所|評価委\n||理者|管課|員会\n";
        let rows = "(1) 管理|計画に沿うか|A|A|B\n(2) 対応|声を聞くか|B|A|A\n";
        let sheet = format!("{header}{rows}\n{header}{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let ratings = |record: &crate::record::Record<'_>| {
            record.ratings.iter().map(|of| format!("{} {}", of.column, of.printed)).collect::<Vec<_>>()
        };
        assert_eq!(ratings(&read.records[0]), ["指定管理者 A", "施設所管課 A", "評価委員会 B"]);
        assert_eq!(read.records[0].item.as_ref().map(|item| &*item.title), Some("管理"));
        assert_eq!(read.records[0].texts[0].1, "計画に沿うか");
    }

    #[test]
    fn words_are_cut_beside_levels_too() {
        let rows = "1|花壇|20|25|A|B|よく育った。|公園課\n2|並木|20|25|B|B|枝を切った。|公園課\n";
        let names = |header: &str| -> Vec<String> {
            let source = format!("{header}{rows}").replace('|', "\t");
            let source = Source::made_up(&source);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.columns.iter().skip(2).map(|column| column.name.to_string()).collect()
        };
        assert_eq!(
            names("||事業費||一次|二次||\n番号|事業名|R5|R6|評価|評価|二次評価の理由|担当課\n"),
            ["R5", "R6", "一次評価", "二次評価", "二次評価の理由", "担当課"],
        );
        // What stands above two columns is a level.
        assert_eq!(
            names("||事業費||一次|二次||\n番号|事業名|R5|R6|評価|評価|理由|担当課\n")[3..],
            ["二次", "二次 > 理由", "担当課"],
        );
    }
}
