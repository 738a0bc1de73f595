//! Headings that a line break cut in two.
//!
//! In: rows, and where a heading may stand. Out: the two rows that are one heading, `主要課題２　学校におけ` above `る平等の推進`, and
//! those that may be. Rows of tables that were cut are left to the rooms beside this one.

use std::cell::OnceCell;
use std::ops::Range;

use super::Block;
use foldhash::{HashMap, HashSet};

use crate::diagnostic::Findings;
use crate::interpret::classify::{self, siblings};
use crate::interpret::header;
use crate::interpret::heading;
use crate::interpret::layout::{self, Layout};
use crate::interpret::legend;
use crate::interpret::number;
use crate::interpret::rules::cut_heading::cut_heading;
use crate::interpret::shape::{self, Shape};
use crate::interpret::text;
use crate::read::lex::{Row, Rows};

/// A heading is a line; what is longer goes on as prose.
const LONGEST_HEADING: usize = 60;

/// So many rows below a heading are looked at for the header or the heading that follows it.
const MOST_BLANK: usize = 4;

/// One line in brackets may be a remark.
const FEWEST_IN_BRACKETS: usize = 2;

/// What titles speak of, though bodies are called by it too: `水と緑の` above `豊かな町`.
const MUNICIPALITIES: [char; 5] = ['県', '市', '区', '町', '村'];

/// What tells headings that were cut from those above a line of its own.
#[derive(Default)]
pub(super) struct Headings {
    /// The headings of the sheet, without white space; asked for only by lines that may be cut.
    whole: OnceCell<HashSet<String>>,
    /// The row of each line that opens one, in order, and its level.
    levels: Vec<(usize, String)>,
    /// The lines that come twice and more.
    repeated: HashSet<String>,
    /// The lines above the first row of several cells, of which the title comes again on every page.
    titles: HashSet<String>,
    /// The rows of lines that brackets may make headings, in order: remarks come again.
    in_brackets: Vec<usize>,
    /// Whether the export put blank cells behind the lines of one cell.
    pads: bool,
}

impl Headings {
    pub(super) fn of(rows: &Rows<'_>, layout: &Layout) -> Self {
        let lines = (0..rows.rows.len()).filter_map(|at| Some((at, classify::lone_text(rows, at)?)));
        let mut of = Self::default();
        let (mut bare, mut padded) = (0, 0);
        let is_row = |row: &Row| rows.of(row).iter().filter(|cell| !cell.text.is_empty()).nth(1).is_some();
        let table = rows.rows.iter().position(is_row).unwrap_or_default();
        let mut known: HashSet<&str> = HashSet::default();
        for (at, line) in lines {
            *(if is_padded(rows, at) { &mut padded } else { &mut bare }) += 1;
            if !known.insert(line) {
                of.repeated.insert(line.to_owned());
            }
            if at < table {
                of.titles.insert(line.to_owned());
            }
            of.levels.extend(level(line, layout).map(|level| (at, level)));
            // 【事態１】水があふれる
            let is_counted = || heading::behind_bracket(line).is_some() && siblings::counted(line).is_some();
            let is_bracketed = || heading::bracketed(line, heading::SHORTEST_BRACKETED).is_some();
            if is_bracketed() || heading::tagged(line, layout).is_some() || is_counted() {
                of.in_brackets.push(at);
            }
        }
        let repeated = &of.repeated;
        of.in_brackets.retain(|at| classify::lone_text(rows, *at).is_some_and(|line| !repeated.contains(line)));
        if of.in_brackets.len() < FEWEST_IN_BRACKETS {
            of.in_brackets.clear();
        }
        of.pads = padded > bare;
        of
    }

    /// Whether a line stands above the first table too: the title of the sheet, again on a later page.
    pub(super) fn is_title(&self, line: &str) -> bool {
        self.repeated.contains(line) && self.titles.contains(line)
    }

    /// The two rows from one on that are one heading for sure: the upper one stops or the lower one begins in mid-word,
    /// or the heading comes again whole, or the upper one lacks the blank cells that stand behind all others.
    pub(super) fn cut(&self, rows: &Rows<'_>, at: usize, layout: &Layout) -> Option<Range<usize>> {
        let (upper, lower) = self.pieces(rows, at, layout)?;
        let closes =
            upper.contains(['（', '(', '「', '【', '〔']) && text::stops_short(upper) && text::closes_bracket(lower);
        let lacks_padding = || self.pads && !is_padded(rows, at) && is_padded(rows, at + 1);
        let lines = || self.levels.iter().filter_map(|(at, _)| classify::lone_text(rows, *at));
        let whole = || self.whole.get_or_init(|| lines().map(heading::squeezed).collect());
        let comes_again = || whole().contains(&heading::squeezed(&format!("{upper}{lower}")));
        let is_sure = text::awaits_noun(upper) || text::goes_on(lower) || closes || lacks_padding() || comes_again();
        is_sure.then_some(at..at + 2)
    }

    /// Says of the line below a heading that it may be the rest of it, where no other heading of that level has one and
    /// it comes once.
    pub(super) fn tell_doubtful(&self, rows: &Rows<'_>, joins: &[Range<usize>], layout: &Layout, found: &mut Findings) {
        let mut doubtful: HashMap<&str, Vec<usize>> = HashMap::default();
        let mut count: HashMap<&str, usize> = HashMap::default();
        for &(at, ref level) in &self.levels {
            let is_joined = joins.binary_search_by_key(&at, |join| join.start).is_ok();
            let once = |lower: &str| !self.repeated.contains(lower);
            if !is_joined && self.pieces(rows, at, layout).is_some_and(|(_, lower)| once(lower)) {
                doubtful.entry(level).or_default().push(at);
            }
            *count.entry(level).or_default() += 1;
        }
        for (level, lines) in doubtful {
            if let [only] = lines[..]
                && count[level] > 1
            {
                cut_heading(rows.rows[only + 1].span, found);
            }
        }
    }

    /// The two lines of which the upper one opens a heading and the lower one may go on with it: it says nothing of its
    /// own, and a header, another heading or what it announces follows.
    fn pieces<'r>(&self, rows: &'r Rows<'_>, at: usize, layout: &Layout) -> Option<(&'r str, &'r str)> {
        if is_padded(rows, at) || self.levels.binary_search_by_key(&at, |(line, _)| *line).is_err() {
            return None;
        }
        let upper = classify::lone_text(rows, at)?;
        let below = rows.rows.get(at + 1)?;
        let lower = classify::lone_text(rows, at + 1).filter(|line| rows.of(below)[0].text == *line)?;
        let is_whole = upper.ends_with(['。', '）', ')', '】', '」', '＞', '》', '〉']) || text::ends_sentence(lower);
        let length = upper.chars().count() + lower.chars().count();
        let follows = next_filled(rows, at + 2).is_some_and(|next| {
            let opens = |line: &str| level(line, layout).is_some() || is_labelled(line);
            classify::lone_text(rows, next).is_some_and(opens) || header::block(rows, next, layout).is_some()
        });
        (!is_whole && length <= LONGEST_HEADING && !says_something(lower, layout) && follows).then_some((upper, lower))
    }
}

impl Block<'_, '_> {
    /// Whether a row of several cells is a heading in one of them.
    pub(super) fn is_lone_heading(&self, row: usize) -> bool {
        classify::lone_text(self.rows, row).is_some_and(|text| heading::opening(text, self.layout).is_some())
            || self.headings.in_brackets.binary_search(&row).is_ok()
    }

    /// Whether a lone line, the first cell of a row, has a meaning of its own: a heading, a legend, a page number.
    pub(super) fn stands_alone(&self, row: usize) -> bool {
        let line = self.first(row);
        matches!(self.first_shape(row), Shape::Ordinal | Shape::Labelled)
            || heading::opening(line, self.layout).is_some()
            || self.headings.is_title(line)
            || self.headings.in_brackets.binary_search(&row).is_ok()
            || heading::of_department(line, self.layout).is_some()
            || legend::has_entries(line)
            || shape::is_page_number(line)
            || classify::is_date(line)
            || classify::is_footnote(line)
    }
}

/// The level of a line that opens a heading with a title.
fn level(line: &str, layout: &Layout) -> Option<String> {
    let numbered = || heading::enumerated(line).map(|(level, _, title)| (level, title));
    let opening = heading::opening(line, layout).map(|opening| (opening.level, opening.title)).or_else(numbered);
    opening.filter(|(_, title)| *title < line.len()).map(|(level, _)| level)
}

/// Whether blank cells stand behind the one of a row that holds something.
fn is_padded(rows: &Rows<'_>, at: usize) -> bool {
    rows.of(&rows.rows[at]).last().is_some_and(|cell| cell.text.is_empty())
}

/// Whether a line has a meaning of its own, or is marked as something else than the rest of a heading.
fn says_something(line: &str, layout: &Layout) -> bool {
    let begins = |c: char| number::digit(c).is_some() || "（(【［[〔＜<《≪〈「『※*＊・-－―～〜→⇒".contains(c);
    // 現状と課題.
    let last_of_two = line.rsplit(['と', '・']).next().unwrap_or(line);
    level(line, layout).is_some()
        || line.starts_with(begins)
        || line.contains(['：', ':', '\t'])
        || layout::begins_with_year(line)
        || (layout.is_department(line) && !line.ends_with(MUNICIPALITIES))
        || classify::is_caption(line)
        || layout.is_whole_word(last_of_two)
        || layout.heading_parts.iter().any(|part| line.ends_with(part.as_str()))
        || legend::has_entries(line)
        || shape::is_page_number(line)
        || classify::is_footnote(line)
}

/// Whether a line says what it holds: `めざす姿：…`.
fn is_labelled(line: &str) -> bool {
    const LONGEST_LABEL: usize = 10;
    line.chars().take(LONGEST_LABEL).any(|c| matches!(c, '：' | ':'))
}

/// The next row from one on that holds something.
fn next_filled(rows: &Rows<'_>, from: usize) -> Option<usize> {
    let is_filled = |row: &Row| rows.of(row).iter().any(|cell| !cell.text.is_empty());
    let rest = rows.rows.get(from..)?;
    rest.iter().take(MOST_BLANK).position(is_filled).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The title of a heading above a header that is printed on two lines, and whether the lower one is told.
    #[track_caller]
    fn case(upper: &str, lower: &str, expected: (&str, bool)) {
        let header = "事業名\t内容\t評価\t担当課\n";
        let sheet = format!(
            "町の計画\n\n基本方針１　緑\n{header}花壇\t苗を植えた。\tA\t公園課\n{upper}\n{lower}\n{header}水路\t泥をさらった。\tB\t河川課\n"
        );
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let last = read.records.last().expect("rows are records");
        let told = read.findings.iter().any(|finding| finding.rule.name == "cut-heading");
        assert_eq!((&*last.path.last().expect("a heading above it").title, told), expected, "{upper} {lower}");
    }

    #[test]
    fn a_heading_that_stops_in_mid_word_goes_on_below() {
        case("基本方針２　水と親しめ", "る川づくり", ("水と親しめる川づくり", false));
        case("基本方針２　水辺のサ", "ービス", ("水辺のサービス", false));
        case("基本方針２　水の", "豊かな町", ("水の豊かな町", false));
        case("【基本方針２　水辺の再生と", "活用】", ("水辺の再生と活用", false));
    }

    #[test]
    fn a_line_below_a_heading_that_may_be_its_rest_is_told() {
        case("基本方針２　水辺の再生と活", "用", ("水辺の再生と活", true));
        for lower in
            ["（河川課）", "河川課", "現状と課題", "主な取組", "～川と遊ぶ～", "めざす姿：清い川", "令和6年3月末現在"]
        {
            case("基本方針２　水辺の再生", lower, ("水辺の再生", false));
        }
    }

    #[test]
    fn the_title_of_the_sheet_begins_no_cell_on_the_next_page() {
        let second = |line: &str| {
            let row = |item: &str, rest: &str| {
                format!("{item}\t苗を植え、町の人と水を\tA\t公園課\n{rest}\tやりました。\t\t\n")
            };
            let sheet = format!(
                "緑の町の計画\n取組\t実績\t評価\t担当課\n{}{}- 1 -\n\n{line}\n{}",
                ["基本目標１　緑\t\t\t\n施策１　木\t\t\t\n", &row("並木と道の花壇の", "手入れ")].concat(),
                ["基本目標２　水\t\t\t\n施策１　川\t\t\t\n", &row("駅前の広場の草花", "")].concat(),
                row("水路", "")
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records.last().and_then(|record| record.item.as_ref().map(|item| item.title.to_string()))
        };
        assert_eq!(second("緑の町の計画").as_deref(), Some("水路"));
        // Another line may be the beginning of the cell.
        assert_eq!(second("草を刈って泥をさらう").as_deref(), Some("草を刈って泥をさらう水路"));
    }
}
