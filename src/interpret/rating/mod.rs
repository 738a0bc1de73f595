//! Ratings: the scale of each rating column, and the codes in its cells.
//!
//! In: a cell and the scale of its column, which [`Tally`] finds. Out: the cell as codes with labels. A code that is
//! not on the scale stays as printed and is a finding.

mod behind;
mod look_alike;
mod tally;

use std::sync::Arc;

use crate::diagnostic::{Findings, Text};
use crate::interpret::heading;
use crate::interpret::rules::missing_rating::missing_rating;
use crate::interpret::rules::neighbour_rating::neighbour_rating;
use crate::interpret::rules::several_ratings::several_ratings;
use crate::interpret::rules::unknown_rating::{self, Nearness, unknown_rating};
use crate::interpret::rules::unlisted_rating::unlisted_rating;
use crate::interpret::rules::write_one_of;
use crate::interpret::scale::{self, Written};
use crate::interpret::shape;
use crate::interpret::text;
use crate::record::{Code, Origin, RepairKind, Scale};
use crate::source::Span;
use tally::LONGEST_WORD;

pub use behind::{Behind, behind_title};
pub use tally::{Tally, names_match};

/// A rating cell, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The codes that the scale knows.
    pub codes: Arc<[Arc<str>]>,
    /// Their labels.
    pub labels: Arc<[Arc<str>]>,
    /// How a code had to be changed to be known.
    pub repairs: Vec<RepairKind>,
}

/// What each code of a scale reads as where a cell holds it and nothing else, as nearly every cell does: the cells
/// share one reading, where lists of their own took 2,000 bytes and eight calls of the allocator a record.
pub fn alone(scale: &Scale) -> Vec<(Arc<str>, Reading)> {
    let exact = |code: &&Code| {
        !code.code.is_empty() && known(Some(scale), &code.code).is_some_and(|known| known.code == code.code)
    };
    scale.codes.iter().filter(exact).map(|code| (Arc::clone(&code.code), Reading::of_codes(&[code]))).collect()
}

/// What is wrong with a rating cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    /// It is blank.
    Missing,
    /// `F` on a scale of A to E.
    Unknown,
    /// A word that comes once, on a scale that nobody printed.
    Unlisted,
    /// `B、C`
    Several,
}

/// A rating column, for the cells in it.
#[derive(Clone, Copy, Debug)]
pub struct RatingColumn<'c> {
    /// Its name.
    pub name: &'c Arc<str>,
    /// Its scale, where it has one.
    pub scale: Option<&'c Scale>,
    /// The rating columns beside it, each by its name.
    pub neighbours: &'c [(&'c str, &'c Scale)],
}

/// Reads a rating cell, and says what is wrong with it.
pub fn reading(cell: &str, span: Span, column: RatingColumn<'_>, found: &mut Findings) -> Reading {
    let (reading, doubt) = understood(cell, column.scale);
    match doubt {
        None => {}
        Some(Doubt::Missing) => missing_rating(span, column.name, column.scale.map(Scale::listed).as_deref(), found),
        Some(Doubt::Several) => several_ratings(span, cell, column.name, found),
        Some(Doubt::Unlisted) => unlisted_rating(span, cell, column.name, found),
        // The rule on formulas names the cell; that it is no code either says nothing more.
        Some(Doubt::Unknown) if shape::is_unevaluated(cell) => {}
        Some(Doubt::Unknown) => match neighbour(cell, column.neighbours) {
            Some(other) => neighbour_rating(span, cell, [column.name, other], found),
            None => unknown_rating(span, cell, column.name, advice(cell, column.scale), found),
        },
    }
    reading
}

/// The codes in a cell, and what is wrong with it.
fn understood(cell: &str, scale: Option<&Scale>) -> (Reading, Option<Doubt>) {
    if cell.is_empty() {
        return (Reading::default(), Some(Doubt::Missing));
    }
    if let Some(whole) = known(scale, cell).filter(|whole| *whole.code == *cell) {
        return (Reading::of_codes(&[whole]), None);
    }
    // Another dash than the one that the legend explains.
    if let Some(dash) = known(scale, cell).filter(|_| scale::is_dash(cell)) {
        return (Reading { repairs: vec![RepairKind::Width], ..Reading::of_codes(&[dash]) }, None);
    }
    if let Some(word) = without_gaps(cell, scale) {
        return (Reading { repairs: vec![RepairKind::SoftWrap], ..Reading::of_codes(&[word]) }, None);
    }
    let mut written = scale::written(cell);
    if written.is_empty() {
        let label = scale::labelled(cell).map(|(code, _)| code).or_else(|| scale::only_rated(cell));
        written.extend(label.filter(|code| known(scale, &code.code).is_some()));
    }
    let Some(reading) = Reading::of(&written, scale) else { return (Reading::default(), Some(Doubt::Unknown)) };
    let inferred = scale.is_some_and(|scale| scale.origin == Origin::Inferred);
    let doubt = match written.len() {
        0 if shape::is_dash(cell) && !text::is_ditto(cell) => None,
        0 if scale::check_boxes(cell).is_some() => Some(Doubt::Missing),
        0 if inferred && cell.chars().count() <= LONGEST_WORD && !text::is_ditto(cell) => Some(Doubt::Unlisted),
        0 => Some(Doubt::Unknown),
        1 => None,
        _ => Some(Doubt::Several),
    };
    (reading, doubt)
}

/// The word of a scale that a cell prints with its letters set apart, or cut by the edge of the cell: `達 成`, `やや 遅れ`.
fn without_gaps<'s>(cell: &str, scale: Option<&'s Scale>) -> Option<&'s Code> {
    let mut gaps = cell.match_indices(char::is_whitespace).peekable();
    gaps.peek()?;
    // A gap beside a digit, a letter or a sign parts what it stands between: `A 継続`.
    let is_beside = |(at, gap): (usize, &str)| {
        let before = cell[..at].ends_with(|c: char| c.is_whitespace() || text::is_kana_or_ideograph(c));
        before && cell[at + gap.len()..].starts_with(|c: char| c.is_whitespace() || text::is_kana_or_ideograph(c))
    };
    let word = gaps.all(is_beside).then(|| heading::squeezed(cell))?;
    scale?.codes.iter().find(|known| heading::squeezed(&known.code) == word)
}

/// The rating column beside this one whose scale has the code: the columns may be shifted.
fn neighbour<'c>(cell: &str, neighbours: &[(&'c str, &Scale)]) -> Option<&'c str> {
    let written = scale::written(cell);
    let [code] = written.as_slice() else { return None };
    let has = |scale: &Scale| scale.codes.iter().any(|known| scale::is_same(&known.code, &code.code));
    neighbours.iter().find(|(_, scale)| has(scale)).map(|(name, _)| *name)
}

/// The code of a scale that a code as written stands for; small letters stand for capital ones.
fn known<'s>(scale: Option<&'s Scale>, code: &str) -> Option<&'s Code> {
    let codes = &scale?.codes;
    let exact = codes.iter().find(|known| scale::is_same(&known.code, code));
    exact.or_else(|| codes.iter().find(|known| known.code.eq_ignore_ascii_case(code)))
}

impl Reading {
    /// The codes of a cell, each with the repairs that it took; none where the scale lacks one of them.
    fn of(written: &[Written], scale: Option<&Scale>) -> Option<Self> {
        let mut repairs = Vec::new();
        let mut codes = Vec::with_capacity(written.len());
        for code in written {
            let known = known(scale, &code.code)?;
            codes.push(known);
            if code.folded || *code.code != *known.code {
                repairs.push(RepairKind::Width);
            }
            if code.padded {
                repairs.push(RepairKind::Padding);
            }
        }
        repairs.dedup();
        Some(Self { repairs, ..Self::of_codes(&codes) })
    }

    fn of_codes(codes: &[&Code]) -> Self {
        Self {
            codes: codes.iter().map(|code| Arc::clone(&code.code)).collect(),
            labels: codes.iter().filter_map(|code| code.label.clone()).collect(),
            repairs: Vec::new(),
        }
    }
}

/// What to write in the place of an unknown code.
fn advice(cell: &str, scale: Option<&Scale>) -> Option<Text> {
    let scale = scale?;
    Some(match nearest(cell, scale) {
        Some((code, why)) => unknown_rating::write_nearest(cell, &code, why),
        None => write_one_of(&scale.listed()),
    })
}

/// The code of a scale that a cell comes nearest to, and in what it differs.
fn nearest(cell: &str, scale: &Scale) -> Option<(Arc<str>, Nearness)> {
    let has = |code: &str| scale.codes.iter().find(|known| *known.code == *code).map(|known| Arc::clone(&known.code));
    let looks: String = cell.chars().map(look_alike::code_like).collect();
    if looks != cell
        && let Some(code) = has(&looks)
    {
        return Some((code, look_alike::nearness(cell)));
    }
    let written = scale::written(cell);
    let [code] = written.as_slice() else { return None };
    let place = scale::place(&code.code, code.alphabet)?;
    let alphabet =
        scale.codes.iter().find_map(|known| scale::written(&known.code).pop()).map(|known| known.alphabet)?;
    let same_place = scale::code_at(place, alphabet).filter(|_| alphabet != code.alphabet)?;
    Some((has(&same_place)?, Nearness::OtherAlphabet))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_ditto_mark_is_no_word_of_a_scale() {
        let rows = "花壇\t植えた。\t継続\t公園課\n水路\tさらった。\t拡充\t河川課\n並木\t切った。\t継続\t公園課\n橋\t直した。\t拡充\t道路課\n道\t掃いた。\t〃\t道路課\n";
        let sheet = format!("取組\t内容\t今後の方向性\t担当課\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.findings.iter().map(|of| of.rule.name).collect::<Vec<_>>(), ["unknown-rating"]);
    }

    /// The codes of each record, and how many findings are no notes.
    fn codes(words: [&str; 6]) -> (Vec<String>, usize) {
        let rows = ["花壇", "水路", "並木", "朝市", "夜市", "橋"].into_iter().zip(words);
        let rows: String = rows.map(|(item, word)| format!("{item}\t町の人と行いました。\t{word}\t総務課\n")).collect();
        let sheet = format!("取組\t内容\t評価\t担当課\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let code = |record: &crate::record::Record<'_>| record.ratings[0].codes.join("、");
        let told = read.findings.iter().filter(|of| of.rule.severity != crate::diagnostic::Severity::Note);
        (read.records.iter().map(code).collect(), told.count())
    }

    #[test]
    fn brackets_around_a_code_and_its_label_change_nothing() {
        let expected = ["B", "A", "B", "C", "B", "A"].map(str::to_owned).to_vec();
        let cells = ["Ｂ 進んだ", "Ａ 終わった", "「Ｂ 進んだ」", "Ｃ 遅れた", "Ｂ 進んだ", "【Ａ】終わった"];
        assert_eq!(codes(cells), (expected.clone(), 0));
        assert_eq!(codes(["評価B", "評価A", "Ｂ", "評価「C」", "B評価", "評価Ａ"]), (expected, 0));
    }

    #[test]
    fn a_digit_behind_a_word_rates_below_a_word_for_ratings_and_counts_elsewhere() {
        let expected = ["5", "4", "3", "4", "2", "1"].map(str::to_owned).to_vec();
        assert_eq!(codes(["評価５", "評価４", "評価３", "評価4", "評価２", "評価１"]), (expected, 0));
        let rows = "花壇\t評価１\tA\n花壇\t評価２\tB\n並木\t評価１\tA\n並木\t評価２\tC\n";
        let sheet = format!("取組\t区分\t結果\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = |record: &crate::record::Record<'_>| {
            let ratings: Vec<&str> = record.ratings.iter().map(|rating| &*rating.printed).collect();
            format!("{} {}", record.texts[0].1, ratings.join(" "))
        };
        assert_eq!(read.records.iter().map(told).collect::<Vec<_>>(), ["評価１ A", "評価２ B", "評価１ A", "評価２ C"]);
    }

    #[test]
    fn boxes_on_lines_of_their_own_tell_what_is_chosen() {
        let cell = |chosen: &str| {
            let line = |word: &str| format!("{} {word}", if word == chosen { "■" } else { "□" });
            format!("\"{}\"", ["拡充", "維持", "縮小"].map(line).join("\n"))
        };
        let cells = ["維持", "拡充", "維持", "縮小", "維持", ""].map(cell);
        let expected = ["維持", "拡充", "維持", "縮小", "維持", ""].map(str::to_owned).to_vec();
        // Where none is ticked a code is missing.
        assert_eq!(codes([0, 1, 2, 3, 4, 5].map(|at| cells[at].as_str())), (expected, 1));
    }

    #[test]
    fn a_word_with_gaps_in_it_is_the_word_of_the_other_rows() {
        let expected = ["達成", "達成", "未達成", "未達成", "達成", "未達成"].map(str::to_owned).to_vec();
        assert_eq!(codes(["達成", "達　成", "未達成", "未 達 成", "達成", "未達成"]), (expected, 0));
        let expected = ["やや遅れ", "順調", "順調", "やや遅れ", "順調", "やや遅れ"].map(str::to_owned).to_vec();
        assert_eq!(codes(["やや 遅れ", "順調", "順 調", "やや遅れ", "順調", "やや遅れ"]), (expected, 0));
        let expected = ["見守る", "育てる", "見守る", "見守る", "育てる", "見守る"].map(str::to_owned).to_vec();
        assert_eq!(codes(["見守る", "育てる", "見 守 る", "見守る", "育てる", "見守る"]), (expected, 0));
        // Each of the two is a code.
        assert_eq!(codes(["A", "B", "A B", "A", "B", "A"]).1, 1);
        assert_eq!(codes(["順調", "遅れ", "順調 遅れ", "順調", "遅れ", "順調"]).1, 1);
    }
}
