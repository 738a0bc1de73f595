//! The configuration of a city: `plan-eval.toml`.
//!
//! In: TOML. Out: a [`Config`], or what is wrong with the file, with line and key. Where the file is found is left to
//! the command line; what becomes of the demands in it, to [`check`](crate::check).

mod paths;
mod wrong;

use std::path::PathBuf;

use foldhash::HashMap;
use globset::GlobMatcher;
use serde::Deserialize;
use toml::Spanned;

use crate::check::demands::Demands;
use crate::diagnostic::{Diagnostic, Rule, Severity, Text};
use crate::interpret::layout::file::{FileScale, UserFile, scales};
use crate::interpret::layout::mistake::shaped;
use crate::interpret::layout::{Layout, Mistake};
use crate::rules;

pub use paths::absolute;

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
    /// The folder that it stands in.
    folder: Option<PathBuf>,
}

/// What rules are changed to; off is none.
type Severities = HashMap<String, Option<Severity>>;

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
    pub fn parse(toml: &str) -> Result<Self, Mistake> {
        let at = |byte: usize, said: Text| Mistake::at(byte, toml, said);
        let file: File = shaped(toml)?;
        let pattern = |of: FilePattern| {
            let glob = paths::pattern(of.pattern.get_ref());
            let glob = glob.map_err(|error| at(of.pattern.span().start, wrong::bad_pattern(&error)))?;
            Ok((glob.compile_matcher(), severities(of.rules, &at)?))
        };
        let scales = scales(file.scale, toml)?;
        let mut own = Layout::default();
        own.scales.clone_from(&scales);
        let is_plain = file.layout.is_empty() && scales.is_empty();
        let with = |layout: Layout, more| Ok(layout.with(Layout::of_user(more, toml)?));
        let layout = file.layout.into_iter().try_fold(own, with)?;
        let trimmed = |names: Vec<String>| names.iter().map(|name| name.trim().to_owned()).collect();
        Ok(Self {
            demands: Demands { departments: trimmed(file.departments), columns: trimmed(file.columns), scales },
            layout: (!is_plain).then_some(layout),
            severities: severities(file.rules, &at)?,
            files: file.files.into_iter().map(pattern).collect::<Result<_, _>>()?,
            folder: None,
        })
    }

    /// The same, in a folder: the patterns in it are about paths from there too.
    #[must_use]
    pub fn within(self, folder: PathBuf) -> Self {
        Self { folder: Some(folder), ..self }
    }

    /// The findings of a file, given by its path with `/`, as bad as they are here; without those of rules that are
    /// off.
    pub fn judged(&self, findings: Vec<Diagnostic>, file: &str) -> Vec<Diagnostic> {
        if self.severities.is_empty() && self.files.is_empty() {
            return findings;
        }
        let asked = self.asked_of(file);
        let judged = |found: Diagnostic| {
            let severity = severity(&asked, found.rule)?;
            Some(Diagnostic { severity, ..found })
        };
        findings.into_iter().filter_map(judged).collect()
    }

    /// Whether a rule of severity note is more than that in some file.
    pub fn raises_notes(&self) -> bool {
        let all = self.files.iter().map(|(_, severities)| severities).chain([&self.severities]);
        let is_raised = |(name, severity): (&String, &Option<Severity>)| {
            *severity > Some(Severity::Note) && rules::named(name).is_some_and(|rule| rule.severity == Severity::Note)
        };
        all.flatten().any(is_raised)
    }

    /// How bad a finding of a rule is in a file, given by its path with `/`; none where the rule is off.
    pub fn severity(&self, rule: &Rule, file: &str) -> Option<Severity> {
        severity(&self.asked_of(file), rule)
    }

    /// What is changed for a file; what stands first decides. Of patterns that fit that is the last one.
    fn asked_of(&self, file: &str) -> Vec<&Severities> {
        let names = paths::names(file, self.folder.as_deref());
        let fits = |pattern: &GlobMatcher| names.iter().any(|name| pattern.is_match(name));
        let of_file = self.files.iter().rev().filter(|(pattern, _)| fits(pattern));
        of_file.map(|(_, severities)| severities).chain([&self.severities]).collect()
    }
}

fn severity(asked: &[&Severities], rule: &Rule) -> Option<Severity> {
    asked.iter().find_map(|severities| severities.get(rule.name)).copied().unwrap_or(Some(rule.severity))
}

fn severities(words: Words, at: &dyn Fn(usize, Text) -> Mistake) -> Result<Severities, Mistake> {
    let mut severities = Severities::default();
    for (rule, word) in words {
        if rules::named(rule.get_ref()).is_none() {
            return Err(at(rule.span().start, wrong::unknown_rule(rule.get_ref())));
        }
        let known = Severity::ALL.into_iter().find(|severity| severity.name() == word.get_ref());
        if known.is_none() && word.get_ref() != OFF {
            return Err(at(word.span().start, wrong::unknown_severity(rule.get_ref(), word.get_ref())));
        }
        severities.insert(rule.into_inner(), known);
    }
    Ok(severities)
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
            "line 2: there is no rule `missing-comments`; the nearest is `missing-comment`",
        );
        refused(
            "# ours\n\n[rules]\nmissing-comment = \"of\"\n",
            "line 4: `missing-comment` cannot be `of`; write off, note, warning or error",
        );
        refused(
            "department = []\n",
            "line 1: there is no key `department`; the keys are departments, columns, rules, files, scale, layout",
        );
        refused(
            "[[files]]\npattern = \"{\"\nrules = {}\n",
            "line 2: the `pattern` is none (unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)); \
             write one like `2019/**`",
        );
        refused("columns = []\ndepartments = [\n  \"a\",\n  3,\n]\n", "line 4: `departments` must be a text in quotes");
        refused("columns = 3\n", "line 1: `columns` must be a list: [\"…\", \"…\"]");
        refused("rules = { missing-item = [] }\n", "line 1: `missing-item` must be a text in quotes");
        refused("scale = [3]\n", "line 1: `scale` must be a table: { … = … }");
        refused("\n[[scale]]\nname = \"a\"\n", "line 2: `codes` is missing; add it");
        refused(
            "\n[[scale]]\nname = \"a\"\ncodes = []\n",
            "line 4: `codes` is empty; write the codes that may be used",
        );
        refused("columns = []\n[files]\n", "line 2: write `[files]` as `[[files]]`");
        refused("columns\n", "line 1: this is no TOML (key with no value, expected `=`)");
    }

    #[test]
    fn a_scale_that_does_not_hold_together_is_refused() {
        let scale = |more: &str| format!("[[scale]]\nname = \"評価\"\n{more}\n");
        let uneven = |labels, written: &str| {
            refused(
                &scale(&format!("codes = [\"A\", \"B\", \"C\"]\nlabels = [{written}]")),
                &format!(
                    "line 4: `labels` has {labels} where `codes` has 3; write one for each code, or leave `labels` out"
                ),
            );
        };
        uneven(2, "\"済\", \"未\"");
        uneven(4, "\"済\", \"途中\", \"未\", \"なし\"");
        refused(&scale("codes = [\"A\", \"A\", \"C\"]"), "line 3: `codes` has `A` twice; write it once");
        refused(&scale("codes = [\"A\", \"Ａ \"]"), "line 3: `codes` has `A` twice; write it once");
        let one = scale("codes = [\"A\", \"B\"]");
        let again = "there are two scales `評価`; make them one, or rename one of them";
        refused(&format!("{one}{one}"), &format!("line 5: {again}"));
        let layout = "[[layout]]\nname = \"a\"\ntitle = \"b\"\n";
        let within = one.replace("scale", "layout.scale");
        refused(&format!("{layout}{within}{within}"), &format!("line 8: {again}"));
    }

    #[test]
    fn width_and_white_space_at_the_ends_of_names_are_forgiven() {
        let case = |toml: &str| Config::parse(toml).expect("the file is right").demands;
        let plain = case(
            "departments = [\"総務課\"]\ncolumns = [\"評価\"]\n\
             [[scale]]\nname = \"評価\"\ncodes = [\"A\", \"1\", \"ア\", \"満開\"]\nlabels = [\"済\", \"途中\", \"未\", \"花\"]\n",
        );
        let spaced = case(
            "departments = [\"総務課 \"]\ncolumns = [\"　評価\"]\n\
             [[scale]]\nname = \"評価 \"\ncodes = [\"Ａ\", \"①\", \"ｱ \", \" 満開\"]\nlabels = [\"済 \", \"途中\", \"未\", \"花\"]\n",
        );
        assert_eq!(format!("{spaced:?}"), format!("{plain:?}"));
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

    #[test]
    fn patterns_are_about_paths_from_the_folder_of_the_file_too() {
        let config = Config::parse("[[files]]\npattern = \"2019/**\"\nrules = { missing-item = \"off\" }\n");
        let config = config.expect("the file is right").within("/a".into());
        let item = rules::named("missing-item").expect("the rule exists");
        for (file, expected) in [
            ("/a/2019/b/x.tsv", None),
            ("/a/b/../2019/x.tsv", None),
            ("2019/x.tsv", None),
            ("/b/2019/x.tsv", Some(Severity::Error)),
            ("/a/b/2019/x.tsv", Some(Severity::Error)),
        ] {
            assert_eq!(config.severity(item, file), expected, "{file}");
        }
    }
}
