//! Columns of bare digits that no header word settles: codes, flags or figures.
//!
//! In: the headers of a table, the shapes of their cells as counted, and the legends of the sheet. Out: the headers of
//! scores, which are figures, and the counts, corrected: digits that a legend explains, or that are those of the rating
//! beside them, are codes; 0 and 1 are a flag. What the header words say of the others is left to
//! [`roles`](crate::interpret::roles).

use foldhash::{HashMap, HashSet};

use super::settle::rates;
use crate::interpret::align::Counts;
use crate::interpret::header::{self, HeaderColumn};
use crate::interpret::heading;
use crate::interpret::layout::Family;
use crate::interpret::rating::Tally;
use crate::interpret::roles::is_key;
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape::Shape;
use crate::record::{Code, Legend, Scale};

/// Two different digits can be those of a legend, or of the column beside, by chance.
const FEWEST_CODES: usize = 3;

/// So many of the cells hold a digit and nothing else: of seven one may have a slip. A column of figures has more
/// others.
const MOSTLY: f32 = 0.85;

/// What has a number and no rank.
const NUMBERED: [&str; 10] = ["地区", "地域", "区域", "会場", "場所", "種別", "種類", "棟", "順位", "班"];

/// A column of digits under a word that does not say that it rates.
struct Open {
    column: usize,
    tally: Tally,
}

/// Takes digits for figures where a line of the sheet says of how many points they are: `必要性・有効性は5点満点`. One that names
/// columns speaks of these alone, else of all that rate. Digits with a legend are codes.
pub(super) fn count_points(headers: &mut [HeaderColumn], seen: &[Counts], lines: &[String], legends: &[Legend]) {
    let is_digit = |code: &Code| scale::alphabet(&code.code) == Some(Alphabet::Digit);
    if lines.is_empty() || legends.iter().any(|legend| legend.scale.codes.iter().all(is_digit)) {
        return;
    }
    let level_in = |line: &str, header: &HeaderColumn| {
        let mut levels = header.printed.iter().map(|level| heading::squeezed(level));
        levels.any(|level| !level.is_empty() && line.contains(&level))
    };
    let all: Vec<usize> = (0..headers.len()).filter(|&at| rates(&headers[at]) && holds_digits(&seen[at])).collect();
    for line in lines {
        let named: Vec<usize> = all.iter().copied().filter(|&at| level_in(line, &headers[at])).collect();
        for &at in if named.is_empty() { &all } else { &named } {
            headers[at].family = Some(Family::Value);
            headers[at].upper = None;
        }
    }
}

/// Counts digits as codes where the sheet shows that they are, and as phrases where they are flags.
pub(super) fn settle_digits(
    headers: &[HeaderColumn],
    seen: &mut [Counts],
    legends: &[Legend],
    tally: impl Fn(usize) -> Tally,
) {
    let is_counted = |header: &HeaderColumn| is_key(header) || header.names_points();
    let is_open = |at: &usize| holds_digits(&seen[*at]) && !rates(&headers[*at]) && !is_counted(&headers[*at]);
    let open: Vec<Open> =
        (0..headers.len()).filter(is_open).map(|column| Open { column, tally: tally(column) }).collect();
    if open.is_empty() {
        return;
    }
    let mut named: HashMap<String, HashSet<usize>> = HashMap::default();
    for (at, header) in headers.iter().enumerate() {
        for level in &header.printed {
            named.entry(heading::squeezed(header::named(level))).or_default().insert(at);
        }
    }
    // A word for ratings over sentences needs no legend.
    let may_use = |at: usize| seen[at][Shape::Code(Alphabet::Digit).index()] > 0.0 || is_blank(&seen[at]);
    let any_rates = (0..headers.len()).any(|at| rates(&headers[at]) && may_use(at));
    let explains = |legend: &Legend| explained((&open, headers), &legend.scale, &named, any_rates);
    let explained: HashSet<usize> = legends.iter().flat_map(explains).collect();
    for Open { column, tally: own } in &open {
        let header = &headers[*column];
        let is_twin = |beside: usize| {
            let rated = headers.get(beside).is_some_and(rates) && holds_digits(&seen[beside]);
            let blank = Shape::Blank.index();
            rated && seen[*column][blank] <= seen[beside][blank] && own.is_within(&tally(beside).codes())
        };
        let twin = || {
            let counts = matches!(header.family, Some(Family::Value | Family::Result));
            let numbers = NUMBERED.iter().any(|word| header.inner().ends_with(word));
            !counts
                && !numbers
                && own.comes_again(FEWEST_CODES)
                && [column.wrapping_sub(1), column + 1].into_iter().any(is_twin)
        };
        let unnamed = header.upper.is_none() && matches!(header.family, None | Some(Family::Code));
        let shape = if explained.contains(column) || twin() {
            Shape::Code(Alphabet::Word)
        } else if unnamed && own.is_within(&["0", "1"]) && own.codes().contains(&"0") {
            Shape::Phrase
        } else {
            continue;
        };
        let digits = std::mem::take(&mut seen[*column][Shape::Code(Alphabet::Digit).index()]);
        seen[*column][shape.index()] += digits;
    }
}

/// Whether the cells that say anything are bare digits, but for slips of the pen.
fn holds_digits(seen: &Counts) -> bool {
    let digits = seen[Shape::Code(Alphabet::Digit).index()];
    let silent = seen[Shape::Blank.index()] + seen[Shape::Dash.index()];
    digits > 0.0 && digits >= MOSTLY * (seen.iter().sum::<f32>() - silent)
}

/// Whether nothing was filled in.
fn is_blank(seen: &Counts) -> bool {
    seen.iter().sum::<f32>() == seen[Shape::Blank.index()]
}

/// The columns that a legend names: by its whole name, or by what stands in front of it, as 進捗率の目安 names 進捗率.
fn named_by<'n>(legend: &str, open: &[Open], named: &'n HashMap<String, HashSet<usize>>) -> Option<&'n HashSet<usize>> {
    /// A single character begins too many names.
    const SHORTEST: usize = 2;
    let legend = heading::squeezed(legend);
    let holds_digits = |columns: &&HashSet<usize>| open.iter().any(|open| columns.contains(&open.column));
    let ends: Vec<usize> = legend.char_indices().map(|(at, _)| at).skip(SHORTEST).collect();
    let beginnings = || ends.iter().rev().map(|&end| &legend[..end]);
    named.get(&legend).or_else(|| beginnings().filter_map(|name| named.get(name)).find(holds_digits))
}

/// The columns that a legend explains: the only one of its codes under its name; or, where no column has its name, the
/// only one of them all. Of two, one may be a figure, but not where both have one word: 点数 below each of two offices.
fn explained(
    (open, headers): (&[Open], &[HeaderColumn]),
    legend: &Scale,
    named: &HashMap<String, HashSet<usize>>,
    any_rates: bool,
) -> Vec<usize> {
    let codes: Vec<&str> = legend.codes.iter().map(|code| &*code.code).collect();
    let named = named_by(&legend.name, open, named);
    // A legend without a column of its name may be that of a rating.
    if named.is_none() && any_rates {
        return Vec::new();
    }
    let fits = |open: &&Open| {
        let may_be = named.map_or_else(|| open.tally.comes_again(FEWEST_CODES), |named| named.contains(&open.column));
        may_be && open.tally.is_within(&codes)
    };
    let fitting: Vec<usize> = open.iter().filter(fits).map(|open| open.column).collect();
    let word = |at: &usize| headers[*at].inner();
    let is_one_word = fitting.windows(2).all(|pair| word(&pair[0]) == word(&pair[1]));
    if is_one_word { fitting } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::record::Role;
    use crate::source::Source;

    /// The names of the rating columns of a sheet.
    #[track_caller]
    fn case(sheet: &str, expected: &[&str]) {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let ratings = read.columns.iter().filter(|column| column.role == Role::Rating);
        assert_eq!(ratings.map(|column| &*column.name).collect::<Vec<_>>(), expected, "{sheet}");
    }

    const NAMES: [&str; 6] = ["朝市の開催", "花壇の手入れ", "夜の見回り", "水路の掃除", "本の貸出し", "橋の塗装"];

    /// A table of so many columns of digits between the item and the department.
    fn table(header: &str, digits: [&str; 6]) -> String {
        let row = |(name, digits): (&&str, &str)| format!("{name}|{digits}|町の人と行いました。|公園課\n");
        format!("事業名|{header}|内容|担当課\n{}", NAMES.iter().zip(digits).map(row).collect::<String>())
    }

    #[test]
    fn digits_of_the_legend_are_codes_under_any_word() {
        let digits = ["3", "2", "3", "1", "2", "3"];
        case(&format!("評価：3 進んだ、2 変わらない、1 遅れた\n\n{}", table("数値", digits)), &["数値"]);
        // Nothing tells which of two is meant, or that figures are none.
        let two = ["3|1", "2|2", "3|3", "1|3", "2|1", "3|2"];
        case(&format!("評価：3 進んだ、2 変わらない、1 遅れた\n\n{}", table("数値|回数", two)), &[]);
        // One word below each of two.
        let twice = table("前期|後期", two).replacen("担当課\n", "担当課\n|点数|点数||\n", 1);
        case(&format!("評価：3 進んだ、2 変わらない、1 遅れた\n\n{twice}"), &["前期 > 点数", "後期 > 点数"]);
        case(&table("数値", digits), &[]);
        case(
            &format!("評価：3 進んだ、2 変わらない、1 遅れた\n\n{}", table("回数", ["3", "2", "8", "1", "2", "3"])),
            &[],
        );
    }

    #[test]
    fn a_legend_that_speaks_of_a_figure_makes_it_a_rating() {
        let digits = ["4|庭", "3|川", "4|市", "1|堤", "2|道", "4|橋"];
        let legend =
            |name: &str| format!("{name}\n４　…　８割から\n３　…　６割から\n２　…　４割から\n１　…　４割まで\n\n");
        for (name, column) in [
            ("進捗率の目安", "進捗率"),
            ("達成率の基準", "達成率"),
            ("執行率について", "執行率"),
            ("対計画比の見方", "対計画比"),
        ] {
            case(&format!("{}{}", legend(name), table(&format!("{column}|実施状況"), digits)), &[column]);
        }
        let explained = "進捗率（4：８割から、3：６割から、2：４割から、1：４割まで）";
        case(&table(&format!("{explained}|実施状況"), digits), &[explained]);
        // It speaks of another column, which has the same digits.
        let other = ["4|1", "3|2", "4|2", "1|3", "2|3", "4|4"];
        case(&format!("{}{}", legend("評価の目安"), table("実施率|評価", other)), &["評価"]);
    }

    #[test]
    fn digits_of_the_rating_beside_are_codes() {
        let digits = ["3|2", "2|2", "3|3", "1|1", "2|3", "3|3"];
        case(&table("評価|効果", digits), &["評価", "効果"]);
        case(&table("効果|評価", digits), &["効果", "評価"]);
        case(&table("評価|回数", digits), &["評価"]);
        case(&table("評価|地区", digits), &["評価"]);
        case(&table("評価|効果", ["3|2", "2|2", "3|7", "1|1", "2|3", "3|3"]), &["評価"]);
        case(&table("評価|効果", ["3|", "2|2", "3|3", "1|1", "2|3", "3|3"]), &["評価"]);
    }

    #[test]
    fn zero_and_one_are_a_flag() {
        case(&table("評価|重点フラグ", ["A|0", "B|0", "B|1", "A|0", "C|1", "A|0"]), &["評価"]);
        case(&table("評価|重点フラグ", ["A|2", "B|3", "B|1", "A|2", "C|1", "A|2"]), &["評価", "重点フラグ"]);
    }

    #[test]
    fn a_row_shifted_by_a_cell_says_nothing_of_the_columns() {
        let sheet = table("評価|重点フラグ", ["A|0", "B|0", "B|1", "A|0", "C|1", "A|0"]);
        case(&sheet.replace("\n夜の見回り", "\n|夜の見回り"), &["評価"]);
    }
}
