//! The fields of a record but its item: ratings with their comments, values, departments, texts.
//!
//! In: the cells of a row by column. Out: the fields, put into the record. What a cell says by itself is left to
//! [`rating`], [`value`] and [`department`].

use std::borrow::Cow;
use std::sync::Arc;

use super::{DataRow, Field, Names, RowReader, Shared};
use crate::diagnostic::Findings;
use crate::interpret::department;
use crate::interpret::rating::{self, RatingColumn, Reading};
use crate::interpret::roles::{Choice, TableColumn};
use crate::interpret::rules::cut_department::one_name_or_two;
use crate::interpret::table::{is_mark, marks_something};
use crate::interpret::text;
use crate::interpret::value;
use crate::record::{Rating, Record, Repair, RepairKind, Role, Scale};

/// So many columns away a code has not slipped: a row that is shifted is shifted by a cell or a few. A round number.
const FARTHEST_NEIGHBOUR: usize = 64;

impl<'s> RowReader<'_, '_, 's> {
    /// Reads the fields in the order of the page's columns; comments behind all ratings.
    pub(super) fn fields(&mut self, row: &DataRow<'_>, record: &mut Record<'s>, found: &mut Findings) {
        let columns = &self.table(row.table).columns;
        for &column in &row.page.columns {
            let in_blocks = self.plan(row.table, column).in_blocks && !self.is_shared(row.at, column);
            if in_blocks && self.run_of_rows(row, column, record) {
                continue;
            }
            match columns[column].role {
                Role::Path | Role::Item | Role::Comment => {}
                Role::Rating => self.rating(row, column, record, found),
                Role::Value => self.value(&self.field(row, column), record),
                Role::Department | Role::Text if self.is_shared(row.at, column) => self.shared(row, column, record),
                Role::Department => self.departments(&self.field(row, column), record, found),
                Role::Text => self.text(&self.field(row, column), record),
            }
        }
        self.comments(row, record);
    }

    /// Reads a blank cell as the one above that it is merged with. Gives whether it is; keeps a filled one for the next
    /// row.
    fn run_of_rows(&mut self, row: &DataRow<'_>, column: usize, record: &mut Record<'s>) -> bool {
        let columns = &self.table(row.table).columns;
        let field = self.field(row, column);
        if let Some(cell) = field.cell {
            self.blocks.insert(column, (row.table, vec![cell]));
            return false;
        }
        let groups = |left: Role| left == Role::Path || (left == Role::Department && columns[column].role == left);
        // A 課 without its 部 is one of that above, though another level begins.
        let is_part = |right: usize| right > column && columns[right].role == Role::Department;
        let has_part = columns[column].role == Role::Department && row.filled.iter().any(|(_, right)| is_part(*right));
        let opens = |left: usize| left < column && groups(columns[left].role);
        let begins_anew = !has_part && row.filled.iter().any(|(_, left)| opens(*left));
        let Some(cells) = self.merged_above(row.table, column).filter(|_| !begins_anew) else { return false };
        let above = |cell: &usize| Field { cell: Some(*cell), ..field };
        let (first, rests) = (above(&cells[0]), cells[1..].iter().map(above).collect::<Vec<_>>());
        // What was mended in it, and what is odd, is said where it stands.
        let repairs = record.repairs.len();
        let name = match columns[column].role {
            Role::Department => {
                let mut right = (column + 1..columns.len()).filter(|&right| columns[right].role == Role::Department);
                // A 部 goes with the 課 beside it, be that merged too.
                let merged = |right| self.merged_above(row.table, right).map(|cells| cells[0]);
                let name = |right| self.field(row, right).cell.or_else(|| merged(right));
                let groups = right.clone().next().is_none();
                if !groups && right.find_map(name).is_none_or(|own| department::stands_alone(&self.cell(own).text)) {
                    return false;
                }
                self.departments_above(&first, &rests, record);
                "departments".to_owned()
            }
            _ => {
                self.text(&first, record);
                format!("texts.{}", columns[column].name)
            }
        };
        record.repairs.truncate(repairs);
        if !record.inherited.contains(&name) {
            record.inherited.push(name);
        }
        true
    }

    /// Reads the departments or the text that a row shares with others.
    fn shared(&mut self, row: &DataRow<'_>, column: usize, record: &mut Record<'s>) {
        let Some(Shared { cells, is_own }) = self.shared.get(&(row.at, column)).cloned() else { return };
        let of_column = &self.table(row.table).columns[column];
        let field = if of_column.role == Role::Department {
            let of = |cell: &usize| Field { cell: Some(*cell), ..self.field(row, column) };
            let lines: Vec<Field> = cells.iter().map(of).collect();
            self.departments_above(&lines[0], &lines[1..], record);
            "departments".to_owned()
        } else {
            let line = |cell: &usize| self.clean(*cell, row.table, column).0;
            let whole = cells.iter().map(line).reduce(|above, line| text::joined(&above, &line).into());
            record.texts.push((Arc::clone(&of_column.name), whole.unwrap_or_default()));
            format!("texts.{}", of_column.name)
        };
        if !is_own {
            record.inherited.push(field);
        }
    }

    /// The cells above in a column that is merged over the rows of a table.
    fn merged_above(&self, table: usize, column: usize) -> Option<&[usize]> {
        self.blocks.get(&column).filter(|(of, _)| *of == table).map(|(_, cells)| &**cells)
    }

    fn rating(&self, row: &DataRow<'_>, column: usize, record: &mut Record<'s>, found: &mut Findings) {
        let field = self.field(row, column);
        let TableColumn { name, choices, .. } = &self.table(row.table).columns[column];
        if !choices.is_empty() {
            return self.choice(row, (&field, choices), record, found);
        }
        let (table, plan) = (row.table, self.plan(row.table, column));
        let is_merged = || plan.merged && record.inherited.iter().any(|field| field == "item");
        if field.cell.is_none() && (is_merged() || self.is_merged_with_above(row) || self.rates_none(row)) {
            let Reading { codes, labels, .. } = Reading::default();
            let (column, printed) = (Arc::clone(name), Cow::Borrowed(""));
            return record.ratings.push(Rating { column, printed, codes, labels, comment: None });
        }
        let mut printed = field.cell.map_or(Cow::Borrowed(""), |cell| self.cell(cell).text.clone());
        if let Some(rest) = field.cell.and_then(|cell| self.rest_of_word_in(cell, (row, column))) {
            let before = format!("{printed}\n{rest}");
            record.repairs.push(Repair { field: format!("ratings.{name}"), kind: RepairKind::JoinedRows, before });
            printed.to_mut().push_str(rest);
        }
        let mended = field.cell.and_then(|cell| self.mended(self.cell(cell)));
        record.repairs.extend(mended.map(|(kind, before)| Repair { field: format!("ratings.{name}"), kind, before }));
        let alone = plan.alone.iter().find(|(code, _)| **code == *printed).map(|(_, reading)| reading.clone());
        let read = || {
            let neighbours = self.neighbours((table, column));
            let rated = RatingColumn { name, scale: plan.scale.as_ref(), neighbours: &neighbours };
            rating::reading(&printed, field.span, rated, found)
        };
        let reading = alone.unwrap_or_else(read);
        for kind in reading.repairs {
            record.repairs.push(Repair {
                field: format!("ratings.{name}"),
                kind,
                before: printed.clone().into_owned(),
            });
        }
        let (codes, labels) = (reading.codes, reading.labels);
        record.ratings.push(Rating { column: Arc::clone(name), printed, codes, labels, comment: None });
    }

    /// A rating that is spread over columns: the codes of those that the row marks.
    fn choice(
        &self,
        row: &DataRow<'_>,
        (field, choices): (&Field, &[Choice]),
        record: &mut Record<'s>,
        found: &mut Findings,
    ) {
        let (table, column) = field.column;
        let name = &self.table(table).columns[column].name;
        let cell = |choice: &Choice| self.field(row, choice.column).cell.map(|cell| self.cell(cell));
        let marked = || choices.iter().filter(|choice| cell(choice).is_some_and(|cell| marks_something(&cell.text)));
        let said = |choice| match cell(choice) {
            // What is no mark is none of the codes.
            Some(cell) if !is_mark(&cell.text) => &*cell.text,
            _ => &*choice.code,
        };
        let codes: Vec<&str> = marked().map(said).collect();
        let span = marked().next().and_then(cell).map_or(field.span, |cell| cell.span);
        let rated = RatingColumn { name, scale: self.plan(table, column).scale.as_ref(), neighbours: &[] };
        let Reading { codes, labels, .. } = rating::reading(&codes.join("、"), span, rated, found);
        // Nearly every mark of such a table is the same.
        let printed = marked().find_map(cell).map_or(Cow::Borrowed(""), |cell| cell.text.clone());
        record.ratings.push(Rating { column: Arc::clone(name), printed, codes, labels, comment: None });
    }

    /// The rating columns beside one, with their scales.
    fn neighbours(&self, (table, column): (usize, usize)) -> Vec<(&str, &Scale)> {
        let columns = self.table(table).columns.iter().enumerate();
        let near = columns.take(column + FARTHEST_NEIGHBOUR).skip(column.saturating_sub(FARTHEST_NEIGHBOUR));
        let ratings = near.filter(|(at, other)| *at != column && other.role == Role::Rating);
        ratings.filter_map(|(at, other)| Some((&*other.name, self.plan(table, at).scale.as_ref()?))).collect()
    }

    fn value(&self, field: &Field, record: &mut Record<'s>) {
        let Some(cell) = field.cell else { return };
        let (table, column) = field.column;
        let name = &self.table(table).columns[column].name;
        let printed = self.cell(cell).text.clone();
        let mended = self.mended(self.cell(cell));
        record.repairs.extend(mended.map(|(kind, before)| Repair { field: format!("values.{name}"), kind, before }));
        record.values.push(value::read(name, printed));
    }

    pub(super) fn departments(&mut self, field: &Field, record: &mut Record<'s>, found: &mut Findings) {
        let Some(cell) = field.cell else { return };
        let (table, column) = field.column;
        let printed = &self.cell(cell).text;
        let mended = self.mended(self.cell(cell));
        let repair = |(kind, before)| Repair { field: "departments".to_owned(), kind, before };
        record.repairs.extend(mended.map(repair));
        let read = |table: usize, cell: usize| {
            let known = Some((&self.plan(table, column).departments, None)).filter(|_| !self.sheet.faithful);
            department::departments(&self.cell(cell).text, known, self.sheet.layout)
        };
        if is_ditto(printed)
            && let Some(&(table, above)) = self.departments.get(&column)
        {
            record.departments.extend(read(table, above).0);
            record.inherited.push("departments".to_owned());
            return;
        }
        let (departments, cut) = read(table, cell);
        if cut.is_joined {
            record.repairs.push(repair((RepairKind::SoftWrap, printed.clone().into_owned())));
        }
        if cut.is_doubtful {
            one_name_or_two(field.span, found);
        }
        let from = record.departments.len();
        if record.departments.is_empty() {
            record.departments = departments;
        } else {
            record.departments.extend(departments);
        }
        self.departments.insert(column, (table, cell));
        let departments = from..record.departments.len();
        self.names.insert(column, Names { first: cell, rests: Vec::new(), departments });
        if text::full_width_kana(printed).is_some() {
            record.repairs.push(repair((RepairKind::Characters, printed.clone().into_owned())));
        }
    }

    /// Reads departments from the cells above. What was mended in them, and what is odd, is said where they stand.
    pub(super) fn departments_above(&mut self, first: &Field, rests: &[Field], record: &mut Record<'s>) {
        let (repairs, mut said) = (record.repairs.len(), Findings::default());
        self.departments(first, record, &mut said);
        rests.iter().for_each(|rest| self.more_departments(rest, record, &mut said));
        record.repairs.truncate(repairs);
    }

    /// Reads the departments of a column anew, with those in a line that goes on with the record. What does not end as
    /// names do goes on there, where it fills its column.
    pub(super) fn more_departments(&mut self, field: &Field, record: &mut Record<'s>, found: &mut Findings) {
        let (Some(cell), (table, column)) = (field.cell, field.column) else { return };
        let Some(mut names) = self.names.remove(&column) else { return self.departments(field, record, found) };
        let last = *names.rests.last().unwrap_or(&names.first);
        names.rests.push(cell);
        if let Some((_, cells)) = self.blocks.get_mut(&column).filter(|(_, cells)| cells.last() == Some(&last)) {
            cells.push(cell);
        }
        let printed = |cell: &usize| &*self.cell(*cell).text;
        let lines: Vec<&str> = [&names.first].into_iter().chain(&names.rests).map(printed).collect();
        let known = &self.plan(table, column).departments;
        let edge = self.edges(table).widest[column];
        let whole = Cow::Owned(lines.join("\n"));
        let (mut departments, cut) = department::departments(&whole, Some((known, Some(edge))), self.sheet.layout);
        if cut.is_doubtful {
            one_name_or_two(field.span, found);
        }
        // Merged cells come again behind the end of a page.
        departments.dedup_by(|one, other| one == other && self.sheet.layout.ends_like_department(&one.name));
        let before = names.departments.end;
        names.departments.end = names.departments.start + departments.len();
        record.departments.splice(names.departments.start..before, departments);
        for right in self.names.values_mut().filter(|right| right.departments.start >= before) {
            let from = right.departments.start - before + names.departments.end;
            right.departments = from..from + right.departments.len();
        }
        self.names.insert(column, names);
    }

    fn text(&self, field: &Field, record: &mut Record<'s>) {
        let (table, column) = field.column;
        let name = &self.table(table).columns[column].name;
        let text = self.said(field, || format!("texts.{name}"), record);
        record.texts.push((Arc::clone(name), text));
    }

    /// What a cell says, or the one above that its ditto mark points to.
    fn said(&self, field: &Field, name: impl Fn() -> String, record: &mut Record<'s>) -> Cow<'s, str> {
        let Some(cell) = field.cell else { return Cow::Borrowed("") };
        let is_ditto = !self.sheet.faithful && text::is_ditto(&self.cell(cell).text);
        let (_, column) = field.column;
        let above = || self.texts.iter().find(|(of, above)| *of == column && !above.is_empty());
        if let Some((_, above)) = is_ditto.then(above).flatten() {
            record.inherited.push(name());
            return above.clone();
        }
        self.repaired(cell, field.column, name, record)
    }

    /// Puts the comments to their ratings.
    fn comments(&self, row: &DataRow<'_>, record: &mut Record<'s>) {
        let columns = &self.table(row.table).columns;
        // Comments mostly follow their ratings: the next one's is looked for from the one before on.
        let mut next = 0;
        for &column in row.page.columns.iter().filter(|&&column| columns[column].role == Role::Comment) {
            let Some(rating) = columns[column].rating else { continue };
            let name = Arc::clone(&columns[rating].name);
            let field = self.field(row, column);
            let comment = self.said(&field, || format!("ratings.{name}.comment"), record);
            if let Some(at) = rating_of(record, &name, next) {
                record.ratings[at].comment = Some(comment);
                next = at;
            }
        }
    }
}

/// The place of the rating of a column, looked for from a place on: mostly it is there.
pub(super) fn rating_of(record: &Record<'_>, column: &str, from: usize) -> Option<usize> {
    (from..record.ratings.len()).chain(0..from).find(|&at| *record.ratings[at].column == *column)
}

/// Whether a cell of departments says that it holds what the one above holds.
fn is_ditto(text: &str) -> bool {
    text::is_ditto(text) || matches!(text, "同" | "同課" | "同部" | "同室" | "同局")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_ditto_mark_is_the_level_and_the_text_above() {
        let read = |mark: &str, faithful: bool| {
            let row = |level: &str, item: &str, text: &str| format!("{level}\t{item}\t{text}\tA\t公園課\n");
            let rows =
                [row("水の町", "花壇", "続けます。"), row(mark, "水路", mark), row("道の町", "並木", mark)].concat();
            let printed = format!("政策\t取組\t次年度の予定\t評価\t担当課\n{rows}");
            let source = Source::made_up(&printed);
            let options = Options { faithful, ..Options::default() };
            let sheet = crate::sheet(&source, &options, Findings::default());
            let line = |record: &crate::record::Record<'_>| {
                format!("{} {} {:?}", record.path[0].title, record.texts[0].1, record.inherited)
            };
            assert_eq!(sheet.findings.len(), 0, "{mark}");
            sheet.records.iter().map(line).collect::<Vec<_>>()
        };
        for mark in ["〃", "同上", "（同上）", "同　上"] {
            let lines = [
                "水の町 続けます。 []",
                "水の町 続けます。 [\"texts.次年度の予定\"]",
                "道の町 続けます。 [\"texts.次年度の予定\"]",
            ];
            assert_eq!(read(mark, false), lines, "{mark}");
        }
        assert_eq!(read("〃", true)[2], "道の町 〃 []");
    }

    #[test]
    fn a_ditto_mark_is_the_comment_above() {
        let row = |item: &str, comment: &str| format!("{item}\t植えました。\tA\t{comment}\t公園課\n");
        let rows =
            [row("花壇", "町の人が集まった。"), row("水路", "〃"), row("並木", "同上"), row("朝市", "")].concat();
        let printed = format!("取組\t内容\t評価\t評価の理由\t担当課\n{rows}");
        let source = Source::made_up(&printed);
        let sheet = crate::sheet(&source, &Options::default(), Findings::default());
        let comments = sheet.records.iter().map(|record| record.ratings[0].comment.as_deref().unwrap_or_default());
        let above = "町の人が集まった。";
        assert_eq!(comments.collect::<Vec<_>>(), [above, above, above, ""]);
        assert_eq!(sheet.records[1].inherited, ["ratings.評価.comment"]);
    }

    #[test]
    fn a_department_that_is_the_same_is_the_one_above() {
        for mark in ["〃", "同上", "（同上）", "同　上", "同課"] {
            let row = |item: &str, of: &str| format!("{item}\t町の人と行いました。\tA\t{of}\n");
            let rows = [row("花壇", "公園課"), row("水路", mark), row("並木", mark), row("朝市", "商工課")].concat();
            let sheet = format!("取組\t内容\t評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let names = read.records.iter().map(|record| &*record.departments[0].name);
            assert_eq!(names.collect::<Vec<_>>(), ["公園課", "公園課", "公園課", "商工課"], "{mark}");
            assert_eq!(read.records[2].inherited, ["departments"]);
        }
    }
}
