//! Titles told from prose and from data.
//!
//! In: classes of which lone lines are prose or data. Out: the same with titles in their places: before the first
//! table, above a header, and wherever one comes again. Headings are left to [`super::headings`].

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use crate::interpret::classify::form_lines::FEWEST_COLUMNS;
use crate::interpret::classify::{Class, Classes, LONGEST_TITLE, is_caption};
use crate::interpret::header;
use crate::interpret::layout::{self, Layout};
use crate::interpret::number;
use crate::read::lex::Rows;

/// A title block is short: document, part, chapter, section.
const LONGEST_BLOCK: usize = 12;

/// Tells titles from prose, and lone data cells from titles that Excel padded with tabs.
pub(super) fn place_lone_lines(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout) {
    let is_table = |class: &Class| matches!(class, Class::Header(_) | Class::Data);
    let headed = classes.rows.iter().position(|class| matches!(class, Class::Header(_)));
    let unheaded =
        || (0..classes.rows.len()).find(|&at| is_table(&classes.rows[at]) && classes.lone_text(rows, at).is_none());
    let table = headed.or_else(unheaded).unwrap_or(classes.rows.len());
    let is_sentence = |classes: &Classes, at: usize| {
        classes.rows[at] == Class::Prose && classes.lone_text(rows, at).is_some_and(|text| text.ends_with('。'))
    };
    let first_table = (0..table).find(|&at| is_sentence(classes, at)).unwrap_or(table);
    // How many titles and headings stand below before the next header, if nothing else does.
    let mut leading: Option<usize> = None;
    // Whether that header has other columns than the one above it.
    let mut differs = false;
    for at in (0..classes.rows.len()).rev() {
        let is_office = || {
            let first = rows.of(&rows.rows[at]).first();
            leading == Some(0) && first.is_some_and(|first| layout.is_department(&first.text))
        };
        let opens_table = || leading.is_some() && (differs || is_office()) && stands_apart(classes, rows, at);
        let may_be_title = || at < first_table && !goes_on_with_row(classes, rows, at);
        let padded_title = classes.rows[at] == Class::Data
            && (may_be_title() || opens_table())
            && classes.lone_text(rows, at).is_some();
        if (classes.rows[at] == Class::Prose && !rows.is_particular(at)) || padded_title {
            let text = classes.lone_text(rows, at).unwrap_or_default();
            let short = text.chars().count() <= LONGEST_TITLE && !text.ends_with('。');
            let before_table = at < first_table;
            // `現状と課題` below a heading and right above a sentence is the caption of that.
            let is_caption =
                || at + 1 < classes.rows.len() && is_sentence(classes, at + 1) && below_heading(classes, at);
            let announces =
                || leading.is_some() && !below_heading(classes, at) && (padded_title || !ends_page(classes, at));
            if short && (before_table || announces()) && !is_caption() {
                classes.rows[at] = Class::Title;
            }
        }
        if let Class::Header(place) = classes.rows[at] {
            let names = |place: usize| &*classes.headers[place].names;
            differs = place > 0 && !header::is_of_table(names(place), names(place - 1));
        }
        leading = match classes.rows[at] {
            Class::Header(_) => Some(0),
            Class::Blank | Class::PageNumber | Class::Legend => leading,
            Class::Heading(_) | Class::HeadingTitle | Class::Title => {
                leading.map(|lines| lines + 1).filter(|lines| *lines < LONGEST_BLOCK)
            }
            Class::Contents
            | Class::Total
            | Class::Tally
            | Class::Data
            | Class::Noise
            | Class::Footnote
            | Class::Prose => None,
        };
    }
}

/// A line that names the document once names it wherever it comes again, be its brackets wide or narrow; and up to two
/// rows directly above the first header, or rows of few cells anywhere above it, are the block of the title, not data:
/// who made the sheet, as of when.
pub(super) fn place_title_blocks(classes: &mut Classes, rows: &Rows<'_>) {
    let titles: HashSet<Cow<'_, str>> = (0..classes.rows.len())
        .filter(|&at| classes.rows[at] == Class::Title)
        .filter_map(|at| classes.lone_text(rows, at).map(layout::compared_header))
        .collect();
    for at in 0..classes.rows.len() {
        let again = matches!(classes.rows[at], Class::Data | Class::Prose)
            && classes.lone_text(rows, at).is_some_and(|text| titles.contains(&layout::compared_header(text)));
        if again {
            classes.rows[at] = Class::Title;
        }
    }
    let Some(first) = classes.headers.first().map(|header| header.rows.start) else { return };
    let block = (0..first).rev().take_while(|&at| classes.rows[at] == Class::Data).count();
    if block <= 2 {
        (first - block..first).for_each(|at| classes.rows[at] = Class::Prose);
    }
    // A page that lost its header has rows as wide as the others. In front of the table a legend may have a header too.
    let data: Vec<usize> = (0..first).filter(|&at| classes.rows[at] == Class::Data).collect();
    let widths = || classes.headers.iter().map(|header| header.names.len());
    let width = widths().find(|width| *width >= FEWEST_COLUMNS).unwrap_or_default();
    let is_narrow = |at: &usize| {
        let filled = rows.of(&rows.rows[*at]).iter().filter(|cell| !cell.text.is_empty()).count();
        filled <= 2 || filled * 2 < width
    };
    if width >= FEWEST_COLUMNS && data.iter().all(is_narrow) {
        data.into_iter().for_each(|at| classes.rows[at] = Class::Prose);
    }
}

/// Makes a title of what the sheet begins with behind a mark, where no other line has that mark and it says what sheets
/// are called: `○ 緑の計画　進行管理表`. The head of a part has others beside it.
pub(super) fn read_marked_title(classes: &mut Classes, rows: &Rows<'_>) {
    let Some(first) = classes.rows.iter().position(|class| *class != Class::Blank) else { return };
    let marked = |at: usize| match &classes.rows[at] {
        Class::Heading(opening) if opening.number.is_none() => classes.lone_text(rows, at).map(|text| (opening, text)),
        _ => None,
    };
    let Some((opening, text)) = marked(first) else { return };
    let is_mark = !opening.level.contains(char::is_alphanumeric);
    let lines: Vec<usize> = (first..classes.rows.len())
        .filter(|&at| matches!(&classes.rows[at], Class::Heading(of) if of.level == opening.level))
        .collect();
    if is_mark && is_caption(text) && lines.iter().all(|&at| classes.lone_text(rows, at) == Some(text)) {
        lines.into_iter().for_each(|at| classes.rows[at] = Class::Title);
    }
}

/// Lines that are the same but for a number at their end, which goes up, stand at the feet of pages: `公園課　－　15`,
/// `教育－６`, `（2）`. Right above a table, or where it looks like a heading, `資料編　41`, such a line may name what follows: a
/// foot has rows above the first one and none below the last one.
pub(super) fn place_page_feet(classes: &mut Classes, rows: &Rows<'_>) {
    let is_row = |class: &Class| *class == Class::Data;
    let first = classes.rows.iter().position(is_row).unwrap_or(classes.rows.len());
    let last = classes.rows.iter().rposition(is_row).unwrap_or_default();
    let mut feet: HashMap<(&str, &str), Vec<(usize, u32)>> = HashMap::default();
    for at in 0..classes.rows.len() {
        if matches!(classes.rows[at], Class::Title | Class::Prose | Class::Heading(_))
            && let Some((words, number)) = classes.lone_text(rows, at).and_then(page_foot)
        {
            feet.entry(words).or_default().push((at, number));
        }
    }
    for mut lines in feet.into_values() {
        let are_around = lines[0].0 > first && lines[lines.len() - 1].0 > last;
        let announces = |at: usize| {
            let below = classes.rows.get(at + 1);
            matches!(classes.rows[at], Class::Heading(_)) || matches!(below, Some(Class::Header(_) | Class::Data))
        };
        lines.retain(|(at, _)| are_around || !announces(*at));
        if lines.len() > 1 && lines.windows(2).all(|pair| pair[0].1 < pair[1].1) {
            lines.into_iter().for_each(|(at, _)| classes.rows[at] = Class::PageNumber);
        }
    }
}

/// What stands around the number at the end of a line, set off from it, and the number.
fn page_foot(text: &str) -> Option<((&str, &str), u32)> {
    /// A longer number is a year.
    const MOST_DIGITS: usize = 3;
    let is_mark = |c: char| c.is_whitespace() || "-－‐–—―（）()．.".contains(c);
    let numbered = text.trim_end_matches(is_mark);
    let words = numbered.trim_end_matches(|c| number::digit(c).is_some());
    let digits = numbered[words.len()..].chars();
    if !(1..=MOST_DIGITS).contains(&digits.clone().take(MOST_DIGITS + 1).count()) || !words.ends_with(is_mark) {
        return None;
    }
    let number = digits.filter_map(number::digit).fold(0, |value, digit| value * 10 + digit);
    Some(((words, &text[numbered.len()..]), number))
}

/// Whether a lone cell behind blank ones stands right below a row of a table, as on a page that lost its header, be
/// there other such lines between them.
fn goes_on_with_row(classes: &Classes, rows: &Rows<'_>, at: usize) -> bool {
    /// Two cells are a line of the title block, as 作成課 and its name.
    const FEWEST_FILLED: usize = 3;
    let cells = |row: usize| rows.of(&rows.rows[row]);
    let filled = |row: usize| cells(row).iter().filter(|cell| !cell.text.is_empty()).count();
    let above = (0..at).rev().take(LONGEST_BLOCK).find(|&row| classes.rows[row] != Class::Data || filled(row) > 1);
    let is_row = |row: usize| {
        classes.rows[row] == Class::Data && filled(row) >= FEWEST_FILLED && cells(row).len() == cells(at).len()
    };
    cells(at).first().is_some_and(|cell| cell.text.is_empty()) && above.is_some_and(is_row)
}

/// Whether a block of lone cells touches no row of a table above.
fn stands_apart(classes: &Classes, rows: &Rows<'_>, at: usize) -> bool {
    let is_lone = |row: &usize| classes.rows[*row] == Class::Data && classes.lone_text(rows, *row).is_some();
    let above = (0..at).rev().take(LONGEST_BLOCK).find(|row| !is_lone(row));
    above.is_some_and(|row| !matches!(classes.rows[row], Class::Data | Class::Header(_)))
}

/// Whether a row touches a row of a table above and nothing below: it belongs to the page that ends there.
fn ends_page(classes: &Classes, at: usize) -> bool {
    let is = |row: Option<usize>, class: &Class| row.and_then(|row| classes.rows.get(row)) == Some(class);
    is(at.checked_sub(1), &Class::Data) && is(Some(at + 1), &Class::Blank)
}

/// Whether a row stands directly below a heading: it is what the heading announces.
fn below_heading(classes: &Classes, at: usize) -> bool {
    let above = classes.rows[..at].iter().rev().find(|class| **class != Class::Blank);
    matches!(above, Some(Class::Heading(_) | Class::HeadingTitle))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn the_lines_of_rows_on_a_page_that_lost_its_header_are_no_titles() {
        let page = "1\t花壇\tA\t苗を植え、水を\t公園課\n\t\t\t毎日やり、草を\t\n\t\t\t取りました。\t\n\
            2\t水路\tB\t泥をさらい、岸\t河川課\n\t\t\tの草を刈り、土\t\n\t\t\tを盛りました。\t\n";
        let sheet = format!("水と緑の計画\n\n{page}\n番号\t取組\t評価\t実施内容\t担当課\n{page}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let text = |record: &crate::record::Record<'_>| record.texts[1].1.to_string();
        let texts = ["苗を植え、水を毎日やり、草を取りました。", "泥をさらい、岸の草を刈り、土を盛りました。"];
        assert_eq!(read.titles, ["水と緑の計画"]);
        assert_eq!(read.records.iter().map(text).collect::<Vec<_>>(), [texts, texts].concat());
    }

    #[test]
    fn an_office_above_a_header_that_comes_again_heads_its_rows_be_the_line_padded() {
        let paths = |second: &str| {
            let table = |item: &str| format!("No.\t取組\t内容\t評価\n1\t{item}\t植える。\tA\n2\t並木\t切る。\tB\n");
            let sheet = format!("緑の計画\n\n公園局\t\t\t\n{}\n{second}\t\t\t\n{}", table("花壇"), table("水路"));
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records
                .iter()
                .map(|record| record.path.iter().map(|of| of.title.clone()).collect())
                .collect::<Vec<String>>()
        };
        assert_eq!(paths("河川局"), ["公園局", "公園局", "河川局", "河川局"]);
        assert_eq!(paths("木を切ること").len(), 5);
    }

    #[test]
    fn what_a_sheet_is_called_behind_a_mark_at_its_beginning_is_a_title_unless_others_have_that_mark() {
        let read = |first: &str, second: &str| {
            let header = "取組\t内容\t評価\t担当課\n";
            let sheet = format!(
                "{first}\n\n{header}花壇\t植える。\tA\t公園課\n{second}\n\n{header}水路\tさらう。\tB\t河川課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            (read.titles.len(), read.records.iter().map(|record| record.path.len()).collect::<Vec<_>>())
        };
        assert_eq!(read("○ 緑の計画　進行管理表", ""), (1, vec![0, 0]));
        assert_eq!(read("○ 緑の計画　進行管理表", "○ 緑の計画　進行管理表").1, [0, 0]);
        assert_eq!(read("○ 緑の計画", "○ 水の計画"), (0, vec![1, 1]));
        assert_eq!(read("○ 緑のまち", ""), (0, vec![1, 1]));
    }

    #[test]
    fn a_title_that_comes_again_with_other_brackets_is_no_row() {
        let read = |again: &str| {
            let page = |item: &str| format!("取組\t評価\t課題\n{item}\tA\t苗が足りない。\n");
            let sheet =
                format!("緑の計画　進捗（令和6年3月末）\n\n{}\n{again}\t\t\n並木\tB\t枝が折れた。\n", page("花壇"));
            let source = Source::made_up(&sheet);
            crate::sheet(&source, &Options::default(), Findings::default()).records.len()
        };
        assert_eq!(read("緑の計画　進捗（令和6年3月末）"), 2);
        assert_eq!(read("緑の計画　進捗(令和6年3月末)"), 2);
        assert_eq!(read("緑の計画の見回り"), 3);
    }

    #[test]
    fn lines_that_differ_in_the_number_of_the_page_are_no_titles() {
        let titles = |lines: [&str; 2]| {
            let page = |line: &str, item: &str| {
                format!("番号\t事業名\t評価\t課題\n1\t{item}\tA\t苗が足りない。\n\n{line}\n\n")
            };
            let sheet =
                format!("水と緑の計画\n\n{}{}{}", page(lines[0], "花壇"), page(lines[1], "水辺"), page("", "並木"));
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.titles.len()
        };
        assert_eq!(titles(["公園課　緑の係　15", "公園課　緑の係　16"]), 1);
        assert_eq!(titles(["緑－５", "緑－６"]), 1);
        assert_eq!(titles(["（1）", "（2）"]), 1);
        assert_eq!(titles(["花 2022", "花 2023"]), 3);
        assert_eq!(titles(["花 2", "花 1"]), 3);
    }

    #[test]
    fn the_feet_of_pages_may_stand_right_above_the_next_table_and_look_like_headings() {
        let paths = |lines: [&str; 3]| {
            let page = |item: &str| format!("事業名\t評価\t課題\n{item}\tA\t苗が足りない。\n");
            let [first, second, last] = lines;
            let pages = ["花壇", "水辺", "並木"].map(page);
            let sheet = format!("水と緑の計画\n{}{first}\n{}{second}\n{}{last}\n", pages[0], pages[1], pages[2]);
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.printed.clone()).collect();
            (read.records.iter().map(path).collect::<Vec<String>>(), read.findings.len())
        };
        let none = (vec![String::new(); 3], 0);
        assert_eq!(paths(["資料編　41", "資料編　42", "資料編　43"]), none);
        assert_eq!(paths(["水と緑の計画　　1", "水と緑の計画　　2", "水と緑の計画　　3"]), none);
        // Nothing is below the last foot of a page; a heading has rows there.
        assert_eq!(paths(["資料編　41", "資料編　42", ""]).0, ["", "資料編　41", "資料編　42"]);
        assert_eq!(paths(["基本目標　2", "基本目標　1", "基本目標　3"]).0, ["", "基本目標　2", "基本目標　1"]);
    }

    #[test]
    fn the_caption_of_a_sentence_names_no_document() {
        let titles = |caption: &str| {
            let sheet = format!(
                "水と緑の計画\n第1章 水\n{caption}\n水辺が減りました。\n\n事業名\t評価\t課題\n花壇\tA\t苗が足りない。\n水路\tB\t人が足りない。\n"
            );
            let source = Source::made_up(&sheet);
            crate::sheet(&source, &Options::default(), Findings::default()).titles.len()
        };
        assert_eq!((titles("現状と課題"), titles("水の部\n")), (1, 2));
    }

    #[test]
    fn the_number_of_a_page_may_stand_beside_a_title() {
        let header = "取組\t内容\t評価\t担当課\n";
        let row = "花壇\t苗を植えた。\tA\t公園課\n";
        for numbers in [["シート1／2", "シート2／2"], ["1ページ", "2ページ"], ["", "2"]] {
            let page = |at: usize| format!("花の計画　点検票\t\t\t{}\n\n{header}{row}", numbers[at]);
            let second = page(1).replacen("　点検票", if numbers[0].is_empty() { "" } else { "　点検票" }, 1);
            let sheet = format!("{}{}", page(0), second.replace("花壇", "並木"));
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!((read.records.len(), &*read.titles[0]), (2, "花の計画　点検票"), "{numbers:?}");
        }
    }

    #[test]
    fn rows_of_two_cells_above_a_wide_header_are_no_records() {
        let lines = "水辺の計画\t\t\t\t町の様式\n\n作った日\t\t\t\t5月10日\n\n町長の印\t\t\t\t課長の印\n\n";
        let table = "番号\t事業名\t内容\t評価\t課題\n1\t花壇\t植えた。\tA\t苗が足りない。\n2\t水路\t掃除した。\tB\t人が足りない。\n";
        let sheet = format!("{lines}{table}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.records.len(), read.findings.len()), (2, 0));
        // In front of the table stands a legend with a header of its own.
        let legend = "作った日\t令和5年度\n\n評価\t達成率\nA\t8割以上\nB\t5割以上\nC\t5割未満\n\n";
        let sheet = format!("水辺の計画\n{legend}{}", table.replacen("番号", "区分", 1));
        let source = Source::made_up(&sheet);
        assert_eq!(crate::sheet(&source, &Options::default(), Findings::default()).records.len(), 2);
        // Three cells of seven are a line as well.
        let wide = "番号\t事業名\t内容\t数\t評価\t課題\t担当\n1\t花壇\t植えた。\t3\tA\t苗が足りない。\t公園課\n";
        let sheet = format!("水辺の計画\t\t令和6年度\t\t町の様式\n\n\n{wide}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.records.len(), read.findings.len()), (1, 0));
        // The first page lost its header.
        let sheet = format!(
            "0\t並木\t切った。\tA\t枝が多い。\n3\t芝生\t刈った。\tA\t草が多い。\n4\t池\tさらった。\tB\t泥が多い。\n\n{table}"
        );
        let source = Source::made_up(&sheet);
        assert_eq!(crate::sheet(&source, &Options::default(), Findings::default()).records.len(), 5);
    }
}
