//! Rows that go on with a record, and with the names of the round of records that it is one of.
//!
//! In: such a row. Out: the record above with its texts, and all records of the round with its names.

use super::Walk;
use crate::diagnostic::Findings;
use crate::interpret::row::DataRow;
use crate::interpret::rules::ambiguous_row::item_or_rest;

/// The names of a round are printed beside its first rows, and each line of them is given to every one above it.
const MOST_RECORDS: usize = 20;

impl Walk<'_, '_, '_> {
    /// Adds a row to the record above, and its names to all of its round.
    pub(super) fn carry_on(&mut self, row: &DataRow<'_>, found: &mut Findings) {
        let Some(record) = self.extracted.records.last_mut() else { return };
        let repairs = record.repairs.len();
        self.reader.carry_on(row, record, (&mut self.extracted.uses, found));
        self.spread(repairs);
    }

    /// Adds the lines of names beside a later row of a round to the records of it. Gives the row without them, or whole
    /// where none was read.
    pub(super) fn add_to_round<'p>(&mut self, row: DataRow<'p>, found: &mut Findings) -> DataRow<'p> {
        if !row.has_name_rests() {
            return row;
        }
        let record = self.extracted.records.last_mut().filter(|_| self.round.is_some() && self.reader.may_grow());
        let Some(record) = record else {
            item_or_rest(self.sheet.rows.rows[row.at].span, found);
            return row.with_names();
        };
        let repairs = record.repairs.len();
        self.reader.add_names_beside(&row, record, (&mut self.extracted.uses, found));
        self.spread(repairs);
        row
    }

    /// The first record of the round at hand, where it may have one more.
    pub(super) fn round_goes_on(&self) -> Option<usize> {
        self.round.filter(|round| self.extracted.records.len() - round < MOST_RECORDS)
    }

    /// Gives the names of the last record, behind these repairs, to all records of its round.
    fn spread(&mut self, repairs: usize) {
        if let (Some(round), Some((table, _))) = (self.round, self.page) {
            self.reader.spread(table, &mut self.extracted.records[round..], repairs);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MOST_RECORDS;
    use crate::interpret::row::tests::ask;

    #[test]
    fn an_item_goes_on_beside_no_more_rows_than_a_page_has_of_one() {
        let rows =
            "1\n2|町の人が植えた苗の数のみであり、|A|水をやった人の数を調べて、|公園課\n".repeat(MOST_RECORDS + 2);
        let (items, told) = ask(&rows, |record| record.item.as_ref().map_or(0, |item| item.title.chars().count()));
        let own = "町の人が植えた苗の数のみであり、".chars().count();
        assert_eq!(items, [[own * MOST_RECORDS; MOST_RECORDS].to_vec(), vec![own; 2]].concat());
        assert_eq!(told.iter().filter(|name| **name == "ambiguous-row").count(), 2);
    }
}
