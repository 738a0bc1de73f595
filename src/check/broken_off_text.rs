//! A text that stops or begins in mid-sentence.

use std::sync::Arc;

use foldhash::HashMap;

use crate::check::texts::{self, Told};
use crate::check::{Look, Read};
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::record::{CellColumn, Record, Role};
use crate::source::Span;

/// A text that stops or begins in mid-sentence.
pub static BROKEN_OFF_TEXT: Rule = Rule {
    name: "broken-off-text",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "文の途中で切れている、または途中から始まる文がある",
        en: "a text stops, or begins, in mid-sentence",
    },
    reports: Text {
        ja: "文が「。」で終わる列で、助詞や動詞の途中で終わる文と、文の途中から始まる文。語の途中から始まる見出しと取組名。体言止めや「。」だけを欠く文は報告しない。続きがあれば次のページの行からつなぐので、ここに出るのは続きの見つからないもの。",
        en: "In a column whose texts end as sentences: a text that stops at a particle or within a verb, or begins within a sentence. A heading or an item that begins in mid-word. A text that ends with a noun, or lacks nothing but its full stop, is left alone. What goes on behind a page end was joined before; here stands what has no other part.",
    },
    matters: Text {
        ja: "欄に入り切らなかった文が失われている。",
        en: "The rest of the text did not fit its cell, and is lost.",
    },
    example: "ひとり親の支援\t相談から就労まで\tA\tこども課\n",
    remedy: Text {
        ja: "元の Excel で全文を確かめて、書き直す。",
        en: "Look up the whole text in the original, and write it again.",
    },
    principle: None,
};

/// A column shows how its texts end from so many on, if at least this share of them end with a full stop. On the sheets
/// seen so far such columns have 0.83 and more; lists and results have 0.4 and less.
const FEWEST_TEXTS: usize = 5;
const SENTENCES: f32 = 0.8;

/// Shorter texts are phrases, which need no end.
const SHORTEST_TEXT: usize = 15;

/// Finds the texts and comments that break off.
pub(super) fn look<'r>(read: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(BrokenOffText { read, columns: Vec::new(), places: HashMap::default() })
}

struct BrokenOffText<'r> {
    read: &'r Read<'r>,
    columns: Vec<Column<'r>>,
    /// The column of a cell's column: records of one table share it.
    places: HashMap<*const CellColumn, usize>,
}

/// How the texts of a column end.
#[derive(Default)]
struct Column<'r> {
    texts: usize,
    ended: usize,
    /// Of those that break off, if this is a column of sentences: its name, where, and what to say.
    broken: Vec<(&'r str, Span, (&'static str, &'static str))>,
}

impl<'r> Look<'r> for BrokenOffText<'r> {
    fn record(&mut self, record: &'r Record<'r>, _: u64, found: &mut Findings) {
        item(record, found);
        for told in texts::told(record) {
            let place = *self.places.entry(Arc::as_ptr(told.of)).or_insert(self.columns.len());
            if place == self.columns.len() {
                self.columns.push(Column::default());
            }
            self.columns[place].count(&told);
        }
    }

    fn end(self: Box<Self>, found: &mut Findings) {
        let of_sentences = |of: &Column<'_>| of.texts >= FEWEST_TEXTS && of.ended as f32 >= SENTENCES * of.texts as f32;
        for (name, at, how) in self.columns.into_iter().filter(of_sentences).flat_map(|column| column.broken) {
            say(at, how, name, found);
        }
        headings(self.read, found);
    }
}

impl<'r> Column<'r> {
    fn count(&mut self, told: &Told<'r>) {
        self.texts += 1;
        self.ended += usize::from(ends(told.text));
        let (at, how) = match (begins_within(told.text), stops_within(told.text)) {
            (true, true) => (told.first, ("途中から始まり、途中で終わっています", "begins and stops in mid-sentence")),
            (true, false) => (told.first, BEGINS),
            (false, true) => (told.last, ("途中で終わっています", "stops in mid-sentence")),
            (false, false) => return,
        };
        if told.text.chars().nth(SHORTEST_TEXT - 1).is_none() {
            return;
        }
        self.broken.push((&told.of.name, at, how));
    }
}

/// An item is a phrase: it needs no end, but it does not begin with a particle.
fn item(record: &Record<'_>, found: &mut Findings) {
    let cell = record.cells.iter().find(|cell| cell.of.role == Role::Item && cell.is_filled());
    if let (Some(item), Some(cell)) = (&record.item, cell)
        && item.ordinal.is_none()
        && begins_within(&item.title)
    {
        say(cell.span, BEGINS, &cell.of.name, found);
    }
}

/// A heading is a phrase too: what begins with a particle and has no number is the rest of one.
fn headings(read: &Read<'_>, found: &mut Findings) {
    for placed in &read.sheet.headings {
        if let Some(own) = placed.path.last()
            && own.number.is_none()
            && begins_within(&own.title)
        {
            say(placed.span, BEGINS, &own.level, found);
        }
    }
}

const BEGINS: (&str, &str) = ("途中から始まっています", "begins in mid-sentence");

fn say(at: Span, (ja, en): (&str, &str), column: &str, found: &mut Findings) {
    let message = text(format!("「{column}」の文が{ja}"), format!("the text in `{column}` {en}"));
    let help = text("元の表で全文を確かめて、書き直してください", "write it again, whole, from the original");
    found.push(&BROKEN_OFF_TEXT, at, message, Some(help));
}

fn ends(text: &str) -> bool {
    text.ends_with(['。', '！', '？', '．', '」', '』', '）', ')'])
}

/// Whether a text begins with what cannot begin one: a closing mark, a small kana, a particle before a comma.
fn begins_within(text: &str) -> bool {
    let mut characters = text.chars();
    let (first, second) = (characters.next(), characters.next());
    let closing =
        matches!(first, Some('、' | '。' | '，' | '）' | ')' | '」' | '』' | '】' | 'ー' | 'を' | 'ん' | '々'));
    let small = matches!(
        first,
        Some(
            'ぁ' | 'ぃ'
                | 'ぅ'
                | 'ぇ'
                | 'ぉ'
                | 'っ'
                | 'ゃ'
                | 'ゅ'
                | 'ょ'
                | 'ァ'
                | 'ィ'
                | 'ゥ'
                | 'ェ'
                | 'ォ'
                | 'ッ'
                | 'ャ'
                | 'ュ'
                | 'ョ'
        )
    );
    closing
        || small
        || matches!((first, second), (Some('は' | 'が' | 'に' | 'の' | 'へ' | 'と' | 'も'), Some('、')))
        // は種 and と畜 are words; no word has one of the others before an ideograph.
        || matches!((first, second), (Some('が' | 'に' | 'の' | 'へ' | 'も'), Some('\u{4e00}'..='\u{9fff}')))
        // したしむ and ますます are words.
        || matches!((first, second), (Some('す'), Some('る')) | (Some('し'), Some('た' | 'て')))
            && !text.starts_with("したし")
        || matches!((first, second), (Some('さ'), Some('れ')) | (Some('ま'), Some('す' | 'し')))
            && !text.starts_with("ますます")
}

/// Whether a text ends with what cannot end one: a comma, a particle, a verb without its ending.
fn stops_within(text: &str) -> bool {
    if ends(text) {
        return false;
    }
    const PARTICLES: [&str; 11] = ["、", "，", "を", "に", "が", "は", "へ", "の", "まで", "から", "として"];
    // Words that only stand before a noun, and verbs that have lost their ending.
    const UNFINISHED: [&str; 14] = [
        "さらなる",
        "あらゆる",
        "いわゆる",
        "に関す",
        "に対す",
        "に関し",
        "に対し",
        "において",
        "に取り",
        "的に取り",
        "により",
        "ことで",
        "であ",
        "てい",
    ];
    PARTICLES.iter().chain(&UNFINISHED).any(|end| text.ends_with(end))
        || (text.ends_with('で') && !text.ends_with("まで"))
        || is_stem(text)
}

/// Whether a text ends with one ideograph behind kana or a comma, as a verb without its ending does: `強化を図`, `、継`.
fn is_stem(text: &str) -> bool {
    // Nouns of one ideograph that end a phrase well.
    const NOUNS: &str = "等他人名件回円年月日中済計外内上下前後時分方別類数";
    // A verb or adjective before it makes a phrase of it: `実施する事`, `新しい場`.
    const BEFORE_NOUNS: &str = "るうたくむすいなの";
    let mut back = text.chars().rev();
    let (last, before) = (back.next(), back.next());
    let ideograph = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let kana = |c: char| ('ぁ'..='ん').contains(&c);
    match (last, before) {
        (Some(last), Some('、' | 'を' | 'に' | 'が' | 'は')) => ideograph(last),
        (Some(last), Some(before)) => {
            ideograph(last) && kana(before) && !BEFORE_NOUNS.contains(before) && !NOUNS.contains(last)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::stops_within;

    #[test]
    fn a_verb_without_its_ending_stops_in_mid_sentence() {
        for text in ["開拓が必要であ", "橋を見てい", "講座に取り"] {
            assert!(stops_within(text), "{text}");
        }
        for text in ["開拓が必要である", "橋を見ている", "講座の開催"] {
            assert!(!stops_within(text), "{text}");
        }
    }
}
