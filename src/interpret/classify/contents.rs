//! Contents in cells: `目次` above `施策1-1⇥相談の充実⇥3`.
//!
//! In: rows before they are classified. Out: the line that says so with the entries below it, each with the number of a
//! page at its end; lines between them head some of them. Contents of lone lines are known by themselves.

use std::ops::Range;

use crate::interpret::heading;
use crate::interpret::number;
use crate::read::lex::Rows;

/// Whether a line stands above contents.
pub(crate) fn is_caption(line: &str) -> bool {
    line.starts_with(['目', 'も']) && ["目次", "もくじ"].contains(&&*heading::squeezed(line))
}

/// Two numbers that do not fall may stand there by chance.
const FEWEST_ENTRIES: usize = 3;

/// So many lines at most stand between two entries: a heading or two, and the end of a page.
const MOST_BETWEEN: usize = 12;

/// The rows of contents that begin with a row, if that is a line and says so.
pub(super) fn block(rows: &Rows<'_>, (start, line): (usize, Option<&str>)) -> Option<Range<usize>> {
    line.filter(|line| is_caption(line))?;
    let (mut end, mut entries, mut last) = (start + 1, 0, 0);
    for at in start + 1..rows.rows.len() {
        match page(rows, at) {
            Some(page) if page >= last => (end, entries, last) = (at + 1, entries + 1, page),
            Some(_) => break,
            None if rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty()).count() > 1 => break,
            None if at - end == MOST_BETWEEN => break,
            None => {}
        }
    }
    (entries >= FEWEST_ENTRIES).then_some(start..end)
}

/// The page in the last of several cells.
fn page(rows: &Rows<'_>, at: usize) -> Option<u32> {
    let mut filled = rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty());
    let last = filled.next_back()?;
    filled.next()?;
    let page = number::leading(&last.text).filter(|page| page.length == last.text.len())?;
    last.text.starts_with(|c| number::digit(c).is_some()).then_some(page.value)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn contents_above_forms_are_none_of_their_rows() {
        let form = |number: usize, name: &str| {
            format!(
                "施策番号|{number}|施策名|{name}|担当課|公園課\n取組|苗を植えた。||||\n達成度|A|評価の理由|よく育った。||\n\n"
            )
        };
        let names = ["花壇の手入れ", "並木の剪定", "水路の掃除"];
        let forms: String = (1..).zip(names).map(|(number, name)| form(number, name)).collect();
        let read = |contents: &str| {
            let sheet = format!("白波町の評価\n\n{contents}\n{forms}").replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let aside: usize = read.set_aside.iter().filter(|of| of.why == crate::record::Why::Contents).count();
            let item = |record: &crate::record::Record<'_>| {
                record.item.as_ref().map_or(String::new(), |item| item.title.to_string())
            };
            (read.records.iter().map(item).collect::<Vec<_>>(), aside)
        };
        let whole = names.map(str::to_owned).to_vec();
        assert_eq!(read(""), (whole.clone(), 0));
        let entries = "|施策1|花壇の手入れ|||1\n|施策2|並木の剪定|||2\n３　水|||||\n|施策3|水路の掃除|||3\n";
        assert_eq!(read(&format!("目　次|||||\n１　緑|||||\n{entries}")), (whole, 12));
    }
}
