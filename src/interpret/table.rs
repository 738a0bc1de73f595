//! Tables and their pages: which column each cell of each row stands in.
//!
//! In: classified rows and the shapes of their cells. Out: [`Table`]s. A page is a run of rows with one set of columns;
//! its own header, the pages before it and above all its cells say which. A row that does not fit its page is looked
//! at by itself.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Findings;
use crate::interpret::align::{Counts, Grid, MOST_ROWS_COUNTED, Weights, weights};
use crate::interpret::classify::{Class, Classes};
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::Family;
use crate::interpret::legend::{self, Legends};
use crate::interpret::rating::Tally;
use crate::interpret::roles::{self, Beside, TableColumn};
use crate::interpret::scale::Alphabet;
use crate::interpret::shape::{self, Shape};
use crate::read::lex::Rows;
use crate::record::{Role, Scale};

/// A table: one set of columns over one or more pages.
#[derive(Debug, Default)]
pub struct Table {
    /// Its columns, in the order of its headers.
    pub columns: Vec<TableColumn>,
    /// Its pages, in order.
    pub pages: Vec<Page>,
    /// The legends that stand beside it.
    pub legends: Vec<Scale>,
    /// What speaks for the role of each column.
    pub evidence: Vec<Evidence>,
    /// Whether something is evaluated in it; a table of counts or contents is none of our business.
    pub evaluates: bool,
}

/// What speaks for the role of a column.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What its header word says.
    pub family: Option<Family>,
    /// The shapes of its cells, counted.
    pub seen: Counts,
}

/// A run of rows with one set of columns.
#[derive(Debug, Default)]
pub struct Page {
    /// Its data rows.
    pub rows: Vec<usize>,
    /// The header directly above it, if it has its own.
    pub header: Option<usize>,
    /// The columns of the table that its header names, in order; those of the last header where it has none.
    pub columns: Vec<usize>,
    /// For each cell of a row its column in the table.
    pub column_of: Vec<Option<usize>>,
    /// Rows whose cells stand elsewhere.
    pub moved: HashMap<usize, Moved>,
}

/// A row whose cells do not stand where its page has them.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// For each of its cells the column.
    pub column_of: Vec<Option<usize>>,
    /// The other reading fits almost as well.
    pub doubtful: bool,
}

impl Page {
    /// The columns of the cells of one of its rows.
    pub fn columns_of(&self, row: usize) -> &[Option<usize>] {
        self.moved.get(&row).map_or(&self.column_of, |moved| &moved.column_of)
    }
}

/// What the header position of a cell is worth against the cells' evidence, a row of the page.
const OWN_HEADER: f32 = 3.0;

/// What the position in the page before, of the same width, is worth.
const PAGE_BEFORE: f32 = 1.0;

/// What a row's place in its own page is worth.
const OWN_PAGE: f32 = 1.0;

/// A cell that weighs less than this in its column makes its row suspect.
const SUSPECT: f32 = -1.5;

/// A row is read elsewhere only if that reading is better by so much; see `rows_that_moved`.
const CLEARLY_BETTER: f32 = 2.5;

/// A reading that is better, but not clearly: the row is read as its page is, and said to be doubtful.
const DOUBTFUL: f32 = CLEARLY_BETTER / 2.0;

/// Where the cells stand under their headers is given up only if another reading agrees with the header's words better by
/// so much: one column of sentences instead of departments.
const CLEARLY_AGREES: f32 = 4.0;

/// Beyond so many cells times columns a page is taken as its header has it: such tables are lists of figures.
const LARGEST_SEARCH: usize = 100_000;

/// A header that shares less than this with the table before it begins another table.
const SAME_TABLE: f32 = 0.5;

/// A page while its table is being found.
#[derive(Debug)]
struct Draft {
    rows: Vec<usize>,
    own_header: Option<usize>,
    width: usize,
    /// The shapes of each cell column.
    seen: Vec<Counts>,
}

/// Finds the tables of a sheet.
pub fn tables(rows: &Rows<'_>, classes: &Classes, shapes: &[Shape], found: &mut Findings) -> Vec<Table> {
    let drafts = drafts(rows, classes, shapes);
    let mut tables = Vec::new();
    let mut current: Vec<Draft> = Vec::new();
    let mut keys: HashSet<String> = HashSet::new();
    for draft in drafts {
        if let Some(header) = draft.own_header {
            let own: HashSet<String> = named(&classes.headers[header].columns);
            let shared = own.intersection(&keys).count() as f32;
            if !keys.is_empty() && shared < SAME_TABLE * own.len().min(keys.len()) as f32 {
                tables.push(table(std::mem::take(&mut current), (rows, shapes), classes, found));
                keys.clear();
            }
            keys.extend(own);
        }
        current.push(draft);
    }
    if !current.is_empty() {
        tables.push(table(current, (rows, shapes), classes, found));
    }
    tables
}

/// The named columns of a header.
fn named(columns: &[HeaderColumn]) -> HashSet<String> {
    columns.iter().map(HeaderColumn::key).filter(|key| !key.is_empty()).collect()
}

/// Cuts the sheet into runs of data rows: a blank line, a header or a line outside tables ends one.
fn drafts(rows: &Rows<'_>, classes: &Classes, shapes: &[Shape]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut header = None;
    let mut close = |run: &mut Vec<usize>, header: &mut Option<usize>| {
        if !run.is_empty() {
            drafts.push(draft(std::mem::take(run), header.take(), rows, shapes));
        }
    };
    for (at, class) in classes.rows.iter().enumerate() {
        let padded = rows.rows[at].cells.len() > 1;
        match class {
            Class::Data => run.push(at),
            Class::Header(place) => {
                close(&mut run, &mut header);
                header = Some(*place);
            }
            Class::Heading(_) | Class::Blank if padded => {}
            Class::Total => {}
            Class::Heading(_)
            | Class::Blank
            | Class::Title
            | Class::Legend
            | Class::HeadingTitle
            | Class::Contents
            | Class::Tally
            | Class::Noise
            | Class::PageNumber
            | Class::Footnote
            | Class::Prose => close(&mut run, &mut header),
        }
    }
    close(&mut run, &mut header);
    drafts
}

/// Counts the shapes of a run's cell columns. Its width is that of most of its rows.
fn draft(run: Vec<usize>, own_header: Option<usize>, rows: &Rows<'_>, shapes: &[Shape]) -> Draft {
    let mut widths: HashMap<usize, usize> = HashMap::new();
    // Several cells with one and the same character are debris of rule lines; one code may well stand alone.
    let texts = |row: usize| rows.of(&rows.rows[row]).iter().map(|cell| &*cell.text);
    let is_debris =
        |row: usize| shape::is_one_stroke(texts(row)) && texts(row).filter(|text| !text.is_empty()).count() > 1;
    let counted: Vec<usize> = run.iter().copied().filter(|&row| !is_debris(row)).collect();
    for &row in &counted {
        *widths.entry(rows.rows[row].cells.len()).or_default() += 1;
    }
    let width = widths.into_iter().max_by_key(|&(width, count)| (count, width)).map_or(0, |(width, _)| width);
    let mut seen = vec![[0.0; Shape::COUNT]; width];
    for &row in counted.iter().filter(|&&row| rows.rows[row].cells.len() == width) {
        for (counts, cell) in seen.iter_mut().zip(rows.rows[row].cells.clone()) {
            counts[shapes[cell].index()] += 1.0;
        }
    }
    Draft { rows: run, own_header, width, seen }
}

/// The columns of a table while pages are aligned: the union of its headers.
struct Columns {
    /// The header of each column.
    headers: Vec<HeaderColumn>,
    /// Of each header of the sheet that belongs to this table, the columns of its cells.
    of_header: HashMap<usize, Vec<usize>>,
}

/// Joins the headers of a table: a column keeps its name from page to page, a new one stands behind its left neighbour.
fn union(drafts: &[Draft], classes: &Classes) -> Columns {
    let mut order: Vec<(String, HeaderColumn)> = Vec::new();
    let mut keyed: Vec<(usize, Vec<String>)> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut seen_headers: HashSet<Vec<String>> = HashSet::new();
    for place in drafts.iter().filter_map(|draft| draft.own_header) {
        let header = &classes.headers[place];
        let keys = distinct_keys(&header.columns);
        if seen_headers.insert(keys.clone()) {
            let mut after = 0;
            for (key, column) in keys.iter().zip(&header.columns) {
                if known.insert(key.clone()) {
                    order.insert(after, (key.clone(), column.clone()));
                    after += 1;
                } else if let Some(at) = order.iter().position(|(known, _)| known == key) {
                    after = at + 1;
                }
            }
        }
        keyed.push((place, keys));
    }
    let place: HashMap<&String, usize> = order.iter().enumerate().map(|(at, (key, _))| (key, at)).collect();
    let of_header = keyed.iter().map(|(header, keys)| (*header, keys.iter().map(|key| place[key]).collect())).collect();
    Columns { of_header, headers: order.into_iter().map(|(_, column)| column).collect() }
}

/// Keys that tell the columns of one header apart: a blank one is known by its left neighbour, equal ones by their count.
fn distinct_keys(columns: &[HeaderColumn]) -> Vec<String> {
    let mut count: HashMap<String, usize> = HashMap::new();
    let mut left = String::new();
    let mut keys = Vec::with_capacity(columns.len());
    for column in columns {
        let key = column.key();
        let base = if key.is_empty() { format!("{left}\u{0}") } else { key };
        left.clone_from(&base);
        let times = count.entry(base.clone()).or_default();
        *times += 1;
        keys.push(if *times == 1 { base } else { format!("{base}\u{0}{times}") });
    }
    keys
}

/// Makes a table of its pages: twice over, because what the columns hold is known only after a first assignment.
fn table(
    drafts: Vec<Draft>,
    (rows, shapes): (&Rows<'_>, &[Shape]),
    classes: &Classes,
    findings: &mut Findings,
) -> Table {
    let mut columns = union(&drafts, classes);
    if columns.headers.is_empty() {
        let width = drafts.iter().map(|draft| draft.width).max().unwrap_or(0);
        columns.headers = vec![HeaderColumn { printed: Vec::new(), family: None, upper: None }; width];
    }
    let mut seen = seen_under_headers(&drafts, &columns);
    let mut all: Counts = [1.0; Shape::COUNT];
    for counts in drafts.iter().flat_map(|draft| &draft.seen) {
        all.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    let mut assigned = Vec::new();
    let mut columns_found = Vec::new();
    let mut table_weights: Vec<Weights> = Vec::new();
    let mut phantom: Vec<bool> = Vec::new();
    let by_words = vec![[0.0; Shape::COUNT]; columns.headers.len()];
    let seen_by_words = seen_after(&by_words, &drafts, &columns, &all);
    if agreement(&columns, &seen_by_words) > agreement(&columns, &seen) + CLEARLY_AGREES {
        seen = by_words;
    }
    for round in 0..2 {
        columns_found = roles::columns(&columns.headers, &seen);
        table_weights =
            columns_found.iter().zip(&seen).map(|(column, seen)| weights(column.role, seen, &all)).collect();
        assigned = assign_pages(&drafts, &columns, &table_weights);
        if round == 0 {
            seen = seen_as_assigned(&drafts, &assigned, columns.headers.len());
            phantom = phantoms(&columns, &seen);
            settle_vocabularies(&drafts, &assigned, rows, &columns, &mut seen);
        }
    }
    let pages = drafts
        .into_iter()
        .zip(assigned)
        .map(|(draft, (column_of, sequence))| {
            let column_of = column_of.into_iter().map(|column| column.filter(|&column| !phantom[column])).collect();
            let sequence = sequence.into_iter().filter(|&column| !phantom[column]).collect();
            let moved = HashMap::new();
            let page = Page { rows: draft.rows, header: draft.own_header, columns: sequence, column_of, moved };
            let moved = rows_that_moved(&page, &table_weights, (rows, shapes));
            Page { moved, ..page }
        })
        .collect();
    let evidence =
        columns.headers.iter().zip(seen).map(|(header, seen)| Evidence { family: header.family, seen }).collect();
    let mut table = Table { columns: columns_found, pages, legends: Vec::new(), evidence, evaluates: false };
    for (column, phantom) in table.columns.iter_mut().zip(phantom) {
        column.beside = phantom.then_some(Beside::Nothing);
    }
    take_legends(&mut table, rows, findings);
    table.evaluates = evaluates(&table, &columns.headers);
    table
}

/// Counts short phrases as codes where they are a closed vocabulary, and codes with labels as codes where each code
/// has one label; else as what they look like, phrases and ordinals. One cell cannot tell, the column can.
fn settle_vocabularies(
    drafts: &[Draft],
    assigned: &[(Vec<Option<usize>>, Vec<usize>)],
    rows: &Rows<'_>,
    columns: &Columns,
    seen: &mut [Counts],
) {
    let (phrase, labelled, ordinal) = (Shape::Phrase.index(), Shape::Labelled.index(), Shape::Ordinal.index());
    let word = Shape::Code(Alphabet::Word).index();
    for (column, header) in columns.headers.iter().enumerate() {
        let rates = match header.family {
            Some(Family::Rating | Family::Judged) => true,
            Some(Family::Code) => header.upper.is_some(),
            _ => false,
        };
        let mark = Shape::Code(Alphabet::Mark).index();
        let flags = !rates && seen[column][mark] > 0.0;
        let candidate = seen[column][labelled] > 0.0 || (rates && seen[column][phrase] > 0.0) || flags;
        if !candidate {
            continue;
        }
        let mut tally = Tally::default();
        for (draft, (column_of, _)) in drafts.iter().zip(assigned) {
            let Some(cell) = column_of.iter().position(|of| *of == Some(column)) else { continue };
            for row in &draft.rows {
                tally.add(rows.of(&rows.rows[*row]).get(cell).map_or("", |cell| &cell.text));
            }
        }
        // ★ in some rows and nothing in the others marks rows; it rates nothing.
        if flags && tally.is_flag() {
            seen[column][phrase] += std::mem::take(&mut seen[column][mark]);
        }
        let vocabulary = tally.is_vocabulary();
        seen[column][if vocabulary { word } else { ordinal }] += std::mem::take(&mut seen[column][labelled]);
        if vocabulary && rates {
            seen[column][word] += std::mem::take(&mut seen[column][phrase]);
        }
    }
}

/// Whether a table evaluates: it has ratings; or its header names what is evaluated, and there is a text, a figure or a
/// department to it.
fn evaluates(table: &Table, headers: &[HeaderColumn]) -> bool {
    let has = |role: Role| table.columns.iter().any(|column| column.role == role && column.beside.is_none());
    let names = |family: Family| headers.iter().any(|header| header.family == Some(family));
    let names_item = names(Family::Item) || names(Family::Measure);
    let names_result = names(Family::Result) || names(Family::Judged) || names(Family::Value);
    let tells = has(Role::Text) || has(Role::Value);
    has(Role::Rating) || (names_item && tells && (names_result || has(Role::Department)))
}

/// Takes the columns out of a table that are a legend beside it.
fn take_legends(table: &mut Table, rows: &Rows<'_>, found: &mut Findings) {
    for at in 0..table.columns.len() {
        let mut cells: Vec<(usize, usize)> = Vec::new();
        for page in &table.pages {
            let Some(place) = page.column_of.iter().position(|of| *of == Some(at)) else { continue };
            let range = |row: &usize| rows.rows[*row].cells.clone().nth(place).map(|cell| (*row, cell));
            cells.extend(page.rows.iter().filter_map(range).filter(|(_, cell)| !rows.cells[*cell].text.is_empty()));
        }
        let is_legend = cells.len() >= 2
            && matches!(table.columns[at].role, Role::Text | Role::Rating | Role::Path | Role::Item | Role::Comment)
            && cells.iter().all(|(_, cell)| legend::entry(&rows.cells[*cell].text).is_some());
        if !is_legend {
            continue;
        }
        let mut legends = Legends::default();
        legends.open(&table.columns[at].name, found);
        for (row, cell) in cells {
            legends.cell(&rows.cells[cell].text, rows.cells[cell].span, row, found);
        }
        legends.close(found);
        if !legends.done.is_empty() {
            table.columns[at].beside = Some(Beside::Legend);
            table.legends.extend(legends.done);
            table.pages.iter_mut().for_each(|page| page.columns.retain(|column| *column != at));
        }
    }
}

/// What the columns hold after an assignment that began with what is given.
fn seen_after(seen: &[Counts], drafts: &[Draft], columns: &Columns, all: &Counts) -> Vec<Counts> {
    let found = roles::columns(&columns.headers, seen);
    let weighed: Vec<Weights> = found.iter().zip(seen).map(|(column, seen)| weights(column.role, seen, all)).collect();
    seen_as_assigned(drafts, &assign_pages(drafts, columns, &weighed), columns.headers.len())
}

/// How well the cells of all columns agree with the words of their headers: the sum, a column, of the fit of the best role
/// that the word allows.
fn agreement(columns: &Columns, seen: &[Counts]) -> f32 {
    let fit = |(header, seen): (&HeaderColumn, &Counts)| {
        let roles = header.family.map(Family::roles)?;
        roles.iter().map(|role| roles::fits(seen, *role)).max_by(f32::total_cmp)
    };
    columns.headers.iter().zip(seen).filter_map(fit).sum()
}

/// Columns that no header names and hardly a row fills: the blank one that an export adds at the end.
fn phantoms(columns: &Columns, seen: &[Counts]) -> Vec<bool> {
    /// One stray cell makes no column, nor does one row in ten.
    const FEWEST: f32 = 2.0;
    const SHARE: f32 = 0.1;
    let is_phantom = |(header, seen): (&HeaderColumn, &Counts)| {
        let all: f32 = seen.iter().sum();
        let filled = all - seen[Shape::Blank.index()];
        header.printed.is_empty() && (filled < FEWEST || filled < SHARE * all) && !columns.of_header.is_empty()
    };
    columns.headers.iter().zip(seen).map(is_phantom).collect()
}

/// What the columns hold, counted on the pages that have a header of their own width; where there is none, on all pages
/// that have a header.
fn seen_under_headers(drafts: &[Draft], columns: &Columns) -> Vec<Counts> {
    let mut seen = vec![[0.0; Shape::COUNT]; columns.headers.len()];
    let own = |draft: &Draft| draft.own_header.map(|header| columns.of_header[&header].clone());
    let any_exact = drafts.iter().any(|draft| own(draft).is_some_and(|place| place.len() == draft.width));
    for draft in drafts {
        let place = match own(draft) {
            Some(place) => place,
            None if columns.of_header.is_empty() => (0..columns.headers.len()).collect(),
            None => continue,
        };
        if place.len() == draft.width || !any_exact {
            add(&mut seen, draft, &place.into_iter().map(Some).collect::<Vec<_>>());
        }
    }
    seen
}

/// What the columns hold, counted on all pages as they were assigned.
fn seen_as_assigned(drafts: &[Draft], assigned: &[(Vec<Option<usize>>, Vec<usize>)], width: usize) -> Vec<Counts> {
    let mut seen = vec![[0.0; Shape::COUNT]; width];
    for (draft, (column_of, _)) in drafts.iter().zip(assigned) {
        add(&mut seen, draft, column_of);
    }
    seen
}

fn add(seen: &mut [Counts], draft: &Draft, column_of: &[Option<usize>]) {
    for (counts, column) in draft.seen.iter().zip(column_of) {
        if let Some(column) = column {
            seen[*column].iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
    }
}

/// Assigns the cell columns of every page. Gives for each page also the columns that were up for choice.
fn assign_pages(
    drafts: &[Draft],
    columns: &Columns,
    table_weights: &[Weights],
) -> Vec<(Vec<Option<usize>>, Vec<usize>)> {
    let mut assigned: Vec<(Vec<Option<usize>>, Vec<usize>)> = Vec::with_capacity(drafts.len());
    let mut sequence: Vec<usize> = (0..columns.headers.len()).collect();
    let mut before: Option<Vec<Option<usize>>> = None;
    for draft in drafts {
        if let Some(header) = draft.own_header {
            sequence.clone_from(&columns.of_header[&header]);
        }
        let column_of = assign(draft, &sequence, table_weights, before.as_deref());
        before = Some(column_of.clone());
        assigned.push((column_of, sequence.clone()));
    }
    assigned
}

/// Assigns the cell columns of one page.
fn assign(
    draft: &Draft,
    sequence: &[usize],
    table_weights: &[Weights],
    before: Option<&[Option<usize>]>,
) -> Vec<Option<usize>> {
    if draft.width * sequence.len() > LARGEST_SEARCH {
        return (0..draft.width).map(|at| sequence.get(at).copied()).collect();
    }
    let counted: f32 = draft.seen.first().map_or(0.0, |counts| counts.iter().sum());
    let weight = counted.min(MOST_ROWS_COUNTED);
    let same_width = before.filter(|before| before.len() == draft.width);
    let mean = |cell: usize, column: usize| -> f32 {
        let pairs = draft.seen[cell].iter().zip(&table_weights[column]);
        pairs.map(|(count, weight)| count * weight).sum::<f32>() / counted.max(1.0)
    };
    let fit = |cell: usize, at: usize| -> f32 {
        let column = sequence[at];
        let own = draft.own_header.is_some() && cell == at;
        let as_before = same_width.is_some_and(|before| before[cell] == Some(column));
        let place = if own { OWN_HEADER } else { 0.0 } + if as_before { PAGE_BEFORE } else { 0.0 };
        mean(cell, column) * weight + place
    };
    let blank = Shape::Blank.index();
    let filled = |cell: usize| (1.0 - draft.seen[cell][blank] / counted.max(1.0)) * weight;
    let best = Grid { fit: &fit, cells: draft.width, columns: sequence.len(), filled: &filled }.best();
    best.column_of.into_iter().map(|at| at.map(|at| sequence[at])).collect()
}

/// Looks at the rows of a page that have another width, or a cell that its column hardly ever holds.
fn rows_that_moved(page: &Page, table_weights: &[Weights], sheet: (&Rows<'_>, &[Shape])) -> HashMap<usize, Moved> {
    let (rows, shapes) = sheet;
    let mut moved = HashMap::new();
    for &row in &page.rows {
        let cells = &shapes[rows.rows[row].cells.clone()];
        let fits = |(cell, shape): (usize, &Shape)| match page.column_of.get(cell).copied().flatten() {
            Some(column) => table_weights[column][shape.index()] >= SUSPECT,
            None => *shape == Shape::Blank,
        };
        let usual = cells.len() == page.column_of.len() && cells.iter().enumerate().all(fits);
        if !usual && let Some(better) = moved_row(cells, page, table_weights) {
            moved.insert(row, better);
        }
    }
    moved
}

/// The reading of a row by itself, if it is clearly better than its page's, or if its page has none for its width.
fn moved_row(cells: &[Shape], page: &Page, table_weights: &[Weights]) -> Option<Moved> {
    let sequence = &page.columns;
    let default: Vec<Option<usize>> =
        (0..cells.len()).map(|cell| page.column_of.get(cell).copied().flatten()).collect();
    if cells.len() * sequence.len() > LARGEST_SEARCH {
        return (cells.len() != page.column_of.len()).then_some(Moved { column_of: default, doubtful: false });
    }
    let fit = |cell: usize, at: usize| {
        let place = if default[cell] == Some(sequence[at]) { OWN_PAGE } else { 0.0 };
        table_weights[sequence[at]][cells[cell].index()] + place
    };
    let filled = |cell: usize| f32::from(u8::from(cells[cell] != Shape::Blank));
    let grid = Grid { fit: &fit, cells: cells.len(), columns: sequence.len(), filled: &filled };
    let at_of = |column: usize| sequence.iter().position(|&known| known == column);
    let default_at: Vec<Option<usize>> = default.iter().map(|column| column.and_then(at_of)).collect();
    let best = grid.best();
    let gain = best.score - grid.score(&default_at);
    let column_of: Vec<Option<usize>> = best.column_of.iter().map(|at| at.map(|at| sequence[at])).collect();
    let same =
        column_of.iter().zip(&default).zip(cells).all(|((one, other), shape)| one == other || *shape == Shape::Blank);
    if same || gain < CLEARLY_BETTER {
        let needed = cells.len() != page.column_of.len();
        return needed.then_some(Moved { column_of: default, doubtful: !same && gain > DOUBTFUL });
    }
    Some(Moved { column_of, doubtful: gain < CLEARLY_BETTER * 2.0 })
}
