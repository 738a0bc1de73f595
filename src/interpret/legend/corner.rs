//! Legends beside the title lines of a sheet, which nothing announces.
//!
//! In: rows as they are printed. Out: the rows and the columns at which such a legend begins: left of it stands at most
//! one line, each code comes once and in order, and cells further down hold some of them. Announced ones are found by
//! [`super::side`].

use foldhash::HashSet;

use super::entry::follow_each_other;
use super::side::{FEWEST_IN_CORNER, code_of, names};
use crate::interpret::scale::{self, MOST_CODES, Written};
use crate::read::lex::Rows;

/// So many of the codes are in use below: one may stand there by accident.
const FEWEST_IN_USE: usize = 2;

/// A longer cell, in bytes, is none of the words that rate.
const LONGEST_CODE: usize = 40;

/// Where to cut off the legend beside the lines above the first row of a table, and what else stands there behind it.
pub(super) fn entries(rows: &Rows<'_>) -> Vec<(usize, usize)> {
    let mut column = None;
    let mut codes: Vec<Written> = Vec::new();
    let mut of: Vec<(usize, usize)> = Vec::new();
    let mut beside: Vec<(usize, usize)> = Vec::new();
    let mut end = 0;
    for (at, row) in rows.rows.iter().enumerate() {
        end = at;
        let cells = rows.of(row);
        let mut filled = (0..cells.len()).filter(|&cell| !cells[cell].text.is_empty()).peekable();
        filled.next_if_eq(&0);
        let Some(own) = filled.next() else { continue };
        let stands_apart = own >= 2 && column.is_none_or(|column| column == own);
        match code_of(&cells[own..]).filter(|_| stands_apart && codes.len() < MOST_CODES) {
            // Its name at its left makes rows of it that are known for a legend.
            Some(_) if names(&cells[0].text) => return Vec::new(),
            Some(code) => {
                column = Some(own);
                codes.push(code);
                of.push((at, own));
            }
            // A date may stand above it.
            None if codes.is_empty() && own >= 2 && filled.next().is_none() => beside.push((at, own)),
            None => break,
        }
    }
    let is_used = || {
        let below = rows.rows[end..].iter().flat_map(|row| rows.of(row));
        let written = below.filter(|cell| cell.text.len() <= LONGEST_CODE).filter_map(|cell| scale::only(&cell.text));
        let used: HashSet<usize> = written.filter_map(|own| codes.iter().position(|code| *code == own)).collect();
        used.len() >= FEWEST_IN_USE
    };
    let is_legend = codes.len() >= FEWEST_IN_CORNER && follow_each_other(&codes) && is_used();
    if is_legend { [of, beside].concat() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The labels of the ratings, and how many records there are.
    fn read(lines: [&str; 4], codes: [&str; 3]) -> (Vec<String>, usize) {
        let [first, second, third] = codes;
        let table = format!(
            "番号|取組|内容|進捗|課題|担当課\n1|花壇|苗を植えた。|{first}||公園課\n2|並木|枝を切った。|{second}|人手|公園課\n\
             3|水路|泥をさらった。|{third}||河川課\n"
        );
        let [title, above, below, end] = lines;
        let legend = format!(
            "{title}\n{above}||||{first}|計画どおり\n||||{second}|少し遅れた\n{below}||||{third}|見通しがない\n{end}"
        );
        let sheet = format!("{legend}\n{table}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let labels = read.records.iter().flat_map(|record| &record.ratings).flat_map(|rating| &*rating.labels);
        (labels.map(ToString::to_string).collect(), read.records.len())
    }

    #[test]
    fn codes_beside_the_lines_of_the_title_are_a_legend_without_a_name() {
        let labels = ["計画どおり", "少し遅れた", "見通しがない"].map(str::to_owned).to_vec();
        for codes in [["◎", "○", "△"], ["順調", "概ね順調", "遅れ"], ["3", "2", "1"]] {
            assert_eq!(read(["町の計画", "令和6年度", "公園課", ""], codes), (labels.clone(), 3));
            assert_eq!(read(["町の計画||||3月末現在", "令和6年度", "", "公園課\n"], codes), (labels.clone(), 3));
        }
    }

    #[test]
    fn the_name_left_of_the_first_code_stays_that_of_its_legend() {
        let legend = "町の計画\n\n進捗の区分||◎|計画どおり\n||○|少し遅れた\n||△|見通しがない\n\n";
        let sheet = format!("{legend}番号|取組|内容|進捗|課\n1|花壇|植えた。|◎|公園課\n2|水路|さらった。|△|河川課\n")
            .replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((&*read.scales[0].name, read.titles.len()), ("進捗の区分", 1));
    }

    #[test]
    fn codes_that_no_cell_below_holds_are_no_legend_by_their_place() {
        let rows =
            "町の計画||||A|よい\n||||B|ふつう\n||||C|わるい\n\n取組|内容|数|単位|課\n花壇|植えた。|3|株|公園課\n"
                .replace('|', "\t");
        let source = Source::made_up(&rows);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert!(read.scales.iter().all(|scale| scale.codes.iter().all(|code| code.label.is_none())));
    }
}
