//! A number of a heading that is left out, or one of a heading or a row that stands where another one belongs.

mod rows;

use foldhash::{HashMap, HashSet};

use crate::check::number_order::{called, numbers};
use crate::check::{Look, Read};
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::record::Record;
use crate::source::Span;
use rows::Rows;

/// A number of a heading that is left out, or one of a heading or a row that stands where another one belongs.
pub static NUMBER_GAP: Rule = Rule {
    name: "number-gap",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "ほかは続いている見出しの番号が、一か所で飛んでいる",
        en: "the numbers of headings, which otherwise run on, leave one out",
    },
    reports: Text {
        ja: "同じ段階の見出しの番号がほかではすべて一つずつ増えているのに、飛んだ番号。見出しや行の番号で、前後の番号から分かる番号と違うものも報告する。あちこちで番号が飛ぶシートは、抜き出したものとみて報告しない。",
        en: "A number that is left out where all others of that level go up by one, and a number, of a heading or in the column that numbers the rows, that is not the one between its neighbours. A sheet that leaves out several is an extract, and is left alone.",
    },
    matters: Text {
        ja: "見出しの行が失われていれば、その下の行は前の見出しの下に入る。",
        en: "If the line of a heading was lost, the rows below it stand under the heading before.",
    },
    example: concat!("第1節 川の保全\n", "第2節 海の保全\n", "第4節 里の保全\n", "第5節 森の保全\n"),
    remedy: Text {
        ja: "見出しが抜けていれば、その行を書く。番号の誤りなら直す。",
        en: "Print the heading that is missing, or mend the number.",
    },
    principle: None,
};

/// So many headings of a level that follow the one before bear one that does not; more than that leaves an extract.
const FOLLOW_FOR_EACH: usize = 8;

/// So many of them bear a single one. The first of all follows if it has the number 1.
const FEWEST_THAT_FOLLOW: usize = 1;

/// A number below a heading.
struct Placed<'r> {
    numbers: Vec<u32>,
    /// The line of the heading above.
    above: Option<usize>,
    span: Span,
    printed: &'r str,
}

impl Placed<'_> {
    fn last(&self) -> u32 {
        self.numbers.last().copied().unwrap_or_default()
    }

    /// The numbers above the last: 1 of 1-2.
    fn part(&self) -> &[u32] {
        self.numbers.split_last().map_or(&[], |(_, part)| part)
    }

    /// The numbers with another last one.
    fn numbered(&self, last: u32) -> Vec<u32> {
        self.part().iter().copied().chain([last]).collect()
    }
}

/// Finds the numbers that are left out.
pub(super) fn look<'r>(read: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(NumberGap { read, rows: Rows::default() })
}

struct NumberGap<'r> {
    read: &'r Read<'r>,
    rows: Rows<'r>,
}

impl<'r> Look<'r> for NumberGap<'r> {
    fn record(&mut self, record: &'r Record<'r>, _: u64, _: &mut Findings) {
        self.rows.add(record);
    }

    fn end(self: Box<Self>, found: &mut Findings) {
        self.rows.slips().iter().for_each(|(row, left)| say_odd((row.printed, row.span), *left, found));
        levels(self.read).iter_mut().for_each(|level| look_at(level, found));
    }
}

/// The headings of each level in sheet order, each once below the heading above it.
fn levels<'r>(read: &'r Read<'r>) -> Vec<Vec<Placed<'r>>> {
    let mut place_of: HashMap<(&str, &str), usize> = HashMap::default();
    let mut levels: Vec<Vec<Placed<'r>>> = Vec::new();
    let mut known: HashSet<(Option<usize>, &str)> = HashSet::default();
    for placed in &read.sheet.headings {
        let Some((own, above)) = placed.path.split_last() else { continue };
        let Some(number) = own.number else { continue };
        let above = above.last().map(|above| above.line);
        if !known.insert((above, &own.printed)) {
            continue;
        }
        let place = *place_of.entry((own.level.as_str(), called(&own.printed))).or_insert(levels.len());
        if place == levels.len() {
            levels.push(Vec::new());
        }
        let numbers = numbers(&own.printed, number);
        levels[place].push(Placed { numbers, above, span: placed.span, printed: &own.printed });
    }
    levels
}

/// Looks at the numbers of a level.
fn look_at(level: &mut [Placed<'_>], found: &mut Findings) {
    let odd = set_right(level);
    let runs_on = level.windows(2).all(|pair| pair[0].numbers < pair[1].numbers);
    let (mut follow, mut unordered, mut gaps) = (0, 0, Vec::new());
    for (at, own) in level.iter().enumerate() {
        let before =
            at.checked_sub(1).map(|before| &level[before]).filter(|before| runs_on || before.above == own.above);
        // Only the first one of an extract may begin behind others.
        if before.is_none() && (runs_on || at == 0) && own.last() != 1 {
            continue;
        }
        match steps(before.map(|before| &*before.numbers), &own.numbers) {
            Some(1) => follow += 1,
            Some(2..) => gaps.push(at),
            _ => unordered += 1,
        }
    }
    if !run_on(follow, odd.len() + gaps.len() + unordered) {
        return;
    }
    for own in odd.iter().map(|at| &level[*at]) {
        say_odd((own.printed, own.span), own.last(), found);
    }
    gaps.iter().for_each(|at| say_gap(&level[*at], found));
}

/// Whether numbers run on of which so many follow the one before, and others are doubtful.
fn run_on(follow: usize, doubtful: usize) -> bool {
    follow >= FEWEST_THAT_FOLLOW && doubtful <= (follow / FOLLOW_FOR_EACH).max(1)
}

/// Gives each number that alone stands where its neighbours leave room for another one the number that belongs there.
/// Gives the places of those.
fn set_right(level: &mut [Placed<'_>]) -> Vec<usize> {
    let mut odd = Vec::new();
    for at in 0..level.len() {
        let before = at.checked_sub(1).map(|before| &level[before]);
        if let Some(numbers) = left_for(&level[at], before, level.get(at + 1)) {
            level[at].numbers = numbers;
            odd.push(at);
        }
    }
    odd
}

/// The number that those before and behind a heading leave for it, if it has another one: 2 between 1 and 3, 1 where 2
/// comes next below the same heading, and 1-2 for 6-2 behind 1-1.
fn left_for(own: &Placed<'_>, before: Option<&Placed<'_>>, after: Option<&Placed<'_>>) -> Option<Vec<u32>> {
    let is_beside = |other: &&Placed<'_>| other.above == own.above;
    let strays = |before: &&Placed<'_>| {
        let fits = own.last() == before.last() + 1 && own.part() != before.part();
        fits && after.is_none_or(|after| after.part() != own.part())
    };
    let left = if let Some(before) = before.filter(is_beside).filter(strays) {
        before.numbered(before.last() + 1)
    } else {
        let after = after?;
        let leaves_out = before.is_some_and(|before| steps(Some(&before.numbers), &after.numbers) == Some(2));
        let is_among = is_beside(&after) || before.as_ref().is_some_and(is_beside);
        let is_first = is_beside(&after) && !before.as_ref().is_some_and(is_beside);
        let begins = is_first && own.last() == 1;
        let leaves_one = leaves_out && is_among || is_first && after.last() == 2;
        (leaves_one && !begins).then(|| after.numbered(after.last() - 1))?
    };
    // That two have one number is told by `number-order`.
    let is_double = before.is_some_and(|before| is_beside(&before) && before.numbers == own.numbers);
    (left != own.numbers && !is_double).then_some(left)
}

/// How many numbers lie from one to the next; none where it does not go up. 2-1 begins anew behind 1-3.
fn steps(before: Option<&[u32]>, own: &[u32]) -> Option<u32> {
    let (last, part) = own.split_last()?;
    match before.and_then(<[u32]>::split_last) {
        Some((before, of)) if of == part => last.checked_sub(*before).filter(|steps| *steps > 0),
        Some((_, of)) if of >= part => None,
        Some(_) | None => Some(*last),
    }
}

/// Says of a number that its neighbours leave room for another one.
fn say_odd((printed, span): (&str, Span), left: u32, found: &mut Findings) {
    let message = text(
        format!("「{printed}」の番号は、前後の番号からは {left} のはずです"),
        format!("the numbers before and behind `{printed}` leave room for {left}"),
    );
    found.push(&NUMBER_GAP, span, message, Some(help()));
}

/// Says of a heading that the one before it is missing.
fn say_gap(heading: &Placed<'_>, found: &mut Findings) {
    let (printed, missing) = (heading.printed, heading.last().saturating_sub(1));
    let message =
        text(format!("「{printed}」の前に {missing} がありません"), format!("{missing} is missing before `{printed}`"));
    found.push(&NUMBER_GAP, heading.span, message, Some(help()));
}

fn help() -> Text {
    text(
        "見出しの行が抜けていればその行を書き、番号の誤りなら直してください",
        "print the heading that is missing, or mend the number",
    )
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The lines at which a number is said to be left out, of headings each with a row below it.
    #[track_caller]
    fn case(headings: &[&str], expected: &[&str]) {
        let row = |heading: &&str| {
            let part = heading.contains('章');
            if part {
                format!("{heading}\n")
            } else {
                format!("{heading}\n花壇{heading}\t苗を植えた。\tA\t公園課\n")
            }
        };
        let rows: String = headings.iter().map(row).collect();
        let sheet = format!("施策名\t内容\t評価\t担当課\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = read.findings.iter().filter(|finding| finding.rule.name == "number-gap");
        let told: Vec<&str> = told.map(|finding| source.slice(finding.span)).collect();
        assert_eq!(told, expected, "{headings:?}");
    }

    #[test]
    fn a_number_that_is_left_out_is_told_where_the_others_run_on() {
        case(&["第1節 花", "第2節 川", "第4節 道"], &["第4節 道"]);
        case(&["第1節 花", "第2節 川", "第3節 道"], &[]);
        case(&["第1節 花", "第3節 川", "第5節 道"], &[]);
        case(&["第4節 花", "第5節 川", "第6節 道"], &[]);
        case(&["第1節 花", "第3節 川"], &["第3節 川"]);
        case(&["第2節 花", "第5節 川"], &[]);
    }

    #[test]
    fn numbers_begin_again_or_run_on_below_the_next_heading() {
        case(&["第1章 町", "第1節 花", "第2節 川", "第2章 里", "第2節 道", "第3節 池"], &["第2節 道"]);
        case(&["第1章 町", "第1節 花", "第2節 川", "第2章 里", "第3節 道", "第4節 池"], &[]);
        case(&["第1章 町", "第1節 花", "第2節 川", "第2章 里", "第3節 道", "第5節 池"], &["第5節 池"]);
    }

    #[test]
    fn a_number_that_is_not_the_one_between_its_neighbours_is_told() {
        case(&["第1節 花", "第7節 川", "第3節 道", "第4節 池"], &["第7節 川"]);
        case(&["第1節 花", "第2節 川", "第9節 道"], &["第9節 道"]);
        case(&["第6節 花", "第2節 川", "第3節 道"], &["第6節 花"]);
        case(&["施策1-1 花", "施策6-2 川", "施策2-1 道", "施策2-2 池"], &["施策6-2 川"]);
    }

    #[test]
    fn a_number_in_its_column_that_is_not_the_one_between_its_neighbours_is_told() {
        let told = |header: &str, numbers: [&str; 6]| {
            let rows = numbers.map(|number| format!("{number}\t花壇{number}\t苗を植えた。\tA\t公園課\n")).concat();
            let sheet = format!("{header}\t施策名\t内容\t評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::checked(&source, (&Options::default(), &Config::default()), false, Findings::default());
            let told = read.findings.iter().filter(|finding| finding.rule.name == "number-gap");
            told.map(|finding| source.slice(finding.span).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(told("番号", ["1", "2", "8", "4", "5", "6"]), ["8"]);
        assert_eq!(told("No.", ["1-1", "1-2", "1-7", "1-4", "2-1", "2-2"]), ["1-7"]);
        // They begin anew, lists leave some out, and some are no numbers in turn.
        assert!(told("番号", ["1", "2", "3", "1", "2", "3"]).is_empty());
        assert!(told("番号", ["1", "2", "4", "5", "6", "8"]).is_empty());
        assert!(told("番号", ["11", "34", "13", "52", "15", "20"]).is_empty());
        assert!(told("件数", ["1", "2", "8", "4", "5", "6"]).is_empty());
    }
}
