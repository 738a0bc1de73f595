//! Which text goes with which rating.
//!
//! In: the columns with their roles. Out: for each comment its rating; a comment without one is a text.

use foldhash::{HashMap, HashSet};

use super::{CLEAR_MAJORITY, Known};
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::{self, Family};
use crate::record::Role;

/// Finds for every comment its rating, and for every rating without a header of its own the text whose header it
/// shares. Gives for each column the rating column of its pair.
pub(super) fn pair_comments(known: &[Known<'_>], roles: &mut [Role]) -> Vec<Option<usize>> {
    let mut pair: Vec<Option<usize>> = vec![None; roles.len()];
    let mut below: HashMap<&[String], Vec<usize>> = HashMap::default();
    for (at, column) in known.iter().enumerate() {
        let levels = &column.header.printed;
        (1..levels.len()).for_each(|end| below.entry(&levels[..end]).or_default().push(at));
    }
    let ratings: Vec<usize> = (0..roles.len()).filter(|&at| roles[at] == Role::Rating).collect();
    // One name above several ratings and a single text is that of none: 令和5年度の実施状況.
    let is_shared = |of: &[usize]| {
        let (rates, says): (Vec<usize>, Vec<usize>) = of.iter().partition(|&&at| roles[at] == Role::Rating);
        let is_said =
            |at: &&usize| matches!(roles[**at], Role::Text | Role::Comment) && !has_own_meaning(known[**at].header);
        rates.len() > 1 && says.iter().filter(is_said).count() < rates.len()
    };
    let shared: HashSet<&[String]> = below.iter().filter(|(_, of)| is_shared(of)).map(|(levels, _)| *levels).collect();
    let named = named_ratings(known, &ratings);
    let mut have_own: HashSet<usize> = HashSet::default();
    for at in 0..roles.len() {
        if let Some(rating) = named[at].filter(|rating| may_go(known, roles, at) && have_own.insert(*rating)) {
            roles[at] = Role::Comment;
            pair[at] = Some(rating);
        }
    }
    for at in ratings.into_iter().filter(|at| !have_own.contains(at)) {
        let taken = |other: usize, roles: &[Role]| {
            named[other].is_some() || pair[other].is_some() || roles[other] == Role::Rating
        };
        // A column without header and cells is none: an export put it between.
        let exists = |other: &usize| known[*other].filled() > 0.0 || !known[*other].header.printed.is_empty();
        let right = (at + 1..roles.len()).find(exists).filter(|&other| !taken(other, roles));
        let left = (0..at).rev().find(exists).filter(|&other| !taken(other, roles));
        // The columns of a page whose header is broken may stand between the two that one name spans.
        let spanned = known[at].header.printed.get(..1).and_then(|outer| below.get(outer));
        let apart = spanned.into_iter().flatten().copied().find(|&other| !taken(other, roles));
        let goes_with = |other: &usize| {
            !shared.contains(levels_of_both(known[at].header, known[*other].header))
                && goes_with(known, roles, at, *other)
        };
        let partner = [right, left, apart].into_iter().flatten().find(goes_with);
        if let Some(other) = partner {
            roles[other] = Role::Comment;
            pair[other] = Some(at);
        }
    }
    for at in 0..roles.len() {
        if roles[at] == Role::Comment && pair[at].is_none() {
            roles[at] = Role::Text;
        }
    }
    pair
}

/// The levels of a header that another one has too, from the outermost on.
fn levels_of_both<'h>(one: &'h HeaderColumn, other: &HeaderColumn) -> &'h [String] {
    let count = one.printed.iter().zip(&other.printed).take_while(|(one, other)| one == other).count();
    &one.printed[..count]
}

/// What someone says who judges: 意見 beside 評価, both below 審議会. 課題 there may be anyone's.
const OPINIONS: [&str; 5] = ["意見", "講評", "総評", "指摘", "助言"];

/// What a rating is called that leaves it to the level above who judges; with something in front, 二次評価, it says so
/// itself.
const VERDICTS: [&str; 3] = ["評価", "判定", "評定"];

/// Whether a name says itself whose rating it is, or which.
fn says_whose(name: &str) -> bool {
    VERDICTS.iter().any(|verdict| name.strip_suffix(verdict).is_some_and(|front| !front.is_empty()))
}

/// Whether a header says that its texts are more than what goes with a rating.
fn has_own_meaning(header: &HeaderColumn) -> bool {
    matches!(header.family, Some(Family::Result | Family::Value | Family::Item))
}

/// Whether a column may go with a rating: it holds texts.
fn may_go(known: &[Known<'_>], roles: &[Role], text: usize) -> bool {
    let holds_codes = || known[text].filled() > 0.0 && known[text].codes() >= CLEAR_MAJORITY;
    matches!(roles[text], Role::Text | Role::Comment) && !holds_codes()
}

/// For each column that says in its name of which rating it gives the reasons, that rating: 一次評価の理由 of 一次評価,
/// 方向性の理由 of 今後の方向性. The whole name of one goes before the end of another's; what two have names none.
fn named_ratings(known: &[Known<'_>], ratings: &[usize]) -> Vec<Option<usize>> {
    /// Longer headers name nothing.
    const LONGEST: usize = 16;
    const SHORTEST: usize = 2;
    let starts = |name: &str| name.char_indices().map(|(start, _)| start).take(LONGEST).collect::<Vec<_>>();
    let mut whole: HashMap<String, Option<usize>> = HashMap::default();
    let mut ends: HashMap<String, Option<usize>> = HashMap::default();
    for &rating in ratings {
        let name = known[rating].header.inner();
        let starts = starts(&name);
        for &start in starts.iter().take((starts.len() + 1).saturating_sub(SHORTEST)) {
            let names = if start == 0 { &mut whole } else { &mut ends };
            names.entry(name[start..].to_owned()).and_modify(|of| *of = None).or_insert(Some(rating));
        }
    }
    let named = |column: &Known<'_>| {
        if column.header.family != Some(Family::Comment) || column.header.printed.len() > 1 {
            return None;
        }
        let name = column.header.inner();
        let fronts = || starts(&name).into_iter().rev().map(|end| &name[..end]);
        let of = |names: &HashMap<String, Option<usize>>| fronts().find_map(|front| names.get(front).copied());
        of(&whole).or_else(|| of(&ends)).flatten()
    };
    known.iter().map(named).collect()
}

/// Whether a text column is the comment of the rating beside it: one header spans both, one of them has no header, or
/// the text's header says that it gives reasons.
fn goes_with(known: &[Known<'_>], roles: &[Role], rating: usize, text: usize) -> bool {
    if !may_go(known, roles, text) {
        return false;
    }
    let (code, words) = (known[rating].header, known[text].header);
    let judged = |header: &HeaderColumn| {
        matches!(header.family, Some(Family::Rating | Family::Judged | Family::Code))
            || header.is_rated_above()
            || header.joins_rating
    };
    // A year above groups columns of their own; a rating above spans its code and its text.
    let is_opinion = || OPINIONS.iter().any(|ending| words.inner().ends_with(ending));
    // 点 is no word of ours.
    let is_bare = || match code.family {
        Some(Family::Rating | Family::Judged) => !says_whose(&code.inner()),
        family => family.is_none(),
    };
    let judges = code.upper.is_none() && is_bare() && is_opinion();
    let coded = (code.family == Some(Family::Code) || judges) && !layout::is_year(&code.outer());
    let rated = words.is_rated_above() || words.family == Some(Family::Comment) || coded;
    let spanned = code.printed.len() > 1
        && words.printed.len() > 1
        && code.outer() == words.outer()
        && rated
        && !has_own_meaning(words);
    // Whatever stands above a code, 審議会意見 too, stands above the text beside it.
    let is_named = |header: &HeaderColumn| !header.printed.is_empty();
    let text_unnamed = is_named(code) && !is_named(words) && text > rating && known[text].filled() > 0.0;
    let gives_reasons = words.family == Some(Family::Comment) && words.printed.len() <= 1;
    spanned && known[text].texts() + known[text].filled().min(0.0) >= 0.0 && words.family != Some(Family::Department)
        || is_named(code) && code.key() == words.key()
        || !is_named(code) && judged(words)
        || text_unnamed
        || (gives_reasons && text > rating)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_rating_and_its_text_below_one_name_are_one() {
        let header = "取組\t取組結果\t\t担当課\n\t達成度\t具体的な内容\t\n";
        let sheet = format!("{header}花壇\tA\t苗を植えました。\t公園課\n並木\tB\t枝を切りました。\t公園課\n");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let rating = &read.records[0].ratings[0];
        assert_eq!((&*rating.column, rating.comment.as_deref()), ("取組結果", Some("苗を植えました。")));
    }

    #[test]
    fn a_text_without_a_name_goes_with_the_codes_in_front_of_it_whatever_these_are_called() {
        let comments = |header: &str| {
            let rows = "花壇\tA\t苗を増やされたい。\t公園課\n並木\tB\t枝を払われたい。\t公園課\n";
            let sheet = format!("{header}\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let comment = |record: &crate::record::Record<'_>| record.ratings[0].comment.as_deref().map(str::to_owned);
            read.records.iter().map(comment).collect::<Vec<_>>()
        };
        let own = ["苗を増やされたい。", "枝を払われたい。"].map(|text| Some(text.to_owned()));
        assert_eq!(comments("取組\t審議会意見\t\t担当課"), own);
        assert_eq!(comments("取組\t審議会意見\t今後の課題\t担当課"), [None, None]);
    }

    #[test]
    fn a_rating_and_its_reason_below_one_name_are_one_though_other_ratings_stand_below_the_next_name() {
        let header = "事業\t評価\t\t\t\t担当\n\t年度別\t\t総括\t\t\n\tＲ５\tＲ６\t評価\t理由\t\n";
        let sheet = format!("{header}花壇\t○\t△\tA\t苗がよく育った。\t公園課\n水路\t△\t×\tC\t泥が多い。\t河川課\n");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of =
            |rating: &crate::record::Rating<'_>| (rating.column.to_string(), rating.comment.as_deref().map(str::len));
        let told: Vec<_> = read.records[1].ratings.iter().map(of).collect();
        let expected = [("Ｒ５", None), ("Ｒ６", None), ("総括", Some("泥が多い。".len()))];
        assert_eq!(told, expected.map(|(column, comment)| (column.to_owned(), comment)));
    }

    #[test]
    fn a_comment_that_names_a_rating_is_that_of_this_one_wherever_it_stands() {
        let told = |header: &str| {
            let cell = |name: &str| {
                let is_text = name.ends_with("理由") || name.ends_with("コメント");
                if is_text {
                    format!("{name}です。")
                } else if name.contains("方向性") {
                    "継続".into()
                } else {
                    "A".into()
                }
            };
            let row: String = header.split('|').map(|name| format!("{}\t", cell(name))).collect();
            let sheet = format!("取組\t{}\t担当課\n花壇\t{row}公園課\n水路\t{row}河川課\n", header.replace('|', "\t"));
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let of = |rating: &crate::record::Rating<'_>| {
                let comment = rating.comment.as_deref().unwrap_or("-").trim_end_matches("です。").to_owned();
                format!("{}:{comment}", rating.column)
            };
            read.records[0].ratings.iter().map(of).collect::<Vec<_>>().join(" ")
        };
        let both = "一次評価:一次評価の理由 二次評価:二次評価の理由";
        assert_eq!(told("一次評価|二次評価|一次評価の理由|二次評価の理由"), both);
        assert_eq!(told("二次評価の理由|一次評価|一次評価の理由|二次評価"), both);
        assert_eq!(told("評価|今後の方向性|評価の理由"), "評価:評価の理由 今後の方向性:-");
        assert_eq!(told("今後の方向性|評価の理由|評価"), "今後の方向性:- 評価:評価の理由");
        assert_eq!(told("評価|今後の方向性|方向性の理由"), "評価:- 今後の方向性:方向性の理由");
        // What names none goes with the one in front of it.
        assert_eq!(told("評価|今後の方向性|理由"), "評価:- 今後の方向性:理由");
        assert_eq!(told("一次評価|二次評価|評価の理由"), "一次評価:- 二次評価:評価の理由");
    }

    #[test]
    fn a_rating_and_an_opinion_below_who_judges_are_one() {
        let first = |verdict: &str, opinion: &str| {
            let header = format!("取組|庁内評価|審議会||今後の取組|担当課\n||{verdict}|{opinion}||\n");
            let rows =
                "花壇|A|B|苗の数が足りない。|木陰をつくる。|公園課\n並木|B|A|よく育っている。|木を植える。|道路課\n";
            let sheet = format!("{header}{rows}").replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let of = |rating: &crate::record::Rating<'_>| {
                format!("{} {} {}", rating.column, rating.printed, rating.comment.as_deref().unwrap_or("-"))
            };
            read.records[0].ratings.iter().map(of).collect::<Vec<_>>()
        };
        for opinion in ["意見", "講評", "主な意見"] {
            assert_eq!(first("評価", opinion), ["庁内評価 A -", "審議会 B 苗の数が足りない。"]);
        }
        // A word that nobody listed leaves it to the level above as well.
        assert_eq!(first("点", "意見"), ["庁内評価 A -", "審議会 B 苗の数が足りない。"]);
        assert_eq!(first("点", "課題"), ["庁内評価 A -", "点 B -"]);
        assert_eq!(first("評価", "課題"), ["庁内評価 A -", "評価 B -"]);
        // A name that says whose rating it is stays.
        assert_eq!(first("二次評価", "意見"), ["庁内評価 A -", "二次評価 B -"]);
    }

    #[test]
    fn a_name_that_joins_a_rating_and_another_word_spans_both() {
        let first = |name: &str, codes: [&str; 2]| {
            let rows =
                format!("花壇|{}|苗の数が足りない。|公園課\n並木|{}|よく育っている。|道路課\n", codes[0], codes[1]);
            let sheet = format!("取組|{name}||担当課\n{rows}").replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let of = |rating: &crate::record::Rating<'_>| {
                format!("{} {} {}", rating.column, rating.printed, rating.comment.as_deref().unwrap_or("-"))
            };
            read.records[0].ratings.iter().map(of).collect::<Vec<_>>()
        };
        for name in ["評価及びその理由", "評価・課題", "達成度とその根拠", "評価／コメント"]
        {
            for codes in [["A", "B"], ["4", "3"]] {
                assert_eq!(first(name, codes), [format!("{name} {} 苗の数が足りない。", codes[0])]);
            }
        }
        // A text there is no code, and what is joined to another word rates nothing.
        assert_eq!(first("評価・課題", ["よく咲いた。", "枯れた。"]), <[&str; 0]>::default());
        assert_eq!(first("課題・評価の観点", ["4", "3"]), <[&str; 0]>::default());
    }

    #[test]
    fn one_text_below_the_name_of_several_ratings_goes_with_none() {
        let header = "取組|実施状況||||担当課\n|実績|評価||課題と今後の取組|\n||自己評価|審議会評価||\n";
        let rows = "花壇|苗を植えた。|○|△|木陰をつくる。|公園課\n並木|枝を切った。|◎|○|木を植える。|道路課\n";
        let sheet = format!("{header}{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let first = &read.records[0];
        let names: Vec<&str> = first.ratings.iter().map(|rating| &*rating.column).collect();
        assert_eq!(names, ["自己評価", "審議会評価"]);
        assert_eq!(first.texts[1], ("課題と今後の取組".into(), "木陰をつくる。".into()));
    }

    #[test]
    fn a_year_in_which_nothing_was_rated_is_one_of_ratings() {
        let header = "取組|年度評価|||担当課\n|R4|R5|R6|\n";
        let rows = "花壇|－|A|B|公園課\n並木|－|－|A|道路課\n水路|－|B|B|河川課\n";
        let sheet = format!("{header}{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names: Vec<&str> = read.records[0].ratings.iter().map(|rating| &*rating.column).collect();
        assert_eq!(names, ["R4", "R5", "R6"]);
    }
}
