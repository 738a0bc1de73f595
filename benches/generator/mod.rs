//! A big sheet out of nothing: the same bytes on every run, on every machine.
//!
//! In: how many bytes it should have. Out: the text of a sheet with what makes real ones slow to read: pages with
//! headings, headers of two rows, merged cells, codes in full width, wrapped and quoted cells, half-width kana, page
//! numbers. All of it is made up. What is measured on it is left to the bench.

mod words;

use words::{DEPARTMENTS, ENDS, MEASURES, OBJECTS, REMARKS, STARTS, THEMES};

/// Rows on a page, as many as a printed one has.
const ROWS: usize = 12;

/// Sections in a chapter.
const SECTIONS: usize = 8;

/// One page in so many comes without its header.
const PAGES_PER_BARE_PAGE: usize = 6;

/// The first lines: a title and the legends of all three ratings.
const FRONT: &str = "\
花瀬市総合計画 進捗評価シート

【進捗区分】
A：計画どおり進んでいる
B：おおむね計画どおり進んでいる
C：やや遅れている
D：遅れている
【取組評価】
あ：十分に進んでいる
い：ある程度進んでいる
う：あまり進んでいない
【今後の方向性】
ア：広げる
イ：続ける
ウ：見直す

";

/// The header of a page.
const HEADER: &str = "\
施策の方向性\t内容\t進捗区分\t取組評価\t\t今後の方向性\t\t所管課
\t\t\t選択欄\t自由記述欄\t選択欄\t自由記述欄\t
";

/// A sheet of at least so many bytes in UTF-8, and at most a page more.
pub(crate) fn sheet(bytes: usize) -> String {
    let mut generator = Generator { chance: Chance(1), out: String::with_capacity(bytes + bytes / 16) };
    generator.out.push_str(FRONT);
    let mut page = 0;
    while generator.out.len() < bytes {
        generator.page(page);
        page += 1;
    }
    generator.out
}

/// Numbers that look drawn, and are the same on every run: a linear congruence with the constants of Knuth's MMIX.
struct Chance(u64);

impl Chance {
    /// A number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The low bits of such a sequence repeat soon.
        usize::try_from(self.0 >> 33).expect("31 bits fit") % bound
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

struct Generator {
    chance: Chance,
    out: String,
}

impl Generator {
    fn page(&mut self, page: usize) {
        let theme = self.chance.pick(&THEMES);
        if page.is_multiple_of(SECTIONS) {
            self.line(&format!("第{}章 {theme}", page / SECTIONS + 1));
        }
        let title = self.title();
        self.line(&format!("第{}節 {title}", page % SECTIONS + 1));
        if page % PAGES_PER_BARE_PAGE != PAGES_PER_BARE_PAGE - 1 {
            self.out.push_str(HEADER);
        }
        for row in 0..ROWS {
            self.row(row);
        }
        self.line("");
        self.line(&format!("- {} -", page + 1));
    }

    fn title(&mut self) -> String {
        format!("{}の{}", self.chance.pick(&OBJECTS), self.chance.pick(&MEASURES))
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn row(&mut self, row: usize) {
        let cells = [
            self.item(row),
            self.content(),
            self.code(&["A", "B", "C", "D"], &["Ａ", "Ｂ", "Ｃ", "Ｄ"]),
            self.code(&["あ", "い", "う"], &["あ", "い", "う"]),
            self.remark(),
            self.code(&["ア", "イ", "ウ"], &["ｱ", "ｲ", "ｳ"]),
            self.remark(),
            self.departments(),
        ];
        self.line(&cells.join("\t"));
    }

    /// The measure; blank where it carries on from the row above, as merged cells do.
    fn item(&mut self, row: usize) -> String {
        if row > 0 && self.chance.one_in(3) {
            return String::new();
        }
        self.title()
    }

    /// A code, one in ten in its other width.
    fn code(&mut self, usual: &[&str], other: &[&str]) -> String {
        let from = if self.chance.one_in(10) { other } else { usual };
        self.chance.pick(from).to_owned()
    }

    /// One to three sentences; some wrapped by a narrow column, some quoted with a line break inside.
    fn content(&mut self) -> String {
        let mut text = self.sentence();
        for _ in 0..self.chance.below(3) {
            text.push_str(&self.sentence());
        }
        match self.chance.below(40) {
            0 => format!("\"・{text}\n・{}\"", self.sentence()),
            1..=3 => wrapped(&text),
            _ => text,
        }
    }

    fn sentence(&mut self) -> String {
        let (start, object, end) = (self.chance.pick(&STARTS), self.chance.pick(&OBJECTS), self.chance.pick(&ENDS));
        let count = self.chance.below(300) + 2;
        let kana = if self.chance.one_in(25) { "ｾﾐﾅｰ" } else { "セミナー" };
        format!("{start}{object}についての{kana}を年に{count}回{end}。")
    }

    fn remark(&mut self) -> String {
        let remark = self.chance.pick(&REMARKS);
        if self.chance.one_in(4) { format!("{remark}{}", self.sentence()) } else { remark.to_owned() }
    }

    fn departments(&mut self) -> String {
        let first = self.chance.pick(&DEPARTMENTS);
        if self.chance.one_in(6) { format!("{first}、{}", self.chance.pick(&DEPARTMENTS)) } else { first.to_owned() }
    }
}

/// The text with a space after every 24 characters: what is left of a narrow column.
fn wrapped(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(24).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
