//! What is wrong with a configuration, in words for whoever wrote it.
//!
//! In: an error of the TOML parser, which has only English and often leaves out the key. Out: key and remedy in both
//! languages. A message whose form is not known is passed on as it is.

use crate::diagnostic::{Text, text};
use crate::rules;

/// Says what the parser refused; `before` is the file up to there.
pub(super) fn refused(message: &str, before: &str) -> Text {
    let message = message.lines().next().unwrap_or_default();
    let mut names = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown field") {
        let (key, known) = (names.next().unwrap_or_default(), names.collect::<Vec<_>>());
        return text(
            format!("「{key}」という項目はありません。使える項目: {}", known.join("、")),
            format!("there is no key `{key}`; the keys are {}", known.join(", ")),
        );
    }
    if message.starts_with("missing field") {
        let key = names.next().unwrap_or_default();
        return text(format!("「{key}」がありません。書き加えてください"), format!("`{key}` is missing; add it"));
    }
    match message.split_once(", expected ") {
        Some((found, expected)) if found.starts_with("invalid type") => mistaken(key(before), expected),
        _ => text(format!("TOML として読めません（{message}）"), format!("this is no TOML ({message})")),
    }
}

/// A value of another kind.
fn mistaken(key: &str, expected: &str) -> Text {
    let (ja, en) = match expected {
        "a sequence" => ("一覧（[\"…\", \"…\"]）", "a list: [\"…\", \"…\"]"),
        "a string" => ("「\"」で囲んだ文字列", "a text in quotes"),
        _ => ("表（{ … = … }）", "a table: { … = … }"),
    };
    text(format!("「{key}」には{ja}を書いてください"), format!("`{key}` must be {en}"))
}

/// The key whose value begins, or goes on, at the end of a text.
fn key(before: &str) -> &str {
    let left = before.rfind('=').map_or(before, |at| &before[..at]);
    let start = left.rfind(['\n', '{', ',']).map_or(0, |at| at + 1);
    left[start..].trim()
}

/// A rule that is none.
pub(super) fn unknown_rule(name: &str) -> Text {
    match rules::nearest(name) {
        Some(near) => text(
            format!("「{name}」という規則はありません。近いもの: {}", near.name),
            format!("there is no rule `{name}`; the nearest is `{}`", near.name),
        ),
        None => text(
            format!("「{name}」という規則はありません。一覧は「plan-eval explain」で見られます"),
            format!("there is no rule `{name}`; `plan-eval explain` lists them"),
        ),
    }
}

/// A word that is no severity.
pub(super) fn unknown_severity(rule: &str, word: &str) -> Text {
    text(
        format!("「{rule}」に「{word}」は使えません。off、note、warning、error のどれかを書いてください"),
        format!("`{rule}` cannot be `{word}`; write off, note, warning or error"),
    )
}

/// A pattern that is none.
pub(super) fn bad_pattern(error: &globset::Error) -> Text {
    text(
        format!("「pattern」がパターンとして読めません（{}）。「2019/**」のように書いてください", error.kind()),
        format!("the `pattern` is none ({}); write one like `2019/**`", error.kind()),
    )
}

/// A scale without codes.
pub(super) fn no_codes() -> Text {
    text("「codes」が空です。使ってよい記号を書いてください", "`codes` is empty; write the codes that may be used")
}
