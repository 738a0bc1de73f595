//! The goals of a sheet with the lines of each.
//!
//! In: the lone lines of a sheet, and its titles. Out: the goals in order, each with the lines of its text and of its
//! attainment, as they follow each other in print.

use std::collections::VecDeque;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use super::labelled::{self, Said};
use super::titles::{Titles, begins_alike, bracketed, numbered, office};
use super::{FEWEST_GOALS, Goal, Line, PAGE_END};
use crate::interpret::heading;
use crate::interpret::layout::Layout;
use crate::interpret::rating;
use crate::interpret::shape;
use crate::interpret::text;
use crate::read::lex::Rows;
use crate::record::Heading;

/// Goes down the lines: numbers open goals or attainments, all else belongs to what is open. Goals are numbered from 1
/// on, through all departments or anew in each.
pub(super) fn collect(lines: &[Line<'_>], titles: &Titles, rows: &Rows<'_>, layout: &Layout) -> Vec<Goal> {
    let mut goals: Vec<Goal> = Vec::new();
    let (mut open, mut attained): (Option<(usize, usize)>, Option<usize>) = (None, None);
    let mut department: Option<Arc<Heading>> = None;
    // The column whose title was printed last, where no office has come since.
    let mut column: Option<usize> = None;
    // Where each goal is told at once, nothing stands between it and the office above.
    let mut doubtful = titles.below.is_none() && titles.label.is_none();
    // Whether it says that it goes on.
    let mut is_continued = false;
    let pages = page_lines(lines);
    let mut awaiting = Awaiting::default();
    let figures = Figures::of(lines, layout);
    // The number of the last goal, and how many goals came before the department.
    let (mut last, mut others) = (0, 0);
    for (at, line) in lines.iter().enumerate().skip(titles.first(lines, layout)) {
        let may_lose = titles.label.is_none() && (titles.below.is_none() || department.is_some());
        doubtful |= line.gap >= PAGE_END && goals.len() > others && may_lose;
        if pages.contains(&at) {
            continue;
        }
        let may_open = |part: usize| titles.below.is_none() || titles.opens(at, lines, layout) == Some(part);
        // Below a title a line may go on with what the page end cut.
        let goes_on = |place: &usize| goals[*place].is_cut(1, lines) && text::goes_on(line.text);
        let of_column = match column {
            Some(0) => goals.len().checked_sub(1).map(|place| (place, 0)),
            Some(_) => attained.map(|place| (place, 1)),
            None => None,
        };
        let of_column = of_column.filter(|&(place, part)| {
            (is_continued && goals[place].is_cut(part, lines)) || goals[place].goes_on(part, line.text, lines)
        });
        if titles.behind_label(line.text).is_some() {
            let told = open.filter(|(place, _)| goals[*place].attained.is_none());
            open = told.map(|(place, _)| (place, 1));
            if let Some((place, part)) = open {
                goals[place].attained = Some(at);
                goals[place].add(part, at, None);
            }
        } else if let Some(part) = titles.part_below(line, lines).filter(|_| titles.label.is_none()) {
            is_continued = line.text.len() > lines[[titles.goal, titles.attainment][part]].text.len();
            open = open.filter(|_| titles.below.is_some()).map(|(place, _)| (place, part));
            column = Some(part).filter(|_| titles.below.is_none() && titles.goal != titles.attainment);
            if let Some((place, 1)) = open {
                goals[place].attained.get_or_insert(at);
            }
        } else if titles.heads(at, lines, layout) {
            department = Some(part_heading(line, rows));
            (doubtful, others) = (false, goals.len());
            (open, column) = (None, None);
        } else if let Some(name) = office(lines, at, layout) {
            department = Some(department_heading(name, line, rows));
            (doubtful, others) = (false, goals.len());
            (open, column) = (None, None);
        } else if may_open(1)
            && let Some((number, title)) = numbered(line.text)
            && let Some(place) = awaiting.take((number, title), &goals, lines)
        {
            goals[place].attained = Some(at);
            goals[place].labelled.extend(rating::behind_title(line.text, layout).map(|_| at));
            (open, attained) = (Some((place, 1)), Some(place));
        } else if may_open(0)
            && let Some((number, _)) = numbered(line.text)
            && (number == last + 1 || number == 1 && goals.len() == others)
        {
            last = number;
            awaiting.add(number, goals.len());
            let labelled = rating::behind_title(line.text, layout).map(|_| at).into_iter().collect();
            goals.push(Goal { line: at, department: department.clone(), doubtful, labelled, ..Goal::default() });
            open = Some((goals.len() - 1, 0));
        } else if let Some((place, part)) =
            open.or(of_column).or_else(|| attained.filter(goes_on).map(|place| (place, 1)))
        {
            let said = labelled::said(line.text, layout).filter(|said| figures.may_be(said));
            goals[place].add(part, at, said);
            // Behind the rating of a goal that is told at once stands nothing of it.
            let is_told = titles.label.is_some() && part == 1 && matches!(said, Some(Said::Rating { .. }));
            open = (!is_told).then_some((place, part));
        }
    }
    leave_end(&mut goals);
    goals
}

/// Takes what stands behind a rating off the goal that ends the sheet, if no other goal has anything there.
fn leave_end(goals: &mut [Goal]) {
    let goes_on = |goal: &&mut Goal| goal.rated.is_some_and(|rated| rated < goal.parts[1].len());
    let last = goals.iter().filter_map(|goal| goal.attained).max();
    let mut with_more = goals.iter_mut().filter(goes_on);
    if let (Some(goal), None) = (with_more.next(), with_more.next())
        && let Some(rated) = goal.rated.filter(|_| goal.attained == last)
    {
        goal.parts[1].truncate(rated);
    }
}

/// How often each label stands in front of a figure, and how often it has to, to be one of goals: in a text the like is
/// a part of what that tells.
struct Figures<'r> {
    times: HashMap<&'r str, usize>,
    fewest: usize,
}

impl<'r> Figures<'r> {
    fn of(lines: &[Line<'r>], layout: &Layout) -> Self {
        /// Each goal is numbered twice at most, and half of them have the figure.
        const NUMBERS_ONE_IN: usize = 4;
        let mut times: HashMap<&str, usize> = HashMap::default();
        for line in lines {
            if let Some(Said::Figure { name, .. }) = labelled::said(line.text, layout) {
                *times.entry(name).or_default() += 1;
            }
        }
        let numbers = lines.iter().filter(|line| numbered(line.text).is_some()).count();
        Self { times, fewest: FEWEST_GOALS.max(numbers / NUMBERS_ONE_IN) }
    }

    /// Whether what a line says is no figure that only its text tells.
    fn may_be(&self, said: &Said<'_>) -> bool {
        !matches!(said, Said::Figure { name, .. } if self.times.get(name).is_none_or(|times| *times < self.fewest))
    }
}

/// The goals that await their attainment, by their numbers, in order.
#[derive(Default)]
struct Awaiting(HashMap<u32, VecDeque<usize>>);

impl Awaiting {
    fn add(&mut self, number: u32, goal: usize) {
        self.0.entry(number).or_default().push_back(goal);
    }

    /// Takes out the goal of a number and title: the first of its number, or the last, where goals in between have
    /// none.
    fn take(&mut self, (number, title): (u32, &str), goals: &[Goal], lines: &[Line<'_>]) -> Option<usize> {
        let of_number = self.0.get_mut(&number)?;
        let is_named = |goal: &usize| {
            let (_, known) = numbered(lines[goals[*goal].line].text).unwrap_or_default();
            begins_alike(known, title)
        };
        if of_number.front().is_some_and(is_named) {
            return of_number.pop_front();
        }
        if of_number.back().is_some_and(is_named) { of_number.pop_back() } else { None }
    }
}

/// The lines that only say which page it is: its number, alone or behind what comes again with other numbers, or the
/// title of the sheet, or of its pages, printed anew.
fn page_lines(lines: &[Line<'_>]) -> HashSet<usize> {
    let named = |at: usize| {
        let (name, number) = lines[at].text.rsplit_once(char::is_whitespace)?;
        shape::is_page_number(number).then_some((name, number))
    };
    let mut numbers: HashMap<&str, HashSet<&str>> = HashMap::default();
    for (name, number) in (0..lines.len()).filter_map(named) {
        numbers.entry(name).or_default().insert(number);
    }
    let comes_again = |at| named(at).is_some_and(|(name, _)| numbers[name].len() > 1);
    // Above the first number stand titles and what tells of the whole.
    let first = (0..lines.len()).find(|&at| numbered(lines[at].text).is_some()).unwrap_or_default();
    let above = lines[..first].iter().map(|line| line.text).filter(|text| bracketed(text).is_none());
    let titles: HashSet<&str> = above.filter(|text| !text::begins_entry(text)).collect();
    let is_below_number = |at: usize| at > 0 && shape::is_page_number(lines[at - 1].text);
    let is_title = |at: usize| {
        let text = lines[at].text;
        at > 0 && (text == lines[0].text || is_below_number(at) && titles.contains(text))
    };
    (0..lines.len()).filter(|&at| shape::is_page_number(lines[at].text) || is_title(at) || comes_again(at)).collect()
}

/// The heading of a part of the goals: `Ⅰ 仕事を見直します`.
fn part_heading(line: &Line<'_>, rows: &Rows<'_>) -> Arc<Heading> {
    let (level, number, title) = heading::enumerated(line.text).unwrap_or_default();
    Arc::new(Heading {
        level,
        number,
        title: line.text[title..].to_owned(),
        printed: line.text.to_owned(),
        line: rows.rows[line.row].line,
    })
}

/// The heading of a department: its level is the last character of its name, as in 課.
fn department_heading(name: &str, line: &Line<'_>, rows: &Rows<'_>) -> Arc<Heading> {
    let level = name.chars().next_back().map(String::from).unwrap_or_default();
    Arc::new(Heading {
        level,
        number: None,
        title: name.to_owned(),
        printed: bracketed(line.text).unwrap_or(line.text).to_owned(),
        line: rows.rows[line.row].line,
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The headings, item, ratings and texts of each record, and the rules that raised findings.
    fn read(sheet: &str) -> (Vec<String>, Vec<&'static str>) {
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let path = record.path.iter().map(|of| of.title.clone());
            let item = record.item.iter().map(|of| of.title.to_string());
            let ratings = record.ratings.iter().map(|of| format!("{}={}", of.column, of.printed));
            let texts = record.texts.iter().map(|(name, text)| format!("{name}={text}"));
            let values = record.values.iter().map(|of| format!("{}={}", of.column, of.printed));
            path.chain(item).chain(ratings).chain(values).chain(texts).collect::<Vec<_>>().join("|")
        };
        let rules = read.findings.iter().map(|finding| finding.rule.name).collect();
        (read.records.iter().map(of_record).collect(), rules)
    }

    #[test]
    fn a_bracket_behind_the_second_title_rates_and_an_office_may_tell_of_itself_above_its_goals() {
        let office = |name: &str, what: &str| {
            let goals = format!("１　{what}の開催\n開きます。\n\n２　{what}の案内\n配ります。\n\n");
            let done = format!(
                "１　{what}の開催　［達成度Ａ］\n開きました。\n\n２　{what}の案内　［達成度Ｃ］\n配りました。\n\n"
            );
            format!("【{name}】\n\n{name}は、町の人と歩みます。\n\n＜重点目標＞\n\n{goals}＜達成状況＞\n\n{done}")
        };
        let of = |name: &str, what: &str| {
            let told = |title: &str, code: &str, verb: &str| {
                format!("{name}|{what}の{title}|達成度={code}|重点目標={verb}ます。|達成状況={verb}ました。")
            };
            [told("開催", "Ａ", "開き"), told("案内", "Ｃ", "配り")]
        };
        let sheet = format!("白波町の部の目標\n\n{}{}", office("産業部", "朝市"), office("町民部", "相談"));
        let expected = [of("産業部", "朝市"), of("町民部", "相談")].concat();
        assert_eq!(read(&sheet), (expected, vec![]));
        let (records, rules) = read(&sheet.replace("相談の開催　［達成度Ａ］", "相談の開催"));
        assert_eq!((records.len(), rules), (4, vec!["missing-rating"]));
    }

    #[test]
    fn what_a_page_end_cuts_goes_on_in_the_same_column_of_the_next_page() {
        let title = "町の人と続ける朝市の開催と花壇の\n手入れ";
        let sheet = format!(
            "産業部の仕事\n\n産業部の目標\n\n【各課の目標】\n\n【商工課】\n\n1 {title}\n\n開きます。\n\n2 水路の掃除\n\n\
             【目標の達成状況】\n\n1 {title}\n\n八回開きました。\n・苗の配布\n\n3\n\n産業部の目標\n\n【各課の目標】\n\n\
             五本をさらいます。\n\n3 山の手入れ\n\n植えます。\n\n【目標の達成状況】\n\n・広報\n\n2 水路の掃除\n\n\
             三本をさらいました。\n\n3 山の手入れ\n\n百本を植えました。\n"
        );
        let of = |item: &str, goal: &str, done: &str| format!("商工課|{item}|各課の目標={goal}|目標の達成状況={done}");
        let expected = vec![
            of("町の人と続ける朝市の開催と花壇の手入れ", "開きます。", "八回開きました。\n・苗の配布\n・広報"),
            of("水路の掃除", "五本をさらいます。", "三本をさらいました。"),
            of("山の手入れ", "植えます。", "百本を植えました。"),
        ];
        assert_eq!(read(&sheet), (expected, vec![]));
    }

    #[test]
    fn titles_may_say_that_they_go_on_below_an_office_above_who_leads_it_and_figures_may_have_labels() {
        let sheet = "部長の約束\n\n産業部\n部長　町田　花\n\n＜重点項目＞\n\n１　朝市\n開きます。\n\n２　水路\nさらいます。\n\n\
                     ＜年度末の総括＞\n\n１　朝市\n達成率　80％\n開きました。\n\n２　水路\n達成率　100％\n年に五本の\n1 / 2\n\n\
                     ＜重点項目＞（続き）\n\n３　山\n植えます。\n\n＜年度末の総括＞（続き）\n\n溝をさらいました。\n\n\
                     ３　山\n達成率　90％\n植えました。\n";
        let of = |item: &str, figure: &str, goal: &str, done: &str| {
            format!("産業部|{item}|達成率={figure}|重点項目={goal}|年度末の総括={done}")
        };
        let expected = vec![
            of("朝市", "80％", "開きます。", "開きました。"),
            of("水路", "100％", "さらいます。", "年に五本の溝をさらいました。"),
            of("山", "90％", "植えます。", "植えました。"),
        ];
        assert_eq!(read(sheet), (expected, vec![]));
        // What one goal alone has is a part of its text.
        let once = sheet.replace("達成率　100％\n", "").replace("達成率　90％\n", "");
        assert_eq!(read(&once).0[0], "産業部|朝市|重点項目=開きます。|年度末の総括=達成率　80％開きました。");
    }

    #[test]
    fn counted_titles_may_stand_above_all_offices_and_labels_in_front_of_the_texts() {
        let list = |caption: &str, text: fn(&str) -> String| {
            let of = |number: char, title: &str, verb: &str| format!("{number}　{title}\n{}\n", text(verb));
            let office = of('１', "支払", "早め") + &of('２', "運用", "広げ");
            format!("{caption}\n\n◇会計課\n{office}\n◇農業委員会事務局\n{}\n- 1 -\n\n", of('１', "調査", "進め"))
        };
        let goals = list("第１　組織目標（年度当初）", |verb| format!("　取組方針　{verb}る。"));
        let done = |verb: &str| format!("　取組結果　{verb}た。\n　達成区分　達成");
        let sheet = |caption| format!("令和３年度　委員会の仕事　白波町\n\n{goals}{}", list(caption, done));
        let of = |path: &str, verb: &str| format!("{path}|達成区分=達成|取組方針={verb}る。|取組結果={verb}た。");
        let expected =
            [of("会計課|支払", "早め"), of("会計課|運用", "広げ"), of("農業委員会事務局|調査", "進め")].to_vec();
        assert_eq!(read(&sheet("第２　達成状況（年度末）")), (expected, vec![]));
    }

    #[test]
    fn lines_that_differ_below_the_titles_are_texts_and_what_an_office_says_is_no_goal() {
        let office = |name: &str, number: usize| {
            let goal = format!("{number} {name}の窓口\n早く開けます。\n\n");
            format!(
                "【{name}】\n\n・{name}の窓口は四つです。\n\n{goal}【目標の達成状況】\n\n{number} {name}の窓口\n八時に開けました。\n\n"
            )
        };
        let all = office("市民課", 1) + "【各課の目標】\n\n" + &office("税務課", 2);
        let of =
            |name: &str| format!("{name}|{name}の窓口|各課の目標=早く開けます。|目標の達成状況=八時に開けました。");
        let (records, _) = read(&format!("白波町の町民部\n\n【各課の目標】\n\n{all}"));
        assert_eq!(records, [of("市民課"), of("税務課")]);
    }
}
