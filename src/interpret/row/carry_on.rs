//! Rows that go on with the record above: a page end cut it.
//!
//! In: a row or a lone line, and the record above. Out: the record's texts, longer. Rows that a line break cut were put
//! together before, by [`join`].

use std::borrow::Cow;

use super::edges::{ends_in_figure, is_mid_sentence};
use super::{DataRow, RowReader};
use crate::diagnostic::Findings;
use crate::interpret::account::{Use, Uses};
use crate::interpret::roles::TableColumn;
use crate::interpret::rules::joined_row::joined_row;
use crate::interpret::shape::Shape;
use crate::interpret::text;
use crate::interpret::value;
use crate::record::{CellState, Record, Repair, RepairKind, Role};

/// What a page end cuts is a text; a shorter cell is a number, a date or a word and complete.
pub(crate) const SHORTEST_CUT: usize = 8;

/// A record, or a heading in a column, stands on at most so many lines. One that goes on and on is no record, and its
/// repairs, each with the text before it, would grow with the square of its length.
pub(crate) const MOST_LINES: usize = 60;

impl<'s> RowReader<'_, '_, 's> {
    /// Whether a row carries on the record above: nothing but texts, each of which goes on where
    /// the record's own stops; or it is the rest of a row that narrow columns cut, or of one that has a number.
    pub(crate) fn carried_on(&self, row: &DataRow<'_>, above: Option<&Record<'s>>) -> bool {
        let may_grow =
            |above: &&Record<'s>| self.table == Some(row.table) && above.lines.len() < MOST_LINES && self.may_grow();
        let Some(above) = above.filter(may_grow) else { return false };
        if self.takes_its_turn(row) {
            return false;
        }
        let columns = &self.table(row.table).columns;
        let filled = &row.filled;
        let only_texts = filled.iter().all(|(_, column)| matches!(columns[*column].role, Role::Text | Role::Comment));
        let tells_apart =
            |column: usize| matches!(columns[column].role, Role::Item | Role::Rating | Role::Department | Role::Value);
        let told_apart = || row.page.columns_of(row.at).iter().flatten().any(|column| tells_apart(*column));
        let goes_on = |&(cell, column): &(usize, usize)| {
            let is_long = |before: &str| before.chars().count() >= SHORTEST_CUT;
            // 庁内で目的が共 is no word.
            let ends_phrase = |before: &str| {
                let begins_page = row.page.rows.first() == Some(&row.at);
                begins_page && text::holds_particle(before) && text::ends_sentence(&self.cell(cell).text)
            };
            text_of(above, columns, column)
                .is_some_and(|before| !text::ends_sentence(before) && (is_long(before) || ends_phrase(before)))
        };
        let texts_go_on = || only_texts && filled.iter().all(goes_on);
        let unnumbered = || self.lacks_number(row, above) || self.lacks_number_and_ends_sentence(row, above);
        let continues = || only_texts && self.continues_as_others(row, above);
        let belongs = || {
            self.is_line_of_round(row)
                || texts_go_on()
                || self.is_overleaf(row, above)
                || self.ends_rating(row)
                || self.is_wrapped(row, above)
                || unnumbered()
                || continues()
                || self.is_rest(row, above)
        };
        !filled.is_empty() && told_apart() && belongs()
    }

    /// Whether a page end cut off what a row holds, though a sentence may have ended there: a name is cut, or a text
    /// breaks off; or each record is named, and the row goes on with no short text.
    fn is_overleaf(&self, row: &DataRow<'_>, above: &Record<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let before = |column: usize| text_of(above, columns, column);
        let breaks_off = |&(cell, column): &(usize, usize)| {
            let own = &*self.cell(cell).text;
            let in_figure = |before: &str| ends_in_figure(before) && own.starts_with(text::is_kana_or_ideograph);
            before(column)
                .is_some_and(|before| is_mid_sentence(before, own) || lists_more(before, own) || in_figure(before))
        };
        let is_long =
            |&(_, column): &(usize, usize)| before(column).is_some_and(|before| before.chars().count() >= SHORTEST_CUT);
        let named = || self.signs(row.table).named && row.filled.iter().all(is_long);
        self.ends_name_overleaf(row) || row.page.rest == Some(row.at) && (row.filled.iter().any(breaks_off) || named())
    }

    /// Whether a page end cut a name off, of which a row holds the rest.
    pub(super) fn ends_name_overleaf(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let names = |(_, column): &(usize, usize)| matches!(columns[*column].role, Role::Item | Role::Department);
        row.page.rest == Some(row.at) && row.filled.iter().any(names)
    }

    /// Whether a row of texts begins a sentence of its own below a rated record, in columns in which rows above carried
    /// on in mid-sentence: the sheet prints records over several rows, and this row has neither item nor rating.
    fn continues_as_others(&self, row: &DataRow<'_>, above: &Record<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let rated = !above.ratings.is_empty() && above.ratings.iter().all(|rating| !rating.printed.is_empty());
        let is_long = |&(_, column): &(usize, usize)| {
            text_of(above, columns, column).is_some_and(|before| before.chars().count() >= SHORTEST_CUT)
        };
        rated && row.filled.iter().all(is_long) && self.continuing.contains(&shape_of(row))
    }

    /// Whether a row is a line that strayed into a table: one cell, in a row of less than half the columns, which goes
    /// on with nothing. `花瀬市 企画課⇥` among rows of seven cells is no measure without a rating.
    pub(crate) fn is_stray(&self, row: &DataRow<'_>, above: Option<&Record<'s>>) -> bool {
        let cells = self.sheet.rows.rows[row.at].cells.len();
        row.filled.len() == 1 && cells * 2 < row.page.column_of.len() && !self.carried_on(row, above)
    }

    /// Whether a page end cut a row in two: the lower part names no item and has what the upper one lacks, a rating
    /// among it, and each text in both stops above and goes on below.
    pub(crate) fn is_cut(&self, upper: &DataRow<'_>, lower: &DataRow<'_>) -> bool {
        let columns = &self.table(upper.table).columns;
        let above = |column: usize| upper.cell(column).filter(|(_, filled)| *filled).map(|(cell, _)| cell);
        let fits = |&(_, column): &(usize, usize)| match (columns[column].role, above(column)) {
            (Role::Path | Role::Item, _) => false,
            (Role::Text | Role::Comment, Some(cell)) => !text::ends_sentence(&self.cell(cell).text),
            (Role::Rating | Role::Value | Role::Department, above) => above.is_none(),
            (Role::Text | Role::Comment, None) => true,
        };
        let is = |role: Role| move |(_, column): &(usize, usize)| columns[*column].role == role;
        upper.table == lower.table
            && !self.takes_its_turn(lower)
            && upper.filled.iter().any(is(Role::Item))
            && !upper.filled.iter().any(is(Role::Rating))
            && lower.filled.iter().any(is(Role::Rating))
            && lower.filled.iter().all(fits)
    }

    /// Puts the cells that a page end cut off to their row. Gives those whose texts go on, which are added to the
    /// record.
    pub(crate) fn put_together<'p>(
        &self,
        upper: DataRow<'p>,
        lower: &DataRow<'_>,
    ) -> (DataRow<'p>, Vec<(usize, usize)>) {
        let mut whole = upper;
        let (rest, own): (Vec<_>, Vec<_>) =
            lower.filled.iter().partition(|(_, column)| whole.cell(*column).is_some_and(|(_, filled)| filled));
        whole.cells.retain(|(column, ..)| !own.iter().any(|(_, other)| other == column));
        whole.cells.extend(own.iter().map(|&(cell, column)| (column, cell, true)));
        whole.cells.sort_unstable();
        whole.filled.extend(own);
        (whole, rest)
    }

    /// Adds what was cut off to the record of its row.
    pub(crate) fn add_rest(
        &mut self,
        rest: &DataRow<'_>,
        record: &mut Record<'s>,
        (uses, found): (&mut Uses, &mut Findings),
    ) {
        self.count_grown(rest, record);
        for &(cell, column) in &rest.filled {
            self.append(cell, (rest.table, column), record, uses);
        }
        // What the next row may carry on goes on too.
        let columns = &self.table(rest.table).columns;
        for (column, kept) in &mut self.texts {
            if rest.filled.iter().any(|(_, filled)| filled == column)
                && let Some(text) = text_of(record, columns, *column)
            {
                kept.clone_from(text);
            }
        }
        self.add_names(rest, record, found);
        record.lines.extend(self.lines(rest.at));
        self.say_joined(rest.at, found);
    }

    /// Whether rows may go on with what the record above inherits. Each row below inherits all that was added, so that
    /// one field is told no longer than one record.
    pub(crate) fn may_grow(&self) -> bool {
        self.grown.values().all(|rows| *rows < MOST_LINES)
    }

    /// Counts a row that goes on with what its record inherits.
    fn count_grown(&mut self, rest: &DataRow<'_>, record: &Record<'s>) {
        let columns = &self.table(rest.table).columns;
        let field = |column: usize| match columns[column].role {
            Role::Item => "item".to_owned(),
            Role::Department => "departments".to_owned(),
            Role::Path | Role::Rating | Role::Comment | Role::Value | Role::Text => name_of_text(columns, column),
        };
        if record.inherited.is_empty() {
            return;
        }
        let fields = rest.filled.iter().map(|(_, column)| field(*column));
        for field in fields.filter(|field| record.inherited.contains(field)) {
            *self.grown.entry(field).or_default() += 1;
        }
    }

    /// Adds a row to the record above.
    pub(crate) fn carry_on(&mut self, row: &DataRow<'_>, record: &mut Record<'s>, to: (&mut Uses, &mut Findings)) {
        self.continuing.insert(shape_of(row));
        self.add_rest(row, record, to);
    }

    /// Adds a lone line behind a page end to the record above, if just one of its texts stops in mid-sentence there.
    /// Gives whether it did.
    pub(crate) fn carry_on_lone(
        &self,
        at: usize,
        record: &mut Record<'s>,
        (uses, found): (&mut Uses, &mut Findings),
    ) -> bool {
        let Some(table) = self.table.filter(|_| record.lines.len() < MOST_LINES) else { return false };
        let columns = &self.table(table).columns;
        let texts = record.texts.iter().map(|(name, text)| (Role::Text, name, &**text));
        let ratings = record.ratings.iter();
        let comments = ratings.filter_map(|rating| Some((Role::Comment, &rating.column, rating.comment.as_deref()?)));
        let mut open = texts.chain(comments).filter(|(.., text)| text::stops_short(text));
        let (Some((role, name, _)), None) = (open.next(), open.next()) else { return false };
        let holds = |column: &TableColumn| {
            let own = column.rating.map_or(&column.name, |rating| &columns[rating].name);
            column.role == role && own == name
        };
        let Some(column) = columns.iter().position(holds) else { return false };
        let Some(cell) = self.sheet.rows.rows[at].cells.clone().find(|&cell| !self.is_blank(cell)) else {
            return false;
        };
        // Who printed the sheet and when, `（次のページへ続く）`: a few words that end nothing are not the rest of a sentence.
        let line = &self.cell(cell).text;
        let ends = matches!(Shape::of(line, self.sheet.layout), Shape::Sentence | Shape::Open);
        if !ends && !text::closes_bracket(line) {
            return false;
        }
        self.append(cell, (table, column), record, uses);
        record.lines.extend(self.lines(at));
        self.say_joined(at, found);
        true
    }

    /// Adds a cell to the field of the record above that its column fills.
    fn append(&self, cell: usize, (table, column): (usize, usize), record: &mut Record<'s>, uses: &mut Uses) {
        let columns = &self.table(table).columns;
        uses.set(cell, Use::Record);
        let part = self.clean(cell, table, column).0;
        record.cells.push(self.place((table, column), self.cell(cell).span, CellState::Filled));
        if let Some(before) = text_mut(record, columns, column) {
            let printed = format!("{before}\n{part}");
            *before = Cow::Owned(text::joined(before, &part));
            let field = name_of_text(columns, column);
            record.repairs.push(Repair { field, kind: RepairKind::JoinedRows, before: printed });
        }
        if columns[column].role == Role::Value {
            let name = &columns[column].name;
            if let Some(value) = record.values.iter_mut().find(|value| value.column == *name) {
                let before = format!("{}\n{part}", value.printed);
                let printed = Cow::Owned(format!("{}{part}", value.printed));
                *value = value::read(name, printed);
                record.repairs.push(Repair { field: format!("values.{name}"), kind: RepairKind::JoinedRows, before });
            }
        }
    }

    fn say_joined(&self, at: usize, found: &mut Findings) {
        joined_row(self.sheet.rows.rows[at].span, found);
    }
}

/// Whether a text adds an entry to a list of several.
fn lists_more(list: &str, own: &str) -> bool {
    let bullet = own.chars().next().filter(|_| text::begins_entry(own));
    bullet.is_some_and(|bullet| list.starts_with(bullet) && list.chars().filter(|c| *c == bullet).nth(1).is_some())
}

/// The table of a row and the columns that it fills.
fn shape_of(row: &DataRow<'_>) -> (usize, Vec<usize>) {
    (row.table, row.filled.iter().map(|(_, column)| *column).collect())
}

/// The text of a record that a text or comment column fills.
pub(super) fn text_of<'r, 's>(
    record: &'r Record<'s>,
    columns: &[TableColumn],
    column: usize,
) -> Option<&'r Cow<'s, str>> {
    match columns[column].rating {
        Some(rating) => {
            let rating = record.ratings.iter().find(|own| own.column == columns[rating].name)?;
            rating.comment.as_ref()
        }
        None => record.texts.iter().find(|(name, _)| *name == columns[column].name).map(|(_, text)| text),
    }
}

/// The same, to change it.
fn text_mut<'r, 's>(
    record: &'r mut Record<'s>,
    columns: &[TableColumn],
    column: usize,
) -> Option<&'r mut Cow<'s, str>> {
    match columns[column].rating {
        Some(rating) => {
            let rating = record.ratings.iter_mut().find(|own| own.column == columns[rating].name)?;
            rating.comment.as_mut()
        }
        None => record.texts.iter_mut().find(|(name, _)| *name == columns[column].name).map(|(_, text)| text),
    }
}

/// The name of that text in `repairs`.
fn name_of_text(columns: &[TableColumn], column: usize) -> String {
    match columns[column].rating {
        Some(rating) => format!("ratings.{}.comment", columns[rating].name),
        None => format!("texts.{}", columns[column].name),
    }
}

#[cfg(test)]
mod tests {
    use super::MOST_LINES;
    use crate::interpret::row::tests::of_each;

    /// How many records a sheet has, and the remark of the last.
    fn read(rows: &str) -> (usize, String) {
        let comments = of_each(&format!("取組|目標|実績|評価|評価の理由|担当課\n{rows}"), |record| {
            record.ratings[0].comment.clone().unwrap_or_default().into_owned()
        });
        (comments.len(), comments.last().cloned().unwrap_or_default())
    }

    #[test]
    fn a_short_phrase_that_a_page_end_cut_goes_on_a_word_does_not() {
        let page = |upper: &str| {
            let rows = format!(
                "花壇|3か所|4か所|○|{upper}|公園課\n\n- 1 -\n\n取組|目標|実績|評価|評価の理由|担当課\n||||有できた。|\n"
            );
            read(&format!("水路|2本|1本|△|泥が多い。|河川課\n{rows}道|2本|1本|△|穴が多い。|道路課\n")).0
        };
        assert_eq!(page("庁内で目的が共"), 3);
        assert_eq!(page("情報共"), 4);
        assert_eq!(page("情報を得た。"), 4);
    }

    #[test]
    fn a_sentence_of_its_own_goes_on_where_rows_of_its_shape_do() {
        let cut = "花壇|3か所|4か所|○|雨の多い年で、植えた苗の半分ほどが枯れた。肥料の貸出し|公園課\n||||を増やし、植え替える。|\n";
        let whole = "水路|2本|1本|△|泥が多く、さらうのに時間を要した年であった。|河川課\n||||土を入れ替える。|\n";
        assert_eq!(
            read(&format!("{cut}{whole}")),
            (2, "泥が多く、さらうのに時間を要した年であった。\n土を入れ替える。".to_owned())
        );
        // Without such a row it may be a record of its own.
        assert_eq!(read(&format!("{}{whole}", cut.split_inclusive('\n').next().unwrap_or_default())).0, 3);
    }

    #[test]
    fn what_records_inherit_goes_on_no_longer_than_one_record() {
        let header = "番号|取組|目的|実績|評価|判定|理由|担当課\n";
        let whole = "2|水路|町の人が水をかぶらない|町の人と土のうを積んで、|C|B|人が足りない。|河川課\n||ようにする。|並べた。||||\n";
        let rest = "||||A|B||\n||川の泥をさらい、土のう|雨の前に町の人とさらい|||町の人の声を聴いている。|\n";
        let sheet = format!("{header}{whole}{}", rest.repeat(MOST_LINES + 10));
        let lines = of_each(&sheet, |record| record.texts[2].1.matches("雨の前").count());
        assert!(lines.contains(&(MOST_LINES - 1)), "{lines:?}");
        assert!(lines.iter().all(|lines| *lines <= MOST_LINES), "{lines:?}");
    }
}
