//! The fields of forms put into rows.
//!
//! In: the rows of a form with their fields, and where blocks begin. Out: a header row and a data row for each form.
//! What stands above several forms and names the department of all is a field of each: it is blank in all but the
//! first, as what is merged is.

use std::borrow::Cow;

use foldhash::HashMap;

use super::blocks::{self, Blocks};
use super::{Field, is_blank, keep, keep_line, numbered, push};
use crate::interpret::classify::is_footnote;
use crate::interpret::layout::Layout;
use crate::read::lex::{Cell, Rows};

/// Puts the fields of each form into a header row and a data row. The next form begins where the first label comes
/// again, or one that a form has no more of. Where no label names what is evaluated, a numbered line above does.
pub(super) fn in_turn<'s>(
    rows: &Rows<'s>,
    fields: Vec<Option<Vec<Field<'s>>>>,
    blocks: &Blocks,
    layout: &Layout,
) -> Rows<'s> {
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut form = Form { office: office_above(rows, &fields, blocks, layout), ..Form::default() };
    let inside = blocks.inside(&fields);
    let items = numbered::items(rows, &fields, blocks, layout);
    let mut first = blocks.are_known();
    // Above no block, as they stand above its parts.
    let mut captions: Vec<usize> = Vec::new();
    for (at, fields) in fields.into_iter().enumerate() {
        let opens = blocks.open(&fields);
        let opens_first = opens && std::mem::take(&mut first);
        let Some(fields) = fields else {
            let mut filled = rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty());
            match (filled.next(), filled.next()) {
                (None, _) => form.gap = form.fields.len(),
                (Some(only), None) if is_footnote(&only.text) => {}
                (Some(only), None) if inside[at] && blocks::is_caption(&only.text, layout) => {
                    captions.push(at);
                    continue;
                }
                (Some(_), _) if inside[at] && !form.fields.is_empty() => {
                    form.behind.push(at);
                    continue;
                }
                // A page ends between the numbered line and the first label.
                (Some(_), _) if form.is_item() => {}
                (Some(_), _) => form.flush(rows, &mut made),
            }
            if items.binary_search(&at).is_ok() {
                form.extend(Vec::from_iter(numbered::field(rows, at, layout)), at);
                continue;
            }
            keep_line(rows, at, &mut made);
            continue;
        };
        if form.is_item() {
            // The first label below it begins no other form.
        } else if opens_first {
            // Names of a small table that stand right above belong to its first label.
            let begin = fields.first().map(|(label, _)| label.span.start());
            let start = |row: usize| {
                rows.of(&rows.rows[row]).iter().find(|cell| !cell.text.is_empty()).map(|cell| cell.span.start())
            };
            form.rests.retain(|row| begin.is_none_or(|begin| start(*row).is_none_or(|start| start < begin)));
            form.keep(rows, &mut made);
        } else if opens {
            form.flush(rows, &mut made);
        } else if fields.iter().any(|(label, _)| form.has(&label.text) >= blocks.often(&label.text)) {
            form.flush_above_gap(rows, &mut made);
        }
        form.extend(fields, at);
    }
    form.flush(rows, &mut made);
    captions.into_iter().for_each(|row| keep(rows, row, &mut made));
    made
}

/// The label that opens the blocks, if it names the department of the forms below it: a blank row sets it off, and
/// further labels come again before the next one.
fn office_above(
    rows: &Rows<'_>,
    fields: &[Option<Vec<Field<'_>>>],
    blocks: &Blocks,
    layout: &Layout,
) -> Option<String> {
    let mut opening = (0..fields.len()).filter(|&at| blocks.open(&fields[at]));
    let label = |at: usize| match fields[at].as_deref() {
        Some([(label, value)]) if !value.text.is_empty() => Some(&*label.text),
        _ => None,
    };
    let first = label(opening.next()?)?;
    let names_office = layout.labels_office(first);
    let is_set_off = |at: usize| label(at).is_some() && is_blank(rows, at + 1);
    let all = || fields.iter().flatten().flatten().map(|(label, _)| &*label.text);
    let count = |of: &str| all().filter(|label| *label == of).count();
    let next = all().find(|label| *label != first)?;
    (names_office && opening.all(is_set_off) && count(next) > count(first)).then(|| first.to_owned())
}

/// The fields of a form so far, each with its row.
#[derive(Default)]
struct Form<'s> {
    fields: Vec<(usize, Field<'s>)>,
    /// How many fields it has of each label.
    has: HashMap<String, usize>,
    /// How many fields stand above the last blank row.
    gap: usize,
    /// Rows between its fields that are none, a table among them: they go below it.
    behind: Vec<usize>,
    /// Rows that a value goes on in.
    rests: Vec<usize>,
    /// The label of the department above several forms.
    office: Option<String>,
}

impl<'s> Form<'s> {
    fn has(&self, label: &str) -> usize {
        self.has.get(label).copied().unwrap_or_default()
    }

    /// Whether only the numbered line above its labels is known of it yet.
    fn is_item(&self) -> bool {
        self.has.is_empty() && !self.fields.is_empty()
    }

    fn extend(&mut self, fields: Vec<Field<'s>>, row: usize) {
        if fields.is_empty() {
            self.rests.push(row);
        }
        for (label, value) in fields {
            if !label.text.is_empty() {
                *self.has.entry(label.text.to_string()).or_default() += 1;
            }
            self.fields.push((row, (label, value)));
        }
    }

    /// Writes it as two rows.
    fn flush(&mut self, rows: &Rows<'s>, made: &mut Rows<'s>) {
        let Self { fields: mut form, behind, office, .. } = std::mem::take(self);
        self.office = office;
        let (Some(&(first, (ref label, _))), Some(&(last, _))) = (form.first(), form.last()) else { return };
        if let Some(office) =
            self.office.as_ref().filter(|office| form.iter().all(|(_, (own, _))| own.text != **office))
        {
            let nobody_printed = Cell::blank(label.span.start());
            let label = Cell { text: Cow::Owned(office.clone()), ..nobody_printed.clone() };
            form.insert(0, (first, (label, nobody_printed)));
        }
        let (line, span) = (rows.rows[first].line, rows.rows[first].span.to(rows.rows[last].span));
        let (labels, values) = form.into_iter().map(|(_, field)| field).unzip();
        push(made, line, span, labels);
        push(made, line, span, values);
        behind.into_iter().for_each(|row| keep(rows, row, made));
    }

    /// Leaves the rows as they are: above the first block labels speak of the whole sheet.
    fn keep(&mut self, rows: &Rows<'s>, made: &mut Rows<'s>) {
        let Self { fields, behind, rests, office, .. } = std::mem::take(self);
        self.office = office;
        let mut own: Vec<usize> = fields.into_iter().map(|(row, _)| row).chain(behind).chain(rests).collect();
        own.sort_unstable();
        own.dedup();
        own.into_iter().for_each(|row| keep(rows, row, made));
    }

    /// Writes what stands above the last blank row, or all of it; what stands below begins the next form.
    fn flush_above_gap(&mut self, rows: &Rows<'s>, made: &mut Rows<'s>) {
        let below = if self.gap > 0 { self.fields.split_off(self.gap) } else { Vec::new() };
        let rests = std::mem::take(&mut self.rests);
        self.flush(rows, made);
        let first = below.first().map(|(row, _)| *row);
        self.rests = rests.into_iter().filter(|row| first.is_some_and(|first| first < *row)).collect();
        for (row, field) in below {
            self.extend(vec![field], row);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::form::tests::{departments, each_record};

    /// Each record as ordinal, item and departments.
    fn read(sheet: &str) -> Vec<String> {
        each_record(sheet, |record| {
            let item =
                record.item.as_ref().map_or(("", ""), |of| (of.ordinal.as_deref().unwrap_or_default(), &*of.title));
            format!("{}{}|{}", item.0, item.1, departments(record))
        })
    }

    #[test]
    fn a_department_set_off_above_several_forms_is_that_of_each_and_a_number_in_front_of_a_title_its_ordinal() {
        let goal = |number: char, name: &str| {
            format!("重点目標\t{number}\t{name}\n取組方針\t町の人と進めます。\n成果\t済みました。\n達成度\tＡ\n\n")
        };
        let office = |name: &str, gap: &str, goals: [&str; 2]| {
            format!("部局名\t{name}\n{gap}{}{}", goal('①', goals[0]), goal('②', goals[1]))
        };
        let sheet = |gap: &str| {
            let offices = [
                office("公園局", gap, ["花壇の手入れ", "並木の手入れ"]),
                office("河川局", gap, ["水路の掃除", "堤の草刈り"]),
            ];
            read(&format!("緑の計画の点検\n\n{}", offices.concat()))
        };
        let expected = ["①花壇の手入れ|公園局", "②並木の手入れ|公園局", "①水路の掃除|河川局", "②堤の草刈り|河川局"];
        assert_eq!(sheet("\n"), expected);
        // Right above a form the department may be that of this one alone.
        assert_eq!(sheet("")[1], "②並木の手入れ|");
    }

    #[test]
    fn an_office_above_a_form_is_a_heading_though_blank_cells_stand_behind_it() {
        let form = |[office, name, means, code]: [&str; 4]| {
            format!("{office}||\n事業名|{name}|\n取組内容|{means}|\n達成度|{code}|\n||\n").replace('|', "\t")
        };
        let forms = [
            ["公園課", "花壇の手入れ", "苗を植えます。", "Ａ"],
            ["河川課", "水路の掃除", "泥をさらいます。", "Ｂ"],
            ["商工課", "朝市の開催", "月に二度開きます。", "Ａ"],
        ];
        for (open, close) in [("", ""), ("【", "】"), ("［", "］"), ("●", "")] {
            let of_office = forms.map(|[office, rest @ ..]| {
                let office = format!("{open}{office}{close}");
                form([&office, rest[0], rest[1], rest[2]])
            });
            let sheet = format!("緑の計画の点検\n\n{}", of_office.concat());
            let told = each_record(&sheet, |record| {
                let path: String = record.path.iter().map(|of| &*of.title).collect();
                format!("{path} {}", record.item.as_ref().map_or("", |item| &item.title))
            });
            let expected = ["公園課 花壇の手入れ", "河川課 水路の掃除", "商工課 朝市の開催"];
            assert_eq!(told, expected, "{open}");
        }
    }
}
