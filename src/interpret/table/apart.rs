//! Pages with the columns of the table above that are rated by other codes: they are a table of their own.
//!
//! In: the runs of a table and the next run. Out: whether that begins another table. Codes that differ on two pages are
//! two scales only where a title or a legend says that something new begins; else they are slips of the pen.

use std::ops::Range;

use foldhash::HashMap;

use super::draft::Draft;
use crate::interpret::align::Counts;
use crate::interpret::classify::{Class, Classes};
use crate::interpret::header::HeaderColumn;
use crate::interpret::heading;
use crate::interpret::scale::Alphabet;
use crate::interpret::shape::Shape;
use crate::read::lex::Rows;
use crate::record::{Legend, Role};

/// So many pages above are looked at: on one of them a row or two say nothing, on all of them hardly.
const MOST_PAGES: usize = 8;

/// Fewer codes than this say nothing of a scale.
const FEWEST_CODES: f32 = 2.0;

/// The last legend of each name among those down to a row.
#[derive(Debug, Default)]
pub(super) struct Explained {
    last: HashMap<String, usize>,
    /// How many legends were looked at.
    known: usize,
}

impl Explained {
    /// Whether a legend on these rows, which stand below all that were asked for before, gives the name of the last one
    /// above them to other codes or labels.
    fn differs(&mut self, between: Range<usize>, rows: &Rows<'_>, legends: &[Legend]) -> bool {
        let [start, end] = [rows.rows[between.start].span.start(), rows.rows[between.end - 1].span.end()];
        let name = |at: usize| heading::squeezed(&legends[at].scale.name);
        while legends.get(self.known).is_some_and(|legend| legend.span.start() < start) {
            self.last.insert(name(self.known), self.known);
            self.known += 1;
        }
        let mut own = (self.known..legends.len()).take_while(|at| legends[*at].span.start() < end);
        own.any(|own| {
            self.last.get(&name(own)).is_some_and(|above| legends[*above].scale.codes != legends[own].scale.codes)
        })
    }
}

/// Whether a run behind a table is rated by other codes, or a legend between them explains the codes otherwise.
pub(super) fn is_rated_otherwise(
    table: &[Draft],
    run: &Draft,
    (rows, classes): (&Rows<'_>, &Classes),
    explained: &mut Explained,
) -> bool {
    let (Some(above), Some(&first)) = (table.last().and_then(|draft| draft.rows.last()), run.rows.first()) else {
        return false;
    };
    let between = &classes.rows[above + 1..first];
    let says_new = between.iter().any(|class| matches!(class, Class::Title | Class::Legend));
    says_new && (has_other_codes(table, run, classes) || explained.differs(above + 1..first, rows, &classes.legends))
}

/// Whether a column of the run that may rate mostly holds codes of an alphabet, or words, and the same column of the
/// last page of the table that has a header, and codes enough, holds others.
fn has_other_codes(table: &[Draft], run: &Draft, classes: &Classes) -> bool {
    let mains = |draft: &Draft| {
        let columns = draft.own_header.map(|header| &classes.headers[header].columns);
        let columns = columns.into_iter().flat_map(|columns| columns.iter()).zip(&draft.seen);
        let named = columns.filter(|(column, _)| may_rate(column));
        named.filter_map(|(column, seen)| main_codes(seen).map(|main| (column.key(), main))).collect::<Vec<_>>()
    };
    let own = mains(run);
    let above = table.iter().rev().take(MOST_PAGES).map(mains).find(|above| !above.is_empty()).unwrap_or_default();
    let other = |(key, own): &(String, usize)| above.iter().any(|(known, main)| known == key && main != own);
    own.iter().any(|own| !own.0.is_empty() && other(own))
}

/// Whether codes below a header are a scale: `t` and `g` below 単位 are none.
fn may_rate(column: &HeaderColumn) -> bool {
    column.family.is_none_or(|family| family.roles().contains(&Role::Rating))
}

/// The codes or words that most cells of a column hold. Of the words of one scale we may know some and others not.
fn main_codes(seen: &Counts) -> Option<usize> {
    let filled: f32 = seen.iter().sum::<f32>() - seen[Shape::Blank.index()];
    let word = Shape::Code(Alphabet::Word).index();
    let count = |at: usize| seen[at] + if at == word { seen[Shape::Phrase.index()] } else { 0.0 };
    (Shape::FIRST_CODE..Shape::COUNT).find(|&at| count(at) >= FEWEST_CODES && count(at) * 2.0 > filled)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// How many scales two pages of one header have, with the title above each, and how many findings there are.
    fn scales(words: [[&str; 3]; 2]) -> (usize, usize) {
        let row = |(item, word): (&str, &str)| format!("{item}\t{word}\t人が足りない。\t公園課\n");
        let page = |(items, words): ([&str; 3], [&str; 3])| {
            let rows: String = items.into_iter().zip(words).map(row).collect();
            format!("町の約束の進み具合\n取組\t進捗状況\t課題\t担当課\n{rows}")
        };
        let pages = [["花壇", "水路", "朝市"], ["夜市", "橋", "道"]].into_iter().zip(words).map(page);
        let sheet = pages.collect::<Vec<_>>().join("1 / 2\n");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        (read.scales.len(), read.findings.len())
    }

    #[test]
    fn pages_of_words_of_which_some_are_known_are_one_table() {
        assert_eq!(scales([["実施済", "着手", "実施済"], ["着手", "着手", "実施済"]]), (1, 0));
        assert_eq!(scales([["A", "B", "A"], ["実施済", "着手", "実施済"]]).0, 2);
    }

    #[test]
    fn letters_below_a_header_that_cannot_rate_begin_no_other_table() {
        let page = |units: [&str; 3], marks: [&str; 3]| {
            let row = |(unit, mark): (&str, &str)| format!("{unit}の数\t{unit}\t{mark}\t公園課\n");
            let rows: String = units.into_iter().zip(marks).map(row).collect();
            format!("町の約束の進み具合\n指標\t単位\t評価\t担当課\n{rows}")
        };
        let legend = "【評価】☀ 目標を達成　☁ 前進　☂ 前進していない\n\n";
        let first = page(["か所", "世帯", "団体"], ["☁", "☁", "☂"]);
        let sheet = format!("{legend}{first}1 / 2\n{}", page(["g", "t", "a"], ["☀", "☁", "☂"]));
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let marks: String = read.records.iter().flat_map(|of| &of.ratings).map(|rating| &*rating.printed).collect();
        assert_eq!(marks, "☁☁☂☀☁☂");
    }

    #[test]
    fn a_legend_that_explains_its_codes_otherwise_than_the_last_of_its_name_begins_another_table() {
        let page = |labels: [&str; 2]| {
            let legend = format!("進捗の区分\nA：{}\nB：{}\n", labels[0], labels[1]);
            format!(
                "{legend}\n取組\t進捗\t課題\t担当課\n花壇\tA\t人が足りない。\t公園課\n水路\tB\t雨が多い。\t河川課\n\n"
            )
        };
        let (same, other) = (["済んだ", "途中"], ["増えた", "減った"]);
        let labels = |pages: &[[&'static str; 2]]| {
            let sheet: String = pages.iter().map(|labels| page(*labels)).collect();
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records.iter().map(|of| of.ratings[0].labels[0].to_string()).collect::<Vec<_>>()
        };
        for pages in [&[same, same][..], &[same, other], &[same, other, same]] {
            assert_eq!(labels(pages), pages.concat());
        }
    }
}
