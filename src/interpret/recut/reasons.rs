//! Ratings with their reasons in one cell: `Ａ　町の人が集まったため。` below `評価` or `評価（理由）`.
//!
//! In: rows. Out: the same with the code and the reason in two cells, the second below no name, as a merged header has
//! it. Which columns: those whose headers rate and most of whose texts begin with a code that something sets off from a
//! sentence. A code with its label, `Ａ　順調`, is left to the ratings: the same stands beside it in each row.

use foldhash::{HashMap, HashSet};

use super::{Page, pages, with_cells};
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::{Family, Layout};
use crate::interpret::scale::{self, Alphabet, Written};
use crate::read::lex::{Cell, Rows};
use crate::source::{Source, Span};

/// At least this share of the texts begin with a code: the pen slips, and a page may cut a cell.
const CODED_SHARE: f32 = 0.75;

/// One cell may begin so by chance.
const FEWEST_CELLS: usize = 2;

/// A reason is printed over so many lines at most, as a mean.
const MOST_LINES: usize = 8;

/// In characters; a label is shorter.
const SHORTEST_REASON: usize = 17;

/// Parts the cells of such columns.
pub(super) fn part<'s>(rows: Rows<'s>, source: &Source<'_>, layout: &Layout) -> Rows<'s> {
    // A search for headers takes long.
    if !may_be(&rows) {
        return rows;
    }
    let rates =
        |column: &HeaderColumn| column.joins_rating || matches!(column.family, Some(Family::Rating | Family::Judged));
    let mut pages = pages(&rows, layout, rates);
    let mut seen: HashMap<String, Seen> = HashMap::default();
    for page in &pages {
        for (at, name) in &page.columns {
            texts(page, *at, &rows).iter().for_each(|text| seen.entry(name.clone()).or_default().add(text));
        }
    }
    seen.retain(|_, seen| seen.gives_reasons());
    pages.iter_mut().for_each(|page| page.columns.retain(|(_, name)| seen.contains_key(name)));
    with_cells(rows, &pages, |page, at, cells| {
        let is_named = page.header.rows.contains(&at);
        let recut = |(column, cell): (usize, &Cell<'s>)| match page.has(column) {
            true if is_named => vec![cell.clone(), Cell::blank(cell.span.end())],
            true => parted(cell, source).to_vec(),
            false => vec![cell.clone()],
        };
        cells.iter().enumerate().flat_map(recut).collect()
    })
}

/// Whether a column may hold codes with reasons: nearly no sheet has one in which so many cells begin so.
fn may_be(rows: &Rows<'_>) -> bool {
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for row in &rows.rows {
        let cells = rows.of(row);
        columns.resize(columns.len().max(cells.len()), (0, 0));
        for (cell, (filled, coded)) in cells.iter().zip(&mut columns).filter(|(cell, _)| !cell.text.is_empty()) {
            *filled += 1;
            *coded += usize::from(scale::explained(&cell.text).is_some());
        }
    }
    columns.into_iter().any(|(filled, coded)| coded >= FEWEST_CELLS && coded * MOST_LINES >= filled)
}

/// What the rows of a page hold in a column; what goes on below, in rows of its own, with what it belongs to.
fn texts(page: &Page, column: usize, rows: &Rows<'_>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let cells = rows.rows[page.header.rows.end..page.end].iter().filter_map(|row| rows.of(row).get(column));
    for cell in cells.filter(|cell| !cell.text.is_empty()) {
        let begins = is_alone(&cell.text) || scale::explained(&cell.text).is_some();
        let goes_on = |above: &&mut String| !begins && !above.ends_with('。') && !is_alone(above);
        match texts.last_mut().filter(goes_on) {
            Some(above) => above.push_str(&cell.text),
            None => texts.push(cell.text.to_string()),
        }
    }
    texts
}

/// What stands below a name.
#[derive(Default)]
struct Seen {
    /// Whether codes stand alone.
    has_alone: bool,
    /// How many other texts there are.
    filled: usize,
    /// The codes and the texts behind them.
    coded: Vec<(Written, String)>,
}

impl Seen {
    fn add(&mut self, text: &str) {
        if is_alone(text) {
            self.has_alone |= scale::only(text).is_some();
            return;
        }
        self.filled += 1;
        self.coded.extend(scale::explained(text).map(|of| (of.code, of.text.to_owned())));
    }

    /// Whether the cells are codes with reasons.
    fn gives_reasons(&self) -> bool {
        self.coded.len() >= FEWEST_CELLS
            && self.coded.len() as f32 >= CODED_SHARE * self.filled as f32
            && self.are_codes()
            && self.are_reasons()
    }

    /// Whether what stands in front rates. Digits and letters that are counted with may number the entries of lists.
    fn are_codes(&self) -> bool {
        let alphabet = self.coded[0].0.alphabet;
        let codes: HashSet<&str> = self.coded.iter().map(|(code, _)| &*code.code).collect();
        let is_first = |code: &Written| scale::place(&code.code, code.alphabet) == Some(1);
        let firsts = self.coded.iter().filter(|(code, _)| is_first(code)).count();
        self.coded.iter().all(|(code, _)| code.alphabet == alphabet)
            && match alphabet {
                Alphabet::Latin => true,
                Alphabet::Mark => codes.len() > 1,
                _ => codes.len() > 1 && firsts * 2 <= self.coded.len(),
            }
    }

    /// Whether what stands behind is more than the labels of the codes: each says something else, and several do behind
    /// one code or other codes have none; or they are sentences.
    fn are_reasons(&self) -> bool {
        let codes: HashSet<&str> = self.coded.iter().map(|(code, _)| &*code.code).collect();
        let texts: HashSet<(&str, &str)> = self.coded.iter().map(|(code, text)| (&*code.code, &**text)).collect();
        let sentences = self.coded.iter().filter(|(_, text)| is_sentence(text)).count();
        let are_sentences = sentences as f32 >= CODED_SHARE * self.coded.len() as f32;
        let differ = texts.len() as f32 >= CODED_SHARE * self.coded.len() as f32;
        let end = self.coded.iter().all(|(_, text)| text.ends_with('。'));
        are_sentences && (texts.len() > codes.len() || end)
            || differ && (texts.len() >= codes.len() + FEWEST_CELLS || self.has_alone)
    }
}

/// Whether a cell holds a code alone, or says that nothing was rated.
fn is_alone(cell: &str) -> bool {
    cell.is_empty() || scale::alphabet(cell).is_some() || scale::is_dash(cell) || scale::is_not_rated(cell)
}

/// Whether a text is longer than a label, or ends a sentence.
fn is_sentence(text: &str) -> bool {
    text.ends_with('。') || text.chars().nth(SHORTEST_REASON - 1).is_some()
}

/// The code and the reason of a cell, one of them blank where it holds the other alone.
fn parted<'s>(cell: &Cell<'s>, source: &Source<'_>) -> [Cell<'s>; 2] {
    if is_alone(&cell.text) {
        return [cell.clone(), Cell::blank(cell.span.end())];
    }
    let parts = scale::explained(&cell.text).and_then(|of| {
        let split = cell.span.start() + source.slice(cell.span).find(of.printed)? + of.printed.len();
        let part = |span: Span, text: &str| Cell { span, text: text.to_owned().into(), mended: cell.mended };
        Some([part(Span::new(cell.span.start(), split), of.printed), part(Span::new(split, cell.span.end()), of.text)])
    });
    parts.unwrap_or_else(|| [Cell::blank(cell.span.start()), cell.clone()])
}

#[cfg(test)]
mod tests {
    use crate::interpret::form::tests::{each_counted, texts};

    const ROWS: [[&str; 3]; 4] = [
        ["花壇の手入れ", "苗を植え、夏の間は町の人と水をやる。", "町の人が三人ふえたため、来年も同じ形で続ける。"],
        ["水路の掃除", "雨の前に川の上から泥をさらう。", "雨が多く、泥が残った所があったため、秋にもさらう。"],
        ["朝市の開催", "駅の前の広場で野菜を売る。", "店が十軒にふえ、客も二割ふえた。"],
        ["並木の枝切り", "三年に一度、すべての枝を切る。", "人が足りず、半分で終わった。"],
    ];

    /// Item, ratings with their reasons and texts of each record.
    fn read(sheet: &str) -> Vec<String> {
        each_counted(sheet, |record| {
            let rating = |of: &crate::record::Rating<'_>| {
                format!("{}={}:{}", of.column, of.codes.concat(), of.comment.as_deref().unwrap_or_default())
            };
            let ratings: Vec<String> = record.ratings.iter().map(rating).collect();
            let item = record.item.as_ref().map_or("", |item| &item.title);
            format!("{item}|{}|{}", ratings.join("、"), texts(record, "、"))
        })
    }

    /// A row for each record, with the cell that holds its code and its reason.
    fn rows(codes: [&str; 4], cell: impl Fn(&str, &str) -> String) -> String {
        let row =
            |([item, what, reason], code): ([&str; 3], &str)| format!("{item}|{what}|{}|公園課\n", cell(code, reason));
        ROWS.into_iter().zip(codes).map(row).collect()
    }

    fn expected(name: &str, codes: [&str; 4]) -> Vec<String> {
        let told =
            |([item, what, reason], code): ([&str; 3], &str)| format!("{item}|{name}={code}:{reason}|内容={what}");
        ROWS.into_iter().zip(codes).map(told).collect()
    }

    #[test]
    fn a_code_and_its_reason_in_one_cell_are_a_rating_with_a_comment() {
        type Write = fn(&str, &str) -> String;
        let ways: [Write; 6] = [
            |code, reason| format!("{code}　{reason}"),
            |code, reason| format!("{code}：{reason}"),
            |code, reason| format!("【{code}】{reason}"),
            |code, reason| format!("{code}評価　{reason}"),
            |code, reason| format!("{code}（{reason}）"),
            |code, reason| format!("\"{code}\n{reason}\""),
        ];
        for name in ["評価", "評価（理由）", "評価及びその理由"] {
            for way in ways {
                let sheet = format!("取組|内容|{name}|担当課\n{}", rows(["Ａ", "Ｂ", "Ａ", "Ｃ"], way));
                assert_eq!(read(&sheet), expected(name, ["A", "B", "A", "C"]), "{sheet}");
            }
        }
    }

    #[test]
    fn digits_and_marks_rate_where_they_number_nothing() {
        let sheet = |codes: [&str; 4]| {
            read(&format!("取組|内容|評価|担当課\n{}", rows(codes, |code, reason| format!("{code}　{reason}"))))
        };
        assert_eq!(sheet(["４", "３", "５", "１"]), expected("評価", ["4", "3", "5", "1"]));
        assert_eq!(sheet(["◎", "○", "△", "○"]), expected("評価", ["◎", "○", "△", "○"]));
        // Signs of several alphabets are no codes of one scale.
        for codes in [["１"; 4], ["○"; 4], ["ア"; 4], ["あ", "１", "Ａ", "◎"]] {
            let is_text = |(record, code): (String, &str)| record.contains(&format!("評価={code}　"));
            assert!(sheet(codes).into_iter().zip(codes).all(is_text), "{codes:?}");
        }
    }

    #[test]
    fn a_reason_may_be_short_or_a_remark_behind_some_codes() {
        let short = ["よく咲いたため", "泥が残った", "客がふえた", "人が足りない"];
        let told = |cells: [&str; 4]| {
            let row = |([item, what, _], cell): ([&str; 3], &str)| format!("{item}|{what}|{cell}|公園課\n");
            let rows: String = ROWS.into_iter().zip(cells).map(row).collect();
            let last = |record: String| record.split('|').nth(1).unwrap_or_default().to_owned();
            read(&format!("取組|内容|評価|担当課\n{rows}")).into_iter().map(last).collect::<Vec<_>>()
        };
        let cells = [0, 1, 2, 3].map(|at| format!("{}：{}", ["Ａ", "Ｂ", "Ａ", "Ａ"][at], short[at]));
        let expected = [0, 1, 2, 3].map(|at| format!("評価={}:{}", ["A", "B", "A", "A"][at], short[at]));
        assert_eq!(told(cells.each_ref().map(|cell| &**cell)), expected);
        let remarks = told(["Ａ評価", "Ｂ評価（一か所は休み）", "Ｂ評価", "Ｃ評価（秋はしていない）"]);
        assert_eq!(remarks, ["評価=A:", "評価=B:一か所は休み", "評価=B:", "評価=C:秋はしていない"]);
    }

    #[test]
    fn a_label_is_no_reason() {
        let label = |code: &str| {
            if code == "Ａ" {
                "計画を上回る成果を上げているもの"
            } else {
                "計画に届いていないもの"
            }
        };
        let sheet = rows(["Ａ", "Ｂ", "Ａ", "Ｂ"], |code, _| format!("{code}　{}", label(code)));
        let codes: Vec<String> = read(&format!("取組|内容|評価|担当課\n{sheet}"));
        assert!(
            codes.iter().zip("ABAB".chars()).all(|(of, code)| of.contains(&format!("|評価={code}:|"))),
            "{codes:?}"
        );
    }

    #[test]
    fn reasons_go_on_in_rows_of_their_own_and_some_codes_have_none() {
        let lines = |text: &str| -> Vec<String> {
            let all: Vec<char> = text.chars().collect();
            all.chunks(13).map(|line| line.iter().collect()).collect()
        };
        let row = |([item, what, reason], code): ([&str; 3], &str)| {
            let (what, reason) = (lines(what), lines(&format!("{code}　{reason}")));
            let line = |at: usize| {
                let cell = |of: &[String]| of.get(at).cloned().unwrap_or_default();
                let first = |of: &'static str| if at == 0 { of } else { "" };
                format!("{}|{}|{}|{}\n", if at == 0 { item } else { "" }, cell(&what), cell(&reason), first("公園課"))
            };
            (0..what.len().max(reason.len())).map(line).collect::<String>()
        };
        let rows: String = ROWS.into_iter().zip(["Ａ", "Ｂ", "Ａ", "Ｃ"]).map(row).collect();
        let header = "取組|内容|評価|担当課\n";
        let alone = "夜警|冬に町を回る。|Ｂ|公園課\n夏祭り|夏に踊る。|－|公園課\n";
        let mut all = expected("評価", ["A", "B", "A", "C"]);
        all.extend(["夜警|評価=B:|内容=冬に町を回る。".to_owned(), "夏祭り|評価=:|内容=夏に踊る。".to_owned()]);
        assert_eq!(read(&format!("{header}{rows}{alone}")), all);
    }

    #[test]
    fn each_of_several_parties_gives_its_reason_in_one_cell() {
        let header = "取組|内容|評価||担当課\n||自己評価|外部評価|\n";
        let cells =
            rows(["Ａ", "Ｂ", "Ａ", "Ｃ"], |code, reason| format!("{code}　{reason}|Ｂ　外から見ても、{reason}"));
        let told = |([item, what, reason], code): ([&str; 3], &str)| {
            format!("{item}|自己評価={code}:{reason}、外部評価=B:外から見ても、{reason}|内容={what}")
        };
        let all: Vec<String> = ROWS.into_iter().zip(["A", "B", "A", "C"]).map(told).collect();
        assert_eq!(read(&format!("{header}{cells}")), all);
    }
}
