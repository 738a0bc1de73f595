//! What is wrong with a configuration, in words for whoever wrote it.
//!
//! In: what stands there. Out: key and remedy in both languages. What is wrong with any file of a user, whatever is in
//! it, is left to [`mistake`](crate::interpret::layout::mistake).

use crate::diagnostic::{Text, text};
use crate::rules;

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
