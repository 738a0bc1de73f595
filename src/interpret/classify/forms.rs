//! Headings that their form gives away: `【道路課】` above one header, `【河川課】` above the next.
//!
//! In: classes in which the lines above headers are titles or prose. Out: those of one form with different names or
//! numbers as headings. The title of a document does not differ, and its pages come again under it.

use foldhash::{HashMap, HashSet};

use crate::interpret::classify::{Class, Classes, LONGEST_TITLE};
use crate::interpret::header;
use crate::interpret::heading::{self, Opening};
use crate::interpret::layout::Layout;
use crate::interpret::number;
use crate::interpret::text;
use crate::read::lex::Rows;

/// A shorter name is a mark.
const SHORTEST_NAME: usize = 2;

/// So great a number is a year; no plan has as many parts.
const FIRST_YEAR: u32 = 1900;

/// Words that number sheets, tables and notes, not parts of a plan: `様式1`, `表2`, `資料３`.
const LABELS: [&str; 18] = [
    "様式",
    "書式",
    "別紙",
    "別表",
    "別添",
    "別記",
    "資料",
    "参考",
    "シート",
    "ページ",
    "頁",
    "その",
    "単位",
    "凡例",
    "備考",
    "記入例",
    "表",
    "図",
];

/// A line above a header.
struct Line<'r> {
    row: usize,
    /// The place of the header.
    header: usize,
    text: &'r str,
    opening: Opening,
}

/// Makes headings of the lines of one form above the headers of a table.
pub(super) fn read_headings_of_one_form(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout) {
    if classes.headers.len() < 2 {
        return;
    }
    let is_part = |level: &String| layout.heading_parts.contains(level);
    let has_parts =
        classes.rows.iter().any(|class| matches!(class, Class::Heading(opening) if is_part(&opening.level)));
    let mut forms: HashMap<String, Vec<Line<'_>>> = HashMap::default();
    for line in lines(classes, rows, layout) {
        forms.entry(line.opening.level.clone()).or_default().push(line);
    }
    for mut lines in forms.into_values() {
        let names = |line: &Line<'_>| &*classes.headers[line.header].names;
        let table = names(&lines[0]);
        lines.retain(|line| header::is_of_table(names(line), table));
        let headers: HashSet<usize> = lines.iter().map(|line| line.header).collect();
        let mut count: HashMap<&str, usize> = HashMap::default();
        lines.iter().for_each(|line| *count.entry(line.text).or_default() += 1);
        // What stands above all of them names the document.
        lines.retain(|line| count[line.text] < headers.len());
        let texts: HashSet<&str> = lines.iter().map(|line| line.text).collect();
        let once = lines.windows(2).all(|pair| pair[0].header != pair[1].header);
        // Among 章 and 節, 総務部 would be taken for a part as 第1部 is.
        let unnumbered = |line: &Line<'_>| line.opening.number.is_none() && is_part(&line.opening.level);
        let is_doubtful = has_parts && lines.first().is_some_and(unnumbered);
        // 款４, 款６: one letter in front of a number is a word only where it counts.
        let is_letter = |opening: &Opening| opening.number.is_some() && opening.level.chars().nth(1).is_none();
        let counts = lines.windows(2).all(|pair| pair[0].opening.number < pair[1].opening.number);
        let is_mark = lines.first().is_some_and(|line| is_letter(&line.opening)) && !counts;
        if texts.len() > 1 && once && !is_doubtful && !is_mark {
            lines.into_iter().for_each(|line| classes.rows[line.row] = Class::Heading(line.opening));
        }
    }
}

/// The lines above each header, with nothing else between but numbered headings and offices, that are of a form.
/// `○重点目標` comes again below each of them: it says what is told there.
fn lines<'r>(classes: &Classes, rows: &'r Rows<'_>, layout: &Layout) -> Vec<Line<'r>> {
    let mut count: HashMap<&str, usize> = HashMap::default();
    let unnumbered = |row: usize| match &classes.rows[row] {
        Class::Heading(opening) if opening.number.is_none() => classes.lone_text(rows, row),
        _ => None,
    };
    (0..classes.rows.len()).filter_map(unnumbered).for_each(|text| *count.entry(text).or_default() += 1);
    let is_between = |row: &usize| match &classes.rows[*row] {
        // ◇ 経営課 below 【水道局】.
        Class::Heading(opening) => {
            let may_stand = |text| count[text] > 1 || layout.is_department(opening.title_of(text));
            opening.number.is_some() || unnumbered(*row).is_some_and(may_stand)
        }
        class => matches!(class, Class::Blank | Class::PageNumber | Class::Footnote | Class::Title | Class::Prose),
    };
    let mut lines = Vec::new();
    for (header, of) in classes.headers.iter().enumerate() {
        for row in (0..of.rows.start).rev().take_while(is_between) {
            if matches!(classes.rows[row], Class::Title | Class::Prose)
                && let Some(text) = classes.lone_text(rows, row)
                && let Some(opening) = form(text)
            {
                lines.push(Line { row, header, text, opening });
            }
        }
    }
    lines
}

/// What opens a line of a form: a bracket round the whole or round an office, two rules, a name with a number and a
/// title behind it, or a department.
fn form(text: &str) -> Option<Opening> {
    if text.chars().count() > LONGEST_TITLE || text.ends_with('。') {
        return None;
    }
    let named = |opening: &Opening| opening.title_of(text).contains(text::is_kana_or_ideograph);
    let is_label = |opening: &Opening| numbers_sheet(opening.title_of(text));
    let in_brackets = heading::bracketed(text, SHORTEST_NAME).filter(|opening| named(opening) && !is_label(opening));
    let in_brackets = in_brackets.or_else(|| Some(heading::led(text)?.1)).or_else(|| heading::between_rules(text));
    in_brackets.or_else(|| numbered_name(text)).or_else(|| counted_name(text)).or_else(|| office(text))
}

/// Whether a text numbers a sheet, a table or a note: `様式第1号`.
pub(crate) fn numbers_sheet(text: &str) -> bool {
    let behind = LABELS.iter().find_map(|label| text.strip_prefix(label));
    behind.is_some_and(|behind| behind.starts_with('第') || !behind.starts_with(text::is_kana_or_ideograph))
}

/// Reads the name of a department: `総務部`. Its level is its last letter.
fn office(text: &str) -> Option<Opening> {
    const ENDINGS: [char; 4] = ['部', '局', '課', '室'];
    const LONGEST_NAME: usize = 15;
    let letters = text.chars().count();
    let level = text.chars().next_back().filter(|last| ENDINGS.contains(last))?;
    (letters > SHORTEST_NAME
        && letters <= LONGEST_NAME
        && text.chars().all(|c| text::is_kana_or_ideograph(c) || c == 'ー'))
    .then(|| Opening { level: level.to_string(), number: None, title: 0 })
}

/// Reads `備えるべき目標１　命を守る`: a name without a gap, its number, and a title that is set off.
fn numbered_name(text: &str) -> Option<Opening> {
    let end = text.find(|c: char| !text::is_kana_or_ideograph(c) && c != 'ー')?;
    let (name, behind) = text.split_at(end);
    let counts = behind.starts_with(|c: char| number::digit(c).is_some() || number::roman(c).is_some());
    // みどりのプラン２０２２　進捗 names a year.
    let number = number::leading(behind).filter(|number| counts && number.value < FIRST_YEAR)?;
    let rest = behind[number.length..].trim_start_matches(['）', ')', '】', '］']);
    let title = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '．' | '.'));
    let is_label = LABELS.iter().any(|label| name == *label || (label.chars().count() > 1 && name.ends_with(label)));
    let set_off = title.len() < rest.len() && title.contains(text::is_kana_or_ideograph);
    (!name.is_empty() && !is_label && set_off).then(|| Opening {
        level: name.to_owned(),
        number: Some(number.value),
        title: text.len() - title.len(),
    })
}

/// Reads `第１部会（花）`: a number, a name, and a title that is set off, in brackets or absent.
fn counted_name(text: &str) -> Option<Opening> {
    let after = text.strip_prefix('第')?.trim_start();
    let number = number::leading(after)?;
    let behind = Some(after[number.length..].trim_start()).filter(|behind| !behind.starts_with(heading::EDITIONS))?;
    let end = behind.find(|c: char| !text::is_kana_or_ideograph(c) && c != 'ー').unwrap_or(behind.len());
    let (name, rest) = behind.split_at(end);
    let title = rest.trim_start();
    let set_off = title.len() < rest.len() || rest.is_empty() || rest.starts_with(['（', '(', '「', '【']);
    (name.chars().count() >= SHORTEST_NAME && !LABELS.contains(&name) && set_off).then(|| Opening {
        level: name.to_owned(),
        number: Some(number.value),
        title: text.len() - title.len(),
    })
}

/// Reads a line whose name ends with a heading word, however long its front, or is a part: `款４　衛生費`.
pub(super) fn long_name(text: &str, layout: &Layout) -> Option<Opening> {
    let opening = numbered_name(text).filter(|_| text.chars().count() <= LONGEST_TITLE && !text.ends_with('。'))?;
    let ends = |(at, _): (usize, char)| layout.heading_word(&opening.level[at..]) == Some(&opening.level[at..]);
    (opening.level.char_indices().any(ends) || layout.heading_parts.contains(&opening.level)).then_some(opening)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// Puts a line above each of two tables, and gives the headings above the first record of each.
    #[track_caller]
    fn case(lines: [&str; 2], expected: [&str; 2]) {
        let header = "番号\t取組\t内容\t評価\t担当\n";
        let row = |name: &str| format!("1\t{name}\t町の人と行いました。\tA\t公園課\n");
        let [first, second] = lines;
        let sheet =
            format!("水と緑の計画\n\n{first}\n{header}{}\n{second}\n{header}{}", row("花壇の手入れ"), row("川の掃除"));
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path = |record: &crate::record::Record<'_>| {
            let headings = record.path.iter().map(|heading| format!("{} {}", heading.level, heading.title));
            headings.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(read.records.iter().map(path).collect::<Vec<_>>(), expected, "{lines:?}");
    }

    #[test]
    fn lines_of_one_form_with_other_names_or_numbers_are_headings() {
        case(["【道路課】", "【河川課】"], ["【】 道路課", "【】 河川課"]);
        case(["みんなで守るもの１　花", "みんなで守るもの２　川"], ["みんなで守るもの 花", "みんなで守るもの 川"]);
        case(["第１部会（花）", "第２部会（川）"], ["部会 （花）", "部会 （川）"]);
        case(["第１分科会", "第２分科会"], ["分科会 ", "分科会 "]);
        case(["款４　花", "款６　川"], ["款 花", "款 川"]);
        case(["第２次花の事業", "第２次花の事業　令和６年度"], ["", ""]);
        case(["道路課", "公園みどり課"], ["課 道路課", "課 公園みどり課"]);
        case(["＝＝＝　道路課　＝＝＝", "＝＝＝　河川課　＝＝＝"], ["＝ 道路課", "＝ 河川課"]);
        case(["【道路課】　課長　町田　花", "【河川課】　課長　原　武"], ["【】 道路課", "【】 河川課"]);
        case(
            ["【道路課】\n\n重点目標1　花", "【河川課】\n\n重点目標1　川"],
            ["【】 道路課, 重点目標 花", "【】 河川課, 重点目標 川"],
        );
        case(["【水道局】\n\n◇ 経営課", "【交通局】\n\n◇ 運輸課"], ["【】 水道局, ◇ 経営課", "【】 交通局, ◇ 運輸課"]);
        case(["【花の計画】\n\n◇ 公園づくり", "【水の計画】\n\n◇ 川づくり"], ["◇ 公園づくり", "◇ 川づくり"]);
        case(["基 本 目 標 １ 花", "基 本 目 標 ２ 川"], ["基本目標 花", "基本目標 川"]);
        case(["施 策 １ 　花 と 木", "施 策 ２ 　川 辺"], ["施策 花と木", "施策 川辺"]);
    }

    #[test]
    fn one_line_is_a_heading_if_its_name_ends_with_a_heading_word() {
        case(["町で目指すべき目標１　花", "水と緑の計画"], ["町で目指すべき目標 花", "町で目指すべき目標 花"]);
        case(["款４　花", "水と緑の計画"], ["款 花", "款 花"]);
        case(["みんなで守るもの１　花", "水と緑の計画"], ["", ""]);
        case(["町の基本施策２０２２　進み具合", "水と緑の計画"], ["", ""]);
    }

    #[test]
    fn titles_that_come_again_and_labels_of_sheets_are_none() {
        case(["【水と緑】", "【水と緑】"], ["", ""]);
        case(["【水と緑】\n\n重点目標1　花", "【水と緑】\n\n重点目標2　川"], ["重点目標 花", "重点目標 川"]);
        case(["【様式第1号】", "【様式第2号】"], ["", ""]);
        case(["道路課", "道路課"], ["", ""]);
        case(["＝＝＝　水と緑　＝＝＝", "＝＝＝　水と緑　＝＝＝"], ["", ""]);
        case(["＝＝＝＝＝", "＝＝＝"], ["", ""]);
        case(["別表１　花", "別表２　川"], ["", ""]);
        case(["第１資料", "第２資料"], ["", ""]);
        case(["花４　春", "花２　秋"], ["", ""]);
        case(["図４　花", "図６　川"], ["", ""]);
        case(["令和4年度　花", "令和5年度　花"], ["", ""]);
        case(["（1）", "（2）"], ["", ""]);
    }
}
