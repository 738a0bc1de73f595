//! What was printed is in the records, and what was changed is said.
//!
//! In: every fixture sheet. Its cells are cut here once more, and each one on the lines of a record is looked for.

use plan_eval::diagnostic::Findings;
use plan_eval::interpret::Options;
use plan_eval::read::lex;
use plan_eval::read::repair;
use plan_eval::record::{Record, RepairKind, Sheet};
use plan_eval::source::Source;

use crate::common::{read, squeezed};
use crate::texts::sheets;

/// A filled cell: what it says as printed and as mended, and its physical lines.
struct Printed {
    raw: String,
    mended: String,
    lines: std::ops::RangeInclusive<usize>,
}

/// The cells of a sheet, those apart between which other characters stand than tabs.
fn cells(source: &Source<'_>, sheet: &Sheet<'_>) -> Vec<Printed> {
    let of_parted = sheet.findings.iter().filter(|finding| finding.rule.name == "other-separator");
    let parted: Vec<usize> = of_parted.map(|finding| source.line(finding.span.start())).collect();
    let rows = lex::rows(source, lex::delimiter(source), &mut Findings::default());
    let rows = repair::rows(rows, source, &mut Findings::default());
    let filled = rows.cells.iter().filter(|cell| !cell.text.is_empty());
    let printed = |cell: &lex::Cell<'_>| Printed {
        raw: lex::unquoted(source.slice(cell.span)).into_owned(),
        mended: cell.text.to_string(),
        lines: source.line(cell.span.start())..=source.line(cell.span.end()),
    };
    let apart = |cell: Printed| {
        let parts: Vec<String> = match parted.contains(cell.lines.start()) {
            true => cell.raw.replace("  ", ",").split(',').map(|part| part.trim().to_owned()).collect(),
            false => return vec![cell],
        };
        let part = |part: String| Printed { raw: part.clone(), mended: part, lines: cell.lines.clone() };
        parts.into_iter().map(part).collect()
    };
    filled.map(printed).flat_map(apart).collect()
}

/// What a cell of a form says behind its label: `区画を増やす。` in `今後の取組：区画を増やす。`, `A` in `【評価】A`.
fn behind_label(cell: &str) -> Option<&str> {
    let sign: &[char] = if cell.starts_with('【') { &['】'] } else { &['：', ':'] };
    cell.split_once(sign).map(|(_, value)| value.trim())
}

/// The cells that stand on the lines of a record.
fn of_record<'p>(cells: &'p [Printed], record: &Record<'_>) -> Vec<&'p Printed> {
    cells.iter().filter(|cell| record.lines.iter().any(|line| cell.lines.contains(line))).collect()
}

/// Everything that a record says, and what it said before repairs; without white space.
fn said(record: &Record<'_>) -> Vec<String> {
    let item = record.item.iter().map(|item| format!("{}{}", item.ordinal.as_deref().unwrap_or_default(), item.title));
    let ratings = record.ratings.iter().flat_map(|rating| [Some(&rating.printed), rating.comment.as_ref()]).flatten();
    let values = record.values.iter().map(|value| &value.printed);
    let texts = record.texts.iter().map(|(_, text)| text);
    let departments = record.departments.iter().map(|of| format!("{}{}", of.name, of.note.as_deref().unwrap_or("")));
    let printed = ratings.chain(values).chain(texts).map(|text| text.to_string());
    let before = record.repairs.iter().map(|repair| repair.before.clone());
    let departments: String = departments.collect();
    item.chain(printed).chain(before).map(|text| squeezed(&text)).chain([names(&departments)]).collect()
}

/// Names of departments without what stands between and around them.
fn names(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"、，,／/;；・●○◎◯〇()（）〔〕［］[]".contains(*c)).collect()
}

/// What a sheet says beside a record: headings, headers, legends, what was set aside, and the other records on its
/// lines, as a transposed table has them.
fn said_elsewhere(sheet: &Sheet<'_>, record: &Record<'_>) -> Vec<String> {
    let path = record.path.iter().map(|heading| &heading.printed);
    let headers = sheet.columns.iter().flat_map(|column| &column.printed);
    let codes = sheet.scales.iter().flat_map(|scale| &scale.codes);
    let legends = codes.map(|code| format!("{}{}", code.code, code.label.as_deref().unwrap_or_default()));
    let aside = sheet.set_aside.iter().filter(|aside| record.lines.contains(&aside.line));
    let aside = aside.map(|aside| squeezed(&aside.text));
    let beside = sheet.records.iter().filter(|other| other.lines == record.lines).flat_map(said);
    let all = path.chain(headers).map(|text| squeezed(text)).chain(legends.map(|text| squeezed(&text))).chain(aside);
    let all = all.chain(beside);
    all.map(|text| unseparated(&text)).collect()
}

/// A legend entry without what stands between its code and its label, or a label of a form without the bracket that
/// sets it off.
fn unseparated(text: &str) -> String {
    text.replace(['=', '＝', ':', '：', '…', '【', '】'], "")
}

/// Holds a law against the records of every sheet, and against the cells on their lines. Gives what was not so.
fn each_sheet(faithful: bool, law: impl Fn(&Sheet<'_>, &[Printed]) -> Vec<String>) {
    let (mut failures, mut records) = (Vec::new(), 0);
    for input in sheets() {
        let options = Options { faithful, ..Options::default() };
        read(&input.name, &input.bytes, &options, |source, sheet| {
            records += sheet.records.len();
            failures
                .extend(law(sheet, &cells(source, sheet)).into_iter().map(|line| format!("{}: {line}", input.name)));
        })
        .unwrap_or_else(|error| panic!("{}: {error}", input.name));
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    assert!(records >= 300, "only {records} records were held against the law");
}

#[test]
fn every_cell_on_the_lines_of_a_record_is_found() {
    each_sheet(false, |sheet, cells| {
        let mut failures = Vec::new();
        let mut in_records = 0;
        for record in &sheet.records {
            let (own, elsewhere) = (said(record), said_elsewhere(sheet, record));
            for cell in of_record(cells, record) {
                let is_own = |text: &str| own.iter().any(|own| own.contains(text) || own.contains(&names(text)));
                let text = squeezed(&cell.mended);
                let value = behind_label(&cell.mended).map(squeezed).unwrap_or_default();
                let printed = |text: &str| text.chars().filter(|&c| !repair::is_dropped(c)).count();
                if is_own(&text) {
                    in_records += printed(&squeezed(&cell.raw));
                } else if !value.is_empty() && is_own(&value) {
                    in_records += printed(&value);
                } else if !elsewhere.iter().any(|said| said.contains(&unseparated(&text))) {
                    failures.push(format!("`{}` on line {} is nowhere", cell.raw, cell.lines.start()));
                }
            }
        }
        if sheet.account.records > in_records {
            let counted = sheet.account.records;
            failures.push(format!("{counted} characters were counted as records, {in_records} are in them"));
        }
        failures
    });
}

/// The fields of a record that hold what one cell says: name and text.
fn fields(record: &Record<'_>) -> Vec<(String, String)> {
    let item = record.item.iter();
    let item = item.map(|of| ("item".to_owned(), format!("{}{}", of.ordinal.as_deref().unwrap_or_default(), of.title)));
    let ratings = record.ratings.iter().flat_map(|of| {
        let comment = of.comment.as_ref().map(|text| (format!("ratings.{}.comment", of.column), text.to_string()));
        [Some((format!("ratings.{}", of.column), of.printed.to_string())), comment]
    });
    let values = record.values.iter().map(|of| (format!("values.{}", of.column), of.printed.to_string()));
    let texts = record.texts.iter().map(|(name, text)| (format!("texts.{name}"), text.to_string()));
    let fields = item.chain(ratings.flatten()).chain(values).chain(texts);
    fields.filter(|(name, text)| !text.is_empty() && !record.inherited.contains(name)).collect()
}

/// The fields that no cell says, once `undone` has said what each was before its repairs.
fn not_printed(
    sheet: &Sheet<'_>,
    cells: &[Printed],
    undone: impl Fn(&Record<'_>, &str, String) -> Option<String>,
) -> Vec<String> {
    let mut failures = Vec::new();
    for record in &sheet.records {
        let cells = of_record(cells, record);
        for (field, text) in fields(record) {
            let joins = |kind: RepairKind| matches!(kind, RepairKind::JoinedRows | RepairKind::JoinedCells);
            let joined = record.repairs.iter().any(|of| of.field == field && joins(of.kind));
            let Some(printed) = undone(record, &field, text) else { continue };
            if !is_printed(&printed, &field, joined, &cells) {
                failures.push(format!("{field} of line {}: `{printed}` was not printed so", record.lines[0]));
            }
        }
    }
    failures
}

/// Whether a cell says just this. White space behind the ordinal of an item is in no field. A text that rows were
/// joined into stands on several lines, each of which was printed.
fn is_printed(text: &str, field: &str, joined: bool, cells: &[&Printed]) -> bool {
    if joined {
        let lines: Vec<&str> = cells.iter().flat_map(|cell| cell.raw.lines()).map(str::trim).collect();
        return text.lines().all(|line| lines.contains(&line.trim()));
    }
    cells.iter().any(|cell| {
        let is_item = field == "item" && squeezed(&cell.raw) == squeezed(text);
        cell.raw == *text || behind_label(&cell.raw) == Some(text) || is_item
    })
}

#[test]
fn a_field_with_its_repairs_undone_is_as_it_was_printed() {
    for faithful in [false, true] {
        each_sheet(faithful, |sheet, cells| {
            not_printed(sheet, cells, |record, field, text| {
                let first = record.repairs.iter().find(|repair| repair.field == field);
                Some(first.map_or(text, |repair| repair.before.clone()))
            })
        });
    }
}

#[test]
fn a_faithful_reading_leaves_texts_as_printed() {
    each_sheet(true, |sheet, cells| {
        // What reading itself needs: without it a mojibake cell or half a row is no record at all.
        let needed = |kind| match kind {
            // And what cannot be seen reaches no terminal.
            RepairKind::Characters | RepairKind::Mojibake | RepairKind::SplitCell => true,
            RepairKind::JoinedRows | RepairKind::JoinedCells => true,
            RepairKind::SoftWrap | RepairKind::Width | RepairKind::Padding => false,
        };
        not_printed(sheet, cells, |record, field, text| {
            let is_needed = record.repairs.iter().any(|of| of.field == field && needed(of.kind));
            let half_width = text.contains(|c: char| ('\u{FF61}'..='\u{FF9F}').contains(&c));
            (!is_needed || half_width).then_some(text)
        })
    });
}

#[test]
fn what_was_set_aside_is_counted_as_such() {
    each_sheet(false, |sheet, _| {
        let aside: usize = sheet.set_aside.iter().map(|aside| squeezed(&aside.text).chars().count()).sum();
        let counted = sheet.account.set_aside;
        if aside == counted { Vec::new() } else { vec![format!("{aside} characters are set aside, {counted} counted")] }
    });
}
