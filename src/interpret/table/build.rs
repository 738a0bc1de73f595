//! One table out of its runs of rows.
//!
//! In: the runs that share a header. Out: a [`Table`], its pages assigned, its columns named. Each step has a room of
//! its own; here is their order.

use super::assign::{Assigned, assign_pages};
use super::beside::{phantoms, take_legends};
use super::count::{
    UnderHeaders, agreement, pages_that_show, seen_anywhere, seen_as_assigned, seen_under_headers, with_kin,
};
use super::digits::count_points;
use super::draft::Draft;
use super::item::{
    demote_notes, demote_numbers, promote_grouped, promote_level, promote_measured, promote_merged, promote_named,
};
use super::moved::rows_that_moved;
use super::nameless;
use super::options::join_options;
use super::settle::{rate_years_of_legends, settle_vocabularies};
use super::union::{self, Columns};
use super::{Evidence, Page, Table};
use crate::diagnostic::Findings;
use crate::interpret::align::{Counts, Weights, weights};
use crate::interpret::classify::Classes;
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::{self, Family};
use crate::interpret::roles::{self, Beside, TableColumn};
use crate::interpret::rules::row_too_long::row_too_long;
use crate::interpret::scale;
use crate::interpret::shape::Shape;
use crate::read::lex::Rows;
use crate::record::Role;

/// Where the cells stand under their headers is given up only if another reading agrees with the header's words better
/// by so much: one column of sentences instead of departments.
const CLEARLY_AGREES: f32 = 4.0;

/// What is made of the columns from what they were seen to hold.
struct Reading {
    weights: Vec<Weights>,
    pages: Vec<Assigned>,
}

/// Makes a table of its pages: twice over, because what the columns hold is known only after a first assignment.
pub(super) fn table(
    drafts: Vec<Draft>,
    (rows, shapes): (&Rows<'_>, &[Shape]),
    (classes, kin): (&Classes, &UnderHeaders),
    findings: &mut Findings,
) -> Table {
    let mut columns = union::columns(&drafts, classes);
    let all = seen_anywhere(&drafts);
    let seen = first_seen(&drafts, &columns, &all);
    rate_years_of_legends(&mut columns.headers, &seen, &classes.legends);
    count_points(&mut columns.headers, &seen, &classes.points, &classes.legends);
    let headers = &columns.headers;
    let first = reading((&roles::roles(headers, &seen), &seen), &drafts, &columns, &all);
    let mut seen = seen_as_assigned(drafts.iter().zip(&first.pages), headers.len());
    let phantom = phantoms(&columns, &seen);
    settle_vocabularies((&drafts, &first.pages), rows, headers, &classes.legends, &mut seen);
    let named = roles::columns(headers, &with_kin(&seen, (&drafts, &columns), (kin, classes)));
    let roles: Vec<Role> = named.iter().map(|column| column.role).collect();
    let second = reading((&roles, &seen), &drafts, &columns, &all);

    for (draft, page) in drafts.iter().zip(&second.pages) {
        let named = draft.own_header.map_or(0, |header| columns.of_header[&header].len());
        if let Some(header) = draft.own_header.filter(|_| page.sequence.len() < named) {
            let last = classes.headers[header].rows.end - 1;
            let beyond = rows.of(&rows.rows[last]).get(draft.width).map_or(rows.rows[last].span, |cell| cell.span);
            row_too_long(beyond, (draft.width, named), findings);
        }
    }
    let pages = drafts.into_iter().zip(second.pages).map(|(draft, assigned)| {
        let page = page(draft, assigned, &phantom);
        let moved = rows_that_moved(&page, &second.weights, (rows, shapes));
        Page { moved, ..page }
    });
    let pages: Vec<Page> = pages.collect();
    let mut pages_of = vec![Vec::new(); headers.len()];
    for (at, page) in pages.iter().enumerate() {
        page.columns.iter().for_each(|&column| pages_of[column].push(at));
    }
    let evidence = headers.iter().zip(seen).map(|(header, seen)| Evidence { family: header.family, seen }).collect();
    let mut table = Table { columns: named, pages, renamed: columns.renamed, pages_of, evidence, ..Table::default() };
    for (column, phantom) in table.columns.iter_mut().zip(phantom) {
        column.beside = phantom.then_some(Beside::Nothing);
    }
    take_legends(&mut table, rows, findings);
    join_options(&mut table, headers, rows);
    nameless::demote(&mut table, headers, rows);
    demote_notes(&mut table, headers, rows);
    promote_merged(&mut table, headers, rows);
    promote_measured(&mut table, headers, rows);
    promote_grouped(&mut table, headers, rows);
    promote_named(&mut table, headers, rows);
    promote_level(&mut table, headers, rows);
    demote_numbers(&mut table, headers, rows);
    table.evaluates = evaluates(&table, headers);
    table
}

/// What the columns hold to begin with: what stands under their headers, unless the words of the headers alone lead to
/// columns that agree with them clearly better and leave no more cells without a column.
fn first_seen(drafts: &[Draft], columns: &Columns, all: &Counts) -> Vec<Counts> {
    let shown = pages_that_show(drafts, columns);
    let seen = seen_under_headers(drafts, columns, &shown);
    let by_words = vec![[0.0; Shape::COUNT]; columns.headers.len()];
    let roles = roles::roles(&columns.headers, &by_words);
    let read_by_words = reading((&roles, &by_words), drafts, columns, all);
    let pages = drafts.iter().zip(&read_by_words.pages).zip(&shown).filter_map(|(page, shows)| shows.then_some(page));
    let seen_by_words = seen_as_assigned(pages, columns.headers.len());
    let agrees = agreement(columns, &seen_by_words) > agreement(columns, &seen) + CLEARLY_AGREES;
    let placed = |seen: &[Counts]| -> f32 {
        let filled = |counts: &Counts| counts.iter().sum::<f32>() - counts[Shape::Blank.index()];
        seen.iter().map(filled).sum()
    };
    if agrees && placed(&seen_by_words) >= placed(&seen) { by_words } else { seen }
}

/// Assigns the pages to the columns by their roles and by what they hold.
fn reading((roles, seen): (&[Role], &[Counts]), drafts: &[Draft], columns: &Columns, all: &Counts) -> Reading {
    let roles = roles.iter().zip(seen);
    let weights: Vec<Weights> = roles.map(|(role, seen)| weights(*role, seen, all)).collect();
    let pages = assign_pages(drafts, columns, &weights);
    Reading { weights, pages }
}

/// A page as it was assigned, without the columns that are none.
fn page(draft: Draft, assigned: Assigned, phantom: &[bool]) -> Page {
    let column_of = assigned.column_of.into_iter().map(|column| column.filter(|&column| !phantom[column])).collect();
    let columns = assigned.sequence.into_iter().filter(|&column| !phantom[column]).collect();
    Page { rows: draft.rows, header: draft.own_header, columns, column_of, ..Page::default() }
}

/// Whether a table evaluates: it has ratings; or points below a word for them, with a text beside; or its header names
/// what is evaluated, and there is a text, a figure or a department to it, or its figures of several years.
fn evaluates(table: &Table, headers: &[HeaderColumn]) -> bool {
    let has = |role: Role| table.columns.iter().any(|column| column.role == role && column.beside.is_none());
    let names = |family: Family| headers.iter().any(|header| header.family == Some(family));
    let names_item = names(Family::Item) || names(Family::Measure);
    let names_result = names(Family::Result) || names(Family::Judged) || names(Family::Value);
    let tells = has(Role::Text) || has(Role::Value);
    // Codes with nothing but figures beside them, and figures below codes, count how often each was given.
    let heads_counts =
        |at: usize| table.columns[at].role == Role::Value && scale::alphabet(&headers[at].inner()).is_some();
    let below_codes = (0..headers.len()).filter(|&at| heads_counts(at)).count() > 1;
    let names_nothing = ![Role::Item, Role::Path, Role::Text, Role::Department].into_iter().any(has);
    if (!has(Role::Rating) && below_codes) || (names_nothing && has(Role::Value)) {
        return false;
    }
    let scores = |(header, column): (&HeaderColumn, &TableColumn)| {
        column.role == Role::Value && header.family == Some(Family::Rating) && !header.names_amount()
    };
    let is_scored = || has(Role::Item) && has(Role::Text) && headers.iter().zip(&table.columns).any(scores);
    has(Role::Rating)
        || is_scored()
        || (names_item && tells && (names_result || has(Role::Department) || follows_indicators(table, headers)))
}

/// Whether figures of several years stand beside indicators, which are chosen to be followed, or figures of a year
/// beside a target. Beside projects or places the same figures are counts.
fn follows_indicators(table: &Table, headers: &[HeaderColumn]) -> bool {
    let figures = || headers.iter().zip(&table.columns).filter(|(_, column)| column.role == Role::Value);
    let years = figures().filter(|(header, _)| layout::is_year(&header.inner())).count();
    let any_target = || figures().any(|(header, _)| header.inner().contains("目標"));
    years >= 1 && any_target() || years >= 2 && headers.iter().any(HeaderColumn::names_indicators)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[track_caller]
    fn case(header: &str, records: usize) {
        let sheet = format!("{header}\n畑の貸出し\t30\t41\n直売の市\t12\t13\n種の交換\t7\t9\n");
        let source = Source::made_up(&sheet);
        assert_eq!(crate::sheet(&source, &Options::default(), Findings::default()).records.len(), records, "{header}");
    }

    #[test]
    fn points_below_a_word_for_ratings_evaluate_what_a_text_tells_of() {
        case("場\t自己採点\t件数", 0);
        let sheet = "場\t自己採点\tひとこと\n畑\t75点\t土を入れた。\n市\t60点\t店が減った。\n種\t90点\t皆で配った。\n";
        let source = Source::made_up(sheet);
        assert_eq!(crate::sheet(&source, &Options::default(), Findings::default()).records.len(), 3);
    }

    #[test]
    fn cells_stand_under_their_headers_though_the_first_of_several_pages_holds_an_odd_one() {
        let row = |item: &str, goal: &str, word: &str| {
            format!(
                "1-1\t{item}\t{goal}\t直した所は{item}に三つあり、夏に終えた。\t{word}\t\t次の{item}に広げる\t農政部\t河川課\n"
            )
        };
        let page = |number: u8, goal: &str| {
            let rows =
                [row("堤", goal, "順調"), row("橋", "二つの町で直す", "遅延"), row("道", "年60回", "完了")].concat();
            format!("変革の方向（{number}）町を変える\n{rows}")
        };
        let header =
            "番号\tアクション\t到達目標\t結果\tステータス\t遅延の理由\t次の一手\t推進担当\t\n\t\t\t\t\t\t\t部\t課\n";
        let odd = page(1, "堤の上を「春の\"市\"」を開いて直す。");
        let sheet = format!("{header}{odd}{}{}", page(2, "堤を直す"), page(3, "堤を直す"));
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map(|item| item.title.to_string()).unwrap_or_default();
            format!("{item} {}", record.ratings[0].printed)
        };
        let expected = ["堤 順調", "橋 遅延", "道 完了"].repeat(3);
        assert_eq!(read.records.iter().map(told).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn figures_of_several_years_follow_indicators_and_count_anything_else() {
        case("成果指標\t令和4年度\t令和5年度", 3);
        case("講座名\t令和4年度\t令和5年度", 0);
        case("取組\t令和4年度\t目標（令和7年度）", 3);
        case("成果指標\t北の町\t南の町", 0);
    }
}
