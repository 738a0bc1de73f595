//! Short rows that no line break cut: lines of cells, of which an export left out the blank ones at the end.
//!
//! In: the rows that would make a whole one together. Out: whether each stands in its columns by itself.

use std::ops::Range;

use super::Block;
use super::kind::Kind;
use crate::interpret::shape::Shape;

impl Block<'_, '_> {
    /// Whether every row begins with a blank cell, ends with a filled one and has each cell where whole rows have such cells:
    /// blank ones hold the places. The rest of a cell that a line break cut begins its row.
    pub(super) fn are_lines(&self, run: &Range<usize>, kinds: &[Kind]) -> bool {
        run.clone().all(|row| {
            let shapes = self.shapes_of(row);
            let is_placed = || kinds.iter().zip(shapes).all(|(kind, shape)| kind.takes(*shape));
            shapes.first() == Some(&Shape::Blank) && shapes.last() != Some(&Shape::Blank) && is_placed()
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[track_caller]
    fn case(lines: &str, expected: &str) {
        let sheet = format!(
            "番号|取組|実施内容|評価|担当課\n{lines}2|花壇|苗を配った。|B|公園課\n3|並木|枝を切った。|A|公園課\n"
        );
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let text = read.records[0].texts.iter().find(|(name, _)| **name == *"実施内容").map(|(_, text)| &**text);
        assert_eq!((read.records.len(), text), (3, Some(expected)), "{lines}");
    }

    #[test]
    fn lines_of_cells_stand_in_their_columns() {
        case(
            "1|夜市|商店街の広場を借り|A|商工課\n||て、朝夕に開き、店を\n||並べた。\n",
            "商店街の広場を借りて、朝夕に開き、店を並べた。",
        );
    }

    #[test]
    fn the_rest_of_a_cell_begins_its_row() {
        case("1|夜市|商店街の広場を借りて、\n開いた。|A|商工課\n", "商店街の広場を借りて、開いた。");
    }
}
