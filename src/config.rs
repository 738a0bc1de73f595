//! The configuration of a city: `plan-eval.toml`.
//!
//! In: TOML. Out: a [`Config`], or what is wrong with the file, with line and key. Where the file is found is left to the
//! command line; what becomes of the demands in it, to [`check`](crate::check).

use std::collections::HashMap;

use globset::{Glob, GlobMatcher};
use serde::Deserialize;
use toml::Spanned;

use crate::check::demands::Demands;
use crate::diagnostic::{Diagnostic, Rule, Severity, Text, text};
use crate::interpret::layout::Layout;
use crate::interpret::layout::file::{FileScale, UserFile};
use crate::rules;

/// The name under which a configuration is looked for.
pub const FILE_NAME: &str = "plan-eval.toml";

/// The word that turns a rule off.
const OFF: &str = "off";

/// What a city asks for.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Departments, columns and scales.
    pub demands: Demands,
    /// Header words, heading marks and scales of its sheets.
    pub layout: Option<Layout>,
    severities: Severities,
    files: Vec<(GlobMatcher, Severities)>,
}

/// What rules are changed to; off is none.
type Severities = HashMap<String, Option<Severity>>;

/// What is wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {}", said.en)]
pub struct ConfigError {
    /// Its line, from 1.
    pub line: usize,
    /// The key or value, and what was expected there.
    pub said: Text,
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    departments: Vec<String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    rules: Words,
    #[serde(default)]
    files: Vec<FilePattern>,
    #[serde(default)]
    scale: Vec<FileScale>,
    #[serde(default)]
    layout: Vec<UserFile>,
}

/// `[[files]]`: other severities for some files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FilePattern {
    pattern: Spanned<String>,
    rules: Words,
}

/// Rules and what they are changed to, as written.
type Words = HashMap<Spanned<String>, Spanned<String>>;

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, with its line and the key.
    pub fn parse(toml: &str) -> Result<Self, ConfigError> {
        let at = |byte: usize, said: Text| ConfigError { line: toml[..byte].matches('\n').count() + 1, said };
        let file: File = toml::from_str(toml).map_err(|error| {
            let place = error.span().map_or(0, |span| span.start);
            at(place, text(error.message(), error.message()))
        })?;
        let pattern = |of: FilePattern| {
            let glob =
                Glob::new(of.pattern.get_ref()).map_err(|error| at(of.pattern.span().start, bad_pattern(&error)))?;
            Ok((glob.compile_matcher(), severities(of.rules, &at)?))
        };
        let scales: Vec<_> = file.scale.into_iter().map(FileScale::into_scale).collect();
        let mut own = Layout::default();
        own.scales.clone_from(&scales);
        let is_plain = file.layout.is_empty() && scales.is_empty();
        let layouts = file.layout.into_iter().map(Layout::of_user);
        Ok(Self {
            demands: Demands { departments: file.departments, columns: file.columns, scales },
            layout: (!is_plain).then(|| layouts.fold(own, Layout::with)),
            severities: severities(file.rules, &at)?,
            files: file.files.into_iter().map(pattern).collect::<Result<_, _>>()?,
        })
    }

    /// The findings of a file, given by its path with `/`, as bad as they are here; without those of rules that are off.
    pub fn judged(&self, findings: Vec<Diagnostic>, file: &str) -> Vec<Diagnostic> {
        if self.severities.is_empty() && self.files.is_empty() {
            return findings;
        }
        let judged = |found: Diagnostic| {
            let severity = self.severity(found.rule, file)?;
            Some(Diagnostic { severity, ..found })
        };
        findings.into_iter().filter_map(judged).collect()
    }

    /// How bad a finding of a rule is in a file, given by its path with `/`; none where the rule is off. The last
    /// pattern that fits decides.
    pub fn severity(&self, rule: &Rule, file: &str) -> Option<Severity> {
        let of_file = self.files.iter().rev().filter(|(pattern, _)| pattern.is_match(file));
        let mut changed = of_file.map(|(_, severities)| severities).chain([&self.severities]);
        changed.find_map(|severities| severities.get(rule.name)).copied().unwrap_or(Some(rule.severity))
    }
}

fn severities(words: Words, at: &dyn Fn(usize, Text) -> ConfigError) -> Result<Severities, ConfigError> {
    let mut severities = Severities::new();
    for (rule, word) in words {
        if rules::named(rule.get_ref()).is_none() {
            return Err(at(rule.span().start, unknown_rule(rule.get_ref())));
        }
        let known = Severity::ALL.into_iter().find(|severity| severity.name() == word.get_ref());
        if known.is_none() && word.get_ref() != OFF {
            return Err(at(word.span().start, unknown_severity(rule.get_ref(), word.get_ref())));
        }
        severities.insert(rule.into_inner(), known);
    }
    Ok(severities)
}

fn unknown_rule(name: &str) -> Text {
    text(
        format!("`{name}` という規則はありません。名前は RULES.md で確かめてください"),
        format!("there is no rule `{name}`; RULES.md lists their names"),
    )
}

fn unknown_severity(rule: &str, word: &str) -> Text {
    text(
        format!("`{rule}` に `{word}` は使えません。off、note、warning、error のどれかを書いてください"),
        format!("`{rule}` cannot be `{word}`; write off, note, warning or error"),
    )
}

fn bad_pattern(error: &globset::Error) -> Text {
    text(
        format!("`pattern` が読めません（{error}）。例: \"2019/**\""),
        format!("the `pattern` makes no sense ({error}); write one such as \"2019/**\""),
    )
}

#[cfg(test)]
mod tests {
    use super::Config;
    use crate::diagnostic::Severity;
    use crate::rules;

    #[track_caller]
    fn refused(toml: &str, expected: &str) {
        assert_eq!(Config::parse(toml).expect_err("the file is wrong").to_string(), expected);
    }

    #[test]
    fn errors_name_line_and_key() {
        refused(
            "[rules]\nmissing-comments = \"off\"\n",
            "line 2: there is no rule `missing-comments`; RULES.md lists their names",
        );
        refused(
            "# ours\n\n[rules]\nmissing-comment = \"of\"\n",
            "line 4: `missing-comment` cannot be `of`; write off, note, warning or error",
        );
        refused(
            "department = []\n",
            "line 1: unknown field `department`, expected one of `departments`, `columns`, `rules`, `files`, `scale`, `layout`",
        );
        let error = Config::parse("[[files]]\npattern = \"{\"\nrules = {}\n").expect_err("the pattern is open");
        assert_eq!(error.line, 2);
    }

    #[test]
    fn the_last_pattern_that_fits_decides() {
        let config = Config::parse(
            "[rules]\nmissing-comment = \"note\"\n\
             [[files]]\npattern = \"2019/**\"\nrules = { missing-comment = \"off\", missing-item = \"warning\" }\n\
             [[files]]\npattern = \"**/new.tsv\"\nrules = { missing-comment = \"error\" }\n",
        )
        .expect("the file is right");
        let comment = rules::named("missing-comment").expect("the rule exists");
        let item = rules::named("missing-item").expect("the rule exists");
        let rating = rules::named("missing-rating").expect("the rule exists");
        assert_eq!(config.severity(comment, "2020/a.tsv"), Some(Severity::Note));
        assert_eq!(config.severity(comment, "2019/a.tsv"), None);
        assert_eq!(config.severity(comment, "2019/new.tsv"), Some(Severity::Error));
        assert_eq!(config.severity(item, "2019/new.tsv"), Some(Severity::Warning));
        assert_eq!(config.severity(rating, "2019/new.tsv"), Some(Severity::Error));
    }
}
