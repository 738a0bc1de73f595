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
    // A character that is dropped counts for the width of its line.
    floor("soft-wraps", 100, 98),
    floor("nul", 100, 98),
    // A page without its header that lost columns at both ends, or one where a row has a cell too many.
    floor("broken-cell", 100, 99),
    floor("left-column-dropped", 100, 90),
    floor("right-column-dropped", 100, 98),
    // Beside a strange word in a column of few words.
    floor("right-column-added", 100, 98),
    floor("noise-cells", 100, 98),
];
