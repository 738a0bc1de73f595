//! Where cells are cut: what stands right above a row, and whether it reaches the edge of its column.
//!
//! In: a row of a table. Out: the row right above it, be it on the page before, its texts, and whether they end at an
//! edge; the edges at which the columns of a table cut their cells, and whether one does.

use super::carry_on::{MOST_LINES, SHORTEST_CUT};
use super::{DataRow, RowReader};
use crate::interpret::classify::Class;
use crate::interpret::number;
use crate::interpret::table::Page;
use crate::interpret::text;

/// In mid-sentence two cells at the edges of their columns are no chance, nor are two side by side.
pub(super) const FEWEST_SURE: usize = 2;

/// Tables that take turns stand so near each other.
const NEAR: usize = 4;

/// Where the columns of a table cut their cells.
#[derive(Clone, Debug)]
pub(super) struct Edges {
    /// For each column its width, in display cells; none where it cuts nothing.
    pub(super) columns: Vec<Option<usize>>,
    /// How much the widest cell fills each column: one of a few short lines cuts none at an edge that others reach.
    pub(super) widest: Vec<usize>,
    /// Several cells go on in mid-sentence below one that ends at the edge.
    pub(super) cut: bool,
    /// The last cell of some row is blank: the export has not left out such cells.
    pub(super) padded: bool,
}

impl<'i> RowReader<'_, 'i, '_> {
    /// The edges of a table's columns. Tables that take turns on a sheet have few rows each: those of all tables with
    /// the same columns count.
    pub(super) fn edges(&self, table: usize) -> &Edges {
        let alike = &self.alike[table];
        let of = self.table(table);
        self.edges[alike[0]].get_or_init(|| {
            let rows = || alike.iter().flat_map(|&table| self.table(table).rows());
            let mut widths = vec![Vec::new(); of.columns.len()];
            let mut widest = vec![0; of.columns.len()];
            for (column, text) in rows().flat_map(|(page, row)| self.texts_in(page, row)) {
                widths[column].push(text::width(text));
                widest[column] = text::held_width(text).max(widest[column]);
            }
            let columns: Vec<Option<usize>> = widths.iter().map(|widths| text::edge(widths)).collect();
            let is_sure = |(page, row): &(&Page, usize)| {
                let is_cut = |(column, [above, own]): (usize, [&str; 2])| {
                    is_mid_sentence(above, own) && !text::ends_sentence(above) && reaches(above, columns[column])
                };
                page.rows.binary_search(&row.wrapping_sub(1)).is_ok()
                    && below_each_other(&self.texts_in(page, *row - 1), &self.texts_in(page, *row)).any(is_cut)
            };
            let cut = rows().filter(is_sure).take(FEWEST_SURE).count() == FEWEST_SURE;
            let cells = |row: usize| self.sheet.rows.of(&self.sheet.rows.rows[row]);
            let is_padded = |(_, row): (&Page, usize)| cells(row).last().is_some_and(|cell| cell.text.is_empty());
            let padded = rows().any(is_padded);
            Edges { columns, widest, cut, padded }
        })
    }

    /// What a row of a page says, each text with its column, in the order of these: a table may have a thousand columns
    /// of which each row fills a few.
    pub(super) fn texts_in(&self, page: &Page, row: usize) -> Vec<(usize, &'i str)> {
        let cells = self.sheet.rows.of(&self.sheet.rows.rows[row]);
        let mut texts: Vec<(usize, &str)> = Vec::with_capacity(cells.len());
        let filled = cells.iter().zip(page.columns_of(row)).filter(|(cell, _)| !cell.text.is_empty());
        texts.extend(filled.filter_map(|(cell, column)| Some(((*column)?, &*cell.text))));
        texts.sort_unstable();
        texts
    }

    /// The edges of a table and of those that may take turns with it.
    pub(super) fn near(&self, table: usize) -> impl Iterator<Item = &Edges> {
        let near = table.saturating_sub(NEAR)..(table + NEAR).min(self.sheet.tables.len());
        near.map(|table| self.edges(table))
    }

    /// Whether a table cuts its cells. Figures are cut nowhere: tables of sentences near by show it.
    pub(super) fn cuts_near(&self, table: usize) -> bool {
        self.near(table).any(|of| of.cut)
    }

    /// Whether the cell above one ends at the edge of its column.
    pub(super) fn at_edge_above(&self, row: &DataRow<'_>, column: usize) -> bool {
        reaches(self.text_above(row, column), self.edges(row.table).columns[column])
    }

    /// Whether the cell above one ends at the edge of its column, and no sentence.
    pub(super) fn breaks_at_edge(&self, row: &DataRow<'_>, column: usize) -> bool {
        self.at_edge_above(row, column) && !text::ends_sentence(self.text_above(row, column))
    }

    /// Whether the cell above one is as wide as any of its column.
    pub(super) fn is_widest_above(&self, row: &DataRow<'_>, column: usize) -> bool {
        text::reaches(self.text_above(row, column), self.edges(row.table).widest[column])
    }

    /// The text in the row above one, in a column.
    pub(super) fn text_above(&self, row: &DataRow<'_>, column: usize) -> &'i str {
        self.row_above(row).map_or("", |(page, above)| self.text_at(page, above, column))
    }

    /// The row right above one, blank rows aside; above the first row of a page the last one of the page before.
    pub(super) fn row_above<'p>(&self, row: &DataRow<'p>) -> Option<(&'p Page, usize)>
    where
        'i: 'p,
    {
        let place = row.page.rows.partition_point(|own| *own < row.at);
        if let Some(above) = place.checked_sub(1).map(|above| row.page.rows[above]) {
            let is_blank = |class: &Class| *class == Class::Blank;
            let mut between = self.sheet.classes.rows[above + 1..row.at].iter();
            return (between.len() < MOST_LINES && between.all(is_blank)).then_some((row.page, above));
        }
        self.end_of_page_before(row.table, row.at)
    }

    /// The row right above one; above the first row of a page the last one of the page before, under the same heading.
    pub(super) fn line_above<'p>(&self, (table, page, at): (usize, &'p Page, usize)) -> Option<(&'p Page, usize)>
    where
        'i: 'p,
    {
        match page.rows.binary_search(&at).ok()?.checked_sub(1) {
            Some(place) => (page.rows[place] + 1 == at).then_some((page, at - 1)),
            None => self.end_of_page_before(table, at).filter(|(_, above)| !self.is_heading_between(*above, at)),
        }
    }

    /// The last row of the page before the one that begins with a row.
    fn end_of_page_before(&self, table: usize, at: usize) -> Option<(&'i Page, usize)> {
        let pages = &self.table(table).pages;
        let own = pages.partition_point(|page| page.rows.last().is_none_or(|last| *last < at));
        let before = pages.get(own.checked_sub(1)?)?;
        Some((before, *before.rows.last()?))
    }
}

/// The texts of two rows that stand in one column, with that.
pub(super) fn below_each_other<'t>(
    above: &[(usize, &'t str)],
    own: &[(usize, &'t str)],
) -> impl Iterator<Item = (usize, [&'t str; 2])> {
    own.iter().filter_map(|&(column, own)| Some((column, [text_in(above, column)?, own])))
}

/// The text of a row in a column, if it says something there.
pub(super) fn text_in<'t>(row: &[(usize, &'t str)], column: usize) -> Option<&'t str> {
    row.binary_search_by_key(&column, |(column, _)| *column).ok().map(|place| row[place].1)
}

/// Whether a text reaches the edge of its column.
pub(super) fn reaches(text: &str, edge: Option<usize>) -> bool {
    edge.is_some_and(|edge| text::reaches(text, edge))
}

/// Whether a text breaks off in mid-sentence above another. `実施すること` is a whole text that seems to end in a particle.
pub(super) fn is_mid_sentence(above: &str, own: &str) -> bool {
    let is_noun = ["こと", "もの", "とき", "ども"].iter().any(|noun| above.ends_with(noun));
    !own.is_empty() && (text::stops_short(above) && !is_noun || text::goes_on(own))
}

/// Whether a text breaks off in a figure: a long one ends with none, and the unit stands in the next line.
pub(super) fn ends_in_figure(text: &str) -> bool {
    text.chars().nth(SHORTEST_CUT).is_some() && text.ends_with(|c| number::digit(c).is_some())
}

/// Whether what stands in a line names nothing: a single letter, or what begins in mid-word.
pub(super) fn begins_no_word(line: &str) -> bool {
    line.starts_with(text::is_kana_or_ideograph) && line.chars().nth(1).is_none() || text::goes_on(line)
}
