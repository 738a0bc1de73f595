//! Damages to the text of cells.
//!
//! In: a made sheet. Out: the sheet with cells printed otherwise than they say.

use encoding_rs::SHIFT_JIS;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::made::{Cell, Chance, Holds, Made};

/// The columns whose cells hold sentences.
const SENTENCES: [Holds; 2] = [Holds::Text, Holds::Comment];

/// A cell with a sentence in it. Numbers in a column of texts are none.
fn sentence<'m>(made: &'m mut Made, chance: &mut Chance) -> Option<&'m mut Cell> {
    let mut cells = made.cells_of(&SENTENCES);
    cells.retain(|&(row, at)| made.rows[row].cells[at].printed.chars().count() >= 10);
    if cells.is_empty() {
        return None;
    }
    let (row, at) = chance.pick(&cells);
    Some(&mut made.rows[row].cells[at])
}

/// Where a character begins, away from both ends.
fn inside(text: &str, chance: &mut Chance) -> usize {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts[chance.within(3..starts.len() - 2)]
}

/// A cell broken over two to four lines without quotes.
pub(crate) fn broken(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let breaks = chance.within(1..4);
    let cell = sentence(made, chance)?;
    for _ in 0..breaks {
        let at = inside(&cell.printed, chance);
        if !cell.printed[at..].starts_with('\n') && !cell.printed[..at].ends_with('\n') {
            // A whole sentence below the end of a row may as well be a line of its own: enough that this is said.
            cell.damaged |= cell.printed[..at].ends_with('。');
            cell.printed.insert(at, '\n');
        }
    }
    cell.loose = true;
    Some(())
}

/// Cells with commas, quotes and line breaks, quoted as Excel does it.
pub(crate) fn quoted(made: &mut Made, chance: &mut Chance) -> Option<()> {
    for _ in 0..3 {
        let cell = sentence(made, chance)?;
        if cell.printed.contains('"') {
            continue;
        }
        let more = chance.pick(&["\n対象は市民とする。", "\n・会場, 日時を改める。", "「春の\"市\"」を開く。"]);
        for text in [&mut cell.said, &mut cell.printed] {
            text.push_str(more);
        }
        cell.printed = format!("\"{}\"", cell.printed.replace('"', "\"\""));
    }
    Some(())
}

/// A quote that nothing closes, at the start of a cell or before its full stop.
pub(crate) fn stray_quote(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let cell = sentence(made, chance)?;
    let at_start = chance.one_in(2);
    for text in [&mut cell.said, &mut cell.printed] {
        let at = if at_start { 0 } else { text.rfind('。')? };
        text.insert(at, '"');
    }
    cell.damaged = true;
    Some(())
}

/// All sentences of a column wrapped at its width, which leaves a space at the end of each line.
pub(crate) fn wrapped(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let width = chance.within(16..31);
    let cells = made.cells_of(&SENTENCES);
    if cells.is_empty() {
        return None;
    }
    let (row, at) = chance.pick(&cells);
    let column = made.rows[row].cells[at].column;
    // Nobody can tell a space that separates from a wrap where it stands at the end of a full line.
    let mut others = made.cells_of(&SENTENCES).into_iter().map(|(row, at)| &made.rows[row].cells[at]);
    let full = |piece: &str| piece.width().abs_diff(width) <= 8;
    if others.any(|cell| cell.column == column && cell.said.split([' ', '\n']).rev().skip(1).any(full)) {
        return None;
    }
    for cell in made.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if column.is_some() && cell.column == column && cell.printed == cell.said && !cell.said.contains(['\n', ' ']) {
            (cell.said, cell.printed) = wraps(&cell.said, width);
        }
    }
    Some(())
}

/// The text as it is meant and as it is printed in lines of a width. A space behind a sentence separates, whoever put
/// it there.
fn wraps(text: &str, width: usize) -> (String, String) {
    let (mut said, mut printed, mut used) = (String::new(), String::new(), 0);
    for word in words(text) {
        let own: usize = word.chars().map(|c| c.width().unwrap_or(0)).sum();
        if used + own > width && used > 0 {
            said.extend(said.ends_with(['。', '！', '？', '!', '?', '：', ':', '】']).then_some(' '));
            printed.push(' ');
            used = 0;
        }
        used += own;
        said.push_str(word);
        printed.push_str(word);
    }
    (said, printed)
}

/// What no line end parts: Latin words, a sign that may not begin a line and what stands before it, one that may not
/// end a line and what stands behind it.
fn words(text: &str) -> Vec<&str> {
    let is_latin = |c: char| c.is_ascii_alphanumeric() || ".,%-".contains(c);
    let mut starts: Vec<usize> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let goes_on = is_latin(c) && before.is_some_and(is_latin);
        if before.is_none() || !(goes_on || "、。，．・：；！？）」』】〕〉》ー々ゃゅょっャュョッ".contains(c))
        {
            starts.push(at);
        }
        before = Some(c);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| &text[start..end]).collect()
}

/// Words in half-width kana, and the same in full width.
const KANA: [(&str, &str); 5] = [
    ("セミナー", "ｾﾐﾅｰ"),
    ("アンケート", "ｱﾝｹｰﾄ"),
    ("ホームページ", "ﾎｰﾑﾍﾟｰｼﾞ"),
    ("パンフレット", "ﾊﾟﾝﾌﾚｯﾄ"),
    ("オンライン", "ｵﾝﾗｲﾝ"),
];

pub(crate) fn half_width(made: &mut Made, _: &mut Chance) -> Option<()> {
    let mut count = 0;
    for (row, at) in made.cells_of(&SENTENCES) {
        let cell = &mut made.rows[row].cells[at];
        for (full, half) in KANA {
            count += cell.printed.matches(full).count();
            cell.printed = cell.printed.replace(full, half);
        }
    }
    (count > 0).then_some(())
}

/// A cell of UTF-8 that somebody read as Shift_JIS.
pub(crate) fn mojibake(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let cell = sentence(made, chance)?;
    cell.printed = SHIFT_JIS.decode_without_bom_handling(cell.printed.as_bytes()).0.replace(['\t', '\n', '\r'], "");
    cell.damaged = true;
    Some(())
}

fn put_in(made: &mut Made, chance: &mut Chance, character: char) -> Option<()> {
    let cell = sentence(made, chance)?;
    let at = inside(&cell.printed, chance);
    cell.printed.insert(at, character);
    Some(())
}

/// A control, zero-width or direction character.
pub(crate) fn control(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let character = chance.pick(&['\u{1}', '\u{8}', '\u{1b}', '\u{7f}', '\u{200b}', '\u{feff}', '\u{202e}']);
    put_in(made, chance, character)
}

pub(crate) fn nul(made: &mut Made, chance: &mut Chance) -> Option<()> {
    put_in(made, chance, '\0')
}

/// A cell of a megabyte.
pub(crate) fn huge(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let cell = sentence(made, chance)?;
    cell.printed = cell.printed.repeat(1_000_000 / cell.printed.len());
    cell.said.clone_from(&cell.printed);
    Some(())
}
