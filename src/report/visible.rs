//! Text that is seen and not obeyed.
//!
//! In: any text, also from a sheet or a file name that means harm. Out: text without what a terminal, or whoever reads
//! the log of a build, would take for a command. Where bytes must stay as they are, formats escape instead.

use std::borrow::Cow;

/// The first of the pictures for the control characters U+0000 to U+001F, in the same order.
const CONTROL_PICTURES: u32 = 0x2400;

/// Replaces what would act on a terminal instead of being seen there: control characters by their pictures, and what
/// reorders or hides text by `�`. One character for one, so that columns stay. Line breaks and tabs are replaced too.
/// What is left is also what XML 1.0 allows.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| shown(character) == character) {
        return disarmed(text);
    }
    let seen: String = text.chars().map(shown).collect();
    Cow::Owned(disarmed(&seen).into_owned())
}

/// Whether a character is shown as itself.
pub(super) fn is_visible(character: char) -> bool {
    shown(character) == character
}

/// Takes the point from commands that act wherever they stand in a line of a log: `##[…]` of GitHub's first runners,
/// which every later one still obeys, `##vso[…]` of Azure Pipelines, `##teamcity[…]`. Their bracket becomes full-width.
/// Other commands must begin their line; no line here begins with a text of the sheet.
pub(super) fn disarmed(line: &str) -> Cow<'_, str> {
    if !line.contains("##") {
        return Cow::Borrowed(line);
    }
    let mut parts = line.split('[').peekable();
    let mut safe = String::with_capacity(line.len());
    while let Some(part) = parts.next() {
        safe.push_str(part);
        let is_command = part.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).ends_with("##");
        if parts.peek().is_some() {
            safe.push(if is_command { '［' } else { '[' });
        }
    }
    Cow::Owned(safe)
}

fn shown(character: char) -> char {
    match character {
        // Nearly every character.
        ' '..='~' | '\u{3000}'..='\u{9fff}' => character,
        '\0'..='\x1f' => char::from_u32(CONTROL_PICTURES + character as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '␡',
        // The upper control characters: some terminals take U+009B for the start of a command.
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        // Marks that set, override or isolate the direction of text.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        // Nothing to see, or a line break that no line counts: soft hyphen, zero width, separators, tags.
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' => '\u{fffd}',
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        // No characters at all, and forbidden in XML.
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        seen => seen,
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_that_acts_on_a_terminal_is_left() {
        assert_eq!(visible("\0\x1b[31m\r\n\t\x7f"), "␀␛[31m␍␊␉␡");
        assert_eq!(
            visible("\u{9b}2J \u{202e}右 \u{200b}\u{feff}\u{2028}\u{fffe}"),
            "\u{fffd}2J \u{fffd}右 \u{fffd}\u{fffd}\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn nothing_that_acts_in_a_log_is_left() {
        assert_eq!(visible("##[error]x ##vso[task.y]z [a] ##"), "##［error]x ##vso［task.y]z [a] ##");
        assert_eq!(visible("### 12 [人] #\0#[set]"), "### 12 [人] #␀#[set]");
        assert_eq!(visible("\x1b##[debug]"), "␛##［debug]");
    }

    #[test]
    fn names_keep_their_variants_and_private_characters() {
        let name = "葛\u{e0100}飾区　\u{e000}①㈱髙";
        assert_eq!(visible(name), name);
    }
}
