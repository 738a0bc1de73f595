//! Headings that their own words do not give away.
//!
//! In: classes of lone lines. Out: the same with numbered lines, lines above headers and titles of bare numbers as what
//! they are. A heading that opens with a word of the layout is known before, by [`super::alone`].

use foldhash::{HashMap, HashSet};

use crate::interpret::classify::{Class, Classes, LONGEST_TITLE, forms, next_filled};
use crate::interpret::heading::{self, Opening};
use crate::interpret::layout::{Family, Fit, Layout};
use crate::interpret::roles;
use crate::interpret::text;
use crate::read::lex::Rows;

/// A numbered line of its own (`（１）事務の見直し`, `２．活動目標`) above a header or among the rows of a table is a heading if
/// another one of its form stands there too, or if it is the first. Its level is its number's form. Lines in brackets
/// among the rows are headings if each says something else.
pub(super) fn number_headings(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout) {
    let mut bracketed: Vec<(usize, Opening)> = Vec::new();
    let mut elsewhere: Vec<(usize, Opening)> = Vec::new();
    // The title above the first header comes again on the next page, below the heading that the last line of this one
    // is.
    let first = classes.headers.first().map_or(0, |header| header.rows.start);
    let titles: HashSet<&str> = (0..first).filter_map(|at| classes.lone_text(rows, at)).collect();
    let listed = lines_of_lists(classes, rows);
    for at in 0..classes.rows.len() {
        if !matches!(classes.rows[at], Class::Prose | Class::Data) || listed.contains(&at) {
            continue;
        }
        let Some(text) =
            classes.lone_text(rows, at).filter(|text| text.chars().count() <= LONGEST_TITLE && !text.ends_with('。'))
        else {
            continue;
        };
        let Some((level, number, title)) = heading::enumerated(text) else {
            bracketed.extend(
                heading::bracketed(text, heading::SHORTEST_BRACKETED)
                    .or_else(|| heading::of_department(text, layout))
                    .or_else(|| heading::tagged(text, layout))
                    .or_else(|| office(classes, rows, at, layout))
                    .or_else(|| labelled(text).filter(|of| names_office(of, text, layout) && !has_offices(classes, at)))
                    .map(|of| (at, of)),
            );
            continue;
        };
        let in_first = first_filled(rows, at) <= first_column(classes, rows, at);
        let before_table = next_filled(&classes.rows, at + 1).is_some_and(|next| {
            matches!(classes.rows[next], Class::Header(_) | Class::Data | Class::Heading(_))
                || classes.lone_text(rows, next).is_some_and(|text| {
                    heading::opening(text, layout).is_some()
                        || heading::enumerated(text).is_some()
                        || (at > first && titles.contains(text))
                })
        });
        let row_of_table = next_filled(&classes.rows, at + 1).is_some_and(|next| leads_to_table(&classes.rows, next));
        if before_table && row_of_table {
            let opening = Opening { level, number, title };
            if in_first {
                classes.rows[at] = Class::Heading(opening);
            } else {
                elsewhere.push((at, opening));
            }
        }
    }
    let elsewhere = read_beside_numbers(classes, rows, elsewhere);
    read_in_other_columns(classes, elsewhere);
    // From the last on: 総務部 stands above 職員課, which stands above rows.
    let mut among_rows: HashSet<usize> = HashSet::default();
    for (at, _) in bracketed.iter().rev() {
        if stands_among_rows(classes, *at, &among_rows) {
            among_rows.insert(*at);
        }
    }
    bracketed.retain(|(at, _)| among_rows.contains(at));
    // ＜課題＞ above the text of each row is a part of it, and ＜新規＞ a remark: they come again.
    let texts: HashSet<&str> = bracketed.iter().filter_map(|(at, _)| classes.lone_text(rows, *at)).collect();
    if texts.len() > 1 && texts.len() == bracketed.len() {
        bracketed.into_iter().for_each(|(at, opening)| classes.rows[at] = Class::Heading(opening));
    }
}

/// The numbered lines that go on with a list right above them, of which a sentence shows that it is one: `３．期限：７月`
/// below `１．行を足さない。` and `２．記号で答える`.
fn lines_of_lists(classes: &Classes, rows: &Rows<'_>) -> HashSet<usize> {
    let mut listed: HashSet<usize> = HashSet::default();
    // The level and the number of the line above, and whether a sentence stands above or in it.
    let mut above: Option<(String, Option<u32>, bool)> = None;
    for at in 0..classes.rows.len() {
        let text = classes.lone_text(rows, at).unwrap_or_default();
        above = heading::enumerated(text).map(|(level, number, _)| {
            let goes_on = above.as_ref().is_some_and(|(of, last, told)| {
                *told && *of == level && number.is_some() && number == last.and_then(|last| last.checked_add(1))
            });
            listed.extend(goes_on.then_some(at));
            (level, number, goes_on || text.ends_with('。'))
        });
    }
    listed
}

/// An office alone in the column that numbers the rows: `総務部`.
fn office(classes: &Classes, rows: &Rows<'_>, at: usize, layout: &Layout) -> Option<Opening> {
    let is_name = |text: &&str| text.chars().all(text::is_kana_or_ideograph) && layout.is_department(text);
    let text = classes.lone_text(rows, at).filter(is_name)?;
    let place = classes.headers.partition_point(|header| header.rows.start < at).checked_sub(1)?;
    let column = classes.headers[place].columns.get(first_filled(rows, at))?;
    let level = text.chars().next_back().map(String::from).unwrap_or_default();
    roles::numbers_rows(&column.inner()).then_some(Opening { level, number: None, title: 0 })
}

/// Makes headings of numbered lines beside the column that numbers the rows of their tables, where several of one form
/// count from the first on: `1-1 建物` in the column of the item, above 1101 in the first one. Gives the other lines. The
/// first entry of a list in a cell stands beside the number of its row.
fn read_beside_numbers(classes: &mut Classes, rows: &Rows<'_>, lines: Vec<(usize, Opening)>) -> Vec<(usize, Opening)> {
    let mut forms: HashMap<&str, (bool, Option<u32>, HashSet<&str>)> = HashMap::default();
    for (at, line) in &lines {
        let (fits, last, texts) = forms.entry(&line.level).or_insert((true, None, HashSet::default()));
        let counts = line.number.is_some_and(|own| own == 1 || last.is_some_and(|last| own == last || own == last + 1));
        *fits &= counts && is_beside_number(classes, rows, *at);
        *last = line.number;
        texts.extend(classes.lone_text(rows, *at));
    }
    forms.retain(|_, (fits, _, texts)| *fits && texts.len() > 1);
    let levels: HashSet<String> = forms.into_keys().map(str::to_owned).collect();
    let (headings, others) = lines.into_iter().partition::<Vec<_>, _>(|(_, line)| levels.contains(&line.level));
    headings.into_iter().for_each(|(at, line)| classes.rows[at] = Class::Heading(line));
    others
}

/// Whether the row right below a line has a number in a column left of it.
fn is_beside_number(classes: &Classes, rows: &Rows<'_>, at: usize) -> bool {
    let above = classes.headers.partition_point(|header| header.rows.start < at).checked_sub(1);
    let Some(columns) = above.map(|above| &classes.headers[above].columns) else { return false };
    let left = columns.iter().take(first_filled(rows, at));
    let Some(number) = left.into_iter().position(|column| roles::numbers_rows(&column.inner())) else { return false };
    let below = next_filled(&classes.rows, at + 1).filter(|below| classes.rows[*below] == Class::Data);
    below.is_some_and(|below| rows.of(&rows.rows[below]).get(number).is_some_and(|cell| !cell.text.is_empty()))
}

/// Makes headings of numbered lines that stand in another column than those of their form, where they have the number
/// behind that of the one above, or are the first in front of the second.
fn read_in_other_columns(classes: &mut Classes, lines: Vec<(usize, Opening)>) {
    let mut first: HashMap<String, Option<u32>> = HashMap::default();
    let mut last: HashMap<String, u32> = HashMap::default();
    if !lines.is_empty() {
        for class in &classes.rows {
            if let Class::Heading(opening) = class {
                first.entry(opening.level.clone()).or_insert(opening.number);
            }
        }
    }
    let mut lines = lines.into_iter().peekable();
    for at in 0..classes.rows.len() {
        if let Some((_, line)) = lines.next_if(|(line, _)| *line == at) {
            let is_next = match last.get(&line.level) {
                Some(above) => line.number == Some(above + 1),
                None => line.number == Some(1) && first.get(&line.level) == Some(&Some(2)),
            };
            if is_next {
                classes.rows[at] = Class::Heading(line);
            }
        }
        if let Class::Heading(Opening { level, number: Some(number), .. }) = &classes.rows[at] {
            last.insert(level.clone(), *number);
        }
    }
}

/// The place of the first cell of a row that holds something.
fn first_filled(rows: &Rows<'_>, at: usize) -> usize {
    rows.of(&rows.rows[at]).iter().position(|cell| !cell.text.is_empty()).unwrap_or_default()
}

/// The place at which the table of a row begins, as its header does: one of several may begin in column B.
fn first_column(classes: &Classes, rows: &Rows<'_>, at: usize) -> usize {
    let above = classes.headers.partition_point(|header| header.rows.start < at);
    let header = classes.headers.get(above.saturating_sub(1));
    header.and_then(|header| header.rows.clone().map(|row| first_filled(rows, row)).min()).unwrap_or_default()
}

/// Whether a line has a row of a table or a heading of one directly below it, which these lines are too, and a row or
/// the header above, be it parted from that by blank lines or the end of a page.
fn stands_among_rows(classes: &Classes, at: usize, headings: &HashSet<usize>) -> bool {
    let is_row = |at: Option<usize>| at.and_then(|at| classes.rows.get(at)) == Some(&Class::Data);
    let is_heading = |at: usize| matches!(classes.rows.get(at), Some(Class::Heading(_))) || headings.contains(&at);
    let below = || if is_heading(at + 1) { at + 2 } else { at + 1 };
    // The last line of a page heads the rows of the next one.
    let ends_page = || classes.rows[at + 1..].iter().find(|class| **class != Class::Blank) == Some(&Class::PageNumber);
    // Why a row is rated so may be told below it.
    let parts = |at: usize| matches!(classes.rows[at], Class::Blank | Class::PageNumber);
    let next_above = |at: usize| (0..at).rev().find(|&above| !parts(above));
    let above = next_above(at);
    let above = above.filter(|&above| classes.rows[above] != Class::Prose).or_else(|| above.and_then(next_above));
    let below_header = above.is_some_and(|above| matches!(classes.rows[above], Class::Header(_) | Class::Heading(_)));
    let below_total = above.is_some_and(|above| classes.rows[above] == Class::Total);
    (is_row(Some(below())) || ends_page()) && (below_header || below_total || is_row(above))
}

/// Whether nothing but headings, headers and lone lines of few words stands between a row and the next row of a table.
fn leads_to_table(classes: &[Class], from: usize) -> bool {
    const LONGEST_BLOCK: usize = 24;
    let passes = |class: &&Class| {
        matches!(class, Class::Blank | Class::PageNumber | Class::Heading(_) | Class::HeadingTitle | Class::Prose)
    };
    let next = classes[from..].iter().take(LONGEST_BLOCK).find(|class| !passes(class));
    matches!(next, Some(Class::Header(_) | Class::Data))
}

/// Gives a heading that has only a number the line below it as its title.
pub(super) fn title_headings(classes: &mut Classes, rows: &Rows<'_>) {
    for at in 0..classes.rows.len() {
        let Class::Heading(opening) = &classes.rows[at] else { continue };
        if classes.lone_text(rows, at).is_none_or(|text| opening.title < text.len()) {
            continue;
        }
        let below = next_filled(&classes.rows, at + 1).filter(|&next| classes.rows[next] == Class::Prose);
        let titles = |next: &usize| {
            classes
                .lone_text(rows, *next)
                .is_some_and(|text| text.chars().count() <= LONGEST_TITLE && !text.ends_with('。'))
        };
        if let Some(next) = below.filter(titles) {
            classes.rows[next] = Class::HeadingTitle;
        }
    }
}

/// A line directly above a header that says what it names is a heading: `領域：栄養・食生活`, `施策名　道路の維持`,
/// `備えるべき目標１　命を守る`. So is one that names the office of all rows below: `課名：道路課`.
pub(super) fn read_labelled_headings(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout) {
    let starts: Vec<usize> = classes.headers.iter().map(|header| header.rows.start).collect();
    for start in starts {
        // `施設名：花の館` above `管理者：花の会⇥期間：令和４年から`.
        let is_between = |at: usize| classes.rows[at] == Class::Blank || rows.is_particular(at);
        let above = (0..start).rev().find(|&at| !is_between(at));
        let Some(at) = above.filter(|&at| matches!(classes.rows[at], Class::Title | Class::Prose)) else { continue };
        let Some(text) = classes.lone_text(rows, at) else { continue };
        let is_office = |of: &Opening| names_office(of, text, layout) && !has_offices(classes, start);
        let is_heading = |of: &Opening| names_level(of, layout) || is_office(of);
        let by_label = labelled(text).filter(is_heading);
        if let Some(opening) = by_label.or_else(|| forms::long_name(text, layout)) {
            classes.rows[at] = Class::Heading(opening);
        }
    }
}

/// Whether the header of a row, or the one that begins there, has a column of offices.
fn has_offices(classes: &Classes, at: usize) -> bool {
    let place = classes.headers.partition_point(|header| header.rows.start <= at);
    let header = place.checked_sub(1).map(|place| &classes.headers[place]);
    header.is_some_and(|header| header.columns.iter().any(|of| of.family == Some(Family::Department)))
}

/// Whether a heading opens with a header word for offices and names some: `課名：道路課`.
fn names_office(opening: &Opening, text: &str, layout: &Layout) -> bool {
    layout.labels_office(&opening.level) && layout.is_department(opening.title_of(text))
}

/// Whether a heading opens with a header word of a level or an item.
fn names_level(opening: &Opening, layout: &Layout) -> bool {
    matches!(layout.family_at_end(&opening.level), Some((Family::Path | Family::Measure | Family::Item, Fit::Whole)))
}

/// What a line names that stood beside others, by its label or as an office without one.
pub(super) fn named(line: &str, layout: &Layout) -> Opening {
    let is_label = |of: &Opening| layout.labels_office(&of.level) || !layout.is_department(&of.level);
    let office = || Opening { level: heading::OFFICE.to_owned(), number: None, title: 0 };
    labelled(line).filter(is_label).unwrap_or_else(office)
}

/// A label, set off by a bracket, a colon or a wide space, and what it names behind it.
pub(super) fn labelled(text: &str) -> Option<Opening> {
    let in_bracket = || text.strip_prefix('【').and_then(|text| text.split_once('】')).filter(|of| !of.1.is_empty());
    let (label, behind) = in_bracket().or_else(|| text.split_once(['：', ':', '\u{3000}']))?;
    let title = behind.trim_start();
    let short = !title.is_empty() && !title.ends_with('。') && text.chars().nth(LONGEST_TITLE).is_none();
    let (number, title) = match heading::enumerated(title) {
        Some((_, number, at)) => (number, &title[at..]),
        None => (None, title),
    };
    short.then(|| Opening { level: label.to_owned(), number, title: text.len() - title.len() })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn departments_in_brackets_among_the_rows_stand_above_them() {
        let read = |second: &str| {
            let sheet = format!(
                "重点\t事業名\t費用\t評価\t担当課\n【公園部】\t\t\t\t\n○\t花壇\t20\tA\t公園課\n\t小計\t20\t\t\n\
                 {second}\t\t\t\t\n○\t水路\t30\tB\t河川課\n\t堤\t40\tA\t河川課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.title.clone()).collect();
            (read.records.iter().map(path).collect::<Vec<String>>(), read.findings.len())
        };
        assert_eq!(read("【河川部】"), (["公園部", "河川部", "河川部"].map(str::to_owned).to_vec(), 0));
        // A blank line above it parts it from the rows of the one before.
        assert_eq!(read("\n【河川部】"), read("【河川部】"));
        // And so does the end of a page, behind which no header comes again.
        assert_eq!(read("\n- 1 -\n\n【河川部】"), read("【河川部】"));
        // The same remark at each row heads none.
        assert_eq!(read("【公園部】").0, ["", "", ""]);
    }

    #[test]
    fn labelled_offices_among_the_rows_are_in_charge_of_them_where_no_column_names_any() {
        let read = |header: &str, end: &str| {
            let rows = "担当課：財政課END\n第1号|基金|分けた。|AEND\n第2号|債券|買った。|BEND\n担当課：税務課END\n第3号|口座|始めた。|AEND\n";
            let sheet =
                format!("番号|改革項目|取組実績|評価{header}\n{}", rows.replace("課END", &format!("課|||{end}")));
            let sheet = sheet.replace("END", end).replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let office = |record: &crate::record::Record<'_>| {
                let office = record.departments.iter().map(|of| of.name.to_string()).collect();
                (office, record.path.len(), record.inherited.concat())
            };
            read.records.iter().map(office).collect::<Vec<(String, usize, String)>>()
        };
        let in_charge = ["財政課", "財政課", "税務課"].map(|office| (office.to_owned(), 0, "departments".to_owned()));
        assert_eq!(read("", ""), in_charge);
        assert_eq!(read("|備考", "|"), in_charge);
        assert_eq!(read("|担当課", "|総務課").iter().filter(|(office, ..)| office == "総務課").count(), 5);
    }

    #[test]
    fn titles_behind_brackets_that_differ_head_the_rows_below_and_those_of_the_next_page() {
        let read = |second: &str| {
            let header = "指標\t実績\t評価\t担当課\n";
            let sheet = format!(
                "{header}【安全】　安全な水\n検査の数\t20か所\tA\t浄水課\n濃度の平均\t0.44\tC\t浄水課\n{second}\n- 1 -\n\n\
                 {header}施策１　管の交換\n管の数\t3本\tB\t給水課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| {
                record.path.iter().map(|of| of.title.clone()).collect::<Vec<_>>().join(" > ")
            };
            (
                read.records.iter().map(path).collect::<Vec<_>>(),
                read.records[0].item.as_ref().map(|item| item.title.to_string()),
            )
        };
        let (paths, item) = read("【強靱】　災害に強い水道");
        assert_eq!(paths, ["【安全】　安全な水", "【安全】　安全な水", "【強靱】　災害に強い水道 > 管の交換"]);
        assert_eq!(item.as_deref(), Some("検査の数"));
        // A label says what stands behind it.
        assert_eq!(read("【担当課】　給水課").0[2], "管の交換");
    }

    #[test]
    fn the_last_line_of_a_list_with_a_sentence_heads_no_rows() {
        let path = |lines: &str| {
            let sheet =
                format!("町の計画\n\n{lines}\n\n取組\t実績\t評価\n花壇\t苗を植えた。\tA\n水路\t泥をさらった。\tB\n");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records[0].path.iter().map(|of| of.title.clone()).collect::<String>()
        };
        assert_eq!(path("【注意】\n１．行を足さない。\n２．評価は記号で　Ａ＝進んだ　Ｂ＝遅れた\n３．期限：７月"), "");
        // Sections count too; what stands in another form, behind a blank line or out of turn goes on with no list.
        assert_eq!(path("１．評価の基準　Ａ＝進んだ　Ｂ＝遅れた\n２．水と緑"), "水と緑");
        assert_eq!(path("１．行を足さない。\n（２）水と緑"), "水と緑");
        assert_eq!(path("１．行を足さない。\n\n２．水と緑"), "水と緑");
        assert_eq!(path("１．行を足さない。\n３．水と緑"), "水と緑");
    }

    #[test]
    fn an_office_alone_among_the_numbers_of_the_rows_heads_them() {
        let read = |header: &str| {
            let sheet = format!(
                "町の事業\n\n{header}\n総務部\t\t\t\t\n1\t訓練\t開いた。\tA\t防災課\n2\t無線\t直した。\tB\t防災課\n3\t地図\t配った。\tA\t防災課\n\
                 産業部\t\t\t\t\n4\t桜の祭り\t開いた。\tA\t観光課\n5\t朝市\t開いた。\tB\t商工課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.title.clone()).collect();
            read.records.iter().map(path).collect::<Vec<String>>()
        };
        for number in ["No.", "通番"] {
            let header = format!("{number}\t事業名\t内容\t評価\t担当課");
            assert_eq!(read(&header), ["総務部", "総務部", "総務部", "産業部", "産業部"]);
        }
        assert_eq!(read("区分\t事業名\t内容\t評価\t担当課").concat(), "");
    }

    #[test]
    fn an_office_beside_its_label_is_in_charge_of_the_table_below() {
        let read = |header: &str, row: &str| {
            let table = |office: &str, items: [&str; 2]| {
                let row = |item: &str| format!("{item}\t続けた。\tA{row}\n");
                format!("課名\t{office}\t\n重点目標\t取組結果\t自己評価{header}\n{}\n", items.map(row).concat())
            };
            let sheet = table("公園課", ["花壇", "並木"]) + &table("お客様センター", ["窓口", "電話"]);
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let office = |record: &crate::record::Record<'_>| {
                assert_eq!(record.path.len(), 0);
                record.departments.iter().map(|of| of.name.to_string()).collect::<String>()
            };
            (read.records.iter().map(office).collect::<Vec<_>>(), read.findings.len())
        };
        let expected = ["公園課", "公園課", "お客様センター", "お客様センター"].map(str::to_owned);
        assert_eq!(read("", ""), (expected.to_vec(), 0));
        // Each row names its own.
        assert_eq!(read("\t担当課", "\t河川課").0, ["河川課"; 4]);
    }

    #[test]
    fn an_office_stands_above_the_sections_in_it() {
        let row = |at: usize, item: &str| format!("{at}\t{item}\t町の人と行いました。\tA\n");
        let sheet = format!(
            "No.\t取組名\t内容\t評価\n総務部\n職員課\n{}財産課\n{}市民部\n市民課\n{}",
            row(1, "休み"),
            row(2, "土地"),
            row(3, "窓口")
        );
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path = |record: &crate::record::Record<'_>| {
            record.path.iter().map(|of| of.title.as_str()).collect::<Vec<_>>().join(" ")
        };
        let paths: Vec<String> = read.records.iter().map(path).collect();
        assert_eq!(paths, ["総務部 職員課", "総務部 財産課", "市民部 市民課"]);
    }

    #[test]
    fn numbered_lines_beside_the_numbers_of_the_rows_head_them() {
        let row = |number: &str, item: &str| format!("{number}\t{item}\t町の人と行いました。\tA\t公園課\n");
        let paths = |lines: [&str; 3]| {
            let [first, second, third] = lines.map(|line| format!("\t{line}\t\t\t\n"));
            let sheet = format!(
                "番号\t事業名\t内容\t評価\t担当課\n{first}{}{}{second}{}{third}{}",
                row("11", "花壇"),
                row("12", "並木"),
                row("21", "水路"),
                row("22", "堤防"),
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let headings = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.title.clone()).collect();
            read.records.iter().map(headings).collect::<Vec<Vec<String>>>().concat().join(" ")
        };
        assert_eq!(paths(["1-1 春の花", "1-2 夏の花", "2-1 川"]), "春の花 春の花 夏の花 川");
        assert_eq!(paths(["（１）春の花", "（２）夏の花", "（３）川"]), "春の花 春の花 夏の花 川");
        // They go on with lists in the cells above them.
        assert_eq!(paths(["（２）春の花", "（２）夏の花", "（３）川"]), "");
    }

    #[test]
    fn a_numbered_heading_in_another_column_counts_on() {
        let paths = |[first, second, third]: [&str; 3]| {
            let sheet = format!(
                "施設名\t内容\t評価\t担当課\n{first}\n会館\t会を開いた。\tA\t文化課\n{second}\n体育館\t床を直した。\tB\t体育課\n\
                 {third}\n公園\t苗を植えた。\tA\t公園課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.title.clone()).collect();
            read.records.iter().map(path).collect::<Vec<String>>()
        };
        let whole = ["文化施設", "体育施設", "公園"];
        assert_eq!(paths(["１　文化施設\t\t\t", "\t２　体育施設\t\t", "３　公園\t\t\t"]), whole);
        assert_eq!(paths(["\t１　文化施設\t\t", "２　体育施設\t\t\t", "３　公園\t\t\t"]), whole);
        assert_eq!(paths(["１　文化施設\t\t\t", "\t５　体育施設\t\t", "２　公園\t\t\t"])[1], "文化施設");
    }

    #[test]
    fn numbered_lines_above_prose_head_the_sections_of_a_plan() {
        let read = |numbers: [u32; 3]| {
            let table = "指標\t現状値\t目標値\n花壇の数\t12か所\t15か所\n並木の数\t30本\t40本\n";
            let [first, second, third] = numbers;
            let sheet = format!(
                "緑の計画\n\n{first}　評価の方法\n策定時の値と比べました。\n\n{second}　花のまち\n苗を配りました。\n\n{table}\n\
                 {third}　木のまち\n枝を切りました。\n\n{table}"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.title.clone()).collect();
            read.records.iter().map(path).collect::<Vec<String>>()
        };
        assert_eq!(read([1, 2, 3]), ["花のまち", "花のまち", "木のまち", "木のまち"]);
        assert_eq!(read([1, 3, 2]), [""; 4]);
    }

    #[test]
    fn a_heading_stands_where_its_own_table_begins() {
        let upper = "施策名\t内容\t評価\t担当課\n花壇\t苗を植えた。\tA\t公園課\n並木\t枝を切った。\tB\t公園課\n";
        let lower = "\t番号\t事業名\t判定\t所管課\n\tⅠ 水の町\t\t\t\n\t1\t水路\tA\t河川課\n\tⅡ 道の町\t\t\t\n\t2\t橋の塗装\tB\t道路課\n";
        let sheet = format!("{upper}\n{lower}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.title.clone()).collect();
        assert_eq!(read.records.iter().map(path).collect::<Vec<String>>(), ["", "", "水の町", "道の町"]);
    }

    #[test]
    fn titles_on_one_line_above_a_later_page_are_no_heading() {
        let header = "施策名\t内容\t評価\t担当課\n";
        let sheet = format!(
            "川辺町の緑の計画\n五年度の評価について\n\n第１節　水の町\n{header}花壇\t苗を植えた。\tA\t公園課\n第２節　道の町\n\
             {header}橋\t鉄を塗った。\tA\t道路課\n\n- 2 -\n川辺町の緑の計画　五年度の評価について\n\n{header}並木\t枝を切った。\tB\t公園課\n"
        );
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path: Vec<&str> = read.records[2].path.iter().map(|heading| &*heading.title).collect();
        assert_eq!((path, read.findings.len()), (vec!["道の町"], 0));
    }

    #[test]
    fn the_last_line_of_a_page_is_a_heading_where_the_title_comes_again_below() {
        let header = "施策名\t内容\t評価\t担当課\n";
        for between in ["Ⅱ 道の町\n町の評価\n\n", "Ⅱ 道の町\n\n町の評価\n", "\nⅡ 道の町\n町の評価\n"]
        {
            let sheet = format!(
                "町の評価\n\n{header}Ⅰ 水の町\n花壇\t苗を植えた。\tA\t公園課\n{between}{header}並木\t枝を切った。\tB\t公園課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let title = read.records[1].path.last().map(|heading| heading.title.clone());
            assert_eq!(
                (title.as_deref(), read.findings.len(), read.titles.len()),
                (Some("道の町"), 0, 1),
                "{between:?}"
            );
        }
    }

    #[test]
    fn what_stands_above_all_headings_and_comes_again_is_the_title() {
        let header = "施策名\t内容\t評価\t担当課\n";
        let read = |opening: &str, line: &str| {
            let sheet = format!(
                "資料１\n{opening}\n評価\t内容\nA\t届く\nB\t届かない\n\n１　水\n{header}花壇\t苗を植えた。\tA\t公園課\n２　道\n\
                 {header}橋\t鉄を塗った。\tA\t道路課\n\n- 1 -\n{line}\n\n{header}並木\t枝を切った。\tB\t公園課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = read.records[2].path.iter().map(|heading| heading.title.to_string());
            (path.collect::<Vec<_>>(), read.titles.len())
        };
        let title = "川辺町の緑の計画　五年度の様子";
        assert_eq!(read(title, title), (vec!["道".to_owned()], 2));
        // What comes again in another part is a heading of both.
        assert_eq!(read("第１章　町\n町の店", "町の店").0, ["町", "町の店"]);
    }
}
