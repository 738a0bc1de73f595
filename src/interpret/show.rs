//! What this act made of the rows, for a person who wonders: `--show lines`.
//!
//! In: rows. Out: one line per row, with its class and, for data, the column of each cell; or, with `--show layout`,
//! the columns of each table with what speaks for them, which is what a person needs to write a layout file.

use std::io::{self, Write};

use super::tabulate;
use crate::diagnostic::Findings;
use crate::interpret::align::Counts;
use crate::interpret::classify::{Class, Classes};
use crate::interpret::layout::Layout;
use crate::interpret::roles;
use crate::interpret::shape::Shape;
use crate::interpret::table::{self, Table};
use crate::read::lex::Rows;
use crate::record::Role;
use crate::source::Source;

/// Writes for every table which column got which role, what speaks for it, and the role that would have come second.
pub fn layout(
    rows: Rows<'_>,
    source: &Source<'_>,
    layout: &Layout,
    clean: Clean,
    out: &mut impl Write,
) -> io::Result<()> {
    let (rows, _, tables) = tabulate(rows, source, layout, &mut Findings::default());
    for (at, table) in tables.iter().enumerate() {
        let kind = if table.evaluates { "" } else { ", which evaluates nothing and is set aside" };
        writeln!(out, "table {}{kind}", at + 1)?;
        for (place, (column, evidence)) in table.columns.iter().zip(&table.evidence).enumerate() {
            let header = clean(&column.printed.join(" > "));
            write!(out, "  column {} `{}` is {}", place + 1, clean(&column.name), column.role.name())?;
            match evidence.family {
                Some(family) => write!(out, "; header `{header}` is a word for {}", family.name())?,
                None if header.is_empty() => write!(out, "; no header")?,
                None => write!(out, "; header `{header}` is unknown")?,
            }
            writeln!(out, "; cells: {}{}", shapes(&evidence.seen), second(column.role, &evidence.seen))?;
        }
        for page in &table.pages {
            let lines = page.rows.iter().map(|&row| rows.rows[row].line);
            let (first, last) = (lines.clone().min().unwrap_or(0), lines.max().unwrap_or(0));
            let cells: Vec<String> = page
                .column_of
                .iter()
                .map(|column| column.map_or("-".to_owned(), |column| (column + 1).to_string()))
                .collect();
            let header = if page.header.is_some() { "own header" } else { "no header" };
            writeln!(
                out,
                "  lines {first}-{last}: {header}; cells stand in columns {}; {} rows moved",
                cells.join(" "),
                page.moved.len()
            )?;
        }
    }
    Ok(())
}

/// The shapes of a column's cells, the commonest first.
fn shapes(seen: &Counts) -> String {
    let mut counts: Vec<(usize, f32)> = seen.iter().copied().enumerate().filter(|(_, count)| *count > 0.0).collect();
    counts.sort_by(|one, other| other.1.total_cmp(&one.1));
    let named: Vec<String> = counts.iter().map(|(at, count)| format!("{count} {}", Shape::name(*at))).collect();
    if named.is_empty() { "none".to_owned() } else { named.join(", ") }
}

/// The role that fits the cells next best, where it is close.
fn second(role: Role, seen: &Counts) -> String {
    /// Roles whose fit differs by less per cell are told apart by the header alone.
    const CLOSE: f32 = 0.7;
    let own = roles::fits(seen, role);
    let others = [Role::Item, Role::Rating, Role::Value, Role::Department, Role::Text]
        .into_iter()
        .filter(|other| *other != role);
    let best = others.max_by(|one, other| roles::fits(seen, *one).total_cmp(&roles::fits(seen, *other)));
    best.filter(|best| own != 0.0 && roles::fits(seen, *best) > own - CLOSE)
        .map_or_else(String::new, |best| format!("; {} fits them almost as well", best.name()))
}

/// Makes text harmless to a terminal.
pub type Clean = fn(&str) -> String;

/// Writes the class of every row, and the columns of the cells of data rows. Text is passed through `clean` before it
/// is written, because a cell may hold what a terminal would obey.
pub fn lines(
    rows: Rows<'_>,
    source: &Source<'_>,
    layout: &Layout,
    clean: Clean,
    out: &mut impl Write,
) -> io::Result<()> {
    let (rows, classes, tables) = tabulate(rows, source, layout, &mut Findings::default());
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
        Class::HeadingTitle => "heading-title",
        Class::Contents => "contents",
        Class::Total => "total",
        Class::Tally => "tally",
        Class::Data => "data",
        Class::Noise => "noise",
        Class::PageNumber => "page-number",
        Class::Footnote => "footnote",
        Class::Prose => "prose",
    }
}
