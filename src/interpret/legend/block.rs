//! Blocks of codes and labels right of a table, which nothing announces.
//!
//! In: rows as they are printed. Out: the rows and the column of such a block: parted from the table by a blank column,
//! each code once and in order, a few words behind each, and the table rated by these codes; with it what counts them
//! further down. Announced ones are found
//! by [`super::side`].

use std::collections::BTreeMap;

use super::entry::follow_each_other;
use super::side::code_of;
use crate::interpret::scale::{self, MOST_CODES, Written};
use crate::interpret::text;
use crate::interpret::value;
use crate::read::lex::{Cell, Rows};

/// Two codes in order can be two rows of a table.
const FEWEST: usize = 3;

/// A sheet has one or two such blocks; a file made to break the tool may have one in each of a thousand columns.
const MOST_BLOCKS: usize = 4;

/// Where a block stands.
pub(super) struct Block {
    /// The column of its codes.
    pub(super) column: usize,
    /// The row and the column of the cell right above it that names it.
    pub(super) name: Option<(usize, usize)>,
    /// The rows of its entries, and of the counts below.
    pub(super) rows: Vec<usize>,
}

/// Finds the blocks of a sheet.
pub(super) fn blocks(rows: &Rows<'_>) -> Vec<Block> {
    let mut found: BTreeMap<usize, Vec<(usize, Written)>> = BTreeMap::new();
    for at in 0..rows.rows.len() {
        if let Some((column, code)) = entry_beside(rows.of(&rows.rows[at])) {
            let of = found.entry(column).or_default();
            if of.len() <= MOST_CODES {
                of.push((at, code));
            }
        }
    }
    let is_block = |(_, entries): &(usize, Vec<(usize, Written)>)| {
        let codes: Vec<Written> = entries.iter().map(|(_, code)| code.clone()).collect();
        (FEWEST..=MOST_CODES).contains(&codes.len()) && follow_each_other(&codes)
    };
    let candidates = found.into_iter().filter(is_block).take(MOST_BLOCKS);
    candidates.filter_map(|(column, entries)| block(rows, column, &entries)).collect()
}

/// A code and its label at the end of a row, in two cells or one, behind a blank cell and something else.
fn entry_beside(cells: &[Cell<'_>]) -> Option<(usize, Written)> {
    /// The longest label of a scale seen has 34 characters.
    const LONGEST_LABEL: usize = 40;
    let last = cells.iter().rposition(|cell| !cell.text.is_empty())?;
    let column = cells[..last].iter().rposition(|cell| cell.text.is_empty())? + 1;
    // Nearly every row ends with a text that stands alone behind a blank cell, or in a row of them.
    let is_short = || cells[last].text.chars().count() <= LONGEST_LABEL && !cells[last].text.ends_with('。');
    if column < 2 || last - column > 1 || !is_short() {
        return None;
    }
    Some((column, code_of(&cells[column..=last])?))
}

/// The block of some entries, if nothing else stands in its columns and the one that parts them from the table but for
/// a name right above, and the rows beside it are rated by its codes.
fn block(rows: &Rows<'_>, column: usize, entries: &[(usize, Written)]) -> Option<Block> {
    let (first, last) = (entries.first()?.0, entries.last()?.0);
    let is_own = |cell: &Cell<'_>| {
        scale::only(&cell.text).is_some_and(|code| entries.iter().any(|(_, own)| own.code == code.code))
    };
    let mut name = None;
    let mut counts = Vec::new();
    for (at, row) in rows.rows.iter().enumerate() {
        let beside = rows.of(row).get(column - 1..).unwrap_or_default();
        if entries.iter().any(|(of, _)| *of == at) {
            continue;
        }
        let mut filled = (0..beside.len()).filter(|&cell| !beside[cell].text.is_empty());
        match (filled.next(), filled.next()) {
            (None, _) => {}
            (Some(only @ 1..=2), None) if at + 1 == first && super::side::names(&beside[only].text) => {
                name = Some((at, column - 1 + only));
            }
            // Without a name of their own the counts would go on with the entries.
            (Some(1..), None) if at > last && counts.is_empty() && names_counts(&beside[1..]) => counts.push(at),
            (Some(1), Some(2)) if !counts.is_empty() && is_count(&beside[1..], is_own) => counts.push(at),
            (Some(_), _) => return None,
        }
    }
    let is_rated = |row: usize| rows.of(&rows.rows[row])[..column].iter().any(is_own);
    let rated = entries.iter().filter(|(row, _)| is_rated(*row)).count();
    let is_whole = last - first + 1 == entries.len();
    (is_whole && rated * 2 >= entries.len()).then(|| Block {
        column,
        name,
        rows: entries.iter().map(|(row, _)| *row).chain(counts).collect(),
    })
}

/// Whether the only one of some cells is the name of counts: `【件数】`.
fn names_counts(cells: &[Cell<'_>]) -> bool {
    const NAMES: [&str; 3] = ["件数", "集計", "内訳"];
    let mut texts = cells.iter().map(|cell| cell.text.trim_matches(|c| !text::is_kana_or_ideograph(c)));
    texts.any(|text| NAMES.iter().any(|ending| text.ends_with(ending)))
}

/// Whether cells below the entries count how often a code was given, or all of them: a code or 計, and a number.
fn is_count(cells: &[Cell<'_>], is_own: impl Fn(&Cell<'_>) -> bool) -> bool {
    let [code, count, rest @ ..] = cells else { return false };
    (is_own(code) || code.text.ends_with('計'))
        && value::is_figure(&count.text)
        && rest.iter().all(|cell| cell.text.is_empty())
}
