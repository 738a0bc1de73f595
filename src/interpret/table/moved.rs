//! Rows whose cells do not stand where their page has them.
//!
//! In: a page, what each column makes of each shape, and the shapes of the cells. Out: for each such row its own
//! columns. Saying so is left to [`row`](crate::interpret::row).

use foldhash::{HashMap, HashSet};

use super::assign::LARGEST_SEARCH;
use super::{Moved, Page};
use crate::interpret::align::{Grid, Weights};
use crate::interpret::shape::Shape;
use crate::read::lex::Rows;

/// What a row's place in its own page is worth.
const OWN_PAGE: f32 = 1.0;

/// A cell that weighs less than this in its column makes its row suspect.
const SUSPECT: f32 = -1.5;

/// What it costs more to put a cell that looks like others into a column that its page lacks: it was rather written
/// beside the table.
const LACKING: f32 = 3.0;

/// A cell behind the last column that its page has or names was rather written beside the table, or with the row below
/// in one line: leaving it out costs only so much of what another cell does. An untested guess between none and half.
const BESIDE: f32 = 0.3;

/// A row is read elsewhere only if that reading is better by so much; see [`rows_that_moved`].
const CLEARLY_BETTER: f32 = 2.5;

/// A reading that is better, but not clearly: the row is read as its page is, and said to be doubtful.
const DOUBTFUL: f32 = CLEARLY_BETTER / 2.0;

/// Looks at the rows of a page that have another width, or a cell that its column hardly ever holds.
pub(super) fn rows_that_moved(
    page: &Page,
    table_weights: &[Weights],
    sheet: (&Rows<'_>, &[Shape]),
) -> HashMap<usize, Moved> {
    let (rows, shapes) = sheet;
    let mut moved = HashMap::default();
    let on_page: HashSet<usize> = page.column_of.iter().flatten().copied().collect();
    let lacks: Vec<bool> = page.columns.iter().map(|column| !on_page.contains(column)).collect();
    let shapes_of = |row: usize| &shapes[rows.rows[row].cells.clone()];
    // Where no row ends with a blank cell, the export left those out.
    let is_trimmed = page.rows.iter().all(|&row| shapes_of(row).last() != Some(&Shape::Blank));
    for &row in &page.rows {
        let cells = shapes_of(row);
        let fits = |(shape, column): (&Shape, &Option<usize>)| match *column {
            Some(column) => table_weights[column][shape.index()] >= SUSPECT,
            None => *shape == Shape::Blank,
        };
        let left_out = page.column_of.len().saturating_sub(cells.len());
        let with_left_out = cells.iter().chain(std::iter::repeat_n(&Shape::Blank, left_out)).zip(&page.column_of);
        let is_as_wide = cells.len() + if is_trimmed { left_out } else { 0 } == page.column_of.len();
        let usual = is_as_wide && with_left_out.clone().all(fits);
        let better = if usual { None } else { moved_row(cells, (page, &lacks), table_weights) };
        if let Some(better) = better.or_else(|| beside_its_code(cells, page, table_weights)) {
            moved.insert(row, better);
        }
    }
    moved
}

/// The reading of a row by itself, if it is clearly better than its page's, or if its page has none for its width. Of
/// each column that the header names it is known whether the page lacks it.
fn moved_row(cells: &[Shape], (page, lacks): (&Page, &[bool]), table_weights: &[Weights]) -> Option<Moved> {
    let sequence = &page.columns;
    let default: Vec<Option<usize>> = (0..cells.len()).map(|cell| page.column_at(cell, cells.len())).collect();
    if cells.len() * sequence.len() > LARGEST_SEARCH {
        return (cells.len() != page.column_of.len()).then_some(Moved { column_of: default, doubtful: false });
    }
    let fit = |cell: usize, at: usize| {
        let column = sequence[at];
        let weight = table_weights[column][cells[cell].index()];
        let place = if default[cell] == Some(column) { OWN_PAGE } else { 0.0 };
        let is_strange = weight < 0.0 && default[cell] != Some(column) && lacks[at];
        weight + place - if is_strange { LACKING } else { 0.0 }
    };
    let width = page.column_of.len().max(sequence.len());
    let filled = |cell: usize| match cells[cell] {
        Shape::Blank => 0.0,
        _ if cell >= width => BESIDE,
        _ => 1.0,
    };
    let grid = Grid { fit: &fit, cells: cells.len(), columns: sequence.len(), filled: &filled };
    let at_of = |column: usize| sequence.iter().position(|&known| known == column);
    let default_at: Vec<Option<usize>> = default.iter().map(|column| column.and_then(at_of)).collect();
    let best = grid.best();
    let gain = best.score - grid.score(&default_at);
    let column_of: Vec<Option<usize>> = best.column_of.iter().map(|at| at.map(|at| sequence[at])).collect();
    let same =
        column_of.iter().zip(&default).zip(cells).all(|((one, other), shape)| one == other || *shape == Shape::Blank);
    if same || gain < CLEARLY_BETTER {
        let needed = cells.len() != page.column_of.len();
        return needed.then_some(Moved { column_of: default, doubtful: !same && gain > DOUBTFUL });
    }
    let rivalled = has_rival(cells, &grid, &best.column_of);
    Some(Moved { column_of, doubtful: gain < CLEARLY_BETTER * 2.0 || rivalled })
}

/// The reading of a row in which just one code stands beside a text that cannot stand where it does: the two changed
/// places, or a text in front of them was left out and the row ends with a blank cell. Which of it happened is never
/// certain.
fn beside_its_code(cells: &[Shape], page: &Page, table_weights: &[Weights]) -> Option<Moved> {
    let own = &page.column_of;
    if cells.len() != own.len() {
        return None;
    }
    let weight = |cell: usize, column: Option<usize>| match cells[cell] {
        Shape::Blank => 0.0,
        shape => column.map_or(f32::NEG_INFINITY, |column| table_weights[column][shape.index()]),
    };
    let is_code = |cell: usize| matches!(cells[cell], Shape::Code(_));
    let is_strange = |cell: usize| {
        matches!(cells[cell], Shape::Sentence | Shape::Open) && own[cell].is_some() && weight(cell, own[cell]) < 0.0
    };
    // Nearly no row has such a text.
    if !(0..cells.len()).any(is_strange) {
        return None;
    }
    let is_pair = |at: &usize| is_strange(*at) && is_code(*at + 1) || is_code(*at) && is_strange(*at + 1);
    let mut pairs = (0..cells.len().saturating_sub(1)).filter(is_pair);
    let (Some(at), None) = (pairs.next(), pairs.next()) else { return None };
    let mut column_of = own.clone();
    if is_code(at + 1) {
        column_of.swap(at, at + 1);
    } else if cells.last() == Some(&Shape::Blank) {
        column_of[at..].rotate_left(1);
        column_of[cells.len() - 1] = None;
    }
    let moved = || (0..cells.len()).filter(|&cell| column_of[cell] != own[cell]);
    let gain: f32 = moved().map(|cell| weight(cell, column_of[cell]) - weight(cell, own[cell])).sum();
    let fits = moved().all(|cell| weight(cell, column_of[cell]) >= SUSPECT) && gain >= CLEARLY_BETTER;
    fits.then_some(Moved { column_of, doubtful: true })
}

/// Whether another reading puts a filled cell into another column and fits almost as well: of two texts, one is
/// missing.
fn has_rival(cells: &[Shape], grid: &Grid<'_>, best: &[Option<usize>]) -> bool {
    /// Readings that differ by less are told apart by the place of one cell alone, and by nothing that the cells say.
    const ALMOST: f32 = OWN_PAGE * 1.5;
    // Each cell takes a search of its own; no form is as wide as a row that takes more.
    if cells.len() * cells.len() * grid.columns > 10 * LARGEST_SEARCH {
        return true;
    }
    let score = grid.score(best);
    (0..cells.len()).filter(|&cell| cells[cell] != Shape::Blank).any(|cell| {
        let elsewhere = |other: usize, at: usize| {
            let barred = other == cell && best[cell] == Some(at);
            if barred { f32::NEG_INFINITY } else { (grid.fit)(other, at) }
        };
        let rival = Grid { fit: &elsewhere, cells: grid.cells, columns: grid.columns, filled: grid.filled }.best();
        rival.column_of[cell].is_some() && rival.score >= score - ALMOST
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// Reads one row among others; gives its ratings with their comments, and the rules of its findings.
    #[track_caller]
    fn case(row: &str, expected: (&str, &str)) {
        let other = |item: &str| format!("{item}\t公園課\t町を美しくする。\t苗を植えた。\tA\t参加が増えた。\n");
        let others: String = ["花壇", "並木", "広場", "生垣", "池"].map(other).concat();
        let sheet = format!("事業名\t担当課\t目的\t成果\t評価\t評価の理由\n{others}{row}\n{}", other("噴水"));
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let rating = &read.records[5].ratings[0];
        let told: Vec<&str> = read.findings.iter().map(|finding| finding.rule.name).collect();
        let rated = format!("{} {}", rating.printed, rating.comment.as_deref().unwrap_or_default());
        assert_eq!((&*rated, &*told.join(" ")), expected, "{row}");
    }

    #[test]
    fn a_code_beside_its_column_is_read_and_said_to_be_in_doubt() {
        let right = "B 種が足りない。";
        case("川\t河川課\t水を澄ませる。\t草を刈った。\tB\t種が足りない。", (right, ""));
        case("川\t河川課\t水を澄ませる。\t草を刈った。\t種が足りない。\tB", (right, "ambiguous-row"));
        case("川\t河川課\t草を刈った。\tB\t種が足りない。\t", (right, "ambiguous-row"));
    }

    #[test]
    fn a_named_last_column_takes_the_one_cell_that_stands_in_it() {
        let items = ["花壇", "並木", "広場", "生垣", "池", "川", "橋", "道", "森"];
        let row = |item: &str| format!("{item}\t町を美しくする。\t苗を植えた。\tA\t参加が増えた。\n");
        let rows: String = items.into_iter().map(row).collect();
        let read = |header: &str, last: &str| {
            let sheet = format!("{header}\n{rows}噴水\t水を澄ませる。\t底を洗った。\tB\t人が足りない。\t{last}\n");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let text =
                read.records[9].texts.iter().find(|(name, _)| &**name == "備考").map(|(_, text)| text.to_string());
            (text, read.findings.iter().map(|finding| finding.rule.name).collect::<Vec<_>>().join(" "))
        };
        let header = "事業名\t目的\t成果\t評価\t評価の理由\t備考";
        for last in ["10月改善済", "3件", "済", "市民の声による", "夏に水が減った。", "公園課"]
        {
            assert_eq!(read(header, last), (Some(last.to_owned()), String::new()));
        }
        // Nothing names it.
        assert_eq!(read("事業名\t目的\t成果\t評価\t評価の理由", "3件"), (None, "row-too-long".to_owned()));
    }

    #[test]
    fn what_stands_behind_the_last_column_takes_no_cell_from_its_place() {
        let header = "主な取組\t実績\t評価\t評価の理由\t今後の方針\t担当課\n";
        let rows = "①水路の掃除\t泥をさらいました。\t3\t予定した日に終えた。\t次の年も続ける。\t農政課\n\
                    ②堤の見回り\t月に一度歩きました。\t4\tひび割れを見つけた。\t回数を増やす。\t河川課\n\
                    ③橋の点検\t床板の裏を見ました。\t2\t人手が足りなかった。\t業者に頼む。\t道路課\n";
        let glued = "④夜市の開催\t広場を開きました。\t5\t多くの人が来た。\t\t商工課\t\
                     ⑤朝市の開催\t広場を開きました。\t5\t\t来る人を増やす。\t農政課\n";
        let sheet = format!("{header}{rows}{glued}");
        let source = Source::made_up(&sheet);
        let sheet = crate::sheet(&source, &Options::default(), Findings::default());
        let names = sheet.records[3].departments.iter().map(|department| &*department.name);
        assert_eq!(names.collect::<Vec<_>>(), ["商工課"]);
        assert!(sheet.findings.iter().any(|finding| finding.rule.name == "row-too-long"));
    }
}
