//! Short rows that no line break cut: lines of cells, of which an export left out the blank ones at the end.
//!
//! In: the rows that would make a whole one together. Out: whether each stands in its columns by itself.

use std::ops::Range;

use super::Block;
use super::kind::Kind;
use crate::interpret::shape::Shape;

impl Block<'_, '_> {
    /// Whether every row of a run is such a line. The rest of a cell that a line break cut begins its row.
    pub(super) fn are_lines(&self, run: &Range<usize>, kinds: &[Kind]) -> bool {
        run.clone().all(|row| self.is_line(row, kinds))
    }

    /// Whether a short row begins with a blank cell, ends with a filled one and has each cell where whole rows have
    /// such cells: blank ones hold the places.
    pub(super) fn is_line(&self, row: usize, kinds: &[Kind]) -> bool {
        let shapes = self.shapes_of(row);
        let is_placed =
            || shapes.len() < kinds.len() && kinds.iter().zip(shapes).all(|(kind, shape)| kind.takes(*shape));
        shapes.first() == Some(&Shape::Blank) && shapes.last() != Some(&Shape::Blank) && is_placed()
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

    #[test]
    fn a_cell_is_put_together_where_most_rows_lack_their_blank_ends() {
        let read = |cut: &str| {
            let sheet = format!(
                "取組|区分|春|夏|評価|担当課\n花壇の手入れ|計画|5か所|6か所|A|公園課\n|実績|5か所|7か所\n{cut}|実績|2本|3本\n\
                 水路の掃除|計画|3回|4回|A|河川課\n|実績|3回|5回\n"
            );
            let sheet = sheet.replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records
                .iter()
                .map(|of| of.item.as_ref().map_or(String::new(), |item| item.title.to_string()))
                .collect::<Vec<_>>()
        };
        let whole: Vec<String> =
            ["花壇の手入れ", "花壇の手入れ", "並木の枝切り", "並木の枝切り", "水路の掃除", "水路の掃除"]
                .map(str::to_owned)
                .to_vec();
        assert_eq!(read("並木の枝切り|計画|2本|3本|B|公園課\n"), whole);
        assert_eq!(read("並木の\n枝切り|計画|2本|3本|B|公園課\n"), whole);
    }

    #[test]
    fn the_number_of_a_page_ends_no_row() {
        let sheet = "取組|区分|内容|評価|担当課\n花壇|新規|苗を配り、水をやった。|A|公園課\n並木|新規|枝を切り、落ち葉を集め|A|公園課\n||て配った\n\n||- 2 -\n";
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names = read.records.iter().flat_map(|of| &of.departments).map(|of| of.name.to_string());
        assert_eq!(names.collect::<Vec<_>>(), ["公園課", "公園課"]);
    }
}
