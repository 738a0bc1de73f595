//! What the columns are called.
//!
//! In: the headers and roles of the columns, and which comment goes with which rating. Out: a name for each, and the
//! header levels that it stands for.

use foldhash::{HashMap, HashSet};

use super::Known;
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::{self, Family};
use crate::record::Role;

/// The names of all columns: the inner level, with as many above it as tell it from the others; a rating is named by
/// the levels that it shares with its comment.
pub(super) fn names(
    known: &[Known<'_>],
    roles: &[Role],
    (ratings, comments): (&[Option<usize>], &[Option<usize>]),
) -> Vec<String> {
    let told = |at: usize| told_apart(known, at, comments[at].filter(|_| roles[at] == Role::Rating));
    let mut of_inner: HashMap<String, Vec<&[String]>> = HashMap::default();
    for at in 0..known.len() {
        of_inner.entry(HeaderColumn::inner_of(told(at))).or_default().push(told(at));
    }
    // Whether a column has its inner name alone, and how many levels above tell it from the others.
    let of_inner = of_inner.into_iter().map(|(inner, all)| (inner, (all.len() == 1, levels_above(&all))));
    let of_inner: HashMap<String, (bool, usize)> = of_inner.collect();
    let mut names: Vec<String> = (0..known.len())
        .map(|at| {
            let header = known[at].header;
            match (roles[at], comments[at]) {
                (Role::Rating, Some(comment)) if header.printed.is_empty() => known[comment].header.inner(),
                (Role::Comment, _) if header.printed.len() > 1 => header.key(),
                (Role::Comment, _) if header.printed.is_empty() => {
                    ratings[at].map_or_else(String::new, |rating| known[rating].header.inner())
                }
                _ => {
                    let inner = HeaderColumn::inner_of(told(at));
                    let own = told(at).len() == header.printed.len() && header.family == Some(Family::Code);
                    let (is_alone, above) = of_inner[&inner];
                    let above = above.max(usize::from(own));
                    if is_alone && above == 0 { inner } else { HeaderColumn::key_of(with_above(told(at), above)) }
                }
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

/// The levels that a column is named by: its own, or those that a rating shares with its comment.
fn told_apart<'k>(known: &[Known<'k>], at: usize, comment: Option<usize>) -> &'k [String] {
    let own = &known[at].header.printed;
    let shared = |other: usize| own.iter().zip(&known[other].header.printed).take_while(|(own, other)| own == other);
    match comment.map_or(0, |comment| shared(comment).count()) {
        0 => own,
        shared => &own[..shared],
    }
}

/// How many levels above the inner one it takes to tell columns of one inner name apart as well as all of them do.
fn levels_above(columns: &[&[String]]) -> usize {
    let distinct = |above: usize| columns.iter().map(|levels| with_above(levels, above)).collect::<HashSet<_>>().len();
    let most = columns.iter().map(|levels| levels.len()).max().unwrap_or(0);
    let best = distinct(most);
    (0..most).find(|&above| distinct(above) == best).unwrap_or(most)
}

/// The inner level that names something, so many levels above it, and the notes below it.
fn with_above(levels: &[String], above: usize) -> &[String] {
    let inner = levels.iter().rposition(|level| !layout::is_note(level)).unwrap_or(0);
    &levels[inner.saturating_sub(above)..]
}

/// A column with less than this share of the cells of another one of its name is of a page whose header is broken.
const OWN_NAME: f32 = 0.2;

/// Equal names get ` (2)`, ` (3)`: those of columns with hardly any cells come last, so that one broken header renames
/// no column of the other pages.
fn number_equal_names(names: &[String], filled: &[f32]) -> Vec<String> {
    let mut most: HashMap<&str, f32> = HashMap::default();
    for (name, &filled) in names.iter().zip(filled) {
        let most = most.entry(name).or_default();
        *most = most.max(filled);
    }
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&at| filled[at] < OWN_NAME * most[names[at].as_str()]);
    let mut count: HashMap<&str, usize> = HashMap::default();
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
