//! The columns of a header block, its levels put together.
//!
//! In: the rows of a header and how many of them go on with the words above. Out: a [`HeaderColumn`] per cell. A blank
//! cell under a span belongs to the named cell on its left; a name that a narrow column cut is whole again, though
//! words beside it are levels; a cell that is blank on every level stays without a name, until its content tells.

use std::ops::Range;

use super::known::is_word;
use super::levels::{self, is_beside};
use super::{BETWEEN_LEVELS, Block, ROWS_BELOW, asked, cells, levels_of_form, named, pieces, stacked, text_at, width};
use crate::interpret::heading;
use crate::interpret::layout::{self, Family, Fit, Layout};
use crate::interpret::legend;
use crate::interpret::number;
use crate::read::lex::{Cell, Row, Rows};

/// A column as its header names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderColumn {
    /// Every level as printed, outermost first; empty where the header is blank.
    pub printed: Vec<String>,
    /// The family of the innermost level.
    pub family: Option<Family>,
    /// The family of the levels above it: that of one that rates, else of the nearest.
    pub upper: Option<Family>,
    /// Whether its innermost level joins a word that rates and another: `評価及びその理由`, `評価・課題`.
    pub joins_rating: bool,
}

impl HeaderColumn {
    /// The column with these levels.
    fn of(printed: Vec<String>, layout: &Layout) -> Self {
        // A year says when, not what: the level above it does.
        let family = |level: &String| if layout::is_year(level) { None } else { family_of(level, layout) };
        // What spans the level above spans its columns too: below 評価 and 北地区, 上期 is a rating. So does one of any words
        // that explains the codes below it.
        let judges = |level: &String| legend::Explained::of(level).map(|_| Family::Judged);
        let above = || printed.iter().rev().skip(1).filter_map(|level| family(level).or_else(|| judges(level)));
        let rated = above().find(|family| matches!(family, Family::Rating | Family::Judged));
        let upper = rated.or_else(|| above().next());
        let joins_rating = printed.last().is_some_and(|level| joins_rating(level, layout));
        Self { family: printed.last().and_then(family).or(upper), upper, joins_rating, printed }
    }

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

    /// Whether the level above the innermost one says that the columns below it rate.
    pub fn is_rated_above(&self) -> bool {
        matches!(self.upper, Some(Family::Rating | Family::Judged))
    }

    /// Whether the column says by its word what is evaluated.
    pub fn names_item(&self) -> bool {
        matches!(self.family, Some(Family::Item | Family::Measure))
    }

    /// Whether the column names indicators: what others are measured by.
    pub fn names_indicators(&self) -> bool {
        self.family == Some(Family::Item) && layout::names_indicators(&self.inner())
    }

    /// Whether the column says what it measures, in its word or by a unit in brackets: `効果額`, `効果（千円）`.
    pub fn names_amount(&self) -> bool {
        const WORDS: [&str; 5] = ["額", "率", "数", "費", "量"];
        let name = self.inner();
        let bare = name.split(['（', '(', '［', '[', '【']).next().unwrap_or_default();
        let unit = |level: &String| layout::is_unit(level) || in_brackets(level).is_some_and(layout::is_unit);
        WORDS.iter().any(|word| bare.ends_with(word)) || self.printed.iter().any(unit)
    }

    /// Whether the column says of how many points its figures are, or that they are sums of points: `採点（各5点）`,
    /// `必要性（10点満点）`, `合計点`.
    pub fn names_points(&self) -> bool {
        let points = |inside: &str| {
            let most = inside.strip_suffix("満点").unwrap_or(inside).strip_suffix('点');
            most.is_some_and(|most| number::is_alone(most.trim_start_matches('各')))
        };
        const SUMS: [&str; 4] = ["合計点", "合計得点", "総得点", "総合得点"];
        SUMS.iter().any(|sum| self.inner().starts_with(sum))
            || self.printed.iter().filter_map(|level| in_brackets(level)).any(points)
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
        printed.iter().map(|level| heading::squeezed(level)).collect::<Vec<_>>().join(BETWEEN_LEVELS)
    }
}

/// Whether the name of a column says what is to become of each item: `今後の方針`, but not `方針`.
pub fn names_outlook(name: &str) -> bool {
    const ENDINGS: [&str; 6] = ["方針", "方向", "方向性", "見通し", "見込み", "見込"];
    ENDINGS.iter().any(|word| name.strip_suffix(word).is_some_and(|of| !of.is_empty()))
}

/// The family of a level of a header.
fn family_of(level: &str, layout: &Layout) -> Option<Family> {
    let level = without_year(asked::subject(named(level)));
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

/// Whether a level of a header is a word that rates and another one behind it.
fn joins_rating(level: &str, layout: &Layout) -> bool {
    const JOINTS: [&str; 7] = ["及び", "および", "並びに", "と", "・", "／", "/"];
    let name = named(level);
    let fronts = JOINTS.iter().filter_map(|joint| name.split_once(joint)).map(|(front, _)| front.trim_end());
    fronts.min_by_key(|front| front.len()).is_some_and(|front| layout.names_rating(front))
}

/// A name without the year that was printed below it: 実績値 of 実績値令和6年度.
fn without_year(level: &str) -> &str {
    if !level.ends_with(['度', '年']) {
        return level;
    }
    let begins_year = |at: usize| level[at..].starts_with(ERAS) && layout::is_year(&level[at..]);
    level.char_indices().skip(1).find(|&(at, _)| begins_year(at)).map_or(level, |(at, _)| level[..at].trim_end())
}

/// What the years of such names begin with.
const ERAS: [char; 6] = ['令', '平', 'R', 'Ｒ', 'H', '2'];

/// More columns without a name at the end of a header are none that an export left out: one holds a comment, or two.
const MOST_UNNAMED: usize = 4;

/// How many columns a header block has: as many as the rows below it, where an export leaves out the blank cells at its
/// end because the last columns have no name.
pub(super) fn width_of_columns(rows: &Rows<'_>, block: &Range<usize>) -> usize {
    let width = width(rows, block);
    let last = |row: &Row| rows.of(row).iter().rposition(|cell| !cell.text.is_empty());
    let below = rows.rows[block.end..].iter().map_while(last).take(ROWS_BELOW).filter(|last| *last > 0);
    let (within, beyond): (Vec<usize>, Vec<usize>) = below.partition(|last| *last < width);
    let widest = beyond.iter().min().filter(|_| beyond.len() > within.len());
    widest.map(|last| last + 1).filter(|&wide| wide <= width + MOST_UNNAMED).unwrap_or(width)
}

/// The columns of a header block.
pub(super) fn columns(rows: &Rows<'_>, block: &Block, layout: &Layout) -> Vec<HeaderColumn> {
    let width = width_of_columns(rows, &block.rows);
    let printed = match block.is_cut {
        true => stacked::levels(rows, &block.rows, width, layout),
        false if levels_of_form(rows, block.rows.start) == Some(1) => levels_of_labels(cells(rows, block.rows.start)),
        false => Levels { rows, block: block.rows.clone(), layout }.printed(width),
    };
    printed.into_iter().map(|printed| HeaderColumn::of(printed, layout)).collect()
}

/// The levels of the labels of a form.
fn levels_of_labels(labels: &[Cell<'_>]) -> Vec<Vec<String>> {
    let levels = |label: &Cell<'_>| -> Vec<String> {
        label.text.split(BETWEEN_LEVELS).filter(|level| !level.is_empty()).map(str::to_owned).collect()
    };
    labels.iter().map(levels).collect()
}

/// The rows of a header, each of them a level, the outermost first.
struct Levels<'r, 's> {
    rows: &'r Rows<'s>,
    block: Range<usize>,
    layout: &'r Layout,
}

/// On each level the column of the word that may span the next one, too.
type Spans = [Option<usize>];

impl<'r> Levels<'r, '_> {
    fn text(&self, row: usize, at: usize) -> &'r str {
        text_at(cells(self.rows, row), at)
    }

    /// What stands at the bottom of a column, below a row.
    fn lowest(&self, row: usize, at: usize) -> Option<&'r str> {
        (row + 1..self.block.end).rev().map(|lower| self.text(lower, at)).find(|text| !text.is_empty())
    }

    /// The levels of each column: its own words below those that span it, or with them the name that was cut.
    fn printed(&self, width: usize) -> Vec<Vec<String>> {
        let last = self.block.end - 1;
        let makes_word = |upper: usize| (0..width).any(|at| self.cut_word(upper, at).is_some());
        let are_cut = (self.block.start..last).any(makes_word);
        let mut spans = vec![None; self.block.len()];
        let of_column = |at: usize| {
            let mut printed = self.spanned(at, &mut spans);
            let word = || self.cut_word(last - 1, at).map(|word| (word, 2));
            let cut = if are_cut { word().or_else(|| self.cut_name(at)) } else { None };
            if let Some((name, count)) = cut {
                printed.truncate(printed.len() - count);
                printed.push(name);
                spans[self.block.len() - count..].fill(None);
            }
            printed
        };
        (0..width).map(of_column).collect()
    }

    /// The words of a column and those that span it. What begins on a level ends the spans below it.
    fn spanned(&self, at: usize, spans: &mut Spans) -> Vec<String> {
        let on_level = |row: usize| {
            let (own, level) = (self.text(row, at), row - self.block.start);
            if !own.is_empty() {
                if !layout::is_note(own) && (at == 0 || self.text(row, at - 1) != own) {
                    spans[level..].fill(None);
                }
                spans[level] = Some(at);
                return Some(own.to_owned());
            }
            let below = self.lowest(row, at)?;
            let names = |of: usize| [self.lowest(row, of).unwrap_or_default(), below];
            // 最終 above 担当課 and 審議会: a level between them.
            let has_level = || levels::spans_next(self.rows, row + 1..self.block.end, at);
            let is_beside = |of: usize| is_beside(self.text(row, of), names(of), self.layout) && !has_level();
            spans[level] = spans[level].filter(|&of| !is_beside(of));
            spans[level].map(|of| self.text(row, of).to_owned())
        };
        self.block.clone().filter_map(on_level).collect()
    }

    /// The header word that a cell makes with the one below it, though words beside it are levels: 一次 above 評価. It
    /// stands above nothing else, unless that goes on with the whole word, 一次評価の理由, or a single letter ends the word:
    /// 果.
    fn cut_word(&self, row: usize, at: usize) -> Option<String> {
        let (above, own) = (self.text(row, at), self.text(row + 1, at));
        if !pieces::makes_word(above, own, self.layout) {
            return None;
        }
        let whole = format!("{above}{own}");
        let stands_alone = !levels::spans_next(self.rows, row..row + 2, at)
            || pieces::is_letter(own, self.layout)
            || self.text(row + 1, at + 1).starts_with(&whole);
        stands_alone.then_some(whole)
    }

    /// The name that the cells of a column make, beside words that are surely cut: the first names nothing by itself,
    /// and the whole ends with a word for columns: 一次 above 評価 and 結果. Gives how many levels it takes.
    fn cut_name(&self, at: usize) -> Option<(String, usize)> {
        let is_filled = |row: &usize| !self.text(*row, at).is_empty();
        let last = self.block.clone().rev().find(is_filled)?;
        let first = (self.block.start..=last).rev().take_while(is_filled).last()?;
        let spans = levels::spans_next(self.rows, first..last + 1, at);
        // 項目別評価 above 必, 要 and 性; the first letter of 達, 成 and 度 spans nothing.
        let is_level = || spans && first + 1 < last && !pieces::is_letter(self.text(first, at), self.layout);
        let first = if is_level() { first + 1 } else { first };
        let (begin, end) = (self.text(first, at), self.text(last, at));
        let whole = pieces::name(self.rows, first..last + 1, at);
        // 現行ど above おり
        let is_unlisted = || pieces::begins_in_hiragana(end) && !is_word(begin, self.layout);
        let is_cut = || pieces::is_cut_word(begin, &whole, self.layout) || layout::is_year(end) || is_unlisted();
        let stands_alone = || !spans || pieces::is_letter(end, self.layout);
        (first < last && stands_alone() && is_cut()).then(|| (whole, last + 1 - first))
    }
}
/// What stands in the brackets at the end of a header's level.
fn in_brackets(level: &str) -> Option<&str> {
    let inside = level.trim_end_matches(['）', ')', '］', ']', '】']).rsplit_once(['（', '(', '［', '[', '【']);
    inside.map(|(_, inside)| inside)
}
