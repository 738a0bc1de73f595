//! What the first steps made of a sheet, for whoever wonders why it was read as it was.
//!
//! In: a decoded sheet, or the layouts. Out: one line per row on the output. Findings are left aside: records alone
//! have them.

use std::io::{self, Write};

use plan_eval::diagnostic::Findings;
use plan_eval::interpret;
use plan_eval::interpret::layout::{Family, Layout};
use plan_eval::report::visible;
use plan_eval::source::Source;
use plan_eval::{lexed, mended};

/// Every row as lexed: file and line, then each cell behind its place.
pub(super) fn rows<W: Write>(
    source: &Source<'_>,
    options: &interpret::Options,
    mut found: Findings,
    out: &mut W,
) -> io::Result<()> {
    let rows = lexed(source, options, &mut found);
    let name = visible(source.name());
    for row in &rows.rows {
        write!(out, "{name}:{}:", row.line)?;
        for (index, cell) in rows.of(row).iter().enumerate() {
            write!(out, " [{}]{}", index + 1, visible(&cell.text))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Every line as it was understood.
pub(super) fn lines<W: Write>(
    source: &Source<'_>,
    options: &interpret::Options,
    mut found: Findings,
    out: &mut W,
) -> io::Result<()> {
    let rows = mended(source, options, &mut found);
    interpret::show::lines(rows, source, options.layout(), |text| visible(text).into_owned(), out)
}

/// Every column with what speaks for its role.
pub(super) fn layout<W: Write>(
    source: &Source<'_>,
    options: &interpret::Options,
    mut found: Findings,
    out: &mut W,
) -> io::Result<()> {
    let rows = mended(source, options, &mut found);
    interpret::show::layout(rows, source, options.layout(), |text| visible(text).into_owned(), out)
}

/// The layouts that come with the tool: the words of each by what they say of a column.
pub(super) fn layouts<W: Write>(out: &mut W) -> io::Result<()> {
    for layout in Layout::embedded() {
        writeln!(out, "{}: {}", layout.name, layout.title)?;
        for family in Family::ALL {
            writeln!(out, "  {}: {}", family.name(), layout.words_of(family).join(" "))?;
        }
    }
    Ok(())
}
