//! The layouts of made-up sheets.
//!
//! In: choices. Out: a sheet of 8 to 24 records: a plan with chapters and a header of two rows, a programme whose first
//! column is merged, indicators, and a plain list with any scale.

use super::words::{
    CONTENTS, DEPARTMENTS, DIGITS, HIRAGANA, KATAKANA, LATIN, MEASURES, OBJECTS, PLANS, REMARKS, THEMES, WORDS,
};
use super::{Cell, Chance, Column, Holds, Kind, Made, Row, Scale};

/// Makes a sheet.
pub(crate) type Layout = (&'static str, fn(&mut Chance) -> Made);

pub(crate) const LAYOUTS: [Layout; 4] =
    [("plan", plan), ("programme", programme), ("indicators", indicators), ("list", list)];

/// A sheet that is being filled.
struct Maker<'c> {
    chance: &'c mut Chance,
    columns: Vec<Column>,
    rows: Vec<Row>,
    path: Vec<String>,
    /// Where in the lists this sheet takes its next item and theme, so that none comes twice.
    next_item: usize,
    next_theme: usize,
    /// Who was in charge last: the rows of one item are each in other hands.
    last_department: usize,
}

impl<'c> Maker<'c> {
    fn new(chance: &'c mut Chance, columns: &[(Holds, &str, Option<Scale>)]) -> Self {
        let column = |&(holds, name, scale): &(Holds, &str, _)| Column { holds, name: name.to_owned(), scale };
        let (next_item, next_theme) = (chance.below(160), chance.below(THEMES.len()));
        let columns = columns.iter().map(column).collect();
        Self { chance, columns, rows: Vec::new(), path: Vec::new(), next_item, next_theme, last_department: 0 }
    }

    fn done(self) -> Made {
        Made { columns: self.columns, rows: self.rows, name: String::new(), cut: 0 }
    }

    fn line(&mut self, kind: Kind, text: &str) {
        self.rows.push(Row::line(kind, text));
    }

    fn blank(&mut self) {
        self.rows.push(Row::blank());
    }

    fn legend(&mut self, title: &str, scale: Scale) {
        self.line(Kind::Legend, title);
        for (code, label) in scale.codes.iter().zip(scale.labels) {
            self.line(Kind::Legend, &format!("{code}：{label}"));
        }
        self.blank();
    }

    fn header(&mut self, kind: Kind, cells: &[&str]) {
        let cells = cells.iter().enumerate().map(|(at, text)| self.cell(at, text)).collect();
        self.rows.push(Row { kind, cells, path: Vec::new() });
    }

    fn cell(&self, column: usize, text: &str) -> Cell {
        Cell { said: text.to_owned(), printed: text.to_owned(), column: Some(column), ..Cell::default() }
    }

    fn theme(&mut self) -> &'static str {
        self.next_theme += 1;
        THEMES[self.next_theme % THEMES.len()]
    }

    /// A heading of a level in a row of its own, as wide as the table if it is inside of it.
    fn heading(&mut self, level: usize, printed: &str, title: &str, is_inside: bool) {
        self.path.truncate(level);
        self.path.push(title.to_owned());
        let width = if is_inside { self.columns.len() } else { 1 };
        let mut cells = vec![Cell::default(); width];
        cells[0] = Cell { said: title.to_owned(), printed: printed.to_owned(), ..Cell::default() };
        self.rows.push(Row { kind: Kind::Heading, cells, path: Vec::new() });
    }

    fn item(&mut self) -> String {
        // 27 and 160 have no divisor in common: 160 items before one comes again.
        self.next_item = (self.next_item + 27) % 160;
        format!("{}の{}", OBJECTS[self.next_item / 8], MEASURES[self.next_item % 8])
    }

    fn sentence(&mut self, from: &[&str]) -> String {
        let count = self.chance.within(2..98).to_string();
        self.chance.pick(from).replace("{n}", &count)
    }

    fn code(&mut self, column: usize) -> String {
        let scale = self.columns[column].scale.expect("a column of codes has a scale");
        self.chance.pick(scale.codes).to_owned()
    }

    fn departments(&mut self) -> String {
        // Four rows of one item go three steps at most: not once around.
        let first = (self.last_department + self.chance.within(1..4)) % DEPARTMENTS.len();
        self.last_department = first;
        if self.chance.one_in(6) {
            let other = DEPARTMENTS[(first + 3) % DEPARTMENTS.len()];
            return format!("{}、{other}", DEPARTMENTS[first]);
        }
        DEPARTMENTS[first].to_owned()
    }

    /// A data row: for each column what it says. A heading or an item is told as printed.
    fn data(&mut self, said: &[String]) {
        let cells = said.iter().enumerate().map(|(at, text)| self.cell(at, text)).collect();
        self.rows.push(Row { kind: Kind::Data, cells, path: self.path.clone() });
    }
}

fn plan(chance: &mut Chance) -> Made {
    use Holds::{Code, Comment, Department, Item, Nothing, Text};
    let columns = [
        (Nothing, "節項", None),
        (Item, "施策の方向性", None),
        (Text, "内容", None),
        (Code, "進捗区分", Some(LATIN)),
        (Code, "取組評価", Some(HIRAGANA)),
        (Comment, "取組評価", None),
        (Code, "今後の方向性", Some(KATAKANA)),
        (Comment, "今後の方向性", None),
        (Department, "所管課", None),
    ];
    let mut made = Maker::new(chance, &columns);
    made.line(Kind::Title, "花瀬市総合計画 進捗評価シート");
    made.blank();
    if made.chance.one_in(2) {
        let legends = [("進捗区分", LATIN), ("取組評価", HIRAGANA), ("今後の方向性", KATAKANA)];
        legends.into_iter().for_each(|(title, scale)| made.legend(title, scale));
    }
    for chapter in 1..=made.chance.within(1..3) {
        let theme = made.theme();
        made.heading(0, &format!("第{chapter}章 {theme}"), theme, false);
        made.blank();
        let above = ["節 項", "施策の方向性", "内容", "進捗区分", "取組評価", "", "今後の方向性", "", "所管課"];
        made.header(Kind::Header, &above);
        made.header(Kind::SubHeader, &["", "", "", "", "選択欄", "自由記述欄", "選択欄", "自由記述欄", ""]);
        for section in 1..=made.chance.within(1..4) {
            let theme = made.theme();
            made.heading(1, &format!("第{section}節 {theme}"), theme, true);
            for part in 1..=made.chance.within(1..3) {
                let title = made.item();
                made.heading(2, &format!("第{part}項 {title}"), &title, true);
                plan_rows(&mut made);
            }
        }
        made.blank();
    }
    made.done()
}

fn plan_rows(made: &mut Maker<'_>) {
    for at in 0..made.chance.within(2..5) {
        let is_merged = at > 0 && made.chance.one_in(5);
        let (item, content) = if is_merged { Default::default() } else { (made.item(), made.sentence(&CONTENTS)) };
        let (progress, effort, outlook) = (made.code(3), made.code(4), made.code(6));
        let (remark, plan) = (made.sentence(&REMARKS), made.sentence(&PLANS));
        let departments = made.departments();
        made.data(&[String::new(), item, content, progress, effort, remark, outlook, plan, departments]);
    }
}

fn programme(chance: &mut Chance) -> Made {
    use Holds::{Code, Comment, Department, Heading, Item, Text};
    let columns = [
        (Heading, "施策の方向", None),
        (Item, "主な取組", None),
        (Text, "令和4年度事業実績", None),
        (Code, "令和4年度事業評価", Some(DIGITS)),
        (Comment, "令和4年度事業評価", None),
        (Text, "今後の展望", None),
        (Department, "担当課", None),
    ];
    let mut made = Maker::new(chance, &columns);
    let goal = made.theme();
    made.heading(0, &format!("基本目標【2】: {goal}"), goal, false);
    made.blank();
    for task in 1..=made.chance.within(2..4) {
        let theme = made.theme();
        made.heading(1, &format!("課題({task}):{theme}"), theme, false);
        made.blank();
        let header = ["施策の方向", "主な取組", "令和4年度事業実績", "令和4年度事業評価", "", "今後の展望", "担当課"];
        made.header(Kind::Header, &header);
        for _ in 0..made.chance.within(1..3) {
            programme_rows(&mut made);
        }
        made.blank();
    }
    made.done()
}

/// The rows under one direction, which is printed once.
fn programme_rows(made: &mut Maker<'_>) {
    let mut direction = format!("●{}", made.theme());
    for ordinal in ["①", "②", "③"].into_iter().take(made.chance.within(2..4)) {
        let mut item = format!("{ordinal}{}", made.item());
        for _ in 0..made.chance.within(1..4) {
            let (result, remark) = (made.sentence(&CONTENTS), made.sentence(&REMARKS));
            let (code, plan, departments) = (made.code(3), made.sentence(&PLANS), made.departments());
            made.data(&[direction, item, result, code, remark, plan, departments]);
            (direction, item) = Default::default();
        }
    }
}

fn indicators(chance: &mut Chance) -> Made {
    use Holds::{Department, Figure, Item, Text};
    let columns = [
        (Item, "指標", None),
        (Text, "内容", None),
        (Figure, "現状値", None),
        (Figure, "目標値", None),
        (Department, "担当課", None),
    ];
    let mut made = Maker::new(chance, &columns);
    made.line(Kind::Title, "花瀬市地域づくり計画の成果指標");
    made.blank();
    made.header(Kind::Header, &["指標", "内容", "現状値", "目標値", "担当課"]);
    for _ in 0..made.chance.within(8..20) {
        let (item, content, departments) = (made.item(), made.sentence(&CONTENTS), made.departments());
        let unit = made.chance.pick(&["人", "件", "%", "か所"]);
        let current = made.chance.within(10..90);
        let target = current + made.chance.within(1..9);
        let (before, behind) = made.chance.pick(&[("", ""), ("延", ""), ("", "以上"), ("約", "")]);
        let current = format!("{before}{current}{unit}");
        made.data(&[item, content, current, format!("{target}{unit}{behind}"), departments]);
    }
    made.done()
}

fn list(chance: &mut Chance) -> Made {
    use Holds::{Code, Comment, Department, Item, Text};
    let scale = chance.pick(&[LATIN, HIRAGANA, KATAKANA, DIGITS, WORDS]);
    let columns = [
        (Text, "No", None),
        (Item, "事業名", None),
        (Text, "事業概要", None),
        (Code, "評価", Some(scale)),
        (Comment, "評価", None),
        (Department, "担当課", None),
    ];
    let mut made = Maker::new(chance, &columns);
    made.line(Kind::Title, "令和5年度 花瀬市事業評価一覧");
    made.blank();
    if !scale.labels.is_empty() && made.chance.one_in(2) {
        made.legend("評価", scale);
    }
    made.header(Kind::Header, &["No", "事業名", "事業概要", "評価", "評価の理由", "担当課"]);
    for number in 1..=made.chance.within(8..20) {
        let (item, content, departments) = (made.item(), made.sentence(&CONTENTS), made.departments());
        let (code, remark) = (made.code(3), made.sentence(&REMARKS));
        made.data(&[number.to_string(), item, content, code, remark, departments]);
    }
    made.done()
}
