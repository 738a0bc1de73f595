//! Tabs: the parts of a document, printed at the edge of every page with one of them marked: `1 はじめに`, `2 町の姿`, `3 取組`.
//!
//! In: classified rows. Out: runs of numbered lines that come again as a whole are contents; the last of them heads
//! nothing.

use std::ops::Range;

use foldhash::HashMap;

use super::FEWEST_LISTED;
use crate::interpret::classify::{Class, Classes};
use crate::interpret::heading::{self, Opening};
use crate::read::lex::Rows;

/// Sets the runs aside that stand on several pages, if their last line stands nowhere else: it may head the table
/// below.
pub(super) fn set_aside(classes: &mut Classes, rows: &Rows<'_>) {
    let text = |at: usize| classes.lone_text(rows, at).unwrap_or_default();
    let runs: Vec<(Range<usize>, Vec<&str>)> =
        runs(classes).map(|run| (run.clone(), run.map(text).filter(|text| !text.is_empty()).collect())).collect();
    let mut pages: HashMap<&[&str], usize> = HashMap::default();
    runs.iter().for_each(|(_, texts)| *pages.entry(texts).or_default() += 1);
    let mut ends: HashMap<&str, usize> = runs.iter().filter_map(|(_, texts)| Some((*texts.last()?, 0))).collect();
    if pages.values().all(|count| *count == 1) {
        return;
    }
    for at in 0..rows.rows.len() {
        if let Some(count) = ends.get_mut(text(at)) {
            *count += 1;
        }
    }
    let is_tabs = |texts: &Vec<&str>| {
        let count = pages[&texts[..]];
        count > 1 && texts.last().is_some_and(|last| ends[last] == count)
    };
    let tabs: Vec<Range<usize>> = runs.iter().filter(|(_, texts)| is_tabs(texts)).map(|(run, _)| run.clone()).collect();
    for at in tabs.into_iter().flatten() {
        if matches!(classes.rows[at], Class::Heading(_)) {
            classes.rows[at] = Class::Contents;
        }
    }
}

/// The runs of headings of one form of number right below each other, each with the number behind that of the one
/// above.
fn runs(classes: &Classes) -> impl Iterator<Item = Range<usize>> {
    let mut runs: Vec<(Range<usize>, &Opening, usize)> = Vec::new();
    let mut is_open = false;
    for (at, class) in classes.rows.iter().enumerate() {
        match (class, runs.last_mut().filter(|_| is_open)) {
            (Class::Blank, _) => {}
            (Class::Heading(own), Some((run, above, lines))) if counts_on(above, own) => {
                (run.end, *above, *lines) = (at + 1, own, *lines + 1);
            }
            (Class::Heading(own), _) if heading::is_number_form(&own.level) => {
                runs.push((at..at + 1, own, 1));
                is_open = true;
            }
            _ => is_open = false,
        }
    }
    runs.into_iter().filter(|(_, _, lines)| *lines >= FEWEST_LISTED).map(|(run, _, _)| run)
}

fn counts_on(above: &Opening, own: &Opening) -> bool {
    above.level == own.level && own.number.is_some() && own.number == above.number.map(|above| above + 1)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The headings above the last record of three tables, with lines above each.
    #[track_caller]
    fn case(above: [&str; 3], expected: &str) {
        let table = |name: &str| {
            format!(
                "取組\t内容\t評価\t担当課\n{name}\t町の人と行いました。\tA\t公園課\n{name}の会\t皆で話しました。\tB\t公園課\n\n"
            )
        };
        let tables = (0..3).map(|at| format!("{}\n{}", above[at], table(["花壇", "水路", "朝市"][at])));
        let sheet = format!("緑の計画\n\n{}", tables.collect::<String>());
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let last = read.records.last().expect("rows are records");
        let path: Vec<&str> = last.path.iter().map(|of| &*of.title).collect();
        assert_eq!((path.join(" > "), read.records.len()), (expected.to_owned(), 6), "{sheet}");
    }

    #[test]
    fn numbered_lines_that_come_again_as_a_whole_head_nothing() {
        let tabs = "1 はじめに\n2 町の姿\n3 取組\n";
        case([tabs; 3], "");
        let below = ["第1節 花\n", "第2節 川\n", "第3節 店\n"].map(|part| format!("{part}{tabs}"));
        case([&*below[0], &*below[1], &*below[2]], "店");
        // Headings without a text of their own are no tabs, nor are two lines, nor those of which the last stands alone
        // too.
        case(["1 はじめに\n2 町の姿\n3 取組\n", "4 川の取組\n", "5 店の取組\n"], "店の取組");
        case(["1 町の姿\n2 取組\n"; 3], "取組");
        case(["1 はじめに\n町を見ました。\n2 町の姿\n川があります。\n3 取組\n", tabs, tabs], "取組");
    }
}
