//! Legends: the scales that a sheet prints about itself.
//!
//! In: lines outside tables. Out: scales with labels, each with its title, and findings where a legend contradicts
//! itself. An entry is a code, a separator and a label (`A=達成したもの`, `(い)：概ね順調`), one a line, several in a line,
//! or in a sentence; or codes in one row and labels in the next; or a list of words to choose from.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::interpret::number;
use crate::interpret::scale::{self, Alphabet, Written};
use crate::read::lex::{Cell, Rows};
use crate::record::{Code, Origin, Scale};
use crate::source::Span;

/// A legend entry whose code does not belong among its neighbours.
pub static LEGEND_CONTRADICTION: Rule = Rule {
    name: "legend-contradiction",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "凡例の記号が前後の記号と合わない",
        en: "a legend entry has a code that does not belong among its neighbours",
    },
};

/// The separators between a code and its label.
const SEPARATORS: [char; 9] = ['=', '＝', ':', '：', '…', '．', '⇒', '→', '・'];

/// What may stand before an entry.
const BOUNDARIES: [char; 21] = [
    ' ', '\u{3000}', '\t', '\n', '、', '，', ',', '／', '/', '。', '；', ';', '：', ':', '】', '］', '>', '＞', '」',
    '（', '(',
];

/// An entry in a line.
#[derive(Clone, Debug)]
struct Entry<'t> {
    code: Written,
    label: &'t str,
    /// Where the entry begins in its line, in bytes.
    start: usize,
}

/// The code and separator that begin at the front of a text: the code, and the bytes that both take.
fn opening(text: &str) -> Option<(Written, usize)> {
    let end = text.char_indices().take(6).find(|(at, c)| *at > 0 && SEPARATORS.contains(c)).map(|(at, _)| at)?;
    let [code] = <[Written; 1]>::try_from(scale::written(text[..end].trim_end())).ok()?;
    // A middle dot joins words; it separates only behind a bracketed code.
    let dotted = text[end..].starts_with('・') && !code.padded;
    // `１．成果目標` is a numbered heading.
    let numbered = text[end..].starts_with('．') && code.alphabet == Alphabet::Digit;
    let behind = text[end..].trim_start_matches(SEPARATORS);
    (!dotted && !numbered).then(|| (code, text.len() - behind.len()))
}

/// A code set off from its label by white space alone: `４　十分に実施できた`. Enough in a run of such entries only.
fn spaced_opening(text: &str) -> Option<(Written, usize)> {
    let end = text.char_indices().take(4).find(|(at, c)| *at > 0 && c.is_whitespace()).map(|(at, _)| at)?;
    let [code] = <[Written; 1]>::try_from(scale::written(&text[..end])).ok()?;
    let behind = text[end..].trim_start();
    let word = behind.chars().nth(1).is_some() && scale::written(behind).is_empty();
    (word && code.alphabet != Alphabet::Word).then(|| (code, text.len() - behind.len()))
}

/// All entries in a line, each label up to the next entry.
fn entries(line: &str) -> Vec<Entry<'_>> {
    let found = entries_by(line, opening);
    if found.len() >= 2 {
        return found;
    }
    // Three and more in one line, with nothing but spaces behind the codes.
    let spaced = entries_by(line, spaced_opening);
    if spaced.len() >= 3 && is_scale(&spaced) { spaced } else { found }
}

/// The entries that open in one way.
fn entries_by(line: &str, opening: fn(&str) -> Option<(Written, usize)>) -> Vec<Entry<'_>> {
    let mut starts: Vec<(usize, usize, Written)> = Vec::new();
    let mut free = true;
    for (at, c) in line.char_indices() {
        if free && let Some((code, length)) = opening(&line[at..]) {
            starts.push((at, at + length, code));
        }
        free = BOUNDARIES.contains(&c);
    }
    let mut found: Vec<Entry<'_>> = Vec::with_capacity(starts.len());
    for (place, (start, label, code)) in starts.iter().enumerate() {
        let next = starts.get(place + 1).map_or(line.len(), |next| next.0);
        if *label > next {
            continue;
        }
        // `－：評価できない` opens an entry too, one for what is not rated.
        let unrated = ["－：", "－:", "-：", "―："].iter().filter_map(|dash| line[*label..next].find(dash)).min();
        let end = unrated.map_or(next, |at| *label + at);
        found.push(Entry { code: code.clone(), label: line[*label..end].trim_matches(BOUNDARIES), start: *start });
    }
    end_last_label(line, &mut found);
    found
}

/// The last label of a sentence ends where the others do: at the comma that separates them, or with the sentence.
fn end_last_label(line: &str, found: &mut [Entry<'_>]) {
    let comma = found.get(1).is_some_and(|second| line[..second.start].ends_with(['、', '，']));
    if let Some(last) = found.last_mut() {
        let end = last.label.find(|c| c == '。' || (comma && matches!(c, '、' | '，')));
        last.label = &last.label[..end.unwrap_or(last.label.len())];
        // A bracket around the whole legend closes behind the last label.
        let opens = last.label.chars().filter(|c| matches!(c, '（' | '(')).count();
        let closes = last.label.chars().filter(|c| matches!(c, '）' | ')')).count();
        if closes > opens {
            last.label = last.label.trim_end_matches([')', '）']);
        }
    }
}

/// Whether entries make a scale: at least two, each code once, all of one alphabet but for a misprint.
fn is_scale(entries: &[Entry<'_>]) -> bool {
    let distinct = |at: usize| entries[..at].iter().all(|other| other.code.code != entries[at].code.code);
    let labelled = entries.iter().all(|entry| !entry.label.is_empty());
    entries.len() >= 2 && labelled && (0..entries.len()).all(distinct) && neighbours(entries)
}

/// Whether the codes of entries go up or down at every step but one; 5, 3, 1 is a scale too.
fn neighbours(entries: &[Entry<'_>]) -> bool {
    let place = |entry: &Entry<'_>| scale::place(&entry.code.code, entry.code.alphabet);
    let steps = |rises: bool| {
        let follows = |pair: &&[Entry<'_>]| match (place(&pair[0]), place(&pair[1])) {
            (Some(one), Some(other)) => (one < other) == rises && one != other,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        entries.windows(2).filter(follows).count()
    };
    steps(true).max(steps(false)) + 1 >= entries.len() - 1
}

/// Whether a line holds a whole legend, or one entry of one.
pub fn has_entries(line: &str) -> bool {
    let found = entries(line);
    is_scale(&found)
        || (found.len() == 1 && found[0].start == 0 && !found[0].label.is_empty())
        || choices(line).is_some()
}

/// Whether a line holds a whole legend by itself.
pub fn is_whole(line: &str) -> bool {
    is_scale(&entries(line)) || choices(line).is_some()
}

/// Whether a line of a legend begins with its first entry, so that a line above can be its title.
pub fn is_untitled(line: &str) -> bool {
    entries(line).first().is_some_and(|first| first.start == 0)
}

/// Whether a row of several cells is a legend: each cell an entry, but for a title in one.
pub fn is_row(cells: &[Cell<'_>]) -> bool {
    /// A legend's cell is an entry; nearly every data row has a longer cell.
    const LONGEST_CELL: usize = 240;
    let filled = || cells.iter().filter(|cell| !cell.text.is_empty());
    let short = cells.iter().all(|cell| cell.text.len() <= LONGEST_CELL);
    if !short || !filled().any(|cell| cell.text.contains(SEPARATORS)) {
        return false;
    }
    let entries = filled().filter(|cell| entry(&cell.text).is_some()).count();
    let whole = filled().any(|cell| is_whole(&cell.text));
    (entries >= 2 && entries + 1 >= filled().count()) || (whole && filled().count() <= 2)
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
    let ends_at = if counts_below(rows, at) { at + 3 } else { at + 2 };
    let ends = rows.rows.get(ends_at).is_none_or(|next| rows.of(next).iter().all(|cell| cell.text.is_empty()));
    let mut codes: Vec<Entry<'_>> = Vec::new();
    for (place, (code, label)) in upper.iter().zip(lower).enumerate() {
        match <[Written; 1]>::try_from(scale::written(&code.text)) {
            Ok([written]) if scale::written(&label.text).iter().all(|code| code.alphabet == Alphabet::Word) => {
                codes.push(Entry { code: written, label: &label.text, start: place });
            }
            _ if code.text.is_empty() && label.text.is_empty() => {}
            _ if codes.is_empty() && title(&code.text).is_some() => {}
            _ => return false,
        }
    }
    ends && is_scale(&codes) && upper.iter().skip(lower.len()).all(|cell| cell.text.is_empty())
}

/// The codes of a row with the labels under them.
pub fn pairs<'r>(rows: &'r Rows<'_>, at: usize) -> impl Iterator<Item = (&'r str, &'r str, Span)> {
    let (upper, lower) = (rows.of(&rows.rows[at]), rows.of(&rows.rows[at + 1]));
    let pair = |(code, label): (&'r Cell<'_>, &'r Cell<'_>)| (&*code.text, &*label.text, code.span);
    upper.iter().zip(lower).filter(|(code, _)| !code.text.is_empty()).map(pair)
}

/// A code and its label set off by white space, as a line of its own.
pub fn spaced_entry(line: &str) -> Option<(Written, &str)> {
    /// The longest label of a scale seen has 34 characters.
    const LONGEST_LABEL: usize = 40;
    let (code, length) = spaced_opening(line)?;
    let label = &line[length..];
    (label.chars().count() <= LONGEST_LABEL && !label.ends_with('。')).then_some((code, label))
}

/// Whether codes of lines or rows one after the other make a scale.
pub fn follow_each_other(codes: &[Written]) -> bool {
    let entries: Vec<Entry<'_>> =
        codes.iter().map(|code| Entry { code: code.clone(), label: "label", start: 0 }).collect();
    is_scale(&entries) && codes.iter().all(|code| code.alphabet == codes[0].alphabet)
}

/// Whether a cell is one entry and nothing else: `A：達成`.
pub fn entry(cell: &str) -> Option<(Written, &str)> {
    let found = entries(cell);
    let [only] = found.as_slice() else { return None };
    (only.start == 0 && !only.label.is_empty()).then(|| (only.code.clone(), only.label))
}

/// The words that a sentence offers: `今後の方向性は、拡充・継続・縮小から選ぶ。`
fn choices(line: &str) -> Option<(&str, Vec<&str>)> {
    /// The longest word of a closed vocabulary seen has 8 characters.
    const LONGEST_WORD: usize = 10;
    let end = ["から選", "より選", "のいずれか", "の中から", "のうちから"].iter().find_map(|words| line.find(words))?;
    let start =
        line[..end].find(['は', '：', ':']).map(|at| at + line[at..].chars().next().map_or(0, char::len_utf8))?;
    let list = line[start..end].trim_start_matches(['、', '，', ' ', '\u{3000}', '「', '『']);
    let words: Vec<&str> =
        list.split(['・', '、', '，', '／', '/']).map(|word| word.trim_matches(['「', '」', ' '])).collect();
    let short = words.iter().all(|word| !word.is_empty() && word.chars().count() <= LONGEST_WORD);
    (words.len() >= 2 && short).then(|| (&line[..start], words))
}

/// The title in a text: before a legend in its line, or the whole of a line above one.
pub fn title(line: &str) -> Option<&str> {
    /// The longest legend title seen has 12 characters.
    const LONGEST_TITLE: usize = 24;
    let noted = line.trim_start_matches(|c: char| "（(※＊*【".contains(c));
    // （注）, 注2, ※1 say that a note follows, not what it is about.
    let line = match noted.strip_prefix('注') {
        Some(rest) => rest
            .trim_start_matches(|c: char| number::digit(c).is_some() || "）):：.．】".contains(c) || c.is_whitespace()),
        None => line,
    };
    let bare = line.trim_matches(|c: char| {
        c.is_whitespace() || "<>＜＞【】〈〉《》[]［］（）()「」■●◆○◎※:：・*＊、，".contains(c)
    });
    let topic = bare
        .find("は、")
        .or(bare.strip_suffix('は').map(str::len))
        .or(bare.find('は').filter(|_| bare.chars().count() > 8));
    let bare = topic.map_or(bare, |at| &bare[..at]).trim();
    let short = !bare.is_empty() && bare.chars().count() <= LONGEST_TITLE && !bare.contains('。');
    short.then_some(bare)
}

/// A line that says only that it is a legend names none.
fn names_nothing(title: &str) -> bool {
    matches!(title, "凡例" | "注" | "注釈" | "備考" | "評価の凡例" | "記号" | "※")
}

/// An entry kept until its legend is whole.
#[derive(Clone, Debug)]
struct Kept {
    code: Written,
    printed: String,
    label: Option<String>,
    span: Span,
    row: usize,
}

/// A legend while its lines come in.
#[derive(Debug, Default)]
pub struct Legends {
    title: Option<String>,
    kept: Vec<Kept>,
    /// The scales so far.
    pub done: Vec<Scale>,
    /// Rows that looked like a legend and were none.
    pub rejected: Vec<usize>,
}

impl Legends {
    /// A title stands above entries.
    pub fn open(&mut self, title: &str, found: &mut Findings) {
        self.close(found);
        self.title = Some(title.to_owned()).filter(|title| !names_nothing(title));
    }

    /// A cell of a legend's row: entries with what stands before them, or the title alone.
    pub fn cell(&mut self, cell: &str, span: Span, row: usize, found: &mut Findings) {
        if let Some((title, words)) = choices(cell) {
            self.open(self::title(title).unwrap_or_default(), found);
            for word in words {
                let code = Written { code: word.to_owned(), alphabet: Alphabet::Word, folded: false, padded: false };
                self.kept.push(Kept { code, printed: word.to_owned(), label: None, span, row });
            }
            return self.close(found);
        }
        let entries = entries(cell);
        let before = entries.first().map_or(cell, |first| &cell[..first.start]);
        if let Some(title) = title(before) {
            self.open(title, found);
        }
        for entry in entries {
            self.add(entry.code, entry.label, span, row, found);
        }
    }

    /// A code with its label, from a line or row of its own.
    pub fn entry(&mut self, code: Written, label: &str, span: Span, row: usize, found: &mut Findings) {
        self.add(code, label, span, row, found);
    }

    /// A row of codes above a row of labels.
    pub fn sideways<'t>(
        &mut self,
        pairs: impl Iterator<Item = (&'t str, &'t str, Span)>,
        row: usize,
        found: &mut Findings,
    ) {
        for (code, label, span) in pairs {
            match <[Written; 1]>::try_from(scale::written(code)) {
                Ok([code]) => self.add(code, label, span, row, found),
                Err(_) => self.open(title(code).unwrap_or_default(), found),
            }
        }
        self.close(found);
    }

    fn add(&mut self, code: Written, label: &str, span: Span, row: usize, found: &mut Findings) {
        if self.kept.iter().any(|known| known.code.code == code.code) || self.restarts(&code) {
            self.close(found);
        }
        let printed = code.code.clone();
        self.kept.push(Kept { code, printed, label: Some(label.to_owned()), span, row });
    }

    /// Whether a code opens the next legend: the first of another alphabet, behind at least two of this one.
    fn restarts(&self, code: &Written) -> bool {
        let Some(last) = self.kept.last() else { return false };
        self.kept.len() >= 2
            && code.alphabet != last.code.alphabet
            && !scale::both_roman(&code.code, &last.code.code)
            && scale::place(&code.code, code.alphabet) == Some(1)
    }

    /// Ends the legend: makes a scale of its entries.
    pub fn close(&mut self, found: &mut Findings) {
        let kept = std::mem::take(&mut self.kept);
        if kept.len() < 2 {
            self.rejected.extend(kept.iter().map(|entry| entry.row));
            return;
        }
        let title = self.title.take();
        let alphabet = majority(&kept);
        let mut codes = Vec::with_capacity(kept.len());
        for (at, entry) in kept.iter().enumerate() {
            let belongs =
                entry.code.alphabet == alphabet || scale::both_roman(&entry.code.code, &kept[kept.len() - 1].code.code);
            let corrected = if belongs { None } else { corrected(&kept, at, alphabet, found) };
            let code = corrected.unwrap_or_else(|| entry.printed.clone());
            codes.push(Code { code: Arc::from(code), rank: at + 1, label: entry.label.as_deref().map(Arc::from) });
        }
        self.done.push(Scale { name: Arc::from(title.unwrap_or_default()), origin: Origin::Legend, codes });
    }
}

/// The alphabet of most entries; of equals the first entry's.
fn majority(kept: &[Kept]) -> Alphabet {
    let count = |alphabet: Alphabet| kept.iter().filter(|entry| entry.code.alphabet == alphabet).count();
    let first = kept[0].code.alphabet;
    Alphabet::ALL.into_iter().max_by_key(|&alphabet| (count(alphabet), alphabet == first)).unwrap_or(first)
}

/// The code that belongs at a place among neighbours of one alphabet.
fn corrected(kept: &[Kept], at: usize, alphabet: Alphabet, found: &mut Findings) -> Option<String> {
    let place =
        |entry: &Kept| (entry.code.alphabet == alphabet).then(|| scale::place(&entry.code.code, alphabet)).flatten();
    let known: Range<usize> = 0..kept.len();
    let mut places = known.filter_map(|other| place(&kept[other]).map(|place| (other, place)));
    let (first, second) = (places.next()?, places.next()?);
    let step = (second.1 as isize - first.1 as isize) / (second.0 as isize - first.0 as isize);
    let own = first.1 as isize + step * (at as isize - first.0 as isize);
    let code = scale::code_at(usize::try_from(own).ok()?, alphabet)?;
    if step == 0 || kept.iter().any(|entry| entry.code.code == code) {
        return None;
    }
    say_contradiction(kept, at, &code, found);
    Some(code)
}

fn say_contradiction(kept: &[Kept], at: usize, code: &str, found: &mut Findings) {
    let printed = &kept[at].printed;
    let others: Vec<&str> = kept.iter().map(|entry| entry.printed.as_str()).collect();
    let message = text(
        format!("凡例の「{printed}」は前後の記号（{}）と合わないため、「{code}」と読みました", others.join("、")),
        format!("the legend has `{printed}` among {}; read as `{code}`", others.join(", ")),
    );
    let help =
        text(format!("凡例の「{printed}」を「{code}」に直してください"), format!("write `{code}` in the legend"));
    found.push(&LEGEND_CONTRADICTION, kept[at].span, message, Some(help));
}

#[cfg(test)]
mod tests {
    use super::{Legends, has_entries, title};
    use crate::diagnostic::Findings;
    use crate::source::Span;

    /// Reads lines, and writes each scale as `title: code label, code label`.
    fn scales(lines: &[&str]) -> Vec<String> {
        let mut found = Findings::default();
        let mut legends = Legends::default();
        lines.iter().enumerate().for_each(|(row, line)| legends.cell(line, Span::default(), row, &mut found));
        legends.close(&mut found);
        let entry = |code: &crate::record::Code| format!("{} {}", code.code, code.label.as_deref().unwrap_or("-"));
        let scale = |scale: &crate::record::Scale| {
            format!("{}: {}", scale.name, scale.codes.iter().map(entry).collect::<Vec<_>>().join(", "))
        };
        legends.done.iter().map(scale).collect()
    }

    #[test]
    fn one_entry_a_line() {
        assert_eq!(scales(&["A=達成", " B=途中"]), [": A 達成, B 途中"]);
    }

    #[test]
    fn several_entries_in_a_line() {
        assert_eq!(scales(&["A：達成　B：途中　C：未着手"]), [": A 達成, B 途中, C 未着手"]);
        assert_eq!(scales(&["【評価】Ｓ：上回る　Ａ：届く　Ｂ：届かない"]), ["評価: S 上回る, A 届く, B 届かない"]);
        assert_eq!(scales(&["達成度 ①：完了した ②：進んだ"]), ["達成度: 1 完了した, 2 進んだ"]);
    }

    #[test]
    fn entries_in_a_sentence() {
        let line = "評価区分は3段階とし、A：上回る、B：予定どおり、C：下回る、で表します。";
        assert_eq!(scales(&[line]), ["評価区分: A 上回る, B 予定どおり, C 下回る"]);
    }

    #[test]
    fn words_to_choose_from() {
        assert_eq!(scales(&["※方向性は、拡充・継続・終了から選ぶ。"]), ["方向性: 拡充 -, 継続 -, 終了 -"]);
    }

    #[test]
    fn an_entry_of_another_alphabet_is_read_as_its_neighbours_say() {
        assert_eq!(scales(&["A=広げる", "イ=続ける", "ウ=やめる"]), [": ア 広げる, イ 続ける, ウ やめる"]);
    }

    #[test]
    fn best_may_come_last_or_first() {
        assert_eq!(scales(&["満足度　5：高い　4：ふつう　3：低い"]), ["満足度: 5 高い, 4 ふつう, 3 低い"]);
    }

    #[test]
    fn sentences_are_no_legends() {
        assert!(!has_entries("計画期間は5年とし、2：1の割合で配分します。"));
        assert!(!has_entries("会では、道路の傷みについて意見が出ました。"));
    }

    #[test]
    fn titles_lose_their_brackets() {
        assert_eq!(title("<進捗区分>"), Some("進捗区分"));
        assert_eq!(title("評価は、"), Some("評価"));
        assert_eq!(title(""), None);
    }
}
