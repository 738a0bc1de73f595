//! A record without a department.

use crate::check::{Look, Read, is_mostly_filled};
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::record::{Record, RecordCell, Role};

/// A record without a department.
pub static MISSING_DEPARTMENT: Rule = Rule {
    name: "missing-department",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "所管課の名前がない", en: "a row names no department" },
    reports: Text {
        ja: "所管課の列があり、ほかの行では書かれているのに、空欄か、数字や記号だけか、文の書かれた行。空欄のほうが多い列では、続く空欄を一度だけ報告し、取組も空欄の行と、評価しかない行は除く。",
        en: "A department cell that is blank or holds but figures, marks or a sentence, where other rows name one. Where many rows name none, each run of blank cells is told of once, and rows that carry on the item above or hold nothing but a rating are left alone.",
    },
    matters: Text {
        ja: "課別の集計から漏れ、問い合わせ先も分からない。結合セルだったとしても、取組の右の所管課は上の行から引き継がない。",
        en: "The row drops out of every count by department. A department right of the item never carries on from the row above, merged or not.",
    },
    example: "水門の更新\t古い水門を順に取り替えます。\tB\t\n",
    remedy: Text { ja: "所管課を行ごとに記入する。", en: "Name the department on each row." },
    principle: Some(Principle::NoMergedCells),
};

/// Finds rows without a department.
pub(super) fn look<'r>(_: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(MissingDepartment::default())
}

#[derive(Default)]
struct MissingDepartment<'r> {
    /// The rows that have such a cell, and those of them that name one.
    rows: usize,
    named: usize,
    /// The blank cells, by runs of rows, and whether the row above is one of the last run.
    blank: Vec<Vec<Blank<'r>>>,
    in_run: bool,
    /// The cells that hold but figures and marks, or a sentence.
    marks: Vec<&'r RecordCell>,
}

/// A blank cell, and whether its row is a measure of its own.
struct Blank<'r> {
    cell: &'r RecordCell,
    is_own: bool,
}

impl<'r> Look<'r> for MissingDepartment<'r> {
    fn record(&mut self, record: &'r Record<'r>, _: u64, _: &mut Findings) {
        let above = std::mem::take(&mut self.in_run);
        let Some(cell) = record.cells.iter().find(|cell| cell.of.role == Role::Department) else { return };
        self.rows += 1;
        if record.departments.iter().any(|department| is_name(&department.name)) {
            self.named += 1;
        } else if record.departments.is_empty() {
            let blank = Blank { cell, is_own: is_own(record) };
            match self.blank.last_mut().filter(|_| above) {
                Some(run) => run.push(blank),
                None => self.blank.push(vec![blank]),
            }
            self.in_run = true;
        } else {
            self.marks.push(cell);
        }
    }

    fn end(self: Box<Self>, found: &mut Findings) {
        // Where most rows have a name each blank cell is one that is missing; else a run of them is one omission, or
        // one merged cell. A sheet without any name is a form. A mark is no name anywhere.
        let each = is_mostly_filled(self.named, self.rows);
        for run in self.blank.iter().filter(|_| self.named > 0) {
            let own: Vec<&RecordCell> =
                run.iter().filter(|blank| each || blank.is_own).map(|blank| blank.cell).collect();
            match own.as_slice() {
                [first, _, ..] if !each => say_run(first, own.len(), found),
                cells => cells.iter().for_each(|cell| say(cell, found)),
            }
        }
        self.marks.iter().for_each(|cell| say(cell, found));
    }
}

/// Whether a record is a measure of its own: one that carries on the item above may carry on its department too, and a
/// heading that is rated says nothing else.
fn is_own(record: &Record<'_>) -> bool {
    let tells = |cell: &&RecordCell| matches!(cell.of.role, Role::Text | Role::Comment | Role::Value);
    let mut telling = record.cells.iter().filter(tells).peekable();
    let says_nothing = telling.peek().is_some() && !telling.any(RecordCell::is_filled);
    !says_nothing && !record.inherited.iter().any(|field| field == "item")
}

fn say(cell: &RecordCell, found: &mut Findings) {
    let name = &cell.of.name;
    let message = text(format!("「{name}」に課の名前がありません"), format!("no department in `{name}`"));
    let help = text("担当の課の名前を記入してください", "write the name of the department");
    found.push(&MISSING_DEPARTMENT, cell, message, Some(help));
}

fn say_run(first: &RecordCell, rows: usize, found: &mut Findings) {
    let name = &first.of.name;
    let message = text(
        format!("ここから{rows}行の「{name}」に課の名前がありません"),
        format!("no department in `{name}`, here and in all of {rows} rows"),
    );
    let help = text("担当の課の名前を行ごとに記入してください", "write the name of the department on each row");
    found.push(&MISSING_DEPARTMENT, first, message, Some(help));
}

/// Whether a name is one: the shortest but for bodies have two characters, and figures or marks alone are none, nor is
/// a sentence.
fn is_name(name: &str) -> bool {
    const BODIES: [&str; 9] = ["国", "都", "道", "府", "県", "市", "区", "町", "村"];
    (name.chars().nth(1).is_some() || BODIES.contains(&name))
        && name.chars().any(char::is_alphabetic)
        && !name.ends_with('。')
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The rows, from 1, at which a department is missing in a sheet of these departments.
    #[track_caller]
    fn case(departments: &[&str], expected: &[usize]) {
        let row = |(at, name): (usize, &&str)| match name.strip_prefix('+') {
            Some(name) => format!("\t町の人と歩きました。\tB\t{name}\n"),
            None => format!("{}つ目の橋の点検\t床板を見ました。\tA\t{name}\n", at + 1),
        };
        let sheet: String = departments.iter().enumerate().map(row).collect();
        let sheet = format!("事業名\t内容\t評価\t担当課\n{sheet}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let missing = read.findings.iter().filter(|finding| finding.rule.name == "missing-department");
        let rows: Vec<usize> = missing.map(|finding| source.line(finding.span.start()) - 1).collect();
        assert_eq!(rows, expected, "{departments:?}");
    }

    #[test]
    fn a_run_of_blank_cells_is_told_of_once_and_a_single_one_always() {
        case(&["河川課", "", "河川課", "道路課", "道路課", "道路課"], &[2]);
        case(&["河川課", "", "", "道路課", "", ""], &[2, 5]);
        case(&["河川課", "道路課", "道路課", "", "", ""], &[4]);
        // Who is in charge outside of the city hall, and no one.
        case(&["町", "県", "町、県", "町"], &[]);
        case(&["町", "×", "町", "県"], &[2]);
        // A form that nobody has filled in, and rows that carry on the project above.
        case(&["", "", ""], &[]);
        case(&["河川課", "+", "+", "道路課", "+", "+"], &[]);
    }
}
