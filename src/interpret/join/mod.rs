//! Rows that a line break inside a cell cut, put together again.
//!
//! In: rows as lexed. Out: rows of which each is whole. Exports that quote nothing turn a line break in a cell into a
//! new row: `事業⇥前半` and `後半⇥B⇥企画課` are one row of four cells. Rows are joined only where the sum is exactly the width
//! of their block, and where codes and departments then stand below codes and departments. Rows cut by a page end are
//! another stage's work: whether they belong together is known only from their columns.

mod above;
mod below;
mod headers;
mod headings;
pub(super) mod kind;
mod lines;
mod slid;
mod whole;

use std::cell::OnceCell;
use std::ops::Range;

use foldhash::{HashMap, HashSet};

pub(crate) use self::below::is_signed;
use crate::diagnostic::Findings;
use crate::interpret::classify;
use crate::interpret::header::{self, Blocks};
use crate::interpret::layout::Layout;
use crate::interpret::margin;
use crate::interpret::rules::joined_row::joined_row;
use crate::interpret::rules::line_between_rows::line_joined_to_row;
use crate::interpret::rules::shifted_row::shifted_row;
use crate::interpret::shape::{self, Shape};
use crate::interpret::text;
use crate::read::lex::{Row, Rows};
use crate::source::Source;
use headers::cut_header;
use headings::Headings;
use kind::{Counts, Kind, agree};
use whole::{Whole, apply, are_neighbours, merged};

/// A cell holds at most so many lines; the longest list in a cell seen so far has 31.
const MOST_LINES: usize = 60;

/// A block's header is its width only if this share of its rows can be made so wide.
const WHOLE_SHARE: f32 = 0.8;

/// Puts cut rows together. `shapes` says what each cell looks like; given back are those of the cells that come out,
/// and the header blocks that were found, if the rows stay as they were then.
pub fn rows<'s>(
    mut rows: Rows<'s>,
    shapes: Vec<Shape>,
    (source, layout): (&Source<'_>, &Layout),
    found: &mut Findings,
) -> (Rows<'s>, Vec<Shape>, Blocks) {
    let mut joins: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let (mut header_width, mut header) = (None, None);
    let mut above = Whole::default();
    let mut by_width = ByWidth::default();
    let mut headers = Blocks::default();
    let (first_edge, pads) = (OnceCell::new(), OnceCell::new());
    let headings = Headings::of(&rows, layout);
    while at < rows.rows.len() {
        if let Some(heading) = headings.cut(&rows, at, layout) {
            at = heading.end;
            joins.push(heading);
            continue;
        }
        if let Some(own) = cut_header(&rows, at, layout) {
            header_width = Some(headers::width(&rows, &own));
            header = Some(at);
            at = own.end;
            joins.push(own);
            continue;
        }
        if let Some(own) = header::block(&rows, at, layout) {
            header_width = Some(header::width(&rows, &own.rows));
            header = Some(at);
            let from = std::mem::replace(&mut at, own.rows.end);
            headers.insert(from, own);
            continue;
        }
        let end = block_end(&rows, at, (&headings, layout));
        let (headings, first_edge, pads) = (&headings, &first_edge, &pads);
        let block = Block { rows: &rows, shapes: &shapes, range: at..end, layout, header, headings, first_edge, pads };
        for row in block.slid(header_width, &mut by_width) {
            margin::leave_out_first(&mut rows, row, source);
            shifted_row(rows.rows[row].span, found);
        }
        let block = Block { rows: &rows, shapes: &shapes, range: at..end, layout, header, headings, first_edge, pads };
        let cut = block.joins(header_width, &above, &mut by_width);
        if cut.share >= 1.0 {
            let has_whole = (at..end).any(|row| block.width_of(row) == cut.width);
            // Where all rows are cut, those of other blocks say what they hold.
            let kinds = if has_whole {
                OnceCell::new()
            } else {
                OnceCell::from(block.kinds_below_header(cut.width, &mut by_width))
            };
            above = Whole { range: at..end, width: cut.width, kinds };
        }
        joins.extend(cut.runs);
        // A blank line inside a cell takes a run past the end of its block.
        let end = joins.last().map_or(end, |join| join.end.max(end));
        if end > at {
            header_width = None;
        }
        at = end.max(at + 1);
    }
    joins.retain(|run| are_neighbours(&rows, run, source));
    headings.tell_doubtful(&rows, &joins, layout, found);
    for join in &joins {
        let span = rows.rows[join.start].span.to(rows.rows[join.end - 1].span);
        joined_row(span, found);
        // A lone line may as well belong to nothing.
        if rows.rows[join.start].cells.len() == 1 && headings.cut(&rows, join.start, layout).is_none() {
            line_joined_to_row(rows.rows[join.start].span, found);
        }
    }
    if !joins.is_empty() {
        let (rows, shapes) = apply(&rows, &shapes, &joins, (source, layout));
        return (rows, shapes, Blocks::default());
    }
    if !rows.slid.is_empty() {
        headers.clear();
    }
    (rows, shapes, headers)
}

/// Where the run of rows without a blank line, header or cut heading ends that begins at a row.
fn block_end(rows: &Rows<'_>, start: usize, (headings, layout): (&Headings, &Layout)) -> usize {
    let is_blank = |row: &Row| rows.of(row).iter().all(|cell| cell.text.is_empty());
    let mut end = start;
    let begins_header = |at: usize| header::is_header_row(rows, at, layout) || cut_header(rows, at, layout).is_some();
    let begins = |at: usize| begins_header(at) || headings.cut(rows, at, layout).is_some();
    while end < rows.rows.len() && !is_blank(&rows.rows[end]) && !begins(end) {
        end += 1;
    }
    end
}

/// The rows of a block to join.
#[derive(Default)]
struct Joins {
    runs: Vec<Range<usize>>,
    /// How wide the rows are then, and the share of those that are.
    width: usize,
    share: f32,
}

/// The kinds of the columns of all rows of a width, wherever they stand.
type ByWidth = HashMap<usize, Vec<Kind>>;

/// A run of rows without a blank line.
struct Block<'b, 's> {
    rows: &'b Rows<'s>,
    shapes: &'b [Shape],
    range: Range<usize>,
    layout: &'b Layout,
    /// The first row of the last header above.
    header: Option<usize>,
    headings: &'b Headings,
    /// Where the first column of the sheet cuts its cells; asked for only by lone lines above rows.
    first_edge: &'b OnceCell<Option<usize>>,
    /// Whether the export padded lines of one cell; asked for only there as well.
    pads: &'b OnceCell<bool>,
}

impl Block<'_, '_> {
    fn width_of(&self, row: usize) -> usize {
        self.rows.rows[row].cells.len()
    }

    /// What stands in the first cell of a row.
    fn first(&self, row: usize) -> &str {
        self.rows.of(&self.rows.rows[row]).first().map_or("", |cell| &*cell.text)
    }

    /// What the cells of a row look like.
    fn shapes_of(&self, row: usize) -> &[Shape] {
        &self.shapes[self.rows.rows[row].cells.clone()]
    }

    /// What the first cell of a row looks like.
    fn first_shape(&self, row: usize) -> Shape {
        self.shapes_of(row).first().copied().unwrap_or(Shape::Blank)
    }

    /// The same of its last cell.
    fn last_shape(&self, row: usize) -> Shape {
        self.shapes_of(row).last().copied().unwrap_or(Shape::Blank)
    }

    /// The rows to join. The block is as wide as its header if most rows can be made so, else as most of its rows are;
    /// or as the page above it, if then no row is left over.
    fn joins(&self, header_width: Option<usize>, above: &Whole, by_width: &mut ByWidth) -> Joins {
        let mut count: HashMap<usize, usize> = HashMap::default();
        for row in self.range.clone().filter(|&row| self.width_of(row) > 1) {
            *count.entry(self.width_of(row)).or_default() += 1;
        }
        // Of widths that come equally often that of the header is the rows' own.
        let often = |(width, count): &(&usize, &usize)| (**count, header_width == Some(**width), **width);
        let Some(usual) = count.iter().max_by_key(often).map(|(width, _)| *width) else {
            return Joins::default();
        };
        if let Some(wide) = header_width.filter(|&wide| wide > usual) {
            let joins = self.joins_to(&self.kinds_below_header(wide, by_width));
            if joins.share >= WHOLE_SHARE && !joins.runs.is_empty() {
                return joins;
            }
        }
        let of_page_above = || {
            let mut tried = kind::with_a_column_more_or_less(above.kinds(self)).map(|kinds| self.joins_to(&kinds));
            // A row that is whole as those above are needs no column more.
            let is_whole = |row: usize| self.is_whole(row, above.kinds(self));
            let fits = |joins: &Joins| joins.width <= above.width || !self.range.clone().any(is_whole);
            tried.find(|joins| joins.share >= 1.0 && !joins.runs.is_empty() && fits(joins))
        };
        // A row or two may be cut into pieces of one width: a sentence that goes on in the next row shows it.
        let is_narrow = count.len() == 1 && header_width.is_none() && usual < above.width;
        let cut = || of_page_above().filter(|joins| joins.runs.iter().all(|run| self.breaks_sentence(run)));
        if let Some(joins) = is_narrow.then(cut).flatten() {
            return joins;
        }
        if count.len() == 1 && !self.range.clone().any(|row| self.width_of(row) == 1) {
            return Joins { width: usual, share: 1.0, runs: Vec::new() };
        }
        let joins = self.joins_to(&self.kinds(usual));
        // Where neither a header nor the page above says how wide rows are, parts of cut ones can come more often than
        // what they make.
        let known = header_width.is_some() || above.width.abs_diff(usual) <= 1;
        let as_widest = || {
            let widest = count.keys().copied().max().filter(|&widest| widest > usual && !known)?;
            self.range.clone().find(|&row| self.width_of(row) == widest && self.shows_columns(row))?;
            Some(self.joins_to(&self.kinds(widest))).filter(|joins| joins.share >= 1.0 && !joins.runs.is_empty())
        };
        if joins.share >= 1.0 { joins } else { as_widest().or_else(of_page_above).unwrap_or(joins) }
    }

    /// Whether a row shows how many columns there are: a line at the right of a sheet, be there a title at its left,
    /// does not.
    fn shows_columns(&self, row: usize) -> bool {
        let cells = self.rows.of(&self.rows.rows[row]);
        let between = cells.len().min(1)..cells.len().saturating_sub(1).max(1);
        cells[between].iter().any(|cell| !cell.text.is_empty())
    }

    /// The share of the rows of several cells that are of a width, or are made so. A heading with a blank cell beside
    /// it is no row, and a row of which an export left out the blank cells at its end is whole as well.
    fn share_of_whole(&self, runs: &[Range<usize>], kinds: &[Kind]) -> f32 {
        let width = kinds.len();
        let cut = |row: &usize| self.range.contains(row) && self.width_of(*row) > 1 && !self.is_lone_heading(*row);
        let joined: HashSet<usize> = runs.iter().cloned().flatten().filter(cut).collect();
        // Lone lines before or behind it belong to a row that is as wide already.
        let is_whole = |row: &usize| self.width_of(*row) == width || self.is_line(*row, kinds);
        let already = self.range.clone().filter(|row| cut(row) && !joined.contains(row) && is_whole(row)).count();
        (joined.len() + already) as f32 / self.range.clone().filter(cut).count() as f32
    }

    /// The runs of rows that make whole rows of a width.
    fn joins_to(&self, kinds: &[Kind]) -> Joins {
        let mut runs = Vec::new();
        let mut at = self.range.start;
        let numbered = self.begins_with_ordinals(kinds.len());
        while at < self.range.end {
            let run = self
                .run_from(at, kinds, numbered)
                .or_else(|| self.behind(at, kinds))
                .or_else(|| self.above(at, kinds, numbered));
            match run {
                Some(run) => {
                    at = run.end;
                    runs.push(run);
                }
                None => at += 1,
            }
        }
        Joins { share: self.share_of_whole(&runs, kinds), width: kinds.len(), runs }
    }

    /// The kinds of a block below a header of a width. Where none of its rows is whole, those of other blocks say what
    /// stands where.
    fn kinds_below_header(&self, width: usize, by_width: &mut ByWidth) -> Vec<Kind> {
        if self.range.clone().any(|row| self.width_of(row) == width) {
            return self.kinds(width);
        }
        by_width.entry(width).or_insert_with(|| self.kinds_of(self.outside_headers(width), width)).clone()
    }

    /// The kind of cell that each column of the whole rows holds.
    fn kinds(&self, width: usize) -> Vec<Kind> {
        self.kinds_of(self.range.clone(), width)
    }

    /// The kind of cell that each column holds in those of these rows that are of a width.
    fn kinds_of(&self, rows: impl Iterator<Item = usize>, width: usize) -> Vec<Kind> {
        let mut count = vec![Counts::default(); width];
        for row in rows.filter(|&row| self.width_of(row) == width) {
            count.iter_mut().zip(self.shapes_of(row)).for_each(|(count, shape)| count.add(*shape));
        }
        count.iter().map(Counts::kind).collect()
    }

    /// All rows of the sheet but those of headers, and of the blocks right below headers of another width than this:
    /// what is as wide there is a piece, or too long.
    fn outside_headers(&self, width: usize) -> impl Iterator<Item = usize> + '_ {
        let mut end = 0;
        let mut header_width = None;
        (0..self.rows.rows.len()).filter(move |&row| {
            if row >= end {
                let header = header::block(self.rows, row, self.layout);
                let is_blank = || self.rows.of(&self.rows.rows[row]).iter().all(|cell| cell.text.is_empty());
                header_width = match &header {
                    Some(header) => Some(header::width(self.rows, &header.rows)),
                    None => header_width.filter(|_| !is_blank()),
                };
                end = header.map_or(row, |block| block.rows.end);
            }
            row >= end && header_width.is_none_or(|of| of == width)
        })
    }

    /// Whether rows of a width begin with the ordinals of what they name.
    fn begins_with_ordinals(&self, width: usize) -> bool {
        /// One may stand in a list by itself.
        const FEWEST: usize = 2;
        let begins = |row: &usize| self.width_of(*row) == width && self.first_shape(*row) == Shape::Ordinal;
        self.range.clone().filter(begins).nth(FEWEST - 1).is_some()
    }

    /// The run of rows from a short one on that makes a whole row. A cell may hold one blank line, but no row that
    /// begins with its ordinal where whole rows do.
    fn run_from(&self, start: usize, kinds: &[Kind], numbered: bool) -> Option<Range<usize>> {
        let width = kinds.len();
        let mut sum = self.width_of(start);
        if sum < 2 || sum >= width || self.is_lone_heading(start) {
            return None;
        }
        let mut blanks = 0;
        for end in start + 1..self.rows.rows.len().min(start + MOST_LINES) {
            let own = self.width_of(end);
            let cells = self.rows.of(&self.rows.rows[end]);
            blanks = if cells.iter().all(|cell| cell.text.is_empty()) { blanks + 1 } else { 0 };
            let behind_block = end >= self.range.end;
            // A page with a blank column more has its number beside it.
            let is_number = || classify::lone_text(self.rows, end).is_some_and(shape::is_page_number);
            let is_own = || numbered && self.first_shape(end) == Shape::Ordinal;
            let is_line = own > 1 && (self.is_lone_heading(end) || is_number() || is_own());
            if blanks > 1 || is_line || (behind_block && header::is_header_row(self.rows, end, self.layout)) {
                return None;
            }
            sum += own - 1;
            if sum > width {
                // Something is written behind the last column; a row that is whole by itself ends no other.
                let run = start..end + 1;
                let is_cut = sum - width < own && self.cuts_texts(&run) && self.agrees(&run, kinds);
                return (is_cut && !self.is_whole(end, kinds)).then_some(run);
            }
            if sum == width && own < width {
                let run = self.with_tail(start..end + 1, kinds);
                return (self.agrees(&run, kinds) && !self.are_lines(&run, kinds)).then_some(run);
            }
        }
        None
    }

    /// Whether every break of a run can cut a text: none ends with a code or begins with a number of its own.
    fn cuts_texts(&self, run: &Range<usize>) -> bool {
        (run.start + 1..run.end).all(|row| kind::can_be_cut(self.last_shape(row - 1), self.first_shape(row)))
    }

    /// Whether a row of a run stops within a sentence that ends in the first cell of the next one.
    fn breaks_sentence(&self, run: &Range<usize>) -> bool {
        let ends = |shape: Shape| shape == Shape::Sentence;
        (run.start + 1..run.end).any(|row| !ends(self.last_shape(row - 1)) && ends(self.first_shape(row)))
    }

    /// Whether a row is whole by itself. The rest of a sentence in its first cell is none, however wide the row is.
    fn is_whole(&self, row: usize, kinds: &[Kind]) -> bool {
        let first = self.first(row);
        let is_rest = text::goes_on(first) || (text::ends_sentence(first) && kinds.first() != Some(&Kind::Sentence));
        self.width_of(row) == kinds.len() && !is_rest && self.agrees(&(row..row + 1), kinds)
    }

    /// Whether a joined row has its codes and departments where the block's whole rows have theirs. Where it is longer
    /// than they are, its last column must show that it ends there.
    fn agrees(&self, run: &Range<usize>, kinds: &[Kind]) -> bool {
        if run.len() == 1 {
            return agree(self.shapes_of(run.start).iter().copied(), kinds);
        }
        let cells = merged(self.rows, run, self.layout);
        agree(cells.iter().map(|cell| Shape::of(&cell.text, self.layout)), kinds)
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::layout::Layout;
    use crate::interpret::shape::Shape;
    use crate::source::Source;

    /// How many cells each joined row has, and what stands in the first one.
    #[track_caller]
    fn case(sheet: &str, expected: &[(usize, &str)]) {
        let source = Source::made_up(sheet);
        let (mut found, layout) = (Findings::default(), Layout::builtin());
        let rows = crate::mended(&source, &Options::default(), &mut found);
        let shapes = Shape::of_all(rows.cells.iter().map(|cell| &*cell.text), layout);
        let (rows, ..) = super::rows(rows, shapes, (&source, layout), &mut found);
        let got = rows.rows.iter().map(|row| (row.cells.len(), &*rows.of(row)[0].text));
        assert_eq!(got.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_line_that_opens_as_the_merged_first_column_is_called_is_the_beginning_of_its_cell() {
        let first = |name: &str, rows: &str| {
            let sheet = format!(
                "{name}\t施策\t内容\t評価\t担当課\n目標1 水と緑の町に\n親しむ心\t花壇\t苗を植えた。\tA\t公園課\n{rows}"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records[0].path.iter().map(|of| of.title.clone()).collect::<Vec<_>>()
        };
        let merged = "\t並木\t枝を切った。\tB\t公園課\n\t水路\t泥をさらった。\tB\t河川課\n";
        assert_eq!(first("目標", merged), ["水と緑の町に親しむ心"]);
        // What ends a page says nothing of it.
        for end in ["\n", "3\n\n", "※１　町の庭。\n", "\n目標\t施策\t内容\t評価\t担当課\n"] {
            assert_eq!(first("目標", &format!("{end}{merged}")), ["水と緑の町に親しむ心"], "{end}");
        }
        // The rows have names of their own in it, or it is called otherwise.
        let named = "並ぶ木\t並木\t枝を切った。\tB\t公園課\n清い川\t水路\t泥をさらった。\tB\t河川課\n";
        assert_eq!(first("目標", named), ["親しむ心"]);
        assert_eq!(first("目標", &format!("\n{named}")), ["親しむ心"]);
        assert_eq!(first("目標", "\n事業\t内容\t評価\t担当課\n並木\t枝を切った。\tB\t公園課\n"), ["親しむ心"]);
        assert_eq!(first("分野", merged), ["水と緑の町に", "親しむ心"]);
    }

    #[test]
    fn brackets_with_a_word_that_counts_head_the_rows_below() {
        let rows = |mark: [&str; 2], front: &str| {
            format!(
                "町の計画\n\n{front}施策\t評価\t実績\t担当課\n{front}{}花の園\n{front}花壇の手入れ\tB\t苗を植え、夏まで水を\nやった。\t農政課\n\
                 {front}山の花\nの手入れ\tC\t枝を切った。\t農政課\n{front}{}水の園\n{front}堤の見回り\tC\t来年に歩く。\t河川課\n",
                mark[0], mark[1]
            )
        };
        let paths = |sheet: &str| {
            let source = Source::made_up(sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |of: &crate::record::Record<'_>| of.path.iter().map(|of| of.title.clone()).collect::<String>();
            read.records.iter().map(path).collect::<Vec<_>>()
        };
        let headed = ["花の園", "花の園", "水の園"];
        assert_eq!(paths(&rows(["【事態1】", "【事態2】"], "")), headed);
        // A blank column in front makes the heading a row of two cells, which is none of the table.
        assert_eq!(paths(&rows(["【事態1】", "【事態2】"], "\t")), headed);
        assert_eq!(paths(&rows(["【新規】", "【拡充】"], "")), ["", "", ""]);
    }

    #[test]
    fn the_lines_of_a_text_say_nothing_of_the_edge_of_the_first_column() {
        let rows = |last: &str| {
            format!(
                "施策\t内容\t評価\t担当課\n消防団の装備の充\n実\tポンプ車を直した。\tB\t警防課\n道の花を増やす心\nの広がり\t町の人と歩\n\
                 いて確かめ、地図に書きこみ、町の人に\n{last}\tA\t防災課\n"
            )
        };
        let items = |sheet: &str| {
            let source = Source::made_up(sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records.iter().filter_map(|of| Some(of.item.as_ref()?.title.to_string())).collect::<Vec<_>>()
        };
        let whole = ["消防団の装備の充実", "道の花を増やす心の広がり"];
        assert_eq!(items(&rows("配った。")), whole);
        assert_eq!(items(&rows("を配った。")), whole);
    }

    #[test]
    fn an_entry_of_a_list_above_a_text_is_its_beginning() {
        case(
            "・朝市 年6回\n・夜市の\n準備\tB\t会を開きました。\t農政課\n実績なし\tC\t来年に開きます。\t農政課\n",
            &[(4, "・朝市 年6回\n・夜市の準備"), (4, "実績なし")],
        );
        case(
            "山あいの地区\n水路の掃除\tB\t泥をさらいました。\t農政課\n堤の見回り\tC\t来年に歩きます。\t河川課\n",
            &[(1, "山あいの地区"), (4, "水路の掃除"), (4, "堤の見回り")],
        );
    }

    #[test]
    fn a_piece_of_a_row_on_a_wider_page_is_no_whole_row_of_a_narrower_one() {
        let page = |item: &str, end: &str| {
            let header = format!("施策\t取組\t状況\t予定\t所管課{end}\n");
            format!("{header}{item}\t月に一度歩い\nた。\tC\t来年に歩きます。\t河川課{end}\n\n")
        };
        let both = page("水路の掃除", "") + &page("堤の見回り", "\t");
        case(&both, &[(5, "施策"), (5, "水路の掃除"), (1, ""), (6, "施策"), (6, "堤の見回り"), (1, "")]);
    }

    #[test]
    fn a_line_above_a_row_that_begins_in_mid_word_is_its_beginning() {
        let whole = "水路の掃除\t3回\tB\t農政課\n";
        let cut = "朝の見守りに月に一度は出てい\nる人の割合\t2割\tC\t市民課\n";
        let expected = [(4, "水路の掃除"), (4, "朝の見守りに月に一度は出ている人の割合")];
        case(&format!("{whole}{cut}"), &expected);
        // A line as long as that one was cut as that one was.
        let other = "朝市の場所と開く日をよく知る\n住民の割合\t3割\tB\t農政課\n";
        case(
            &format!("{whole}{other}\n{whole}{cut}"),
            &[expected[0], (4, "朝市の場所と開く日をよく知る住民の割合"), (1, ""), expected[0], expected[1]],
        );
        let small = "朝市のボランテ\nィアの集い\t2割\tC\t市民課\n";
        case(&format!("{whole}{small}"), &[expected[0], (4, "朝市のボランティアの集い")]);
        // The row below it may be cut in another cell too.
        let twice = "朝の見守りに月に一度は出てい\nる人の割合\t町の人の\n2割\tC\t市民課\n";
        case(&format!("{whole}{twice}"), &expected);
        let heading = "山あいの地区\n住民の割合\t町の人の\n2割\tC\t市民課\n";
        case(&format!("{whole}{heading}"), &[expected[0], (1, "山あいの地区"), (4, "住民の割合")]);
        // Nothing shows where the column cuts its cells, or the line is shorter.
        let lone = "朝市の場所と開く日をよく知る";
        case(&format!("{whole}{other}"), &[expected[0], (1, lone), (4, "住民の割合")]);
        let short = "山あいの地区\n住民の割合\t3割\tB\t農政課\n";
        case(
            &format!("{whole}{short}\n{cut}"),
            &[expected[0], (1, "山あいの地区"), (4, "住民の割合"), (1, ""), expected[1]],
        );
        case(
            &format!("{whole}山あい（北の地区）\nる人の割合\t2割\tC\t市民課\n"),
            &[expected[0], (1, "山あい（北の地区）"), (4, "る人の割合")],
        );
    }

    #[test]
    fn a_line_above_another_one_is_the_beginning_of_no_row() {
        let row = "水路の掃除\t3回\tB\t農政課\n";
        let title = "朝市の案内所の実施状況\n";
        case(
            &format!("{title}基\t\t\t\n本\t\t\t\n{row}{row}"),
            &[(1, "朝市の案内所の実施状況"), (4, "基"), (4, "本"), (4, "水路の掃除"), (4, "水路の掃除")],
        );
    }

    #[test]
    fn a_line_before_the_end_of_a_cut_row_makes_no_row_of_it() {
        let whole = "水路の掃除\t泥をさらった量で進み具合を判断します。\t4件\t5件\n";
        let cut = "堤の見回り\t見回った数\nにより、守りの固さを見て\nの進み具合を判断します。\t0件\t2件\t済\n";
        let header = "指標\t内容\t現状値\t目標値\n";
        case(
            &format!("{header}{whole}{whole}\n{header}{whole}{cut}"),
            &[
                (4, "指標"),
                (4, "水路の掃除"),
                (4, "水路の掃除"),
                (1, ""),
                (4, "指標"),
                (4, "水路の掃除"),
                (5, "堤の見回り"),
            ],
        );
    }

    #[test]
    fn a_line_with_the_number_that_a_row_lacks_is_its_beginning() {
        let row = |item: &str| format!("{item}\t3回\tB\t農政課\n");
        let cut = |line: &str| format!("{}{line}\n{}{}", row("①水路の掃除"), row("講座の開催"), row("③堤の見回り"));
        case(&cut("②朝市と"), &[(4, "①水路の掃除"), (4, "②朝市と講座の開催"), (4, "③堤の見回り")]);
        // A number of its own.
        let expected = [(4, "①水路の掃除"), (1, "⑤朝市と"), (4, "講座の開催"), (4, "③堤の見回り")];
        case(&cut("⑤朝市と"), &expected);
    }

    #[test]
    fn parts_of_a_cut_row_are_no_narrow_table() {
        case(
            "堤の見回り\tB\tひび割れを二か所見つけ、\n急いで\n直しました。\t次も歩きます。\t河川課\n水路の掃除\tC\t泥をさらいました。\t次もさらいます。\t農政課\n",
            &[(5, "堤の見回り"), (5, "水路の掃除")],
        );
    }

    #[test]
    fn rows_behind_a_page_number_are_cut_as_all_of_those_above_it() {
        let row = |item: &str| format!("{item}\t月に一度土手を歩き、\n傷みを写した。\tA\t町の人にも\n頼む。\t河川課\n");
        let sheet = format!("事業名\t内容\t評価\t課題\t担当課\n{}{}- 1 -\n\n{}", row("堤"), row("橋"), row("水路"));
        case(&sheet, &[(5, "事業名"), (5, "堤"), (5, "橋"), (1, "- 1 -"), (1, ""), (5, "水路")]);
    }

    #[test]
    fn pieces_of_one_width_make_a_row_of_the_page_above() {
        let page = "堤の歩き\t月に一度歩きます。\t3回\t4回\n水路の掃除\t春に泥をさらいます。\t1回\t2回\n\n";
        let cut = "\t橋の点検\t床板の裏をのぞき、\n傷んだところ\nを写します。\t5回\t6回\n";
        case(&format!("{page}{cut}"), &[(4, "堤の歩き"), (4, "水路の掃除"), (1, ""), (5, "")]);
        let lost = "橋の点検\t床板の裏をのぞきます。\t5回\n橋の塗装\t手すりを塗ります。\t6回\n";
        case(
            &format!("{page}{lost}"),
            &[(4, "堤の歩き"), (4, "水路の掃除"), (1, ""), (3, "橋の点検"), (3, "橋の塗装")],
        );
    }

    #[test]
    fn a_word_that_no_list_has_may_stand_in_a_column_of_words() {
        let header = "取組\t実績\t進捗\t予定\t担当課\n";
        let cut =
            |name: &str, word: &str| format!("{name}\t床板の裏をのぞき、傷を写し\nた。\t{word}\t秋に直す。\t河川課\n");
        let whole = |word: &str| format!("水路の掃除\t泥をさらった。\t{word}\t春にもさらう。\t農政課\n");
        let expected = [(5, "取組"), (5, "橋の点検"), (5, "堤の歩き"), (5, "水路の掃除")];
        for (one, other) in [("着手", "未着手"), ("未着手", "着手")] {
            case(&format!("{header}{}{}{}", cut("橋の点検", one), cut("堤の歩き", one), whole(other)), &expected);
        }
    }

    #[test]
    fn a_page_number_or_a_date_is_no_piece_of_a_row() {
        let row = "堤の歩き\tB\t河川課\t月に一度歩く\n";
        case(
            &format!("{row}{row}2024/05/10 10:32\n{row}"),
            &[(4, "堤の歩き"), (4, "堤の歩き"), (1, "2024/05/10 10:32"), (4, "堤の歩き")],
        );
        let wide = "堤の歩き\tB\t河川課\t月に一度歩く。\t\n";
        let narrow = "橋の点検\tB\t河川課\t床板を見る。\n3/9\t\n";
        let expected = [(5, "堤の歩き"), (5, "堤の歩き"), (4, "橋の点検"), (2, "3/9"), (5, "堤の歩き")];
        case(&format!("{wide}{wide}{narrow}{wide}"), &expected);
    }

    #[test]
    fn the_lines_of_a_sentence_belong_to_the_clause_above() {
        let rows = "堤の歩き\tB\t河川課\t月に一度歩き、ひび\n水路の掃除\tC\t農政課\t泥をさらう\n";
        let cut = "橋の点検\tB\t河川課\t床板の裏をのぞき、傷\nんだところ\nを写した。\n";
        case(&format!("{rows}{cut}"), &[(4, "堤の歩き"), (4, "水路の掃除"), (4, "橋の点検")]);
    }

    #[test]
    fn a_note_in_brackets_goes_on_with_the_header_cell_above() {
        let row = "朝市の数\t3回\t4回\t農政課\n";
        let cut = "指標\t現状値\n（R2）\t目標値\n（R8）\t担当課\n";
        case(&format!("{cut}{row}{row}"), &[(4, "指標"), (4, "朝市の数"), (4, "朝市の数")]);
        let whole = "指標\t現状値\t目標値\t担当課\n（名前）\t（R2）\t（R8）\t\n";
        case(&format!("{whole}{row}"), &[(4, "指標"), (4, "（名前）"), (4, "朝市の数")]);
        // Notes below a header that is narrower than its rows, but not by what they add.
        let narrow = "指標\t現状値\n（名前）\t（R2）\n";
        case(&format!("{narrow}{row}{row}"), &[(2, "指標"), (2, "（名前）"), (4, "朝市の数"), (4, "朝市の数")]);
    }

    #[test]
    fn rows_as_wide_as_their_header_are_whole() {
        let header = "指標\t内容\t現状値\t目標値\n";
        let rows = "朝市の数\t数により判断します。\t3回\t4回\n夜市の数\t数により判断します。\t5回\t6回\n";
        let long = "祭りの数\t数により判断します。\t1回\t2回\t\t\t確認済\n";
        let expected = [(4, "指標"), (4, "朝市の数"), (4, "夜市の数"), (7, "祭りの数")];
        case(&format!("{header}{rows}{long}"), &expected);
    }

    #[test]
    fn the_end_of_a_sentence_belongs_to_the_clause_above() {
        case(
            "堤の見回り\tB\t河川課\t月に一度歩き、ひび割れを\n二か所見つけた。\n水路の掃除\tC\t農政課\t泥をさらう\n花瀬市 企画課\n",
            &[(4, "堤の見回り"), (4, "水路の掃除"), (1, "花瀬市 企画課")],
        );
    }

    #[test]
    fn a_date_and_an_office_below_the_last_row_are_no_department_of_it() {
        let row = "水路の掃除\tC\t泥をさらいました。\t農政課\n";
        case(&format!("{row}令和5年6月　企画課\n"), &[(4, "水路の掃除"), (1, "令和5年6月　企画課")]);
        case(&format!("{row}{row}市民課　企画課\n"), &[(4, "水路の掃除"), (4, "水路の掃除")]);
    }

    #[test]
    fn whom_to_ask_about_the_sheet_ends_no_text() {
        let row = "水路の掃除\tC\t農政課\t泥をさらう回数を増やす\n";
        case(&format!("{row}担当：企画係\n"), &[(4, "水路の掃除"), (1, "担当：企画係")]);
    }

    #[test]
    fn a_whole_row_above_one_that_is_too_long_is_not_cut() {
        let narrow = "⑦朝市の開催\t広場を開きました。\t5\t多くの人が来ました。\t続けます。\t農政課\n";
        let long = "⑧夜市の開催\t講座を開きました。\t5\t二人が来ました。\t続けます。\t農政課\t\t○\n";
        case(&format!("{narrow}{long}"), &[(6, "⑦朝市の開催"), (8, "⑧夜市の開催")]);
    }

    #[test]
    fn a_short_row_above_a_whole_one_is_no_part_of_it() {
        let row = |item: &str| format!("{item}\t・橋を見た\t4\t傷を写しました。\t続けます。\t道路課\n");
        let page = row("①橋の点検");
        let expected = [(6, "①橋の点検"), (1, ""), (2, ""), (6, "②堤の歩き")];
        case(&format!("{page}\n\tひびを二か所で見つけた。\n{}", row("②堤の歩き")), &expected);
    }

    #[test]
    fn a_line_that_is_not_padded_as_the_others_are_begins_the_row_below() {
        let row = |item: &str| format!("{item}\tB\t秋に直す。\t道路課\n");
        let heading = "山あいの地区\t\t\t\n";
        let cut = format!("{heading}{}石垣の手\n{}{heading}{}", row("橋の点検"), row("入れ"), row("堤の歩き"));
        let expected =
            [(4, "山あいの地区"), (4, "橋の点検"), (4, "石垣の手入れ"), (4, "山あいの地区"), (4, "堤の歩き")];
        case(&cut, &expected);
        // Who printed the sheet, and where it goes on.
        for line in ["花瀬市 企画課", "（次のページへ続く）"] {
            let printed =
                format!("{heading}{}{line}\n{}{heading}{}", row("橋の点検"), row("石垣の手入れ"), row("堤の歩き"));
            case(&printed, &[expected[0], expected[1], (1, line), expected[2], expected[3], expected[4]]);
        }
        let bare = cut.replace("\t\t\t\n", "\n");
        let expected =
            [(1, "山あいの地区"), (4, "橋の点検"), (1, "石垣の手"), (4, "入れ"), (1, "山あいの地区"), (4, "堤の歩き")];
        case(&bare, &expected);
    }

    #[test]
    fn a_dash_stands_in_columns_of_digits_and_of_codes() {
        let row = |number: &str, item: &str, code: &str, amount: &str| {
            format!("{number}\t{item}\t毎月見る。\t{code}\t{amount}\t道路課\n")
        };
        let cut = row("102", "堤の歩\nき", "－", "－");
        let sheet = [row("101", "橋の点検", "A", "0"), cut, row("103", "水路の掃除", "B", "5")].concat();
        case(&sheet, &[(6, "101"), (6, "102"), (6, "103")]);
    }

    #[test]
    fn a_line_that_ends_a_sentence_belongs_to_the_one_text_that_does_not() {
        let row = |item: &str, text: &str| format!("{item}\tB\t道路課\t{text}\n");
        let whole = format!("{}{}", row("橋の点検", "秋に直す。"), row("堤の歩き", "回数を増やす。"));
        let expected = [(4, "橋の点検"), (4, "堤の歩き"), (4, "水路の掃除")];
        case(&format!("{whole}{}直す。\n", row("水路の掃除", "泥の量を見")), &expected);
        // Nothing shows that texts end sentences here.
        let phrase = row("堤の歩き", "回数を増やす");
        let lone = format!("{}{phrase}{}直す。\n", row("橋の点検", "秋の工事"), row("水路の掃除", "泥の量を見"));
        case(&lone, &[expected[0], expected[1], expected[2], (1, "直す。")]);
    }

    #[test]
    fn a_line_that_stops_behind_a_particle_begins_the_item_below() {
        let row = |item: &str| format!("{item}\tB\t秋に直す。\t道路課\n");
        let sheet = |line: &str| format!("{}{line}\n{}", row("橋の点検"), row("活性化"));
        case(&sheet("朝市の"), &[(4, "橋の点検"), (4, "朝市の活性化")]);
        case(&sheet("未来へ"), &[(4, "橋の点検"), (1, "未来へ"), (4, "活性化")]);
    }
}
