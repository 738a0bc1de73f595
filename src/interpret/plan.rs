//! What the cells of a whole column say about each of them: its scale, where it wraps, the department names in it.
//!
//! In: a table. Out: a [`Plan`], one [`ColumnPlan`] per column, from which every row is read.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use foldhash::HashSet;

use crate::interpret::blocks::{Blocks, Heads};
use crate::interpret::classify::{Class, Classes, lone_text};
use crate::interpret::department;
use crate::interpret::heading;
use crate::interpret::layout::Layout;
use crate::interpret::legend;
use crate::interpret::rating::{self, Reading, Tally};
use crate::interpret::roles::{self, Beside, Choice, TableColumn};
use crate::interpret::scale;
use crate::interpret::table::Table;
use crate::interpret::text::{self, Widths, Wraps};
use crate::read::lex::Rows;
use crate::record::{CellColumn, Code, Legend, Origin, Role, Scale};

/// What is known of a column when its rows are read.
#[derive(Debug)]
pub struct ColumnPlan {
    /// What its cells say of themselves in records.
    pub of: Arc<CellColumn>,
    /// The scale of a rating column.
    pub scale: Option<Scale>,
    /// What its cells read as that hold one of the scale's codes and nothing else.
    pub alone: Vec<(Arc<str>, Reading)>,
    /// Where its texts wrap.
    pub wraps: Wraps,
    /// The department names in it.
    pub departments: department::Known,
    /// It rates a run of rows once, in the first of them: the others are merged with it.
    pub merged: bool,
    /// It prints a department or a text once for a run of rows: a blank cell means the one above.
    pub in_blocks: bool,
}

/// What is known of every column of a table.
#[derive(Debug, Default)]
pub struct Plan {
    /// One per column.
    pub columns: Vec<ColumnPlan>,
    /// The column of the item.
    pub item: Option<usize>,
    /// The mark in front of every item, which is no part of its name.
    pub bullet: Option<char>,
}

/// Fewer items than this may begin with one mark by chance.
const FEWEST_BULLETS: usize = 3;

/// The mark that every item of a table begins with, as `・` does lines of a list. One in front of some items sets these
/// apart.
fn bullet(table: &Table, item: usize, rows: &Rows<'_>) -> Option<char> {
    const BULLETS: [char; 9] = ['・', '·', '•', '●', '○', '■', '□', '◆', '◇'];
    let texts = table.rows().map(|(page, row)| page.text_of(row, item, rows));
    let mut items = texts.filter(|text| !text.is_empty() && !text::is_ditto(text)).peekable();
    let bullet = items.peek()?.chars().next().filter(|first| BULLETS.contains(first))?;
    let mut count = 0;
    let is_listed =
        |text: &str| text.strip_prefix(bullet).is_some_and(|name| name.trim_start().starts_with(char::is_alphanumeric));
    (items.inspect(|_| count += 1).all(is_listed) && count >= FEWEST_BULLETS).then_some(bullet)
}

/// Looks at every column of each table as a whole. The legends of the sheet come in its order, and so do the rows at
/// which another document begins: its legends say nothing of the tables above.
pub fn plans(
    tables: &[Table],
    (rows, beginnings): (&Rows<'_>, &[usize]),
    classes: &Classes,
    layout: &Layout,
) -> Vec<Plan> {
    let legends = &classes.legends;
    let start = |at: usize| tables.get(at).and_then(|table| place(rows, table.pages.first()?.rows.first()?));
    let end = |at: usize| tables.get(at).and_then(|table| place(rows, table.pages.last()?.rows.last()?));
    let begins: Vec<usize> = beginnings.iter().filter_map(|row| place(rows, row)).collect();
    let starts: Vec<usize> = (0..tables.len()).filter_map(start).collect();
    let document = |at: usize| {
        let next = begins.partition_point(|&begin| start(at).is_none_or(|start| begin < start));
        next.checked_sub(1).map_or(0, |before| begins[before])..begins.get(next).copied().unwrap_or(usize::MAX)
    };
    // Where the first legend stands below the first table, each one stands at the foot of its table.
    let at_foot = |document: &Range<usize>| {
        let legend = legends.get(legends.partition_point(|legend| legend.span.start() < document.start));
        let table = starts.get(starts.partition_point(|start| *start < document.start));
        legend.zip(table).is_some_and(|(legend, table)| legend.span.start() > *table)
    };
    let scale = |legend: &Legend| legend.scale.clone();
    let mut all: Vec<&Legend> = legends.iter().chain(tables.iter().flat_map(|table| &table.legends)).collect();
    all.sort_by_key(|legend| legend.span.start());
    let scales: Vec<Scale> = all.iter().copied().map(scale).collect();
    let above = |end: usize| last(&scales[..all.partition_point(|legend| legend.span.start() < end)]);
    let own = |at: usize, document: &Range<usize>| -> Vec<Scale> {
        let at_foot = at_foot(document);
        let from = if at_foot { start(at) } else { at.checked_sub(1).and_then(end) }.unwrap_or(0);
        let to = if at_foot { start(at + 1) } else { end(at) }.unwrap_or(usize::MAX).min(document.end);
        let place = |offset: usize| legends.partition_point(|legend| legend.span.start() < offset);
        let near = legends.get(place(from)..place(to)).unwrap_or_default();
        tables[at].legends.iter().chain(last(near)).map(scale).collect()
    };
    let repeated = repeated(rows, classes);
    let of_table = |at: usize| {
        let document = document(at);
        let mut plan = plan(&tables[at], (rows, classes), [&own(at, &document), above(document.end)], layout);
        for column in &mut plan.columns {
            let may_repeat = matches!(column.of.role, Role::Department | Role::Text);
            column.in_blocks |= may_repeat && repeated.contains(&heading::squeezed(&column.of.name));
        }
        plan
    };
    (0..tables.len()).map(of_table).collect()
}

/// The columns of which a note says that a blank cell means the one above: `（注）出典の空欄は、すぐ上の欄に同じ。`
fn repeated(rows: &Rows<'_>, classes: &Classes) -> HashSet<String> {
    let is_note = |at: &usize| matches!(classes.rows[*at], Class::Footnote | Class::Prose | Class::Title);
    let notes = (0..rows.rows.len()).filter(is_note).filter_map(|at| lone_text(rows, at));
    let name = |note: &str| {
        let (front, behind) = note.split_once("空欄")?;
        let says = behind.split('。').next().unwrap_or_default();
        let is_above = [
            "上に同じ",
            "上と同じ",
            "上の欄に同じ",
            "上の欄と同じ",
            "上の行に同じ",
            "上の行と同じ",
            "上段に同じ",
            "上段と同じ",
        ];
        let front = front.strip_suffix(['の', 'が'])?.trim_end_matches(['」', '』', '】']);
        let name = front.rsplit(|c: char| !c.is_alphanumeric()).next().filter(|name| !name.is_empty())?;
        is_above.iter().any(|above| says.ends_with(above)).then(|| name.to_owned())
    };
    notes.filter_map(name).collect()
}

/// Where a row stands in the text.
fn place(rows: &Rows<'_>, row: &usize) -> Option<usize> {
    Some(rows.rows.get(*row)?.span.start())
}

/// The last of the legends that a table may go by. No document has so many; a file of thousands of documents has, or
/// one that was made to break the tool.
fn last<T>(legends: &[T]) -> &[T] {
    const MOST: usize = 100;
    &legends[legends.len().saturating_sub(MOST)..]
}

/// Looks at every column of a table as a whole. Its own legends go before those of the sheet.
fn plan(table: &Table, (rows, classes): (&Rows<'_>, &Classes), legends: [&[Scale]; 2], layout: &Layout) -> Plan {
    let mut codes: Vec<Vec<Cow<'_, str>>> = vec![Vec::new(); table.columns.len()];
    let mut widths: Vec<Widths> = table.columns.iter().map(|_| Widths::default()).collect();
    let mut names: Vec<Vec<Cow<'_, str>>> = vec![Vec::new(); table.columns.len()];
    let item = table.columns.iter().position(|column| column.role == Role::Item);
    let mut merges = vec![Merges::default(); table.columns.len()];
    // A text behind the items may be merged as the level in front of them is: what someone says of a whole 施策.
    let mut of_levels = vec![Heads::default(); table.columns.len()];
    let level = table.columns.iter().rposition(|column| column.role == Role::Path);
    let last_department = table.columns.iter().rposition(|column| column.role == Role::Department);
    // In front of all, numbers aside, departments group the rows: 課, or 部 and 課. Where nothing is an item, texts in
    // front may be what is evaluated.
    let leads = |at: usize| {
        let in_front = |left: &TableColumn| match left.role {
            Role::Text => item.is_some() || roles::numbers_rows(&left.name),
            role => role == Role::Department,
        };
        item.is_none_or(|item| at < item) && Some(at) == last_department && table.columns[..at].iter().all(in_front)
    };
    let may_be_merged = |at: usize| match table.columns[at].role {
        Role::Department => true,
        Role::Text => Some(at) < item,
        Role::Path | Role::Item | Role::Rating | Role::Comment | Role::Value => false,
    };
    let mut blocks: Vec<Option<Blocks<'_>>> =
        (0..table.columns.len()).map(|at| may_be_merged(at).then(Blocks::default)).collect();
    let option = Some(Beside::Option);
    let rates = |at: usize| table.columns[at].role == Role::Rating || table.columns[at].beside == option;
    let is_rated_table = (0..table.columns.len()).any(rates);
    for page in &table.pages {
        let mut above = None;
        for &row in &page.rows {
            // What stands between two rows, a heading or a footer, begins all runs anew.
            let is_top = above.replace(row).is_none_or(|above| above + 1 < row);
            if is_top && classes.is_below_heading(row) {
                blocks.iter_mut().flatten().for_each(Blocks::enter_heading);
            }
            let columns = page.columns_of(row);
            let cells = || rows.of(&rows.rows[row]).iter().zip(columns.iter().copied());
            let carries_on = item.is_some() && cells().any(|(cell, of)| of == item && cell.text.is_empty());
            // A row that ends before a rating has none.
            let rated = || !is_rated_table || cells().any(|(cell, of)| of.is_some_and(rates) && !cell.text.is_empty());
            let opens_level = level.is_some_and(|level| !page.text_of(row, level, rows).is_empty());
            for &column in columns.iter().skip(rows.rows[row].cells.len()).flatten() {
                merges[column].add(carries_on, false);
                of_levels[column].add(opens_level, false);
            }
            // A further line of a record is none of the rows that a cell is merged over.
            let may_add = |column: usize| !carries_on || Some(column) != last_department || leads(column);
            // The row ends before it, or has no cell for it.
            let stands = |column: &usize| cells().any(|(_, of)| of == Some(*column));
            let ended = last_department.filter(|column| !leads(*column) && may_add(*column) && !stands(column));
            if let Some(blocks) = ended.filter(|of| page.columns.contains(of)).and_then(|of| blocks[of].as_mut()) {
                blocks.add("", is_top, false);
            }
            for (cell, column) in cells() {
                let Some(column) = column else { continue };
                if let Some(blocks) = &mut blocks[column] {
                    let role = table.columns[column].role;
                    let groups = |left: &TableColumn| {
                        left.role == Role::Path || (left.role == Role::Department && left.role == role)
                    };
                    let level = table.columns[..column].iter().rposition(groups);
                    let opens = level.is_some_and(|level| !page.text_of(row, level, rows).is_empty());
                    if may_add(column) {
                        blocks.add(&cell.text, is_top, opens);
                    }
                }
                match table.columns[column].role {
                    Role::Rating => {
                        let is_piece = scale::may_be_piece(&cell.text);
                        let rest = |row: usize| page.rest_of_word((row, column), item, rows);
                        if !is_piece || row.checked_sub(1).and_then(rest).is_none() {
                            let below = if is_piece { rest(row) } else { None };
                            let whole = below.map(|rest| Cow::Owned(format!("{}{rest}", cell.text)));
                            codes[column].push(whole.unwrap_or(Cow::Borrowed(&cell.text)));
                        }
                        merges[column].add(carries_on, !cell.text.is_empty());
                    }
                    // A line that goes on with a record may hold the end of a name, which is none by itself.
                    Role::Department => match names[column].last_mut().filter(|_| !cell.text.is_empty() && !rated()) {
                        Some(above) => *above.to_mut() += &format!("\n{}", cell.text),
                        None => names[column].push(Cow::Borrowed(&cell.text)),
                    },
                    Role::Path | Role::Item => widths[column].add_title(&cell.text),
                    Role::Comment | Role::Text => {
                        widths[column].add(&cell.text);
                        merges[column].add(carries_on, !cell.text.is_empty());
                        of_levels[column].add(opens_level, !cell.text.is_empty());
                    }
                    Role::Value => {}
                }
            }
        }
    }
    let sure = widths.iter().map(Widths::sure).sum();
    // A heading column has few cells: where its lines do not tell, it wraps as its neighbour, the item, does.
    let wraps = |at: usize| match table.columns[at].role {
        Role::Path => {
            let own = widths[at].wraps(sure).or(widths[at].title_wraps(sure));
            own.or(item.map(|item| widths[item].wraps(sure)).unwrap_or_default())
        }
        Role::Item => widths[at].wraps(sure).or(widths[at].item_wraps(sure)),
        Role::Rating | Role::Comment | Role::Value | Role::Department | Role::Text => widths[at].wraps(sure),
    };
    // A legend that names one column says nothing of another.
    let name = |at: usize| {
        let column = &table.columns[at];
        let explained = column.printed.iter().find_map(|level| legend::title(legend::Explained::of(level)?.name));
        heading::squeezed(explained.unwrap_or(&column.name))
    };
    let ratings = (0..table.columns.len()).filter(|&at| table.columns[at].role == Role::Rating);
    let named_ratings: HashSet<String> = ratings.map(name).collect();
    let legends = legends.map(|legends| {
        let named = legends.iter().map(|legend| (heading::squeezed(&legend.name), legend));
        named.map(|(name, legend)| (!named_ratings.contains(&name), name, legend)).collect::<Vec<_>>()
    });
    let legends_of = |at: usize| {
        let own = name(at);
        legends.each_ref().map(|legends| {
            let speaking = legends.iter().filter(|(is_general, name, _)| *is_general || *name == own);
            speaking.map(|(_, _, legend)| *legend).collect::<Vec<_>>()
        })
    };
    let column = |at: usize| {
        let choices = &table.columns[at].choices;
        let scale_of = |tally: Tally| tally.scale(&table.columns[at].name, &legends_of(at), &layout.scales);
        let scale = (table.columns[at].role == Role::Rating)
            .then(|| match choices.as_slice() {
                [] => scale_of(Tally::of(codes[at].iter().map(|code| &**code))),
                choices => scale_of(Tally::of(choices.iter().map(|choice| &*choice.code)))
                    .filter(|scale| matches!(scale.origin, Origin::Legend | Origin::Config))
                    .or_else(|| Some(offered(choices))),
            })
            .flatten()
            .map(|scale| scale.named(&table.columns[at].name));
        let TableColumn { name, role, rating, .. } = &table.columns[at];
        let rating = rating.map(|rating| Arc::clone(&table.columns[rating].name));
        ColumnPlan {
            of: Arc::new(CellColumn { name: Arc::clone(name), role: *role, rating }),
            alone: scale.as_ref().map(rating::alone).unwrap_or_default(),
            scale,
            wraps: wraps(at),
            departments: department::Known::of(names[at].iter().map(|name| &**name), layout),
            merged: match role {
                Role::Rating => merges[at].are_merged(),
                Role::Text => merges[at].are_of_each(),
                Role::Path | Role::Item | Role::Comment | Role::Value | Role::Department => false,
            },
            in_blocks: blocks[at].as_ref().map_or(
                *role == Role::Text && of_levels[at].have_all(),
                |blocks| match role {
                    Role::Department if leads(at) => blocks.are_groups(),
                    Role::Department if Some(at) == last_department => blocks.are_below_headings(),
                    Role::Department => blocks.are_departments(),
                    _ => blocks.are_texts(),
                },
            ),
        }
    };
    let bullet = item.and_then(|item| bullet(table, item, rows));
    Plan { columns: (0..table.columns.len()).map(column).collect(), item, bullet }
}

/// Two items with a text each may have it by chance.
const FEWEST_TEXTS: usize = 3;

/// The cells of a rating or text column, counted: whether a row carries on the item above, and whether it holds
/// something.
#[derive(Clone, Copy, Debug, Default)]
struct Merges {
    own: [usize; 2],
    carried_on: [usize; 2],
}

impl Merges {
    fn add(&mut self, carries_on: bool, is_filled: bool) {
        let rows = if carries_on { &mut self.carried_on } else { &mut self.own };
        rows[usize::from(is_filled)] += 1;
    }

    /// Whether the ratings are merged as their items are. A single row without one may have been forgotten.
    fn are_merged(&self) -> bool {
        let [blank, filled] = self.carried_on;
        filled == 0 && blank > 1 && self.own[1] > self.own[0]
    }

    /// Whether each item has a text, and no row that carries one on: they are merged as the items are.
    fn are_of_each(&self) -> bool {
        self.are_merged() && self.own[0] == 0 && self.own[1] >= FEWEST_TEXTS
    }
}

/// The scale that a header prints: its columns, in their order.
fn offered(choices: &[Choice]) -> Scale {
    let code = |(at, choice): (usize, &Choice)| Code { code: Arc::clone(&choice.code), rank: at + 1, label: None };
    Scale { name: "".into(), origin: Origin::Inferred, codes: choices.iter().enumerate().map(code).collect() }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_dash_that_a_legend_explains_is_a_code() {
        let read = |legend: &str| {
            let rows = "取組\t内容\t評価\t担当課\n花壇\t苗を植えた。\t○\t公園課\n並木\t枝を切った。\t△\t公園課\n水路\t休んだ。\t－\t河川課\n";
            let text = format!("川辺町の計画\n\n{legend}\n\n{rows}");
            let source = Source::made_up(&text);
            let sheet = crate::sheet(&source, &Options::default(), Findings::default());
            let last = &sheet.records.last().expect("three records").ratings[0];
            (
                last.labels.join("、"),
                sheet.findings.iter().filter(|of| of.severity > crate::diagnostic::Severity::Note).count(),
            )
        };
        for legend in ["○：届いた　△：届かない　－：対象外", "○\t届いた\n△\t届かない\n―\t対象外"]
        {
            assert_eq!(read(legend), ("対象外".to_owned(), 0), "{legend}");
        }
        assert_eq!(read("○：届いた　△：届かない").0, "");
    }

    #[test]
    fn a_blank_cell_is_the_one_above_where_a_note_says_so_of_its_column() {
        let told = |note: &str| {
            let rows =
                "緑|木の数|12本|A|公園の調べ|\n|花の数|30株|B||枯れた\n水|魚の数|8匹|A|川の調べ|\n|鳥の数|5羽|C||\n";
            let sheet = format!("分野|指標|実績値|評価|出典|備考\n{rows}\n{note}\n").replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let told = |record: &crate::record::Record<'_>| {
                let texts: Vec<&str> = record.texts.iter().map(|(_, text)| &**text).collect();
                format!("{} {}", texts.join("|"), record.inherited.join("|"))
            };
            read.records.iter().map(told).collect::<Vec<_>>()
        };
        let merged = ["公園の調べ| ", "公園の調べ|枯れた texts.出典", "川の調べ| ", "川の調べ| texts.出典"];
        for note in ["（注）出典の空欄は、すぐ上の欄に同じ。", "※「出典」が空欄の場合は、上と同じ"]
        {
            assert_eq!(told(note), merged, "{note}");
        }
        let printed = ["公園の調べ| ", "|枯れた ", "川の調べ| ", "| "];
        for note in ["", "※評価の空欄は、上の欄に同じ。", "※出典の空欄は、町の調べ。", "※空欄は、上に同じ。"]
        {
            assert_eq!(told(note), printed, "{note}");
        }
    }

    /// Texts and what is inherited of each record, of which each line gives the analysis.
    fn analyses(rows: [&str; 6]) -> Vec<String> {
        let [one, two, three, four, five, six] = rows;
        let rows = format!(
            "1 食|朝食|男|58%|A|{one}\n||女|60%|B|{two}\n|野菜|男|24%|B|{three}\n||女|27%|B|{four}\n2 歩く|歩数|男|6000歩|C|{five}\n3 歯|虫歯|男|3本|A|{six}\n"
        );
        let sheet = format!("分野|指標|区分|実績値|判定|分析\n{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let last = |record: &crate::record::Record<'_>| {
            record.texts.last().map_or(String::new(), |(_, text)| text.to_string())
        };
        read.records.iter().map(last).collect()
    }

    #[test]
    fn a_text_that_each_item_has_and_no_row_below_it_is_merged_as_the_item_is() {
        let [one, three, five, six] = ["単身の人に多い。", "高いため。", "外に出ない。", "磨く人がふえた。"];
        assert_eq!(analyses([one, "", three, "", five, six]), [one, one, three, three, five, six]);
        // A row with a text of its own shows that it is not, and so does an item without one.
        assert_eq!(analyses([one, "若い人。", three, "", five, six]), [one, "若い人。", three, "", five, six]);
        assert_eq!(analyses([one, "", three, "", "", six]), [one, "", three, "", "", six]);
    }

    #[test]
    fn a_text_that_each_level_has_in_its_first_row_alone_is_merged_as_the_level_is() {
        let [one, five, six] = ["単身の人に多い。", "外に出ない。", "磨く人がふえた。"];
        assert_eq!(analyses([one, "", "", "", five, six]), [one, one, one, one, five, six]);
    }

    #[test]
    fn legends_of_another_document_say_nothing_of_the_tables_above_it() {
        let first = "第1章 水辺\n事業名\t内容\t評価\t担当課\n水路の掃除\t泥をさらいます。\t1\t農政課\n堤の歩き\t月に一度歩きます。\t2\t河川課\n";
        let legend = "\n評価\n1：進んだ\n2：遅れた\n";
        let title = "\n花瀬市文化計画 評価表\n";
        let second = "\n施策\t実績\t評点\t所管\n読み聞かせ\t月に二回開きました。\t2\t図書館\n貸出し\t車で回りました。\t1\t図書館\n";
        let labels = |sheet: &str| {
            let source = Source::made_up(sheet);
            let sheet = crate::sheet(&source, &Options::default(), Findings::default());
            let of = |record: &crate::record::Record<'_>| record.ratings.iter().all(|rating| !rating.labels.is_empty());
            sheet.records.iter().map(of).collect::<Vec<bool>>()
        };
        assert_eq!(labels(&format!("{first}{title}{legend}{second}")), [false, false, true, true]);
        assert_eq!(labels(&format!("{first}{legend}{title}{second}")), [true, true, true, true]);
    }
}
