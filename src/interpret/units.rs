//! Units that stand apart from their figures: `事業費（千円）` above them, 人 in a column 単位 beside them, or `（単位：千円）` above
//! the table.
//!
//! In: a table. Out: where the unit of each of its columns of figures is printed. A unit behind the figure itself goes before
//! all of them.

use std::sync::Arc;

use crate::interpret::layout;
use crate::interpret::roles::TableColumn;
use crate::interpret::table::Table;
use crate::read::lex::Rows;
use crate::record::Role;

/// Where the unit of a column of figures is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In its header, on the innermost level that has one, or above the table.
    Header(Arc<str>),
    /// In this column of the same row.
    Column(usize),
}

/// What a column of units is called.
const NAME: &str = "単位";

/// What is measured in a unit of its own, whatever the column of units says: 達成率, 事業費, 決算額.
const OWN_UNITS: [&str; 4] = ["率", "割合", "費", "額"];

/// What is measured in money.
const MONEY: [&str; 7] = ["費", "額", "予算", "決算", "コスト", "収入", "支出"];

/// So many rows stand between a note above a table and its first row at most: a blank one, and those of the header.
const MOST_ROWS_BETWEEN: usize = 6;

/// Where the unit of each column of a table is printed.
pub fn places(of @ Table { columns, .. }: &Table, rows: &Rows<'_>) -> Vec<Option<Place>> {
    let above = above(of, rows);
    let mut places = beside(columns);
    for (place, column) in places.iter_mut().zip(columns) {
        let holds_money =
            || column.printed.iter().any(|level| MONEY.iter().any(|word| level.trim_end().ends_with(word)));
        if place.is_none() && column.role == Role::Value && holds_money() {
            *place = above.clone().map(Place::Header);
        }
    }
    places
}

/// The unit of money that a cell right above a table says to be that of the whole: `（単位：千円）`.
fn above(table: &Table, rows: &Rows<'_>) -> Option<Arc<str>> {
    let first = *table.pages.first()?.rows.first()?;
    let note = |at: usize| rows.of(&rows.rows[at]).iter().find_map(|cell| layout::noted_unit(&cell.text));
    let unit = (first.saturating_sub(MOST_ROWS_BETWEEN)..first).rev().find_map(note)?;
    unit.ends_with('円').then(|| unit.into())
}

/// Where the unit of each column is printed in the rows or the header.
fn beside(columns: &[TableColumn]) -> Vec<Option<Place>> {
    let in_header = |column: &TableColumn| {
        let unit = column.printed.iter().rev().find_map(|level| layout::unit_of(level))?;
        (column.role == Role::Value).then(|| Place::Header(unit.into()))
    };
    let mut places: Vec<Option<Place>> = columns.iter().map(in_header).collect();
    for at in (0..columns.len()).filter(|&at| columns[at].role == Role::Text && &*columns[at].name == NAME) {
        let is_figure = |&beside: &usize| columns[beside].role == Role::Value;
        let right: Vec<usize> = (at + 1..columns.len()).take_while(is_figure).collect();
        let beside = if right.is_empty() { (0..at).rev().take_while(is_figure).collect() } else { right };
        for figure in beside {
            let has_own = OWN_UNITS.iter().any(|word| columns[figure].name.ends_with(word));
            if places[figure].is_none() && !has_own {
                places[figure] = Some(Place::Column(at));
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The numbers and units of the first record below a header.
    #[track_caller]
    fn case(header: &str, row: &str, expected: &str) {
        let text = format!("{header}\n{row}\n{}\n", row.replace("花壇", "並木")).replace('|', "\t");
        let source = Source::made_up(&text);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = |value: &crate::record::Value<'_>| {
            format!("{}{}", value.number.unwrap_or(f64::NAN), value.unit.as_deref().unwrap_or("?"))
        };
        assert_eq!(read.records.len(), 2, "{header}");
        assert_eq!(read.records[0].values.iter().map(told).collect::<Vec<_>>().join(" "), expected, "{header}");
    }

    #[test]
    fn a_header_says_the_unit_of_its_figures() {
        case("事業名|決算額（千円）|達成率（％）|評価|担当課", "花壇の手入れ|4,120|95.5|A|公園課", "4120千円 95.5%");
        case("事業名|決算額(単位：百万円)|利用者数|評価|担当課", "花壇の手入れ|12|30|A|公園課", "12百万円 30?");
        case("事業名|事業費（千円）||評価|担当課\n|予算額|決算額||", "花壇の手入れ|50|48|A|公園課", "50千円 48千円");
        // What the cell says itself goes before.
        case("事業名|決算額（千円）|評価|担当課", "花壇の手入れ|12万円|A|公園課", "120000円");
        case("事業名|目標値（R7）|評価|担当課", "花壇の手入れ|30|A|公園課", "30?");
    }

    #[test]
    fn a_note_above_the_table_says_the_unit_of_its_money() {
        let header = "事業名|予算額|決算額|利用者数|評価|担当課";
        let row = "花壇の手入れ|50|48|30|A|公園課";
        case(&format!("|||||（単位：千円）\n{header}"), row, "50千円 48千円 30?");
        case(&format!("町の事業\n\n(単位 百万円)\n\n{header}"), row, "50百万円 48百万円 30?");
        case(&format!("（単位：人）\n{header}"), row, "50? 48? 30?");
    }

    #[test]
    fn a_column_of_units_says_those_beside_it() {
        let header = "指標|単位|基準値|実績値|達成率|評価|担当課";
        case(header, "花壇の手入れ|か所|20|24|60|A|公園課", "20か所 24か所 60?");
        case(header, "花壇の手入れ|％|20.5|24件|60%|A|公園課", "20.5% 24件 60%");
        case(header, "花壇の手入れ|㎡|20|24|60|A|公園課", "20㎡ 24㎡ 60?");
        case("指標|基準値|実績値|単位|評価|担当課", "花壇の手入れ|20|－|人|A|公園課", "20人 NaN?");
        case("指標|単位|担当課|基準値|評価", "花壇の手入れ|人|公園課|20|A", "20?");
        case(header, "花壇の手入れ|－|20|24|60|A|公園課", "20? 24? 60?");
    }
}
