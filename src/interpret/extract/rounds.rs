//! Rows that go on with a record, and with the names of the round of records that it is one of.
//!
//! In: such a row. Out: the record above with its texts, and all records of the round with its names.

use super::Walk;
use crate::diagnostic::Findings;
use crate::interpret::row::DataRow;

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
        let record = self.extracted.records.last_mut().filter(|_| self.round.is_some());
        let Some(record) = record.filter(|_| row.has_name_rests()) else { return row.with_names() };
        let repairs = record.repairs.len();
        self.reader.add_names_beside(&row, record, (&mut self.extracted.uses, found));
        self.spread(repairs);
        row
    }

    /// Gives the names of the last record, behind these repairs, to all records of its round.
    fn spread(&mut self, repairs: usize) {
        if let (Some(round), Some((table, _))) = (self.round, self.page) {
            self.reader.spread(table, &mut self.extracted.records[round..], repairs);
        }
    }
}
