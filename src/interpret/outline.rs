//! Contents: headings that are only listed, and headings that are listed but never printed above their own rows.
//!
//! In: classified rows. Out: listed headings are contents, not headings; a line of the body that says what one of them
//! says is that heading, though it lacks the number or no layout knows its word; and where a level stands in the
//! contents only, its headings are opened where their part of the body begins. A run of headings with nothing under
//! them lists them: in a body at most one heading of a level stands there before its text or table. Lines at the edge
//! of every page are left to `tabs`.

mod tabs;

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use crate::diagnostic::Findings;
use crate::interpret::classify::siblings::counted;
use crate::interpret::classify::{Class, Classes, contents::is_caption};
use crate::interpret::heading::{self, Opening};
use crate::interpret::layout::Layout;
use crate::interpret::rules::heading_spelling::heading_without_number;
use crate::read::lex::Rows;
use crate::record::Heading;

/// Fewer headings than this list nothing: 章, 節 and 項 may open at one place.
const FEWEST_LISTED: usize = 3;

/// A heading in the contents.
struct Listed {
    row: usize,
    opening: Opening,
    /// No layout knows its word.
    is_worded: bool,
    title: String,
    printed: String,
}

/// Sets listed headings aside as contents, reads those of which the body prints the title alone, and opens those that
/// it lacks.
pub fn contents(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout, found: &mut Findings) {
    tabs::set_aside(classes, rows);
    let mut listed: Vec<Listed> = Vec::new();
    for run in runs(classes, rows, layout) {
        // ■施策の一覧
        let above = run.start.checked_sub(1);
        if let Some(at) = above.filter(|at| matches!(classes.rows[*at], Class::Heading(Opening { number: None, .. }))) {
            classes.rows[at] = Class::Contents;
        }
        for row in run {
            if let Some(entry) = entry(classes, rows, row, layout) {
                listed.push(entry);
                classes.rows[row] = Class::Contents;
            }
        }
    }
    set_lines_below_captions(classes, rows);
    if !listed.is_empty() {
        read_words(classes, rows, &listed);
        number_titles(classes, rows, &listed, found);
        open_missing(classes, rows, &listed, layout);
    }
}

/// Sets lone lines right below `目次` aside as contents, two at least, if a blank line ends them.
fn set_lines_below_captions(classes: &mut Classes, rows: &Rows<'_>) {
    let mut from = 0;
    while let Some(caption) = (from..rows.rows.len()).find(|&at| classes.lone_text(rows, at).is_some_and(is_caption)) {
        let is_line = |class: &&Class| matches!(class, Class::Heading(_) | Class::Prose | Class::Title);
        let lines = classes.rows[caption + 1..].iter().take_while(is_line).count();
        from = caption + 1 + lines;
        if lines > 1 && classes.rows.get(from) == Some(&Class::Blank) {
            classes.rows[caption + 1..from].fill(Class::Contents);
        }
    }
}

/// Makes headings of lone lines that open with a word of the contents which no layout knows.
fn read_words(classes: &mut Classes, rows: &Rows<'_>, listed: &[Listed]) {
    let words: HashSet<&str> = listed.iter().filter(|of| of.is_worded).map(|of| of.opening.level.as_str()).collect();
    for at in (0..rows.rows.len()).filter(|_| !words.is_empty()) {
        if matches!(classes.rows[at], Class::Prose | Class::Title)
            && let Some(opening) = classes.lone_text(rows, at).and_then(worded)
            && words.contains(&*opening.level)
        {
            classes.rows[at] = Class::Heading(opening);
        }
    }
}

/// Makes a heading of the one lone line that prints the title of a listed heading which the body prints nowhere.
fn number_titles(classes: &mut Classes, rows: &Rows<'_>, listed: &[Listed], found: &mut Findings) {
    let name = |opening: &Opening, title: &str| (opening.level.clone(), heading::squeezed(title));
    let mut printed = HashSet::default();
    let mut alone: HashMap<String, Vec<usize>> = HashMap::default();
    for at in 0..rows.rows.len() {
        let Some(text) = classes.lone_text(rows, at) else { continue };
        match &classes.rows[at] {
            Class::Prose | Class::Title | Class::Heading(Opening { number: None, .. }) => {
                alone.entry(heading::squeezed(text)).or_default().push(at);
            }
            Class::Heading(opening) => _ = printed.insert(name(opening, opening.title_of(text))),
            _ => {}
        }
    }
    for Listed { opening, title, .. } in listed.iter().filter(|of| !printed.contains(&name(&of.opening, &of.title))) {
        if let Some([at]) = alone.get(&heading::squeezed(title)).map(Vec::as_slice) {
            heading_without_number(rows.rows[*at].span, &opening.level, found);
            classes.rows[*at] = Class::Heading(Opening { title: 0, ..opening.clone() });
        }
    }
}

/// A lone line that opens a part (章, 節, 項), or with another word and a number, with or without a bullet before it.
fn entry(classes: &Classes, rows: &Rows<'_>, row: usize, layout: &Layout) -> Option<Listed> {
    if !matches!(classes.rows[row], Class::Heading(_) | Class::Prose | Class::Title) || rows.rows[row].cells.len() > 1 {
        return None;
    }
    let text =
        classes.lone_text(rows, row)?.trim_start_matches(|c: char| c.is_whitespace() || "-－・·•*＊".contains(c));
    let known = heading::opening(text, layout);
    let is_worded = known.is_none();
    let opening = known.or_else(|| worded(text))?;
    if opening.number.is_none() && !is_part(&opening, layout) {
        return None;
    }
    let title = opening.title_of(text).to_owned();
    Some(Listed { row, opening, is_worded, title, printed: text.to_owned() })
}

/// What opens a line with a word that no layout knows, and its number: `方策(1) 放課後の居場所`.
fn worded(text: &str) -> Option<Opening> {
    counted(text).filter(|line| !line.word.is_empty()).map(|line| line.opening())
}

fn is_part(opening: &Opening, layout: &Layout) -> bool {
    layout.heading_parts.contains(&opening.level)
}

/// The runs of lone headings with nothing between them, in which a level comes twice, and no heading: that is the first
/// of the body. Those that no part opens stand elsewhere too, half of them at least.
fn runs(classes: &Classes, rows: &Rows<'_>, layout: &Layout) -> Vec<Range<usize>> {
    let mut runs: Vec<Vec<Listed>> = Vec::new();
    let mut in_run: HashSet<String> = HashSet::default();
    for row in (0..rows.rows.len()).filter(|row| classes.rows[*row] != Class::Blank) {
        let Some(listed) = entry(classes, rows, row, layout) else {
            in_run.clear();
            continue;
        };
        if in_run.contains(&name(&listed)) {
            in_run.clear();
        }
        let begins = in_run.is_empty();
        in_run.insert(name(&listed));
        match runs.last_mut() {
            Some(run) if !begins => run.push(listed),
            _ => runs.push(vec![listed]),
        }
    }
    let may_be_contents = |run: &&Vec<Listed>| {
        let levels: HashSet<&str> = run.iter().map(|listed| listed.opening.level.as_str()).collect();
        run.len() >= FEWEST_LISTED && levels.len() < run.len()
    };
    let mut candidates = runs.iter().filter(may_be_contents).peekable();
    let mut count: HashMap<String, usize> = HashMap::default();
    if candidates.peek().is_some() {
        runs.iter().flatten().for_each(|listed| *count.entry(name(listed)).or_default() += 1);
    }
    let comes_again = |listed: &&Listed| count[&name(listed)] > 1;
    let are_contents = |run: &&Vec<Listed>| {
        run.iter().all(|listed| is_part(&listed.opening, layout))
            || run.iter().filter(comes_again).count() * 2 >= run.len()
    };
    candidates.filter(are_contents).map(|run| run[0].row..run[run.len() - 1].row + 1).collect()
}

/// What a listed heading says, without what a gap parts from it: `施策１　緑を守る　　公園／並木`.
fn name(listed: &Listed) -> String {
    let title = listed.title.split("　　").next().filter(|title| !title.is_empty()).unwrap_or(&listed.title);
    let opening = listed.printed.strip_suffix(&listed.title).unwrap_or_default();
    heading::squeezed(&[opening, title].concat())
}

/// Opens the headings of a level that only the contents print: the k-th of them where the k-th part of the body begins.
fn open_missing(classes: &mut Classes, rows: &Rows<'_>, listed: &[Listed], layout: &Layout) {
    // The innermost of them: the body may lack outer parts altogether.
    let printed = Printed::new(classes, rows);
    let Some(begins) = layout.heading_parts.iter().rev().find_map(|level| missing(level, &printed, listed, layout))
    else {
        return;
    };
    let opener = opener(classes, rows, &begins);
    let mut after = 0;
    for (entry, row) in &begins {
        // The contents of another document may stand behind this body.
        let contents = listed.partition_point(|listed| listed.row < *row);
        let opens = (after.max(contents.checked_sub(1).map_or(0, |last| listed[last].row + 1))..*row).find(|&at| {
            opener.is_some() && is_heading(classes, at) && classes.lone_text(rows, at) == opener.as_deref()
        });
        let heading = Heading {
            level: entry.opening.level.clone(),
            number: entry.opening.number,
            title: entry.title.clone(),
            printed: entry.printed.clone(),
            line: rows.rows[entry.row].line,
        };
        classes.inserted.insert(opens.unwrap_or(*row), heading);
        after = *row + 1;
    }
}

/// Where each part of a level begins that the contents list and their body does not print: at the first heading of the
/// body that they list below it. Another document before the contents or behind that body may well print its own.
fn missing<'l>(
    level: &str,
    printed: &Printed<'_, '_>,
    listed: &'l [Listed],
    layout: &Layout,
) -> Option<Vec<(&'l Listed, usize)>> {
    let rank = |level: &str| layout.heading_parts.iter().position(|part| part == level);
    let mut begins: Vec<(&Listed, usize)> = Vec::new();
    let mut from = 0;
    for (at, entry) in listed.iter().enumerate().filter(|(_, entry)| entry.opening.level == level) {
        let mut below = listed[at + 1..].iter().take_while(|child| rank(&child.opening.level) > rank(level)).peekable();
        below.peek()?;
        // One that the body lacks is said to be missing where numbers jump.
        if let Some(row) = below.find_map(|child| printed.find(child, from)) {
            begins.push((entry, row));
            from = row + 1;
        }
    }
    let first = begins.first().map_or(from, |(entry, _)| entry.row);
    let is_printed = printed.classes.rows[first.min(from)..from]
        .iter()
        .any(|class| matches!(class, Class::Heading(of) if of.level == level));
    (!begins.is_empty() && !is_printed).then_some(begins)
}

fn is_heading(classes: &Classes, row: usize) -> bool {
    matches!(classes.rows[row], Class::Heading(_))
}

/// Where the body prints the headings of each level and number.
struct Printed<'c, 's> {
    classes: &'c Classes,
    rows: &'c Rows<'s>,
    places: HashMap<(&'c str, Option<u32>), Vec<usize>>,
}

impl<'c, 's> Printed<'c, 's> {
    fn new(classes: &'c Classes, rows: &'c Rows<'s>) -> Self {
        let mut places: HashMap<_, Vec<usize>> = HashMap::default();
        for (row, class) in classes.rows.iter().enumerate() {
            if let Class::Heading(of) = class {
                places.entry((&*of.level, of.number)).or_default().push(row);
            }
        }
        Self { classes, rows, places }
    }

    /// The row, from one on, that prints a listed heading.
    fn find(&self, listed: &Listed, from: usize) -> Option<usize> {
        /// A number comes again in each part, which no contents list in so many.
        const MOST_ALIKE: usize = 100;
        let places = self.places.get(&(&*listed.opening.level, listed.opening.number))?;
        let behind = &places[places.partition_point(|row| *row < from)..];
        behind.iter().copied().take(MOST_ALIKE).find(|&row| {
            let Class::Heading(opening) = &self.classes.rows[row] else { return false };
            let text = self.classes.lone_text(self.rows, row);
            text.is_some_and(|text| heading::alike(opening.title_of(text), &listed.title))
        })
    }
}

/// The heading that stands before the first listed heading of every part: `●政策目標`. Of several the one printed first.
fn opener(classes: &Classes, rows: &Rows<'_>, begins: &[(&Listed, usize)]) -> Option<String> {
    let mut common: Option<Vec<&str>> = None;
    let mut after = 0;
    for (_, row) in begins {
        let texts: Vec<&str> =
            (after..*row).filter(|&at| is_heading(classes, at)).filter_map(|at| classes.lone_text(rows, at)).collect();
        let known: HashSet<&str> = texts.iter().copied().collect();
        common = Some(match common {
            None => texts,
            Some(before) => before.into_iter().filter(|text| known.contains(text)).collect(),
        });
        after = *row + 1;
    }
    common?.first().map(|text| (*text).to_owned())
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn contents_tell_of_headings_that_the_body_cuts_or_lacks() {
        let table = "\n\n指標\t内容\t現状値\n満足度\t答えから求めます。\t40%\n\n";
        let contents =
            "第1節 川の保全\n- 第1項 護岸の手入れ\n- 第2項 水草\n第2節 海の保全\n- 第1項 砂浜\n\n守ります。\n\n";
        let paths = |first: &str| {
            let sheet = format!("{contents}{first}{table}第2項 水草{table}第1項 砂浜{table}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let number = |record: &crate::record::Record<'_>, level: &str| {
                record.path.iter().find(|of| of.level == level).and_then(|of| of.number)
            };
            let numbers = read.records.iter().map(|of| (number(of, "節"), number(of, "項"))).collect::<Vec<_>>();
            let said = read
                .findings
                .iter()
                .any(|finding| source.slice(finding.span) == first && finding.rule.name == "heading-spelling");
            (numbers, said)
        };
        let whole = vec![(Some(1), Some(1)), (Some(1), Some(2)), (Some(2), Some(1))];
        assert_eq!(paths("第1項 護岸の手入れ"), (whole.clone(), false));
        assert_eq!(paths("護岸の手入れ"), (whole, true));
        // Which of two is meant?
        assert_eq!(paths("護岸の手入れ\n\n護岸の手入れ").0[1..], [(Some(1), Some(2)), (Some(2), Some(1))]);
    }

    #[test]
    fn lines_below_a_caption_are_contents() {
        let table = |name: &str| format!("取組\t内容\t評価\n{name}\t町の人と行いました。\tA\n\n");
        let body = format!("目標１　緑\n{}目標２　水\n{}", table("花壇"), table("水路"));
        for contents in ["目次\n目標１　緑\n目標２　水\n\n", "目　次\n\t目標１　緑\n\t目標２　水\n\t資料\n\n"]
        {
            let sheet = format!("緑の計画\n\n{contents}{body}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |of: &crate::record::Record<'_>| of.path.iter().map(|of| of.number).collect::<Vec<_>>();
            assert_eq!(read.records.iter().map(path).collect::<Vec<_>>(), [[Some(1)], [Some(2)]], "{sheet}");
            assert_eq!(read.findings.len(), 0, "{sheet}");
            let aside = read.set_aside.iter().filter(|of| of.why == crate::record::Why::Contents).count();
            assert_eq!(aside, contents.trim_end().lines().count() - 1, "{sheet}");
        }
    }

    #[test]
    fn contents_may_say_more_behind_a_gap_and_have_a_heading_of_their_own() {
        let table = |name: &str| format!("取組\t内容\t評価\n{name}\t町の人と行いました。\tA\n\n");
        let contents = "■方針の一覧\n方針１　緑　　花壇／並木\n方針２　水　　水路\n方針３　道　　朝市\n\n";
        let part = |(name, item): (&str, &str)| format!("{name}\n\n{}", table(item));
        let body = [("方針１　緑", "花壇"), ("方針２　水", "水路"), ("方針３　道", "朝市")].map(part).concat();
        let sheet = format!("緑の計画\n\n{contents}{body}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path = |of: &crate::record::Record<'_>| of.path.iter().map(|of| of.title.clone()).collect::<Vec<_>>();
        assert_eq!(read.records.iter().map(path).collect::<Vec<_>>(), [["緑"], ["水"], ["道"]]);
        assert_eq!(read.findings.len(), 0);
    }

    #[test]
    fn contents_of_any_words_are_known_by_the_body() {
        let table = |name: &str| {
            format!("○取組の状況\n\n町の人と行いました。\n\n指標\t内容\t現状値\n{name}\t答えから求めます。\t40%\n\n")
        };
        let contents = "◇体系\n\n柱1 緑\n- 方策(1) 花壇\n- 方策(2) 並木\n柱2 水\n\n";
        let body = format!(
            "柱1 緑\n\n方策(1) 花壇\n\n{}方策(2) 並木\n\n{}柱2 水\n\n方策(1) 水路\n\n{}",
            table("花"),
            table("木"),
            table("水路")
        );
        let sheet = format!("緑と水の計画\n\n{contents}{body}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path = |of: &crate::record::Record<'_>| {
            of.path.iter().map(|of| format!("{}{}", of.level, of.number.unwrap_or_default())).collect::<String>()
        };
        assert_eq!(read.records.iter().map(path).collect::<Vec<_>>(), ["柱1方策1", "柱1方策2", "柱2方策1"]);
        assert_eq!(read.findings.len(), 0);
    }

    #[test]
    fn each_document_has_contents_of_its_own() {
        let table = |name: &str| format!("指標\t内容\t現状値\t目標値\n{name}\t答えから求めます。\t40%\t50%\n\n");
        let contents = "第1節 川の保全\n- 第1項 護岸\n第2節 海の保全\n- 第1項 砂浜\n\n守ります。\n\n";
        let part = |name: &str, below: &str| {
            format!("●成果指標\n\n{}第1項 {below}\n\n●施策の指標\n\n{}", table(name), table(below))
        };
        let plan = format!("第1章 水辺\n\n{contents}{}{}", part("川の満足度", "護岸"), part("海の満足度", "砂浜"));
        let sections = |sheet: &str| {
            let source = Source::made_up(sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let of = |record: &crate::record::Record<'_>| record.path.iter().find(|of| of.level == "節")?.number;
            read.records.iter().map(of).collect::<Vec<_>>()
        };
        let once = [Some(1), Some(1), Some(2), Some(2)];
        assert_eq!(sections(&plan), once);
        assert_eq!(sections(&format!("{plan}{plan}")), [once, once].concat());
        let other = format!("第1節 山の道\n\n{}{plan}", table("山の満足度"));
        assert_eq!(sections(&other)[1..], once);
        // The contents may stand behind their body.
        let body = format!("{}{}", part("川の満足度", "護岸"), part("海の満足度", "砂浜"));
        assert_eq!(sections(&format!("第1章 水辺\n\n{body}{contents}")), once);
    }
}
