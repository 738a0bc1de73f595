//! Rows right behind a page end that hold nothing but the rests of cells: the page end cut the row above.
//!
//! In: tables whose pages are assigned. Out: for each page whether its first row is such a rest, and where the cells of
//! that stand: an export that cuts a row loses its first blank cell, or leaves a piece of the table's rule in another
//! one. Adding the rest to its record is left to [`row`](crate::interpret::row).

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

use foldhash::HashMap;

use super::{Moved, Page, Table};
use crate::interpret::classify::Class;
use crate::interpret::department;
use crate::interpret::layout::Layout;
use crate::interpret::scale::Alphabet;
use crate::interpret::shape::{self, Shape};
use crate::interpret::text;
use crate::read::lex::Rows;
use crate::record::Role;

/// A column holds at most this share of cells of a kind that is strange to it: every page may begin with a rest, and
/// few pages have less than five rows. An untested guess.
const STRANGE_SHARE: f32 = 0.25;

/// How many columns the cells of a rest stand too far to the left: none, or that of a lost first cell.
const LOST: [usize; 2] = [0, 1];

/// What the rows of a sheet hold, and what they are.
type Sheet<'a, 's> = (&'a Rows<'s>, &'a [Shape], &'a [Class]);

/// Finds the rests at the beginnings of the pages of each table.
pub(crate) fn mark_rests(tables: &mut [Table], sheet: Sheet<'_, '_>, layout: &Layout) {
    for table in tables {
        let rests = rests(table, sheet, layout);
        let only_names = rests.iter().any(|rest| !rest.cuts_name) && prints_texts_alone(table, sheet.0);
        for rest in rests.into_iter().filter(|rest| rest.cuts_name || !only_names) {
            let page = &mut table.pages[rest.page];
            let row = page.rows[0];
            page.rest = Some(row);
            page.moved.remove(&row);
            if rest.placed.column_of != page.column_of {
                page.moved.insert(row, rest.placed);
            }
        }
    }
}

/// The first row of a page that is a rest.
struct Found {
    page: usize,
    placed: Moved,
    /// A name is cut, which no row of texts alone has.
    cuts_name: bool,
}

/// The rests at the beginnings of pages. Where rows of texts alone stand in the midst of pages too, each of those may
/// be a record, and only one that cuts a name is none.
fn rests(table: &Table, (rows, shapes, classes): Sheet<'_, '_>, layout: &Layout) -> Vec<Found> {
    let is_page_end = |class: &Class| matches!(class, Class::PageNumber | Class::Header(_));
    let names = Names { table, rows, layout, counted: OnceCell::new() };
    let mut found = Vec::new();
    // What a page says that holds a rest alone, with what that goes on with: two page ends may cut one row.
    let mut grown: Option<HashMap<usize, Cow<'_, str>>> = None;
    for (at, pages) in table.pages.windows(2).enumerate() {
        let [above, page] = pages else { continue };
        let grown_above = grown.take();
        let (Some(&last), Some(&first)) = (above.rows.last(), page.rows.first()) else { continue };
        let Some(between) = classes.get(last + 1..first) else { continue };
        let is_overleaf = between.iter().any(is_page_end);
        if !is_overleaf && !between.contains(&Class::Blank) {
            continue;
        }
        let texts = grown_above.unwrap_or_else(|| said(above, last, rows).collect());
        let above = Above { texts, columns: above.columns_of(last), names: &names };
        let rest = Rest { table, page, row: first, above, rows, shapes };
        let found_rest =
            rest.placed().filter(|(placed, cuts_name)| is_overleaf || *cuts_name || rest.breaks_off(placed));
        if let Some((placed, cuts_name)) = found_rest {
            grown = (page.rows.len() == 1).then(|| rest.grown(&placed));
            found.push(Found { page: at + 1, placed, cuts_name });
        }
    }
    found
}

/// The departments of a table.
struct Names<'t, 's> {
    table: &'t Table,
    rows: &'t Rows<'s>,
    layout: &'t Layout,
    /// How often each name is printed; counted only where one may be cut.
    counted: OnceCell<BTreeMap<&'t str, usize>>,
}

impl<'t> Names<'t, '_> {
    fn counted(&self) -> &BTreeMap<&'t str, usize> {
        self.counted.get_or_init(|| {
            let is_office = |at: usize| self.table.columns[at].role == Role::Department;
            let cells = self.table.rows().flat_map(|(page, row)| page.cells_of(row, self.rows));
            let cells = cells.filter(|(_, column)| column.is_some_and(is_office));
            let mut counted = BTreeMap::new();
            for name in cells.flat_map(|(cell, _)| department::names_in(&cell.text)) {
                if self.layout.ends_like_department(name) {
                    *counted.entry(name).or_default() += 1;
                }
            }
            counted
        })
    }

    /// The last name of a cell with the first of another behind it, of which it was cut off: no name by itself, but the
    /// beginning of one of the table with that, or all of one if the other is none by itself that comes elsewhere too.
    fn rejoined(&self, cell: &str, rest: &str) -> Option<String> {
        let (begin, rest) = (department::names_in(cell).next_back()?, department::names_in(rest).next()?);
        let ends = |name: &str| self.layout.ends_like_department(name);
        let short = begin.chars().chain(rest.chars()).nth(department::LONGEST_NAME).is_none();
        let whole = (short && !ends(begin)).then(|| format!("{begin}{rest}"))?;
        let begins_name = || {
            let next = self.counted().range(&*whole..).next();
            next.is_some_and(|(name, _)| name.starts_with(&*whole))
        };
        let is_own = || self.counted().get(rest).is_some_and(|count| *count > 1);
        (begins_name() || ends(&whole) && !is_own()).then_some(whole)
    }
}

/// What a row says in each column.
fn said<'r>(page: &'r Page, row: usize, rows: &'r Rows<'_>) -> impl Iterator<Item = (usize, Cow<'r, str>)> {
    let texts = page.cells_of(row, rows).filter_map(|(cell, column)| Some((column?, &*cell.text)));
    texts.filter(|(_, text)| !is_nothing(text)).map(|(column, text)| (column, Cow::Borrowed(text)))
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

/// The last row of the page before.
struct Above<'t, 's> {
    /// What it says in each column.
    texts: HashMap<usize, Cow<'t, str>>,
    /// The columns of its cells.
    columns: &'t [Option<usize>],
    /// The departments of the table.
    names: &'t Names<'t, 's>,
}

/// The first row of a page, which may be the rest of the one above.
struct Rest<'t, 's> {
    table: &'t Table,
    page: &'t Page,
    row: usize,
    above: Above<'t, 's>,
    rows: &'t Rows<'s>,
    shapes: &'t [Shape],
}

impl<'t> Rest<'t, '_> {
    /// Where the cells of the row stand if it is a rest, and whether a name is cut: all together so far to the right
    /// that each goes on with a cell. They are moved only where they cannot stand as they are.
    fn placed(&self) -> Option<(Moved, bool)> {
        let column_of = self.places().into_iter().find(|places| self.goes_on(places))?;
        let is_name = |(at, _): (usize, usize)| {
            column_of[at].is_some_and(|column| matches!(self.table.columns[column].role, Role::Item | Role::Department))
        };
        let cuts_name = self.texts().any(is_name);
        let place = |(at, cell): (usize, usize)| column_of[at].filter(|_| !self.is_piece(cell));
        Some((Moved { column_of: self.cells().map(place).collect(), doubtful: false }, cuts_name))
    }

    /// Whether a text of the row goes on in mid-sentence, or with a list: it may do so behind a blank line too.
    fn breaks_off(&self, placed: &Moved) -> bool {
        let breaks_off = |(at, cell): (usize, usize)| {
            let own = &*self.rows.cells[cell].text;
            let above = placed.column_of[at].and_then(|column| self.above.texts.get(&column));
            text::goes_on(own) || text::begins_entry(own) || above.is_some_and(|above| text::stops_short(above))
        };
        self.texts().any(breaks_off)
    }

    /// What the row says, its names with those that they go on with, and what the rows say that it goes on with.
    fn grown(mut self, placed: &Moved) -> HashMap<usize, Cow<'t, str>> {
        for (cell, column) in self.rows.of(&self.rows.rows[self.row]).iter().zip(&placed.column_of) {
            let Some(above) = column.and_then(|column| self.above.texts.get_mut(&column)) else { continue };
            if !is_nothing(&cell.text) {
                let whole = self.above.names.rejoined(above, &cell.text);
                let goes_on = department::names_in(&cell.text).nth(1).is_some();
                *above = whole.filter(|_| !goes_on).map_or(Cow::Borrowed(&*cell.text), Cow::Owned);
            }
        }
        self.above.texts
    }

    /// The columns in which its cells may stand: where the row above has as many but for a lost first one, those of
    /// that if no other row of the page says where its columns are; then those of its page.
    fn places(&self) -> Vec<Vec<Option<usize>>> {
        let width = self.cells().count();
        let named: Vec<Option<usize>> = self.above.columns.iter().copied().filter(Option::is_some).collect();
        let is_alone = self.page.rows.len() == 1 && self.page.header.is_none();
        let above = [self.above.columns, &named].into_iter().filter(|_| is_alone);
        let above = above.flat_map(|columns| LOST.map(|lost| columns.get(lost..).unwrap_or_default()));
        let as_wide = above.filter(|columns| columns.len() == width).map(<[_]>::to_vec);
        let of_page = LOST.into_iter().filter(|lost| *lost == 0 || self.is_strange());
        let of_page = of_page.map(|lost| (0..width).map(|at| self.column(at, lost)).collect());
        as_wide.chain(of_page).collect()
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

    /// Whether each cell of the row goes on with the one above, and what stands beside them is a piece of the rule: no
    /// number or code as others of its column are, if it stands in one.
    fn goes_on(&self, places: &[Option<usize>]) -> bool {
        let goes_on = |(at, cell): (usize, usize)| {
            let Some(column) = places[at] else { return self.is_piece(cell) };
            if self.is_piece(cell) {
                let digits = [Shape::Number, Shape::Code(Alphabet::Digit)];
                return self.is_rare(&digits, column) && self.is_rare(&[self.shapes[cell]], column);
            }
            self.above.texts.get(&column).is_some_and(|above| self.goes_on_with(above, cell, column))
        };
        self.texts().next().is_some() && self.filled().all(goes_on)
    }

    /// Whether a cell goes on with the one above it: a text below a text, or a name that was cut.
    fn goes_on_with(&self, above: &str, cell: usize, column: usize) -> bool {
        let own = &*self.rows.cells[cell].text;
        match self.table.columns[column].role {
            Role::Department => self.above.names.rejoined(above, own).is_some(),
            Role::Item => is_cut_item(above, own),
            Role::Text | Role::Comment | Role::Path | Role::Rating | Role::Value => {
                let says = matches!(self.shapes[cell], Shape::Sentence | Shape::Open | Shape::Phrase);
                says && is_text(self.table, column)
            }
        }
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

/// Whether an item breaks off above the rest of it: before a noun, or in mid-word.
fn is_cut_item(above: &str, own: &str) -> bool {
    let is_letter = own.starts_with(text::is_kana_or_ideograph) && own.chars().nth(1).is_none();
    is_letter || text::goes_on(own) || text::awaits_noun(above)
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

    /// The content, the problem and the outlook of the third of so many records, and what is told, where this stands
    /// behind the page end.
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
    fn a_short_text_goes_on_beside_one_that_breaks_off_in_a_figure() {
        let cut = CUT.replace("二回開いた。", "開いた日は12").replace("屋根を借りて備える。", "屋根を借");
        let read = |rest: &str| {
            let sheet = format!("{HEADER}{FIRST}{cut}\n- 1 -\n\n{HEADER}{rest}\n{LAST}");
            ask(&sheet, |record| record.texts.iter().map(|(_, text)| &**text).collect::<Vec<_>>().join("|"))
        };
        let (texts, told) = read("|回である。|||りて備える。|");
        let whole = "広場の東に店を並べ、開いた日は12回である。|雨の日に売り場が濡れる。|屋根を借りて備える。";
        assert_eq!((texts.len(), &*texts[2], &*told), (5, whole, &[][..]));
        assert_eq!(read("夜市|回である。|||りて備える。|").0.len(), 6);
    }

    /// The items and departments of the records, and the texts of the third, where the third row and its rest stand so.
    #[track_caller]
    fn names(cut: &str, between: &str, rest: &str, expected: (usize, &str)) {
        let last = LAST.replace("商工課", "商工観光課");
        let sheet = format!("{HEADER}{FIRST}{cut}{between}{rest}{last}");
        let (records, _) = ask(&sheet, |record| {
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let texts: Vec<&str> = record.texts.iter().map(|(_, text)| &**text).collect();
            let item = record.item.as_ref().map_or("", |item| &item.title);
            format!("{item}|{}|{}", texts.join("|").replace('\n', "／"), names.join("、"))
        });
        assert_eq!((records.len(), &*records[2]), expected, "{sheet}");
    }

    const PAGE_END: &str = "\n- 1 -\n\n";

    #[test]
    fn a_name_that_a_page_end_cut_goes_on_beside_texts_and_alone() {
        let cut = |item: &str, office: &str| {
            format!(
                "{item}|広場の東に店を並べ、二回開いた。|雨の日に売り場が濡れる。|A|屋根を借りて備える。|{office}\n"
            )
        };
        let texts = "雨の日に売り場が濡れる。|屋根を借りて備える。";
        let whole =
            |item: &str, more: &str| format!("{item}|広場の東に店を並べ、二回開いた。{more}|{texts}|商工観光課");
        let [alone, beside] = ["", "／店主の会も開いた。"].map(|more| whole("朝市の会場", more));
        for between in [PAGE_END.to_owned(), format!("{PAGE_END}{HEADER}")] {
            names(&cut("朝市の会場", "商工観"), &between, "|||||光課\n", (5, &alone));
            names(&cut("朝市の会場", "商工観"), &between, "|店主の会も開いた。||||光課\n", (5, &beside));
            names(&cut("朝市の会", "商工観"), &between, "場|店主の会も開いた。||||光課\n", (5, &beside));
            // A piece of the table's rule behind the last column.
            names(&cut("朝市の会場", "商工観"), &between, "|店主の会も開いた。||||光課|1\n", (5, &beside));
            // Its own department, be it below one that does not end as they do, and its own item.
            let own = whole("朝市の会場", "").replace("商工観光課", "町の人");
            names(&cut("朝市の会場", "町の人"), &between, "|店主の会も開いた。||||公園課\n", (6, &own));
            let own = whole("朝市の会場", "");
            names(&cut("朝市の会場", "商工観光課"), &between, "|店主の会も開いた。||||学校教育課\n", (6, &own));
            names(&cut("朝市の会場", "商工観光課"), &between, "昼市|店主の会も開いた。||||\n", (6, &own));
        }
        // The first cell was lost; and each of two page ends cut the name, and another row is as wide as the rest.
        names(&cut("朝市の会場", "商工観"), PAGE_END, "店主の会も開いた。||||光課\n", (5, &beside));
        let twice = format!("|店主の会も||||観光\n{PAGE_END}|開いた。||||課\n");
        names(&cut("朝市の会場", "商工"), PAGE_END, &twice, (5, &beside));
        // The row goes on further than the page.
        let open = format!("|店主の会も開いた。||||光\n{PAGE_END}|||||課\n");
        names(&cut("朝市の会場", "商工観"), PAGE_END, &open, (5, &beside));
    }

    #[test]
    fn a_list_goes_on_behind_a_blank_line() {
        let cut =
            |content: &str| format!("朝市|{content}|雨の日に売り場が濡れる。|A|屋根を借りて備える。|商工観光課\n");
        let read = |content: &str| format!("朝市|{content}|雨の日に売り場が濡れる。|屋根を借りて備える。|商工観光課");
        let list = "・二回開いた。・店を並べた。";
        names(&cut(list), "\n", "|・店主の会も開いた。|||||\n", (5, &read(&format!("{list}／・店主の会も開いた。"))));
        names(&cut(list), "\n", "|店主の会も開いた。|||||\n", (6, &read(list)));
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
