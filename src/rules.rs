//! Every rule of every stage by name.
//!
//! In: the lists that stand beside the stages. Out: one list for whoever explains or documents rules. A rule itself is
//! declared where it is raised.

use crate::diagnostic::Rule;
use crate::{check, interpret, read};

/// All rules, sorted by name.
pub fn all() -> Vec<&'static Rule> {
    let mut rules = [read::rules::RULES, interpret::rules::RULES, &check::rules()].concat();
    rules.sort_by_key(|rule| rule.name);
    rules
}

/// The rule of a name.
pub fn named(name: &str) -> Option<&'static Rule> {
    all().into_iter().find(|rule| rule.name == name)
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let names: Vec<&str> = all().iter().map(|rule| rule.name).collect();
        let mut unique = names.clone();
        unique.dedup();
        assert_eq!(names, unique);
        for name in names {
            let word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
            assert!(name.split('-').all(word), "`{name}` is not kebab-case");
        }
    }

    #[test]
    fn every_rule_says_in_both_languages_what_it_finds() {
        for rule in all() {
            assert!(!rule.summary.ja.is_empty() && !rule.summary.ja.is_ascii(), "`{}` lacks Japanese", rule.name);
            assert!(rule.summary.en.contains(' '), "`{}` lacks English", rule.name);
        }
    }
}
