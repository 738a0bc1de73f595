//! Headings that nothing but their place gives away: `北の公民館` above one header, `南の公民館` above the next.
//!
//! In: classes in which the lines above headers are titles or prose. Out: the bare names among them as headings, where
//! each printing of one header has its own. Lines of a form are left to [`forms`](super::forms).

use foldhash::HashSet;

use crate::interpret::classify::{Class, Classes, DOCUMENT_WORDS, next_filled};
use crate::interpret::header;
use crate::interpret::heading::{self, Opening};
use crate::interpret::layout;
use crate::interpret::number;
use crate::interpret::text;
use crate::read::lex::Rows;

/// A name is shorter than a sentence or the title of a plan.
const LONGEST_NAME: usize = 15;

/// Names of one kind end alike in so many characters: in one they may do so by chance.
const SHORTEST_KIND: usize = 2;

/// What sheets, tables and notes are called, which are no parts of a plan.
const CAPTIONS: [&str; 15] = [
    "表",
    "一覧",
    "シート",
    "資料",
    "様式",
    "書式",
    "別紙",
    "別添",
    "図",
    "年度",
    "参考",
    "ページ",
    "頁",
    "その",
    "備考",
];

/// What the level is called where the names share no ending.
const LEVEL: &str = "見出し";

/// Makes headings of the names that stand directly above the printings of one header, if they are not one title. Below
/// the foot of a page a header may come again without one: its table goes on.
pub(super) fn read_names_above_headers(classes: &mut Classes, rows: &Rows<'_>) {
    let first_line = next_filled(&classes.rows, 0);
    let mut headings: Vec<(usize, Opening)> = Vec::new();
    let is_one = |one: &header::Header, other: &header::Header| header::is_of_table(&other.names, &one.names);
    for printings in classes.headers.chunk_by(is_one).filter(|printings| printings.len() > 1) {
        let above = |header: &header::Header| {
            classes.rows[..header.rows.start].iter().rposition(|class| *class != Class::Blank)
        };
        let named = |at: usize| {
            let is_line = Some(at) != first_line && matches!(classes.rows[at], Class::Title | Class::Prose);
            classes.lone_text(rows, at).filter(|text| is_line && is_name(text)).map(|text| (at, text))
        };
        let goes_on = |header: &header::Header| {
            let above = classes.rows[..header.rows.start].iter().rfind(|class| **class != Class::Blank);
            above == Some(&Class::PageNumber)
        };
        let names: Vec<(usize, &str)> = printings.iter().filter_map(|header| above(header).and_then(named)).collect();
        let without = printings.iter().skip(1).filter(|header| goes_on(header)).count();
        if names.len() + without == printings.len() && are_several(&names) {
            let level = kind(&names);
            headings
                .extend(names.iter().map(|&(at, _)| (at, Opening { level: level.clone(), number: None, title: 0 })));
        }
    }
    for (at, opening) in headings {
        classes.rows[at] = Class::Heading(opening);
    }
}

/// Makes headings of the names directly above headers that lack nothing but the first column of the one before: what it
/// held on other pages stands above the table there.
pub(super) fn read_names_of_left_out_levels(classes: &mut Classes, rows: &Rows<'_>) {
    let mut headings: Vec<(usize, Opening)> = Vec::new();
    let mut whole: Option<&header::Header> = None;
    for header in &classes.headers {
        let Some(level) = whole.and_then(|whole| left_out(header, whole)) else {
            whole = Some(header);
            continue;
        };
        let above = classes.rows[..header.rows.start].iter().rposition(|class| *class != Class::Blank);
        let is_line = |at: &usize| matches!(classes.rows[*at], Class::Title | Class::Prose | Class::Data);
        let line = above.filter(is_line).filter(|&at| classes.lone_text(rows, at).is_some_and(is_name));
        headings.extend(line.map(|at| (at, Opening { level, number: None, title: 0 })));
    }
    for (at, opening) in headings {
        classes.rows[at] = Class::Heading(opening);
    }
}

/// The name of the first column of a header, if that is all that another one lacks.
fn left_out(header: &header::Header, whole: &header::Header) -> Option<String> {
    let first = whole.columns.first()?.key();
    let is_first = |name: &str| name == layout::compared_header(&first);
    let lacks = header.names.len() + 1 == whole.names.len()
        && whole.names.iter().all(|name| header.names.contains(name) != is_first(name));
    lacks.then_some(first)
}

/// Whether these are names of several things, not one title that was spelled in two ways.
fn are_several(names: &[(usize, &str)]) -> bool {
    let Some(&(_, first)) = names.first() else { return false };
    let others: HashSet<&str> = names.iter().map(|(_, name)| *name).filter(|name| *name != first).collect();
    others.len() > 1 || others.iter().any(|name| !is_respelled(first, name))
}

/// Whether two names differ in one letter, or by one.
fn is_respelled(one: &str, other: &str) -> bool {
    let (letters, others): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let alike = |(own, other): &(&char, &char)| own == other;
    let before = letters.iter().zip(&others).take_while(alike).count();
    let behind = letters.iter().rev().zip(others.iter().rev()).take_while(alike).count();
    before + behind + 1 >= letters.len().max(others.len())
}

/// Whether a line is a bare name: letters without a number, a space or a sign, and neither a title nor a caption. What
/// it is about may stand in front, in a bracket: `【水】泉を守る`.
fn is_name(text: &str) -> bool {
    let text = heading::behind_bracket(text).map_or(text, str::trim_start);
    let is_letter = |c: char| text::is_kana_or_ideograph(c) || matches!(c, 'ー' | '・') || c.is_alphabetic();
    (2..=LONGEST_NAME).contains(&text.chars().take(LONGEST_NAME + 1).count())
        && text.chars().all(|c| is_letter(c) && number::digit(c).is_none())
        && !layout::begins_with_year(text)
        && !is_caption(text)
}

/// Whether a line ends with what sheets, plans and their tables are called.
pub(crate) fn is_caption(text: &str) -> bool {
    CAPTIONS.iter().chain(&DOCUMENT_WORDS).any(|word| text.ends_with(word))
}

/// What names end with that are of one kind: 公民館.
fn kind(names: &[(usize, &str)]) -> String {
    let mut shared = names.first().map_or("", |(_, first)| *first);
    for (_, name) in names {
        let alike = |(own, other): &(char, char)| own == other;
        let ends = shared.chars().rev().zip(name.chars().rev()).take_while(alike);
        let length: usize = ends.map(|(c, _)| c.len_utf8()).sum();
        shared = &shared[shared.len() - length..];
    }
    // の公民館
    let noun = shared.trim_start_matches(['の', 'ー', '・']);
    if noun.chars().count() < SHORTEST_KIND { LEVEL.to_owned() } else { noun.to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::interpret::classify::siblings::tests::{HEADER, case as with_headers};

    /// Puts lines above each of three tables, and gives the heading above each record.
    #[track_caller]
    fn case(above: [&str; 3], expected: [&str; 3]) {
        with_headers(above, [HEADER; 3], expected);
    }

    #[test]
    fn names_that_change_above_each_header_are_headings() {
        let halls = ["公民館 北の公民館", "公民館 南の公民館", "公民館 山の公民館"];
        case(["北の公民館\n", "南の公民館\n", "山の公民館\n"], halls);
        case(["花と緑\n", "水辺\n", "町の店\n"], ["見出し 花と緑", "見出し 水辺", "見出し 町の店"]);
        case(["\n北の公民館\n\n", "\n南の公民館\n\n", "\n山の公民館\n\n"], halls);
        // Two names that differ in more than a letter.
        case(
            ["北の公民館\n", "町の図書室\n", "北の公民館\n"],
            ["見出し 北の公民館", "見出し 町の図書室", "見出し 北の公民館"],
        );
        // The second table goes on behind the foot of a page.
        case(["緑の丘公民館\n", "- 3 -\n", "山の公民館\n"], ["公民館 緑の丘公民館", "公民館 緑の丘公民館", halls[2]]);
        case(["緑の丘公民館\n", "- 3 -\n\n", "山の公民館\n"], ["公民館 緑の丘公民館", "公民館 緑の丘公民館", halls[2]]);
        // A row that ends with a sentence has nothing to do with the line below it.
        case(
            ["【水】泉を守る\n", "【緑】木を植える\n", "【道】穴を埋める\n"],
            ["見出し 【水】泉を守る", "見出し 【緑】木を植える", "見出し 【道】穴を埋める"],
        );
    }

    #[test]
    fn a_name_above_a_header_that_lacks_the_first_column_is_what_that_holds() {
        let header = "種別\t施設\t内容\t評価\t担当課\n";
        let rows = "学校\t東の学校\t壁を直した。\tA\t学務課\n\t西の学校\t窓を直した。\tB\t学務課\n";
        let last = "南の池\t泥をさらった。\tA\t公園課\n";
        let read = |line: &str, header_below: &str| {
            let sheet = format!("{header}{rows}\n1 / 2\n\n{line}{header_below}{last}");
            let source = crate::source::Source::made_up(&sheet);
            let read = crate::sheet(&source, &Default::default(), Default::default());
            let path = |record: &crate::record::Record<'_>| record.path.last().map(|of| of.title.clone());
            (read.records.len(), read.records.last().and_then(path).unwrap_or_default())
        };
        let lacking = &header[header.find('\t').unwrap_or(0) + 1..];
        assert_eq!(read("公園\n", lacking), (3, "公園".to_owned()));
        assert_eq!(read("公園\t\t\t\n", lacking), (3, "公園".to_owned()));
    }

    #[test]
    fn titles_captions_and_names_that_one_table_lacks_are_none() {
        for lines in [
            ["花と緑\n", "花と緑\n", "花と緑\n"],
            ["水と緑の町を目指して\n", "水と線の町を目指して\n", "水と緑の町を目指して\n"],
            ["花の一覧\n", "緑の一覧\n", "水の一覧\n"],
            ["緑の計画\n", "水の計画\n", "道の計画\n"],
            ["北の公民館\n", "", "山の公民館\n"],
            ["作った日 五月\n", "作った日 六月\n", "作った日 七月\n"],
        ] {
            case(lines, [""; 3]);
        }
    }
}
