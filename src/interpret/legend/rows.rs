//! Legends of several cells: entries in one row, or codes in one row and labels in the next.
//!
//! In: rows of cells. Out: whether they are a legend, and their codes with their labels. What an entry is, is left to
//! [`mod@super::entry`].

use crate::interpret::legend::entry::{
    Entry, SEPARATORS, are_counts, entry, follow_each_other, is_scale, is_whole, spaced_entry,
};
use crate::interpret::legend::title::{speaks_of_ratings, title};
use crate::interpret::number;
use crate::interpret::scale::{self, Alphabet, MOST_CODES, Written};
use crate::interpret::text;
use crate::interpret::value;
use crate::read::lex::{Cell, Rows};
use crate::source::Span;

/// A code, its label, and where the code stands.
pub(super) type Pair<'r> = (&'r str, &'r str, Span);

/// Whether a row of several cells is a legend: each cell an entry, but for a title in one; or each a whole legend, with
/// its title in the cell before it or without: `達成⇥Ａ：届いた Ｂ：届かない⇥方向⇥１：続ける ２：やめる`.
pub fn is_row(cells: &[Cell<'_>]) -> bool {
    /// A legend's cell is an entry; nearly every data row has a longer cell.
    const LONGEST_CELL: usize = 240;
    let filled = || cells.iter().filter(|cell| !cell.text.is_empty());
    let short = cells.iter().all(|cell| cell.text.len() <= LONGEST_CELL);
    if !short {
        return false;
    }
    let others = filled().filter(|cell| entry(&cell.text).is_none()).take(2).count();
    let is_legend =
        |cell: &Cell<'_>| text::signs(&cell.text).any(|(_, c)| SEPARATORS.contains(&c)) && is_whole(&cell.text);
    let is_title =
        |cell: &Cell<'_>, next: Option<&Cell<'_>>| next.is_some_and(is_legend) && title(&cell.text).is_some();
    let titled = || {
        let next = filled().skip(1).map(Some).chain([None]);
        filled().zip(next).all(|(cell, next)| is_legend(cell) || is_title(cell, next))
    };
    let whole = || {
        if filled().count() <= 2 {
            filled().any(is_legend)
        } else {
            filled().next_back().is_some_and(is_legend) && titled()
        }
    };
    (others < 2 && filled().count() >= others + 2)
        || whole()
        || is_spaced(cells)
        || is_lettered(cells)
        || in_turn(cells).is_some()
}

/// The codes of a row that holds codes and labels in turn, each with its label and its place, and the title in front of
/// them if it has one: `【凡例】⇥◎⇥届いた⇥×⇥届かない`. Behind a title one cell or another may hold both: `×　届かない`.
pub fn in_turn<'r>(cells: &'r [Cell<'_>]) -> Option<(Option<&'r str>, Vec<Pair<'r>>)> {
    /// Two may be ratings of one row, each with its comment, where nothing says that they are a legend.
    const FEWEST: usize = 3;
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty()).peekable();
    // The last two settle nearly every row.
    let mut last = filled.clone().rev().map(|cell| &*cell.text);
    let (label, code) = (last.next()?, last.next()?);
    if spaced_entry(label).is_none() && !(scale::only(code).is_some() && is_label(label)) {
        return None;
    }
    let is_code = |cell: &Cell<'_>| scale::only(&cell.text).is_some() || spaced_entry(&cell.text).is_some();
    let named = filled.next_if(|first| !is_code(first)).map(|cell| &*cell.text);
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut pairs = Vec::new();
    let mut in_turn = 0;
    while let Some(cell) = filled.next() {
        if entries.len() == MOST_CODES {
            return None;
        }
        let (written, code, label) = match scale::only(&cell.text) {
            Some(written) => {
                in_turn += 1;
                (written, &*cell.text, &*filled.next().filter(|label| is_label(&label.text))?.text)
            }
            None => {
                let (written, label) = spaced_entry(&cell.text)?;
                (written, cell.text[..cell.text.len() - label.len()].trim_end(), label)
            }
        };
        entries.push(Entry { code: written, label, start: pairs.len() });
        pairs.push((code, label, cell.span));
    }
    let says_so = named.is_some_and(|named| speaks_of_ratings(named) && title(named).is_some());
    // Without a title `1 花壇`, `2` and what was done are a row with its number.
    let is_legend = if in_turn == pairs.len() {
        is_scale(&entries) && (says_so || (named.is_none() && pairs.len() >= FEWEST))
    } else {
        let codes: Vec<Written> = entries.into_iter().map(|entry| entry.code).collect();
        says_so && in_turn * 2 > pairs.len() && follow_each_other(&codes)
    };
    is_legend.then_some((named, pairs))
}

/// Whether a row of a title that speaks of ratings holds letters in brackets behind it, in order and each with its
/// label: `評価区分⇥ （Ａ）届いた⇥（Ｂ）半ば⇥（Ｃ）届かない`. Names of columns may have such letters too: `（Ａ）予算⇥（Ｂ）決算`.
fn is_lettered(cells: &[Cell<'_>]) -> bool {
    /// Two may rate one row.
    const FEWEST: usize = 3;
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    if filled.clone().next_back().is_none_or(|last| lettered_entry(&last.text).is_none()) {
        return false;
    }
    let is_title = filled.next().is_some_and(|first| speaks_of_ratings(&first.text) && title(&first.text).is_some());
    let count = filled.clone().count();
    let codes: Vec<Written> =
        filled.map_while(|cell| lettered_entry(&cell.text)).map(|(code, _)| code).take(MOST_CODES + 1).collect();
    is_title && (FEWEST..=MOST_CODES).contains(&codes.len()) && codes.len() == count && follow_each_other(&codes)
}

/// A letter in round brackets and its label; by itself it may head anything.
pub(super) fn lettered_entry(text: &str) -> Option<(Written, &str)> {
    let (code, label) = text.strip_prefix(['（', '('])?.split_once(['）', ')'])?;
    let code = scale::only(code).filter(|code| code.alphabet == Alphabet::Latin)?;
    Some((code, label.trim())).filter(|(_, label)| !label.is_empty())
}

/// Whether each cell of a row is a code, a gap and a label, the codes in order, but for a title in the first:
/// `Ｓ 上回る⇥Ａ 届く⇥Ｂ 届かない`.
fn is_spaced(cells: &[Cell<'_>]) -> bool {
    /// Two may be ratings of one row.
    const FEWEST: usize = 3;
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty()).peekable();
    // The last one settles nearly every row.
    if filled.clone().next_back().is_none_or(|last| spaced_entry(&last.text).is_none()) {
        return false;
    }
    filled.next_if(|first| spaced_entry(&first.text).is_none() && title(&first.text).is_some());
    let count = filled.clone().count();
    let codes: Vec<Written> =
        filled.map_while(|cell| spaced_entry(&cell.text)).map(|(code, _)| code).take(MOST_CODES + 1).collect();
    (FEWEST..=MOST_CODES).contains(&codes.len()) && codes.len() == count && follow_each_other(&codes)
}

/// Whether the last row of a block lists the words that rate, behind what these are: `進捗状況の区分⇥完了⇥順調⇥遅れ`.
pub fn lists_words(rows: &Rows<'_>, at: usize) -> bool {
    /// Two may rate what the first cell names.
    const FEWEST: usize = 3;
    let mut filled = rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty());
    let Some(first) = filled.next().filter(|first| first.text.ends_with(['分', '例', '準', '階'])) else {
        return false;
    };
    let is_listed = |cell: &Cell<'_>| scale::alphabet(&cell.text) == Some(Alphabet::Word);
    let is_last = || rows.rows.get(at + 1).is_none_or(|next| rows.of(next).iter().all(|cell| cell.text.is_empty()));
    filled.clone().count() >= FEWEST && filled.all(is_listed) && speaks_of_ratings(&first.text) && is_last()
}

/// Whether a row says how often each code was given: `評価の集計⇥Ａ：5　Ｂ：3　Ｃ：2`.
pub fn is_count(cells: &[Cell<'_>]) -> bool {
    let mut filled = cells.iter().rev().filter(|cell| !cell.text.is_empty());
    let last = filled.next().filter(|last| last.text.ends_with(|c: char| number::digit(c).is_some() || c == '件'));
    last.is_some_and(|last| filled.nth(1).is_none() && last.text.contains(SEPARATORS) && are_counts(&last.text))
}

/// Whether a legend of two rows at a place has a third one that counts how often each code was given.
pub fn counts_below(rows: &Rows<'_>, at: usize) -> bool {
    let Some(row) = rows.rows.get(at + 2) else { return false };
    let mut filled = rows.of(row).iter().filter(|cell| !cell.text.is_empty());
    let counts = |cell: &Cell<'_>| cell.text.chars().next().is_some_and(|c| number::digit(c).is_some());
    filled.next().is_some_and(|first| title(&first.text).is_some() || counts(first))
        && filled.clone().next().is_some()
        && filled.all(counts)
}

/// Whether a row of codes stands at a place with a row of labels under it, and nothing else: `⇥A⇥B` above `⇥達成⇥途中`.
pub fn is_sideways(rows: &Rows<'_>, at: usize) -> bool {
    let (Some(upper), Some(lower)) = (rows.rows.get(at), rows.rows.get(at + 1)) else { return false };
    let (upper, lower) = (rows.of(upper), rows.of(lower));
    let is_blank = |cells: &[Cell<'_>]| cells.iter().all(|cell| cell.text.is_empty());
    let ends_at = |at: usize| rows.rows.get(at).is_none_or(|next| is_blank(rows.of(next)));
    // Nothing stands below, and the last cell is a code: so much settles nearly every row.
    if !ends_at(at + 2) && !ends_at(at + 3) {
        return false;
    }
    let last = upper.iter().take(lower.len()).rfind(|cell| !cell.text.is_empty());
    if last.is_none_or(|last| scale::alphabet(&last.text).is_none()) {
        return false;
    }
    let mut codes: Vec<Entry<'_>> = Vec::new();
    for (place, (code, label)) in upper.iter().zip(lower).enumerate() {
        match scale::only(&code.text) {
            Some(written) if is_label(&label.text) => {
                codes.push(Entry { code: written, label: &label.text, start: place });
            }
            _ if code.text.is_empty() && label.text.is_empty() => {}
            _ if codes.is_empty() && title(&code.text).is_some() => {}
            _ => return false,
        }
    }
    let ends = || ends_at(if counts_below(rows, at) { at + 3 } else { at + 2 });
    is_scale(&codes) && is_blank(upper.get(lower.len()..).unwrap_or(&[])) && ends()
}

/// Whether a cell can explain a code: it is no code and no figure.
pub fn is_label(text: &str) -> bool {
    let word = scale::written(text).iter().all(|code| code.alphabet == Alphabet::Word);
    word && (text.is_empty() || text.contains(text::is_kana_or_ideograph) || text.contains(char::is_alphabetic))
        && !value::is_figure(text)
}

/// The codes of a row with the labels under them.
pub fn pairs<'r>(rows: &'r Rows<'_>, at: usize) -> impl Iterator<Item = Pair<'r>> {
    let (upper, lower) = (rows.of(&rows.rows[at]), rows.of(&rows.rows[at + 1]));
    let pair = |(code, label): (&'r Cell<'_>, &'r Cell<'_>)| (&*code.text, &*label.text, code.span);
    upper.iter().zip(lower).filter(|(code, _)| !code.text.is_empty()).map(pair)
}

#[cfg(test)]
mod tests {
    use super::is_count;
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::read::lex;
    use crate::source::Source;

    #[test]
    fn legends_side_by_side_are_none_of_a_header() {
        let sheet = "達成状況\tａ：届いた　ｂ：届かない\t\t方向性\t１：広げる　２：やめる\n\n取組\t達成状況\t方向性\t担当課\n花壇\tａ\t２\t公園課\n水路\tｂ\t１\t河川課\n";
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let scales: Vec<_> = read.scales.iter().map(|scale| (&*scale.name, scale.codes[1].label.as_deref())).collect();
        assert_eq!(scales, [("達成状況", Some("届かない")), ("方向性", Some("やめる"))]);
        assert_eq!((read.records.len(), read.findings.len()), (2, 0));
    }

    #[test]
    fn cells_of_a_code_a_gap_and_a_label_are_a_legend() {
        let rows = "取組\t内容\t評価\t担当課\n花壇\t苗を植えた。\tA\t公園課\n水路\t泥をさらった。\tF\t河川課\n";
        let labels = |legend: &str| {
            let sheet = format!("{legend}\n\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let labels = read.records.iter().flat_map(|record| &record.ratings).flat_map(|rating| &*rating.labels);
            labels.map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(labels("F 済んだ\tS 上回る\tA 届く\tB 届かない"), ["届く", "済んだ"]);
        assert_eq!(labels("評価の区分\tF 済んだ\tA 届く\tB 届かない"), ["届く", "済んだ"]);
        assert_eq!(labels("花壇\tA 届く\tB 届かない"), [""; 0]);
        let lettered = "評価の区分\t（Ａ）届く、又は届きそう\t(B)半ば\t（Ｃ）届かない";
        assert_eq!(labels(lettered), ["届く、又は届きそう"]);
        assert_eq!(labels(&lettered.replace("評価の区分", "花壇")), [""; 0]);
    }

    #[test]
    fn codes_and_labels_in_turn_are_a_legend() {
        let labels = |legend: &str| {
            let sheet = format!(
                "花の計画\n{legend}\n\n取組\t内容\t評価\t担当課\n花壇\t苗を植えた。\t◎\t公園課\n水路\t泥をさらった。\t×\t河川課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let labels = read.records.iter().flat_map(|record| &record.ratings).flat_map(|rating| &*rating.labels);
            labels.map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(labels("【凡例】\t◎\t届いた\t×\t届かない"), ["届いた", "届かない"]);
        assert_eq!(labels("\t◎\t届いた\t○\t半ば\t×\t届かない"), ["届いた", "届かない"]);
        assert_eq!(labels("凡例\t◎\t届いた\t○\t半ば\t×　届かない"), ["届いた", "届かない"]);
        assert_eq!(labels("花壇\t◎\t届いた\t○\t半ば\t×　届かない"), [""; 0]);
        assert_eq!(labels("×　並木\t◎\t届いた\t○\t半ば"), [""; 0]);
        assert_eq!(labels("花壇\t◎\t届いた\t×\t届かない"), [""; 0]);
        assert_eq!(labels("◎\t届いた\t×\t届かない"), [""; 0]);
    }

    #[test]
    fn numbers_beside_codes_count_them_and_words_explain_them() {
        let is_count = |row: &str| {
            let source = Source::made_up(row);
            let rows = lex::rows(&source, b'\t', &mut Findings::default());
            is_count(rows.of(&rows.rows[0]))
        };
        assert!(is_count("\t評価の集計\tＡ：5　Ｂ：3　Ｃ：2\t"));
        assert!(is_count("Ａ：5件、Ｂ：3件、Ｃ：2件\t"));
        assert!(!is_count("評価\tＡ：できた　Ｂ：進めている　Ｃ：まだ"));
        assert!(!is_count("評価\tＡ：80点以上　Ｂ：60点　Ｃ：40点"));
    }
}
