//! Header blocks: one to five rows that name the columns of a page.
//!
//! In: rows. Out: a [`Header`] with one column per cell, its levels put together. A blank cell under a span belongs to
//! the named cell on its left; one that is blank on every level stays without a name, until its content tells.

mod again;
mod contrast;
mod known;
mod lower;
mod narrow;
mod stacked;
mod upper;

use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use crate::interpret::heading;
use crate::interpret::layout::{self, Family, Fit, Layout};
use crate::interpret::legend;
use crate::read::lex::{Cell, Row, Rows};
pub use contrast::by_contrast;
pub use known::is_header;
pub use narrow::JOINTS;
use upper::{are_spanned, is_beside, is_upper_of_header};

/// The longest name of a column in a row that little else shows to be a header.
const LONGEST_NAME: usize = 20;

/// A column as its header names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderColumn {
    /// Every level as printed, outermost first; empty where the header is blank.
    pub printed: Vec<String>,
    /// The family of the innermost level.
    pub family: Option<Family>,
    /// The family of the levels above it: that of one that rates, else of the nearest.
    pub upper: Option<Family>,
}

impl HeaderColumn {
    /// The innermost level that names something, without white space: `交付額` above `（千円）`.
    pub fn inner(&self) -> String {
        Self::inner_of(&self.printed)
    }

    /// The innermost of levels that names something.
    pub fn inner_of(printed: &[String]) -> String {
        let named = printed.iter().rfind(|level| !layout::is_note(level));
        named.or(printed.last()).map(|level| heading::squeezed(level)).unwrap_or_default()
    }

    /// Whether the column may say what is to become of each item, though its word heads levels: `事業の方針`, but not `方針`.
    pub fn names_outlook(&self) -> bool {
        names_outlook(&self.inner())
    }

    /// Whether the column says by its word what is evaluated.
    pub fn names_item(&self) -> bool {
        matches!(self.family, Some(Family::Item | Family::Measure))
    }

    /// Whether the column names indicators: what others are measured by.
    pub fn names_indicators(&self) -> bool {
        const WORDS: [&str; 4] = ["指標", "kpi", "kgi", "indicator"];
        let name = layout::folded_header(&self.inner()).into_owned();
        self.family == Some(Family::Item) && WORDS.iter().any(|word| name.contains(word))
    }

    /// Whether the column says what it measures, in its word or by a unit in brackets: `効果額`, `効果（千円）`.
    pub fn names_amount(&self) -> bool {
        const WORDS: [&str; 5] = ["額", "率", "数", "費", "量"];
        let name = self.inner();
        let bare = name.split(['（', '(', '［', '[', '【']).next().unwrap_or_default();
        let unit = |level: &String| {
            let inside = level.trim_end_matches(['）', ')', '］', ']', '】']).rsplit_once(['（', '(', '［', '[', '【']);
            inside.is_some_and(|(_, unit)| layout::is_unit(unit)) || layout::is_unit(level)
        };
        WORDS.iter().any(|word| bare.ends_with(word)) || self.printed.iter().any(unit)
    }

    /// The outermost level, without white space.
    pub fn outer(&self) -> String {
        self.printed.first().map(|level| heading::squeezed(level)).unwrap_or_default()
    }

    /// All levels, to know the column again on another page.
    pub fn key(&self) -> String {
        Self::key_of(&self.printed)
    }

    /// Levels put together.
    pub fn key_of(printed: &[String]) -> String {
        if let [only] = printed {
            return heading::squeezed(only);
        }
        printed.iter().map(|level| heading::squeezed(level)).collect::<Vec<_>>().join(" > ")
    }
}

/// Names of columns. Those of every header are looked up in those of the headers before.
pub type Names<S> = HashSet<S>;

/// A header that shares less than this with the headers of a table belongs to another one.
const SAME_TABLE: f32 = 0.5;

/// So many rows below a header show what its columns hold.
pub const ROWS_BELOW: usize = 12;

/// Whether a header with these names may stand in a table with those.
pub fn is_of_table<S: Eq + Hash>(own: &Names<S>, table: &Names<S>) -> bool {
    std::ptr::eq(own, table) || own.intersection(table).count() as f32 >= SAME_TABLE * own.len().min(table.len()) as f32
}

/// The header of a page.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its rows.
    pub rows: Range<usize>,
    /// How many rows at its end go on with the words above them.
    pub cut: usize,
    /// One column per cell. The headers of neighbouring pages share them where their words are the same.
    pub columns: Arc<[HeaderColumn]>,
    /// The named columns, in the form in which they are compared.
    pub names: Arc<Names<String>>,
}

impl Header {
    /// The header of these rows, of which so many at the end go on with the words above them, with these columns.
    fn new((rows, cut): (Range<usize>, usize), columns: Vec<HeaderColumn>) -> Self {
        let folded = |column: &HeaderColumn| layout::compared_header(&column.key()).into_owned();
        let names: Names<String> = columns.iter().map(folded).filter(|key| !key.is_empty()).collect();
        Self { rows, cut, columns: columns.into(), names: names.into() }
    }
}

/// Header blocks by their first rows: what rows each has, and how many at its end go on with the words above them.
pub type Blocks = HashMap<usize, (Range<usize>, usize)>;

/// Pages of few forms take turns: so many headers above are looked at for one that comes again.
const NEAR: usize = 8;

/// Reads the header block that begins at a row, if one does. `above` are the headers before it: on most pages one of them
/// comes again and need not be read again. Nor need a block be found again that is `known`.
pub fn at(rows: &Rows<'_>, start: usize, layout: &Layout, (above, known): (&[Header], &Blocks)) -> Option<Header> {
    let found = known.get(&start).cloned().or_else(|| block_of_words(rows, start, layout))?;
    let (block, cut) = as_high_as_above(rows, found, above)?;
    let is_again = |header: &&Header| has_same_words(rows, &header.rows, &block);
    let width = || width_below(rows, block.end, width(rows, &block));
    let is_as_wide = |header: &&Header| is_again(header) && header.cut == cut && header.columns.len() == width();
    let again = above.last().filter(is_again).or_else(|| above.iter().rev().take(NEAR).find(is_as_wide));
    Some(match again {
        Some(header) => Header { rows: block, ..header.clone() },
        None => Header::new((block.clone(), cut), columns(rows, (block, cut), layout)),
    })
}

/// A block that begins as a header above does, without the rows that this one lacks: what stands there is the first row of
/// the page, which may hold a word for columns. Units and years may stand below the one and not below the other. None where
/// the header above begins in another row: what stands above it are the last rows of the page before.
fn as_high_as_above(
    rows: &Rows<'_>,
    (block, cut): (Range<usize>, usize),
    above: &[Header],
) -> Option<(Range<usize>, usize)> {
    let near = || above.iter().rev().take(NEAR);
    let at = |start: usize, header: &Header| start..start + header.rows.len();
    let is_again = |start: usize, header: &Header| {
        let own = at(start, header);
        own.end <= block.end && has_same_words(rows, &header.rows, &own)
    };
    let says_more = |row: usize| {
        let mut filled = rows.of(&rows.rows[row]).iter().filter(|cell| !cell.text.is_empty());
        filled.any(|cell| !layout::is_note(&cell.text) && !layout::is_year(&cell.text))
    };
    let again = near().find(|header| is_again(block.start, header));
    if again.is_none() && (block.start + 1..block.end).any(|row| near().any(|header| is_again(row, header))) {
        return None;
    }
    let lower = again.map(|header| (at(block.start, header), header.cut));
    Some(lower.filter(|(own, _)| (own.end..block.end).any(says_more)).unwrap_or((block, cut)))
}

/// Whether the cells of two header blocks hold the same texts.
fn has_same_words(rows: &Rows<'_>, one: &Range<usize>, other: &Range<usize>) -> bool {
    let texts = |row: &Row| rows.of(row).iter().map(|cell| &*cell.text);
    let mut pairs = rows.rows[one.clone()].iter().zip(&rows.rows[other.clone()]);
    one.len() == other.len() && pairs.all(|(one, other)| texts(one).eq(texts(other)))
}

/// The rows of the header block that begins at a row, if one does.
pub fn block(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<Range<usize>> {
    block_of_words(rows, start, layout).map(|(block, _)| block)
}

/// The same, with how many rows at its end go on with the words above them.
pub fn block_of_words(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<(Range<usize>, usize)> {
    let cells = |row: usize| rows.rows.get(row).map(|row| rows.of(row));
    let first = cells(start)?;
    if is_of_form(rows, start) {
        return Some((start..start + 1, 0));
    }
    // So much settles most rows.
    if first.len() < 2 || first.iter().all(|cell| cell.text.is_empty()) || known::holds_sentence(first) {
        return None;
    }
    let wrapped = narrow::wrapped(rows, start, layout);
    let below = if wrapped > 0 { wrapped } else { stacked::rows_below(rows, start, layout) };
    if below > 0 {
        return Some((start..start + below + 1, below));
    }
    // 自己評価 and 外部評価 are a header by themselves too.
    let is_group = |next: &[Cell<'_>]| are_spanned(first, next) && is_upper_of_header(first, next, layout);
    let main = if is_header_row(rows, start, layout) && !cells(start + 1).is_some_and(is_group) {
        start
    } else if cells(start + 1).is_some_and(|next| is_upper_of_header(first, next, layout)) {
        start + 1
    } else {
        return again::block(rows, start, layout).map(|block| (block, 0));
    };
    let end = lower::end(rows, start..main + 1, layout);
    let cut = if end == main + 1 { narrow::rows_below(rows, main, layout) } else { 0 };
    Some((start..end + cut, cut))
}

/// Whether a row was made of the labels of a form: it stands where the row of its values stands.
fn is_of_form(rows: &Rows<'_>, at: usize) -> bool {
    rows.rows.get(at + 1).is_some_and(|next| next.span == rows.rows[at].span)
}

/// Whether a row begins a header, by itself or with the row below it.
pub fn begins_header(cells: &[Cell<'_>], below: &[Cell<'_>], layout: &Layout) -> bool {
    is_header(cells, layout) || is_upper_of_header(cells, below, layout)
}

/// How many columns a header block has: as many as its widest row has cells.
pub fn width(rows: &Rows<'_>, block: &Range<usize>) -> usize {
    rows.rows[block.clone()].iter().map(|row| row.cells.len()).max().unwrap_or(0)
}

/// So many words for columns in a wide row below a full one, and above none, are the rest of it.
const MOST_RESTS: usize = 2;

/// So are more of them, and none in the first cell, if they fill one in so many or a sentence ends beside them.
const RESTS_ONE_IN: usize = 4;

/// Whether a row names columns where it stands. Directly below a wider row of several cells, names that only end with
/// header words are the upper part of a row that a line break cut: `相談の件数⇥窓口での相談の件数`.
pub fn is_header_row(rows: &Rows<'_>, at: usize, layout: &Layout) -> bool {
    let cells = rows.of(&rows.rows[at]);
    let is_wider = |above: &Row| {
        let above = rows.of(above);
        above.len() > cells.len() && above.iter().filter(|cell| !cell.text.is_empty()).nth(1).is_some()
    };
    let is_whole = |cell: &Cell<'_>| matches!(layout.family_at_end(&cell.text), Some((_, Fit::Whole)));
    let above = at.checked_sub(1).map(|above| &rows.rows[above]);
    // `事業` and `課` below 養成 and 健康づくり推進 are the rest of these.
    let filled = |cells: &[Cell<'_>]| cells.iter().filter(|cell| !cell.text.is_empty()).count();
    let is_rest = || {
        let ends_sentence = || cells.iter().any(|cell| cell.text.ends_with('。'));
        let is_part = || cells[0].text.is_empty() && (filled(cells) * RESTS_ONE_IN <= cells.len() || ends_sentence());
        let sparse = cells.len() >= 2 * MOST_RESTS && (filled(cells) <= MOST_RESTS || is_part());
        let below_full = || above.is_some_and(|above| filled(rows.of(above)) * 2 > cells.len());
        let is_upper = || rows.rows.get(at + 1).is_some_and(|below| is_header(rows.of(below), layout));
        sparse && below_full() && !is_upper()
    };
    is_header(cells, layout) && !is_rest() && (!above.is_some_and(is_wider) || cells.iter().any(is_whole))
}

/// Whether the name of a column says what is to become of each item: `今後の方針`, but not `方針`.
pub fn names_outlook(name: &str) -> bool {
    const ENDINGS: [&str; 6] = ["方針", "方向", "方向性", "見通し", "見込み", "見込"];
    ENDINGS.iter().any(|word| name.strip_suffix(word).is_some_and(|of| !of.is_empty()))
}

/// A header cell without the codes that it explains.
pub fn named(cell: &str) -> &str {
    legend::Explained::of(cell).map_or(cell, |explained| explained.name)
}

/// More columns without a name at the end of a header are none that an export left out: one holds a comment, or two.
const MOST_UNNAMED: usize = 4;

/// How many columns the rows below a header of so many have: an export leaves out the blank cells at the end of a header
/// whose last columns have no name.
fn width_below(rows: &Rows<'_>, from: usize, width: usize) -> usize {
    let last = |row: &Row| rows.of(row).iter().rposition(|cell| !cell.text.is_empty());
    let below = rows.rows[from..].iter().map_while(last).take(ROWS_BELOW).filter(|last| *last > 0);
    let (within, beyond): (Vec<usize>, Vec<usize>) = below.partition(|last| *last < width);
    let widest = beyond.iter().min().filter(|_| beyond.len() > within.len());
    widest.map(|last| last + 1).filter(|&wide| wide <= width + MOST_UNNAMED).unwrap_or(width)
}

/// Puts the levels of each column together. So many rows at the end go on with the words of the last level.
fn columns(rows: &Rows<'_>, (block, cut): (Range<usize>, usize), layout: &Layout) -> Vec<HeaderColumn> {
    let width = width_below(rows, block.end, width(rows, &block));
    let last = block.end - 1 - cut;
    let levels: Vec<&[Cell<'_>]> = rows.rows[block.start..=last].iter().map(|row| rows.of(row)).collect();
    let text = |level: usize, at: usize| levels[level].get(at).map_or("", |cell| &*cell.text);
    let mut columns = Vec::with_capacity(width);
    // The named cell of each level whose span may reach over the next one. What begins on a level above ends it.
    let mut spans = vec![""; levels.len()];
    let mut starts = vec![0; levels.len()];
    let stacked = (cut > 0 && last == block.start).then(|| stacked::levels(rows, (last, cut + 1), layout)).flatten();
    let are_cut = levels
        .windows(2)
        .any(|pair| (0..width).any(|at| narrow::word_of_levels([pair[0], pair[1]], at, layout).is_some()));
    for at in 0..width {
        let mut printed: Vec<String> = Vec::new();
        for level in 0..levels.len() {
            let own = text(level, at);
            if !own.is_empty() {
                if !layout::is_note(own) && (at == 0 || text(level, at - 1) != own) {
                    spans[level..].fill("");
                }
                spans[level] = own;
                starts[level] = at;
            }
            let lowest =
                |at: usize| (level + 1..levels.len()).map(|lower| text(lower, at)).rfind(|text| !text.is_empty());
            if own.is_empty()
                && let Some(below) = lowest(at)
                && is_beside(spans[level], [lowest(starts[level]).unwrap_or_default(), below], layout)
            {
                spans[level] = "";
            }
            let named = if own.is_empty() && lowest(at).is_some() { spans[level] } else { own };
            if !named.is_empty() {
                printed.push(named.to_owned());
            }
        }
        if let [.., upper, lower] = &*levels
            && let Some(word) = narrow::word_of_levels([upper, lower], at, layout)
        {
            printed.truncate(printed.len() - 2);
            printed.push(word);
            spans[levels.len() - 2..].fill("");
        } else if are_cut && let Some((name, count)) = narrow::name_of_levels(&levels, at, layout) {
            printed.truncate(printed.len() - count);
            printed.push(name);
            spans[levels.len() - count..].fill("");
        }
        let whole = if cut > 0 { narrow::word(rows, (last, cut), at) } else { String::new() };
        if let Some(levels) = stacked.as_ref().and_then(|stacked| stacked.get(at)) {
            printed.clone_from(levels);
        } else if !whole.is_empty() {
            printed.pop();
            printed.push(whole);
        }
        // A year says when, not what: the level above it does.
        let family = |level: Option<&String>| family_of(level.filter(|level| !layout::is_year(level))?, layout);
        // What spans the level above spans its columns too: below 評価 and 北地区, 上期 is a rating.
        let above = || printed.iter().rev().skip(1).filter_map(|level| family(Some(level)));
        let rated = above().find(|family| matches!(family, Family::Rating | Family::Judged));
        let upper = rated.or_else(|| above().next());
        columns.push(HeaderColumn { family: family(printed.last()).or(upper), upper, printed });
    }
    columns
}

/// The family of a level of a header.
fn family_of(level: &str, layout: &Layout) -> Option<Family> {
    let level = named(level);
    // 評価の理由・今後の対応 gives reasons before anything else.
    let parts = level.split_once(['・', '／', '/']).and_then(|(first, _)| layout.family_at_end(first));
    if let Some((Family::Comment, Fit::Whole)) = parts {
        return Some(Family::Comment);
    }
    let (family, fit) = layout.family(level)?;
    // 評価の観点 is no evaluation: what a header is about stands at its end.
    let about = fit == Fit::Inside && matches!(family, Family::Rating | Family::Judged);
    (!about).then_some(family)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_header_printed_again_is_as_high_as_the_first_one() {
        let header = "基本目標|指標|実績|評価|担当課\n";
        let case = |first: &str, rest: &str| {
            let rows = format!(
                "（１）水と緑の|花壇の数|12件|A|公園課\n町をつくる||||\n（２）歩いて楽し|段差を直した所|8か所|B|{first}\n\
                {header}{rest}\n（３）学びを広げ|講座の数|9回|A|学習課\nる||||\n"
            );
            let sheet = format!("{header}{rows}").replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let names: Vec<String> = read.records[1].departments.iter().map(|of| of.name.to_string()).collect();
            (read.records.len(), read.columns.len(), names.join("、"))
        };
        // A word for columns stands below the header.
        assert_eq!(case("道路維持", "||||課"), (3, 5, "道路維持課".to_owned()));
        // What stands above it would do for its upper part.
        assert_eq!(case("道路課\nい町をつくる|の数|||", ""), (3, 5, "道路課".to_owned()));
    }

    #[test]
    fn a_row_of_figures_whose_unit_is_a_word_for_columns_is_no_header() {
        let sheet = "指標\t基準値\t目標値\t実績値\n公開した資料の種類\t47種類\t80種類\t51種類\n";
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.records.len(), 1);
    }
}
