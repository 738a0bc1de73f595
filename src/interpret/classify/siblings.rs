//! Headings that their siblings give away: `部門Ａ　道` above one table and `部門Ｂ　川` above the next; `２　川` above the
//! table behind that of `１　道`.
//!
//! In: classes in which lone lines above tables are titles, prose or data. Out: those that count on as headings. A
//! document has not another title above each of its tables, and no table stands under a heading that its sibling has
//! closed.

use foldhash::{HashMap, HashSet};

use crate::interpret::classify::{Class, Classes, LONGEST_TITLE, is_caption};
use crate::interpret::heading::{self, Opening};
use crate::interpret::layout::{self, Layout};
use crate::interpret::number;
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::text;
use crate::read::lex::Rows;

/// A shorter word is a mark, or a code in front of its meaning.
const SHORTEST_WORD: usize = 2;

/// Brackets that close behind a number.
const CLOSING: [char; 11] = [')', '）', '】', '］', ']', '〕', '>', '＞', '≫', '》', '〉'];

/// Words may count within what others count: リスク（1） below 目標1. More levels than so many no plan has.
const MOST_LEVELS: usize = 8;

/// A line with a word and what counts it.
pub(crate) struct Line<'r> {
    pub(crate) word: &'r str,
    /// `１－２` is `[1, 2]`, `Ｂ` is `[2]`.
    count: Vec<u32>,
    /// Where the title begins, in bytes.
    title: usize,
}

impl Line<'_> {
    /// What opens the line; letters that count alone are a level of their own.
    pub(crate) fn opening(&self) -> Opening {
        let level = if self.word.is_empty() { "A" } else { self.word };
        Opening { level: level.to_owned(), number: self.count.last().copied(), title: self.title }
    }
}

/// Makes headings of lone lines above tables that open with one word, whatever it is, and count up, in each part from
/// the first on. Some may be headings already, though no layout knows their word.
pub(super) fn read_words_that_count(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout) {
    let mut words: HashMap<&str, Vec<(usize, Line<'_>)>> = HashMap::default();
    // Of several lines of one word above a table the last one is its heading: the others are a list.
    let mut pending: HashMap<&str, (usize, Line<'_>)> = HashMap::default();
    let mut parts: Vec<usize> = Vec::new();
    for (row, class) in classes.rows.iter().enumerate() {
        let lone = || classes.lone_text(rows, row);
        parts.extend(matches!(class, Class::Heading(_)).then_some(row));
        let is_own = |line: &&str| heading::opening(line, layout).is_none();
        match class {
            Class::Heading(of) if of.number.is_some() => {
                let line = lone().filter(is_own).and_then(counted).filter(|line| line.word == of.level);
                pending.extend(line.map(|line| (line.word, (row, line))));
            }
            Class::Title | Class::Prose | Class::Data if lone().is_some() => {
                pending.extend(lone().and_then(counted).map(|line| (line.word, (row, line))));
            }
            Class::Header(_) | Class::Data if pending.is_empty() => {}
            Class::Header(_) | Class::Data => {
                pending.drain().for_each(|(word, line)| words.entry(word).or_default().push(line));
            }
            Class::Title | Class::Prose | Class::Blank | Class::PageNumber => {}
            Class::Footnote | Class::Legend | Class::Heading(_) | Class::HeadingTitle => {}
            Class::Contents | Class::Total | Class::Tally | Class::Noise => pending.clear(),
        }
    }
    let mut words: Vec<_> = words.into_values().collect();
    for _ in 0..MOST_LEVELS {
        let (headings, others): (Vec<_>, Vec<_>) = words.into_iter().partition(|lines| count_up(lines, &parts));
        if headings.is_empty() {
            break;
        }
        parts.extend(headings.iter().flatten().map(|(row, _)| *row));
        parts.sort_unstable();
        for (row, line) in headings.into_iter().flatten() {
            classes.rows[row] = Class::Heading(line.opening());
        }
        words = others;
    }
}

/// Whether lines of one word count up, in each of the parts that headings begin from the first on.
fn count_up(lines: &[(usize, Line<'_>)], parts: &[usize]) -> bool {
    let last_part = |row: usize| parts.partition_point(|part| *part < row).checked_sub(1).map(|last| parts[last]);
    let follows = |(above, before): &(usize, Line<'_>), (row, line): &(usize, Line<'_>)| {
        before.count <= line.count || line.count == [1] && last_part(*row) > Some(*above)
    };
    let counts_up = lines.windows(2).all(|pair| follows(&pair[0], &pair[1]));
    let several = lines.iter().map(|(_, line)| &line.count).collect::<HashSet<_>>().len() > 1;
    // Letters alone are codes too: headings have all of them, from the first.
    let is_whole = || lines.iter().zip(1..).all(|((_, line), place)| line.count == [place]);
    counts_up && several && (!lines[0].1.word.is_empty() || is_whole())
}

/// Fewer lines that end alike do so by chance.
const FEWEST_ALIKE: usize = 3;

/// A line that heads rows by its kind alone is a word or two: `スポーツ施設`.
const LONGEST_KIND: usize = 16;

/// Makes headings of lone lines above rows that all end with one word, and nothing else stands alone there: `文化施設`,
/// `スポーツ施設`.
pub(super) fn read_words_that_end_alike(classes: &mut Classes, rows: &Rows<'_>) {
    let next =
        |at: usize| classes.rows[at + 1..].iter().find(|class| !matches!(class, Class::Blank | Class::PageNumber));
    let is_above_rows = |at: usize, class: &Class| match class {
        Class::Prose => next(at) == Some(&Class::Data),
        Class::Title => matches!(next(at), Some(Class::Header(_))),
        _ => false,
    };
    let above_rows = classes.rows.iter().enumerate().filter(|(at, class)| is_above_rows(*at, class));
    let lines: Vec<(usize, &str)> = above_rows.filter_map(|(at, _)| Some((at, classes.lone_text(rows, at)?))).collect();
    let between = || lines.iter().filter(|(at, _)| classes.rows[*at] == Class::Prose);
    let ending = |text: &str| text.char_indices().nth_back(1).map(|(at, _)| text[at..].to_owned());
    let Some(word) = between().next().and_then(|(_, text)| ending(text)) else { return };
    let is_kind = |text: &str| {
        let short = text.chars().take(LONGEST_KIND + 1).count();
        short > word.chars().count() && short <= LONGEST_KIND && text.ends_with(&word) && text.chars().all(is_letter)
    };
    let alike: Vec<usize> = lines.iter().filter(|(_, text)| is_kind(text)).map(|(at, _)| *at).collect();
    let texts: HashSet<&str> = lines.iter().map(|(_, text)| *text).filter(|text| is_kind(text)).collect();
    if texts.len() >= FEWEST_ALIKE && between().all(|(_, text)| is_kind(text)) {
        for row in alike {
            classes.rows[row] = Class::Heading(Opening { level: word.clone(), number: None, title: 0 });
        }
    }
}

/// What a word for a kind of things is written with.
fn is_letter(c: char) -> bool {
    text::is_kana_or_ideograph(c) || matches!(c, 'ー' | '・' | '々')
}

/// `第１分科会` with the number and what it counts.
fn ordinal(bare: &str) -> Option<(&str, u32, &str)> {
    let inner = bare.strip_prefix('第')?;
    let (number, length) = one(inner)?;
    let word = Some(&inner[length..]).filter(|word| !word.starts_with(heading::EDITIONS))?;
    let end = word.find(|c: char| !is_letter(c)).unwrap_or(word.len());
    Some((&word[..end], number, &word[end..]))
}

/// Reads a word, its number or letter, and a title that is set off or absent: `リスク１－２　水`, `部門（Ａ）道`, `部門イ　道`,
/// `【第１分科会】健康`, `議案第５号　条例の改正`.
pub(crate) fn counted(text: &str) -> Option<Line<'_>> {
    let bare = text.trim_start_matches(['【', '［', '[', '〔', '＜', '<', '≪', '《', '〈', '■', '◆', '●', '○', '◎']);
    let end = bare.find(|c: char| !is_letter(c)).unwrap_or(bare.len());
    let in_kana = kana_at_end(&bare[..end])
        .filter(|_| bare[end..].starts_with(|c: char| c.is_whitespace() || CLOSING.contains(&c)));
    let (word, mut count, behind) = if let Some((word, place)) = in_kana {
        (word, vec![place], &bare[end..])
    } else if let Some((word, number, behind)) = ordinal(bare) {
        (word, vec![number], behind)
    } else {
        let inner = bare[end..].trim_start().trim_start_matches(['(', '（', '【', '［', '[', '〔']);
        let (first, length) = one(inner)?;
        let behind = &inner[length..];
        match bare[..end].strip_suffix('第') {
            Some(word) => (word, vec![first], behind.trim_start_matches(is_letter)),
            None => (&bare[..end], vec![first], behind),
        }
    };
    let mut rest = behind;
    while let Some(next) = rest.strip_prefix(['-', '－', '‐', '−', 'ー', '.', '．', '―'])
        && let Some((value, length)) = one(next)
    {
        count.push(value);
        rest = &next[length..];
    }
    let closed = rest.trim_start_matches(CLOSING);
    let title = closed.trim_start_matches(|c: char| c.is_whitespace() || ":：.．－-―".contains(c));
    let set_off = title.len() < rest.len() || title.is_empty() || title.starts_with(['「', '『', '（', '(']);
    let is_line = text.chars().take(LONGEST_TITLE + 1).count() <= LONGEST_TITLE && !text.ends_with('。');
    let is_lettered =
        word.is_empty() && bare.starts_with(|c| scale::folded(c).is_some_and(|(_, of)| of == Alphabet::Latin));
    // 第１班 is counted by its 第.
    let is_word = is_lettered || bare.starts_with('第') || word.chars().count() >= SHORTEST_WORD;
    (set_off && is_line && is_word && !is_caption(word) && !layout::begins_with_year(bare)).then(|| Line {
        word,
        count,
        title: text.len() - title.len(),
    })
}

/// A number or a letter at the front of a text, and its length.
fn one(text: &str) -> Option<(u32, usize)> {
    /// A greater number is a year, an amount or a day.
    const MOST: u32 = 99;
    let number = number::leading(text).or_else(|| number::letter(text))?;
    (number.value <= MOST).then_some((number.value, number.length))
}

/// The word in front of one letter in katakana that counts it, and its place: `部門イ`.
fn kana_at_end(text: &str) -> Option<(&str, u32)> {
    let (at, last) = text.char_indices().next_back()?;
    let is_katakana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    let place = scale::place(last.encode_utf8(&mut [0; 4]), Alphabet::Katakana)?;
    (!text[..at].ends_with(is_katakana)).then(|| Some((&text[..at], u32::try_from(place).ok()?)))?
}

/// Makes headings of numbered lines of one style that stand above headers, one above each but for sections without a
/// table, and count up from the first, whatever stands between them and their tables: `１　町民会館`, who runs it, the table;
/// `２　川辺の広場`, who runs it, the table.
pub(super) fn read_numbers_that_count(classes: &mut Classes, rows: &Rows<'_>) {
    // Of each style the lines that the header below gives, and all those above headers; none where one has a list.
    let mut pending: HashMap<String, Vec<(usize, Opening)>> = HashMap::default();
    let mut styles: HashMap<String, Option<Vec<(usize, Opening)>>> = HashMap::default();
    // ２－１ behind １－３.
    let begins_part = |lines: [usize; 2]| {
        let [above, own] = lines.map(|line| classes.lone_text(rows, line).map(number::all).unwrap_or_default());
        matches!((&above[..], &own[..]), ([parts @ .., _], [next @ .., _]) if parts < next && parts.len() == next.len())
    };
    for (row, class) in classes.rows.iter().enumerate() {
        match (class, classes.lone_text(rows, row)) {
            (Class::Heading(_) | Class::Title | Class::Prose | Class::Data, Some(text)) => {
                let is_line = text.chars().count() <= LONGEST_TITLE && !text.ends_with('。');
                let Some((level, number, title)) = heading::enumerated(text).filter(|_| is_line) else { continue };
                let lines = pending.entry(level.clone()).or_default();
                if number == Some(1) {
                    lines.clear();
                }
                lines.push((row, Opening { level, number, title }));
            }
            (Class::Data, None) => pending.clear(),
            (Class::Header(_), _) => {
                let is_below_other = pending.len() > 1;
                for (level, mut lines) in pending.drain() {
                    let of_style = styles.entry(level).or_insert_with(|| Some(Vec::new()));
                    let above = of_style.as_ref().and_then(|above| above.last());
                    let counts = |(row, own): &(usize, Opening)| match above {
                        None => own.number == Some(1),
                        Some((last, above)) => {
                            let is_next = own.number == above.number.map(|above| above + 1);
                            let is_same = || classes.lone_text(rows, *row) == classes.lone_text(rows, *last);
                            is_next
                                || is_same()
                                || own.number == Some(1) && (is_below_other || begins_part([*last, *row]))
                        }
                    };
                    // Sections of prose without a table count on; lines right below each other are a list.
                    let goes_on = |pair: &[(usize, Opening)]| {
                        let between = &classes.rows[pair[0].0 + 1..pair[1].0];
                        let is_next = pair[1].1.number == pair[0].1.number.map(|above| above + 1);
                        is_next && between.iter().any(|class| matches!(class, Class::Prose | Class::Legend))
                    };
                    let fits = lines.first().is_some_and(counts) && lines.windows(2).all(goes_on);
                    *of_style = of_style.take().filter(|_| fits).map(|mut all| {
                        all.append(&mut lines);
                        all
                    });
                }
            }
            _ => {}
        }
    }
    for lines in styles.into_values().flatten() {
        if lines.iter().any(|(_, line)| line.number != Some(1)) {
            lines.into_iter().for_each(|(row, line)| classes.rows[row] = Class::Heading(line));
        }
    }
}

/// Makes a heading of a numbered line above a header if the open heading of its style has a number before it: it closes
/// that, whatever stands between it and its table.
pub(super) fn close_numbered_headings(classes: &mut Classes, rows: &Rows<'_>) {
    // Of each style the last number, and whether its line is a heading.
    let mut last: HashMap<String, (u32, bool)> = HashMap::default();
    let mut pending: HashMap<String, (usize, Opening)> = HashMap::default();
    for row in 0..classes.rows.len() {
        match &classes.rows[row] {
            Class::Heading(_) | Class::Title | Class::Prose | Class::Data => {}
            Class::Header(_) => {
                for (level, (row, opening)) in pending.drain() {
                    last.insert(level, (opening.number.unwrap_or_default(), true));
                    classes.rows[row] = Class::Heading(opening);
                }
                continue;
            }
            _ => continue,
        }
        let Some(text) = classes.lone_text(rows, row).filter(|text| text.chars().count() <= LONGEST_TITLE) else {
            if classes.rows[row] == Class::Data {
                pending.clear();
            }
            continue;
        };
        let Some((level, Some(number), title)) = heading::enumerated(text) else { continue };
        let is_heading = matches!(&classes.rows[row], Class::Heading(of) if of.level == level);
        pending.remove(&level);
        let follows = last.get(&level).is_some_and(|&(above, heads)| heads && above < number) && !text.ends_with('。');
        if follows && !is_heading {
            let opening = Opening { level: level.clone(), number: Some(number), title };
            pending.insert(level, (row, opening));
        } else {
            last.insert(level, (number, is_heading));
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    pub(in crate::interpret::classify) const HEADER: &str = "取組\t内容\t評価\t課題\n";

    /// Puts lines above each of three tables, and gives the headings above each record.
    #[track_caller]
    pub(in crate::interpret::classify) fn case(above: [&str; 3], headers: [&str; 3], expected: [&str; 3]) {
        let row = |name: &str| format!("{name}\t町の人と行いました。\tA\t人が足りない。\n");
        let tables = (0..3).map(|at| format!("{}{}{}", above[at], headers[at], row(["花壇", "水路", "朝市"][at])));
        let sheet = format!("緑の事業の集まり\n\n{}", tables.collect::<String>());
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path = |record: &crate::record::Record<'_>| {
            let headings = record.path.iter().map(|heading| format!("{} {}", heading.level, heading.title));
            headings.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(read.records.iter().map(path).collect::<Vec<_>>(), expected, "{sheet}");
    }

    #[test]
    fn lines_alone_that_all_end_with_one_word_head_their_rows() {
        let kinds = ["文化施設", "スポーツ施設", "福祉施設"];
        let named = kinds.map(|kind| format!("施設 {kind}"));
        let lines = kinds.map(|kind| format!("{kind}\n"));
        let above = [&*lines[0], &*lines[1], &*lines[2]];
        case(above, [HEADER, "", ""], [&*named[0], &*named[1], &*named[2]]);
        // Another line stands alone there, or too few end alike.
        case(above.map(|line| if line == "福祉施設\n" { "福祉の館\n" } else { line }), [HEADER, "", ""], [""; 3]);
    }

    #[test]
    fn one_word_with_other_numbers_or_letters_above_tables_opens_headings() {
        let all = [HEADER; 3];
        let parts = ["分野群 花", "分野群 川", "分野群 道"];
        case(["分野群Ａ　花\n", "\n分野群Ｂ　川\n", "分野群Ｃ　道\n"], all, parts);
        case(["分野群A 花\n", "- 1 -\n分野群B 川\n", "- 2 -\n\n分野群D 道\n"], all, parts);
        case(["【分野群ア】花\n", "\n【分野群イ】川\n", "\n【分野群エ】道\n"], all, parts);
        case(["分野群ア　花\n", "\n分野群イ　川\n", "\n分野群エ　道\n"], all, parts);
        case(["分野群（Ⅰ）花\n", "\n分野群（Ⅱ）川\n", "\n分野群（Ⅲ）道\n"], all, parts);
        case(["分野群1-1 花\t\t\t\n", "分野群1-2 川\t\t\t\n", "分野群2-1 道\t\t\t\n"], all, parts);
        case(["分野群1－花\n", "分野群2－川\n", "分野群3－道\n"], all, parts);
        case(["Ａ　花\n", "\nＢ　川\n", "\nＣ　道\n"], all, ["A 花", "A 川", "A 道"]);
        case(["【第１分野群】花\n", "【第２分野群】川\n", "【第３分野群】道\n"], all, parts);
        case(["分野群第１号　花\n", "分野群第４号　川\n", "分野群第１２号　道\n"], all, parts);
        // The table goes on, and another level stands above.
        let above = ["基本目標 緑, 分野群 花", "基本目標 緑, 分野群 花", "基本目標 緑, 分野群 川"];
        case(["基本目標１　緑\n分野群１－１　花\n", "- 1 -\n", "分野群１－２　川\n"], all, above);
        // Two headers have them above, and one line goes on in between.
        let above = ["目標1　緑\n場面1　花\n", "場面2　川\n", "目標2　水\n場面1　道\n"];
        case(above, [HEADER, "", HEADER], ["目標 緑, 場面 花", "目標 緑, 場面 川", "目標 水, 場面 道"]);
        // Headings need no header of their own.
        case(["", "分野群Ａ　花\t\t\t\n", "分野群Ｂ　川\t\t\t\n"], [HEADER, "", ""], ["", parts[0], parts[1]]);
    }

    #[test]
    fn words_count_anew_in_each_part() {
        let line = |line: &str| format!("\t{line}\t\t\n");
        let [first, second] = [line("方策ア 花"), line("方策イ 川")];
        let third = |part: &str, number: &str| format!("{part}{HEADER}{}", line(&format!("方策{number} 道")));
        // What counts the parts may be a word that nobody listed, too.
        for word in ["柱", "区域"] {
            let read = |part: &str, number: &str| {
                let header = format!("{word}１　緑\n\n{HEADER}");
                let path = |part: &str, own: &str| format!("{word} {part}, 方策 {own}");
                let paths = [path("緑", "花"), path("緑", "川"), path("町", "道")];
                let part = format!("\n{word}２　{part}\n\n");
                case(
                    [&format!("{header}{first}"), &second, &third(&part, number)],
                    ["", "", ""],
                    paths.each_ref().map(|path| &**path),
                );
            };
            read("町", "ア");
            read("町", "ウ");
        }
    }

    #[test]
    fn captions_years_and_lines_that_do_not_count_open_none() {
        let all = [HEADER; 3];
        case(["別表Ａ　花\n", "\n別表Ｂ　川\n", "\n別表Ｃ　道\n"], all, [""; 3]);
        case(["令和４年度　花\n", "\n令和５年度　川\n", "\n令和６年度　道\n"], all, [""; 3]);
        case(["分野群Ａ　花\n", "\n分野群Ａ　花\n", "\n分野群Ａ　花\n"], all, [""; 3]);
        case(["分野群Ｃ　花\n", "\n分野群Ａ　川\n", "\n分野群Ｂ　道\n"], all, [""; 3]);
        case(["Ｂ　花\n", "\nＣ　川\n", "\nＤ　道\n"], all, [""; 3]);
        case(["花の丘 300 m\n", "\n花の丘 400 m\n", "\n花の丘 500 m\n"], all, [""; 3]);
    }

    #[test]
    fn the_next_number_closes_the_heading_of_its_sibling() {
        let other = "施策\t実績\t判定\t担当課\n";
        let headers = [HEADER, other, HEADER];
        let expected = ["1 緑の取組", "1 水の取組", "1 水の取組"];
        let legend = "判定：　Ａ＝実施した　Ｂ＝一部実施した　Ｃ＝実施しなかった\n";
        let first = "１　緑の取組\n";
        case([first, &format!("\n２　水の取組\n{legend}"), ""], headers, expected);
        case([first, "\n２　水の取組\n町の人と水辺を歩いて調べました。\n\n", ""], headers, expected);
        // A table that is left out may have had the number between, a list below a table starts anew.
        case([first, &format!("\n３　水の取組\n{legend}"), ""], headers, expected);
        let list = "\n１　花を植えました。\n２　川を調べました。\n町の人と水辺を歩きました。\n\n";
        case([first, list, ""], headers, ["1 緑の取組"; 3]);
    }

    #[test]
    fn numbers_above_tables_that_count_from_the_first_open_headings() {
        let lines = |numbers: [&str; 3]| {
            let names = ["町民会館", "川の広場", "山の家"];
            [0, 1, 2].map(|at| format!("\n{}{}\n管理者　{}の会\n", numbers[at], names[at], ["花", "水", "土"][at]))
        };
        let check = |numbers: [&str; 3], expected: [&str; 3]| {
            let above = lines(numbers);
            case([&above[0], &above[1], &above[2]], [HEADER; 3], expected);
        };
        check(["１　", "２　", "３　"], ["1 町民会館", "1 川の広場", "1 山の家"]);
        check(["（１）", "（２）", "（３）"], ["(1) 町民会館", "(1) 川の広場", "(1) 山の家"]);
        let parts = ["Ⅰ 川の町, (1) 町民会館", "Ⅰ 川の町, (1) 川の広場", "Ⅰ 山の町, (1) 山の家"];
        check(["Ⅰ 川の町\n（１）", "（２）", "Ⅱ 山の町\n（１）"], parts);
        let parts = ["1－1 町民会館", "1－1 川の広場", "1－1 山の家"];
        check(["１－１　", "１－２　", "２－１　"], parts);
        // One is missing, or none is the first.
        check(["１－１　", "１－２　", "２－２　"], [""; 3]);
        check(["１　", "３　", "４　"], [""; 3]);
        check(["２　", "３　", "４　"], [""; 3]);
    }
}
