//! What the columns of a table hold: the shapes of their cells, counted.
//!
//! In: runs, and where their cells stand. Out: one [`Counts`] per column, and how well these agree with the words of
//! the headers. What follows for roles and names is left to [`roles`].

use foldhash::HashMap;

use super::assign::Assigned;
use super::draft::Draft;
use super::union::Columns;
use crate::interpret::align::Counts;
use crate::interpret::classify::Classes;
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::Family;
use crate::interpret::roles;
use crate::interpret::shape::Shape;

/// What the cells of all columns look like together; each shape counts once more than it was seen, so that none is
/// impossible.
pub(super) fn seen_anywhere(drafts: &[Draft]) -> Counts {
    let mut all: Counts = [1.0; Shape::COUNT];
    for counts in drafts.iter().flat_map(|draft| &draft.seen) {
        all.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    all
}

/// Which pages show what stands under their header: those that have one of their own width; where there is none, all
/// that have one.
pub(super) fn pages_that_show(drafts: &[Draft], columns: &Columns) -> Vec<bool> {
    let has_header = |draft: &Draft| columns.of_header.is_empty() || draft.own_header.is_some();
    let is_exact = |draft: &Draft| has_header(draft) && place(draft, columns).len() == draft.width;
    let any_exact = drafts.iter().any(|draft| draft.own_header.is_some() && is_exact(draft));
    let shows = |draft: &Draft| if any_exact { is_exact(draft) } else { has_header(draft) };
    drafts.iter().map(shows).collect()
}

/// The columns that stand in a page by its header, or all where no page has one.
fn place(draft: &Draft, columns: &Columns) -> Vec<usize> {
    let own = draft.own_header.map(|header| columns.of_header[&header].clone());
    own.unwrap_or_else(|| (0..columns.headers.len()).collect())
}

/// What the columns hold, counted on the pages that show it.
pub(super) fn seen_under_headers(drafts: &[Draft], columns: &Columns, shown: &[bool]) -> Vec<Counts> {
    let mut seen = vec![[0.0; Shape::COUNT]; columns.headers.len()];
    for (draft, _) in drafts.iter().zip(shown).filter(|(_, shows)| **shows) {
        add(&mut seen, draft, &place(draft, columns).into_iter().map(Some).collect::<Vec<_>>());
    }
    seen
}

/// What the columns hold, counted on pages as they were assigned.
pub(super) fn seen_as_assigned<'d>(
    pages: impl Iterator<Item = (&'d Draft, &'d Assigned)>,
    width: usize,
) -> Vec<Counts> {
    let mut seen = vec![[0.0; Shape::COUNT]; width];
    pages.for_each(|(draft, page)| add(&mut seen, draft, &page.column_of));
    seen
}

fn add(seen: &mut [Counts], draft: &Draft, column_of: &[Option<usize>]) {
    for (counts, column) in draft.seen.iter().zip(column_of) {
        if let Some(column) = column {
            seen[*column].iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
    }
}

/// How well the cells of all columns agree with the words of their headers: the sum, a column, of the fit of the best
/// role that the word allows.
pub(super) fn agreement(columns: &Columns, seen: &[Counts]) -> f32 {
    let fit = |(header, seen): (&HeaderColumn, &Counts)| {
        let roles = header.family.map(Family::roles)?;
        roles.iter().map(|role| roles::fits(seen, *role)).max_by(f32::total_cmp)
    };
    columns.headers.iter().zip(seen).filter_map(fit).sum()
}

/// What stands under each header of the sheet, wherever it is printed.
pub(super) type UnderHeaders = HashMap<*const HeaderColumn, Vec<Counts>>;

/// Counts what stands under each header. Runs of another width may have lost a column.
pub(super) fn under_headers(drafts: &[Draft], classes: &Classes) -> UnderHeaders {
    let mut all = UnderHeaders::default();
    for draft in drafts {
        let Some(columns) = draft.own_header.map(|header| &classes.headers[header].columns) else { continue };
        if draft.seen.len() == columns.len() {
            let of = all.entry(columns.as_ptr()).or_insert_with(|| vec![[0.0; Shape::COUNT]; columns.len()]);
            add(of, draft, &(0..columns.len()).map(Some).collect::<Vec<_>>());
        }
    }
    all
}

/// What the columns of a table hold, here and in other tables of its header: of tables that take turns each has a row
/// or two.
pub(super) fn with_kin(
    seen: &[Counts],
    (drafts, columns): (&[Draft], &Columns),
    (all, classes): (&UnderHeaders, &Classes),
) -> Vec<Counts> {
    let mut seen = seen.to_vec();
    let mut own = under_headers(drafts, classes);
    for header in drafts.iter().filter_map(|draft| draft.own_header) {
        let of = classes.headers[header].columns.as_ptr();
        let (Some(all), Some(own)) = (all.get(&of), own.remove(&of)) else { continue };
        for (&column, (all, own)) in columns.of_header[&header].iter().zip(all.iter().zip(own)) {
            (0..Shape::COUNT).for_each(|at| seen[column][at] += all[at] - own[at]);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn of_tables_that_take_turns_one_shows_what_the_other_holds() {
        let part = |name: &str, word: &str| {
            format!(
                "施策{name}\n指標\t実績\t進み具合\n{name}の花壇の数\t12か所\t{word}\n\n取組\t結果\t評価\t担当課\n\
                 {name}の花壇\t苗を植えた。\tA\t公園課\n{name}の水路\t泥をさらった。\tB\t河川課\n\n"
            )
        };
        let sheet = format!(
            "町の計画\n\n進み具合　順調：届いた　停滞：届かない\n\n{}{}{}",
            part("１　北", "順調"),
            part("２　南", "停滞"),
            part("３　西", "順調")
        );
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let ratings: Vec<&str> = read.records.iter().map(|record| &*record.ratings[0].printed).collect();
        assert_eq!(ratings, ["順調", "A", "B", "停滞", "A", "B", "順調", "A", "B"]);
    }
}
