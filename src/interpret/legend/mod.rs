//! Legends: the scales that a sheet prints about itself.
//!
//! In: lines outside tables. Out: scales with labels, each with its title, and findings where a legend contradicts
//! itself. An entry is a code, a separator and a label (`A=達成したもの`, `(い)：概ね順調`), one a line, several in a line, or in a
//! sentence; or codes in one row and labels in the next; or a list of words to choose from. `entry` reads a line,
//! `several` tells one legend of a line from the next, `sentence` reads a sentence, `choices` what to choose from,
//! `explained` a header cell, `rows` several cells, `side` the columns beside a table, `block` those without a name,
//! `title` what stands above, `words` words that only the table knows; which rows belong to a legend is left to the
//! classes.

mod block;
mod choices;
mod corner;
mod entry;
mod explained;
mod reversed;
mod rows;
mod sentence;
mod several;
mod side;
mod title;
mod words;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Findings;
use crate::interpret::rules::legend_contradiction::{explained_twice, other_alphabet};
use crate::interpret::scale::{self, Alphabet, Written};
use crate::record::{Code, Legend, Origin, Scale};
use crate::source::Span;
use choices::choices;
use entry::{Entry, entries};

pub use choices::asks_to_choose;
pub use entry::{Part, continues, entry, follow_each_other, has_entries, is_untitled, is_whole, part, spaced_entry};
pub use explained::{Explained, codes_of_lines, is_numbered, place};
pub use rows::{counts_below, in_turn, is_count, is_label, is_row, is_sideways, lists_words, pairs};
pub use side::set_apart;
pub use title::{announces, names_document, names_nothing, says_only_legend, speaks_of_ratings, title};
pub use words::lists as lists_of_words;

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
    /// The entries of the legend right above, if no title stands between.
    above: Vec<Kept>,
    /// The scales so far.
    pub done: Vec<Legend>,
    /// Rows that looked like a legend and were none.
    pub rejected: Vec<usize>,
}

/// The words that a line which lists none explains, whether they are codes or not, and whether the line begins with the
/// first.
pub fn explained_words(line: &str) -> (Vec<String>, bool) {
    let entries = explanations(line);
    let begins = entries.first().is_some_and(|first| first.start == 0);
    (entries.into_iter().map(|entry| entry.code.code).collect(), begins)
}

/// The words that a line explains, or the code that a gap sets off from what it means, as one may stand among words.
fn explanations(line: &str) -> Vec<Entry<'_>> {
    let entries = words::entries(line);
    let code = || spaced_entry(line).map(|(code, label)| Entry { code, label, start: 0 });
    if entries.is_empty() { code().into_iter().collect() } else { entries }
}

impl Legends {
    /// A title stands above entries.
    pub fn open(&mut self, title: &str, found: &mut Findings) {
        self.close(found);
        self.above.clear();
        self.title = Some(title.to_owned()).filter(|title| !names_nothing(title));
    }

    /// The name of a column of codes stands above entries: one that says nothing leaves the title above it.
    pub fn name(&mut self, title: &str, found: &mut Findings) {
        if !(self.kept.is_empty() && self.title.is_some() && names_nothing(title)) {
            self.open(title, found);
        }
    }

    /// A cell of a legend's row: entries with what stands before them, or the title alone.
    pub fn cell(&mut self, cell: &str, span: Span, row: usize, found: &mut Findings) {
        if let Some(list) = choices(cell) {
            return self.list(list, (span, row), found);
        }
        if let Some((front, behind)) = several::apart(cell) {
            self.cell(front, span, row, found);
            let lists = words::lists_behind_colons(behind);
            if lists.is_empty() {
                return self.cell(behind, span, row, found);
            }
            return lists.into_iter().for_each(|list| self.list(list, (span, row), found));
        }
        let entries = entries(cell);
        match spaced_entry(cell).or_else(|| rows::lettered_entry(cell)).filter(|_| entries.is_empty()) {
            Some(entry) => self.entry(entry, span, row, found),
            None => self.entries(cell, entries, (span, row), found),
        }
    }

    /// Words to choose from, with what stands before them.
    fn list(&mut self, (title, words): (&str, Vec<&str>), (span, row): (Span, usize), found: &mut Findings) {
        self.open(self::title(title).unwrap_or_default(), found);
        for word in words {
            let code = Written { code: word.to_owned(), alphabet: Alphabet::Word, folded: false, padded: false };
            self.kept.push(Kept { code, printed: word.to_owned(), label: None, span, row });
        }
        self.close(found);
    }

    /// A line of words, with their meanings or without, which are codes because a column holds them.
    pub fn words(&mut self, line: &str, span: Span, row: usize, found: &mut Findings) {
        let lists = words::lists(line);
        if !lists.is_empty() {
            return lists.into_iter().for_each(|list| self.list(list, (span, row), found));
        }
        if let Some(explained) = Explained::of(line).filter(|explained| explained.in_turn) {
            return self.header(&explained, span, row, found);
        }
        let entries = explained::line(line).map_or_else(|| explanations(line), |entry| vec![entry]);
        self.entries(line, entries, (span, row), found)
    }

    /// The codes that a header cell explains.
    pub fn header(&mut self, explained: &Explained<'_>, span: Span, row: usize, found: &mut Findings) {
        self.open(self::title(explained.name).unwrap_or_default(), found);
        // What stands in front of the first entry is no other name.
        let from = explained.entries.first().map_or(0, |first| first.start);
        let entries = explained.entries.iter().map(|entry| Entry { start: entry.start - from, ..entry.clone() });
        self.entries(&explained.behind[from..], entries.collect(), (span, row), found);
        self.close(found);
    }

    fn entries(&mut self, cell: &str, entries: Vec<Entry<'_>>, (span, row): (Span, usize), found: &mut Findings) {
        // What stands between the last label of a scale and the next scale, or in front of the first.
        let mut from = 0;
        if entries.is_empty()
            && let Some(title) = title(cell)
        {
            self.open(title, found);
        }
        for scale in entry::scales(&entries) {
            let before = &cell[from..scale[0].start];
            let topic = if from == 0 { before } else { text_behind_sign(before) };
            if let Some(title) = title(topic) {
                self.open(title, found);
            }
            for entry in scale {
                self.entry((entry.code.clone(), entry.label), span, row, found);
                from = entry.start + cell[entry.start..].find(entry.label).unwrap_or(0) + entry.label.len();
            }
        }
    }

    /// A row of codes above a row of labels.
    pub fn sideways<'t>(
        &mut self,
        pairs: impl Iterator<Item = (&'t str, &'t str, Span)>,
        row: usize,
        found: &mut Findings,
    ) {
        for (code, label, span) in pairs {
            match scale::only(code) {
                Some(code) => self.entry((code, label), span, row, found),
                None => self.open(title(code).unwrap_or_default(), found),
            }
        }
        self.close(found);
    }

    /// A code with its label, from a line or row of its own or from among others.
    pub fn entry(&mut self, (code, label): (Written, &str), span: Span, row: usize, found: &mut Findings) {
        let is_first = self.kept.first().is_some_and(|first| first.code.code == code.code);
        if is_first || self.restarts(&code) {
            self.close(found);
        }
        let printed = code.code.clone();
        let entry = Kept { code, printed, label: Some(label.to_owned()), span, row };
        if !is_repeated(&self.kept, &entry, found) {
            self.kept.push(entry);
        }
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
        if self.kept.is_empty() {
            return self.above.clear();
        }
        let kept = std::mem::take(&mut self.kept);
        let above = std::mem::take(&mut self.above);
        if kept.len() < 2 {
            for entry in kept {
                if above.last().is_some_and(|last| entry.row <= last.row + 1) {
                    is_repeated(&above, &entry, found);
                }
                self.rejected.push(entry.row);
            }
            return;
        }
        let title = self.title.take();
        let kept = with_steps_between(kept);
        let alphabet = majority(&kept);
        let mut codes = Vec::with_capacity(kept.len());
        for (at, entry) in kept.iter().enumerate() {
            let belongs = entry.code.alphabet == alphabet
                || scale::is_apart(&entry.printed)
                // No misprint makes a word of a letter.
                || entry.code.alphabet == Alphabet::Word
                || scale::both_roman(&entry.code.code, &kept[kept.len() - 1].code.code);
            let corrected = if belongs { None } else { corrected(&kept, at, alphabet, found) };
            let code = corrected.unwrap_or_else(|| entry.printed.clone());
            codes.push(Code { code: Arc::from(code), rank: at + 1, label: entry.label.as_deref().map(Arc::from) });
        }
        let scale = Scale { name: Arc::from(title.unwrap_or_default()), origin: Origin::Legend, codes };
        self.done.push(Legend { scale, span: kept[0].span });
        self.above = kept;
    }
}

/// The entries of a scale of which only the ends are explained, with the codes between: `５：とても良い　～　１：悪い`.
fn with_steps_between(mut kept: Vec<Kept>) -> Vec<Kept> {
    let [first, last] = &mut kept[..] else { return kept };
    let alphabet = first.code.alphabet;
    let place = |of: &Kept| scale::place(&of.code.code, of.code.alphabet).filter(|_| of.code.alphabet == alphabet);
    let label = first.label.as_deref().and_then(|label| label.strip_suffix(['～', '〜', '~']));
    let (Some(label), Some((from, to))) = (label, place(first).zip(place(last))) else { return kept };
    let between: Vec<usize> = if from < to { (from + 1..to).collect() } else { (to + 1..from).rev().collect() };
    let step = |code: String| {
        let code = Written { code, alphabet, folded: false, padded: false };
        Kept { printed: code.code.clone(), code, label: None, span: last.span, row: last.row }
    };
    let steps: Vec<Kept> =
        between.into_iter().filter_map(|place| Some(step(scale::code_at(place, alphabet)?))).collect();
    first.label = Some(label.trim_end().to_owned());
    kept.splice(1..1, steps);
    kept
}

/// What stands behind the last sign in a text: `の３段階、「効果」は` speaks of 効果.
fn text_behind_sign(text: &str) -> &str {
    text.rsplit(['、', '，', '。', ' ', '\u{3000}']).find(|part| !part.is_empty()).unwrap_or(text)
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
    let others: Vec<&str> = kept.iter().map(|entry| entry.printed.as_str()).collect();
    other_alphabet(kept[at].span, &kept[at].printed, &others, &code, found);
    Some(code)
}

/// Whether a code is among the entries already; a finding says so if it has another label there.
fn is_repeated(kept: &[Kept], entry: &Kept, found: &mut Findings) -> bool {
    let Some(known) = kept.iter().find(|known| known.code.code == entry.code.code) else { return false };
    let (code, first, second) = (&entry.printed, known.label.as_deref(), entry.label.as_deref());
    if let (Some(first), Some(second)) = (first, second)
        && first != second
    {
        explained_twice(entry.span, code, [first, second], found);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::Legends;
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
        legends.done.iter().map(|legend| scale(&legend.scale)).collect()
    }

    #[test]
    fn one_entry_a_line() {
        assert_eq!(scales(&["A=達成", " B=途中"]), [": A 達成, B 途中"]);
    }

    #[test]
    fn several_legends_in_a_line() {
        let grades = "劣化度：Ａ（良好）、Ｂ（部分的）、Ｃ（全体）";
        let read = ["劣化度: A 良好, B 部分的, C 全体", "利用度: 高 -, 中 -, 低 -", "方針: 存続 -, 廃止 -"];
        assert_eq!(scales(&[grades]), read[..1]);
        assert_eq!(scales(&[&format!("{grades}　利用度：高・中・低")]), read[..2]);
        assert_eq!(scales(&[&format!("{grades}　　利用度：高・中・低　方針：存続・廃止")]), read);
        assert_eq!(scales(&["会場：Ａ（北町）、Ｂ（南町）、Ｃ（東町）"]), [""; 0]);
    }

    #[test]
    fn several_entries_in_a_line() {
        assert_eq!(scales(&["A：達成　B：途中　C：未着手"]), [": A 達成, B 途中, C 未着手"]);
        assert_eq!(scales(&["【評価】Ｓ：上回る　Ａ：届く　Ｂ：届かない"]), ["評価: S 上回る, A 届く, B 届かない"]);
        assert_eq!(scales(&["達成度 ①：完了した ②：進んだ"]), ["達成度: 1 完了した, 2 進んだ"]);
    }

    #[test]
    fn the_ends_of_a_scale_may_stand_for_the_codes_between() {
        assert_eq!(scales(&["5段階（５：良い　～　１：悪い）"]), ["5段階: 5 良い, 4 -, 3 -, 2 -, 1 悪い"]);
        assert_eq!(scales(&["Ａ：届いた　～　Ｃ：届かない"]), [": A 届いた, B -, C 届かない"]);
    }

    #[test]
    fn a_word_that_no_vocabulary_has_stands_among_known_ones() {
        let expected = ["判定: 達成 8割以上, 概ね達成 5割以上, 未達 5割未満"];
        assert_eq!(scales(&["判定　達成：8割以上　　概ね達成：5割以上　　未達：5割未満"]), expected);
        assert_eq!(scales(&["※判定：達成＝8割以上、概ね達成＝5割以上、未達＝5割未満"]), expected);
    }

    #[test]
    fn the_label_in_front_of_the_first_entry_is_none_of_its_own() {
        let line = "評価は３：計画以上、２：計画どおり、１：未実施の３段階で課が行いました。";
        assert_eq!(scales(&[line]), ["評価: 3 計画以上, 2 計画どおり, 1 未実施"]);
    }

    #[test]
    fn a_mark_of_a_note_hides_no_entry() {
        for mark in ["※", "＊", "注）"] {
            assert_eq!(scales(&[&format!("{mark}Ａ＝達成、Ｂ＝途中")]), [": A 達成, B 途中"], "{mark}");
        }
    }

    #[test]
    fn labels_in_brackets_need_no_name_and_a_name_in_brackets_hides_no_entry() {
        let run = "Ｓ（上回る）・Ａ（届く）・Ｂ（届かない）";
        for (name, title) in
            [("", ""), ("※", ""), ("■", ""), ("〔凡例〕", ""), ("【評価】", "評価"), ("（評価）", "評価")]
        {
            let expected = [format!("{title}: S 上回る, A 届く, B 届かない")];
            assert_eq!(scales(&[&format!("{name}{run}")]), expected, "{name}");
        }
        assert_eq!(scales(&["○（届く）・×（届かない）"]), [": ○ 届く, × 届かない"]);
        assert_eq!(scales(&["［Ｓ］上回る　［Ａ］届く　［Ｂ］届かない"]), [": S 上回る, A 届く, B 届かない"]);
        assert_eq!(scales(&["会場はＡ（北町）、Ｂ（南町）、Ｃ（西町）"]), [""; 0]);
    }

    #[test]
    fn a_dash_or_another_sign_among_codes_is_one() {
        let expected = ["評価: ◎ 上回る, ○ 届く, ― 対象外"];
        for line in [
            "評価　◎＝上回る　○＝届く　―＝対象外",
            "評価：◎（上回る）・○（届く）・―（対象外）",
            "評価　◎　上回る　○　届く　―　対象外",
            "※評価の◎は上回る、○は届く、―は対象外を表す。",
        ] {
            assert_eq!(scales(&[line]), expected, "{line}");
        }
        assert_eq!(
            scales(&["Ｓ：上回る　Ａ：届く　Ｂ：届かない　◇：対象外"]),
            [": S 上回る, A 届く, B 届かない, ◇ 対象外"]
        );
        assert_eq!(scales(&["Ａ：届く", "Ｂ：届かない", "－：対象外"]), [": A 届く, B 届かない, － 対象外"]);
    }

    #[test]
    fn a_letter_with_a_mark_is_a_code_of_its_own() {
        let expected = [": A 届く, B+ 少しで届く, B 届かない, C 遠い"];
        assert_eq!(scales(&["A：届く", "B+：少しで届く", "B：届かない", "C：遠い"]), expected);
        for line in [
            "Ａ：届く　Ｂ＋：少しで届く　Ｂ：届かない　Ｃ：遠い",
            "Ａ（届く）・Ｂ＋（少しで届く）・Ｂ（届かない）・Ｃ（遠い）",
            "Ａ届く　Ｂ＋少しで届く　Ｂ届かない　Ｃ遠い",
        ] {
            assert_eq!(scales(&[line]), expected, "{line}");
        }
    }

    #[test]
    fn a_word_for_ratings_may_stand_before_each_code_and_points_behind() {
        let expected = [": A 届く, B 届かない"];
        assert_eq!(scales(&["評価Ａ：届く", "評価Ｂ：届かない"]), expected);
        assert_eq!(scales(&["評価Ａ：届く　評価Ｂ：届かない"]), expected);
        // Once it is what they are about.
        assert_eq!(scales(&["評価Ａ：届く　Ｂ：届かない"]), ["評価: A 届く, B 届かない"]);
        assert_eq!(scales(&["２点：届く　１点：届かない"]), [": 2 届く, 1 届かない"]);
    }

    #[test]
    fn a_word_for_what_is_not_rated_is_a_code_among_codes() {
        let expected = [": A 届く, B 届かない, 未 手つかず"];
        for line in [
            "Ａ（届く）・Ｂ（届かない）・未（手つかず）",
            "Ａ：届く　Ｂ：届かない　未：手つかず",
            "Ａ＝届く、Ｂ＝届かない、未＝手つかず",
        ] {
            assert_eq!(scales(&[&format!("評価　{line}")]), [format!("評価{}", expected[0])], "{line}");
        }
        assert_eq!(scales(&["Ａ：届く", "Ｂ：届かない", "未：手つかず"]), expected);
        assert_eq!(scales(&["Ａ：届く　Ｂ：届かない　中止：取りやめ"]), [": A 届く, B 届かない, 中止 取りやめ"]);
        assert_eq!(scales(&["評価は、完了（3件）、継続（2件）、中止（1件）です。"]), [""; 0]);
    }

    #[test]
    fn two_words_joined_are_one_code_and_one_label() {
        let expected = [": 拡充 広げる, 休止・廃止 やめる"];
        assert_eq!(scales(&["拡充：広げる　休止・廃止：やめる"]), expected);
        assert_eq!(scales(&["拡充：広げる", "休止・廃止：やめる"]), expected);
        assert_eq!(
            scales(&["↗：拡大・充実　→：続ける　↘：縮小・見直し"]),
            [": ↗ 拡大・充実, → 続ける, ↘ 縮小・見直し"]
        );
    }

    #[test]
    fn the_name_of_the_next_scale_is_none_of_the_last_label() {
        let expected = ["進捗: A 早い, B 遅い", "方向性: 1 広げる, 2 続ける"];
        for next in ["　【方向性】１：", "　方向性：１：", "；方向性：１：", "　方向性　１："]
        {
            let line = format!("進捗　Ａ：早い　Ｂ：遅い{next}広げる　２：続ける");
            assert_eq!(scales(&[&line]), expected, "{line}");
        }
    }

    #[test]
    fn dots_dashes_and_signs_between_code_and_label_belong_to_neither() {
        let expected = ["評価: ○ 届く, △ 途中, × 届かない"];
        for line in [
            "評価　○・・・届く　△・・・途中　×・・・届かない",
            "評価　○　－　届く　△　－　途中　×　－　届かない",
            "評価　○印：届く　△印：途中　×印：届かない",
            "評価を○（届く）・△（途中）・×（届かない）で表す",
        ] {
            assert_eq!(scales(&[line]), expected, "{line}");
        }
        assert_eq!(scales(&["評価　☀：届く　☁：途中　☂：届かない"]), ["評価: ☀ 届く, ☁ 途中, ☂ 届かない"]);
        assert_eq!(scales(&["※１　SS：最高　S：上回る　A：届く"]), [": SS 最高, S 上回る, A 届く"]);
    }

    #[test]
    fn a_note_behind_the_last_label_is_none_of_it() {
        for note in ["※空欄は対象外", "注：空欄は対象外", "（注）空欄は対象外", "斜線：対象外"]
        {
            assert_eq!(scales(&[&format!("Ａ：届く　Ｂ：届かない　{note}")]), [": A 届く, B 届かない"], "{note}");
        }
    }

    #[test]
    fn entries_in_a_sentence() {
        let line = "評価区分は3段階とし、A：上回る、B：予定どおり、C：下回る、で表します。";
        assert_eq!(scales(&[line]), ["評価区分: A 上回る, B 予定どおり, C 下回る"]);
    }

    #[test]
    fn two_scales_in_one_sentence() {
        let expected = ["進み: 2 早い, 1 遅い", "効果: 2 ある, 1 ない"];
        for line in [
            "※「進み」は2：早い、1：遅いの2段階、「効果」は2：ある、1：ないの2段階で、課が付けた。",
            "進みは2：早い、1：遅い、効果は2：ある、1：ない",
            "進み　2：早い　1：遅い　効果：2：ある　1：ない",
        ] {
            assert_eq!(scales(&[line]), expected, "{line}");
        }
        assert_eq!(scales(&["2：早い、1：遅い、2：ある、1：ない"]), [": 2 早い, 1 遅い", ": 2 ある, 1 ない"]);
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
    fn a_repeated_code_keeps_its_first_label_and_a_first_code_opens_the_next_legend() {
        assert_eq!(scales(&["A=達成", "B=途中", "B=遅延", "C=中止"]), [": A 達成, B 途中, C 中止"]);
        assert_eq!(scales(&["A=達成", "B=途中", "A=遅延"]), [": A 達成, B 途中"]);
        assert_eq!(scales(&["A=達成", "B=途中", "A=高い", "B=低い"]), [": A 達成, B 途中", ": A 高い, B 低い"]);
    }

    #[test]
    fn best_may_come_last_or_first() {
        assert_eq!(scales(&["満足度　5：高い　4：ふつう　3：低い"]), ["満足度: 5 高い, 4 ふつう, 3 低い"]);
    }
}
