//! What each column of a table holds, and what it is called.
//!
//! In: the header's words and the shapes of the cells below. Out: one [`TableColumn`] per column. Words propose, cells
//! decide: a column under `事業評価` is a rating where it holds codes and its comment where it holds sentences.

use std::collections::HashMap;
use std::sync::Arc;

use crate::interpret::align::{Counts, expected};
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::{self, Family};
use crate::interpret::scale::Alphabet;
use crate::interpret::shape::Shape;
use crate::record::Role;

/// A column of a table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// The name in records.
    pub name: Arc<str>,
    /// Every header level as printed.
    pub printed: Vec<String>,
    /// What it holds.
    pub role: Role,
    /// It is no column of records: see [`Beside`].
    pub beside: Option<Beside>,
    /// For a comment: the rating column that it belongs to.
    pub rating: Option<usize>,
    /// For a rating that is spread over columns: what each of them offers.
    pub choices: Vec<Choice>,
}

/// A column to mark, and the code that a mark in it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The column.
    pub column: usize,
    /// The code.
    pub code: Arc<str>,
}

/// What stands beside the records in columns of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Neither a header nor cells: the blank column that an export adds at the end.
    Nothing,
    /// A legend: `A：達成` under `評価の目安`.
    Legend,
    /// One of the columns that a rating is spread over, but for the first.
    Option,
}

/// A word whose column holds, by at least this share, something else is overruled by the cells. One wrong page in five
/// is the worst seen so far.
const CLEAR_MAJORITY: f32 = 0.6;

/// Under a word for ratings, so many codes among words are a rating column with slips of the pen: of two rows one.
const SLIPS_SHARE: f32 = 0.5;

/// A column left of the item with this share of blank cells was merged; a number column has none.
const MERGED_SHARE: f32 = 0.3;

/// What is known of one column: its header and its cells.
struct Known<'k> {
    header: &'k HeaderColumn,
    seen: &'k Counts,
}

impl Known<'_> {
    fn filled(&self) -> f32 {
        self.seen.iter().sum::<f32>() - self.seen[Shape::Blank.index()]
    }

    fn share(&self, count: f32) -> f32 {
        let filled = self.filled();
        if filled > 0.0 { count / filled } else { 0.0 }
    }

    /// The share of codes, dashes left aside: a dash says that nothing was rated, or that there is no figure.
    fn codes(&self) -> f32 {
        let codes: f32 = self.seen[Shape::FIRST_CODE..].iter().sum();
        let said = self.filled() - self.seen[Shape::Dash.index()];
        if said > 0.0 { codes / said } else { 0.0 }
    }

    fn phrases(&self) -> f32 {
        self.share(self.seen[Shape::Phrase.index()])
    }

    /// The share of figures, bare digits left aside: they may be numbers of rows.
    fn figures(&self) -> f32 {
        let said = self.filled() - self.seen[Shape::Dash.index()];
        if said > 0.0 { self.seen[Shape::Number.index()] / said } else { 0.0 }
    }

    fn labelled(&self) -> f32 {
        self.share(self.seen[Shape::Labelled.index()])
    }

    fn texts(&self) -> f32 {
        self.share(self.seen[Shape::Sentence.index()] + self.seen[Shape::Open.index()])
    }

    fn numbers(&self) -> f32 {
        let digits = Shape::Code(Alphabet::Digit).index();
        self.share(self.seen[Shape::Number.index()] + self.seen[Shape::Dash.index()] + self.seen[digits])
    }

    /// How well the cells fit a role, per filled cell.
    fn fits(&self, role: Role) -> f32 {
        fits(self.seen, role)
    }
}

/// How well cells fit a role, per filled cell: the mean logarithm of how likely their shapes are there.
pub fn fits(seen: &Counts, role: Role) -> f32 {
    let prior = expected(role);
    let total: f32 = prior.iter().sum();
    let blank = Shape::Blank.index();
    let filled: f32 = seen.iter().sum::<f32>() - seen[blank];
    let sum: f32 = (0..Shape::COUNT).filter(|&at| at != blank).map(|at| seen[at] * (prior[at] / total).ln()).sum();
    if filled > 0.0 { sum / filled } else { 0.0 }
}

/// Finds the role and the name of every column. `seen` counts the shapes of each column's cells.
pub fn columns(headers: &[HeaderColumn], seen: &[Counts]) -> Vec<TableColumn> {
    let known: Vec<Known<'_>> = headers.iter().zip(seen).map(|(header, seen)| Known { header, seen }).collect();
    let names_departments = known.iter().any(|column| column.header.family == Some(Family::Department));
    let mut roles: Vec<Role> = known.iter().map(|column| role_alone(column, names_departments)).collect();
    choose_item(&known, &mut roles);
    settle_right_of_item(&known, &mut roles);
    let ratings = pair_comments(&known, &mut roles);
    let comments = comments(&ratings);
    let names = names(&known, &roles, (&ratings, &comments));
    let column = |at: usize| TableColumn {
        name: Arc::from(names[at].as_str()),
        printed: printed(&known, at, &comments),
        role: roles[at],
        beside: None,
        rating: if roles[at] == Role::Comment { ratings[at] } else { None },
        choices: Vec::new(),
    };
    (0..known.len()).map(column).collect()
}

/// The role of a column by its own header and cells.
fn role_alone(known: &Known<'_>, names_departments: bool) -> Role {
    let mostly_codes = known.codes() >= CLEAR_MAJORITY;
    let Some(family) = known.header.family else { return role_by_cells(known, names_departments) };
    if known.filled() == 0.0 {
        return family.roles()[0];
    }
    match family {
        Family::Path if known.numbers() >= CLEAR_MAJORITY => Role::Value,
        Family::Path => Role::Path,
        Family::Department => Role::Department,
        Family::Measure | Family::Item => Role::Item,
        Family::Rating | Family::Judged | Family::Code => {
            let figures = known.share(known.seen[Shape::Number.index()]) >= CLEAR_MAJORITY;
            let codes_and_slips = known.codes() >= SLIPS_SHARE && known.texts() == 0.0;
            if mostly_codes || codes_and_slips || known.labelled() >= CLEAR_MAJORITY {
                Role::Rating
            } else if figures {
                Role::Value
            } else if known.texts() < CLEAR_MAJORITY && family == Family::Rating {
                Role::Rating
            } else if family == Family::Code && known.header.upper.is_none() && known.texts() < CLEAR_MAJORITY {
                // 区分 of ordinary words groups the rows, or tells them apart.
                Role::Item
            } else {
                Role::Text
            }
        }
        Family::Value | Family::Result if known.numbers() >= CLEAR_MAJORITY => Role::Value,
        Family::Value if known.texts() + known.phrases() < CLEAR_MAJORITY && !mostly_codes => Role::Value,
        Family::Text if known.figures() >= CLEAR_MAJORITY && !is_key(known.header) => Role::Value,
        Family::Value | Family::Result | Family::Text => {
            if mostly_codes && known.numbers() < CLEAR_MAJORITY {
                Role::Rating
            } else {
                Role::Text
            }
        }
        Family::Comment => Role::Comment,
    }
}

/// The role of a column whose header says nothing.
fn role_by_cells(known: &Known<'_>, names_departments: bool) -> Role {
    if known.filled() == 0.0 {
        return Role::Text;
    }
    // A month says when something is done or counted, and never what it is worth.
    if layout::is_part_of_year(&known.header.inner()) {
        return if known.numbers() >= CLEAR_MAJORITY { Role::Value } else { Role::Text };
    }
    // Where a header names departments, names that end like theirs elsewhere are something else: 短期入所, 消防団.
    let roles = [Role::Rating, Role::Value, Role::Department, Role::Item, Role::Text];
    let possible = roles.into_iter().filter(|role| !(names_departments && *role == Role::Department));
    possible.max_by(|one, other| known.fits(*one).total_cmp(&known.fits(*other))).unwrap_or(Role::Text)
}

/// Of the columns that can be the item, the rightmost of the first run is; those before it are headings, those behind
/// it are texts. A column of sentences is an item only where there is nothing better.
fn choose_item(known: &[Known<'_>], roles: &mut [Role]) {
    let by_word = |at: usize| matches!(known[at].header.family, Some(Family::Measure | Family::Item));
    let candidates: Vec<usize> = (0..roles.len()).filter(|&at| roles[at] == Role::Item).collect();
    let any_by_word = candidates.iter().any(|&at| by_word(at));
    let Some(&first) = candidates.iter().find(|&&at| by_word(at) || !any_by_word) else { return };
    // Short cells between them are numbers and keys of what they stand beside.
    let in_run = |at: usize| {
        let short = known[at].texts() < CLEAR_MAJORITY && known[at].filled() > 0.0;
        matches!(roles[at], Role::Item | Role::Path) || (roles[at] == Role::Text && short && is_key(known[at].header))
    };
    let run_end = (first..roles.len()).find(|&at| !in_run(at)).unwrap_or(roles.len());
    let run: Vec<usize> =
        (first..run_end).filter(|&at| roles[at] == Role::Item && (by_word(at) || !any_by_word)).collect();
    let short = run.iter().rev().find(|&&at| known[at].texts() < CLEAR_MAJORITY);
    let Some(&item) = short.or(run.last()) else { return };
    for at in candidates {
        roles[at] = match at.cmp(&item) {
            std::cmp::Ordering::Less if known[at].texts() < CLEAR_MAJORITY => Role::Path,
            std::cmp::Ordering::Equal => Role::Item,
            std::cmp::Ordering::Less | std::cmp::Ordering::Greater => Role::Text,
        };
    }
}

/// Levels stand left of the item: behind it, `目標` holds figures or texts. A table in which nothing names the item has it
/// in its first column of names.
fn settle_right_of_item(known: &[Known<'_>], roles: &mut [Role]) {
    let item = roles.iter().position(|role| *role == Role::Item).or_else(|| {
        let names = |at: usize| {
            known[at].filled() > 0.0 && known[at].codes() < CLEAR_MAJORITY && known[at].numbers() < CLEAR_MAJORITY
        };
        let unnamed = |at: usize| {
            known[at].header.family.is_none() && roles[at] == Role::Text && known[at].texts() < CLEAR_MAJORITY
        };
        let first = (0..roles.len()).find(|&at| unnamed(at) && names(at))?;
        roles[first] = Role::Item;
        Some(first)
    });
    let Some(item) = item else { return };
    for at in 0..item {
        // `１ 地域福祉` looks like a figure with its unit.
        if roles[at] == Role::Value
            && known[at].header.family == Some(Family::Path)
            && known[at].figures() >= CLEAR_MAJORITY
        {
            roles[at] = Role::Path;
        }
        if roles[at] != Role::Text || is_key(known[at].header) {
            continue;
        }
        // Filled once and blank for a run: merged cells, which group the rows behind them.
        let blank = known[at].seen[Shape::Blank.index()];
        if known[at].texts() < CLEAR_MAJORITY
            && known[at].filled() > 0.0
            && blank >= MERGED_SHARE * (blank + known[at].filled())
        {
            roles[at] = Role::Path;
        }
    }
    for at in item + 1..roles.len() {
        if roles[at] == Role::Path {
            roles[at] = if known[at].numbers() >= CLEAR_MAJORITY { Role::Value } else { Role::Text };
        }
    }
}

/// Whether a header names numbers or keys: `No`, `事業番号`, `コード`.
fn is_key(header: &HeaderColumn) -> bool {
    let name = header.inner();
    let name = name.trim_end_matches(['.', '．']).to_ascii_lowercase();
    ["番号", "no", "№", "id", "コード", "年度", "年", "期間", "時期", "ページ", "頁", "位置付け"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// Finds for every comment its rating, and for every rating without a header of its own the text whose header it
/// shares. Gives for each column the rating column of its pair.
fn pair_comments(known: &[Known<'_>], roles: &mut [Role]) -> Vec<Option<usize>> {
    let mut pair: Vec<Option<usize>> = vec![None; roles.len()];
    for at in (0..roles.len()).filter(|&at| roles[at] == Role::Rating).collect::<Vec<_>>() {
        let taken = |other: usize, roles: &[Role]| pair[other].is_some() || roles[other] == Role::Rating;
        // A column without header and cells is none: an export put it between.
        let exists = |other: &usize| known[*other].filled() > 0.0 || !known[*other].header.printed.is_empty();
        let right = (at + 1..roles.len()).find(exists).filter(|&other| !taken(other, roles));
        let left = (0..at).rev().find(exists).filter(|&other| !taken(other, roles));
        let partner = [right, left].into_iter().flatten().find(|&other| goes_with(known, roles, at, other));
        if let Some(other) = partner {
            roles[other] = Role::Comment;
            pair[other] = Some(at);
        }
    }
    for at in 0..roles.len() {
        if roles[at] == Role::Comment && pair[at].is_none() {
            roles[at] = Role::Text;
        }
    }
    pair
}

/// Whether a text column is the comment of the rating beside it: one header spans both, one of them has no header, or
/// the text's header says that it gives reasons.
fn goes_with(known: &[Known<'_>], roles: &[Role], rating: usize, text: usize) -> bool {
    if !matches!(roles[text], Role::Text | Role::Comment)
        || (known[text].filled() > 0.0 && known[text].codes() >= CLEAR_MAJORITY)
    {
        return false;
    }
    let (code, words) = (known[rating].header, known[text].header);
    let judged = |header: &HeaderColumn| {
        matches!(header.family, Some(Family::Rating | Family::Judged | Family::Code))
            || matches!(header.upper, Some(Family::Rating | Family::Judged))
    };
    // A year above groups columns of their own; a rating above spans its code and its text.
    let rated = matches!(words.upper, Some(Family::Rating | Family::Judged)) || words.family == Some(Family::Comment);
    let own_meaning = matches!(words.family, Some(Family::Result | Family::Value | Family::Item));
    let spanned =
        code.printed.len() > 1 && words.printed.len() > 1 && code.outer() == words.outer() && rated && !own_meaning;
    let same_name = !code.printed.is_empty() && code.key() == words.key();
    let rating_unnamed = code.printed.is_empty() && judged(words);
    let text_unnamed = words.printed.is_empty() && judged(code) && text > rating && known[text].filled() > 0.0;
    let gives_reasons = words.family == Some(Family::Comment) && words.printed.len() <= 1;
    spanned && known[text].texts() + known[text].filled().min(0.0) >= 0.0 && words.family != Some(Family::Department)
        || same_name
        || rating_unnamed
        || text_unnamed
        || (gives_reasons && text > rating)
}

/// For each rating column its comment.
fn comments(ratings: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut comments = vec![None; ratings.len()];
    for (comment, rating) in ratings.iter().enumerate() {
        if let Some(rating) = *rating {
            comments[rating].get_or_insert(comment);
        }
    }
    comments
}

/// The names of all columns: the inner level where it tells columns apart, else all levels; a rating is named by the
/// level that it shares with its comment.
fn names(
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
    number_equal_names(names)
}

/// Equal names get ` (2)`, ` (3)`.
fn number_equal_names(names: Vec<String>) -> Vec<String> {
    let mut count: HashMap<String, usize> = HashMap::new();
    let mut numbered = Vec::with_capacity(names.len());
    for name in names {
        let seen = count.entry(name.clone()).or_default();
        *seen += 1;
        numbered.push(if *seen == 1 { name } else { format!("{name} ({seen})") });
    }
    numbered
}

/// The header levels of a column as printed; a rating whose own header is blank was merged with its comment's.
fn printed(known: &[Known<'_>], at: usize, comments: &[Option<usize>]) -> Vec<String> {
    let own = &known[at].header.printed;
    let comment = comments[at].filter(|_| own.is_empty());
    comment.map_or(own, |comment| &known[comment].header.printed).clone()
}
