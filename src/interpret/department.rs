//! Departments: names, and notes in brackets.
//!
//! In: the text of a department cell and the names known from the whole column. Out: one [`Department`] per name. A name
//! that a narrow column cut in two is put together where the whole of it is known from another row, or where its end is no
//! name by itself.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::interpret::layout::Layout;
use crate::interpret::shape;
use crate::interpret::text;
use crate::record::Department;

/// What stands between names.
const SEPARATORS: [char; 11] = [' ', '\u{3000}', '、', '，', ',', '／', '/', ';', '；', '\n', '\t'];

/// Reads the names in a cell.
pub fn departments<'s>(cell: &Cow<'s, str>, known: &HashSet<String>, layout: &Layout) -> Vec<Department<'s>> {
    if is_one_name(cell) {
        return vec![Department { name: cell.clone(), note: None }];
    }
    let cell = text::with_full_width_kana(cell);
    let mut list: Vec<Department<'s>> = Vec::new();
    let mut cut: Option<String> = None;
    for piece in pieces(&cell).into_iter().flat_map(|piece| apart(piece, layout)) {
        if shape::is_dash(piece) {
            continue;
        }
        if let Some(note) = bracketed(piece) {
            match list.last_mut().filter(|last| last.note.is_none()) {
                Some(last) => last.note = Some(Cow::Owned(note.to_owned())),
                None => list.push(Department { name: Cow::Owned(note.to_owned()), note: None }),
            }
            continue;
        }
        if is_extension(piece)
            && let Some(last) = list.last_mut().filter(|last| last.note.is_none())
        {
            last.note = Some(Cow::Owned(piece.to_owned()));
            continue;
        }
        if let Some(first) = cut.take() {
            let whole = format!("{first}{piece}");
            if is_second_half(piece) || (known.contains(&whole) && !known.contains(piece)) {
                list.pop();
                list.push(Department { name: Cow::Owned(whole), note: None });
                continue;
            }
        }
        if !layout.ends_like_department(piece) {
            cut = Some(piece.to_owned());
        }
        list.push(Department { name: Cow::Owned(piece.to_owned()), note: None });
    }
    borrow_whole(list, cell)
}

/// What departments do for something: 移住促進室, 道路整備推進課. None is called by that alone.
const DEEDS: [&str; 3] = ["推進", "促進", "対策"];

/// Whether a piece can only be the end of a name, of which the beginning stands before it: 推進課.
fn is_second_half(piece: &str) -> bool {
    let deed = piece.strip_suffix(['課', '室', '係', '班', '局', '部']);
    deed.is_some_and(|deed| DEEDS.contains(&deed))
}

/// Whether a cell holds a single name and nothing else, as nearly every one does: no mark stands in it that could set
/// anything apart, and no half-width kana.
fn is_one_name(cell: &str) -> bool {
    let sets_apart = |c: char| {
        if text::is_kana_or_ideograph(c) {
            return false;
        }
        matches!(c, '(' | '（' | '〔' | '［' | '[' | ')' | '）' | '〕' | '］' | ']')
            || matches!(c, '・' | '●' | '○' | '◎' | '◯' | '〇' | '\u{FF61}'..='\u{FF9F}')
            || c.is_whitespace()
            || SEPARATORS.contains(&c)
    };
    !cell.is_empty() && !shape::is_dash(cell) && !cell.contains(sets_apart)
}

/// A cell that holds one name after all need not be copied.
fn borrow_whole<'s>(mut list: Vec<Department<'s>>, cell: Cow<'s, str>) -> Vec<Department<'s>> {
    if let [only] = list.as_mut_slice()
        && only.note.is_none()
        && *only.name == *cell
    {
        only.name = cell;
    }
    list
}

/// Splits at separators outside brackets, and before and behind brackets. Separators at the front of a piece are
/// skipped, and bullets with them.
fn pieces(cell: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    let mut from = 0;
    let mut close = |from: usize, to: usize| {
        let piece = cell[from..to].trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
        let piece = piece.trim_start_matches(['・', '●', '○', '◎', '◯', '〇']);
        if !piece.is_empty() {
            pieces.push(piece);
        }
    };
    // English names have spaces inside.
    let separates = |c: char| SEPARATORS.contains(&c) && !(c == ' ' && cell.is_ascii());
    for (at, c) in cell.char_indices() {
        if matches!(c, '(' | '（' | '〔' | '［' | '[') {
            if depth == 0 {
                close(from, at);
                from = at;
            }
            depth += 1;
        } else if matches!(c, ')' | '）' | '〕' | '］' | ']') {
            depth = depth.saturating_sub(1);
            // (福)協議会: a bracket in front belongs to the name behind it.
            let before = cell[..from].chars().next_back();
            let in_front = before.is_none_or(&separates) && cell[at + c.len_utf8()..].starts_with(|c| !separates(c));
            if depth == 0 && !in_front {
                close(from, at + c.len_utf8());
                from = at + c.len_utf8();
            }
        } else if depth == 0 && separates(c) {
            close(from, at);
            from = at + c.len_utf8();
        }
    }
    close(from, cell.len());
    pieces
}

/// Splits names at middle dots where each part is a name by itself: 道路課・公園課, but not エコ・クリーン課.
fn apart<'c>(piece: &'c str, layout: &Layout) -> Vec<&'c str> {
    let parts: Vec<&str> = piece.split('・').collect();
    let whole = |part: &&str| layout.ends_like_department(part) && part.chars().nth(2).is_some();
    let office = parts.iter().any(|part| part.ends_with(['課', '室', '係', '局']));
    if parts.len() > 1 && office && parts.iter().all(whole) { parts } else { vec![piece] }
}

/// `内線231`, `℡ 12-3456`: how to reach the department named before.
fn is_extension(piece: &str) -> bool {
    ["内線", "電話", "TEL", "Tel", "℡", "☎"].iter().any(|word| piece.starts_with(word))
}

/// The inside of a piece in brackets.
fn bracketed(piece: &str) -> Option<&str> {
    let inner = piece.strip_prefix(['(', '（', '〔', '［', '['])?;
    let inner = inner.strip_suffix([')', '）', '〕', '］', ']']).unwrap_or(inner).trim();
    (!inner.is_empty()).then_some(inner)
}

/// The single names of a column, to know cut ones by.
pub fn known<'c>(cells: impl Iterator<Item = &'c str>, layout: &Layout) -> HashSet<String> {
    let mut names = HashSet::new();
    // The cells of a column repeat a few names: each text is cut once.
    let distinct: HashSet<&str> = cells.collect();
    for cell in distinct {
        for piece in pieces(cell) {
            if layout.ends_like_department(piece) && !names.contains(piece) {
                names.insert(piece.to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{departments, known};
    use crate::interpret::layout::Layout;

    #[track_caller]
    fn case(cell: &str, expected: &[(&str, Option<&str>)]) {
        let layout = Layout::builtin();
        let known = known(["企画課", "公共施設マネジメント推進課", "地域保健課"].into_iter(), layout);
        let found = departments(&Cow::Borrowed(cell), &known, layout);
        let found: Vec<(&str, Option<&str>)> = found.iter().map(|d| (&*d.name, d.note.as_deref())).collect();
        assert_eq!(found, expected, "{cell}");
    }

    #[test]
    fn names_and_notes() {
        case("企画課", &[("企画課", None)]);
        case("企画課 図書館", &[("企画課", None), ("図書館", None)]);
        case("企画課、財政課", &[("企画課", None), ("財政課", None)]);
        case("企画課 (関係各課)", &[("企画課", Some("関係各課"))]);
        case("企画課（一部）図書館", &[("企画課", Some("一部")), ("図書館", None)]);
        case("エコ・クリーン政策課", &[("エコ・クリーン政策課", None)]);
        case("ｽﾎﾟｰﾂ課", &[("スポーツ課", None)]);
        case("", &[]);
    }

    #[test]
    fn a_cut_name_is_joined_where_the_whole_is_known_or_its_end_is_no_name() {
        case("公共施設マネジメ\nント推進課", &[("公共施設マネジメント推進課", None)]);
        case("企画課 移住 促進室", &[("企画課", None), ("移住促進室", None)]);
        case("企画課 推進室", &[("企画課", None), ("推進室", None)]);
        case("障害者支援 地域保健課", &[("障害者支援", None), ("地域保健課", None)]);
    }
}
