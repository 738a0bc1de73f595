//! Rows right behind a page end that hold nothing but the rests of texts: the page end cut the row above.
//!
//! In: a table whose pages are assigned. Out: for each page whether its first row is such a rest, and where the cells of
//! that stand: an export that cuts a row loses its first blank cell, or leaves a piece of the table's rule in another one.
//! Adding the rest to its record is left to [`row`](crate::interpret::row).

use foldhash::HashSet;

use super::{Moved, Page, Table};
use crate::interpret::classify::Class;
use crate::interpret::scale::Alphabet;
use crate::interpret::shape::{self, Shape};
use crate::read::lex::{Cell, Rows};
use crate::record::Role;

/// A column holds at most this share of cells of a kind that is strange to it: every page may begin with a rest, and few
/// pages have less than five rows. An untested guess.
const STRANGE_SHARE: f32 = 0.25;

/// How many columns the cells of a rest stand too far to the left: none, or that of a lost first cell.
const LOST: [usize; 2] = [0, 1];

/// Finds the rests at the beginnings of pages. Where rows of texts alone stand in the midst of pages too, each may be a
/// record, and nothing is a rest.
pub(super) fn mark_rests(table: &mut Table, (rows, shapes, classes): (&Rows<'_>, &[Shape], &[Class])) {
    let is_page_end = |class: &Class| matches!(class, Class::PageNumber | Class::Header(_));
    let own: &Table = table;
    let rest_of = |pages: &[Page]| {
        let [above, page] = pages else { return None };
        let (last, first) = (*above.rows.last()?, *page.rows.first()?);
        classes.get(last + 1..first)?.iter().any(is_page_end).then_some(())?;
        let says = |(cell, of): (&Cell<'_>, Option<usize>)| of.filter(|_| !is_nothing(&cell.text));
        let above = above.cells_of(last, rows).filter_map(says).collect();
        Rest { table: own, page, row: first, above, rows, shapes }.placed()
    };
    let rests: Vec<(usize, Moved)> =
        table.pages.windows(2).enumerate().filter_map(|(at, pages)| Some((at + 1, rest_of(pages)?))).collect();
    if rests.is_empty() || prints_texts_alone(table, rows) {
        return;
    }
    for (at, placed) in rests {
        let page = &mut table.pages[at];
        let row = page.rows[0];
        page.rest = Some(row);
        page.moved.remove(&row);
        if placed.column_of != page.column_of {
            page.moved.insert(row, placed);
        }
    }
}

/// Whether a row in the midst of a page holds texts and nothing else.
fn prints_texts_alone(table: &Table, rows: &Rows<'_>) -> bool {
    let are_texts = |page: &Page, row: usize| {
        let mut filled = page.cells_of(row, rows).filter(|(cell, _)| !is_nothing(&cell.text)).peekable();
        filled.peek().is_some() && filled.all(|(_, column)| column.is_some_and(|column| is_text(table, column)))
    };
    table.pages.iter().any(|page| page.rows.iter().skip(1).any(|&row| are_texts(page, row)))
}

/// Whether a cell holds nothing, or a stroke of the table's rule.
fn is_nothing(text: &str) -> bool {
    text.is_empty() || shape::is_debris(text) || shape::is_stray_mark(text)
}

/// Whether a column holds texts that a page end may cut.
fn is_text(table: &Table, column: usize) -> bool {
    let column = &table.columns[column];
    matches!(column.role, Role::Text | Role::Comment) && column.beside.is_none()
}

/// The first row of a page, which may be the rest of the one above.
struct Rest<'t, 's> {
    table: &'t Table,
    page: &'t Page,
    row: usize,
    /// The columns in which the row above says something.
    above: HashSet<usize>,
    rows: &'t Rows<'s>,
    shapes: &'t [Shape],
}

impl Rest<'_, '_> {
    /// Where the cells of the row stand if it is a rest: all together so far to the right that each goes on with a text.
    /// They are moved only where they cannot stand as they are.
    fn placed(&self) -> Option<Moved> {
        let lost = LOST.into_iter().find(|lost| self.goes_on(*lost))?;
        if lost > 0 && !self.is_strange() {
            return None;
        }
        let place = |(at, cell)| self.column(at, lost).filter(|_| !self.is_piece(cell));
        Some(Moved { column_of: self.cells().map(place).collect(), doubtful: false })
    }

    /// The cells of the row, each with its place.
    fn cells(&self) -> impl Iterator<Item = (usize, usize)> {
        self.rows.rows[self.row].cells.clone().enumerate()
    }

    /// Those that hold something.
    fn filled(&self) -> impl Iterator<Item = (usize, usize)> {
        self.cells().filter(|(_, cell)| !is_nothing(&self.rows.cells[*cell].text))
    }

    /// Those that hold more than a piece of the table's rule.
    fn texts(&self) -> impl Iterator<Item = (usize, usize)> {
        self.filled().filter(|(_, cell)| !self.is_piece(*cell))
    }

    /// The column of a place that so many columns were lost in front of.
    fn column(&self, at: usize, lost: usize) -> Option<usize> {
        self.page.column_of.get(at + lost).copied().flatten()
    }

    /// Whether a cell may be a piece of the table's rule that was read as a digit or a letter.
    fn is_piece(&self, cell: usize) -> bool {
        matches!(&*self.rows.cells[cell].text, "1" | "l" | "I")
    }

    /// Whether each text of the row stands below one, and what stands beside them is a piece of the rule: no number or code
    /// as others of its column are.
    fn goes_on(&self, lost: usize) -> bool {
        let goes_on = |(at, cell): (usize, usize)| {
            let Some(column) = self.column(at, lost) else { return false };
            let own = self.shapes[cell];
            let says = matches!(own, Shape::Sentence | Shape::Open | Shape::Phrase);
            match self.is_piece(cell) {
                true => {
                    self.is_rare(&[Shape::Number, Shape::Code(Alphabet::Digit)], column) && self.is_rare(&[own], column)
                }
                false => says && is_text(self.table, column) && self.above.contains(&column),
            }
        };
        self.texts().next().is_some() && self.filled().all(goes_on)
    }

    /// Whether the row cannot stand as it does: some cells in columns that hold something else, the others among texts.
    fn is_strange(&self) -> bool {
        let is_strange = |(at, cell): (usize, usize)| {
            let column = self.column(at, 0);
            column.is_none_or(|column| !is_text(self.table, column) && self.is_rare(&[self.shapes[cell]], column))
        };
        let is_text = |(at, _): (usize, usize)| self.column(at, 0).is_some_and(|column| is_text(self.table, column));
        self.texts().any(is_strange) && self.texts().all(|cell| is_text(cell) || is_strange(cell))
    }

    /// Whether a column holds next to nothing that looks like this.
    fn is_rare(&self, shapes: &[Shape], column: usize) -> bool {
        let evidence = &self.table.evidence[column];
        let alike: f32 = shapes.iter().map(|shape| evidence.seen[shape.index()]).sum();
        alike <= STRANGE_SHARE * evidence.filled()
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::ask;

    const HEADER: &str = "取組|内容|課題|評価|今後|担当課\n";
    const FIRST: &str = "花壇|春に苗を植え、町の人に配った。|水やりの人が足りない。|A|続ける。|公園課\n\
        川|夏に草を刈り、泥をさらった。|雨の日が多かった。|B|日を改める。|河川課\n";
    const CUT: &str = "朝市|広場の東に店を並べ、二回開いた。|雨の日に売り場が濡れる。|A|屋根を借りて備える。|商工課\n";
    const LAST: &str = "橋|床板の裏を見て、ひびを直した。|人が足りなかった。|B|業者に頼む。|道路課\n\
        夜市|広場で秋に三回開いた。|来る人が減った。|C|店を増やす。|商工課\n";

    /// The content, the problem and the outlook of the third of so many records, and what is told, where this stands behind
    /// the page end.
    #[track_caller]
    fn case(rest: &str, expected: (usize, [&str; 3], &[&str])) {
        let sheet = format!("{HEADER}{FIRST}{CUT}\n- 1 -\n\n{HEADER}{rest}\n{LAST}");
        let (texts, told) = ask(&sheet, |record| {
            ["内容", "課題", "今後"].map(|name| {
                let text = record.texts.iter().find(|(own, _)| &**own == name);
                text.map_or(String::new(), |(_, text)| text.replace('\n', "／"))
            })
        });
        let third = texts[2].each_ref().map(String::as_str);
        assert_eq!((texts.len(), third, &*told), expected, "{rest}");
    }

    const MEETING: &str = "広場の東に店を並べ、二回開いた。／店主の会も開いた。";
    const STORE: &str = "雨の日に売り場が濡れる。／荷の置き場もない。";
    const ROOF: &str = "屋根を借りて備える。";

    #[test]
    fn texts_alone_behind_a_page_end_go_on_though_each_begins_a_sentence() {
        case("|店主の会も開いた。|荷の置き場もない。|||", (5, [MEETING, STORE, ROOF], &[]));
        case("|店主の会も開いた。||||", (5, [MEETING, "雨の日に売り場が濡れる。", ROOF], &[]));
        case("|店主の会も開いた。", (5, [MEETING, "雨の日に売り場が濡れる。", ROOF], &[]));
    }

    #[test]
    fn rests_without_the_first_cell_stand_one_column_further_left() {
        let roof = "屋根を借りて備える。／軒も借りる。";
        case("店主の会も開いた。|荷の置き場もない。||軒も借りる。|", (5, [MEETING, STORE, roof], &[]));
    }

    #[test]
    fn a_piece_of_the_rule_beside_rests_is_none_of_the_record() {
        for rest in [
            "l|店主の会も開いた。|荷の置き場もない。|||",
            "1|店主の会も開いた。|荷の置き場もない。|||",
            "|店主の会も開いた。|荷の置き場もない。|1||",
            "|店主の会も開いた。|荷の置き場もない。|||1",
        ] {
            case(rest, (5, [MEETING, STORE, ROOF], &["cell-in-no-column"]));
        }
    }

    #[test]
    fn what_names_or_rates_something_behind_a_page_end_is_a_record() {
        let own = ["広場の東に店を並べ、二回開いた。", "雨の日に売り場が濡れる。", ROOF];
        let told = ["missing-rating", "missing-department"];
        case("昼市の開催|駅前で昼に開いた。|人が少ない。||日を増やす。|", (6, own, &told));
        case("昼市の開催|駅前で昼に開いた。||||", (6, own, &told));
        case("|店主の会も開いた。|荷の置き場もない。|B||商工課", (6, own, &[]));
        // A heading of its own above it.
        case("第２章　市\n|店主の会も開いた。|||", (6, own, &["missing-item", "missing-rating", "missing-department"]));
    }

    #[test]
    fn where_rows_of_texts_alone_stand_on_a_page_each_is_a_record() {
        let sheet = format!(
            "{HEADER}{FIRST}|秋に種を採った。|種の置き場がない。|||\n{CUT}\n- 1 -\n\n{HEADER}|店主の会も開いた。||||\n{LAST}"
        );
        assert_eq!(ask(&sheet, |_| ()).0.len(), 7);
        // Items are merged with rows that are rated by themselves.
        let merged = format!(
            "{HEADER}{FIRST}|秋に種を採った。|種の置き場がない。|B|棚を置く。|学校課\n{CUT}\n- 1 -\n\n{HEADER}|店主の会も開いた。||||\n{LAST}"
        );
        assert_eq!(ask(&merged, |_| ()).0.len(), 7);
        let broken = merged.replace("二回開いた。", "駅前でも").replace("店主の会も開いた。", "開いた。");
        assert_eq!(ask(&broken, |_| ()).0.len(), 6);
    }
}
