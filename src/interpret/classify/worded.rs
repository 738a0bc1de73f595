//! Words that are codes because a column holds nothing else: `晴れ＝進んでいる　雨＝進んでいない`; lists of words, `天気：晴れ／雨`, that say
//! in which order a column rates by them; and lines that number what the codes of a column mean, `1．拡充`, as they might
//! number anything else. A list makes no ratings: many a column has one.
//!
//! In: rows before they are classified. Out: the lines, to be made legends once it is known what else they could be,
//! and the cells that hold the words seen as codes, so that a header above them stands out. How a line explains words
//! is left to [`legend`].

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use crate::interpret::classify::{Class, Classes};
use crate::interpret::header;
use crate::interpret::heading;
use crate::interpret::layout::{Family, Fit, Layout};
use crate::interpret::legend;
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape::Shape;
use crate::read::lex::Rows;

/// So many of the filled cells of the column are such words; the rest are headers, which short pages print again in
/// other words, and slips of the pen. Untested guess.
const MOSTLY: f32 = 0.6;

/// So many cells hold such words: fewer may do so by accident.
const FEWEST_CELLS: usize = 3;

/// So many words of vocabularies with their meanings below each other are a legend.
const FEWEST_WORDS: usize = 3;

/// Lines one below the other, and the words that they explain.
struct Run {
    lines: Vec<usize>,
    words: Vec<String>,
    /// How they are explained.
    by: By,
}

/// How lines explain words.
enum By {
    /// Each with its meaning.
    Meaning,
    /// A list of them tells the column as well.
    List(String),
    /// Codes that go up one by one, below or behind what they rate.
    Number(String),
}

impl By {
    /// The column that they name.
    fn name(&self) -> Option<&String> {
        match self {
            Self::Meaning => None,
            Self::List(name) | Self::Number(name) => Some(name),
        }
    }
}

/// Finds the lines whose words one column holds, and sees its cells as codes.
pub(super) fn find(classes: &mut Classes, rows: &Rows<'_>, shapes: &mut [Shape], layout: &Layout) {
    let runs = runs(classes, rows, layout);
    if runs.is_empty() {
        return;
    }
    let cells = Cells::of((classes, rows), &runs, layout);
    let mut codes: HashSet<&str> = HashSet::default();
    for Run { lines, words, by } in &runs {
        if words.iter().any(|word| layout.is_whole_word(word)) {
            continue;
        }
        if matches!(by, By::Meaning) && cells.are_vocabulary(words) {
            classes.worded.extend(lines);
            codes.extend(words.iter().map(String::as_str));
            continue;
        }
        let Some(place) = cells.place_of_codes(words, by.name()).filter(|place| !cells.lack_title(words, *place))
        else {
            continue;
        };
        let names_it = |name: &String| cells.best.get(name.as_str()).is_some_and(|(_, of)| *of == place);
        let fits = match by {
            By::Meaning => true,
            By::List(name) if name.is_empty() => true,
            By::List(name) | By::Number(name) => names_it(name) || legend::speaks_of_ratings(name),
        };
        if fits {
            classes.worded.extend(lines);
            let are_codes = match by {
                By::Meaning => true,
                By::List(name) => legend::speaks_of_ratings(name) || header::names_outlook(name),
                By::Number(_) => false,
            };
            codes.extend(words.iter().filter(|_| are_codes).map(String::as_str));
        }
    }
    if codes.is_empty() {
        return;
    }
    for (cell, shape) in rows.cells.iter().zip(shapes) {
        if codes.contains(&*cell.text) {
            *shape = Shape::Code(Alphabet::Word);
        }
    }
}

/// Makes the lines that were found legends, unless they turned out to be something else.
pub(super) fn place(classes: &mut Classes) {
    let Classes { rows, worded, .. } = classes;
    worded.retain(|&row| {
        matches!(rows[row], Class::Title | Class::Prose | Class::Footnote | Class::Legend | Class::Heading(_))
    });
    worded.iter().for_each(|&row| rows[row] = Class::Legend);
}

/// The runs of lines of which each explains words, but for those that are known for legends without the table.
fn runs(classes: &Classes, rows: &Rows<'_>, layout: &Layout) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut row = 0;
    while row < rows.rows.len() {
        let at = row;
        row += 1;
        let Some(text) = classes.lone_text(rows, at) else { continue };
        let lists = legend::lists_of_words(text);
        if !lists.is_empty() {
            let run = |(column, words): (&str, Vec<&str>)| {
                let name = legend::title(column).unwrap_or_default();
                let words = words.into_iter().map(str::to_owned).collect();
                Run { lines: vec![at], words, by: By::List(heading::squeezed(name)) }
            };
            runs.extend(lists.into_iter().map(run));
            continue;
        }
        if let Some(explained) = legend::Explained::of(text).filter(|explained| explained.in_turn) {
            let name = legend::title(explained.name).unwrap_or_default();
            runs.push(Run { lines: vec![at], words: explained.codes(), by: By::Number(heading::squeezed(name)) });
            continue;
        }
        let numbered = legend::codes_of_lines((at..rows.rows.len()).map_while(|row| classes.lone_text(rows, row)));
        if !numbered.is_empty() {
            let name = at.checked_sub(1).and_then(|above| classes.lone_text(rows, above)).and_then(legend::title);
            row = at + numbered.len();
            // 終　… below ○　… and △　… explains a word as these do.
            let below = rows.rows.get(row).and_then(|_| classes.lone_text(rows, row));
            let goes_on = below.map(legend::explained_words).is_some_and(|(words, begins)| begins && words.len() == 1);
            let name = || name.map(heading::squeezed).unwrap_or_default();
            let by = if goes_on { By::Meaning } else { By::Number(name()) };
            runs.push(Run { lines: (at..row).collect(), words: numbered, by });
            continue;
        }
        let (words, begins) = legend::explained_words(text);
        // `評価指標：次の記号で示す。`, `「進捗状況」欄の記号`: what follows is of that column.
        let announces = |word: &[String]| word.len() == 1 && layout.is_whole_word(&word[0]);
        if words.is_empty() || announces(&words) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if begins && matches!(run.by, By::Meaning) && run.lines.last() == Some(&(at - 1)) => {
                run.lines.push(at);
                run.words.extend(words);
            }
            _ => runs.push(Run { lines: vec![at], words, by: By::Meaning }),
        }
    }
    let is_new = |Run { lines, words, by }: &Run| {
        let distinct: HashSet<&String> = words.iter().collect();
        let is_entry = |line: &str| legend::has_entries(line) || legend::spaced_entry(line).is_some();
        let is_known = |&row: &usize| classes.lone_text(rows, row).is_some_and(is_entry);
        // A list tells of its column too; its title may look like a code with what it means, `■評価：`.
        let tells_more = matches!(by, By::List(_)) || !lines.iter().all(is_known);
        words.len() > 1 && distinct.len() == words.len() && tells_more
    };
    runs.retain(is_new);
    runs
}

/// A cell as a line may say it: a code in the form of its alphabet, a word without white space.
fn said(text: &str) -> Cow<'_, str> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => scale::folded(only).map_or(text.into(), |(code, _)| code.to_string().into()),
        _ if text.contains(char::is_whitespace) => heading::squeezed(text).into(),
        _ => text.into(),
    }
}

/// The cells of the tables that hold one of some words, counted by their place in the row.
struct Cells<'w> {
    of: HashMap<(&'w str, usize), usize>,
    /// The place at which a word comes most often.
    best: HashMap<&'w str, (usize, usize)>,
    filled: Vec<usize>,
    /// The places below a word that names levels, items or departments: of these a line may tell as well.
    named: HashSet<usize>,
}

impl<'w> Cells<'w> {
    fn of((classes, rows): (&Classes, &Rows<'_>), runs: &'w [Run], layout: &Layout) -> Self {
        let words: HashSet<&'w str> =
            runs.iter().flat_map(|run| run.words.iter().chain(run.by.name())).map(String::as_str).collect();
        let mut cells =
            Self { of: HashMap::default(), best: HashMap::default(), filled: Vec::new(), named: HashSet::default() };
        let names = |text: &str| {
            use Family::{Department, Item, Measure, Path};
            matches!(layout.family_at_end(text), Some((Path | Measure | Item | Department, Fit::Whole)))
        };
        // What stands at each place of the rows since the last line or blank row: how many cells, and whether one of
        // the words.
        let mut block: Vec<(usize, bool)> = Vec::new();
        let mut known: HashSet<Vec<&str>> = HashSet::default();
        for row in 0..rows.rows.len() {
            let mut filled =
                rows.of(&rows.rows[row]).iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()).peekable();
            if filled.peek().is_none() || classes.lone_text(rows, row).is_some() {
                cells.count(&mut block);
                continue;
            }
            let own = rows.of(&rows.rows[row]);
            let holds_word = || own.iter().any(|cell| words.contains(&*said(&cell.text)));
            // A header that each page prints again says no more.
            if !holds_word() && !known.insert(own.iter().map(|cell| &*cell.text).collect()) {
                continue;
            }
            for (place, cell) in filled {
                block.resize(block.len().max(place + 1), (0, false));
                block[place].0 += 1;
                if let Some(&word) = words.get(&*said(&cell.text)) {
                    block[place].1 = true;
                    *cells.of.entry((word, place)).or_default() += 1;
                } else if names(&cell.text) {
                    cells.named.insert(place);
                }
            }
        }
        cells.count(&mut block);
        for (&(word, place), &count) in &cells.of {
            let best = cells.best.entry(word).or_default();
            *best = (*best).max((count, place));
        }
        cells
    }

    /// Counts the cells of a block at the places where it holds one of the words: in another table they say nothing.
    fn count(&mut self, block: &mut Vec<(usize, bool)>) {
        self.filled.resize(self.filled.len().max(block.len()), 0);
        for (place, (filled, _)) in block.drain(..).enumerate().filter(|(_, (_, holds))| *holds) {
            self.filled[place] += filled;
        }
    }

    /// Whether words are those of vocabularies, and some cells hold one: where a column cuts its words, few do.
    fn are_vocabulary(&self, words: &[String]) -> bool {
        words.len() >= FEWEST_WORDS
            && words.iter().all(|word| scale::is_word(word))
            && words.iter().any(|word| self.best.contains_key(word.as_str()))
    }

    /// Whether the first word is the title of letters, none of the column: `評価の区分　Ａ　進んだ` above `Ｂ　進まない`.
    fn lack_title(&self, words: &[String], place: usize) -> bool {
        let is_letter = |word: &String| scale::alphabet(word).is_some_and(|of| of != Alphabet::Word);
        let Some((first, others)) = words.split_first() else { return false };
        !is_letter(first) && others.iter().any(is_letter) && !self.of.contains_key(&(first.as_str(), place))
    }

    /// The column that holds some of the words and hardly anything else but its name.
    fn place_of_codes(&self, words: &[String], name: Option<&String>) -> Option<usize> {
        let &(_, place) = words.iter().filter_map(|word| self.best.get(word.as_str())).max()?;
        let counts = words.iter().filter_map(|word| self.of.get(&(word.as_str(), place)));
        let said: usize = counts.clone().sum();
        let headers = name.and_then(|name| self.of.get(&(name.as_str(), place))).copied().unwrap_or_default();
        let are_codes = !self.named.contains(&place)
            && counts.count() > 1
            && said >= FEWEST_CELLS
            && said as f32 >= MOSTLY * (self.filled[place] - headers) as f32;
        are_codes.then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// What each record is rated, and how many findings there are.
    fn read(legend: &str) -> (Vec<String>, usize) {
        let rows = "取組\t内容\t空模様\t担当課\n花壇\t苗を植えました。\t晴れ\t公園課\n並木\t枝を切りました。\t雨\t公園課\n\
                    水辺\t草を刈りました。\t晴れ\t河川課\n堤\t見回りました。\t雨\t河川課\n";
        let sheet = format!("川辺町の計画\n\n{legend}\n\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let rated = |record: &crate::record::Record<'_>| {
            record.ratings.iter().map(|rating| format!("{} {}", rating.printed, rating.labels.join("、"))).collect()
        };
        (read.records.iter().map(rated).collect(), read.findings.len())
    }

    #[test]
    fn words_that_a_line_explains_and_a_column_holds_are_codes() {
        let rated = ["晴れ 進んだ", "雨 進まない", "晴れ 進んだ", "雨 進まない"].map(str::to_owned).to_vec();
        for legend in [
            "晴れ＝進んだ　くもり＝少し　雨＝進まない",
            "※晴れ：進んだ、雨：進まない",
            "晴れ：進んだ\n雨：進まない",
            "評価指標：空の様子を次の語で示す。\n晴れ：進んだ\n雨：進まない",
            "「進捗状況」欄の記号\n晴れ　進んだ\n雨　進まない",
            "晴れ　進んだ\n雨　進まない",
            "２．空模様\n\n晴れ 進んだ　くもり 少し　雨 進まない",
            "晴れ 進んだ  雨 進まない",
            "空模様　【晴れ】進んだ　【雨】進まない",
            "【晴れ】進んだ\n【雨】進まない",
            "空模様：「晴れ」進んだ　「雨」進まない",
            "空模様：「晴れ」：進んだ　「雨」：進まない",
            "※「晴れ」は進んだ、「雨」は進まないを表す。",
            "晴れ（進んだ）・雨（進まない）",
            "【空模様】晴れ（進んだ）　雨（進まない）",
            "空模様は「晴れ」（進んだ）、「雨」（進まない）とする。",
        ] {
            assert_eq!(read(legend), (rated.clone(), 0), "{legend}");
        }
    }

    #[test]
    fn words_of_vocabularies_are_codes_though_the_column_cuts_most_of_them() {
        let legend = "順　調　　計画どおりに進め、効果が出ている\n概ね順調　計画どおりである\nやや遅れ　少し遅れた\n未実施　　まだである";
        let rows = "取組\t内容\t進捗\t担当課\n花壇\t春に苗を植え、町の人と水を\t概ね\t公園課\n\tやった。\t順調\t\n\
                    並木\t枝を切りました。\t順調\t公園課\n水辺\t草を刈り、夏には町の人と水\tやや\t河川課\n\t辺を歩いた。\t遅れ\t\n";
        let sheet = format!("川辺町の計画\n\n{legend}\n\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let labels = |record: &crate::record::Record<'_>| record.ratings[0].labels.join("、");
        let expected = ["計画どおりである", "計画どおりに進め、効果が出ている", "少し遅れた"];
        assert_eq!(read.records.iter().map(labels).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_header_of_levels_that_comes_again_above_every_few_rows_is_none_of_the_cells_of_its_column() {
        let header = "取組\t内容\t空模様\t\t担当課\n\t\t区分\t意見\t\n";
        let page = |word: &str| {
            format!(
                "\n{header}花の{word}\t苗を植えました。\t{word}\t{word}でした。\t公園課\n木の{word}\t枝を切りました。\t\t\t公園課\n"
            )
        };
        let pages = ["晴れ", "雨", "晴れ", "雨"].map(page).concat();
        let sheet = format!("川辺町の計画\n\n※空模様　晴れ：進んだ　　雨：進まない\n{pages}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let labels =
            |record: &crate::record::Record<'_>| record.ratings.iter().map(|of| of.labels.join("、")).collect();
        let expected = ["進んだ", "", "進まない", "", "進んだ", "", "進まない", ""];
        assert_eq!(read.records.iter().map(labels).collect::<Vec<String>>(), expected);
    }

    #[test]
    fn a_column_may_stand_where_another_table_has_figures() {
        let figures = "指標\t内容\t値\t目標\n会の数\t数えます。\t12回\t15回\n人の数\t数えます。\t80人\t90人\n苗の数\t数えます。\t9本\t12本\n";
        let rated = |words: [&str; 2]| {
            let row = |word: &str| format!("{word}の日\t苗を植えました。\t{word}\t公園課\n");
            format!("取組\t内容\t内の評価\t担当課\n{}", words.map(row).concat())
        };
        let legend = "- 内の評価・外の評価　梅・竹・松・草の4段階";
        let sheet = format!(
            "川辺町の計画\n\n{legend}\n\n{figures}\n{}\n{figures}\n{}",
            rated(["松", "竹"]),
            rated(["梅", "草"])
        );
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let codes = read.records.iter().flat_map(|record| record.ratings.iter().map(|rating| rating.codes.concat()));
        assert_eq!(codes.collect::<Vec<_>>(), ["松", "竹", "梅", "草"]);
        assert_eq!(read.findings.len(), 0, "{:?}", read.findings);
    }

    #[test]
    fn a_title_in_the_first_entry_of_a_legend_is_no_code() {
        let rows = "花壇\t苗を植えました。\tＡ\t公園課\n\n並木\t枝を切りました。\tＢ\t公園課\n水辺\t草を刈りました。\tＣ\t河川課\n\n堤\t見回りました。\tＢ\t河川課\n";
        let sheet = format!(
            "川辺町の計画\n\n評価の区分　Ａ　進んだ\n　　　Ｂ　半ば\n　　　Ｃ　進まない\n\n取組\t内容\t評価\t担当課\n{rows}"
        );
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.records.len(), read.findings.len()), (4, 0), "{:?}", read.findings);
    }

    #[test]
    fn a_list_of_words_makes_codes_of_those_below_an_outlook() {
        let cells = ["集める", "譲る", "集める", "譲る"];
        for list in [
            "先の見通し：譲る／集める／直す",
            "【先の見通し】譲る、集める、直すのいずれか",
            "先の見通し　譲る・集める・直すの3区分",
            "■先の見通し：譲る／集める／直す",
            "◆先の見通し：「譲る」「集める」「直す」から選択",
            "●先の見通しは、係が「譲る」「集める」「直す」の3つから選びました。",
            "○先の見通し：「譲る」、「集める」、「直す」のいずれか",
        ] {
            let codes = ["譲る", "集める", "直す"].map(str::to_owned).to_vec();
            assert_eq!(listed(list, "先の見通し", cells), (codes, 0), "{list}");
        }
    }

    #[test]
    fn a_list_is_of_its_column_though_every_other_cell_names_that() {
        let row = |(at, cell)| format!("取組\t内容\t空模様\t担当課\n取組{at}\t苗を植えました。\t{cell}\t公園課\n\n");
        let rows: String = ["晴れ", "雨", "晴れ"].into_iter().enumerate().map(row).collect();
        let sheet = format!("川辺町の計画\n\n空模様：晴れ／雨\n\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.titles, read.findings.len()), (vec!["川辺町の計画".into()], 0));
    }

    #[test]
    fn a_list_without_a_name_heads_nothing_where_a_column_holds_its_words() {
        let headings = |list: &str| {
            let row = |cell: &str| format!("{cell}の町\t苗を植えました。\t{cell}\t公園課\n");
            let rows = ["歩く", "走る", "歩く", "走る"].map(row).concat();
            let sheet = format!("川辺町の計画\n\n{list}\n\n取組\t内容\t手立て\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records.iter().map(|record| record.path.len()).sum::<usize>()
        };
        assert_eq!(headings("◆「歩く」「走る」「泳ぐ」"), 0);
        assert_eq!(headings("◆「遊ぶ」「学ぶ」「泳ぐ」"), 4);
    }

    #[test]
    fn circled_numbers_in_front_of_what_they_mean_are_codes_where_a_column_holds_them() {
        let rows = |cells: [&str; 4]| -> String {
            let row = |(at, cell)| format!("取組{at}\t苗を植えました。\t{cell}\t公園課\n");
            cells.into_iter().enumerate().map(row).collect()
        };
        let last = |cells: [&str; 4]| {
            let lines = "【事業の効果】\n①とても効果があった\n②効果があった\n③効果がなかった\n";
            let sheet = format!("川辺町の計画\n\n{lines}\n取組\t内容\t事業の効果\t担当課\n{}", rows(cells));
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let last = read.records.last().expect("rows are records");
            (
                last.path.len(),
                last.ratings.iter().flat_map(|rating| rating.labels.iter().map(|label| &**label)).collect::<String>(),
            )
        };
        assert_eq!(last(["②", "③", "①", "②"]), (0, "効果があった".to_owned()));
        // Nothing holds them: they may be headings.
        assert_eq!(last(["花", "水", "道", "橋"]).1, "");
    }

    #[test]
    fn lines_that_number_what_the_codes_of_a_column_mean_are_a_legend() {
        let rows = "取組\t内容\t方向性\t担当課\n花壇\t苗を植えた。\t1\t公園課\n並木\t枝を切った。\t2\t公園課\n\
                    水辺\t草を刈った。\t1\t河川課\n堤\t見回った。\t3\t河川課\n";
        let first = |legend: &str, rows: &str| {
            let sheet = format!("川辺町の計画\n\n{legend}\n\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let record = &read.records[0];
            (record.path.len(), record.ratings[0].labels.first().map(ToString::to_string))
        };
        let explained = (0, Some("広げる".to_owned()));
        for legend in [
            "【方向性】1．広げる　2．続ける　3．縮める",
            "方向性（1広げる・2続ける・3縮める）",
            "＜方向性＞ １広げる ２続ける ３縮める",
            "〈方向性〉\n1．広げる\n2．続ける\n3．縮める",
            "方 向 性\n１広げる\n２続ける\n３縮める",
            "評価の区分\n1－広げる\n2－続ける\n3－縮める",
        ] {
            assert_eq!(first(legend, rows), explained, "{legend}");
            let letters = |text: &str| text.replace('1', "A").replace('2', "B").replace('3', "C");
            let (legend, rows) =
                (letters(legend).replace('１', "A").replace('２', "B").replace('３', "C"), letters(rows));
            assert_eq!(first(&legend, &rows), explained, "{legend}");
        }
        // What the column does not hold, or does not name, is numbered for another reason.
        assert_eq!(first("町の柱\n1．広げる\n2．続ける\n3．縮める", rows).1, None);
        assert_eq!(first("方向性\nA広げる\nB続ける\nC縮める", rows).1, None);
    }

    /// The codes of the scale of a column of words that a line lists, in order, and how many findings there are.
    fn listed(lines: &str, column: &str, cells: [&str; 4]) -> (Vec<String>, usize) {
        let row = |(at, cell): (usize, &str)| format!("取組{at}\t苗を植えました。\t{cell}\t公園課\n");
        let rows: String = cells.into_iter().enumerate().map(row).collect();
        let sheet = format!("川辺町の計画\n\n{lines}\n\n取組\t内容\t{column}\t担当課\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let codes = read
            .scales
            .iter()
            .flat_map(|scale| &scale.codes)
            .map(|code| format!("{}{}", code.code, code.label.as_deref().unwrap_or_default()));
        (codes.collect(), read.findings.len())
    }

    #[test]
    fn a_line_that_lists_the_words_of_a_column_gives_their_order() {
        let cells = ["順調", "遅延", "順調", "完了"];
        for line in
            ["状況：完了／順調／遅延／未着手", "※状況：完了・順調・遅延・未着手", "状況：完了・順調・遅延・未着手の別"]
        {
            let expected = ["完了", "順調", "遅延", "未着手"].map(str::to_owned).to_vec();
            assert_eq!(listed(line, "状況", cells), (expected, 0), "{line}");
        }
        // Each of two lists in one line is of a column of its own.
        let cells = ["少しできた", "できなかった", "少しできた", "できなかった"];
        let two = "天気：晴れ・雨　　状況：できた・少しできた・できなかった";
        let expected = ["できた", "少しできた", "できなかった"].map(str::to_owned).to_vec();
        assert_eq!(listed(two, "状況", cells), (expected, 0));
        let cells = ["順調", "遅延", "順調", "完了"];
        // Lines below it that explain the words say more.
        let explained = "状況：完了／順調／遅延\n完了：済んだ\n順調：進んだ\n遅延：遅れた";
        let expected = ["完了済んだ", "順調進んだ", "遅延遅れた"].map(str::to_owned).to_vec();
        assert_eq!(listed(explained, "状況", cells), (expected, 0));
    }

    #[test]
    fn a_word_among_the_marks_of_a_legend_is_a_code_if_the_column_holds_it() {
        let lines = "進捗の表記\n ○　進んだ\n 終　終わった\n △　遅れた\n ―　これから";
        let expected = ["○進んだ", "終終わった", "△遅れた", "―これから"].map(str::to_owned).to_vec();
        assert_eq!(listed(lines, "進捗", ["○", "終", "△", "○"]), (expected, 0));
        let lines = "「進捗」欄の記号\n○　進んだ\n△　遅れた\n×　止めた\n終　終わった";
        let expected = ["○進んだ", "△遅れた", "×止めた", "終終わった"].map(str::to_owned).to_vec();
        assert_eq!(listed(lines, "進捗", ["○", "終", "△", "○"]), (expected, 0));
    }

    #[test]
    fn beside_a_list_a_legend_of_several_columns_needs_none_of_their_names() {
        let sheet = "川辺町の計画\n\n判定：○…よい　△…直す\n方向：続ける／広げる／やめる\n\n取組\t内容\t公平\t必要\t方向\t担当課\n\
                     花壇\t苗を植えた。\t○\t△\t続ける\t公園課\n水路\t泥をさらった。\t△\t○\t広げる\t河川課\n\
                     並木\t枝を切った。\t○\t○\t続ける\t公園課\n堤\t見回った。\t△\t△\t広げる\t河川課\n";
        let source = Source::made_up(sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.legends.len(), read.findings.len()), (2, 0));
    }

    #[test]
    fn a_list_makes_no_ratings_of_texts() {
        let cells = ["春", "秋", "春", "秋"];
        assert_eq!(listed("季節：春／夏／秋", "季節", cells).0, [""; 0]);
        assert_eq!(
            listed("種別：新規／継続", "種別", ["新規", "継続", "新規", "継続"]),
            listed("", "種別", ["新規", "継続", "新規", "継続"])
        );
    }

    #[test]
    fn what_a_line_tells_of_levels_or_departments_is_no_code() {
        let rows = "分野\t取組\t実績\t評価\t担当課\n緑\t花壇\t苗を植えた。\tA\t公園課\n緑\t並木\t枝を切った。\tB\t公園課\n\
                    水\t水路\t泥をさらった。\tA\t河川課\n食\t朝市\t月に一度開いた。\tB\t農政課\n";
        for line in [
            "【緑】木をふやす　【水】川を守る　【食】地の物を食べる",
            "緑：木をふやす　水：川を守る　食：地の物を食べる",
            "【公園課】木をふやす　【河川課】川を守る　【農政課】地の物を食べる",
        ] {
            let sheet = format!("川辺町の計画\n\n{line}\n\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!((read.records.len(), read.legends.len(), read.findings.len()), (4, 0, 0), "{line}");
        }
    }

    #[test]
    fn what_no_column_holds_is_no_code() {
        for line in [
            "春＝進んだ　秋＝進まない",
            "「晴れ」の日も「雨」の日も",
            "晴れ＝進んだ",
            "連絡先：公園課　電話：役場の代表",
        ] {
            assert_eq!(read(line).0, [""; 4], "{line}");
        }
    }
}
