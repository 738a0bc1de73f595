//! Levels that other tables of the same names show to be none.
//!
//! In: the tables of a sheet. Out: the same, but a column that looked like a level only because it stands in front of
//! the item is a text where it stands behind it in another table of the same names: of tables that take turns one may
//! have its columns in another order. One that is blank in some rows groups the others.

use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use super::Table;
use crate::interpret::shape::Shape;
use crate::record::Role;

/// Makes texts of the levels that are texts in a table of the same names.
pub(super) fn leave_levels(tables: &mut [Table]) {
    let mut texts: HashMap<Vec<Arc<str>>, HashSet<Arc<str>>> = HashMap::default();
    for table in &*tables {
        let of_names = texts.entry(names(table)).or_default();
        let own = table.columns.iter().filter(|column| column.role == Role::Text);
        of_names.extend(own.map(|column| Arc::clone(&column.name)));
    }
    for table in tables {
        let texts = &texts[&names(table)];
        for (column, evidence) in table.columns.iter_mut().zip(&table.evidence) {
            let is_whole = evidence.family.is_none() && evidence.seen[Shape::Blank.index()] == 0.0;
            if column.role == Role::Path && is_whole && texts.contains(&column.name) {
                column.role = Role::Text;
            }
        }
    }
}

/// The names of the columns of a table, whatever their order.
fn names(table: &Table) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = table.columns.iter().map(|column| Arc::clone(&column.name)).collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn of_two_orders_of_the_same_names_one_shows_that_a_column_is_a_text() {
        let table = |order: [usize; 4], rows: &[[&str; 4]]| {
            let header = ["指標名", "実績値", "目標値", "測り方"];
            let row = |cells: &[&str; 4]| order.map(|at| cells[at]).join("\t") + "\n";
            row(&header) + &rows.iter().map(row).collect::<String>()
        };
        let other =
            "事業名\t内容\t方向\t担当課\n花壇\t苗を植えました。\t継続\t公園課\n並木\t枝を切りました。\t拡充\t公園課\n";
        let first = [["花の数", "12本", "15本", "町の人が数える"], ["人の数", "80人", "90人", "係が数える"]];
        let second = [["苗の数", "9本", "12本", "学校が数える"], ["会の数", "3回", "4回", "係の日報"]];
        let texts = |orders: [[usize; 4]; 2]| {
            let [one, two] = orders;
            let sheet = format!("水辺の計画\n\n{}\n{other}\n{}", table(one, &first), table(two, &second));
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let text = |record: &crate::record::Record<'_>| {
                let text = record.texts.iter().find(|(name, _)| **name == *"測り方");
                (record.path.len(), text.map(|(_, text)| text.to_string()))
            };
            read.records.iter().map(text).filter(|(_, text)| text.is_some()).collect::<Vec<_>>()
        };
        let expected = ["町の人が数える", "係が数える", "学校が数える", "係の日報"];
        let expected = expected.map(|text| (0, Some(text.to_owned()))).to_vec();
        assert_eq!(texts([[0, 1, 2, 3], [3, 0, 2, 1]]), expected);
        assert_eq!(texts([[3, 0, 2, 1], [0, 1, 2, 3]]), expected);
    }
}
