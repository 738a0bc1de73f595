//! Words that are codes because a column holds nothing else: `晴れ＝進んでいる　雨＝進んでいない`.
//!
//! In: rows before they are classified. Out: the lines, to be made legends once it is known what else they could be, and
//! the cells that hold the words seen as codes, so that a header above them stands out. How a line explains words is left
//! to [`legend`].

use std::collections::{HashMap, HashSet};

use crate::interpret::classify::{Class, Classes, lone_text};
use crate::interpret::layout::{Family, Fit, Layout};
use crate::interpret::legend;
use crate::interpret::scale::Alphabet;
use crate::interpret::shape::Shape;
use crate::read::lex::Rows;

/// So many of the filled cells of the column are such words; the rest are headers, which short pages repeat above two or
/// three rows, and slips of the pen. Untested guess.
const MOSTLY: f32 = 0.6;

/// So many cells hold such words: fewer may do so by accident.
const FEWEST_CELLS: usize = 3;

/// Lines one below the other, and the words that they explain.
type Run = (Vec<usize>, Vec<String>);

/// Finds the lines whose words one column holds, and sees its cells as codes.
pub(super) fn find(classes: &mut Classes, rows: &Rows<'_>, shapes: &mut [Shape], layout: &Layout) {
    let runs = runs(rows);
    if runs.is_empty() {
        return;
    }
    let cells = Cells::of(rows, &runs, layout);
    let mut codes: HashSet<&str> = HashSet::new();
    for (lines, words) in &runs {
        // 目標 and 実績 name columns, and rows too.
        let names_column = |word: &String| matches!(layout.family_at_end(word), Some((_, Fit::Whole)));
        if !words.iter().any(names_column) && cells.are_codes(words) {
            classes.worded.extend(lines);
            codes.extend(words.iter().map(String::as_str));
        }
    }
    if codes.is_empty() {
        return;
    }
    for (cell, shape) in rows.cells.iter().zip(shapes) {
        if codes.contains(&*cell.text) {
            *shape = Shape::Code(Alphabet::Word);
        }
    }
}

/// Makes the lines that were found legends, unless they turned out to be something else.
pub(super) fn place(classes: &mut Classes) {
    let Classes { rows, worded, .. } = classes;
    worded.retain(|&row| matches!(rows[row], Class::Title | Class::Prose | Class::Footnote | Class::Legend));
    worded.iter().for_each(|&row| rows[row] = Class::Legend);
}

/// The runs of lines of which each explains words, but for those that are known for legends without the table.
fn runs(rows: &Rows<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for row in 0..rows.rows.len() {
        let (words, begins) = lone_text(rows, row).map(legend::explained_words).unwrap_or_default();
        if words.is_empty() {
            continue;
        }
        match runs.last_mut() {
            Some((lines, all)) if begins && lines.last() == Some(&(row - 1)) => {
                lines.push(row);
                all.extend(words);
            }
            _ => runs.push((vec![row], words)),
        }
    }
    let is_new = |(lines, words): &Run| {
        let distinct: HashSet<&String> = words.iter().collect();
        let known = |&row: &usize| lone_text(rows, row).is_some_and(legend::has_entries);
        words.len() > 1 && distinct.len() == words.len() && !lines.iter().all(known)
    };
    runs.retain(is_new);
    runs
}

/// The cells of the tables that hold one of some words, counted by their place in the row.
struct Cells<'w> {
    of: HashMap<(&'w str, usize), usize>,
    /// The place at which a word comes most often.
    best: HashMap<&'w str, (usize, usize)>,
    filled: Vec<usize>,
    /// The places below a word that names levels, items or departments: of these a line may tell as well.
    named: HashSet<usize>,
}

impl<'w> Cells<'w> {
    fn of(rows: &Rows<'_>, runs: &'w [Run], layout: &Layout) -> Self {
        let words: HashSet<&'w str> = runs.iter().flat_map(|(_, words)| words).map(String::as_str).collect();
        let mut cells = Self { of: HashMap::new(), best: HashMap::new(), filled: Vec::new(), named: HashSet::new() };
        let names = |text: &str| {
            use Family::{Department, Item, Measure, Path};
            matches!(layout.family_at_end(text), Some((Path | Measure | Item | Department, Fit::Whole)))
        };
        for row in (0..rows.rows.len()).filter(|&row| lone_text(rows, row).is_none()) {
            for (place, cell) in rows.of(&rows.rows[row]).iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
                cells.filled.resize(cells.filled.len().max(place + 1), 0);
                cells.filled[place] += 1;
                if let Some(&word) = words.get(&*cell.text) {
                    *cells.of.entry((word, place)).or_default() += 1;
                } else if names(&cell.text) {
                    cells.named.insert(place);
                }
            }
        }
        for (&(word, place), &count) in &cells.of {
            let best = cells.best.entry(word).or_default();
            *best = (*best).max((count, place));
        }
        cells
    }

    /// Whether one column holds some of the words and hardly anything else.
    fn are_codes(&self, words: &[String]) -> bool {
        let best = words.iter().filter_map(|word| self.best.get(word.as_str())).max();
        best.is_some_and(|&(_, place)| {
            let counts = words.iter().filter_map(|word| self.of.get(&(word.as_str(), place)));
            let said: usize = counts.clone().sum();
            !self.named.contains(&place)
                && counts.count() > 1
                && said >= FEWEST_CELLS
                && said as f32 >= MOSTLY * self.filled[place] as f32
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// What each record is rated, and how many findings there are.
    fn read(legend: &str) -> (Vec<String>, usize) {
        let rows = "取組\t内容\t空模様\t担当課\n花壇\t苗を植えました。\t晴れ\t公園課\n並木\t枝を切りました。\t雨\t公園課\n\
                    水辺\t草を刈りました。\t晴れ\t河川課\n堤\t見回りました。\t雨\t河川課\n";
        let sheet = format!("川辺町の計画\n\n{legend}\n\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let rated = |record: &crate::record::Record<'_>| {
            record.ratings.iter().map(|rating| format!("{} {}", rating.printed, rating.labels.join("、"))).collect()
        };
        (read.records.iter().map(rated).collect(), read.findings.len())
    }

    #[test]
    fn words_that_a_line_explains_and_a_column_holds_are_codes() {
        let rated = ["晴れ 進んだ", "雨 進まない", "晴れ 進んだ", "雨 進まない"].map(str::to_owned).to_vec();
        for legend in [
            "晴れ＝進んだ　くもり＝少し　雨＝進まない",
            "※晴れ：進んだ、雨：進まない",
            "晴れ：進んだ\n雨：進まない",
            "晴れ　進んだ\n雨　進まない",
            "空模様　【晴れ】進んだ　【雨】進まない",
            "【晴れ】進んだ\n【雨】進まない",
        ] {
            assert_eq!(read(legend), (rated.clone(), 0), "{legend}");
        }
    }

    #[test]
    fn what_a_line_tells_of_levels_or_departments_is_no_code() {
        let rows = "分野\t取組\t実績\t評価\t担当課\n緑\t花壇\t苗を植えた。\tA\t公園課\n緑\t並木\t枝を切った。\tB\t公園課\n\
                    水\t水路\t泥をさらった。\tA\t河川課\n食\t朝市\t月に一度開いた。\tB\t農政課\n";
        for line in [
            "【緑】木をふやす　【水】川を守る　【食】地の物を食べる",
            "緑：木をふやす　水：川を守る　食：地の物を食べる",
            "【公園課】木をふやす　【河川課】川を守る　【農政課】地の物を食べる",
        ] {
            let sheet = format!("川辺町の計画\n\n{line}\n\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!((read.records.len(), read.legends.len(), read.findings.len()), (4, 0, 0), "{line}");
        }
    }

    #[test]
    fn what_no_column_holds_is_no_code() {
        for line in ["春＝進んだ　秋＝進まない", "晴れ＝進んだ", "連絡先：公園課　電話：役場の代表"]
        {
            assert_eq!(read(line).0, [""; 4], "{line}");
        }
    }
}
