//! Headings that say what is told of each section, and are no level of their own: `○取組の状況` above prose, `●成果指標`
//! above every table.
//!
//! In: the classes of the rows. Out: the lines that say so below several headings. A heading that a page prints again
//! stands below the same one.

use foldhash::{HashMap, HashSet};

use super::Interpreted;
use crate::interpret::classify::Class;
use crate::interpret::heading::{self, Opening};

/// The lines without a number that stand above prose, or alone of their mark above tables of one header, below several
/// headings with one, or of a level that names another part each time.
pub(super) fn captions(sheet: &Interpreted<'_, '_>) -> HashSet<String> {
    let classes = &sheet.classes.rows;
    let parts = parts(sheet);
    let mut above = None;
    let mut seen_below = HashMap::default();
    let mut captions = HashSet::default();
    // Two of them above tables of one header tell these apart.
    let mut above_tables: HashMap<(&str, &str), HashSet<String>> = HashMap::default();
    for at in 0..classes.len() {
        let Class::Heading(opening) = &classes[at] else { continue };
        let Some(line) = sheet.classes.lone_text(sheet.rows, at) else { continue };
        if opening.number.is_some() || parts.contains(&*opening.level) || sheet.rows.is_labelled(at) {
            above = Some(line);
            continue;
        }
        let Some(below) = (at + 1..classes.len()).find(|&below| classes[below] != Class::Blank) else { break };
        let caption = heading::without_continued(line);
        match classes[below] {
            Class::Prose => {}
            Class::Header(_) => {
                let header = sheet.source.slice(sheet.rows.rows[below].span);
                above_tables.entry((&opening.level, header)).or_default().insert(caption.clone());
                if !names_table(sheet, opening.title_of(line), below) {
                    continue;
                }
            }
            _ => continue,
        }
        if seen_below.insert(caption.clone(), above).is_some_and(|before| before != above) {
            captions.insert(caption);
        }
    }
    let tell_apart = above_tables.into_values().filter(|lines| lines.len() > 1).flatten();
    tell_apart.for_each(|line| _ = captions.remove(&line));
    captions
}

/// Whether a line says what the table below lists: it ends with a word for columns, or holds the name of one of its
/// own, `◆成果指標の推移` above 成果指標, or the first one begins with it: `○行動` above 行動の名称.
fn names_table(sheet: &Interpreted<'_, '_>, line: &str, header: usize) -> bool {
    /// 課 is in 課題の一覧.
    const SHORTEST_NAME: usize = 2;
    let names = || sheet.rows.of(&sheet.rows.rows[header]).iter().map(|cell| &*cell.text);
    let is_name = |name: &str| name.chars().count() >= SHORTEST_NAME;
    let is_held = |name: &str| is_name(name) && line.contains(name);
    let begins_first =
        || is_name(line) && names().find(|name| !name.is_empty()).is_some_and(|first| first.starts_with(line));
    sheet.layout.family_at_end(line).is_some() || names().any(is_held) || begins_first()
}

/// The levels without numbers that name parts: each of their lines stands in one place, `【総務部】` and then `【教育部】`.
fn parts<'c>(sheet: &'c Interpreted<'_, '_>) -> HashSet<&'c str> {
    let mut lines: HashMap<&str, Vec<&str>> = HashMap::default();
    for (at, class) in sheet.classes.rows.iter().enumerate() {
        if let (Class::Heading(Opening { level, number: None, .. }), Some(line)) =
            (class, sheet.classes.lone_text(sheet.rows, at))
        {
            let of_level = lines.entry(level).or_default();
            // The next page prints it again.
            if of_level.last() != Some(&line) {
                of_level.push(line);
            }
        }
    }
    let names_parts = |lines: &[&str]| lines.len() > 1 && lines.iter().collect::<HashSet<_>>().len() == lines.len();
    lines.into_iter().filter(|(_, lines)| names_parts(lines)).map(|(level, _)| level).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn what_the_first_column_is_named_after_is_no_level_of_its_own() {
        let paths = |first: &str, caption: &str| {
            let table = |name: &str| format!("{caption}\n\n{first}\t内容\t評価\n{name}\t町の人と行いました。\tA\n\n");
            let sheet = format!("第1節 花\n\n{}第2節 川\n\n{}", table("花壇"), table("水路"));
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.title.clone()).collect();
            read.records.iter().map(path).collect::<Vec<Vec<String>>>()
        };
        let captions = ["花", "川"].map(|section| vec![section.to_owned()]);
        assert_eq!(paths("行動の名称", "○行動"), captions);
        assert_eq!(paths("行動の名称", "○見守り"), captions.map(|of| [of, vec!["見守り".to_owned()]].concat()));
    }
}
