//! Pages with the columns of the table above that are rated by other codes: they are a table of their own.
//!
//! In: the runs of a table and the next run. Out: whether that begins another table. Codes that differ on two pages are
//! two scales only where a title or a legend says that something new begins; else they are slips of the pen.

use std::ops::Range;

use super::draft::Draft;
use crate::interpret::align::Counts;
use crate::interpret::classify::{Class, Classes};
use crate::interpret::heading;
use crate::interpret::scale::Alphabet;
use crate::interpret::shape::Shape;
use crate::read::lex::Rows;
use crate::record::Legend;

/// So many pages above are looked at: on one of them a row or two say nothing, on all of them hardly.
const MOST_PAGES: usize = 8;

/// Fewer codes than this say nothing of a scale.
const FEWEST_CODES: f32 = 2.0;

/// Whether a run behind a table is rated by other codes, or a legend between them explains the codes otherwise.
pub(super) fn is_rated_otherwise(table: &[Draft], run: &Draft, (rows, classes): (&Rows<'_>, &Classes)) -> bool {
    let (Some(above), Some(&first)) = (table.last().and_then(|draft| draft.rows.last()), run.rows.first()) else {
        return false;
    };
    let between = &classes.rows[above + 1..first];
    let says_new = between.iter().any(|class| matches!(class, Class::Title | Class::Legend));
    says_new
        && (has_other_codes(table, run, classes) || is_explained_otherwise(above + 1..first, rows, &classes.legends))
}

/// Whether a column of the run mostly holds codes of an alphabet, or words, and the same column of the last page of the
/// table that has a header, and codes enough, holds others.
fn has_other_codes(table: &[Draft], run: &Draft, classes: &Classes) -> bool {
    let mains = |draft: &Draft| {
        let columns = draft.own_header.map(|header| &classes.headers[header].columns);
        let named = columns.into_iter().flat_map(|columns| columns.iter()).zip(&draft.seen);
        named.filter_map(|(column, seen)| main_codes(seen).map(|main| (column.key(), main))).collect::<Vec<_>>()
    };
    let own = mains(run);
    let above = table.iter().rev().take(MOST_PAGES).map(mains).find(|above| !above.is_empty()).unwrap_or_default();
    let other = |(key, own): &(String, usize)| above.iter().any(|(known, main)| known == key && main != own);
    own.iter().any(|own| !own.0.is_empty() && other(own))
}

/// The codes or words that most cells of a column hold. Of the words of one scale we may know some and others not.
fn main_codes(seen: &Counts) -> Option<usize> {
    let filled: f32 = seen.iter().sum::<f32>() - seen[Shape::Blank.index()];
    let word = Shape::Code(Alphabet::Word).index();
    let count = |at: usize| seen[at] + if at == word { seen[Shape::Phrase.index()] } else { 0.0 };
    (Shape::FIRST_CODE..Shape::COUNT).find(|&at| count(at) >= FEWEST_CODES && count(at) * 2.0 > filled)
}

/// Whether a legend on these rows gives the name of the last one above them to other codes or labels.
fn is_explained_otherwise(between: Range<usize>, rows: &Rows<'_>, legends: &[Legend]) -> bool {
    let end = rows.rows[between.end - 1].span.end();
    let place = legends.partition_point(|legend| legend.span.start() < rows.rows[between.start].span.start());
    let (above, below) = legends.split_at(place);
    let name = |legend: &Legend| heading::squeezed(&legend.scale.name);
    below.iter().take_while(|legend| legend.span.start() < end).any(|own| {
        let known = above.iter().rev().find(|above| name(above) == name(own));
        known.is_some_and(|known| known.scale.codes != own.scale.codes)
    })
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
}
