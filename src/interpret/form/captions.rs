//! Captions merged over the labels of a form: `Ｃ　評価⇥達成度⇥Ａ` above `⇥理由⇥よく進んだ。`.
//!
//! In: the rows of a sheet. Out: the same as they would be printed without. What shows captions: the same label stands
//! behind one each time, and further labels below that.

use foldhash::{HashMap, HashSet};

use super::lines::filled_columns;
use super::{blocks, is_label, push, reasons};
use crate::interpret::layout::{Family, Fit, Layout};
use crate::interpret::value;
use crate::read::lex::Rows;

/// At least this share of the rows that begin with a caption have the same label behind it.
const COMMON_SHARE: f32 = 0.75;

/// So many labels behind and below captions are words of the layout, and one of them rates: the first cells of a table
/// may be one by chance.
const FEWEST_LABELS: usize = 2;

/// So many captions with several labels each show a single form.
const FEWEST_CAPTIONS: usize = 2;

/// A caption in front of a label.
struct Caption<'r> {
    text: &'r str,
    label: &'r str,
    /// The column of the label, and whether a value stands behind that.
    column: usize,
    has_value: bool,
    /// The row, and the one below those in which the part goes on.
    row: usize,
    end: usize,
}

/// The rows without captions in front of labels, as many as there were, and these labels; none where there is no
/// caption.
pub(super) fn leave_out<'r, 's>(rows: &'r Rows<'s>, layout: &Layout) -> Option<(Rows<'s>, HashSet<&'r str>)> {
    let captions = captions(rows, layout);
    if captions.is_empty() {
        return None;
    }
    let labels = captions.iter().flat_map(|of| of.labels(rows)).filter(|label| blocks::is_label(label)).collect();
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut below = captions.iter().peekable();
    for (at, row) in rows.rows.iter().enumerate() {
        while below.next_if(|caption| caption.end <= at).is_some() {}
        let column = below.peek().filter(|caption| caption.row <= at).map_or(0, |caption| caption.column);
        let mut cells = rows.of(row).get(column..).unwrap_or_default().to_vec();
        let caption = rows.of(row).first().filter(|caption| column > 0 && !caption.text.is_empty());
        if let (Some(label), Some(caption)) = (cells.first_mut(), caption) {
            // Counted with the label, as the upper names of a header are.
            label.span = caption.span.to(label.span);
        }
        push(&mut made, row.line, row.span, cells);
    }
    Some((made, labels))
}

/// The captions in front of labels, from the first row down.
fn captions<'r>(rows: &'r Rows<'_>, layout: &Layout) -> Vec<Caption<'r>> {
    let mut all: Vec<Caption<'_>> = Vec::new();
    for of in (0..rows.rows.len()).filter_map(|at| caption(rows, at, layout)) {
        match all.last_mut() {
            // A merged cell may be printed in each row.
            Some(above) if (above.end, above.text, above.column) == (of.row, of.text, of.column) => above.end = of.end,
            _ => all.push(of),
        }
    }
    let (mut counts, mut alike): (HashMap<&str, usize>, HashMap<[&str; 2], usize>) = Default::default();
    for of in &all {
        *counts.entry(of.text).or_default() += 1;
        *alike.entry([of.text, of.label]).or_default() += 1;
    }
    let is_single = counts.values().all(|count| *count == 1);
    let comes_again = |of: &Caption<'_>| {
        let own = alike[&[of.text, of.label]];
        own > 1 && own as f32 >= COMMON_SHARE * counts[of.text] as f32
    };
    let is_told = |label: &str| layout.is_whole_word(label);
    let stands = |of: &&Caption<'_>| of.is_merged(rows) || (of.has_value && is_told(of.label));
    let standing: HashSet<&str> = all.iter().filter(stands).map(|of| of.text).collect();
    all.retain(|of| standing.contains(of.text) && (is_single || comes_again(of)));
    let labels: HashSet<&str> = all.iter().flat_map(|of| of.labels(rows)).collect();
    let told = || labels.iter().filter_map(|label| layout.family_at_end(label)).filter(|(_, fit)| *fit == Fit::Whole);
    let rates = told().any(|(family, _)| matches!(family, Family::Rating | Family::Judged));
    let merged = all.iter().filter(|of| of.is_merged(rows)).count();
    let stand = match is_single {
        true => merged >= FEWEST_CAPTIONS && told().count() * 2 > labels.len(),
        false => merged > 0 && told().count() >= FEWEST_LABELS,
    };
    if rates && stand {
        return all;
    }
    // What is measured stands in front of its figures by itself: `参加者数⇥目標⇥1,500⇥実績⇥1,742`.
    all.retain(|of| of.is_measured(rows, layout));
    if all.len() >= FEWEST_CAPTIONS { all } else { Vec::new() }
}

impl<'r> Caption<'r> {
    /// Whether a further label with its value stands below the one behind it; the rest of a value stands alone.
    fn is_merged(&self, rows: &Rows<'_>) -> bool {
        let is_pair = |at: usize| {
            let mut filled = filled_columns(rows, at).filter(|column| *column > 0);
            filled.next() == Some(self.column) && filled.next().is_some()
        };
        (self.row + 1..self.end).any(is_pair)
    }

    /// Whether nothing but several labels of figures, each with one, stands behind it, and nothing below.
    fn is_measured(&self, rows: &Rows<'_>, layout: &Layout) -> bool {
        let cells = rows.of(&rows.rows[self.row]);
        let filled: Vec<&str> =
            cells[self.column..].iter().map(|cell| &*cell.text).filter(|text| !text.is_empty()).collect();
        let (pairs, rest) = filled.as_chunks::<2>();
        let measures = |[label, figure]: &[&str; 2]| {
            let family = layout.family_at_end(label);
            matches!(family, Some((Family::Value | Family::Result | Family::Path, Fit::Whole)))
                && value::is_figure(figure)
        };
        self.end == self.row + 1 && rest.is_empty() && pairs.len() > 1 && pairs.iter().all(measures)
    }

    /// The label behind it and those below.
    fn labels(&self, rows: &'r Rows<'_>) -> impl Iterator<Item = &'r str> {
        let own = (self.row..self.end).filter_map(|at| rows.of(&rows.rows[at]).get(self.column));
        own.map(|label| &*label.text).filter(|label| !label.is_empty())
    }
}

/// The caption in front of the label of a row, if there may be one.
fn caption<'r>(rows: &'r Rows<'_>, at: usize, layout: &Layout) -> Option<Caption<'r>> {
    let cells = rows.of(&rows.rows[at]);
    let mut filled = filled_columns(rows, at);
    let (front, column, value) = (filled.next()?, filled.next()?, filled.next());
    let (text, label) = (&*cells[front].text, &*cells[column].text);
    let is_value = || {
        value.is_none_or(|value| !is_label(&cells[value].text, layout)) || reasons::are_names(rows, at, column, layout)
    };
    if front > 0 || !blocks::is_label(text) || !blocks::is_label(label) || !is_value() {
        return None;
    }
    let goes_on = |at: &usize| filled_columns(rows, *at).next().is_some_and(|first| first >= column);
    let end = (at + 1..rows.rows.len()).find(|at| !goes_on(at)).unwrap_or(rows.rows.len());
    Some(Caption { text, label, column, has_value: value.is_some(), row: at, end })
}

#[cfg(test)]
mod tests {
    use crate::interpret::form::tests::{departments, each_counted, ratings, texts};

    /// Each record as path, item, ratings with their reasons, departments and texts.
    fn read(sheet: &str) -> Vec<String> {
        each_counted(sheet, |record| {
            let path: String = record.path.iter().map(|of| &*of.title).collect();
            let item = record
                .item
                .as_ref()
                .map_or(String::new(), |item| format!("{}{}", item.ordinal.as_deref().unwrap_or_default(), item.title));
            format!("{path}|{item}|{}|{}|{}", ratings(record), departments(record), texts(record, "、"))
        })
    }

    const TITLE: &str = "白波町まちづくり計画　評価調書||||（様式２）\n";

    const FORMS: [[&str; 5]; 3] = [
        ["花壇", "公園課", "苗を植える。", "Ａ", "よく咲いた。"],
        ["水路", "河川課", "泥をさらう。", "Ｃ", "人が足りない。"],
        ["朝市", "商工課", "月に二度開く。", "Ｂ", "客が増えた。"],
    ];

    fn form([name, office, means, code, reason]: [&str; 5]) -> String {
        format!(
            "{TITLE}施策名|{name}||所管|{office}\nＰ　計画|目的|町を守る。||\n|手だて|{means}||\nＣ　評価|達成度|{code}||\n\
             |評価の理由|{reason}||\nＡ　改善|方向性|継続||\n|改善の内容|苗を変える。||\n"
        )
    }

    fn expected([name, office, means, code, reason]: [&str; 5]) -> String {
        format!(
            "|{name}|達成度={code}{reason}、方向性=継続|{office}|目的=町を守る。、手だて={means}、改善の内容=苗を変える。"
        )
    }

    #[test]
    fn what_is_measured_stands_in_front_of_its_figures_on_each_card() {
        let card = |at: usize, row: &str| {
            format!(
                "施策の柱|緑|担当課|公園課|\n事業名|催し{at}|||\n事業の内容|町の人と催し{at}を行う。|||\n{row}\n評価|Ａ|評価の理由|よく集まった。|\n\n"
            )
        };
        let cards = |row: fn(usize) -> String| read(&(1..4).map(|at| card(at, &row(at))).collect::<String>());
        let values = |sheet: &str| -> Vec<String> {
            each_counted(sheet, |record| {
                record.values.iter().map(|of| format!("{}={} ", of.column, of.printed)).collect()
            })
        };
        let sheet: String = (1..4).map(|at| card(at, &format!("参加者数等|目標|{at}00|実績|{at}20"))).collect();
        assert_eq!(values(&sheet), [1, 2, 3].map(|at| format!("目標={at}00 実績={at}20 ")));
        // Words in the place of figures may be anything.
        let words = cards(|at| format!("参加者|目標|人を増やす{at}|実績|増えた{at}"));
        assert!(words.iter().all(|record| !record.contains("目標=人を増やす")), "{words:?}");
    }

    #[test]
    fn captions_merged_over_labels_are_no_labels() {
        let forms = FORMS.map(form);
        let records = FORMS.map(expected);
        assert_eq!(read(&forms.join("\n")), records);
        assert_eq!(read(&forms.concat()), records);
        assert_eq!(read(&forms.concat().replace(TITLE, "")), records);
        assert_eq!(read(&forms[0]), records[..1]);
        // They may be printed in each row.
        let filled =
            forms.join("\n").replace("\n|手だて", "\nＰ　計画|手だて").replace("\n|評価の", "\nＣ　評価|評価の");
        assert_eq!(read(&filled.replace("\n|改善の", "\nＡ　改善|改善の")), records);
    }

    #[test]
    fn a_value_goes_on_below_and_a_page_ends_beside_captions() {
        let [one, two, three] = FORMS.map(form);
        let cut = two.replace("泥をさらう。||\n", "泥をさ||\n||らう。||\n").replace("Ｃ　評価", "- 2 -\nＣ　評価");
        assert_eq!(read(&[one, cut, three].join("\n")), FORMS.map(expected));
    }

    #[test]
    fn merged_cells_in_front_of_rows_and_upper_names_are_no_captions() {
        let rows =
            "事業の柱|事業名|評価|担当課\n緑|花壇|Ａ|公園課\n|並木|Ｂ|公園課\n水|水路|Ａ|河川課\n|橋|Ｃ|道路課\n";
        let records =
            ["緑|花壇|評価=Ａ|公園課|", "緑|並木|評価=Ｂ|公園課|", "水|水路|評価=Ａ|河川課|", "水|橋|評価=Ｃ|道路課|"];
        assert_eq!(read(rows), records);
        assert_eq!(read(&format!("{rows}\n{rows}")), [records, records].concat());
    }

    #[test]
    fn a_value_that_is_the_same_in_each_form_is_no_label_behind_a_caption() {
        let forms = FORMS.map(|of| form(of).replace("施策名|", "政策|緑の町|||\n|づくり|||\n施策名|")).concat();
        let records = read(&forms);
        assert_eq!(records, FORMS.map(|of| format!("緑の町づくり{}", expected(of))));
    }

    #[test]
    fn a_year_beside_a_label_is_what_it_asks_for() {
        let form = |[name, office, means, code, reason]: [&str; 5]| {
            format!(
                "事業名|{name}|担当課|{office}\n評価年度|令和５年度\n事業概要|{means}\n達成度|{code}\n評価理由|{reason}\n\n"
            )
        };
        let records = read(&FORMS.map(form).concat());
        assert!(records.len() == 3 && records.iter().all(|of| of.contains("評価年度=令和５年度")), "{records:?}");
    }
}
