//! The lines that open goals and their attainments.
//!
//! In: the lone lines of a sheet. Out: the two lines that stand above goals and above what came of them: told by words,
//! by the lists below them, of which the second has the titles of the first, or because both come again below each
//! number.

use foldhash::HashMap;

use super::{FEWEST_GOALS, Line, labelled};
use crate::interpret::classify::is_continuation;
use crate::interpret::heading::{self, squeezed};
use crate::interpret::layout::{Family, Layout};
use crate::interpret::number;
use crate::interpret::text;

/// The brackets around titles, departments and labels.
const OPENING: [char; 7] = ['【', '［', '〔', '＜', '<', '《', '≪'];
const CLOSING: [char; 7] = ['】', '］', '〕', '＞', '>', '》', '≫'];

/// The titles that open goals and attainments.
pub(super) struct Titles {
    pub(super) goal: usize,
    pub(super) attainment: usize,
    /// Their names, where one line holds both, `【課の目標】　【達成状況】` above two columns, or where each text has a label in
    /// front: `取組方針　毎月開く。`
    pub(super) names: Option<[String; 2]>,
    /// The line of the first goal and the form of its number, where they stand below each number.
    pub(super) below: Option<(usize, String)>,
    /// The label of each attainment, where it stands in front of its text: `取組結果　十回開きました。`
    pub(super) label: Option<String>,
}

/// What a title or a label says that stands above attainments.
const ATTAINED: [&str; 9] = ["達成度", "達成状況", "達成結果", "達成の", "取組結果", "実績", "成果", "評価", "総括"];

impl Titles {
    /// The lines that open the goals and their attainments.
    pub(super) fn by_words(lines: &[Line<'_>]) -> Option<Self> {
        let attains = |text: &str| ATTAINED.iter().any(|word| text.contains(word));
        let is_goal = |text: &str| text.contains("目標") && !attains(text);
        let goal = lines.iter().position(|line| captions(line.text).first().is_some_and(|first| is_goal(first)))?;
        let beside = captions(lines[goal].text);
        if let [goals, attained] = beside[..]
            && attains(attained)
        {
            let names = Some([goals.to_owned(), attained.to_owned()]);
            return Some(Self { goal, attainment: goal, names, below: None, label: None });
        }
        let attainment = goal + lines[goal..].iter().position(|line| bracketed(line.text).is_some_and(attains))?;
        Some(Self { goal, attainment, names: None, below: None, label: None })
    }

    /// The captions that come again below each number, `〔約束〕` and `〔結果〕`, be the goals printed once or twice. A third
    /// one would tell something else.
    pub(super) fn below_numbers(lines: &[Line<'_>], layout: &Layout) -> Option<Self> {
        let mut of_texts: Vec<(&str, usize, usize)> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::default();
        for (at, line) in lines.iter().enumerate() {
            let Some(text) = bracketed(line.text).filter(|text| !layout.ends_like_department(text)) else { continue };
            let place = *known.entry(text).or_insert(of_texts.len());
            match of_texts.get_mut(place) {
                Some((.., times)) => *times += 1,
                None => of_texts.push((text, at, 1)),
            }
        }
        of_texts.retain(|(.., times)| *times >= FEWEST_GOALS);
        let [(_, goal, _), (name, attainment, _)] = of_texts[..] else { return None };
        let family = layout.family_at_end(name);
        if !matches!(family, Some((Family::Rating | Family::Judged | Family::Result, _))) {
            return None;
        }
        let first = (0..goal).rev().find(|&at| numbered(lines[at].text).is_some())?;
        let (form, ..) = heading::enumerated(lines[first].text)?;
        let titles = Self { goal, attainment, names: None, below: Some((first, form)), label: None };
        (titles.opens(first, lines, layout) == Some(0)).then_some(titles)
    }

    /// Which part of a goal a numbered line opens, where a caption stands below each number: of the two the first or
    /// the second one. Labelled lines may stand between.
    pub(super) fn opens(&self, at: usize, lines: &[Line<'_>], layout: &Layout) -> Option<usize> {
        /// `担当課：…` and the like above a caption.
        const MOST_LABELLED: usize = 5;
        let (_, form) = self.below.as_ref()?;
        let (own, ..) = heading::enumerated(lines.get(at)?.text)?;
        let behind = lines[at + 1..].iter().take(MOST_LABELLED + 1);
        let caption = behind.map(|line| line.text).find(|line| labelled::said(line, layout).is_none())?;
        let is_caption = |title: &usize| lines[*title].text == caption;
        [self.goal, self.attainment].iter().position(is_caption).filter(|_| own == *form)
    }

    /// Whether a line is the heading of a part of the goals: numbered in whatever form right above the first one.
    pub(super) fn heads(&self, at: usize, lines: &[Line<'_>], layout: &Layout) -> bool {
        let is_numbered =
            |at: usize| heading::enumerated(lines[at].text).is_some_and(|(_, number, _)| number.is_some());
        let is_part = |at: usize| at < lines.len() && is_numbered(at) && self.opens(at, lines, layout).is_none();
        self.below.is_some()
            && is_part(at)
            && (self.opens(at + 1, lines, layout) == Some(0)
                || is_part(at + 1) && self.opens(at + 2, lines, layout) == Some(0))
    }

    /// The first line to read: the one behind the title of the goals, or the office above it; what the office says of
    /// itself may stand between.
    pub(super) fn first(&self, lines: &[Line<'_>], layout: &Layout) -> usize {
        let (title, first) = match (&self.below, &self.label) {
            (Some((first, _)), _) => (*first, *first),
            (None, Some(_)) => (self.goal, self.goal),
            (None, None) => (self.goal, self.goal + 1),
        };
        let opens = |&above: &usize| office(lines, above, layout).is_some() || self.heads(above, lines, layout);
        let tells = |above: &usize| numbered(lines[*above].text).is_none() && captions(lines[*above].text).is_empty();
        let introduced = || (0..title).rev().find(|above| !tells(above)).filter(opens);
        // Who leads the office may stand between.
        let adjoining = || (1..=2).filter_map(|back| title.checked_sub(back)).find(opens);
        adjoining().or_else(introduced).unwrap_or(first)
    }

    /// The label in front of the text of each attainment, with the first goal right above the first of them, and the
    /// one in front of the goals, if there is any. A third one that comes again would tell something else.
    pub(super) fn by_labels(lines: &[Line<'_>], layout: &Layout) -> Option<Self> {
        let mut known: HashMap<&str, (usize, usize)> = HashMap::default();
        for (at, line) in lines.iter().enumerate() {
            let label = label(line.text).filter(|_| labelled::said(line.text, layout).is_none());
            label.into_iter().for_each(|label| known.entry(label).or_insert((at, 0)).1 += 1);
        }
        let attains = |label: &str| ATTAINED.iter().any(|word| label.ends_with(word));
        let most = known.iter().filter(|(label, _)| attains(label)).map(|(_, (_, times))| *times).max()?;
        // Two lines of prose may begin alike.
        known.retain(|_, (_, times)| *times >= FEWEST_GOALS && *times * 2 >= most);
        let mut labels: Vec<(usize, &str)> = known.into_iter().map(|(label, (at, _))| (at, label)).collect();
        labels.sort_unstable();
        let (names, (attainment, label)) = match labels[..] {
            [attained] => (None, attained),
            [(_, goal), attained] if !attains(goal) => (Some([goal, attained.1].map(str::to_owned)), attained),
            _ => return None,
        };
        let goal = (0..attainment).rev().find(|&at| numbered(lines[at].text).is_some())?;
        attains(label).then(|| Self { goal, attainment, names, below: None, label: Some(label.to_owned()) })
    }

    /// What a line says of a goal or its attainment, without the label in front.
    pub(super) fn text<'r>(&self, line: &'r str) -> &'r str {
        let of_goal = || {
            let own = label(line).filter(|own| self.names.iter().flatten().any(|name| name == own))?;
            Some(line[own.len()..].trim_start())
        };
        self.behind_label(line).or_else(of_goal).unwrap_or(line)
    }

    /// What stands on a line behind the label of attainments, if that opens it.
    pub(super) fn behind_label<'r>(&self, line: &'r str) -> Option<&'r str> {
        let own = self.label.as_ref()?;
        (label(line) == Some(own)).then(|| line[own.len()..].trim_start())
    }

    /// Whether one of them stands on a line: each department may print them anew.
    pub(super) fn are_on(&self, line: &Line<'_>, lines: &[Line<'_>]) -> bool {
        match self.label {
            Some(_) => self.behind_label(line.text).is_some(),
            None => self.part_below(line, lines).is_some(),
        }
    }

    /// Which part of the goals stands below a line that is the title of one: of the two the first or the second one. On
    /// the next page it may say that it goes on: `［目標］（続き）`.
    pub(super) fn part_below(&self, line: &Line<'_>, lines: &[Line<'_>]) -> Option<usize> {
        let is_on = |title: usize| {
            let behind = line.text.strip_prefix(lines[title].text);
            behind.is_some_and(|behind| behind.is_empty() || is_continuation(behind.trim_start()))
        };
        match () {
            () if is_on(self.attainment) => Some(1),
            () if is_on(self.goal) => Some(0),
            () => None,
        }
    }

    /// Whether labels stand in front of the texts of goals and attainments.
    pub(super) fn are_labelled(&self) -> bool {
        self.label.is_some() || (self.names.is_some() && self.goal != self.attainment)
    }

    /// The captions that open two lists of the same numbered titles, the second named by a word for what came of them:
    /// 約束の結果. The names of offices stand inside of lists.
    pub(super) fn of_lists(lines: &[Line<'_>], layout: &Layout) -> Option<Self> {
        let mut lists: Vec<(usize, Option<(u32, &str)>)> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            if caption(lines, at, layout).is_some_and(|text| !layout.ends_like_department(text)) {
                lists.push((at, None));
            } else if let Some((_, first @ None)) = lists.last_mut() {
                *first = numbered(line.text);
            }
        }
        let firsts =
            lists.into_iter().filter_map(|(at, first)| Some((at, first.filter(|(number, _)| *number == 1)?.1)));
        let lists: Vec<(usize, &str)> = firsts.collect();
        let is_named = |at: usize| {
            let text = caption(lines, at, layout).unwrap_or_default();
            let family = layout.family_at_end(text);
            matches!(family, Some((Family::Rating | Family::Judged | Family::Result, _)))
                || ATTAINED.iter().any(|word| text.ends_with(word))
        };
        lists.windows(2).find_map(|pair| {
            let [(goal, first), (attainment, again)] = *pair else { return None };
            let is_list = begins_alike(first, again) && is_named(attainment);
            let names = || Some([common_label(&lines[goal..attainment])?, common_label(&lines[attainment..])?]);
            is_list.then(|| Self { goal, attainment, names: names(), below: None, label: None })
        })
    }
}

/// The label that nearly each text below a number begins with.
fn common_label(lines: &[Line<'_>]) -> Option<String> {
    let texts = || lines.windows(2).filter(|pair| numbered(pair[0].text).is_some()).map(|pair| label(pair[1].text));
    let first = texts().next()??;
    let own = texts().filter(|own| *own == Some(first)).count();
    (own as f32 >= super::SHARE_TOLD_TWICE * texts().count() as f32).then(|| first.to_owned())
}

/// What a line says that opens a list: in brackets, or a short name right above a number or an office. It may be
/// counted, and a bracket behind it may tell more: `第２　達成状況（年度末）`.
fn caption<'r>(lines: &[Line<'r>], at: usize, layout: &Layout) -> Option<&'r str> {
    let line = lines[at].text;
    let opens = |below: usize| lines.get(below).is_some_and(|below| numbered(below.text).is_some());
    let is_above = || opens(at + 1) || office(lines, at + 1, layout).is_some() && opens(at + 2);
    let counted = line.strip_prefix('第').and_then(|line| Some(&line[number::leading(line)?.length..]));
    let name = counted.unwrap_or(line).trim_start().split(['（', '(']).next().unwrap_or_default().trim_end();
    let is_bare = || is_name(name) && !name.is_empty() && numbered(line).is_none() && is_above();
    bracketed(line).or_else(|| is_bare().then_some(name))
}

/// The department whose goals follow a line: in brackets, or a name right above a goal, be it behind a mark or above
/// the one of who leads it.
pub(super) fn office<'r>(lines: &[Line<'r>], at: usize, layout: &Layout) -> Option<&'r str> {
    let line = lines.get(at)?.text;
    let name = line.trim_start_matches(|c| layout.heading_marks.contains(&c)).trim_start();
    let is_bare = || {
        let opens = |below: usize| lines.get(below).is_some_and(|below| numbered(below.text).is_some());
        let is_led = lines.get(at + 1).is_some_and(|below| heading::names_leader(below.text));
        let below = if is_led { at + 2 } else { at + 1 };
        let is_caption = || lines.get(below).is_some_and(|below| bracketed(below.text).is_some());
        let is_above = opens(below) || is_caption() && opens(below + 1);
        let is_set_off = is_led || name.len() < line.len();
        (name.ends_with(['課', '室']) || is_set_off && layout.ends_like_department(name))
            && name.chars().all(text::is_kana_or_ideograph)
            && is_name(name)
            && is_above
    };
    bracketed(line).filter(|name| layout.ends_like_department(name)).or_else(|| is_bare().then_some(name))
}

/// Whether a line is short enough for a name and holds no mark of a sentence or a list.
fn is_name(line: &str) -> bool {
    const LONGEST: usize = 16;
    line.chars().nth(LONGEST).is_none() && line.chars().all(char::is_alphanumeric)
}

/// The text in the brackets of a line that is nothing else: 【課の目標】.
pub(super) fn bracketed(line: &str) -> Option<&str> {
    line.strip_prefix(OPENING)?.strip_suffix(CLOSING)
}

/// What stands in brackets at the front of a text, and what stands behind these.
pub(super) fn in_brackets(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix(OPENING)?.split_once(CLOSING)
}

/// The texts in brackets that a line is made of, and of nothing else.
fn captions(line: &str) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut rest = line;
    while let Some((text, behind)) = in_brackets(rest) {
        texts.push(text);
        rest = behind.trim_start();
    }
    if rest.is_empty() { texts } else { Vec::new() }
}

/// The word in front of a line that white space sets off.
fn label(line: &str) -> Option<&str> {
    let (label, _) = line.split_once(char::is_whitespace)?;
    (is_name(label) && numbered(line).is_none()).then_some(label)
}

/// A number that is set off, with or without brackets, and what stands behind it.
pub(super) fn numbered(line: &str) -> Option<(u32, &str)> {
    let inside = line.strip_prefix(['(', '（']);
    let number = number::leading(inside.unwrap_or(line))?;
    let rest = &inside.unwrap_or(line)[number.length..];
    if inside.is_some() && !rest.starts_with([')', '）']) {
        return None;
    }
    let title = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '．' | ')' | '）'));
    // `- 6 -` is a page.
    let says_something = title.contains(char::is_alphabetic);
    (title.len() < rest.len() && says_something).then_some((number.value, title))
}

/// Whether one title is the other, or the other goes on behind it.
pub(super) fn begins_alike(one: &str, other: &str) -> bool {
    let (one, other) = (squeezed(one), squeezed(other));
    one.starts_with(&other) || other.starts_with(&one)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// How many goals are read of two lists below these lines in brackets, and the texts of the first one.
    fn read([first, second]: [&str; 2], promise: &str, office: &str) -> (usize, Vec<String>) {
        let item = |title: &str, text: &str| format!("{title}\n\n{text}\n\n");
        let promises = item("(1) 朝市の開催", promise) + &item("(2) 花壇の手入れ", promise);
        let results = item("(1) 朝市の開催", "八回開きました。") + &item("(2) 花壇の手入れ", "苗を植えました。");
        let sheet = format!("白波町の産業部\n\n{first}\n\n{office}\n\n{promises}{second}\n\n{results}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let texts = read.records.first().map(|record| record.texts.iter().map(|(name, text)| format!("{name}={text}")));
        (read.records.len(), texts.into_iter().flatten().collect())
    }

    #[test]
    fn the_second_list_has_the_titles_of_the_first() {
        let (count, texts) = read(["［今年度の約束］", "［約束の結果］"], "続けます。", "＜商工課＞");
        assert_eq!((count, texts), (2, vec!["今年度の約束=続けます。".into(), "約束の結果=八回開きました。".into()]));
        let (count, texts) = read(["《今年度の約束》", "《約束の結果》"], "続けます。", "【商工課】");
        assert_eq!((count, texts), (2, vec!["今年度の約束=続けます。".into(), "約束の結果=八回開きました。".into()]));
    }

    #[test]
    fn captions_and_offices_stand_without_brackets_too() {
        let results = "（1） 朝市の開催\n\n八回開き\n\n町民部 1/2\n\n年度末の状況\n\nました。\n\n（2） 花壇の手入れ\n\n苗を植えました。";
        let goals = "（1） 朝市の開催\n\n続けます。\n\n（2） 花壇の手入れ\n\n植えます。";
        let sheet = format!(
            "町民部の約束\n\n年度当初の目標\n\n■商工課\n\n{goals}\n\n年度末の状況\n\n{results}\n\n町民部 2/2\n"
        );
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let says = |record: &crate::record::Record<'_>| {
            let texts = record.texts.iter().map(|(name, text)| format!("{name}={text}"));
            record.path.iter().map(|heading| heading.printed.clone()).chain(texts).collect::<Vec<_>>().join(" ")
        };
        let expected = [
            "■商工課 年度当初の目標=続けます。 年度末の状況=八回開きました。",
            "■商工課 年度当初の目標=植えます。 年度末の状況=苗を植えました。",
        ];
        assert_eq!(read.records.iter().map(says).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn numbers_may_begin_anew_below_each_department_above_the_titles() {
        let of_department = |name: &str| {
            let goals = format!("(1) {name}の窓口\n\n開けます。\n\n(2) {name}の電話\n\n");
            let attained = format!("(1) {name}の窓口\n\n開けました。\n\n(2) {name}の電話\n\n掛けました。\n\n");
            format!(
                "■{name}\n\n【重点目標】\n\n{goals}- 2 -\n\n町民部の目標\n\n掛けます。\n\n【取組結果】\n\n{attained}"
            )
        };
        let sheet = format!("町民部の目標\n\n{}{}", of_department("市民課"), of_department("税務課"));
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let says = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let texts = record.texts.iter().map(|(_, text)| &**text);
            record.path.iter().map(|of| &*of.title).chain([item]).chain(texts).collect::<Vec<_>>().join(" ")
        };
        let expected = ["市民課", "税務課"].map(|name| {
            let of = |what, goal, done| format!("{name} {name}の{what} {goal} {done}");
            [of("窓口", "開けます。", "開けました。"), of("電話", "掛けます。", "掛けました。")]
        });
        assert_eq!(read.records.iter().map(says).collect::<Vec<_>>(), expected.concat());
    }

    #[test]
    fn a_contents_list_opinions_and_lists_of_no_office_are_no_goals() {
        assert_eq!(read(["［約束の一覧］", "［約束の結果］"], "", "＜商工課＞").0, 0);
        assert_eq!(read(["［町民の声］", "［市の考え方］"], "続けますか。", "＜商工課＞").0, 0);
        assert_eq!(read(["［議題］", "［審議の結果］"], "続けます。", "第２回の会").0, 0);
    }

    #[test]
    fn each_department_may_print_the_titles_anew_below_an_empty_column() {
        let of_department = |name: &str, number: usize| {
            let item = |text: &str| format!("{number} {name}の窓口\n\n{text}\n\n");
            let (goal, attained) = (item("早く開けます。"), item("八時に開けました。"));
            format!("【{name}】\n\n\n\n\n\n{goal}【目標の達成度】\n\n{attained}")
        };
        let all = of_department("市民課", 1) + &of_department("税務課", 2) + "- 3 -\n\n" + &of_department("保険課", 3);
        let text = format!("白波町の町民部\n\n【課の目標】\n\n{all}");
        let source = Source::made_up(&text);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let says = |record: &crate::record::Record<'_>| {
            let texts = record.texts.iter().map(|(_, text)| &**text);
            record.path.iter().map(|heading| &*heading.title).chain(texts).collect::<Vec<_>>().join(" ")
        };
        let expected = ["市民課", "税務課", "保険課"].map(|name| format!("{name} 早く開けます。 八時に開けました。"));
        assert_eq!(read.records.iter().map(says).collect::<Vec<_>>(), expected);
        assert!(read.findings.is_empty());
    }

    #[test]
    fn a_number_stands_in_front_of_words() {
        assert_eq!(super::numbered("6 空き地の活用"), Some((6, "空き地の活用")));
        assert_eq!(super::numbered("（6）空き地の活用"), Some((6, "空き地の活用")));
        for line in ["6 -", "6", "6空き地", "（6 空き地", "6 / 20"] {
            assert_eq!(super::numbered(line), None, "{line}");
        }
    }
}
