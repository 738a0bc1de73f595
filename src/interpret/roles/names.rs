//! What the columns are called.
//!
//! In: the headers and roles of the columns, and which comment goes with which rating. Out: a name for each, and the
//! header levels that it stands for.

use std::collections::HashMap;

use super::Known;
use crate::interpret::layout::Family;
use crate::record::Role;

/// The names of all columns: the inner level where it tells columns apart, else all levels; a rating is named by the
/// level that it shares with its comment.
pub(super) fn names(
    known: &[Known<'_>],
    roles: &[Role],
    (ratings, comments): (&[Option<usize>], &[Option<usize>]),
) -> Vec<String> {
    let mut inner_count: HashMap<String, usize> = HashMap::new();
    for column in known {
        *inner_count.entry(column.header.inner()).or_default() += 1;
    }
    let mut names: Vec<String> = (0..known.len())
        .map(|at| {
            let header = known[at].header;
            let own = if inner_count[&header.inner()] > 1 || header.family == Some(Family::Code) {
                header.key()
            } else {
                header.inner()
            };
            match (roles[at], comments[at]) {
                (Role::Rating, Some(comment)) if header.printed.is_empty() => known[comment].header.inner(),
                (Role::Rating, Some(comment)) if header.outer() == known[comment].header.outer() => header.outer(),
                (Role::Comment, _) if header.printed.len() > 1 => header.key(),
                (Role::Comment, _) if header.printed.is_empty() => {
                    ratings[at].map_or_else(String::new, |rating| known[rating].header.inner())
                }
                _ => own,
            }
        })
        .collect();
    for (at, name) in names.iter_mut().enumerate() {
        if name.is_empty() {
            *name = format!("#{}", at + 1);
        }
    }
    let filled: Vec<f32> = known.iter().map(Known::filled).collect();
    number_equal_names(&names, &filled)
}

/// A column with less than this share of the cells of another one of its name is of a page whose header is broken.
const OWN_NAME: f32 = 0.2;

/// Equal names get ` (2)`, ` (3)`: those of columns with hardly any cells come last, so that one broken header renames no
/// column of the other pages.
fn number_equal_names(names: &[String], filled: &[f32]) -> Vec<String> {
    let mut most: HashMap<&str, f32> = HashMap::new();
    for (name, &filled) in names.iter().zip(filled) {
        let most = most.entry(name).or_default();
        *most = most.max(filled);
    }
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&at| filled[at] < OWN_NAME * most[names[at].as_str()]);
    let mut count: HashMap<&str, usize> = HashMap::new();
    let mut numbered = names.to_vec();
    for at in order {
        let seen = count.entry(&names[at]).or_default();
        *seen += 1;
        if *seen > 1 {
            numbered[at] = format!("{} ({seen})", names[at]);
        }
    }
    numbered
}

/// The header levels of a column as printed; a rating whose own header is blank was merged with its comment's.
pub(super) fn printed(known: &[Known<'_>], at: usize, comments: &[Option<usize>]) -> Vec<String> {
    let own = &known[at].header.printed;
    let comment = comments[at].filter(|_| own.is_empty());
    comment.map_or(own, |comment| &known[comment].header.printed).clone()
}

#[cfg(test)]
mod tests {
    use super::number_equal_names;

    #[test]
    fn equal_names_are_numbered_in_order_but_for_those_of_hardly_any_cells() {
        let names = ["評価", "課", "評価", "評価"].map(str::to_owned);
        assert_eq!(number_equal_names(&names, &[30.0, 90.0, 90.0, 90.0]), ["評価", "課", "評価 (2)", "評価 (3)"]);
        assert_eq!(number_equal_names(&names, &[2.0, 90.0, 90.0, 90.0]), ["評価 (3)", "課", "評価", "評価 (2)"]);
    }
}
