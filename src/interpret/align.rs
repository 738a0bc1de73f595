//! Evidence and assignment: which cell column of a page stands in which column of its table.
//!
//! In: what the cells of a page look like, and what each column of the table usually holds. Out: the best
//! order-preserving assignment, with costs for a column that is missing and a cell that is too many. The same search
//! serves whole pages and single rows. No position counts by itself.

use crate::interpret::scale::Alphabet;
use crate::interpret::shape::Shape;
use crate::record::Role;

/// How often each shape was seen.
pub type Counts = [f32; Shape::COUNT];

/// What a column makes of each shape: the logarithm of how much likelier the shape is there than anywhere.
pub type Weights = [f32; Shape::COUNT];

/// A role's expectation weighs as much as this many seen cells: enough for a page of ten rows to overrule it.
const PRIOR_WEIGHT: f32 = 4.0;

/// One cell can speak for or against a column only so much, or a single odd cell would move a whole page.
const STRONGEST: f32 = 4.0;

/// More rows than this make a page no more certain than these: its neighbours are not independent.
pub const MOST_ROWS_COUNTED: f32 = 12.0;

/// What it costs to leave out a column of the table between two that are there, and at either end. Pages lose their
/// outer columns far more often: on the sheets seen so far 11 pages against none.
const MISSING_INSIDE: f32 = 3.0;
const MISSING_OUTSIDE: f32 = 0.6;

/// What it costs, a filled cell, to put a cell into no column.
const NO_COLUMN: f32 = 5.0;

/// The same for a blank cell.
const NO_COLUMN_BLANK: f32 = 0.2;

/// What a role expects of its cells, in tenths. The figures follow the shares on the sheets seen so far, rounded, with
/// something left for every shape; they decide only until a column's own cells have been counted.
pub fn expected(role: Role) -> Counts {
    let mut counts = [0.02; Shape::COUNT];
    let mut expect = |shapes: &[(Shape, f32)]| shapes.iter().for_each(|(shape, share)| counts[shape.index()] = *share);
    match role {
        Role::Path => expect(&[
            (Shape::Blank, 5.0),
            (Shape::Heading, 2.0),
            (Shape::Phrase, 2.0),
            (Shape::Ordinal, 0.5),
            (Shape::Labelled, 0.5),
        ]),
        Role::Item => expect(&[
            (Shape::Blank, 2.0),
            (Shape::Phrase, 4.5),
            (Shape::Ordinal, 1.8),
            (Shape::Labelled, 0.7),
            (Shape::Heading, 0.3),
            (Shape::Open, 0.4),
            (Shape::Department, 0.2),
            (Shape::Sentence, 0.2),
        ]),
        Role::Rating => {
            let code = 8.0 / Alphabet::ALL.len() as f32;
            (Shape::FIRST_CODE..Shape::COUNT).for_each(|at| counts[at] = code);
            counts[Shape::Blank.index()] = 1.0;
            counts[Shape::Dash.index()] = 0.5;
            counts[Shape::Phrase.index()] = 0.3;
        }
        Role::Comment | Role::Text => expect(&[
            (Shape::Blank, 1.5),
            (Shape::Sentence, 4.5),
            (Shape::Open, 2.5),
            (Shape::Phrase, 1.0),
            (Shape::Dash, 0.2),
            (Shape::Number, 0.2),
            (Shape::Ordinal, 0.3),
        ]),
        Role::Value => {
            expect(&[(Shape::Number, 7.0), (Shape::Blank, 1.0), (Shape::Dash, 1.0), (Shape::Phrase, 0.3)]);
            counts[Shape::Code(Alphabet::Digit).index()] = 0.5;
        }
        Role::Department => expect(&[(Shape::Department, 8.0), (Shape::Blank, 0.7), (Shape::Phrase, 1.0)]),
    }
    counts
}

/// Weighs shapes for a column: its role's expectation and its own cells, against all cells of the table.
pub fn weights(role: Role, seen: &Counts, all: &Counts) -> Weights {
    let prior = expected(role);
    let share = |counts: &Counts, at: usize| counts[at] / counts.iter().sum::<f32>().max(1.0);
    let total: f32 = seen.iter().sum::<f32>() + PRIOR_WEIGHT;
    let weigh = |at: usize| {
        let here = (share(&prior, at) * PRIOR_WEIGHT + seen[at]) / total;
        (here / share(all, at).max(0.05)).ln().clamp(-STRONGEST, STRONGEST)
    };
    // A shape that the table hardly holds is no likelier elsewhere than a twentieth.
    let mut weights: Weights = std::array::from_fn(weigh);
    if role == Role::Rating {
        // A column of words or labelled codes takes a phrase as easily as a code.
        let word = weights[Shape::Code(Alphabet::Word).index()];
        for shape in [Shape::Labelled, Shape::Phrase] {
            weights[shape.index()] = weights[shape.index()].max(word);
        }
    }
    weights
}

/// Cells in order against columns in order.
pub struct Grid<'g> {
    /// How well cell column `k` fits column `c`.
    pub fit: &'g dyn Fn(usize, usize) -> f32,
    /// How many cell columns there are.
    pub cells: usize,
    /// How many columns there are.
    pub columns: usize,
    /// How full each cell column is, from 0 to 1, times the weight of the page.
    pub filled: &'g dyn Fn(usize) -> f32,
}

/// The best assignment and its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// For each cell column the column it stands in.
    pub column_of: Vec<Option<usize>>,
    /// The sum of the fits less the costs.
    pub score: f32,
}

/// A step back through the search.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Match,
    SkipCell,
    SkipColumn,
}

impl Grid<'_> {
    /// Whether each cell column fits the column at its own place clearly better than any other column or none: then no
    /// other assignment can be as good, and the search can be spared.
    pub fn fits_as_it_stands(&self) -> bool {
        /// Far more than sums of some hundred figures are off by rounding.
        const CLEARLY: f32 = 0.5;
        let best_at_place = |cell: usize| {
            let own = (self.fit)(cell, cell) - CLEARLY;
            let others = (0..self.columns).filter(|&column| column != cell);
            own > -self.cost_of_cell(cell) && others.map(|column| (self.fit)(cell, column)).all(|other| own > other)
        };
        self.cells == self.columns && (0..self.cells).all(best_at_place)
    }

    /// Finds the order-preserving assignment with the best score, by dynamic programming over both sequences.
    pub fn best(&self) -> Assignment {
        let width = self.columns + 1;
        let mut score = vec![f32::NEG_INFINITY; (self.cells + 1) * width];
        let mut step = vec![Step::Match; score.len()];
        score[0] = 0.0;
        for cell in 0..=self.cells {
            let cost = cell.checked_sub(1).map_or(0.0, |cell| self.cost_of_cell(cell));
            for column in 0..=self.columns {
                let at = cell * width + column;
                if cell > 0 && column > 0 {
                    let matched = score[at - width - 1] + (self.fit)(cell - 1, column - 1);
                    (score[at], step[at]) = (matched, Step::Match);
                }
                if cell > 0 {
                    let skipped = score[at - width] - cost;
                    if skipped > score[at] {
                        (score[at], step[at]) = (skipped, Step::SkipCell);
                    }
                }
                if column > 0 {
                    let outside = cell == 0 || cell == self.cells;
                    let skipped = score[at - 1] - if outside { MISSING_OUTSIDE } else { MISSING_INSIDE };
                    if skipped > score[at] {
                        (score[at], step[at]) = (skipped, Step::SkipColumn);
                    }
                }
            }
        }
        self.walk_back(&score, &step)
    }

    /// The score of an assignment that is given.
    pub fn score(&self, column_of: &[Option<usize>]) -> f32 {
        let mut score = 0.0;
        let mut next = 0;
        let mut any = false;
        for (cell, column) in column_of.iter().enumerate() {
            match column {
                Some(column) => {
                    let missing = column.saturating_sub(next) as f32;
                    score += (self.fit)(cell, *column) - missing * if any { MISSING_INSIDE } else { MISSING_OUTSIDE };
                    next = column + 1;
                    any = true;
                }
                None => score -= self.cost_of_cell(cell),
            }
        }
        score - self.columns.saturating_sub(next) as f32 * MISSING_OUTSIDE
    }

    fn cost_of_cell(&self, cell: usize) -> f32 {
        NO_COLUMN_BLANK + (self.filled)(cell) * NO_COLUMN
    }

    fn walk_back(&self, score: &[f32], step: &[Step]) -> Assignment {
        let width = self.columns + 1;
        let mut column_of = vec![None; self.cells];
        let (mut cell, mut column) = (self.cells, self.columns);
        while cell > 0 || column > 0 {
            match step[cell * width + column] {
                Step::Match => {
                    cell -= 1;
                    column -= 1;
                    column_of[cell] = Some(column);
                }
                Step::SkipCell => cell -= 1,
                Step::SkipColumn => column -= 1,
            }
        }
        Assignment { column_of, score: score[score.len() - 1] }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Grid, expected, weights};
    use crate::interpret::scale::Alphabet;
    use crate::interpret::shape::Shape;
    use crate::record::Role;

    const ROLES: [Role; 5] = [Role::Path, Role::Item, Role::Text, Role::Rating, Role::Department];

    fn assigned(row: &[Shape]) -> Vec<Option<usize>> {
        let mut all: Counts = [1.0; Shape::COUNT];
        ROLES.iter().for_each(|role| all.iter_mut().zip(expected(*role)).for_each(|(sum, own)| *sum += own));
        let columns: Vec<_> = ROLES.iter().map(|role| weights(*role, &[0.0; Shape::COUNT], &all)).collect();
        let fit = |cell: usize, column: usize| columns[column][row[cell].index()];
        let filled = |cell: usize| f32::from(u8::from(row[cell] != Shape::Blank));
        Grid { fit: &fit, cells: row.len(), columns: columns.len(), filled: &filled }.best().column_of
    }

    const CODE: Shape = Shape::Code(Alphabet::Latin);

    #[test]
    fn a_full_row_stands_where_it_stands() {
        let row = [Shape::Blank, Shape::Phrase, Shape::Sentence, CODE, Shape::Department];
        assert_eq!(assigned(&row), [Some(0), Some(1), Some(2), Some(3), Some(4)]);
    }

    #[test]
    fn columns_lost_at_the_left_are_left_out() {
        assert_eq!(assigned(&[Shape::Sentence, CODE, Shape::Department]), [Some(2), Some(3), Some(4)]);
    }

    #[test]
    fn a_blank_column_too_many_stands_in_no_column() {
        let row = [Shape::Blank, Shape::Phrase, Shape::Sentence, CODE, Shape::Department, Shape::Blank];
        assert_eq!(assigned(&row), [Some(0), Some(1), Some(2), Some(3), Some(4), None]);
    }
}
