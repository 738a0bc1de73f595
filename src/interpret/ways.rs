//! The best way to cut rows into pieces.
//!
//! In: how many rows there are, and which pieces may begin at each, with their costs. Out: the pieces of the way that
//! costs least, where just one does: what another way fits as well is told by neither.

use std::ops::Range;

/// What a way costs, the dearer kind first.
pub(super) type Cost = [isize; 2];

/// How the rows down to one of them can be cut.
#[derive(Clone, Copy)]
struct Way {
    cost: Cost,
    /// Where the last piece begins.
    from: usize,
    /// Another way is as good.
    rivalled: bool,
}

/// The pieces of so many rows, if one way to cut them is the cheapest. `ends` gives where a piece may end that begins
/// at a row, with its cost.
pub(super) fn cheapest<E: Iterator<Item = (usize, Cost)>>(
    rows: usize,
    ends: impl Fn(usize) -> E,
) -> Option<Vec<Range<usize>>> {
    let mut ways: Vec<Option<Way>> = vec![None; rows + 1];
    ways[0] = Some(Way { cost: [0, 0], from: 0, rivalled: false });
    for from in 0..rows {
        let Some(Way { cost: [first, second], rivalled, .. }) = ways[from] else { continue };
        for (end, [dearer, other]) in ends(from) {
            let way = Way { cost: [first + dearer, second + other], from, rivalled };
            ways[end] = Some(match ways[end] {
                Some(other) if other.cost < way.cost => other,
                Some(other) if other.cost == way.cost => Way { rivalled: true, ..other },
                _ => way,
            });
        }
    }
    ways[rows].filter(|way| !way.rivalled)?;
    let mut pieces = Vec::new();
    let mut end = rows;
    while end > 0 {
        let from = ways[end]?.from;
        pieces.push(from..end);
        end = from;
    }
    pieces.reverse();
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::cheapest;

    #[test]
    fn the_cheapest_way_is_taken_where_no_other_costs_as_much() {
        let ends = |costs: &'static [(usize, usize, isize)]| {
            move |from: usize| costs.iter().filter(move |of| of.0 == from).map(|of| (of.1, [of.2, 0]))
        };
        assert_eq!(cheapest(3, ends(&[(0, 1, 1), (1, 3, 0), (0, 3, 2)])), Some(vec![0..1, 1..3]));
        assert_eq!(cheapest(3, ends(&[(0, 1, 1), (1, 3, 0), (0, 3, 1)])), None);
        assert_eq!(cheapest(3, ends(&[(0, 1, 1)])), None);
    }
}
