//! Header words that stand upright in a narrow column: `番` above `号`, `達` above `成` above `度`.
//!
//! In: the row of a header that names its columns. Out: how many rows below it go on with its words, and the words whole.

use crate::interpret::layout::{Fit, Layout};
use crate::interpret::text;
use crate::read::lex::Rows;

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
}
