//! Every rule of every stage by name.
//!
//! In: the lists that stand beside the stages. Out: one list for whoever explains or documents rules. A rule itself is
//! declared where it is raised.

mod page;

use crate::diagnostic::Rule;
use crate::{check, interpret, read};

pub use page::{document, page};

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

/// The rule that was meant by a name that no rule has; none where no name is near.
pub fn nearest(name: &str) -> Option<&'static Rule> {
    let near = all().into_iter().map(|rule| (strsim::jaro_winkler(rule.name, name), rule));
    let nearest = near.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (nearest.0 > NEAR).then_some(nearest.1)
}

/// From here on a name is near; chosen so that the slips in the test below find their rule, and other words none.
const NEAR: f64 = 0.8;

#[cfg(test)]
mod tests {
    use super::{all, nearest};

    #[test]
    fn the_nearest_name_is_the_one_that_was_meant() {
        let case = |name: &str, expected: Option<&str>| assert_eq!(nearest(name).map(|rule| rule.name), expected);
        case("mising-rating", Some("missing-rating"));
        case("unknown-ratings", Some("unknown-rating"));
        case("duplicate_records", Some("duplicate-record"));
        case("missing-dept", Some("missing-department"));
        case("E501", None);
        case("評価", None);
    }

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
            for text in [&rule.summary, &rule.reports, &rule.matters, &rule.remedy] {
                assert!(!text.ja.is_empty() && !text.ja.is_ascii(), "`{}` lacks Japanese", rule.name);
                assert!(text.en.contains(' '), "`{}` lacks English", rule.name);
            }
            assert!(
                rule.example.ends_with('\n') && !rule.example.trim().is_empty(),
                "`{}` lacks an example",
                rule.name
            );
        }
    }
}
