//! Where a narrow column cuts its cells.
//!
//! In: texts. Out: their widths as they were printed, the edge at which several of them end, and whether one ends
//! there.

use unicode_width::UnicodeWidthStr;

use super::NARROWEST;

/// The edge at which a narrow column cuts its cells, of which these are the widths, in display cells: several of them
/// end there, and none behind it, or a single damaged one where most of the others end there.
pub fn edge(widths: &[usize]) -> Option<usize> {
    /// The longest text of an ordinary column is alone.
    const FEWEST_AT_EDGE: usize = 2;
    /// A row cut into three has two cells at the edge, and beside it stand some that were not cut.
    const SHARE_AT_EDGE: f32 = 0.25;
    /// Where one cell is longer, more than chance must show the edge: half of the cells of a page.
    const FEWEST_BEFORE_ONE: usize = 6;
    const SHARE_BEFORE_ONE: f32 = 0.5;
    let at = |edge: usize| widths.iter().filter(|width| **width + LAST_CHARACTER >= edge).count();
    let share = |count: usize| count as f32 / widths.len() as f32;
    let widest = widths.iter().copied().max().filter(|edge| *edge >= NARROWEST)?;
    if at(widest) >= FEWEST_AT_EDGE {
        return (share(at(widest)) >= SHARE_AT_EDGE).then_some(widest);
    }
    let edge = widths.iter().copied().filter(|width| *width < widest).max().filter(|edge| *edge >= NARROWEST)?;
    let before = at(edge) - 1;
    (before >= FEWEST_BEFORE_ONE && share(before) >= SHARE_BEFORE_ONE).then_some(edge)
}

/// The widths of the cells that hold something.
pub fn widths<'t>(cells: impl Iterator<Item = &'t str>) -> Vec<usize> {
    cells.filter(|text| !text.is_empty()).map(width).collect()
}

/// How many display cells a text takes in Japanese type, where Ⅰ, ① and ○ are as wide as 一.
pub fn width(text: &str) -> usize {
    text.width_cjk()
}

/// How many display cells of a text its column holds: the last character may hang over the edge where none begins a
/// line with it, `自主グルー` above プ.
pub fn held_width(text: &str) -> usize {
    const HANGING: [char; 21] = [
        '。', '、', '，', '．', '」', '』', '）', ')', '】', 'ー', 'っ', 'ゃ', 'ゅ', 'ょ', 'ッ', 'ャ', 'ュ', 'ョ',
        'ァ', 'ィ', 'ェ',
    ];
    width(text.strip_suffix(HANGING).unwrap_or(text))
}

/// Whether a text reaches the edge of its column.
pub fn reaches(text: &str, edge: usize) -> bool {
    width(text) + LAST_CHARACTER >= edge
}

/// A line that is not quite full lacks one character: the next one would stand over the edge, or may not begin a line.
pub const LAST_CHARACTER: usize = 2;

#[cfg(test)]
mod tests {
    use super::{edge, widths};

    #[test]
    fn a_numeral_of_one_letter_is_as_wide_as_any_other() {
        let edge = super::width("身に付け、");
        assert!(super::reaches("Ⅰ　確か", edge) && super::reaches("①　確か", edge));
        assert!(!super::reaches("1　確か", edge));
    }

    #[test]
    fn several_cells_end_at_the_edge_of_a_narrow_column() {
        assert_eq!(edge(&widths(["石垣を積み直し", "川の水を引き入", "た。", "苗を植えました"].into_iter())), Some(14));
        assert_eq!(edge(&widths(["石垣を積み直した。", "水を引いた。", "苗を植えた。"].into_iter())), None);
        assert_eq!(edge(&widths(["実施中", "実施中", "実施中"].into_iter())), None);
    }

    #[test]
    fn one_damaged_cell_behind_an_edge_hides_it_only_among_few() {
        let lines = [
            "石垣を積み直し",
            "川の水を引き入",
            "苗を植えました",
            "道の草を刈りま",
            "橋の板を替えて",
            "池の底を洗いま",
        ];
        let damaged = "遏ｳ蝙｣繧堤ｩ阪∩逶ｴ縺";
        let of = |count: usize| edge(&widths(lines[..count].iter().copied().chain(["た。", damaged])));
        assert_eq!((of(6), of(5)), (Some(14), None));
    }

    #[test]
    fn what_begins_no_line_hangs_over_the_edge() {
        assert_eq!(["自主グルー", "植えた。", "ー", "花壇"].map(super::held_width), [8, 6, 0, 4]);
    }
}
