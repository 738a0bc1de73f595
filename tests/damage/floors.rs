//! What does not hold the law in every sheet yet, and how often it does.
//!
//! A floor may only rise. A damage that is not listed holds always, alone and with each other one.

/// Percents of sheets on which the law holds.
pub(crate) struct Floor {
    pub(crate) damage: &'static str,
    pub(crate) alone: usize,
    pub(crate) paired: usize,
}

pub(crate) fn of(damage: &str) -> Option<&'static Floor> {
    FLOORS.iter().find(|floor| floor.damage == damage)
}

const fn floor(damage: &'static str, alone: usize, paired: usize) -> Floor {
    Floor { damage, alone, paired }
}

pub(crate) const FLOORS: &[Floor] = &[
    // A row whose text breaks before its last columns is not joined where the sheet has few rows with as many cells.
    floor("broken-cell", 95, 91),
    // A column of texts that wrap once or not at all shows no width, and keeps its spaces.
    floor("soft-wraps", 60, 60),
    // A cell with U+FFFD in it is not said to be damaged.
    floor("mojibake-cell", 97, 98),
    // A word in a column of words is taken for one of them.
    floor("wrong-code", 96, 94),
    // Headings of the first table stay above the second.
    floor("several-tables", 37, 42),
    // A name of a department alone on a line is taken for the rest of the cell above.
    floor("noise-lines", 80, 73),
    // In pairs: a page without its header beside something else on the same rows.
    floor("half-width-kana", 100, 98),
    floor("page-numbers", 100, 97),
    floor("left-column-added", 100, 91),
    floor("right-column-added", 100, 98),
    floor("right-column-dropped", 100, 94),
    floor("blank-lines", 100, 95),
    floor("noise-cells", 100, 94),
    floor("footnotes", 100, 92),
    floor("cut-in-a-character", 100, 88),
];
