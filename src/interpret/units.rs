//! Units that stand apart from their figures: `事業費（千円）` above them, or 人 in a column 単位 beside them.
//!
//! In: the columns of a table. Out: where the unit of each column of figures is printed. A unit behind the figure itself goes
//! before both.

use std::sync::Arc;

use crate::interpret::layout;
use crate::interpret::roles::TableColumn;
use crate::record::Role;

/// Where the unit of a column of figures is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In its header, on the innermost level that has one.
    Header(Arc<str>),
    /// In this column of the same row.
    Column(usize),
}

/// What a column of units is called.
const NAME: &str = "単位";

/// What is measured in a unit of its own, whatever the column of units says: 達成率, 事業費, 決算額.
const OWN_UNITS: [&str; 4] = ["率", "割合", "費", "額"];

/// Where the unit of each column is printed.
pub fn places(columns: &[TableColumn]) -> Vec<Option<Place>> {
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
