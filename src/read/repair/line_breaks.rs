//! Line breaks that an export wrote otherwise: `<br>`, `<br/>`, `\n`, `_x000D_`, the vertical tab of word processors.
//!
//! In: the text of a cell. Out: the same with line breaks in their places. `\n` in a path stays, and so does what is
//! all that a cell holds.

/// The text with line breaks in the place of what stands for them, if anything does.
pub(super) fn mended(text: &str) -> Option<String> {
    let mut after = String::with_capacity(text.len());
    let mut from = 0;
    while let Some((before, length)) = next(text, from) {
        after.push_str(&text[from..before]);
        after.push('\n');
        from = before + length;
        // Some exports write the break and what stands for it.
        from += usize::from(text[from..].starts_with('\n'));
    }
    after.push_str(&text[from..]);
    (from > 0 && !after.trim().is_empty()).then(|| after.trim().to_owned())
}

/// Where the next of them begins, and its length.
fn next(text: &str, from: usize) -> Option<(usize, usize)> {
    let begins = |(at, _): (usize, &str)| Some((from + at, length(text, from + at)?));
    text[from..].match_indices(['<', '\\', '_', '\u{B}']).find_map(begins)
}

/// The length of what stands for a line break at a place.
fn length(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    if let Some(written) = ["_x000D_", "\u{B}"].into_iter().find(|written| rest.starts_with(written)) {
        return Some(written.len());
    }
    if let Some(inside) = rest.get(1..3).filter(|_| rest.starts_with('<')) {
        let end = rest[3..].trim_start_matches(' ').trim_start_matches('/');
        return (inside.eq_ignore_ascii_case("br") && end.starts_with('>')).then(|| rest.len() - end.len() + 1);
    }
    let length = ["\\r\\n", "\\n"].into_iter().find(|written| rest.starts_with(written))?.len();
    (!is_in_path(&text[..at], &rest[length..])).then_some(length)
}

/// Whether a backslash stands in a path: `C:\new`, `\\server\name`, `共有\notes`. Behind the end of a sentence it does
/// not.
fn is_in_path(before: &str, behind: &str) -> bool {
    let goes_on = behind.starts_with(|c: char| c.is_ascii_alphabetic()) && !before.ends_with(['。', '、', '）']);
    goes_on || before.ends_with([':', '\\'])
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn what_stands_for_a_line_break_is_one() {
        let texts = [
            "苗を植えた。<br>草を刈った。",
            "苗を植えた。<BR />草を刈った。",
            "苗を植えた。\\n草を刈った。",
            "苗を植えた。\\r\\n草を刈った。",
            "苗を植えた。_x000D_\n草を刈った。_x000D_",
            "苗を植えた。\u{B}草を刈った。",
        ];
        texts
            .into_iter()
            .for_each(|text| assert_eq!(mended(text).as_deref(), Some("苗を植えた。\n草を刈った。"), "{text}"));
        assert_eq!(mended("・苗を配る。\\nSNSで知らせる。").as_deref(), Some("・苗を配る。\nSNSで知らせる。"));
    }

    #[test]
    fn other_texts_stay() {
        let texts =
            ["C:\\new\\notes", "\\\\server\\name", "共有\\notes", "a<b>c", "<br>", "x_000D_", "<b", "苗\n草", ""];
        texts.into_iter().for_each(|text| assert_eq!(mended(text), None, "{text}"));
    }
}
