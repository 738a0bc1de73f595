//! Sections of the document: `１　基本的な考え方`, `２　目標と結果`, of which one holds all that is evaluated.
//!
//! In: classes and tables. Out: classes in which the headings of such sections are prose: they part the document, not
//! the plan, whose own headings stand below. A part of a plan has others beside it that are evaluated, too.

use crate::interpret::classify::{Class, Classes};
use crate::interpret::heading;
use crate::interpret::table::Table;
use crate::read::lex::Rows;

/// Sections within sections: no document has more levels of them.
const MOST_LEVELS: usize = 8;

/// Makes prose of headings that part the document, and of those that hold such.
pub(super) fn leave_out(classes: &mut Classes, tables: &[Table], rows: &Rows<'_>) {
    let evaluated = || tables.iter().filter(|table| table.evaluates).flat_map(|table| &table.pages);
    let first = evaluated().filter_map(|page| page.rows.first()).min().copied();
    let last = evaluated().filter_map(|page| page.rows.last()).max().copied();
    let (Some(first), Some(last)) = (first, last) else { return };
    let mut headings: Vec<(usize, &str)> =
        (0..classes.rows.len()).filter_map(|at| Some((at, level(classes, at)?))).collect();
    // The sections, and a heading around the next ones that is the only one of its kind.
    let mut sections: Vec<usize> = Vec::new();
    let mut around: Vec<usize> = Vec::new();
    for _ in 0..MOST_LEVELS {
        let Some(&(_, outermost)) = headings.first() else { break };
        let (own, inner): (Vec<_>, Vec<_>) = headings.into_iter().partition(|(_, level)| *level == outermost);
        let above = |row: usize| own.partition_point(|(at, _)| *at < row).checked_sub(1).map(|at| own[at].0);
        let Some(holding) = above(first).filter(|holding| above(last) == Some(*holding)) else { break };
        let Some(&(next, _)) = inner.iter().find(|(at, _)| (holding..first).contains(at)) else { break };
        around.extend(own.iter().map(|(at, _)| *at));
        let parts_document = match number(classes, holding) {
            Some(_) => own.len() > 1 || (0..holding).any(|at| is_section(classes, rows, (at, outermost))),
            None => own.len() == 1 && explains_codes(&classes.rows[holding + 1..next]),
        };
        if parts_document {
            sections.append(&mut around);
        }
        headings = inner;
    }
    sections.into_iter().for_each(|at| classes.rows[at] = Class::Prose);
}

/// Whether a line is the title of a section of this kind, which is no heading where no table that is read stands below.
fn is_section(classes: &Classes, rows: &Rows<'_>, (at, of): (usize, &str)) -> bool {
    let is_line = matches!(classes.rows[at], Class::Title | Class::Prose);
    let text = classes.lone_text(rows, at).filter(|_| is_line);
    text.and_then(heading::enumerated).is_some_and(|(level, ..)| level == of)
}

/// The kind of a heading.
fn level(classes: &Classes, at: usize) -> Option<&str> {
    let Class::Heading(opening) = &classes.rows[at] else { return None };
    Some(&opening.level)
}

/// The number of a heading.
fn number(classes: &Classes, at: usize) -> Option<u32> {
    let Class::Heading(opening) = &classes.rows[at] else { return None };
    opening.number
}

/// Whether a legend stands in these rows, and no table.
fn explains_codes(between: &[Class]) -> bool {
    let is_table = |class: &Class| matches!(class, Class::Header(_) | Class::Data);
    between.contains(&Class::Legend) && !between.iter().any(is_table)
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::ask;

    /// The headings above the last record; none of them is told of.
    fn above_last(sheet: &str) -> String {
        let path = |record: &crate::record::Record<'_>| {
            record.path.iter().map(|of| of.printed.clone()).collect::<Vec<_>>().join(" > ")
        };
        let (paths, told) = ask(sheet, path);
        assert_eq!((paths.len(), told.len()), (4, 0), "{sheet}");
        paths[3].clone()
    }

    const ROWS: &str = "取組|評価|理由|担当課\n花壇|A|咲いた。|公園課\n並木|B|伸びた。|公園課\n";

    #[test]
    fn a_section_of_the_document_is_no_part_of_the_plan() {
        let plan = |front: &str| above_last(&format!("{front}\n方針１　緑\n{ROWS}\n方針２　水\n{ROWS}"));
        let counts = "方針|A|B\n方針１|1|1\n方針２|1|1\n";
        assert_eq!(plan(&format!("緑の計画\n\n１　総括\n\n{counts}\n２　方針別の評価\n")), "方針２　水");
        assert_eq!(plan("緑の計画\n\n１　考え方\n水と緑を守ります。\n\n２　方針別の評価\n"), "方針２　水");
        let chapter = "第３章　評価\n\n１　考え方\n水と緑を守ります。\n\n２　方針別の評価\n";
        assert_eq!(plan(&format!("緑の計画\n\n{chapter}")), "方針２　水");
        assert_eq!(plan("緑の計画\n\n◇評価の見方\n\nA：咲いた　B：伸びた\n"), "方針２　水");
    }

    #[test]
    fn what_others_stand_beside_that_are_evaluated_is_a_part_of_the_plan() {
        let part = |title: &str, goal: &str| format!("{title}\n\n{goal}\n{ROWS}\n");
        let parts = part("１　町", "方針１　緑") + &part("２　川", "方針１　水");
        assert_eq!(above_last(&format!("緑の計画\n\n{parts}")), "２　川 > 方針１　水");
        // Nothing shows that a lone one is none.
        let whole = format!("緑の計画\n\n１　町\n\n方針１　緑\n{ROWS}\n方針２　水\n{ROWS}");
        assert_eq!(above_last(&whole), "１　町 > 方針２　水");
    }
}
