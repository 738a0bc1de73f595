//! Lines above a table that say what its columns are: `一次評価⇥担当課による評価`, `二次評価⇥町の委員会による評価`.
//!
//! In: rows before they are classified. Out: those of such a block, which are no table of their own though header words
//! stand in them. Lines that explain codes are left to [`legend`](crate::interpret::legend), a form that gives a value
//! to each name to [`form`](crate::interpret::form).

use std::ops::Range;

use foldhash::HashMap;

use super::form_lines::FEWEST_COLUMNS;
use super::lone_text;
use crate::interpret::header;
use crate::interpret::layout::{self, Family, Layout};
use crate::interpret::shape::Shape;
use crate::read::lex::{Cell, Rows};

/// One line may begin with the name of a column by chance.
const FEWEST_NAMES: usize = 2;

/// A block has hardly more lines than a table has columns, and no more lines stand between it and the table.
const MOST_LINES: usize = 24;

/// The rows from one on, of two texts each, that say what the columns of the next table are: several begin with the
/// name of one, and none with that of the item, which a form would fill in.
pub(super) fn block(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<Range<usize>> {
    pair(rows, start)?;
    if start.checked_sub(1).is_some_and(|above| pair(rows, above).is_some()) {
        return None;
    }
    let most = rows.rows.len().min(start + MOST_LINES);
    let lines: Vec<(&str, &str)> = (start..most).map_while(|at| pair(rows, at)).collect();
    if lines.len() < FEWEST_NAMES {
        return None;
    }
    let end = start + lines.len();
    let names = names_below(rows, end, layout)?;
    let family = |line: &&(&str, &str)| names.get(&*layout::folded_header(line.0)).copied();
    let named: Vec<&(&str, &str)> = lines.iter().filter(|line| family(line).is_some()).collect();
    let says = |line: &&(&str, &str)| {
        let is_text = matches!(Shape::of(line.1, layout), Shape::Phrase | Shape::Sentence | Shape::Open);
        let fills_in = matches!(family(line), Some(Some(Family::Item | Family::Measure | Family::Path)));
        is_text && !fills_in && !names.contains_key(&*layout::folded_header(line.1))
    };
    (named.len() >= FEWEST_NAMES && named.iter().all(says)).then_some(start..end)
}

/// The two texts of a row that holds nothing else.
fn pair<'r>(rows: &'r Rows<'_>, at: usize) -> Option<(&'r str, &'r str)> {
    let mut filled = filled(rows, at);
    let (first, second) = (filled.next()?, filled.next()?);
    filled.next().is_none().then_some((&*first.text, &*second.text))
}

fn filled<'r, 's>(rows: &'r Rows<'s>, at: usize) -> impl Iterator<Item = &'r Cell<'s>> {
    rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty())
}

/// The words of the next header, each with its family, if only blank rows and lone lines stand above it and it names
/// the columns of a table.
fn names_below(rows: &Rows<'_>, from: usize, layout: &Layout) -> Option<HashMap<String, Option<Family>>> {
    let is_line = |at: &usize| filled(rows, *at).next().is_none() || lone_text(rows, *at).is_some();
    let start = (from..rows.rows.len()).take(MOST_LINES).find(|at| !is_line(at))?;
    filled(rows, start).nth(FEWEST_COLUMNS - 1)?;
    let family = |word: &str| layout.family_at_end(word).map(|(family, _)| family);
    let words = header::block(rows, start, layout)?.rows.flat_map(|row| filled(rows, row));
    Some(words.map(|cell| (layout::folded_header(&cell.text).into_owned(), family(&cell.text))).collect())
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    const TABLE: &str = "事業名\t一次評価\t二次評価\t課題\t担当課\n花壇\tA\tB\t苗が足りない。\t公園課\n水路\tB\tA\t人が足りない。\t河川課\n";

    /// How many records and findings a sheet has with these lines above its table, and how many cells are set aside.
    #[track_caller]
    fn case(lines: &str, expected: (usize, usize, usize)) {
        let sheet = format!("町の事業の評価\n\n{lines}\n１　水と緑\n{TABLE}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.records.len(), read.findings.len(), read.set_aside.len()), expected, "{sheet}");
    }

    #[test]
    fn lines_that_say_what_columns_are_make_no_table() {
        case("一次評価\t担当課による評価\n二次評価\t町の委員会による評価\n", (2, 0, 4));
        case("見方\t三つの段階で見た評価\n一次評価\t担当課による評価\n二次評価\t委員会による評価\n", (2, 0, 6));
        case("項目\t説明\n一次評価\t担当課による評価\n課題\t次の年に解くことを書く。\n", (2, 0, 6));
    }

    #[test]
    fn a_table_of_two_of_the_columns_is_one() {
        let sheet = format!("町の事業の評価\n\n一次評価\t二次評価\n○\t△\n△\t○\n\n１　水と緑\n{TABLE}");
        let source = Source::made_up(&sheet);
        assert_eq!(crate::sheet(&source, &Options::default(), Findings::default()).records.len(), 4);
    }
}
