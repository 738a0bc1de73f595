//! Header words that a narrow column cut: `番` above `号`, `達` above `成` above `度`, `次年度以降` above `の対応`.
//!
//! In: the row of a header that names its columns. Out: how many rows below it go on with its words, and the words whole.

use std::borrow::Cow;

use super::{LONGEST_NAME, is_header};
use crate::interpret::layout::{self, Fit, Layout};
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape::Shape;
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};

/// What no name of a column begins or ends with: a word goes on there.
pub const JOINTS: [char; 3] = ['の', '・', '、'];

/// A piece of a word in a narrow column has at most so many letters.
const LONGEST_PIECE: usize = 2;

/// So many rows at most go on with a word: 達 above 成, 度, 評 and 価.
const MOST_ROWS: usize = 4;

/// How many rows below a row of a header hold nothing but pieces of words, each below the beginning of its word, which make
/// header words with it.
pub(super) fn rows_below(rows: &Rows<'_>, main: usize, layout: &Layout) -> usize {
    let is_piece = |text: &str| {
        !text.is_empty() && text.chars().count() <= LONGEST_PIECE && text.chars().all(text::is_kana_or_ideograph)
    };
    let begins = |at: usize| rows.of(&rows.rows[main]).get(at).is_some_and(|cell| is_piece(&cell.text));
    let goes_on = |row: usize| {
        let cells = rows.rows.get(row).map_or(&[][..], |row| rows.of(row));
        let mut filled = cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()).peekable();
        filled.peek().is_some() && filled.all(|(at, cell)| begins(at) && is_piece(&cell.text))
    };
    let count = (main + 1..=main + MOST_ROWS).take_while(|&row| goes_on(row)).count();
    let is_word = |at: usize| {
        let whole = word(rows, (main, count), at);
        let grown = whole.len() > rows.of(&rows.rows[main]).get(at).map_or(0, |cell| cell.text.len());
        !grown || matches!(layout.family_at_end(&whole), Some((_, Fit::Whole)))
    };
    if count > 0 && (0..rows.rows[main].cells.len()).all(is_word) { count } else { 0 }
}

/// Whether a row and the one below it are one header: below each piece stands the beginning of its word, together they are
/// header words, and one of them shows that it was cut.
pub(super) fn is_wrapped(rows: &Rows<'_>, start: usize, layout: &Layout) -> bool {
    let Some(lower) = rows.rows.get(start + 1) else { return false };
    let (upper, lower) = (rows.of(&rows.rows[start]), rows.of(lower));
    // Nearly every row of data has a longer cell.
    let is_name = |cell: &Cell<'_>| cell.text.len() <= LONGEST_NAME * 'の'.len_utf8();
    if upper.len() < 2 || lower.len() > upper.len() || !upper.iter().chain(lower).all(is_name) {
        return false;
    }
    let mut pieces = upper.iter().zip(lower).filter(|(_, piece)| !piece.text.is_empty()).peekable();
    let is_word = |(above, piece): (&Cell<'_>, &Cell<'_>)| {
        !above.text.is_empty() && layout.family_at_end(&format!("{}{}", above.text, piece.text)).is_some()
    };
    let is_cut = |(above, piece): (&Cell<'_>, &Cell<'_>)| {
        above.text.ends_with(JOINTS)
            || piece.text.starts_with(JOINTS)
            || (above.text.ends_with('年') && piece.text.starts_with('度'))
            || (layout.family_at_end(&above.text).is_none() && !layout::is_year(&above.text))
    };
    let joined = |at: usize| Cell { text: Cow::Owned(word(rows, (start, 1), at)), ..upper[at].clone() };
    // A row of data may stand right above the header of the next page.
    let is_data = |cell: &Cell<'_>| {
        let shape = Shape::of(&cell.text, layout);
        matches!(shape, Shape::Number | Shape::Dash | Shape::Sentence | Shape::Labelled) && !layout::is_year(&cell.text)
            || scale::alphabet(&cell.text).is_some_and(|alphabet| alphabet != Alphabet::Word)
    };
    pieces.peek().is_some()
        && pieces.clone().all(is_word)
        && pieces.any(is_cut)
        && !upper.iter().any(is_data)
        && is_header(&(0..upper.len()).map(joined).collect::<Vec<_>>(), layout)
}

/// The word of a column: its beginning in a row with the pieces in so many rows below.
pub(super) fn word(rows: &Rows<'_>, (main, below): (usize, usize), at: usize) -> String {
    let cells = rows.rows[main..=main + below].iter().map(|row| rows.of(row).get(at));
    cells.map(|cell| cell.map_or("", |cell| &*cell.text)).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[track_caller]
    fn case(header: &str, names: &[&str]) {
        let row = "花壇の手入れ\t春に苗を植えた。\t3\t公園課\n";
        let sheet = format!("{header}1\t{row}2\t{row}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.columns.iter().map(|column| &*column.name).collect::<Vec<_>>(), names, "{header}");
        assert_eq!(read.records.len(), 2, "{header}");
    }

    #[test]
    fn a_word_goes_on_in_the_rows_below_its_first_letter() {
        let names = ["番号", "事業名", "実施内容", "達成度", "所管課"];
        case("番\t事業名\t実施内容\t達\t所管課\n号\t\t\t成\t\n\t\t\t度\t\n", &names);
        let names = ["番号", "事業名", "実施内容", "評価", "所管課"];
        case("番\t事業名\t実施内容\t評\t所管\n号\t\t\t価\t課\n", &names);
    }

    #[test]
    fn a_phrase_goes_on_in_the_row_below() {
        let names = ["No.", "事業名", "次年度以降の対応", "達成度", "所管課"];
        case("No.\t事業名\t次年度以降\t達成\t所管\n\t\tの対応\t度\t課\n", &names);
        let names = ["No.", "事業名", "令和6年度の計画", "利用実績", "所管課"];
        case("No.\t事業名\t令和6年\t利用\t所管課\n\t\t度の計画\t実績\t\n", &names);
        // 上期 below 評価 is a level of its own.
        let names = ["No.", "事業名", "実施内容", "上期", "所管課"];
        case("No.\t事業名\t実施内容\t評価\t所管課\n\t\t\t上期\t\n", &names);
    }
}
