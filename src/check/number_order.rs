//! A number of a heading or an item that is out of order or double.

use crate::check::{Look, Read};
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::interpret::number;
use crate::record::{Record, Role};
use crate::source::Span;
use std::cmp::Ordering;

use foldhash::{HashMap, HashSet};

/// A number of a heading or an item that is out of order or double.
pub static NUMBER_ORDER: Rule = Rule {
    name: "number-order",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "見出しや取組の番号が重複している、または順番に並んでいない",
        en: "the number of a heading or an item is double or out of order",
    },
    reports: Text {
        ja: "同じ見出しの下で、前より小さい番号と、別の題名に二度付いた番号。飛んだ番号は `number-gap` が報告する。",
        en: "Under one heading: a number that is smaller than the one before, or that two titles have. `number-gap` reports a number that is left out.",
    },
    matters: Text {
        ja: "番号で取組を突き合わせると、別の取組に結び付く。見出しの行が失われた跡でもある。",
        en: "Whoever joins sheets by number joins different items. It is also what a lost heading looks like.",
    },
    example: concat!("第1節 川の保全\n", "①堤防の点検\t…\n", "③水門の更新\t…\n", "②避難の訓練\t…\n"),
    remedy: Text {
        ja: "番号を直す。番号が 1 に戻るところに見出しがあったなら、その行を書く。",
        en: "Mend the number. If a heading stood where the numbers begin again, print it.",
    },
    principle: None,
};

/// The numbers of a heading or an item, and its title.
type Numbered<'t> = (Vec<u32>, &'t str);

/// The headings of a level below one heading.
#[derive(Default)]
struct Level<'t> {
    last: Option<Numbered<'t>>,
    /// One of them was out of order.
    said: bool,
}

/// Finds numbers that do not go up. Rows that are sorted by something else come back to their headings again and again:
/// that is said once.
pub(super) fn look<'r>(read: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(NumberOrder { read, last: None })
}

struct NumberOrder<'r> {
    read: &'r Read<'r>,
    /// The item before, with the lines of the headings above it.
    last: Option<(Vec<usize>, Numbered<'r>)>,
}

impl<'r> Look<'r> for NumberOrder<'r> {
    fn record(&mut self, record: &'r Record<'r>, _: u64, found: &mut Findings) {
        let (Some(item), Some(cell)) = (&record.item, record.cells.iter().find(|cell| cell.of.role == Role::Item))
        else {
            return;
        };
        let Some(ordinal) = item.ordinal.as_deref().filter(|_| cell.is_filled()) else { return };
        let Some(number) = number::of_ordinal(ordinal) else { return };
        let numbers = numbers(ordinal, number);
        let path: Vec<usize> = record.path.iter().map(|heading| heading.line).collect();
        let before = self.last.take().filter(|(above, _)| *above == path).map(|(_, numbered)| numbered);
        compare(before, (&numbers, &item.title), (cell.span, ordinal), found);
        self.last = Some((path, (numbers, &item.title)));
    }

    fn end(self: Box<Self>, found: &mut Findings) {
        headings(self.read, found);
    }
}

fn headings(read: &Read<'_>, found: &mut Findings) {
    // By level, by what is numbered, 重点施策 or 基本施策, and by the heading above.
    let mut levels: HashMap<(&str, &str, Option<usize>), Level<'_>> = HashMap::default();
    // Each as it was printed, with what it is numbered among.
    let mut known = HashSet::default();
    for placed in &read.sheet.headings {
        let Some((own, above)) = placed.path.split_last() else { continue };
        let Some(number) = own.number else { continue };
        let numbers = numbers(&own.printed, number);
        let word = called(&own.printed);
        let among = (own.level.as_str(), word, above.last().map(|above| above.line));
        let comes_back = !known.insert((among, &own.printed));
        let level = levels.entry(among).or_default();
        let before = level.last.take().filter(|_| !(comes_back && level.said));
        level.said |= compare(before, (&numbers, &own.title), (placed.span, &own.printed), found);
        level.last = Some((numbers, &own.title));
    }
}

/// What is numbered: 重点施策 or 基本施策, be it in brackets or not.
pub(super) fn called(printed: &str) -> &str {
    printed
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .split(|c| number::digit(c).is_some())
        .next()
        .unwrap_or_default()
}

/// The numbers that a printed one with this end consists of: 2-1 goes on from 1-2.
pub(super) fn numbers(printed: &str, number: u32) -> Vec<u32> {
    let all = number::all(printed);
    if all.last() == Some(&number) { all } else { vec![number] }
}

/// Says of a number that it does not go up; gives whether it did not.
fn compare(
    before: Option<Numbered<'_>>,
    own: (&[u32], &str),
    (span, printed): (Span, &str),
    found: &mut Findings,
) -> bool {
    let Some((above, title)) = before else { return false };
    let (ja, en) = match own.0.cmp(&above) {
        Ordering::Less => ("前の番号より小さい番号です", "is smaller than the number before it"),
        Ordering::Equal if title != own.1 => ("前と同じ番号です", "has the number of the one before it"),
        Ordering::Equal | Ordering::Greater => return false,
    };
    let above = above.iter().map(u32::to_string).collect::<Vec<_>>().join("-");
    let message = text(format!("「{printed}」は{ja}（前は {above}）"), format!("`{printed}` {en}, {above}"));
    let help = text(
        "番号を直すか、ここから別の部分なら見出しを書いてください",
        "mend the number, or print the heading if another part begins here",
    );
    found.push(&NUMBER_ORDER, span, message, Some(help));
    true
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn what_is_called_otherwise_is_numbered_by_itself() {
        let row = |level: &str, item: &str| format!("{level}　緑\t{item}\tA\t公園課\n");
        let told = |levels: [&str; 3]| {
            let rows: String = levels.iter().zip(["花", "川", "道"]).map(|(level, item)| row(level, item)).collect();
            let sheet = format!("施策\t取組名\t評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            crate::sheet(&source, &Options::default(), Findings::default())
                .findings
                .iter()
                .filter(|finding| finding.rule.name == "number-order")
                .count()
        };
        assert_eq!(told(["基本施策１", "基本施策２", "重点施策１"]), 0);
        assert_eq!(told(["基本施策１", "基本施策３", "基本施策２"]), 1);
    }

    #[test]
    fn rows_that_are_sorted_by_something_else_are_said_to_be_so_once() {
        let row = |number: usize, item: &str| format!("基本方針{number}　方針{number}\t{item}\tA\t公園課\n");
        let told = |order: [usize; 6]| {
            let rows: String =
                order.iter().zip(["花", "川", "道", "池", "橋", "森"]).map(|(at, item)| row(*at, item)).collect();
            let sheet = format!("基本方針\t取組名\t評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.findings.iter().filter(|finding| finding.rule.name == "number-order").count()
        };
        assert_eq!([told([1, 1, 2, 2, 3, 3]), told([3, 1, 2, 3, 1, 2]), told([2, 1, 4, 3, 6, 5])], [0, 1, 3]);
    }
}
