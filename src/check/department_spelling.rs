//! A department that differs from another by one character.

use crate::check::{Look, Read};
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::record::{Record, RecordCell, Role};
use crate::source::Span;
use std::collections::BTreeMap;

use foldhash::HashMap;

/// A department that differs from another by one character.
pub static DEPARTMENT_SPELLING: Rule = Rule {
    name: "department-spelling",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "所管課の名前が、ほかの行の名前と一字だけ違う",
        en: "the name of a department differs from another one by a character",
    },
    reports: Text {
        ja: "一度だけ出てくる課名で、何度も出てくる課名と一字だけ違うか、その終わり（課、センターなど）が欠けたもの。数字や方角だけが違う課名は別の課と見なす。",
        en: "A name that comes once, and differs by one character from a name that comes often, or lacks its ending (課, センター). Names that differ in a number or a direction are two departments.",
    },
    matters: Text {
        ja: "一つの課が二つに分かれて集計される。", en: "One department is counted as two."
    },
    example: concat!("講座の開催\t…\tA\t障害者支援課\n", "手当の支給\t…\tB\t障害者支援\n"),
    remedy: Text {
        ja: "正しい名前に揃える。別の課なら、設定の `departments` に両方を書く。",
        en: "Write the right name. If they are two departments, list both under `departments` in the configuration.",
    },
    principle: None,
};

/// A name is held against those that come at least so often; one slip of the pen does not make a pattern.
const OFTEN: usize = 2;

/// In shorter names one character is too much of the name.
const SHORTEST_NAME: usize = 4;

/// What tells departments of one kind apart.
const TELLING: &str = "0123456789０１２３４５６７８９一二三四五六七八九十東西南北中央上下左右内外新旧本支大小高低前後";

/// Finds names that are nearly another one.
pub(super) fn look<'r>(read: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(DepartmentSpelling { read, names: BTreeMap::new() })
}

struct DepartmentSpelling<'r> {
    read: &'r Read<'r>,
    /// How often a name comes, and the first record with it.
    names: BTreeMap<&'r str, (usize, &'r Record<'r>)>,
}

impl<'r> Look<'r> for DepartmentSpelling<'r> {
    fn record(&mut self, record: &'r Record<'r>, _: u64, _: &mut Findings) {
        for department in &record.departments {
            self.names.entry(&department.name).or_insert((0, record)).0 += 1;
        }
    }

    fn end(self: Box<Self>, found: &mut Findings) {
        // What a name begins with is never what is misspelt: see `is_near`.
        let mut often: HashMap<Option<char>, Vec<(&str, usize)>> = HashMap::default();
        for (name, (times, _)) in self.names.iter().filter(|(_, (times, _))| *times >= OFTEN) {
            often.entry(name.chars().next()).or_default().push((name, *times));
        }
        let meant = |name: &str| {
            let alike = |(other, _): &&(&str, usize)| is_alike(name, other);
            let begin_alike = often.get(&name.chars().next())?;
            begin_alike.iter().filter(alike).max_by_key(|(_, times)| *times).map(|(other, _)| *other)
        };
        for (name, (_, record)) in self.names.iter().filter(|(_, (times, _))| *times == 1) {
            let Some(other) = meant(name) else { continue };
            let holds = |cell: &&RecordCell| {
                cell.of.role == Role::Department && self.read.source.slice(cell.span).contains(name)
            };
            if let Some(cell) = record.cells.iter().find(holds) {
                say(cell.span, [name, other], found);
            }
        }
    }
}

fn say(cell: Span, [name, other]: [&str; 2], found: &mut Findings) {
    let message = text(
        format!("「{name}」は、ほかの行では「{other}」と書かれています"),
        format!("`{name}` is written `{other}` on other rows"),
    );
    let help = text(
        format!("「{other}」に揃えるか、別の課なら設定の departments に加えてください"),
        format!("write `{other}`, or list both under `departments` in the configuration"),
    );
    found.push(&DEPARTMENT_SPELLING, cell, message, Some(help));
}

/// Whether a name is nearly another one.
pub(super) fn is_alike(name: &str, other: &str) -> bool {
    is_cut(name, other) || is_near(name, other)
}

/// Whether a name is another one without its ending.
fn is_cut(name: &str, other: &str) -> bool {
    const ENDINGS: [&str; 8] = ["課", "室", "係", "部", "局", "所", "館", "センター"];
    name.chars().count() >= 3 && ENDINGS.iter().any(|ending| other.strip_suffix(ending) == Some(name))
}

/// Whether two names differ by one character that tells no departments apart.
fn is_near(name: &str, other: &str) -> bool {
    // A character has at most three bytes more than another, and one character at most four.
    if name.len().abs_diff(other.len()) > 4 {
        return false;
    }
    let (name, other): (Vec<char>, Vec<char>) = (name.chars().collect(), other.chars().collect());
    let (short, long) = if name.len() <= other.len() { (&name, &other) } else { (&other, &name) };
    if short.len() < SHORTEST_NAME || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(one, two)| one == two).count();
    let rest_is_same =
        |skipped: usize| short[(same + skipped).min(short.len())..] == long[(same + 1).min(long.len())..];
    let replaced = short.len() == long.len() && same < short.len() && rest_is_same(1);
    let inserted = short.len() < long.len() && rest_is_same(0);
    let tells = |c: Option<&char>| c.is_some_and(|c| TELLING.contains(*c));
    // 農業振興課 and 産業振興課 are two: what a name begins with tells most.
    same > 0 && (replaced || inserted) && !tells(long.get(same)) && !(replaced && tells(short.get(same)))
}
