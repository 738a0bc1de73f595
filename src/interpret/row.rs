//! One data row: its cells by column, read into the fields of a record.
//!
//! In: a row, its page and the plan of its table. Out: a [`Record`], or what the row adds to the record above. Merged
//! cells carry on from the row above: items, and the texts right behind a blank item; never ratings, comments or
//! departments, and never across a heading.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Findings, Rule, Severity, Text, text as message};
use crate::interpret::account::{Use, Uses};
use crate::interpret::department;
use crate::interpret::extract::Interpreted;
use crate::interpret::heading;
use crate::interpret::join;
use crate::interpret::number;
use crate::interpret::plan::ColumnPlan;
use crate::interpret::rating;
use crate::interpret::roles::Beside;
use crate::interpret::shape;
use crate::interpret::table::{Page, Table};
use crate::interpret::text;
use crate::interpret::value;
use crate::read::lex::{self, Cell};
use crate::record::{Department, Heading, Item, Rating, Record, Repair, RepairKind, Role, SetAside, Value, Why};
use crate::source::Span;

/// A filled cell for which the table has no column.
pub static CELL_IN_NO_COLUMN: Rule = Rule {
    name: "cell-in-no-column",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "どの列にも属さないセルがある", en: "a filled cell stands in no column of its table"
    },
};

/// A row whose cells were read in other columns than those of its page.
pub static SHIFTED_ROW: Rule = Rule {
    name: "shifted-row",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "列がずれている行を内容から読み直した",
        en: "the cells of a row stand in other columns than its page's",
    },
};

/// A row that can be read in two ways.
pub static AMBIGUOUS_ROW: Rule = Rule {
    name: "ambiguous-row",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "列の対応が二通りに読める行がある",
        en: "the cells of a row fit two readings almost equally well",
    },
};

/// What a page end cuts is a text; a shorter cell is a number, a date or a word and complete.
const SHORTEST_CUT: usize = 8;

/// A row's place in the sheet: its table and page.
pub type Place<'p> = (usize, &'p Page);

/// Reads rows, and remembers what stands above them.
#[derive(Debug)]
pub struct RowReader<'w, 'i, 's> {
    sheet: &'w Interpreted<'i, 's>,
    /// The item above, with its ordinal, since the last heading.
    item: Option<Item<'s>>,
    /// The texts above, by column of the table, since the last heading.
    texts: Vec<Cow<'s, str>>,
    /// The table of the record above; none behind a heading.
    table: Option<usize>,
    /// Repairs of the headings in the row at hand.
    repairs: Vec<Repair>,
    /// The departments above, by column of the table, for `〃`.
    departments: HashMap<usize, Vec<Department<'s>>>,
}

impl std::fmt::Debug for Interpreted<'_, '_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Interpreted").finish_non_exhaustive()
    }
}

/// Whether a row is debris of rule lines: one and the same stroke, or digit, in cells that hold other things.
pub fn is_debris(sheet: &Interpreted<'_, '_>, table: usize, page: &Page, at: usize) -> bool {
    let cells = sheet.rows.of(&sheet.rows.rows[at]);
    let mut filled = cells.iter().zip(page.columns_of(at)).filter(|(cell, _)| !cell.text.is_empty());
    let one_stroke = shape::is_one_stroke(cells.iter().map(|cell| &*cell.text));
    let holds_words = |column: usize| {
        matches!(sheet.tables[table].columns[column].role, Role::Item | Role::Text | Role::Comment | Role::Department)
    };
    let out_of_place = filled.clone().any(|(_, column)| column.is_none_or(holds_words));
    let all_strokes = filled.all(|(cell, _)| shape::is_debris(&cell.text));
    all_strokes || (one_stroke && out_of_place && cells.len() > 1)
}

impl<'w, 'i, 's> RowReader<'w, 'i, 's> {
    /// Nothing stands above yet.
    pub fn new(sheet: &'w Interpreted<'i, 's>) -> Self {
        Self { sheet, item: None, texts: Vec::new(), table: None, repairs: Vec::new(), departments: HashMap::new() }
    }

    /// A heading closes what stood above.
    pub fn forget_above(&mut self) {
        self.item = None;
        self.texts.clear();
        self.table = None;
    }

    /// A total ends the record above: nothing carries it on.
    pub fn end_record(&mut self) {
        self.table = None;
    }

    /// The filled cells of a row that stand in a column: (cell, column).
    fn filled(&self, at: usize, (table, page): Place<'_>) -> Vec<(usize, usize)> {
        let of_table = &self.table(table).columns;
        let range = self.sheet.rows.rows[at].cells.clone();
        let columns = page.columns_of(at);
        let mut filled = Vec::with_capacity(range.len());
        for (cell, column) in range.zip(columns) {
            if let Some(column) = *column
                && !self.is_blank(cell)
                && of_table[column].beside.is_none()
            {
                filled.push((cell, column));
            }
        }
        filled
    }

    /// Nothing in it, or nothing but strokes.
    fn is_blank(&self, cell: usize) -> bool {
        let text = &self.cell(cell).text;
        text.is_empty() || shape::is_debris(text)
    }

    fn cell(&self, cell: usize) -> &'i Cell<'s> {
        &self.sheet.rows.cells[cell]
    }

    fn table(&self, table: usize) -> &'i Table {
        &self.sheet.tables[table]
    }

    /// The headings that a row holds itself: in its heading columns, or in front of its item.
    pub fn headings(&mut self, at: usize, table: usize, page: &Page, uses: &mut Uses) -> Vec<(Heading, Span)> {
        let columns = &self.table(table).columns;
        let mut headings = Vec::new();
        let line = self.sheet.rows.rows[at].line;
        for (cell, column) in self.filled(at, (table, page)) {
            let of = self.cell(cell);
            if columns[column].role == Role::Path {
                uses.set(cell, Use::Heading);
                let heading = self.column_heading(of, &columns[column].name, line, self.wraps(table, column));
                self.note_heading(&heading);
                headings.push((heading, of.span));
            } else if columns[column].role == Role::Item
                && let Some(split) = self.split_item(of)
            {
                let level = columns.iter().rev().find(|column| column.role == Role::Path).map(|column| &*column.name);
                let text = of.text[..split].trim_end();
                let opening = heading::opening(text, self.sheet.layout);
                let level =
                    level.map_or_else(|| opening.map_or_else(String::new, |opening| opening.level), str::to_owned);
                let head = Cell { text: Cow::Owned(text.to_owned()), ..of.clone() };
                headings.push((self.column_heading(&head, &level, line, self.wraps(table, column)), of.span));
                let end = of.span.start + self.sheet.source.slice(of.span).find(&of.text[split..]).unwrap_or(0);
                uses.set_part(Span::new(of.span.start, end), Use::Record, Use::Heading);
            }
        }
        headings
    }

    /// Notes, for the record of the row, that the title of its heading is not as it was printed.
    fn note_heading(&mut self, heading: &Heading) {
        if !heading.printed.ends_with(&heading.title) {
            let field = format!("path.{}", heading.level);
            self.repairs.push(Repair { field, kind: RepairKind::SoftWrap, before: heading.printed.clone() });
        }
    }

    fn wraps(&self, table: usize, column: usize) -> text::Wraps {
        self.plan(table, column).wraps
    }

    fn plan(&self, table: usize, column: usize) -> &'i ColumnPlan {
        &self.sheet.plans[table].columns[column]
    }

    /// A heading in a column of its own: its level is the column's header, unless the cell names its own.
    fn column_heading(&self, cell: &Cell<'s>, column: &str, line: usize, wraps: text::Wraps) -> Heading {
        let printed = cell.text.clone().into_owned();
        let clean =
            if self.sheet.faithful { None } else { wraps.undo(&printed, true) }.unwrap_or_else(|| printed.clone());
        let opening = heading::opening(&clean, self.sheet.layout);
        let part = opening.as_ref().filter(|opening| self.sheet.layout.heading_parts.contains(&opening.level));
        let level = part.map_or(column, |opening| &opening.level).to_owned();
        let (number, title) = match (&opening, shape::split_ordinal(&clean)) {
            (Some(opening), _) => (opening.number, &clean[opening.title..]),
            (None, Some((ordinal, title))) => (number::of_ordinal(ordinal), title),
            (None, None) => (None, clean.as_str()),
        };
        Heading { level, number, title: title.to_owned(), printed, line }
    }

    /// Where the item begins in a cell that holds a heading and an item: `●男女の… ①先進事例…`.
    fn split_item(&self, cell: &Cell<'_>) -> Option<usize> {
        let opening = heading::opening(&cell.text, self.sheet.layout)?;
        let marked = opening.level.chars().all(|mark| self.sheet.layout.heading_marks.contains(&mark));
        let rest = &cell.text[opening.title..];
        let at = rest
            .char_indices()
            .zip(rest.chars().skip(1))
            .find(|((_, space), next)| space.is_whitespace() && number::circled(*next).is_some())
            .map(|((at, space), _)| at + space.len_utf8())?;
        marked.then_some(opening.title + at)
    }

    /// The filled cells of a row that stand in no column, and cells of strokes.
    pub fn aside(
        &self,
        at: usize,
        (table, page): Place<'_>,
        uses: &mut Uses,
        found: &mut Findings,
    ) -> Vec<SetAside<'s>> {
        let row = &self.sheet.rows.rows[at];
        let columns = page.columns_of(at);
        let mut aside = Vec::new();
        for (place, cell) in self.sheet.rows.of(row).iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            let why = match (shape::is_debris(&cell.text), columns.get(place).copied().flatten()) {
                (true, _) => Why::Noise,
                (false, None) => {
                    in_no_column(cell, found);
                    Why::NoColumn
                }
                (false, Some(_)) => continue,
            };
            aside.push(SetAside { line: row.line, cell: place + 1, text: cell.text.clone(), why });
        }
        for (cell, column) in row.cells.clone().zip(columns) {
            let legend = column.is_some_and(|column| self.table(table).columns[column].beside == Some(Beside::Legend));
            if legend {
                uses.set(cell, Use::Legend);
            }
        }
        if let Some(moved) = page.moved.get(&at) {
            say_moved(row.span, moved.doubtful, moved.column_of != page.column_of, found);
        }
        aside
    }

    /// Whether a row carries on the record above: nothing but texts, each of which goes on where
    /// the record's own stops.
    pub fn carried_on(&self, at: usize, (table, page): Place<'_>, above: Option<&Record<'s>>) -> bool {
        let Some(above) = above.filter(|_| self.table == Some(table)) else { return false };
        let columns = &self.table(table).columns;
        let filled = self.filled(at, (table, page));
        let only_texts = filled.iter().all(|(_, column)| matches!(columns[*column].role, Role::Text | Role::Comment));
        let told_apart = page
            .columns_of(at)
            .iter()
            .flatten()
            .any(|column| matches!(columns[*column].role, Role::Rating | Role::Department | Role::Value));
        let goes_on = |column: usize| {
            let before = field(above, columns, column);
            before.is_some_and(|before| before.chars().count() >= SHORTEST_CUT && !before.ends_with(['。', '！', '？']))
        };
        !filled.is_empty() && only_texts && told_apart && filled.iter().all(|(_, column)| goes_on(*column))
    }

    /// Adds a row to the record above.
    pub fn carry_on(
        &self,
        at: usize,
        (table, page): Place<'_>,
        record: &mut Record<'s>,
        (uses, found): (&mut Uses, &mut Findings),
    ) {
        for (cell, column) in self.filled(at, (table, page)) {
            self.append(cell, (table, column), record, uses);
        }
        record.lines.extend(self.lines(at));
        self.say_joined(at, found);
    }

    /// Adds a lone line behind a page end to the record above, if just one of its texts stops in mid-sentence there.
    /// Gives whether it did.
    pub fn carry_on_lone(&self, at: usize, record: &mut Record<'s>, (uses, found): (&mut Uses, &mut Findings)) -> bool {
        let Some(table) = self.table else { return false };
        let columns = &self.table(table).columns;
        let stops = |column: usize| field(record, columns, column).is_some_and(text::stops_short);
        let mut open = (0..columns.len())
            .filter(|&column| matches!(columns[column].role, Role::Text | Role::Comment) && stops(column));
        let (Some(column), None) = (open.next(), open.next()) else { return false };
        let Some(cell) = self.sheet.rows.rows[at].cells.clone().find(|&cell| !self.is_blank(cell)) else {
            return false;
        };
        self.append(cell, (table, column), record, uses);
        record.lines.extend(self.lines(at));
        self.say_joined(at, found);
        true
    }

    /// Adds a cell to the field of the record above that its column fills.
    fn append(&self, cell: usize, (table, column): (usize, usize), record: &mut Record<'s>, uses: &mut Uses) {
        let columns = &self.table(table).columns;
        uses.set(cell, Use::Record);
        let part = self.clean(cell, table, column).0;
        if let Some(before) = field_mut(record, columns, column) {
            let printed = format!("{before}\n{part}");
            *before = Cow::Owned(text::joined(before, &part));
            let field = field_name(columns, column);
            record.repairs.push(Repair { field, kind: RepairKind::JoinedRows, before: printed });
        }
    }

    fn say_joined(&self, at: usize, found: &mut Findings) {
        join::say_joined(self.sheet.rows.rows[at].span, found);
    }

    /// The physical lines that the filled cells of a row stand on.
    fn lines(&self, at: usize) -> Vec<usize> {
        let row = &self.sheet.rows.rows[at];
        let source = self.sheet.source;
        if !source.slice(row.span).contains(['\n', '\r']) {
            return vec![row.line];
        }
        let filled = self.sheet.rows.of(row).iter().filter(|cell| !cell.text.is_empty());
        let mut lines: Vec<usize> =
            filled.flat_map(|cell| source.line(cell.span.start)..=source.line(cell.span.end)).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    /// Reads a row into a record; none where it held nothing but headings.
    pub fn record(
        &mut self,
        at: usize,
        (table, page): Place<'_>,
        uses: &mut Uses,
        found: &mut Findings,
    ) -> Option<Record<'s>> {
        let columns = &self.table(table).columns;
        let filled = self.filled(at, (table, page));
        if filled.iter().all(|(_, column)| columns[*column].role == Role::Path) {
            return None;
        }
        let mut cell_of: Vec<Option<usize>> = vec![None; columns.len()];
        for (cell, column) in self.sheet.rows.rows[at].cells.clone().zip(page.columns_of(at)) {
            if let Some(column) = *column {
                cell_of[column] = Some(cell);
            }
        }
        for (cell, column) in &filled {
            if columns[*column].role != Role::Path {
                uses.set(*cell, Use::Record);
            }
        }
        self.texts.resize(columns.len(), Cow::Borrowed(""));
        let repairs = std::mem::take(&mut self.repairs);
        let mut record = Record { lines: self.lines(at), repairs, ..Record::default() };
        let item_column = columns.iter().position(|column| column.role == Role::Item);
        let item_cell = item_column.and_then(|column| cell_of[column]).filter(|&cell| !self.is_blank(cell));
        match (item_column, item_cell) {
            (Some(column), Some(cell)) => self.own_item(cell, (table, column), &mut record),
            (Some(_), None) if self.item.is_some() => {
                record.item.clone_from(&self.item);
                record.inherited.push("item".to_owned());
            }
            (Some(_) | None, _) => {}
        }
        let row_end = self.sheet.rows.rows[at].span.end;
        for &column in &page.columns {
            let cell = cell_of[column].filter(|&cell| !self.is_blank(cell));
            let span = cell_of[column].map_or(Span::new(row_end, row_end), |cell| self.cell(cell).span);
            match columns[column].role {
                Role::Path | Role::Item | Role::Comment => {}
                Role::Rating => self.rating(cell, span, (table, column), &mut record, found),
                Role::Value => self.value(cell, &columns[column].name, &mut record),
                Role::Department => self.departments(cell, (table, column), &mut record),
                Role::Text => self.text(cell, (table, column), &mut record),
            }
        }
        self.comments(&cell_of, table, page, &mut record);
        let merged = record.inherited.contains(&"item".to_owned());
        if let (true, Some(item)) = (merged, item_column) {
            self.inherit_texts(item, table, &cell_of, &mut record);
        }
        record.repairs.sort_by_key(|repair| order_of(&repair.field));
        self.remember(table, &record);
        Some(record)
    }

    /// Reads an item of the row's own.
    fn own_item(&mut self, cell: usize, (table, column): (usize, usize), record: &mut Record<'s>) {
        let of = self.cell(cell);
        let (clean, repairs) = self.clean(cell, table, column);
        record.repairs.extend(repairs.into_iter().map(|(kind, before)| Repair {
            field: "item".to_owned(),
            kind,
            before,
        }));
        let title = match self.split_item(&Cell { text: clean.clone(), ..of.clone() }) {
            Some(at) => {
                let before = clean.clone().into_owned();
                record.repairs.push(Repair { field: "item".to_owned(), kind: RepairKind::SplitCell, before });
                part(&clean, at, clean.len())
            }
            None => clean,
        };
        let split = shape::split_ordinal(&title).map(|(ordinal, rest)| (ordinal.len(), title.len() - rest.len()));
        let (ordinal, from) = match split.or_else(|| self.glued_ordinal(&title)) {
            Some((ordinal, from)) => (Some(part(&title, 0, ordinal)), from),
            None => (None, 0),
        };
        let item = Item { ordinal, title: part(&title, from, title.len()) };
        self.item = Some(item.clone());
        self.texts.iter_mut().for_each(|text| *text = Cow::Borrowed(""));
        record.item = Some(item);
    }

    /// A digit glued to a title is its ordinal where it goes on from the item above: `④…`, then `5経営者…`.
    fn glued_ordinal(&self, title: &str) -> Option<(usize, usize)> {
        let above = self.item.as_ref()?.ordinal.as_ref()?;
        let above = number::of_ordinal(above)?;
        let own = number::leading(title)?;
        let counts = title[own.length..]
            .starts_with(['か', 'ヶ', 'カ', 'ケ', '年', 'つ', '月', '日', '人', '歳', '次', '回', '件', '%']);
        let digits = title.chars().next().is_some_and(|c| number::digit(c).is_some());
        (digits && !counts && own.value == above + 1).then_some((own.length, own.length))
    }

    fn rating(
        &self,
        cell: Option<usize>,
        span: Span,
        (table, column): (usize, usize),
        record: &mut Record<'s>,
        found: &mut Findings,
    ) {
        let name = &self.table(table).columns[column].name;
        let scale = self.plan(table, column).scale.as_ref();
        let printed = cell.map_or(Cow::Borrowed(""), |cell| self.cell(cell).text.clone());
        let mended = cell.and_then(|cell| self.mended(self.cell(cell)));
        record.repairs.extend(mended.map(|(kind, before)| Repair { field: format!("ratings.{name}"), kind, before }));
        let reading = rating::reading(&printed, span, (name, scale), found);
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

    fn value(&self, cell: Option<usize>, name: &Arc<str>, record: &mut Record<'s>) {
        let Some(cell) = cell else { return };
        let printed = self.cell(cell).text.clone();
        let mended = self.mended(self.cell(cell));
        record.repairs.extend(mended.map(|(kind, before)| Repair { field: format!("values.{name}"), kind, before }));
        let value::Figure { number, unit, qualifier, relation } = value::figure(&printed);
        record.values.push(Value { column: Arc::clone(name), printed, number, unit, qualifier, relation });
    }

    fn departments(&mut self, cell: Option<usize>, (table, column): (usize, usize), record: &mut Record<'s>) {
        let Some(cell) = cell else { return };
        let printed = &self.cell(cell).text;
        let mended = self.mended(self.cell(cell));
        let repair = |(kind, before)| Repair { field: "departments".to_owned(), kind, before };
        record.repairs.extend(mended.map(repair));
        let known = &self.plan(table, column).departments;
        if is_ditto(printed)
            && let Some(above) = self.departments.get(&column)
        {
            record.departments.extend(above.iter().cloned());
            record.inherited.push("departments".to_owned());
            return;
        }
        let own = department::departments(printed, known, self.sheet.layout);
        self.departments.insert(column, own.clone());
        record.departments.extend(own);
        if text::full_width_kana(printed).is_some() {
            record.repairs.push(repair((RepairKind::Characters, printed.clone().into_owned())));
        }
    }

    fn text(&self, cell: Option<usize>, (table, column): (usize, usize), record: &mut Record<'s>) {
        let name = &self.table(table).columns[column].name;
        let text = match cell {
            Some(cell) => self.repaired(cell, (table, column), format!("texts.{name}"), record),
            None => Cow::Borrowed(""),
        };
        record.texts.push((Arc::clone(name), text));
    }

    /// Puts the comments to their ratings.
    fn comments(&self, cell_of: &[Option<usize>], table: usize, page: &Page, record: &mut Record<'s>) {
        let columns = &self.table(table).columns;
        for &column in page.columns.iter().filter(|&&column| columns[column].role == Role::Comment) {
            let Some(rating) = columns[column].rating else { continue };
            let name = Arc::clone(&columns[rating].name);
            let cell = cell_of[column].filter(|&cell| !self.is_blank(cell));
            let comment = match cell {
                Some(cell) => self.repaired(cell, (table, column), format!("ratings.{name}.comment"), record),
                None => Cow::Borrowed(""),
            };
            if let Some(rating) = record.ratings.iter_mut().find(|rating| rating.column == name) {
                rating.comment = Some(comment);
            }
        }
    }

    /// The text of a cell, its repairs noted.
    fn repaired(
        &self,
        cell: usize,
        (table, column): (usize, usize),
        field: String,
        record: &mut Record<'s>,
    ) -> Cow<'s, str> {
        let (clean, repairs) = self.clean(cell, table, column);
        let repair = |(kind, before)| Repair { field: field.clone(), kind, before };
        record.repairs.extend(repairs.into_iter().map(repair));
        clean
    }

    /// How reading had mended a cell already, with what it said before.
    fn mended(&self, cell: &Cell<'_>) -> Option<(RepairKind, String)> {
        cell.mended.map(|kind| (kind, lex::unquoted(self.sheet.source.slice(cell.span)).into_owned()))
    }

    /// The text of a cell as it was meant, with what was done to it.
    fn clean(&self, cell: usize, table: usize, column: usize) -> (Cow<'s, str>, Vec<(RepairKind, String)>) {
        let of = self.cell(cell);
        let mut clean = of.text.clone();
        let mut repairs: Vec<(RepairKind, String)> = self.mended(of).into_iter().collect();
        if self.sheet.faithful {
            return (clean, repairs);
        }
        if let Some(full) = text::full_width_kana(&clean) {
            repairs.push((RepairKind::Characters, clean.into_owned()));
            clean = Cow::Owned(full);
        }
        let is_title = self.table(table).columns[column].role == Role::Item;
        if let Some(joined) = self.plan(table, column).wraps.undo(&clean, is_title) {
            repairs.push((RepairKind::SoftWrap, clean.into_owned()));
            clean = Cow::Owned(joined);
        }
        (clean, repairs)
    }

    /// Fills the texts right behind a blank item: they were merged with it.
    fn inherit_texts(&self, item: usize, table: usize, cell_of: &[Option<usize>], record: &mut Record<'s>) {
        let columns = &self.table(table).columns;
        for column in (item + 1..columns.len()).filter(|&column| columns[column].beside.is_none()) {
            let blank = cell_of[column].is_some_and(|cell| self.is_blank(cell));
            if columns[column].role != Role::Text || !blank {
                break;
            }
            let above = &self.texts[column];
            let name = &columns[column].name;
            if !above.is_empty()
                && let Some((_, text)) = record.texts.iter_mut().find(|(own, _)| own == name)
            {
                *text = above.clone();
                record.inherited.push(format!("texts.{name}"));
            }
        }
    }

    /// Keeps what the next row may carry on.
    fn remember(&mut self, table: usize, record: &Record<'s>) {
        self.table = Some(table);
        for (column, of) in self.sheet.tables[table].columns.iter().enumerate() {
            if let Some((_, text)) = record.texts.iter().find(|(name, _)| *name == of.name) {
                self.texts[column] = text.clone();
            }
        }
    }
}

/// Repairs are listed in the order of the record's fields.
fn order_of(field: &str) -> usize {
    ["path", "item", "ratings", "values", "departments", "texts"]
        .iter()
        .position(|name| field.starts_with(name))
        .unwrap_or(0)
}

/// Whether a cell says that it holds what the one above holds.
fn is_ditto(text: &str) -> bool {
    matches!(text, "〃" | "″" | "同上" | "同" | "\"" | "々")
}

/// A part of a text, borrowed where the text is.
fn part<'s>(text: &Cow<'s, str>, from: usize, to: usize) -> Cow<'s, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[from..to]),
        Cow::Owned(text) => Cow::Owned(text[from..to].to_owned()),
    }
}

type Columns = [crate::interpret::roles::TableColumn];

/// The field of a record that a text or comment column fills.
fn field<'r>(record: &'r Record<'_>, columns: &Columns, column: usize) -> Option<&'r str> {
    match columns[column].rating {
        Some(rating) => {
            let rating = record.ratings.iter().find(|own| own.column == columns[rating].name)?;
            rating.comment.as_deref()
        }
        None => record.texts.iter().find(|(name, _)| *name == columns[column].name).map(|(_, text)| &**text),
    }
}

/// The same, to change it.
fn field_mut<'r, 's>(record: &'r mut Record<'s>, columns: &Columns, column: usize) -> Option<&'r mut Cow<'s, str>> {
    match columns[column].rating {
        Some(rating) => {
            let rating = record.ratings.iter_mut().find(|own| own.column == columns[rating].name)?;
            rating.comment.as_mut()
        }
        None => record.texts.iter_mut().find(|(name, _)| *name == columns[column].name).map(|(_, text)| text),
    }
}

/// The name of that field in `repairs`.
fn field_name(columns: &Columns, column: usize) -> String {
    match columns[column].rating {
        Some(rating) => format!("ratings.{}.comment", columns[rating].name),
        None => format!("texts.{}", columns[column].name),
    }
}

fn in_no_column(cell: &Cell<'_>, found: &mut Findings) {
    let said = message(
        format!("「{}」はどの列にも属しません", shortened(&cell.text)),
        format!("`{}` stands in no column of the table", shortened(&cell.text)),
    );
    let help =
        message("属する列に移すか、見出しのある列を足してください", "move it to its column, or give it a header");
    found.push(&CELL_IN_NO_COLUMN, cell.span, said, Some(help));
}

fn say_moved(span: Span, doubtful: bool, elsewhere: bool, found: &mut Findings) {
    if doubtful {
        let said = message(
            "この行のセルは、ページの列のとおりにも、ずれているようにも読めます",
            "the cells of this row fit the columns of its page and shifted ones almost equally well",
        );
        let help = message("列の数を見出しに合わせてください", "give the row as many cells as the header has");
        found.push(&AMBIGUOUS_ROW, span, said, Some(help));
    } else if elsewhere {
        let said = message(
            "この行は列がずれているため、内容から列を決めました",
            "read by what its cells hold, not by their position",
        );
        found.push(&SHIFTED_ROW, span, said, None);
    }
}

/// The first characters of a text, for a message.
fn shortened(text: &str) -> String {
    const MOST: usize = 20;
    let mut short: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}
