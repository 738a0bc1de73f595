//! Damages to rating codes.
//!
//! In: a made sheet. Out: the sheet with codes in other forms, which are read all the same, or wrong ones.

use crate::made::{Cell, Chance, Holds, Made};

fn code<'m>(made: &'m mut Made, chance: &mut Chance) -> Option<&'m mut Cell> {
    let cells = made.cells_of(&[Holds::Code]);
    if cells.is_empty() {
        return None;
    }
    let (row, at) = chance.pick(&cells);
    Some(&mut made.rows[row].cells[at])
}

pub(crate) fn missing(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let cell = code(made, chance)?;
    cell.printed.clear();
    cell.damaged = true;
    Some(())
}

/// A code that no scale has, a look-alike, or a word.
pub(crate) fn wrong(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let cell = code(made, chance)?;
    cell.printed = chance.pick(&["Z", "А", "ァ", "9", "ん", "要確認", "AB"]).to_owned();
    cell.damaged = true;
    Some(())
}

/// The same codes full-width, half-width and circled.
const WIDTHS: [(&str, &str); 20] = [
    ("A", "Ａ"),
    ("B", "Ｂ"),
    ("C", "Ｃ"),
    ("D", "Ｄ"),
    ("E", "Ｅ"),
    ("ア", "ｱ"),
    ("イ", "ｲ"),
    ("ウ", "ｳ"),
    ("エ", "ｴ"),
    ("オ", "ｵ"),
    ("1", "１"),
    ("2", "２"),
    ("3", "３"),
    ("4", "４"),
    ("5", "５"),
    ("1", "①"),
    ("2", "②"),
    ("3", "③"),
    ("4", "④"),
    ("5", "⑤"),
];

pub(crate) fn widths(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let mut count = 0;
    for _ in 0..6 {
        let cell = code(made, chance)?;
        let others: Vec<&str> =
            WIDTHS.iter().filter(|(code, _)| *code == cell.printed).map(|(_, other)| *other).collect();
        if !others.is_empty() {
            cell.printed = chance.pick(&others).to_owned();
            count += 1;
        }
    }
    (count > 0).then_some(())
}

/// A code in brackets, or with a dot or the word 評価 behind it. Nobody writes so of a word like 済.
pub(crate) fn padded(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let cell = code(made, chance)?;
    let is_word = cell.printed.starts_with(|c| matches!(c, '一'..='鿿'));
    if cell.printed.chars().count() != 1 || is_word {
        return None;
    }
    let (before, behind) = chance.pick(&[("(", ")"), ("（", "）"), ("", "."), ("", "評価"), (" ", " ")]);
    cell.printed = format!("{before}{}{behind}", cell.printed);
    Some(())
}
