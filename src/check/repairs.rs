//! What reading repaired, as notes.
//!
//! In: the repairs of each record, and the cells mended in none. Out: one note per repair, at its cell. Rows that were
//! joined, and mojibake, have rules of their own, raised while reading.

use super::{Read, code_padding, code_width, mended_characters, merged_cell, soft_wrap, split_cell};
use crate::diagnostic::{Findings, Rule};
use crate::record::{CellState, Record, RecordCell, Repair, RepairKind, Role};

/// The rules of repairs.
pub(super) static RULES: &[&Rule] = &[
    &code_padding::CODE_PADDING,
    &code_width::CODE_WIDTH,
    &mended_characters::MENDED_CHARACTERS,
    &merged_cell::MERGED_CELL,
    &soft_wrap::SOFT_WRAP,
    &split_cell::SPLIT_CELL,
];

/// Says what was repaired in a sheet.
pub(super) fn sheet(read: &Read<'_>, found: &mut Findings) {
    for record in &read.sheet.records {
        record.repairs.iter().for_each(|repair| say(record, repair, found));
        let inherited = record.inherited.iter().filter_map(|field| cell(record, field));
        inherited.filter(|cell| cell.state == CellState::Blank).for_each(|cell| merged_cell::say(cell.span, found));
    }
    read.sheet.mended.iter().for_each(|cell| mended_characters::say(*cell, found));
}

fn say(record: &Record<'_>, repair: &Repair, found: &mut Findings) {
    let Some(span) = cell(record, &repair.field).map(|cell| cell.span) else { return };
    match repair.kind {
        RepairKind::SoftWrap => soft_wrap::say(span, found),
        RepairKind::Width => code_width::say(span, found),
        RepairKind::Padding if repair.field == "item" => {}
        RepairKind::Padding => code_padding::say(span, found),
        RepairKind::Characters => mended_characters::say(span, found),
        RepairKind::SplitCell => split_cell::say(span, found),
        RepairKind::Mojibake | RepairKind::JoinedRows | RepairKind::JoinedCells => {}
    }
}

/// The cell of a field: `item`, `texts.NAME`, `ratings.NAME.comment`.
fn cell<'r>(record: &'r Record<'_>, field: &str) -> Option<&'r RecordCell> {
    let (kind, name) = field.split_once('.').unwrap_or((field, ""));
    let comment = name.strip_suffix(".comment").filter(|_| kind == "ratings");
    record.cells.iter().find(|cell| match (kind, comment) {
        (_, Some(rating)) => cell.of.rating.as_deref() == Some(rating),
        ("item", None) => cell.of.role == Role::Item,
        ("departments", None) => cell.of.role == Role::Department,
        ("path", None) => cell.of.role == Role::Path && cell.is_filled(),
        (_, None) => *cell.of.name == *name,
    })
}

#[cfg(test)]
mod tests {
    use crate::check::Read;
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn characters_mended_outside_of_records_are_told_of_too() {
        let sheet = "第1章　⽂化の町\n取組\t内容\t評価\t担当課\n花壇\t苗を⾏き渡らせた。\tA\t公園課\n水路\t泥をさらう。\tB\t河川課\n";
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let mut found = Findings::default();
        super::sheet(&Read::new(&source, &read), &mut found);
        let told: Vec<_> =
            found.in_sheet_order().iter().map(|of| (of.rule.name, source.line(of.span.start()))).collect();
        assert_eq!(told, [("mended-characters", 1), ("mended-characters", 3)]);
    }
}
