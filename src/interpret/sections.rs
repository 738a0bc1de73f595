//! Sections of the document: `１　基本的な考え方`, `２　目標と結果`, of which one holds all that is evaluated.
//!
//! In: classes and tables. Out: classes in which the headings of such sections are prose: they part the document, not the
//! plan, whose own headings stand below. A part of a plan has others beside it that are evaluated, too.

use crate::interpret::classify::{Class, Classes};
use crate::interpret::heading;
use crate::interpret::table::Table;
use crate::interpret::text;
use crate::read::lex::Rows;

/// Makes prose of headings that part the document.
pub(super) fn leave_out(classes: &mut Classes, tables: &[Table], rows: &Rows<'_>) {
    let evaluated = || tables.iter().filter(|table| table.evaluates).flat_map(|table| &table.pages);
    let first = evaluated().filter_map(|page| page.rows.first()).min().copied();
    let last = evaluated().filter_map(|page| page.rows.last()).max().copied();
    let (Some(first), Some(last)) = (first, last) else { return };
    let headings: Vec<(usize, &str)> =
        (0..classes.rows.len()).filter_map(|at| Some((at, level(classes, at)?))).collect();
    let Some(&(_, outermost)) = headings.first() else { return };
    let (sections, inner): (Vec<_>, Vec<_>) = headings.iter().copied().partition(|(_, level)| *level == outermost);
    let above = |row: usize| sections.partition_point(|(at, _)| *at < row).checked_sub(1).map(|at| sections[at].0);
    let Some(holding) = above(first).filter(|holding| above(last) == Some(*holding)) else { return };
    let Some(&(next, _)) = inner.iter().find(|(at, _)| (holding..first).contains(at)) else { return };
    let is_number = !outermost.chars().any(text::is_kana_or_ideograph) && number(classes, holding).is_some();
    let explains = || sections.len() == 1 && explains_codes(&classes.rows[holding + 1..next]);
    // The title of a section without a table that is read is no heading.
    let is_section = |at: usize| {
        let is_line = matches!(classes.rows[at], Class::Title | Class::Prose);
        let text = classes.lone_text(rows, at).filter(|_| is_line);
        text.and_then(heading::enumerated).is_some_and(|(level, ..)| level == outermost)
    };
    let has_others = || sections.len() > 1 || (0..holding).any(is_section);
    let parts_document = if is_number { has_others() } else { number(classes, holding).is_none() && explains() };
    if parts_document {
        let rows: Vec<usize> = sections.iter().map(|(at, _)| *at).collect();
        rows.into_iter().for_each(|at| classes.rows[at] = Class::Prose);
    }
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
