//! What stands beside the tables without being one: legends in lines and rows of their own, tallies, totals.
//!
//! In: rows with their first classes. Out: better ones. Codes that follow each other, each with a label, are a legend
//! whatever separates them; each with a count they are a tally; a row named 計 sums up the rows above it.

mod lines;
mod total;

use std::ops::Range;
use std::sync::Arc;

pub use self::lines::titled_entry;
use self::lines::{spaced_legends, titled_entries};
use self::total::{is_part_of_total, is_total, names_sum};
use crate::interpret::classify::{Class, Classes};
use crate::interpret::header;
use crate::interpret::layout::Layout;
use crate::interpret::legend;
use crate::interpret::scale::{self, Alphabet, MOST_CODES, Written};
use crate::interpret::shape::{self, Shape};
use crate::interpret::text;
use crate::interpret::value;
use crate::read::lex::{Cell, Rows};

/// Finds legends, tallies and totals.
pub fn place(classes: &mut Classes, (rows, shapes): (&Rows<'_>, &[Shape]), layout: &Layout) {
    titled_entries(classes, rows);
    spaced_legends(classes, rows);
    let blocks = blocks(classes, rows);
    let several = has_several_tables(classes);
    legends_apart(classes, rows, &blocks, layout);
    for (block, table) in blocks {
        if classes.rows[block.start] == Class::Legend {
            continue;
        }
        let above = last_filled(classes, block.start);
        if let Some(above) = above.filter(|&above| is_wide_header(classes, rows, above)) {
            let run: Vec<usize> = block.clone().collect();
            if several && is_described(rows, above, &run, layout) {
                explain(classes, Some(above), &run);
            }
            if above + 1 == block.start {
                continue;
            }
        }
        let below: Vec<usize> = block.clone().skip(1).collect();
        if !classes.headers.is_empty()
            && names_columns(rows, block.start)
            && is_described(rows, block.start, &below, layout)
        {
            explain(classes, Some(block.start), &below);
        }
        if classes.rows[block.start] == Class::Legend {
            continue;
        }
        // Two columns may be those of a legend: 区分, 内容.
        let header = above.filter(|&above| matches!(classes.rows[above], Class::Header(_)));
        // A title may stand in the first row of its own, names of the two columns in the next.
        let lead = block.clone().take(MOST_LEADING).take_while(|&row| leads(rows, row)).count();
        let lead = if block.len() > lead + 1 { lead } else { 0 };
        let entries = block.start + lead..block.end;
        if are_pairs(rows, &entries.clone().collect::<Vec<_>>(), layout) {
            for row in block.start..entries.start {
                let names = names_pair(rows, row, entries.start);
                classes.rows[row] = if names { Class::Legend } else { Class::Prose };
            }
            let block = entries;
            block.clone().chain(header).for_each(|row| classes.rows[row] = Class::Legend);
            classes.pairs.extend(block);
        } else if header.is_none() && !is_of_table(rows, &block, table) && is_tally((rows, shapes), &block, layout) {
            block.for_each(|row| classes.rows[row] = Class::Tally);
        }
    }
    let mut heading = "";
    for row in 0..rows.rows.len() {
        let cells = rows.of(&rows.rows[row]);
        let is_below_total = || row > 0 && classes.rows[row - 1] == Class::Total && is_part_of_total(cells);
        // The export may have left out the blank cells behind `計`, above which a row stands.
        let is_row = match classes.rows[row] {
            Class::Data => true,
            Class::Prose => row > 0 && classes.rows[row - 1] == Class::Data && names_sum(&cells[0].text),
            _ => false,
        };
        if is_row && (is_total(cells, heading) || is_below_total()) {
            classes.rows[row] = Class::Total;
        }
        heading = classes.lone_text(rows, row).unwrap_or(heading);
    }
}

/// Rows that stand apart, each with a blank line above it, are a legend where they would be one without those lines.
fn legends_apart(classes: &mut Classes, rows: &Rows<'_>, blocks: &[(Range<usize>, Option<Above>)], layout: &Layout) {
    let is_entry = |at: usize| {
        let block = &blocks[at].0;
        block.len() == 1 && filled(rows, block.start).count() <= MOST_COLUMNS
    };
    let several = has_several_tables(classes);
    let mut from = 0;
    while from < blocks.len() {
        let follows = |at: usize| {
            let between = blocks[at - 1].0.end..blocks[at].0.start;
            is_entry(at) && classes.rows[between].iter().all(|class| *class == Class::Blank)
        };
        let end = (from + 1..blocks.len()).find(|&at| !is_entry(from) || !follows(at)).unwrap_or(blocks.len());
        let run: Vec<usize> = blocks[from..end].iter().map(|(block, _)| block.start).collect();
        let is_one = !is_entry(from) || run.len() == 1;
        from = end;
        if is_one {
            continue;
        }
        let above = last_filled(classes, run[0]).filter(|&above| matches!(classes.rows[above], Class::Header(_)));
        let explains = match above.filter(|&above| is_wide_header(classes, rows, above)) {
            Some(above) => several && is_described(rows, above, &run, layout),
            None => are_pairs(rows, &run, layout),
        };
        if explains {
            explain(classes, above, &run);
        }
    }
}

/// Makes a legend of rows and the header above them.
fn explain(classes: &mut Classes, header: Option<usize>, run: &[usize]) {
    run.iter().copied().chain(header).for_each(|row| classes.rows[row] = Class::Legend);
    classes.pairs.extend(run);
}

/// The last row above one that is not blank.
fn last_filled(classes: &Classes, row: usize) -> Option<usize> {
    (0..row).rev().find(|&above| classes.rows[above] != Class::Blank)
}

/// The filled cells of a row.
fn filled<'r, 's>(rows: &'r Rows<'s>, row: usize) -> impl DoubleEndedIterator<Item = &'r Cell<'s>> + Clone {
    rows.of(&rows.rows[row]).iter().filter(|cell| !cell.text.is_empty())
}

/// A title and the names of the two columns stand above the codes of a legend, and no more.
const MOST_LEADING: usize = 2;

/// Whether a row may stand above the codes of a legend.
fn leads(rows: &Rows<'_>, row: usize) -> bool {
    (1..=2).contains(&filled(rows, row).take(3).count()) && pair(rows, row).is_none()
}

/// Whether the two cells of a row name the codes and the labels below: a title with a date at its right stands apart.
fn names_pair(rows: &Rows<'_>, row: usize, entry: usize) -> bool {
    let columns = |row: usize| {
        let cells = rows.of(&rows.rows[row]).iter().enumerate();
        cells.filter(|(_, cell)| !cell.text.is_empty()).map(|(column, _)| column)
    };
    columns(row).count() == 2 && columns(row).next_back() <= columns(entry).next_back()
}

/// A legend has so many columns: codes, what they mean, and when they are given.
const MOST_COLUMNS: usize = 4;

/// So few rows may have ratings in their order by accident.
const FEWEST_DESCRIBED: usize = 3;

/// Whether a row is the header of a table of three or four columns.
fn is_wide_header(classes: &Classes, rows: &Rows<'_>, row: usize) -> bool {
    matches!(classes.rows[row], Class::Header(_)) && (3..=MOST_COLUMNS).contains(&filled(rows, row).count())
}

/// Whether a row that no word makes a header may name the columns of a legend all the same: `評価⇥基準⇥例`.
fn names_columns(rows: &Rows<'_>, row: usize) -> bool {
    let mut names = filled(rows, row);
    (3..=MOST_COLUMNS).contains(&names.clone().count()) && names.all(|name| scale::only(&name.text).is_none())
}

/// Whether the sheet has tables with other columns than each other: one that stands alone is what it is about.
fn has_several_tables(classes: &Classes) -> bool {
    let Some((first, others)) = classes.headers.split_first() else { return false };
    others.iter().any(|other| !Arc::ptr_eq(&other.names, &first.names) && other.names != first.names)
}

/// Whether a table explains the codes of a scale in several columns: its first column speaks of ratings and holds each
/// code once, in order.
fn is_described(rows: &Rows<'_>, header: usize, block: &[usize], layout: &Layout) -> bool {
    let speaks = filled(rows, header).next().is_some_and(|first| {
        legend::speaks_of_ratings(&first.text)
            && !first.text.contains("番号")
            && !first.text.ends_with(['.', '．', 'o'])
    });
    if !speaks || block.len() < FEWEST_DESCRIBED || block.len() > MOST_CODES {
        return false;
    }
    let names = |row: &usize| filled(rows, *row).any(|cell| Shape::of(&cell.text, layout) == Shape::Department);
    let entries: Vec<Written> = block.iter().filter_map(|&row| described(rows, row)).map(|(code, _)| code).collect();
    let is_ordered = || {
        let places: Vec<_> = entries.iter().map(legend::place).collect();
        places.iter().all(Option::is_none)
            || places.windows(2).all(|pair| pair[0] < pair[1])
            || places.windows(2).all(|pair| pair[0] > pair[1])
    };
    entries.len() == block.len()
        && entries.iter().all(|code| code.alphabet != Alphabet::Word)
        && is_ordered()
        && legend::follow_each_other(&entries)
        && !block.iter().any(names)
}

/// The code in the first cell of a row and the label behind it: of several cells the first that is no figure.
pub fn described<'r>(rows: &'r Rows<'_>, row: usize) -> Option<(Written, &'r Cell<'r>)> {
    let mut cells = filled(rows, row);
    let code = scale::only(&cells.next()?.text)?;
    let label = cells.find(|cell| legend::is_label(&cell.text))?;
    Some((code, label))
}

/// How a header stands above a block.
#[derive(Clone, Copy)]
struct Above {
    /// How many columns it has.
    width: usize,
    /// Whether only headings, notes and rows stand between them, or blank lines where it has no row yet.
    touches: bool,
    /// Whether rows stand below it.
    has_rows: bool,
    /// Whether a heading stands directly above the block.
    under_heading: bool,
}

/// The runs of data rows that stand by themselves: no header of more columns than a legend has directly above, a blank
/// line or another line on both sides. Each with the last header above.
fn blocks(classes: &Classes, rows: &Rows<'_>) -> Vec<(Range<usize>, Option<Above>)> {
    let mut blocks = Vec::new();
    let mut start = None;
    let mut header: Option<Above> = None;
    for row in 0..=rows.rows.len() {
        let class = classes.rows.get(row);
        match (start, class == Some(&Class::Data)) {
            (None, true) => start = Some(row),
            (Some(first), false) => {
                let above = first.checked_sub(1).map(|above| &classes.rows[above]);
                let headed = matches!(above, Some(Class::Header(_)));
                if !headed || (2..=MOST_COLUMNS).contains(&filled(rows, first - 1).count()) {
                    let under_heading = matches!(above, Some(Class::Heading(_)));
                    blocks.push((first..row, header.map(|header| Above { under_heading, ..header })));
                }
                start = None;
            }
            (None, false) | (Some(_), true) => {}
        }
        match class {
            Some(Class::Header(place)) => {
                let width = classes.headers[*place].columns.len();
                header = Some(Above { width, touches: true, has_rows: false, under_heading: false });
            }
            Some(Class::Data) => header.iter_mut().for_each(|header| header.has_rows = true),
            Some(Class::Heading(_) | Class::Prose | Class::Footnote) => {}
            Some(Class::Blank) if header.is_some_and(|header| !header.has_rows) => {}
            Some(_) | None => header.iter_mut().for_each(|header| header.touches = false),
        }
    }
    blocks
}

/// Whether a block goes on with the table of the header above: a heading or a note stands between its rows, or it has
/// as many columns as no legend has. A tally below a table fills fewer columns.
fn is_of_table(rows: &Rows<'_>, block: &Range<usize>, header: Option<Above>) -> bool {
    header.is_some_and(|header| {
        let filled = widest(rows, block);
        let is_as_wide = (header.under_heading || header.width > MOST_COLUMNS) && filled == header.width;
        (header.touches && filled * 2 > header.width) || is_as_wide
    })
}

/// The code and the label of a row that has nothing else but a title in front.
pub fn pair<'r>(rows: &'r Rows<'_>, row: usize) -> Option<(Written, &'r Cell<'r>)> {
    let mut cells = filled(rows, row);
    let (code, label) = match [cells.next(), cells.next(), cells.next(), cells.next()] {
        [Some(code), Some(label), None, _] => (code, label),
        // `Ｃ⇥遅れ⇥5割未満` has its code in front, though 遅れ could be one.
        [Some(title), Some(code), Some(label), None] if scale::alphabet(&title.text).is_none() => (code, label),
        _ => return None,
    };
    let code = scale::only_explained(&code.text)?;
    Some((code, label))
}

/// Whether a block is legends one below the other, each with a title in front of its first code. Beside a legend of
/// codes another one may be of words that no vocabulary knows: `二次評価⇥同意⇥妥当とする`.
fn are_pairs(rows: &Rows<'_>, block: &[usize], layout: &Layout) -> bool {
    let is_titled = |row: usize| filled(rows, row).take(MOST_COLUMNS).count() == 3;
    let mut of_codes = false;
    let is_legend = |legend: &[usize]| {
        let is_pairs = is_pairs(rows, legend, layout);
        of_codes |= is_pairs;
        is_pairs || are_titled_words(rows, legend)
    };
    block.chunk_by(|_, &next| !is_titled(next)).all(is_legend) && of_codes
}

/// Whether rows are different words, each with its meaning, and in front of the first a title that speaks of ratings.
fn are_titled_words(rows: &Rows<'_>, legend: &[usize]) -> bool {
    let is_titled = |row: usize| {
        let mut cells = filled(rows, row);
        cells.next().is_some_and(|title| legend::speaks_of_ratings(&title.text)) && cells.nth(1).is_some()
    };
    let words: Option<Vec<Written>> = legend.iter().map(|&row| Some(worded_pair(rows, row)?.0)).collect();
    words.is_some_and(|words| {
        (2..=MOST_CODES).contains(&words.len())
            && is_titled(legend[0])
            && words.iter().enumerate().all(|(at, word)| !words[..at].contains(word))
    })
}

/// The word and the meaning of a row that has nothing else but a title in front, whatever the word.
pub fn worded_pair<'r>(rows: &'r Rows<'_>, row: usize) -> Option<(Written, &'r Cell<'r>)> {
    /// 条件付きで継続
    const LONGEST_WORD: usize = 8;
    let mut cells = filled(rows, row).rev();
    let (label, word) = (cells.next()?, cells.next()?);
    let is_word = word.text.chars().all(text::is_kana_or_ideograph) && word.text.chars().count() <= LONGEST_WORD;
    let written = Written { code: word.text.to_string(), alphabet: Alphabet::Word, folded: false, padded: false };
    (is_word && legend::is_label(&label.text) && cells.nth(1).is_none()).then_some((written, label))
}

/// Whether every row of a block is a code and its label.
fn is_pairs(rows: &Rows<'_>, block: &[usize], layout: &Layout) -> bool {
    // Only the first row may have a title in front of its code. So much settles nearly every block.
    if !block.iter().skip(1).all(|&row| filled(rows, row).take(3).count() == 2) {
        return false;
    }
    let unrated = |row: &usize| {
        filled(rows, *row).next().is_some_and(|cell| shape::is_dash(&cell.text) && !scale::is_apart(&cell.text))
    };
    let pairs: Vec<(Written, &Cell<'_>)> = block.iter().filter_map(|&row| pair(rows, row)).collect();
    let block_len = block.iter().filter(|row| !unrated(row)).count();
    // A word of a vocabulary may be a label: 休止・廃止.
    let label = |cell: &Cell<'_>| match Shape::of(&cell.text, layout) {
        Shape::Code(alphabet) => alphabet == Alphabet::Word,
        // 80％以上 says when a code is given; 80 counts.
        Shape::Number => value::figure(&cell.text).relation.is_some(),
        // 対象外 is what a dash means.
        Shape::Dash => scale::is_not_rated(&cell.text),
        shape => !matches!(shape, Shape::Department | Shape::Blank),
    };
    let codes: Vec<Written> = pairs.iter().map(|(code, _)| code.clone()).collect();
    pairs.len() == block_len
        && block_len >= 2
        && pairs.iter().all(|(_, cell)| label(cell))
        && legend::follow_each_other(&codes)
}

/// Whether a block counts something: names and whole numbers only, few columns, no header word of ours above.
fn is_tally((rows, shapes): (&Rows<'_>, &[Shape]), block: &Range<usize>, layout: &Layout) -> bool {
    let mut numbers = 0;
    let mut names = 0;
    let mut of_codes = rows.rows[block.start]
        .cells
        .clone()
        .filter(|&cell| matches!(shapes[cell], Shape::Code(of) if of != Alphabet::Digit));
    // 目標１ is a heading of rows, but below several codes the name of what has so many of each.
    let may_name = if of_codes.nth(1).is_some() { Shape::Heading } else { Shape::Phrase };
    for row in block.clone() {
        let cells = rows.of(&rows.rows[row]);
        if header::is_header(cells, layout) {
            return false;
        }
        let seen = cells.iter().zip(&shapes[rows.rows[row].cells.clone()]);
        for (cell, shape) in seen.filter(|(cell, _)| !cell.text.is_empty()) {
            match *shape {
                Shape::Number | Shape::Code(Alphabet::Digit) => numbers += 1,
                Shape::Code(_) | Shape::Dash => names += 1,
                shape
                    if (matches!(shape, Shape::Phrase | Shape::Department) || shape == may_name)
                        && cell.text.chars().count() <= 12 =>
                {
                    names += 1
                }
                Shape::Blank => {}
                Shape::Phrase
                | Shape::Department
                | Shape::Heading
                | Shape::Ordinal
                | Shape::Labelled
                | Shape::Open
                | Shape::Sentence => return false,
            }
        }
    }
    // A block below a header of its page would also hold departments and texts; counts hold at least a number a row.
    block.len() >= 2 && numbers >= block.len() && names > 0 && widest(rows, block) <= 6
}

/// The most cells that a row of a block fills.
fn widest(rows: &Rows<'_>, block: &Range<usize>) -> usize {
    block.clone().map(|row| filled(rows, row).count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn entries_set_off_by_spaces_may_begin_beside_their_title() {
        let legend = "評価区分\tＡ　届いた\t\t\n\tＢ　ほぼ届いた\t\t\n\tＣ　届かない\t\t\n\t\t\t\n";
        let rows = "番号\t取組\t実施状況\t自己評価\n1\t花壇\t苗を植えた。\tＡ\n2\t水路\t泥をさらった。\tＣ\n";
        let sheet = format!("取組の点検\t\t\t\n\t\t\t\n{legend}{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let labels = |record: &crate::record::Record<'_>| format!("{:?}", record.ratings[0].labels);
        assert_eq!(read.records.iter().map(labels).collect::<Vec<_>>(), ["[\"届いた\"]", "[\"届かない\"]"]);
        assert_eq!((read.titles.len(), read.set_aside.len()), (1, 0));
    }

    #[test]
    fn a_date_right_of_the_title_hides_no_legend_below_it() {
        let rows = "番号\t取組\t担当課\t実施状況\t進捗\t課題\n1\t花壇\t公園課\t苗を植えた。\t順調\t\n2\t水路\t河川課\t泥をさらった。\t遅れ\t人手\n";
        let read = |legend: &str, scale: &str| {
            let sheet = format!("町の取組の点検\t\t\t\t\t3月末現在\n{legend}\n\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let labels = read.records.iter().flat_map(|record| &record.ratings).flat_map(|rating| &*rating.labels);
            assert_eq!(labels.map(ToString::to_string).collect::<Vec<_>>(), ["計画どおり", "見通しがない"]);
            assert_eq!((read.records.len(), read.findings.len(), &*read.scales[0].name), (2, 0, scale));
        };
        read("進捗の区分\t順調\t計画どおり\n\t概ね順調\t少し遅れた\n\t遅れ\t見通しがない", "進捗の区分");
        read("順調\t計画どおり\n概ね順調\t少し遅れた\n遅れ\t見通しがない", "進捗");
    }

    #[test]
    fn a_legend_may_say_in_a_third_column_when_a_code_is_given() {
        let rows = "取組\t実施内容\t評価\t担当課\n花壇\t苗を植えた。\tA\t公園課\n川\t草を刈った。\tC\t河川課\n";
        let labels = |header: &str, figures: [&str; 3]| {
            let codes = ["A", "B", "C"].into_iter().zip(["できた", "遅れ", "まだ"]).zip(figures);
            let codes: String = codes.map(|((code, label), figure)| format!("{code}\t{label}\t{figure}\n")).collect();
            let sheet = format!("{header}\n{codes}\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let labels = read.records.iter().flat_map(|record| &record.ratings).flat_map(|rating| &*rating.labels);
            (read.records.len(), labels.map(|label| label.to_string()).collect::<Vec<_>>())
        };
        let found = vec!["できた".to_owned(), "まだ".to_owned()];
        assert_eq!(labels("評価基準\t内容\t達成率の目安", ["9割以上", "5割以上", "5割未満"]), (2, found.clone()));
        // No layout knows these words.
        let cases = ["参加が9割以上", "参加が5割以上", "参加が5割未満"];
        assert_eq!(labels("評価\t基準\t例", cases), (2, found.clone()));
        assert_eq!(labels("評価\t内容\t例", cases), (2, found));
        // A table of what was done, rated once each.
        assert_eq!(labels("評価\t内容\t担当課", ["公園課", "河川課", "道路課"]).0, 5);
    }

    #[test]
    fn a_legend_has_a_title_and_names_of_its_columns() {
        let rows =
            "取組\t実施内容\t点検結果\t担当課\n花壇\t苗を植えた。\t【Ａ】\t公園課\n川\t草を刈った。\t【Ｃ】\t河川課\n";
        let codes = "【Ａ】\tできた\n【Ｂ】\t進めている\n【Ｃ】\tできていない\n";
        for lead in ["【凡　例】\n点検結果\t\n記号\t意味\n", "【凡　例】\n記号\t意味\n", "記号\t意味\n", ""]
        {
            let sheet = format!("{lead}{codes}\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let labels: Vec<&str> =
                read.records.iter().flat_map(|record| &*record.ratings[0].labels).map(|label| &**label).collect();
            assert_eq!(labels, ["できた", "できていない"], "{sheet}");
            assert_eq!((read.titles.len(), &*read.scales[0].name), (0, "点検結果"), "{sheet}");
        }
    }

    #[test]
    fn a_legend_of_unknown_words_stands_below_one_of_codes() {
        let rows = "取組\t実施内容\t評価\t二次評価\t担当課\n花壇\t苗を植えた。\tA\t同意\t公園課\n川\t草を刈った。\tC\t要再考\t河川課\n";
        let labels = |title: &str, second: &str| {
            let legends =
                format!("評価\tA\tできた\n\tB\t進めている\n\tC\tまだ\n{title}\t同意\t妥当とする\n\t{second}\n");
            let sheet = format!("{rows}\n※選択肢\n{legends}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let label = |rating: &crate::record::Rating<'_>| rating.labels.concat();
            let ratings = read.records.iter().flat_map(|record| &record.ratings);
            (read.records.len(), ratings.map(label).collect::<Vec<_>>().join(" "))
        };
        let expected = (2, "できた 妥当とする まだ 見直しを求める".to_owned());
        assert_eq!(labels("二次評価", "要再考\t見直しを求める"), expected);
        // Nothing is rated, and the same word twice.
        assert!(labels("公園", "要再考\t見直しを求める").0 > 2);
        assert!(labels("二次評価", "同意\t見直しを求める").0 > 2);
    }

    #[test]
    fn legends_one_below_the_other_have_a_title_in_front_of_the_first_code_each() {
        let rows = "取組\t実施内容\t評価\t担当課\n花壇\t苗を植えた。\tA\t公園課\n川\t草を刈った。\tC\t河川課\n";
        let legends = "評価\tA\tできた\n\tB\t進めている\n\tC\tできていない\n今後\t1\t広げる\n\t2\tやめる\n";
        let sheet = format!("水と緑の計画\n\n{legends}\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.records.len(), read.findings.len(), read.legends.len()), (2, 0, 2));
        assert_eq!(read.records[1].ratings[0].labels.concat(), "できていない");
    }

    #[test]
    fn a_legend_ends_where_another_kind_of_mark_begins() {
        let rows = "取組\t実施内容\t評価\t担当課\n花壇\t苗を植えた。\t★★\t公園課\n川\t草を刈った。\t★\t河川課\n";
        for legend in
            ["評価\n★★★　上回った\n★★　届いた\n★　届かない\n\n", "評価\t★★★：上回った\n\t★★：届いた\n\t★：届かない\n\n"]
        {
            let sheet = format!("水と緑の計画\n\n{legend}１　水辺\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let labels = |record: &crate::record::Record<'_>| record.ratings[0].labels.concat();
            assert_eq!(read.records.iter().map(labels).collect::<Vec<_>>(), ["届いた", "届かない"], "{sheet}");
            assert!(read.records.iter().all(|record| record.path.len() == 1), "{sheet}");
        }
    }

    #[test]
    fn a_form_above_a_legend_is_no_row_that_was_cut() {
        let form = "水の館の評価\t\t\t\t\t\n\t\t\t\t\t町の様式\n館の名\t水の館\t\t\t\t\n館の主\t水の会\t\t\t\t\n期間\t三年\t\t\t\t\n担当\t公園課\t\t\t\t\n\t\t\t\t\t\n";
        let legend =
            "【評価基準】\t\t\t\t\t\nA\tとてもよい\t\t\t\t\nB\tよい\t\t\t\t\nC\tよくない\t\t\t\t\n\t\t\t\t\t\n";
        let rows = "評価項目\t点検項目\t評価\t二次評価\t意見\t備考\n１ 館内\t掃除をしたか\tA\tB\t床が光っていた。\t\n２ 庭\t草を刈ったか\tC\tC\t草が伸びていた。\t春から\n";
        let sheet = format!("{form}{legend}{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.records.len(), read.findings.len(), read.legends.len()), (2, 0, 1));
    }

    #[test]
    fn thresholds_and_a_title_in_letters_set_apart_make_a_legend() {
        let rows = "取組\t実施内容\t評価\t担当課\n花壇\t苗を植えた。\tⅠ\t公園課\n川\t草を刈った。\tⅢ\t河川課\n";
        for legend in [
            "評 価 区 分\nⅠ　できた\nⅡ　進めている\nⅢ　できていない\n",
            "評価\t達成率\nⅠ\t80％以上\nⅡ\t50％以上80％未満\nⅢ\t50％未満\n",
        ] {
            let sheet = format!("水と緑の計画\n\n{legend}\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let labels: Vec<usize> = read.records.iter().map(|record| record.ratings[0].labels.len()).collect();
            assert_eq!((labels, read.findings.len()), (vec![1, 1], 0), "{sheet}");
        }
    }

    #[test]
    fn a_mark_in_brackets_and_a_dash_below_letters_are_entries() {
        let labels = |codes: [&str; 4]| {
            let lines = codes.iter().zip(["できた", "進めている", "まだである", "今年度はない"]);
            let lines: String = lines.map(|(code, label)| format!("{code}{label}\n")).collect();
            let bare = codes.map(|code| code.trim_matches(['（', '）', '\u{3000}']));
            let rows = format!("花壇\t苗を植えた。\t{}\t公園課\n川\t見送った。\t{}\t河川課\n", bare[1], bare[3]);
            let sheet = format!("水の計画\n\n評価の区分\n{lines}\n取組\t内容\t評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let labels = read.records.iter().flat_map(|record| &*record.ratings[0].labels).map(ToString::to_string);
            (labels.collect::<Vec<_>>(), read.records[0].path.len(), read.titles.len())
        };
        let read = (vec!["進めている".to_owned(), "今年度はない".to_owned()], 0, 1);
        assert_eq!(labels(["（◎）", "（○）", "（△）", "（－）"]), read);
        assert_eq!(labels(["Ⅰ\u{3000}", "Ⅱ\u{3000}", "Ⅲ\u{3000}", "－\u{3000}"]), read);
        // Letters in round brackets number headings.
        assert_eq!(labels(["（ア）", "（イ）", "（ウ）", "（エ）"]).0, [""; 0]);
    }

    #[test]
    fn a_blank_line_below_a_header_changes_nothing_of_its_rows() {
        let rows = "歩く人\t6,812歩\t7,104歩\ta\n泳ぐ人\t24.5%\t24.9%\tb\n";
        for between in ["", "\n", "\n\n", "\t\t\t\n"] {
            let sheet = format!("1 運動\n指標\t策定時\t目標値\t判定\n{between}{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!((read.records.len(), read.set_aside.len()), (2, 0), "{between:?}");
        }
    }

    #[test]
    fn a_legend_is_one_at_either_end_of_the_sheet_and_with_its_rows_apart() {
        let rows = "取組\t実施内容\t評価\t担当課\n花壇\t苗を植えた。\tA\t公園課\n川\t草を刈った。\tC\t河川課\n";
        let wide = "評価基準\t内容\t達成率の目安\nA\tできた\t9割以上\nB\t遅れ\t5割以上\nC\tまだ\t5割未満\n";
        let narrow = "A\tできた\nB\t遅れ\nC\tまだ\n";
        for legend in [wide, narrow] {
            for legend in [legend.to_owned(), legend.replace('\n', "\n\n")] {
                for sheet in [format!("{legend}\n{rows}"), format!("{rows}\n{legend}")] {
                    let source = Source::made_up(&sheet);
                    let read = crate::sheet(&source, &Options::default(), Findings::default());
                    let ratings = read.records.iter().flat_map(|record| &record.ratings);
                    let labels: Vec<&str> = ratings.flat_map(|rating| &*rating.labels).map(|label| &**label).collect();
                    assert_eq!((labels, read.findings.len()), (vec!["できた", "まだ"], 0), "{sheet}");
                }
            }
        }
    }

    #[test]
    fn how_often_each_column_is_marked_is_no_record() {
        let rows = "番号\t取組\t実施\t一部実施\t未実施\t担当課\n1\t花壇\t○\t\t\t公園課\n2\t川\t\t○\t\t河川課\n3\t橋\t\t\t○\t道路課\n";
        for name in ["集計", "合計", "集　計"] {
            let sheet = format!("{rows}\n{name}\t\t1\t1\t1\t\n");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!((read.records.len(), read.findings.len()), (3, 0), "{name}");
        }
    }

    #[test]
    fn figures_below_a_blank_line_that_fill_all_columns_are_rows_and_no_tally() {
        let header = "番号\t指標\t対象\t策定時\t目標\t評価\n";
        let rows = "1\t花壇の数\t北の町\t9件\t12件\t○\n2\t会の数\t南の町\t8回\t9回\t△\n";
        let below = "3\t祭りの数\t市民\t3回\t4回\t○\n4\t店の数\t商店街\t8店\t9店\t△\n";
        let sheet = format!("{header}{rows}\n{below}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.records.len(), 4);
    }

    #[test]
    fn counts_of_codes_below_headings_are_a_tally() {
        let records = |block: &str| {
            let table = "指標\t今の値\t目指す値\t評価\t理由\t担当課\n花壇の数\t3か所\t9か所\t○\tよく育った。\t公園課\n";
            let sheet = format!(
                "目標１　花\n{table}\n【参考】評価ごとの数\n{block}\n目標２　水\n{}",
                table.replace("花壇", "水路")
            );
            let source = Source::made_up(&sheet);
            crate::sheet(&source, &Options::default(), Findings::default()).records.len()
        };
        assert_eq!(records("目標\t◎\t○\t△\t×\n目標１\t1\t2\t1\t1\n目標２\t0\t2\t1\t1\n"), 2);
        // Rows of the table behind a blank line.
        assert_eq!(
            records("並木の数\t2本\t8本\t△\tよく枯れた。\t公園課\n芝生の数\t2面\t8面\t○\tよく育った。\t公園課\n"),
            4
        );
    }
}
