//! Columns that print a value once for a run of rows, as merged cells do: 部 before 課, 年度 before the item.
//!
//! In: the cells of a column from top to bottom. Out: whether a blank one means the value above it. What marks single
//! rows, as 新規 or ○, comes again further down; a value of a run does not.

use foldhash::HashSet;

use crate::interpret::layout;

/// The cells of a column, looked at.
#[derive(Debug, Default)]
pub(super) struct Blocks<'c> {
    /// The values, each once; and those of the page.
    values: HashSet<&'c str>,
    on_page: HashSet<&'c str>,
    /// So many cells hold one, and so many are blank.
    printed: usize,
    blank: usize,
    /// The first cell holds one.
    begins: bool,
    /// The cell above, and the value above.
    cell_above: &'c str,
    value_above: &'c str,
    /// A value stands right below itself.
    repeats: bool,
    /// A value comes again; and it does so among rows that no page and no heading stands between.
    returns: bool,
    returns_on_page: bool,
    /// A value is a mark, without letter and digit.
    marks: bool,
    /// So many values stand where a run of the level left of it begins; and none is lacking there.
    opened: usize,
    lacks: bool,
    /// How the values stand to the tops of runs of rows, and to the rows right below headings.
    tops: Heads,
    headings: Heads,
    /// A heading stands above the next cell.
    is_headed: bool,
}

/// How the values of a column stand to the first rows of something, which a run of a level left of it begins too.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads {
    /// So many of them there are, so many values stand there; and each does, and none is lacking there.
    count: usize,
    filled: usize,
    is_elsewhere: bool,
    lacks: bool,
}

impl Heads {
    /// Adds the next cell.
    pub(super) fn add(&mut self, is_head: bool, is_filled: bool) {
        self.count += usize::from(is_head);
        self.filled += usize::from(is_head && is_filled);
        self.is_elsewhere |= !is_head && is_filled;
        self.lacks |= is_head && !is_filled;
    }

    /// Whether each of several has a value, and nothing else has one.
    pub(super) fn have_all(&self) -> bool {
        self.filled >= FEWEST_RUNS && !self.is_elsewhere && !self.lacks
    }

    fn are_several(&self) -> bool {
        self.count >= FEWEST_RUNS
    }
}

/// So many runs of a level that all begin with a value show that it is merged as the level is.
const FEWEST_RUNS: usize = 3;

impl<'c> Blocks<'c> {
    /// A heading stands above the next cell.
    pub(super) fn enter_heading(&mut self) {
        self.is_headed = true;
    }

    /// Adds the next cell. A page prints the value of a run that goes on again at its top. `opens` is given where a run
    /// of the level left of the column begins.
    pub(super) fn add(&mut self, cell: &'c str, is_top: bool, opens: bool) {
        self.opened += usize::from(opens && !cell.is_empty());
        self.lacks |= opens && cell.is_empty();
        let goes_on = is_top && cell == self.value_above;
        self.tops.add(is_top || opens, !cell.is_empty());
        let is_headed = std::mem::take(&mut self.is_headed) || opens;
        self.headings.add(is_headed, !cell.is_empty() && (is_headed || !goes_on));
        self.begins |= self.printed + self.blank == 0 && !cell.is_empty();
        if is_top {
            self.on_page.clear();
        }
        if cell.is_empty() {
            self.blank += 1;
        } else {
            self.printed += 1;
            self.repeats |= cell == self.cell_above && !goes_on;
            self.returns |= !self.values.insert(cell) && !goes_on;
            self.returns_on_page |= !self.on_page.insert(cell);
            self.marks |= !cell.contains(|c: char| c.is_alphanumeric() && c != '〇');
            self.value_above = cell;
        }
        self.cell_above = cell;
    }

    /// Whether a department before another one is merged: 財務部 above blank cells, beside the names of its 課. A run has
    /// two rows or more now and then; less often where the names come again and again, and never right below
    /// themselves.
    pub(super) fn are_departments(&self) -> bool {
        let come_again = || self.values.len() * 2 <= self.printed && self.blank * 3 >= self.printed;
        self.are_long_runs() || (self.are_runs() && come_again())
    }

    fn are_long_runs(&self) -> bool {
        self.are_runs() && self.blank * 2 >= self.printed
    }

    fn are_runs(&self) -> bool {
        self.begins && !self.repeats && self.blank > 0
    }

    /// Whether departments in front of the items group them: each stands once on a page, above the blank cells of its
    /// rows. A name that comes again there was written row by row, and a blank cell among many names was forgotten.
    /// Where a 部 begins, so does a 課, and nobody forgets both again and again.
    pub(super) fn are_groups(&self) -> bool {
        let are_nested = self.opened > 0 && self.blank > 1 && self.are_runs();
        (are_nested || self.are_long_runs()) && !self.returns_on_page && !self.lacks && self.values.len() > 1
    }

    /// Whether departments behind the items are merged as the headings are: one stands in the first row below each of
    /// several headings, and none in any other. Who is in charge of single rows stands elsewhere too. Below a blank
    /// line or a page number the rows of a heading go on; where there are not several headings, these part the rows.
    pub(super) fn are_below_headings(&self) -> bool {
        let heads = if self.headings.are_several() { &self.headings } else { &self.tops };
        heads.have_all() && self.blank >= self.printed
    }

    /// Whether a text before the item is merged: at least half its cells are blank, which no run of forgotten ones
    /// makes. Or it stands wherever a run of the level left of it begins, and is blank within these alone. A single
    /// value must be a year: any other may mark its own row.
    pub(super) fn are_texts(&self) -> bool {
        let is_year = self.values.iter().all(|value| layout::is_year(value));
        let tells = self.values.len() > 1 || is_year;
        let is_nested = self.opened >= FEWEST_RUNS && !self.lacks && self.blank > 0;
        self.begins && !self.marks && tells && (is_nested || (!self.returns && self.blank >= self.printed))
    }
}

#[cfg(test)]
mod tests {
    use super::Blocks;
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[track_caller]
    fn case(cells: &[&str], expected: [bool; 2]) {
        let mut blocks = Blocks::default();
        cells.iter().enumerate().for_each(|(at, cell)| blocks.add(cell, at == 0, false));
        assert_eq!([blocks.are_departments(), blocks.are_texts()], expected, "{cells:?}");
    }

    #[test]
    fn values_of_runs_stand_once_at_their_top() {
        case(&["財務部", "", "", "総務部", ""], [true, true]);
        case(&["2024", "", "", ""], [true, true]);
        case(&["財務部", "財務部", "", "総務部", ""], [false, false]);
        case(&["", "財務部", "", "総務部", ""], [false, false]);
        // Names that come again further down, and never right below themselves.
        let [one, other] = ["財務部", "総務部"];
        case(&[one, "", other, one, other, "", one], [true, false]);
        case(&[one, "", other, one, other, one, other], [false, false]);
        case(&[one, "", other, one, one, "", other], [false, false]);
        case(&[one, "", other, "教育部", "町民部", "", "建設部"], [false, false]);
    }

    #[test]
    fn departments_that_stand_once_above_blank_cells_group_the_rows() {
        let case = |cells: &[&str], expected: bool| {
            let mut blocks = Blocks::default();
            cells.iter().enumerate().for_each(|(at, cell)| blocks.add(cell, at == 0, false));
            assert_eq!(blocks.are_groups(), expected, "{cells:?}");
        };
        case(&["道路課", "", "公園課", "", ""], true);
        case(&["道路課", "", "公園課", "", "道路課", ""], false);
        case(&["道路課", "公園課", "河川課", "", "学校課"], false);
        case(&["道路課", "", "", ""], false);
        let mut pages = Blocks::default();
        ["道路課", "", "公園課", "", "道路課", ""].iter().enumerate().for_each(|(at, cell)| {
            pages.add(cell, at % 4 == 0, false);
        });
        assert!(pages.are_groups());
    }

    #[test]
    fn below_a_heading_the_name_of_a_group_may_come_again() {
        let group = "都市部|建築課|住宅の耐震化|A\n||塀の撤去|B\n総務部|危機管理課|地図の配布|A\n||訓練|C\n";
        let sheet = format!("部|課|取組|評価\n1 揺れ\n{group}2 水\n{group}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names = |record: &crate::record::Record<'_>| {
            record.departments.iter().map(|of| &*of.name).collect::<Vec<_>>().join(" ")
        };
        let expected = ["都市部 建築課", "都市部 建築課", "総務部 危機管理課", "総務部 危機管理課"];
        assert_eq!(read.records.iter().map(names).collect::<Vec<_>>(), [expected, expected].concat());
        assert_eq!(read.findings.len(), 0);
    }

    #[test]
    fn a_part_of_an_office_below_another_level_is_one_of_the_office_above() {
        let sheet = "施策|事業|部|課|内容|評価\n1-1 防災|訓練|総務部|防災課|開いた。|A\n1-2 子育て|手当|福祉部|こども課|支給した。|A\n\
            1-3 高齢者|敬老の会||長寿課|祝った。|B\n1-4 産業|桜の祭り|産業部|観光課|開いた。|A\n|創業の講座||商工課|学んだ。|C\n";
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names: Vec<&str> = read.records[2].departments.iter().map(|of| &*of.name).collect();
        assert_eq!((names, read.findings.len()), (vec!["福祉部", "長寿課"], 0));
    }

    #[test]
    fn a_value_wherever_a_run_left_of_it_begins_is_merged_as_that_is() {
        let case = |cells: &[&str], expected: bool| {
            let mut blocks = Blocks::default();
            cells.iter().enumerate().for_each(|(at, cell)| blocks.add(cell, at == 0, at % 3 == 0));
            assert_eq!(blocks.are_texts(), expected, "{cells:?}");
        };
        case(&["市民", "", "事業者", "市", "市民", "", "市", "", "事業者"], true);
        case(&["市民", "", "事業者", "", "市民", "", "市", "", "事業者"], false);
        case(&["新規", "", "", "", "新規", "", "拡充", "", ""], false);
    }

    #[test]
    fn departments_that_stand_in_the_first_row_below_each_heading_alone_are_merged_as_these_are() {
        let told = |[first, second, third]: [&str; 3], other: &str| {
            let group = |heading: &str, names: [&str; 2]| {
                let [one, two] = names;
                format!("{heading}\n花壇|苗を植えた。|A|{one}\n並木|枝を切った。|B|{two}\n水路|泥をさらった。|A|\n")
            };
            let groups = [
                group("基本方針１　緑|||", [first, ""]),
                group("基本方針２　水|||", [second, other]),
                group("基本方針３　道|||", [third, ""]),
            ];
            let sheet = format!("取組|内容|評価|担当係\n{}", groups.concat()).replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let names = |record: &crate::record::Record<'_>| {
                record.departments.iter().map(|of| &*of.name).collect::<Vec<_>>().join("、")
            };
            (read.records.iter().map(names).collect::<Vec<_>>(), read.findings.len())
        };
        let [green, water, road] = ["調査係", "保護係", "活用係"];
        let merged = [green, green, green, water, water, water, road, road, road].map(str::to_owned);
        assert_eq!(told([green, water, road], ""), (merged.to_vec(), 0));
        // One more, or one that is lacking, and the others are of their own rows.
        assert_eq!(told([green, water, road], green).0[1], "");
        assert_eq!(told([green, "", road], "").0[1], "");
    }

    #[test]
    fn what_ends_a_page_below_a_heading_does_not_end_what_is_merged_there() {
        let told = |ends: &str| {
            let group = |heading: &str, office: &str| {
                let rows = format!("花壇|苗を植えた。|A|{office}\n並木|枝を切った。|B|\n{ends}");
                format!("{heading}|||\n{rows}水路|泥をさらった。|A|\n")
            };
            let groups = [("基本方針１　緑", "調査係"), ("基本方針２　水", "保護係"), ("基本方針３　道", "活用係")];
            let groups = groups.map(|(heading, office)| group(heading, office));
            let sheet = format!("取組|内容|評価|担当係\n{}", groups.concat()).replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let names = |record: &crate::record::Record<'_>| {
                record.departments.iter().map(|of| &*of.name).collect::<Vec<_>>().join("、")
            };
            read.records.iter().map(names).collect::<Vec<_>>()
        };
        let merged = ["調査係", "保護係", "活用係"].map(|office| [office; 3]).concat();
        for ends in ["\n", "- 3 -\n\n", "\n取組|内容|評価|担当係\n"] {
            assert_eq!(told(ends), merged, "{ends:?}");
        }
        // The other row of the page has none of its own where that of the first is printed there.
        assert_eq!(told("\n苗床|土を替えた。|A|庶務係\n")[1], "");
    }

    #[test]
    fn departments_in_front_of_all_else_group_the_rows_where_nothing_is_an_item() {
        let last = |header: &str, rows: [&str; 4]| {
            let sheet = format!("{header}\n{}\n", rows.join("\n")).replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let names = read.records.last().map(|of| of.departments.iter().map(|of| &*of.name).collect::<String>());
            (names.unwrap_or_default(), read.findings.len())
        };
        let [first, second] = ["苗を早く植えられたい。|春に植えた。|済", "泥を早くさらわれたい。|秋にさらう。|未"];
        let rows = |names: [&str; 4]| [0, 1, 2, 3].map(|at| format!("{}|{}", names[at], [first, second][at % 2]));
        let grouped = rows(["公園課", "", "河川課", ""]);
        assert_eq!(
            last("部局|監査の結果|措置の内容|措置状況", grouped.each_ref().map(|row| &**row)),
            ("河川課".to_owned(), 0)
        );
        // One that comes again was written row by row: its blank cell was forgotten.
        let own = rows(["公園課", "河川課", "公園課", ""]);
        assert_eq!(last("部局|監査の結果|措置の内容|措置状況", own.each_ref().map(|row| &**row)).0, "");
    }

    #[test]
    fn marks_of_single_rows_are_no_runs() {
        case(&["新規", "", "拡充", "", "新規", ""], [true, false]);
        case(&["○", "", "", ""], [true, false]);
        case(&["重点", "", "", ""], [true, false]);
    }
}
