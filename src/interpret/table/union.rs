//! The columns of several headers, as the columns of one table.
//!
//! In: the runs of a table and the headers of the sheet. Out: [`Columns`], with the place of each header's cells among
//! them. What the columns hold is left to others; here only the words of the headers count.

use foldhash::HashMap;

use super::draft::Draft;
use super::renamed::renamed_item;
use crate::interpret::classify::Classes;
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout;

/// The columns of a table while pages are aligned: the union of its headers.
pub(super) struct Columns {
    /// The header of each column.
    pub(super) headers: Vec<HeaderColumn>,
    /// Of each header of the sheet that belongs to this table, the columns of its cells.
    pub(super) of_header: HashMap<usize, Vec<usize>>,
    /// Columns with another name on some page, and the levels of that.
    pub(super) renamed: Vec<(usize, Vec<String>)>,
}

/// The columns of a table; where it has no header at all, as many unnamed ones as its widest run has cells.
pub(super) fn columns(drafts: &[Draft], classes: &Classes) -> Columns {
    let mut columns = union(drafts, classes);
    if columns.headers.is_empty() {
        let width = drafts.iter().map(|draft| draft.width).max().unwrap_or(0);
        columns.headers = vec![HeaderColumn::default(); width];
    }
    columns
}

/// Joins the headers of a table: a column keeps its name from page to page, a new one stands behind its left neighbour.
/// Another name for the item is the same column, or the one would be a level and the rows below it without an item.
fn union(drafts: &[Draft], classes: &Classes) -> Columns {
    let mut order = Order::default();
    // Each set of words once, and for each header which of them is its own.
    let mut kinds: Vec<Vec<String>> = Vec::new();
    let mut kind_of: HashMap<Vec<String>, usize> = HashMap::default();
    // Pages whose headers have the same words share their columns.
    let mut kind_of_shared: HashMap<*const HeaderColumn, usize> = HashMap::default();
    let mut headers: Vec<(usize, usize)> = Vec::new();
    let mut above: Option<usize> = None;
    let mut renamed: Vec<(usize, HeaderColumn)> = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        let Some(place) = draft.own_header else { continue };
        let columns = &classes.headers[place].columns;
        let kind = *kind_of_shared.entry(columns.as_ptr()).or_insert_with(|| {
            let keys = distinct_keys(columns);
            *kind_of.entry(keys.clone()).or_insert_with(|| {
                let item = renamed_item(draft, &drafts[..at], classes).zip(above);
                let known = item.and_then(|(item, above)| order.name_again(&kinds[above][item], &keys[item]));
                renamed.extend(known.zip(item).map(|(known, (item, _))| (known, columns[item].clone())));
                order.join(&keys, columns);
                kinds.push(keys);
                kinds.len() - 1
            })
        });
        above = Some(kind);
        headers.push((place, kind));
    }
    let (place, columns) = order.finish();
    let place_of = |key: &String| place[order.known[key]];
    let kinds: Vec<Vec<usize>> = kinds.iter().map(|keys| keys.iter().map(place_of).collect()).collect();
    let of_header = headers.into_iter().map(|(header, kind)| (header, kinds[kind].clone())).collect();
    let renamed = renamed.into_iter().map(|(known, column)| (place[known], column.printed)).collect();
    Columns { of_header, headers: columns, renamed }
}

/// Columns in order, into which more are put: a list of which each knows the next, so that putting one between two
/// takes no longer on the thousandth page than on the first.
#[derive(Default)]
struct Order {
    /// The columns as they came, each with the one behind it.
    columns: Vec<(HeaderColumn, Option<usize>)>,
    first: Option<usize>,
    /// The place of each key among `columns`.
    known: HashMap<String, usize>,
    /// By the key of a named column the blank one in front of it, and the key in front of that.
    blank_before: HashMap<String, (usize, String)>,
}

impl Order {
    /// Gives a column that is known another name, unless that is known too. Gives the column.
    fn name_again(&mut self, known: &str, name: &str) -> Option<usize> {
        let place = *self.known.get(known)?;
        let is_new = !self.known.contains_key(name);
        is_new.then(|| *self.known.entry(name.to_owned()).or_insert(place))
    }

    /// Puts in the columns of a header: each new one behind its left neighbour.
    fn join(&mut self, keys: &[String], columns: &[HeaderColumn]) {
        let mut left = None;
        let blanks: Vec<_> = (0..keys.len()).map(|at| self.blank_known_by_its_right(keys, columns, at)).collect();
        for (at, (key, column)) in keys.iter().zip(columns).enumerate() {
            let own = self.known.get(key).copied().or(blanks[at]).unwrap_or_else(|| self.insert(left, column));
            self.known.insert(key.clone(), own);
            left = Some(own);
            if at > 0 && columns[at].key().is_empty() && columns.get(at + 1).is_some_and(|next| !next.key().is_empty())
            {
                self.blank_before.insert(keys[at + 1].clone(), (own, keys[at - 1].clone()));
            }
        }
    }

    /// The place of a blank column whose left neighbour is another one than before only because that was lost, or came
    /// to stand between: it is known by its right neighbour.
    fn blank_known_by_its_right(&self, keys: &[String], columns: &[HeaderColumn], at: usize) -> Option<usize> {
        if at == 0 || !columns[at].key().is_empty() || self.known.contains_key(&keys[at]) {
            return None;
        }
        let (place, left) = self.blank_before.get(keys.get(at + 1)?)?;
        let is_taken = keys.iter().any(|key| self.known.get(key) == Some(place));
        (!is_taken && self.known.contains_key(&keys[at - 1]) != keys.contains(left)).then_some(*place)
    }

    fn insert(&mut self, left: Option<usize>, column: &HeaderColumn) -> usize {
        let at = self.columns.len();
        let link = match left {
            Some(left) => &mut self.columns[left].1,
            None => &mut self.first,
        };
        let next = link.replace(at);
        self.columns.push((column.clone(), next));
        at
    }

    /// For each column as it came its place in the order, and the columns in order.
    fn finish(&self) -> (Vec<usize>, Vec<HeaderColumn>) {
        let in_order = std::iter::successors(self.first, |&at| self.columns[at].1);
        let mut place = vec![0; self.columns.len()];
        let columns = in_order.enumerate().map(|(to, at)| {
            place[at] = to;
            self.columns[at].0.clone()
        });
        let columns = columns.collect();
        (place, columns)
    }
}

/// Keys that tell the columns of one header apart, whatever the width of their letters: a blank one is known by the
/// last named one, equal ones by their count.
fn distinct_keys(columns: &[HeaderColumn]) -> Vec<String> {
    let mut count: HashMap<String, usize> = HashMap::default();
    let mut left = String::new();
    let mut keys = Vec::with_capacity(columns.len());
    for column in columns {
        let key = layout::compared_header(&column.key()).into_owned();
        let is_blank = key.is_empty();
        let base = if is_blank { format!("{left}\u{0}") } else { key };
        if !is_blank {
            left.clone_from(&base);
        }
        let times = count.entry(base.clone()).or_default();
        *times += 1;
        keys.push(if *times == 1 { base } else { format!("{base}\u{0}{times}") });
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::{HeaderColumn, Order, distinct_keys};

    /// The columns of some headers together: names, and - for a blank one.
    #[track_caller]
    fn case(headers: &[&str], expected: &str) {
        let mut order = Order::default();
        for header in headers {
            let column = |name: &str| HeaderColumn {
                printed: if name == "-" { Vec::new() } else { vec![name.to_owned()] },
                ..HeaderColumn::default()
            };
            let columns: Vec<HeaderColumn> = header.split(' ').map(column).collect();
            order.join(&distinct_keys(&columns), &columns);
        }
        let names: Vec<String> = order.finish().1.iter().map(HeaderColumn::key).collect();
        let names: Vec<&str> = names.iter().map(|name| if name.is_empty() { "-" } else { name }).collect();
        assert_eq!(names.join(" "), expected);
    }

    #[test]
    fn a_blank_column_is_known_by_its_right_neighbour_where_a_page_lacks_the_left_one() {
        case(&["事業 課 - 評価", "事業 - 評価"], "事業 課 - 評価");
        case(&["事業 - 評価", "事業 課 - 評価"], "事業 課 - 評価");
        case(&["事業 評価 - 方針", "事業 実績 - 方針"], "事業 実績 - 評価 - 方針");
        case(&["事業 - 評価 -", "事業 - 評価 -"], "事業 - 評価 -");
    }

    #[test]
    fn a_header_in_another_width_names_the_same_columns() {
        case(&["策定時（H30） 事業コード 評価", "策定時(H30) 事業ｺｰﾄﾞ 評価"], "策定時（H30） 事業コード 評価");
        case(&["策定時(Ｈ30) 評価", "策定時（H30） 評価"], "策定時(Ｈ30) 評価");
        case(&["目標（R5） 評価", "目標（R6） 評価"], "目標（R6） 目標（R5） 評価");
    }
}
