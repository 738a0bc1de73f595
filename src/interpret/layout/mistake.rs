//! What is wrong with a file of a user, a layout or a configuration, in words for whoever wrote it.
//!
//! In: TOML; of an error of its parser, which has only English and often leaves out the key, the message. Out: line,
//! key and remedy in both languages. A message whose form is not known is passed on as it is.

use serde::de::DeserializeOwned;

use crate::diagnostic::{Text, text};

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {}", said.en)]
pub struct Mistake {
    /// Its line, from 1.
    pub line: usize,
    /// The key or value, and what was expected there.
    pub said: Text,
}

impl Mistake {
    /// One at a byte of a file.
    pub(crate) fn at(byte: usize, toml: &str, said: Text) -> Self {
        Self { line: toml[..byte].matches('\n').count() + 1, said }
    }
}

/// Reads a file into its shape.
pub(crate) fn shaped<T: DeserializeOwned>(toml: &str) -> Result<T, Mistake> {
    toml::from_str(toml).map_err(|error| {
        let place = error.span().map_or(0, |span| span.start);
        Mistake::at(place, toml, refused(error.message(), toml.split_at(place)))
    })
}

/// Says what the parser refused, with the file up to there and from there on.
fn refused(message: &str, (before, behind): (&str, &str)) -> Text {
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
    let header = behind.strip_prefix('[').and_then(|header| header.split_once(']'));
    match (message.split_once(", expected "), header) {
        (Some(("invalid type: map", "a sequence")), Some((name, _))) => once(name),
        (Some((found, expected)), _) if found.starts_with("invalid type") => mistaken(key(before), expected),
        _ => text(format!("TOML として読めません（{message}）"), format!("this is no TOML ({message})")),
    }
}

/// A table in the place of a list of tables.
fn once(name: &str) -> Text {
    text(format!("「[{name}]」は「[[{name}]]」と書いてください"), format!("write `[{name}]` as `[[{name}]]`"))
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

/// A scale without codes.
pub(super) fn no_codes() -> Text {
    text("「codes」が空です。使ってよい記号を書いてください", "`codes` is empty; write the codes that may be used")
}

/// A scale that has a code twice.
pub(super) fn code_twice(code: &str) -> Text {
    text(
        format!("「codes」に「{code}」が二度あります。一つにしてください"),
        format!("`codes` has `{code}` twice; write it once"),
    )
}

/// A scale that has more or fewer labels than codes.
pub(super) fn uneven_labels(labels: usize, codes: usize) -> Text {
    text(
        format!(
            "「codes」は{codes}個なのに「labels」は{labels}個です。同じ順に同じ数だけ書くか、「labels」を消してください"
        ),
        format!("`labels` has {labels} where `codes` has {codes}; write one for each code, or leave `labels` out"),
    )
}

/// A scale whose name another one has.
pub(super) fn scale_twice(name: &str) -> Text {
    text(
        format!("「{name}」という評価区分が二つあります。一つにまとめるか、名前を変えてください"),
        format!("there are two scales `{name}`; make them one, or rename one of them"),
    )
}
