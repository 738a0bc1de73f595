//! Rows of words below a heading of their own, where the tables of the other headings print their headers.
//!
//! In: classified rows and the shapes of their cells. Out: such rows as prose: who does what beside a table of
//! indicators is no row of it.

use crate::interpret::classify::{Class, Classes};
use crate::interpret::shape::Shape;
use crate::read::lex::Rows;

/// So many headers right below headings are no chance.
const FEWEST_HEADED: usize = 2;

/// What a page end cut off is one row.
const FEWEST_ROWS: usize = 2;

/// Makes prose of the rows right below a heading that fill all their cells with words, which are fewer than the header
/// above them has columns. Where codes, figures or departments stand right below a heading too, the headings divide a
/// table.
pub(super) fn set_apart(classes: &mut Classes, rows: &Rows<'_>, shapes: &[Shape]) {
    let (mut headed, mut unheaded) = (0, Vec::new());
    let mut at = 0;
    let mut names = 0;
    let mut is_below_heading = false;
    let is_short = |row: usize, names: usize| {
        let cells = rows.of(&rows.rows[row]);
        cells.len() < names && cells.iter().all(|cell| !cell.text.is_empty())
    };
    while at < classes.rows.len() {
        let end = at + classes.rows[at..].iter().take_while(|class| **class == classes.rows[at]).count();
        match &classes.rows[at] {
            Class::Header(place) => {
                headed += usize::from(is_below_heading);
                names = classes.headers[*place].columns.len();
            }
            Class::Data if is_below_heading && (at..end).any(|row| says_more(rows, shapes, row)) => return,
            Class::Data if is_below_heading && end - at >= FEWEST_ROWS && (at..end).all(|row| is_short(row, names)) => {
                unheaded.push(at..end);
            }
            _ => {}
        }
        if classes.rows[at] != Class::Blank {
            is_below_heading = matches!(classes.rows[at], Class::Heading(_));
        }
        at = end;
    }
    if headed >= FEWEST_HEADED {
        unheaded.into_iter().flatten().for_each(|row: usize| classes.rows[row] = Class::Prose);
    }
}

/// Whether a row rates or measures something, or names who is in charge.
fn says_more(rows: &Rows<'_>, shapes: &[Shape], row: usize) -> bool {
    shapes[rows.rows[row].cells.clone()].iter().any(|shape| match shape {
        Shape::Code(_) | Shape::Labelled | Shape::Dash | Shape::Number | Shape::Department => true,
        Shape::Blank | Shape::Heading | Shape::Ordinal | Shape::Phrase | Shape::Open | Shape::Sentence => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::of_each;

    const HEADER: &str = "指標|説明|現状値|目標値|担当課\n";
    const FIRST: &str =
        "花壇の数|駅前の花壇の数です。|12か所|15か所|公園課\n苗の数|配った苗の数です。|310本|400本|公園課\n";
    const LAST: &str = "橋の数|直した橋の数です。|2橋|5橋|道路課\n道の長さ|直した道の長さです。|120ｍ|300ｍ|道路課\n";

    /// How many records a sheet has with these rows below a heading of their own.
    #[track_caller]
    fn case(header: &str, rows: &str, expected: usize) {
        let sheet = format!("施策１　緑の町\n{HEADER}{FIRST}\n○協働の役割\n\n{rows}\n施策２　道の町\n{header}{LAST}");
        assert_eq!(of_each(&sheet, |_| ()).len(), expected, "{sheet}");
    }

    #[test]
    fn words_below_a_heading_of_their_own_are_no_rows_of_the_tables_that_have_headers() {
        case(HEADER, "町の人|苗に水をやります。\n学校|種をまきます。\n", 4);
        // Figures or departments among them, and a table that goes on below its headings.
        case(HEADER, "町の人|苗に水をやります。|12人\n学校|種をまきます。|9人\n", 6);
        case("", "町の人|苗に水をやります。\n学校|種をまきます。\n", 6);
    }
}
