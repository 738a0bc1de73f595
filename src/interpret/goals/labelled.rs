//! Labelled lines inside of goals: `担当課：公園課`, `達成度：Ａ`, `達成率　80％`.
//!
//! In: the lone lines of a sheet, and its goals. Out: what such a line says, and the columns of the ratings with their
//! scales. A bracket or white space sets a label off as a colon does.

use std::borrow::Cow;
use std::sync::Arc;

use super::titles::in_brackets;
use super::{Goal, Line};
use crate::diagnostic::Findings;
use crate::interpret::department;
use crate::interpret::heading::squeezed;
use crate::interpret::layout::{Family, Fit, Layout};
use crate::interpret::rating::{self, RatingColumn, Reading, Tally};
use crate::interpret::scale;
use crate::interpret::text;
use crate::interpret::value;
use crate::record::{Column, Legend, Rating, Record, Repair, Role, Scale};
use crate::source::Span;

/// What a labelled line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said<'r> {
    /// `達成度：Ａ`
    Rating { name: &'r str, code: &'r str },
    /// `担当課：公園課`
    Departments { name: &'r str, names: &'r str },
    /// `達成率　80％`
    Figure { name: &'r str, printed: &'r str },
}

/// Reads a line that is a label and what it stands for.
pub(super) fn said<'r>(line: &'r str, layout: &Layout) -> Option<Said<'r>> {
    let (name, value) =
        in_brackets(line).or_else(|| line.split_once(['：', ':'])).or_else(|| line.split_once(char::is_whitespace))?;
    let (name, value) = (name.trim(), value.trim());
    let Some((family, Fit::Whole)) = layout.family_at_end(name) else { return None };
    match family {
        Family::Rating | Family::Judged if scale::alphabet(value).is_some() => Some(Said::Rating { name, code: value }),
        // 達成度 says nothing but words of a scale; 評価 stands in front of sentences, too.
        Family::Rating if is_word(value) => Some(Said::Rating { name, code: value }),
        Family::Value if value::is_figure(value) => Some(Said::Figure { name, printed: value }),
        Family::Department if layout.is_department(value) => Some(Said::Departments { name, names: value }),
        _ => None,
    }
}

/// Whether a text is one word, as one of a scale is: `一部達成`.
fn is_word(text: &str) -> bool {
    /// おおむね順調に推移
    const LONGEST: usize = 9;
    text.chars().all(text::is_kana_or_ideograph) && (2..=LONGEST).contains(&text.chars().count())
}

/// The columns that the labelled lines of goals make, and what is known of the codes in them.
pub(super) struct Labelled<'l> {
    layout: &'l Layout,
    ratings: Vec<(Column, Option<Scale>)>,
    departments: Option<Column>,
    figures: Vec<Column>,
}

impl<'l> Labelled<'l> {
    /// Looks at the labelled lines of all goals.
    pub(super) fn of(goals: &[Goal], lines: &[Line<'_>], legends: &[Legend], layout: &'l Layout) -> Self {
        let legends = [Vec::new(), legends.iter().map(|legend| &legend.scale).collect::<Vec<_>>()];
        let mut codes: Vec<(String, Vec<&str>)> = Vec::new();
        let mut all = Self { layout, ratings: Vec::new(), departments: None, figures: Vec::new() };
        let of_goals = goals.iter().flat_map(|goal| &goal.labelled);
        for said in of_goals.filter_map(|&at| all.said(lines[at].text)).collect::<Vec<_>>() {
            match said {
                Said::Rating { name, code } => match codes.iter_mut().find(|(of, _)| *of == squeezed(name)) {
                    Some((_, codes)) => codes.push(code),
                    None => codes.push((squeezed(name), vec![code])),
                },
                Said::Departments { name, .. } => {
                    all.departments.get_or_insert_with(|| column(&squeezed(name), Role::Department));
                }
                Said::Figure { name, .. } => {
                    let name = squeezed(name);
                    if all.figures.iter().all(|known| *known.name != *name) {
                        all.figures.push(column(&name, Role::Value));
                    }
                }
            }
        }
        all.ratings.extend(codes.into_iter().map(|(name, codes)| {
            let scale = Tally::of(codes).scale(&name, &legends, &layout.scales).map(|scale| scale.named(&name));
            (
                Column { scale: scale.as_ref().map(|scale| Arc::clone(&scale.name)), ..column(&name, Role::Rating) },
                scale,
            )
        }));
        all
    }

    /// What a line says, or the bracket behind a title.
    pub(super) fn said<'r>(&self, line: &'r str) -> Option<Said<'r>> {
        let behind = || rating::behind_title(line, self.layout);
        let of_title = || behind().map(|of| Said::Rating { name: &line[of.name], code: &line[of.code] });
        said(line, self.layout).or_else(of_title)
    }

    /// A title without the rating in a bracket behind it.
    pub(super) fn title<'r>(&self, line: &'r str) -> &'r str {
        rating::behind_title(line, self.layout).map_or(line, |of| &line[..of.title])
    }

    /// Its columns, and their scales.
    pub(super) fn columns(self) -> (Vec<Column>, Vec<Scale>) {
        let (mut columns, scales): (Vec<Column>, Vec<Option<Scale>>) = self.ratings.into_iter().unzip();
        columns.extend(self.departments);
        columns.extend(self.figures);
        (columns, scales.into_iter().flatten().collect())
    }

    /// Writes what the labelled lines of a goal say into its record. A goal without a rating that others have lacks it.
    pub(super) fn write<'s>(
        &self,
        said: &[(Said<'_>, Span)],
        goal: Span,
        record: &mut Record<'s>,
        found: &mut Findings,
    ) {
        for (said, _) in said {
            match said {
                Said::Departments { names, .. } => {
                    let names: Cow<'s, str> = Cow::Owned((*names).to_owned());
                    record.departments.extend(department::departments(&names, None, self.layout).0);
                }
                Said::Figure { name, printed } => {
                    let name = squeezed(name);
                    let column = self.figures.iter().find(|column| *column.name == *name);
                    let read = |column: &Column| value::read(&column.name, Cow::Owned((*printed).to_owned()));
                    record.values.extend(column.map(read));
                }
                Said::Rating { .. } => {}
            }
        }
        for (column, scale) in &self.ratings {
            let own = said.iter().find_map(|(said, span)| match said {
                Said::Rating { name, code } => (*column.name == *squeezed(name)).then_some((*code, *span)),
                Said::Departments { .. } | Said::Figure { .. } => None,
            });
            let (code, span) = own.unwrap_or(("", goal));
            let rated = RatingColumn { name: &column.name, scale: scale.as_ref(), neighbours: &[] };
            let Reading { codes, labels, repairs } = rating::reading(code, span, rated, found);
            let field = || format!("ratings.{}", column.name);
            let repair = |kind| Repair { field: field(), kind, before: code.to_owned() };
            record.repairs.extend(repairs.into_iter().map(repair));
            let printed = Cow::Owned(code.to_owned());
            record.ratings.push(Rating { column: Arc::clone(&column.name), printed, codes, labels, comment: None });
        }
    }
}

fn column(name: &str, role: Role) -> Column {
    Column { name: name.into(), printed: vec![name.to_owned()], role, scale: None }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    const GOALS: [[&str; 3]; 4] = [
        ["朝市を広げます", "月に二回開きました。", "Ａ"],
        ["花壇を増やします", "一か所に留まりました。", "Ｃ"],
        ["水路をさらいます", "五本をさらいました。", "Ｂ"],
        ["木を植えます", "百本を植えました。", "Ａ"],
    ];

    /// The path, item, texts, rating and departments of each record, and the rules that raised findings.
    fn read(sheet: &str) -> (Vec<String>, Vec<&'static str>) {
        let legend = "Ａ：上回った\nＢ：目標どおり\nＣ：下回った\n\n";
        let sheet = format!("白波町の部の仕事\n\n{legend}{sheet}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let path: Vec<&str> = record.path.iter().map(|of| &*of.title).collect();
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let texts: Vec<String> = record.texts.iter().map(|(name, text)| format!("{name}={text}")).collect();
            let labels = record.ratings.first().map(|rating| rating.labels.concat()).unwrap_or_default();
            let offices: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            [&path.join(">"), item, &texts.join(" "), &labels, &offices.join("、")].join("|")
        };
        let rules = read.findings.iter().map(|finding| finding.rule.name).collect();
        (read.records.iter().map(of_record).collect(), rules)
    }

    /// Two parts of two goals each, all goals of a part above what came of them.
    fn sheet(
        parts: [&str; 2],
        goal: impl Fn(usize, [&str; 3]) -> String,
        attained: impl Fn(usize, [&str; 3]) -> String,
    ) -> String {
        let part = |(name, from): (&str, usize)| {
            let goals = (from..from + 2).map(|at| goal(at + 1, GOALS[at])).collect::<String>();
            let attained = (from..from + 2).map(|at| attained(at + 1, GOALS[at])).collect::<String>();
            format!("{name}\n\n{goals}{attained}")
        };
        parts.into_iter().zip([0, 2]).map(part).collect()
    }

    const LABELS: [&str; 4] = ["上回った", "下回った", "目標どおり", "上回った"];

    fn told(parts: [&str; 2], names: [&str; 2], offices: &str) -> Vec<String> {
        let told = |(at, [title, done, _]): (usize, [&str; 3])| {
            let [goal, attained] = names;
            format!("{}|{title}|{goal}=続けます。 {attained}={done}|{}|{offices}", parts[at / 2], LABELS[at])
        };
        GOALS.into_iter().enumerate().map(told).collect()
    }

    #[test]
    fn one_line_may_hold_the_captions_of_goals_and_attainments() {
        let goal = |at: usize, [title, ..]: [&str; 3]| format!("{at} {title}\n\n続けます。\n\n");
        let attained =
            |at: usize, [title, done, code]: [&str; 3]| format!("{at} {title}\n\n{done}\n\n達成度：{code}\n\n");
        for captions in ["【課の目標】　　【達成状況】", "【課の目標】【達成状況】"] {
            let lists = format!("{captions}\n\n{}", sheet(["【商工課】", "【公園課】"], goal, attained));
            let expected = told(["商工課", "公園課"], ["課の目標", "達成状況"], "");
            assert_eq!(read(&lists), (expected, vec![]), "{captions}");
            let (records, rules) = read(&lists.replace("達成度：Ｃ\n\n", ""));
            assert_eq!((records.len(), rules), (4, vec!["missing-rating"]));
        }
    }

    #[test]
    fn captions_may_stand_below_each_number() {
        let goal = |at: usize, [title, ..]: [&str; 3]| {
            format!("（{at}）{title}\n\n担当課：公園課\n\n〔約束〕\n\n続けます。\n\n")
        };
        let attained = |at: usize, [title, done, code]: [&str; 3]| {
            format!("（{at}）{title}\n\n〔結果〕\n\n{done}\n\n評価：{code}\n\n")
        };
        let end = "皆さんの声をお待ちしています。\n";
        let expected = told(["商い", "緑"], ["約束", "結果"], "公園課");
        let parts = ["Ⅰ 商い", "Ⅱ 緑"];
        assert_eq!(read(&(sheet(parts, goal, attained) + end)), (expected.clone(), vec![]));
        // Both below one printing of the number, with a numbered list in the text.
        let whole = |at: usize, of: [&str; 3]| {
            let behind = attained(at, of);
            goal(at, of).replace("続けます。", "（1）続けます。\n\n（2）増やします。")
                + &behind[behind.find('〔').unwrap_or(0)..]
        };
        let (records, rules) = read(&sheet(parts, whole, |_, _| String::new()));
        let expected: Vec<String> =
            expected.iter().map(|of| of.replace("続けます。", "（1）続けます。\n（2）増やします。")).collect();
        assert_eq!((records, rules), (expected, vec![]));
    }

    #[test]
    fn captions_that_tell_no_result_are_none_of_goals() {
        let none = |captions: [&str; 3]| {
            let [one, two, three] = captions
                .map(|name| if name.is_empty() { String::new() } else { format!("〔{name}〕\n\n続けます。\n\n") });
            let goal = |at: usize, [title, ..]: [&str; 3]| format!("（{at}）{title}\n\n{one}{two}{three}");
            assert_eq!(read(&sheet(["Ⅰ 商い", "Ⅱ 緑"], goal, |_, _| String::new())).0.len(), 0, "{captions:?}");
        };
        none(["町の人の声", "町の考え方", ""]);
    }

    #[test]
    fn labels_in_front_tell_goals_and_attainments_that_are_printed_at_once() {
        let parts = ["【商工課】", "【公園課】"];
        let sheet = |parts, labels: [&str; 3]| {
            let [goal, third, result] =
                labels.map(|label| label.to_owned() + if label.is_empty() { "" } else { "　" });
            let third = if third.is_empty() { third } else { third + "狭いためです。\n\n" };
            let whole = |at: usize, [title, done, code]: [&str; 3]| {
                let page = format!("\n\n\n{at}\n\n\n\n");
                format!("{at} {title}\n\n{goal}続けます。\n\n{result}{done}\n\n{third}評価　{code}\n\n{page}")
            };
            read(&self::sheet(parts, whole, |_, _| String::new()))
        };
        let of = |names| told(["商工課", "公園課"], names, "");
        assert_eq!(sheet(parts, ["", "", "成果"]), (of(["#2", "成果"]), vec![]));
        assert_eq!(sheet(parts, ["約束", "", "成果"]), (of(["約束", "成果"]), vec![]));
        // A third one tells something else.
        let (records, rules) = sheet(parts, ["約束", "理由", "成果"]);
        let with_third = |of: String| of.replace("。|", "。 理由=狭いためです。|");
        assert_eq!((records, rules), (of(["約束", "成果"]).into_iter().map(with_third).collect(), vec![]));
        // What tells no result, and goals of no office.
        assert_eq!(sheet(parts, ["", "", "感想"]).0.len(), 0);
        assert_eq!(sheet(["はじめに", "おわりに"], ["", "", "成果"]).0.len(), 0);
    }

    #[test]
    fn a_goal_goes_on_behind_a_rating_that_stands_above_its_result() {
        let whole = |at: usize, [title, done, code]: [&str; 3]| {
            format!("{at} {title}\n\n続けます。\n\n評価 {code}\n\n成果 {done}\n\n来年も続けます。\n\n")
        };
        let (records, _) = read(&sheet(["【商工課】", "【公園課】"], whole, |_, _| String::new()));
        let expected = told(["商工課", "公園課"], ["#2", "成果"], "");
        let expected: Vec<String> = expected.iter().map(|of| of.replace("。|", "。\n来年も続けます。|")).collect();
        assert_eq!(records, expected);
    }
}
