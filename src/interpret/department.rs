//! Departments: names, and notes in brackets.
//!
//! In: the text of a department cell and the names known from the whole column. Out: one [`Department`] per name. Which
//! pieces are one name that a narrow column cut in two is left to `known`.

mod known;

use std::borrow::Cow;

use crate::interpret::layout::Layout;
use crate::interpret::number;
use crate::interpret::shape;
use crate::interpret::text;
use crate::record::Department;
pub use known::{Known, LONGEST_NAME};

/// Brackets round a note, or round the name: those that open, and those that close.
const BRACKETS: [[char; 6]; 2] = [['(', '（', '〔', '［', '[', '【'], [')', '）', '〕', '］', ']', '】']];

/// What stands between names.
const SEPARATORS: [char; 12] = [' ', '\u{3000}', '\u{A0}', '、', '，', ',', '／', '/', ';', '；', '\n', '\t'];

/// How the parts of a cell were read that a narrow column may have cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// A name was put together.
    pub is_joined: bool,
    /// Neither the name nor its parts come elsewhere: it may be one, or two.
    pub is_doubtful: bool,
}

/// Reads the names in a cell, and says whether a name was put together that a narrow column had cut; none is where the
/// names of the column are not given.
///
/// The names of the column come with its width where a cell is several lines of it: what is no name by itself goes on
/// behind a line that fills the column.
pub fn departments<'s>(
    cell: &Cow<'s, str>,
    known: Option<(&Known, Option<usize>)>,
    layout: &Layout,
) -> (Vec<Department<'s>>, Cut) {
    if is_one_name(cell) {
        return (vec![Department { name: cell.clone(), note: None }], Cut::default());
    }
    match text::with_full_width_kana(cell) {
        Cow::Borrowed(cell) => names(cell, known, layout),
        Cow::Owned(cell) => {
            let (list, cut) = names(&cell, known, layout);
            let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
            let department = |Department { name, note }| Department { name: owned(name), note: note.map(owned) };
            (list.into_iter().map(department).collect(), cut)
        }
    }
}

/// The names in a cell without half-width kana.
fn names<'c>(cell: &'c str, known: Option<(&Known, Option<usize>)>, layout: &Layout) -> (Vec<Department<'c>>, Cut) {
    let mut list: Vec<Department<'c>> = Vec::new();
    let pieces = pieces(cell, known.and_then(|(_, edge)| edge));
    let mut rest = &pieces[..];
    let mut of_cell = Cut::default();
    let mut marks: Vec<(usize, &str)> = Vec::new();
    while let [piece, behind @ ..] = rest {
        let cut = known.and_then(|(known, _)| known.cut(rest, layout));
        of_cell.is_doubtful |= cut.as_ref().is_some_and(|(.., cut)| cut.is_doubtful);
        rest = behind;
        if shape::is_dash(piece.text) {
            continue;
        }
        if !piece.mark.is_empty() {
            marks.push((list.len(), piece.mark));
        }
        let last = list.last_mut().filter(|last| last.note.is_none());
        if let Some(note) = bracketed(piece.text) {
            match last {
                Some(last) => last.note = Some(Cow::Owned(note.replace('\n', ""))),
                None => list.push(Department { name: Cow::Borrowed(note), note: None }),
            }
        } else if let Some(last) = last.filter(|_| is_extension(piece.text) || OTHERS.contains(&piece.text)) {
            last.note = Some(Cow::Borrowed(piece.text));
        } else if let Some((parts, whole, _)) = cut.filter(|(.., cut)| cut.is_joined) {
            rest = &rest[parts - 1..];
            of_cell.is_joined = true;
            list.push(Department { name: Cow::Owned(whole), note: None });
        } else {
            let name = |name: &'c str| {
                let (name, note) = without_note(name, layout);
                Department { name: Cow::Borrowed(name), note: note.map(Cow::Borrowed) }
            };
            list.extend(apart(piece.text, layout).into_iter().map(name));
        }
    }
    for (of, mark) in marks {
        if let Some(Department { note, .. }) = list.get_mut(of) {
            *note = Some(note.as_ref().map_or(Cow::Borrowed(mark), |note| format!("{mark} {note}").into()));
        }
    }
    (list, of_cell)
}

/// A name, or what stands in brackets, in a cell.
#[derive(Clone, Copy, Debug)]
struct Piece<'c> {
    /// `◎` of `◎総務課`: how an office takes part.
    mark: &'c str,
    text: &'c str,
    /// Nothing but white space stands between the piece before and this one.
    follows: bool,
    /// The last of it is a line break.
    broken: bool,
    /// The line above that fills its column.
    below_full: bool,
}

/// What stands between the separators in a cell.
pub fn names_in(cell: &str) -> impl DoubleEndedIterator<Item = &str> {
    cell.split(SEPARATORS).filter(|name| !name.is_empty())
}

/// Whether a body belongs to no 部, whatever stands above it: 議会事務局, 選挙管理委員会.
pub fn stands_alone(name: &str) -> bool {
    ["事務局", "委員会", "議会", "協議会"].iter().any(|ending| name.ends_with(ending))
}

/// What offices are called by.
const OFFICES: [char; 5] = ['課', '室', '係', '部', '局'];

/// Whether a text is what names of departments end with and nothing else: a cut leaves it.
pub fn is_ending(text: &str) -> bool {
    text.starts_with(OFFICES) && text.chars().nth(1).is_none()
}

/// Whether a cell holds a single name and nothing else, as nearly every one does: no mark stands in it that could set
/// anything apart, and no half-width kana.
fn is_one_name(cell: &str) -> bool {
    let sets_apart = |c: char| {
        if text::is_kana_or_ideograph(c) {
            // 及び, 並びに, と, ほか2課, 他2課.
            return matches!(c, '及' | '並' | 'と' | 'ほ' | '他');
        }
        BRACKETS.iter().any(|bracket| bracket.contains(&c))
            || matches!(
                c,
                '・' | '＋' | '：' | ':' | '※' | '*' | '＊' | '●' | '○' | '◎' | '◯' | '〇' | '\u{FF61}'..='\u{FF9F}'
            )
            || c.is_whitespace()
            || SEPARATORS.contains(&c)
    };
    // ほか, 他, 外, 等, など.
    let has_others = cell.ends_with(['か', '他', '外', '等', 'ど']);
    !cell.is_empty() && !has_others && !shape::is_dash(cell) && !cell.contains(sets_apart)
}

/// Splits at separators outside brackets, and before and behind brackets. Separators at the front of a piece are
/// skipped, and dots with them; marks are not of the name. The lines of a narrow column come with its edge.
fn pieces(cell: &str, edge: Option<usize>) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut depth = 0_usize;
    let (mut from, mut follows) = (0, true);
    let mut close = |from: usize, to: usize| {
        let piece = cell[from..to].trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
        let bare = piece.trim_start_matches('・');
        let text = bare.trim_start_matches(['・', '●', '○', '◎', '◯', '〇']);
        let mark = &bare[..bare.len() - text.len()];
        let before = &cell[..from];
        follows &= text.len() == piece.len() && before.ends_with(char::is_whitespace);
        if !text.is_empty() {
            let fills = |line: &str| edge.is_some_and(|edge| text::reaches(line, edge));
            let line_above = before.strip_suffix('\n').and_then(|above| above.rsplit('\n').next());
            let (broken, below_full) = (line_above.is_some(), line_above.is_some_and(fills));
            pieces.push(Piece { mark, text, follows, broken, below_full });
            follows = true;
        }
    };
    // English names have spaces inside.
    let is_english = cell.is_ascii();
    let separates = |c: char| SEPARATORS.contains(&c) && !(c == ' ' && is_english);
    for (at, c) in cell.char_indices() {
        if BRACKETS[0].contains(&c) {
            if depth == 0 {
                close(from, at);
                from = at;
            }
            depth += 1;
        } else if BRACKETS[1].contains(&c) {
            depth = depth.saturating_sub(1);
            // (福)協議会: a bracket in front belongs to the name behind it.
            let before = cell[..from].chars().next_back();
            let in_front = before.is_none_or(&separates) && cell[at + c.len_utf8()..].starts_with(|c| !separates(c));
            if depth == 0 && !in_front {
                close(from, at + c.len_utf8());
                from = at + c.len_utf8();
            }
        } else if depth == 0 && separates(c) {
            close(from, at);
            from = at + c.len_utf8();
        }
    }
    close(from, cell.len());
    pieces
}

/// Splits names at middle dots and the words for "and" where each part is a name by itself: 道路課・公園課, 道路課及び公園課, but
/// not エコ・クリーン課.
fn apart<'c>(piece: &'c str, layout: &Layout) -> Vec<&'c str> {
    const JOINS: [&str; 6] = ["・", "＋", "及び", "および", "並びに", "と"];
    let split = |joins: &&'static str| -> Vec<&'c str> { piece.split(*joins).collect() };
    let whole = |part: &&str| layout.ends_like_department(part) && part.chars().nth(2).is_some();
    let are_names = |parts: &Vec<&str>| {
        let office = parts.iter().any(|part| part.ends_with(['課', '室', '係', '局']));
        office && parts.iter().all(whole)
    };
    // Most pieces hold none of the characters that these begin with.
    if !piece.contains(['・', '＋', '及', 'お', '並', 'と']) {
        return vec![piece];
    }
    JOINS.iter().filter(|joins| piece.contains(**joins)).map(split).find(are_names).unwrap_or_else(|| vec![piece])
}

/// Words and marks behind a name: others take part, or a note says more.
const OTHERS: [&str; 9] = ["ほか", "他", "外", "等", "など", "※", "*", "＊", "ほか関係課"];

/// A name without what says how it takes part, or that others do: `主：公園課`, `公園課ほか`, `公園課ほか2課`.
fn without_note<'c>(name: &'c str, layout: &Layout) -> (&'c str, Option<&'c str>) {
    /// 主管, 副.
    const LONGEST_PART: usize = 4;
    if let Some((part, bare)) = name.split_once(['：', ':'])
        && part.chars().count() <= LONGEST_PART
        && layout.ends_like_department(bare.trim_start())
    {
        return (bare.trim_start(), Some(part));
    }
    let counted = name.strip_suffix('課').map(|name| name.trim_end_matches(|c| number::digit(c).is_some()));
    let counted = counted.filter(|bare| bare.len() + '課'.len_utf8() < name.len()).unwrap_or(name);
    let others = OTHERS.iter().find_map(|others| counted.strip_suffix(others).map(str::trim_end));
    match others.filter(|bare| layout.ends_like_department(bare)) {
        Some(bare) => (bare, Some(name[bare.len()..].trim_start())),
        None => (name, None),
    }
}

/// `内線231`, `℡ 12-3456`: how to reach the department named before.
fn is_extension(piece: &str) -> bool {
    ["内線", "電話", "TEL", "Tel", "℡", "☎"].iter().any(|word| piece.starts_with(word))
}

/// The inside of a piece in brackets, also if the last one was forgotten.
fn bracketed(piece: &str) -> Option<&str> {
    let [opening, closing] = BRACKETS;
    let inner = piece.strip_prefix(opening)?;
    let inner = inner.strip_suffix(closing).unwrap_or(inner).trim();
    (!inner.is_empty() && !inner.contains(closing)).then_some(inner)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Known, departments};
    use crate::interpret::layout::Layout;

    #[track_caller]
    fn case(cell: &str, expected: &[(&str, Option<&str>)]) {
        let layout = Layout::builtin();
        let column = ["企画課", "公共施設マネジメント推進課", "地域保健課", "市民部市民課", "水路課 公園課", cell];
        let known = Known::of(column.into_iter(), layout);
        let (found, _) = departments(&Cow::Borrowed(cell), Some((&known, None)), layout);
        let found: Vec<(&str, Option<&str>)> = found.iter().map(|d| (&*d.name, d.note.as_deref())).collect();
        assert_eq!(found, expected, "{cell}");
    }

    #[test]
    fn names_and_notes() {
        case("企画課", &[("企画課", None)]);
        case("企画課 図書館", &[("企画課", None), ("図書館", None)]);
        case("企画課、財政課", &[("企画課", None), ("財政課", None)]);
        case("企画課 (関係各課)", &[("企画課", Some("関係各課"))]);
        case("◎企画課、○財政課（一部）", &[("企画課", Some("◎")), ("財政課", Some("○ 一部"))]);
        case("・企画課\n・財政課", &[("企画課", None), ("財政課", None)]);
        case("企画課（一部）図書館", &[("企画課", Some("一部")), ("図書館", None)]);
        case("エコ・クリーン政策課", &[("エコ・クリーン政策課", None)]);
        case("ｽﾎﾟｰﾂ課", &[("スポーツ課", None)]);
        case("企画課及び財政課", &[("企画課", None), ("財政課", None)]);
        case("企画課\n教育委員会\n事務局", &[("企画課", None), ("教育委員会事務局", None)]);
        case("企画課\n関係\n各課", &[("企画課", None), ("関係各課", None)]);
        case("企画課\n各課", &[("企画課", None), ("各課", None)]);
        case("企画課ほか", &[("企画課", Some("ほか"))]);
        case("企画課 他", &[("企画課", Some("他"))]);
        case("企画課※", &[("企画課", Some("※"))]);
        case("企画課ほか2課", &[("企画課", Some("ほか2課"))]);
        case("主：企画課　副：財政課", &[("企画課", Some("主")), ("財政課", Some("副"))]);
        case("企画課【主管】、財政課", &[("企画課", Some("主管")), ("財政課", None)]);
        case("【企画課】", &[("企画課", None)]);
        case("(旧)企画課", &[("(旧)企画課", None)]);
        case("企画課と財政課", &[("企画課", None), ("財政課", None)]);
        case("ひととみどり課", &[("ひととみどり課", None)]);
        case("言及び隊", &[("言及び隊", None)]);
        case("", &[]);
    }

    #[test]
    fn a_cut_name_is_joined_where_the_whole_is_known_or_its_end_is_no_name() {
        case("公共施設マネジメ\nント推進課", &[("公共施設マネジメント推進課", None)]);
        case("企画課 移住 促進室", &[("企画課", None), ("移住促進室", None)]);
        case("企画課 推進室", &[("企画課", None), ("推進室", None)]);
        case("障害者支援 地域保健課", &[("障害者支援", None), ("地域保健課", None)]);
        case("公共施設マ\nネジメント\n推進課", &[("公共施設マネジメント推進課", None)]);
        case("地域 保健課 企画課", &[("地域保健課", None), ("企画課", None)]);
        case("市民部\n市民課", &[("市民部", None), ("市民課", None)]);
        // The pieces stand in cells of their own too, and are known from there.
        let known = Known::of(["こども家庭セ", "ンター", "福祉課"].into_iter(), Layout::builtin());
        let cell = Cow::Borrowed("こども家庭セ\nンター\n福祉課");
        let (list, _) = departments(&cell, Some((&known, None)), Layout::builtin());
        assert_eq!(list.iter().map(|of| &*of.name).collect::<Vec<_>>(), ["こども家庭センター", "福祉課"]);
    }

    #[test]
    fn a_name_goes_on_behind_each_line_that_fills_its_column() {
        let lines = |cell: &str, edge: usize| {
            let known = Known::of(["企画課", "在宅医療ケ", "ア課"].into_iter(), Layout::builtin());
            let cell = Cow::Owned(cell.to_owned());
            let (list, _) = departments(&cell, Some((&known, Some(edge))), Layout::builtin());
            list.iter().map(|of| &*of.name).collect::<Vec<_>>().join("、")
        };
        assert_eq!(lines("在宅医療ケ\nア課\n企画課", 10), "在宅医療ケア課、企画課");
        assert_eq!(lines("企画課\n在宅医療ケ\nア課\n公園課", 10), "企画課、在宅医療ケア課、公園課");
        assert_eq!(lines("図書館友の会\n企画課\n公園課", 12), "図書館友の会、企画課、公園課");
        assert_eq!(lines("友の会\n企画課", 12), "友の会、企画課");
    }

    #[test]
    fn the_letters_of_a_name_that_stand_apart_are_one_name() {
        case("高　齢　者　支　援　課", &[("高齢者支援課", None)]);
        case("幼 稚 園 係", &[("幼稚園係", None)]);
        case("企 画 課 図書館", &[("企画課", None), ("図書館", None)]);
        case("企 画 課 地 域 保 健 課", &[("企画課", None), ("地域保健課", None)]);
        case("国 県 市", &[("国", None), ("県", None), ("市", None)]);
    }

    #[test]
    fn a_piece_that_names_nothing_is_the_end_of_the_one_before() {
        case("商工観\n光課", &[("商工観光課", None)]);
        case("森林保\n全課", &[("森林保全課", None)]);
        case("障がい福祉\n健康課", &[("障がい福祉健康課", None)]);
        case("健康増進\n課", &[("健康増進課", None)]);
        case("北公民館\nまちなみ推進\n課", &[("北公民館", None), ("まちなみ推進課", None)]);
        case("保育幼稚園\n課", &[("保育幼稚園課", None)]);
        case("企画課（広報\n広聴係）", &[("企画課", Some("広報広聴係"))]);
        case("子育てセン\nター", &[("子育てセンター", None)]);
        case("港湾課\n農業委員\n会", &[("港湾課", None), ("農業委員会", None)]);
    }

    #[test]
    fn two_names_stay_two() {
        case("財政課\n総務課", &[("財政課", None), ("総務課", None)]);
        case("障がい福祉 健康課", &[("障がい福祉", None), ("健康課", None)]);
        case("国 県", &[("国", None), ("県", None)]);
        case("事業者 各課", &[("事業者", None), ("各課", None)]);
        case("支援者 全課", &[("支援者", None), ("全課", None)]);
        case("家庭 学校", &[("家庭", None), ("学校", None)]);
        case("商工観、光課", &[("商工観", None), ("光課", None)]);
    }
}
