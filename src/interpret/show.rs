//! What this act made of the rows, for a person who wonders: `--show lines`.
//!
//! In: rows. Out: one line per row, with its class and, for data, the column of each cell.

use std::io::{self, Write};

use crate::diagnostic::Findings;
use crate::interpret::classify::{self, Class, Classes};
use crate::interpret::form;
use crate::interpret::join;
use crate::interpret::layout::Layout;
use crate::interpret::shape::Shape;
use crate::interpret::table::{self, Table};
use crate::read::lex::Rows;

/// Writes the class of every row, and the columns of the cells of data rows. Text is passed through `clean` before it
/// is written, because a cell may hold what a terminal would obey.
pub fn lines(rows: Rows<'_>, clean: impl Fn(&str) -> String, out: &mut impl Write) -> io::Result<()> {
    let layout = Layout::municipal();
    let rows = join::rows(form::rows(rows, layout), layout);
    let classes = classify::rows(&rows, layout, &mut Findings::default());
    let shapes: Vec<Shape> = rows.cells.iter().map(|cell| Shape::of(&cell.text, layout)).collect();
    let tables = table::tables(&rows, &classes, &shapes, &mut Findings::default());
    let mut places = vec![None; rows.rows.len()];
    for (table, page) in tables.iter().flat_map(|table| table.pages.iter().map(move |page| (table, page))) {
        page.rows.iter().for_each(|&row| places[row] = Some((table, page)));
    }
    for (at, row) in rows.rows.iter().enumerate() {
        write!(out, "{}\t{}", row.line, name(&classes, at))?;
        for (cell, of) in rows.of(row).iter().enumerate().filter(|(_, of)| !of.text.is_empty()) {
            let column = places[at].and_then(|(table, page): (&Table, &table::Page)| {
                let column = page.columns_of(at).get(cell).copied().flatten();
                column.map(|column| &*table.columns[column].name)
            });
            match column {
                Some(column) => write!(out, "\t{}={}", clean(column), clean(&of.text))?,
                None => write!(out, "\t{}", clean(&of.text))?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The name of a row's class.
fn name(classes: &Classes, at: usize) -> &'static str {
    match classes.rows[at] {
        Class::Blank => "blank",
        Class::Title => "title",
        Class::Legend => "legend",
        Class::Header(_) => "header",
        Class::Heading(_) => "heading",
        Class::Data => "data",
        Class::Noise => "noise",
        Class::PageNumber => "page-number",
        Class::Footnote => "footnote",
        Class::Prose => "prose",
    }
}
