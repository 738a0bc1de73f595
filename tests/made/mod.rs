//! Clean sheets out of nothing, each with the records that it says.
//!
//! In: a seed. Out: rows of cells that know what they say, so that whoever changes how a cell is printed need not touch
//! what is expected of it. The records follow from the rows: [`records`]. How a reading is held against them:
//! [`compare`].

#![allow(dead_code, reason = "each test takes from here what it needs")]

pub(crate) mod chance;
pub(crate) mod compare;
mod layouts;
pub(crate) mod records;
mod words;

use std::fmt;

pub(crate) use chance::Chance;
pub(crate) use layouts::LAYOUTS;
pub(crate) use words::Scale;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// The headings that stand in rows of their own.
    Nothing,
    Heading,
    Item,
    Code,
    /// The text beside the code in the column before it.
    Comment,
    Figure,
    Department,
    Text,
}

/// A column of a table.
#[derive(Clone)]
pub(crate) struct Column {
    pub(crate) holds: Holds,
    /// Its key in records: the header as printed, for a comment the header of its code.
    pub(crate) name: String,
    /// What rates, for codes.
    pub(crate) scale: Option<Scale>,
}

/// A cell: what it says, and how that is printed.
#[derive(Clone, Default)]
pub(crate) struct Cell {
    pub(crate) said: String,
    pub(crate) printed: String,
    /// Its column; none for lines outside tables.
    pub(crate) column: Option<usize>,
    /// Whether white space in it may differ from what it says.
    pub(crate) loose: bool,
    /// Whether it is damaged: it may be read otherwise if a finding says so.
    pub(crate) damaged: bool,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Title,
    Legend,
    /// The first, or the second row of a header.
    Header,
    SubHeader,
    Heading,
    Data,
    Blank,
    /// What is no part of the sheet: page numbers, footnotes, noise.
    Other,
}

/// A row as it will be printed.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) kind: Kind,
    pub(crate) cells: Vec<Cell>,
    /// The titles of the headings above it, outermost first.
    pub(crate) path: Vec<String>,
}

impl Row {
    /// A line of one cell that is in no column.
    pub(crate) fn line(kind: Kind, text: &str) -> Self {
        let cell = Cell { said: text.to_owned(), printed: text.to_owned(), ..Cell::default() };
        Self { kind, cells: vec![cell], path: Vec::new() }
    }

    pub(crate) fn blank() -> Self {
        Self::line(Kind::Blank, "")
    }

    pub(crate) fn is_damaged(&self) -> bool {
        self.cells.iter().any(|cell| cell.damaged)
    }

    /// How many lines it takes.
    pub(crate) fn height(&self) -> usize {
        self.cells.iter().map(|cell| cell.printed.matches('\n').count()).sum::<usize>() + 1
    }
}

/// A sheet and what it says.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    /// What the file is called in reports: its layout and seed.
    pub(crate) name: String,
    /// How many bytes are cut off its end.
    pub(crate) cut: usize,
}

impl fmt::Debug for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.name, self.text())
    }
}

impl Made {
    /// The sheet of a seed, each layout in turn.
    pub(crate) fn of(seed: usize, chance: &mut Chance) -> Self {
        let (layout, make) = LAYOUTS[seed % LAYOUTS.len()];
        Self { name: format!("{layout} {seed}"), ..make(chance) }
    }

    pub(crate) fn text(&self) -> String {
        let row = |row: &Row| row.cells.iter().map(|cell| &*cell.printed).collect::<Vec<_>>().join("\t") + "\n";
        self.rows.iter().map(row).collect()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.text().into_bytes();
        bytes.truncate(bytes.len() - self.cut);
        bytes
    }

    /// The places of the rows of a kind.
    pub(crate) fn rows_of(&self, kind: Kind) -> Vec<usize> {
        (0..self.rows.len()).filter(|&at| self.rows[at].kind == kind).collect()
    }

    /// The filled cells of data rows whose column holds this: row, place in the row.
    pub(crate) fn cells_of(&self, holds: &[Holds]) -> Vec<(usize, usize)> {
        let fits = |cell: &Cell| cell.column.is_some_and(|column| holds.contains(&self.columns[column].holds));
        let of_row = |row: usize| {
            let cells = self.rows[row].cells.iter().enumerate();
            cells.filter(|(_, cell)| fits(cell) && !cell.said.is_empty()).map(move |(at, _)| (row, at))
        };
        self.rows_of(Kind::Data).into_iter().flat_map(of_row).collect()
    }
}
