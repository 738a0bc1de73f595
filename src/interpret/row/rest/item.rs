//! The rest of an item, which looks most like an item of its own.
//!
//! In: the item of a row without a rating, or a line alone. Out: whether it goes on with the item right above.

use crate::interpret::classify::Class;
use crate::interpret::row::edges::{FEWEST_SURE, is_mid_sentence};
use crate::interpret::row::{DataRow, RowReader};
use crate::interpret::shape::{self, Shape};
use crate::interpret::text;
use crate::record::Role;

impl RowReader<'_, '_, '_> {
    /// Whether an item may be the rest of the one above. A remark on that is one, and so is a name without figures
    /// where no other cell is blank, and what stands below a numbered title. What else is stands below the widest item
    /// and breaks that off, or lacks the number that every other item has, or stands in a line without figures that
    /// goes on; or several items end where the one above does, and something tells the row from a record of its own; or
    /// else, where a line is counted in letters, several texts beside it go on.
    pub(super) fn may_go_on_with_item(&self, row: &DataRow<'_>, (cell, column): (usize, usize)) -> bool {
        let own = &*self.cell(cell).text;
        let lacks_number = || self.has_number(row) == Some(false) && self.is_below_open(row);
        let is_cut = || {
            self.breaks_item_alone(row)
                || lacks_number()
                || self.goes_on_without_figures(row)
                || self.at_edge_above(row, column) && self.is_told_apart(row, (cell, column))
        };
        !shape::is_page_number(own)
            && (is_remark(own)
                || self.signs(row.table).cuts_names
                || self.signs(row.table).numbers_titles
                || self.is_widest_above(row, column) && is_cut()
                || self.goes_on_with_texts(row))
    }

    /// Whether a row of a table that cuts its cells lacks the departments of all records and goes on with several
    /// texts, one of them in mid-sentence: each stands below one that ends no sentence.
    fn goes_on_with_texts(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let is_text = |column: usize| matches!(columns[column].role, Role::Text | Role::Comment);
        let texts = || row.filled.iter().filter(|(_, column)| is_text(*column));
        let goes_on =
            |&(cell, column): &(usize, usize)| is_mid_sentence(self.text_above(row, column), &self.cell(cell).text);
        self.lacks_department(row)
            && self.edges(row.table).cut
            && texts().nth(FEWEST_SURE - 1).is_some()
            && row.filled.iter().all(|(_, column)| !self.text_above(row, *column).is_empty())
            && self.is_below_open(row)
            && texts().any(goes_on)
    }

    /// Whether a line without figures goes on: it completes those above, or its texts go on and it names no department,
    /// or it ends the name of one.
    fn goes_on_without_figures(&self, row: &DataRow<'_>) -> bool {
        let goes_on = || self.lacks_department(row) && self.cuts_text_above(row) || self.ends_name(row);
        self.completes_figures(row) || self.lacks_figures(row) && goes_on()
    }

    /// Whether something tells the item of a row from one of its own: the row lacks what every record has, or a text
    /// beside the item goes on, or it does in mid-phrase.
    fn is_told_apart(&self, row: &DataRow<'_>, (cell, column): (usize, usize)) -> bool {
        let own = &*self.cell(cell).text;
        self.signs(row.table).number.is_some()
            || self.lacks_figures(row)
            || self.lacks_department(row) && self.is_below_open(row)
            || self.cuts_text_above(row)
            || is_mid_sentence(self.text_above(row, column), own) && !text::stops_short(own)
    }

    /// Whether no cell stands below a sentence that ends: one of its own may be that of a record which lacks its
    /// department too.
    fn is_below_open(&self, row: &DataRow<'_>) -> bool {
        row.filled.iter().all(|(_, column)| !text::ends_sentence(self.text_above(row, *column)))
    }

    /// Whether a text of a row goes on with one that ends at the edge of its column and ends no sentence.
    fn cuts_text_above(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let is_text = |column: usize| matches!(columns[column].role, Role::Text | Role::Comment);
        row.filled.iter().any(|&(_, column)| is_text(column) && self.breaks_at_edge(row, column))
    }

    /// Whether a row holds nothing but what goes on with an item in mid-phrase, where that is as wide as any, or a
    /// remark on it in brackets, which names nothing: `（累計）`.
    pub(super) fn breaks_item_alone(&self, row: &DataRow<'_>) -> bool {
        let [(cell, column)] = *row.filled else { return false };
        let (above, own) = (self.text_above(row, column), &*self.cell(cell).text);
        self.table(row.table).columns[column].role == Role::Item
            && self.is_widest_above(row, column)
            && (is_mid_sentence(above, own) || own.starts_with(['（', '(']))
    }

    /// Whether a line in the first column goes on with the item right above, which is as wide as any: it ends in
    /// mid-phrase, or at an edge of a sheet that cuts its cells.
    pub(crate) fn is_rest_of_item(&self, row: &DataRow<'_>) -> bool {
        let [(cell, column)] = *row.filled else { return false };
        let (above, own) = (self.text_above(row, column), &*self.cell(cell).text);
        let edges = self.edges(row.table);
        let at_edge = || self.at_edge_above(row, column) && self.cuts_near(row.table) && self.has_lines_alone();
        self.table(row.table).columns[column].role == Role::Item
            && row.page.columns_of(row.at).first() == Some(&Some(column))
            && self.sheet.rows.rows[row.at].cells.len() == 1
            && (Shape::of(own, self.sheet.layout) == Shape::Phrase || is_remark(own))
            && text::width(own) <= edges.widest[column]
            && self.is_widest_above(row, column)
            && (is_mid_sentence(above, own) || is_remark(own) || at_edge())
            && !self.near(row.table).any(|of| of.padded)
    }

    /// Whether lines alone stand right below rows here and there: one may as well begin the row below it.
    fn has_lines_alone(&self) -> bool {
        const FEWEST: usize = 2;
        let (rows, classes) = (&self.sheet.rows.rows, &self.sheet.classes.rows);
        let is_alone = |at: &usize| {
            let may_be_rest = matches!(classes[*at], Class::Prose | Class::Title) && rows[*at].cells.len() == 1;
            may_be_rest && classes[*at - 1] == Class::Data
        };
        *self.has_lines_alone.get_or_init(|| (1..rows.len()).filter(is_alone).nth(FEWEST - 1).is_some())
    }
}

/// Whether a line is a remark on the name above it: `（累計）`, but not `（単位：人）`.
fn is_remark(line: &str) -> bool {
    const LONGEST: usize = 6;
    let inner = line.strip_prefix(['（', '(']).and_then(|line| line.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| {
        inner.chars().all(text::is_kana_or_ideograph) && inner.chars().nth(LONGEST).is_none() && inner != "注"
    })
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::rest::tests::case;
    use crate::interpret::row::tests::of_each;
    use crate::record::Record;

    #[test]
    fn an_item_without_the_mark_of_all_others_goes_on_with_the_one_above() {
        let sheet = "取組|評価|担当課|今後の予定\n\
            ①桜並木|A|公園課|古い枝を落とし、若い木を補って植え\n|||る。\n\
            ②水路の泥さらいと草刈|B|河川課|雨の前に泥をさらい、土のうを積んで\n|||おく。\n\
            ③朝市の会場の案内板の|A|商工課|会場を広げ、店の数を増やし、駅前も\n付替え||道路課|借りられるようにする。\n\
            ④夜市|C|商工課|店を増やす。\n⑤花壇|C|公園課|苗を配る。\n";
        case(
            sheet,
            &[
                "|桜並木|公園課|古い枝を落とし、若い木を補って植える。",
                "|水路の泥さらいと草刈|河川課|雨の前に泥をさらい、土のうを積んでおく。",
                "|朝市の会場の案内板の付替え|商工課、道路課|会場を広げ、店の数を増やし、駅前も借りられるようにする。",
                "|夜市|商工課|店を増やす。",
                "|花壇|公園課|苗を配る。",
            ],
        );
    }

    #[test]
    fn an_item_that_alone_is_cut_goes_on_beside_a_text_that_does() {
        let sheet = "施設|利用者|評価|講評|担当課\n\
            会館|21人|A|会の数を増やし、古い机を直して集まり|文化課\n|||やすくした。|\n\
            船着場の朝市の広場と|35人|B|雨の日の売り場を広げ、駅前の店にも声|商工課\n夜市|||をかけた。|\n\
            花壇|9人|C|苗を配り、町の人と草を取り、水やりの|公園課\n|||当番を決めた。|\n";
        case(
            sheet,
            &[
                "|会館|文化課|会の数を増やし、古い机を直して集まりやすくした。",
                "|船着場の朝市の広場と夜市|商工課|雨の日の売り場を広げ、駅前の店にも声をかけた。",
                "|花壇|公園課|苗を配り、町の人と草を取り、水やりの当番を決めた。",
            ],
        );
    }

    #[test]
    fn an_item_of_narrow_letters_goes_on_beside_several_texts_that_do() {
        let sheet = |rest: &str| {
            format!(
                "施設|利用の状況|成果と課題|評価|担当課\n\
                 町の会館と分館|会の数を増やし、古い机を直し|机の数がまだ足りないので、次|A|文化課\n\
                 の集会室|て集まりやすくした。|の年にも直す。||\n\
                 SLの朝市|雨の日の売り場を広げたので店|来る人は前の年より多かった人|B|商工課\n{rest}||\n\
                 花壇|苗を配り、町の人と草を取って|水やりの当番を決めたので枯れ|C|公園課\n\
                 |水をやった。|た苗はない。||\n"
            )
        };
        let items = |rest: &str| {
            of_each(&sheet(rest), |record: &Record<'_>| record.item.as_ref().map_or("", |of| &of.title).to_owned())
        };
        assert_eq!(items("と夜市|が増えた。|の数を数えた。"), ["町の会館と分館の集会室", "SLの朝市と夜市", "花壇"]);
        // What begins a sentence of its own goes on with none.
        assert_eq!(items("夜市|店を増やした。|人を増やした。").len(), 4);
    }

    #[test]
    fn an_item_in_mid_phrase_goes_on_beside_a_sentence_of_its_own_and_so_it_does_in_brackets() {
        let sheet = "取組|R4|R5|成果と課題|主管課\n\
            ①確かな学力と体を身|A|B|家庭での学習時間が目標に届かな|指導課\nに付ける|||かった。||\n\
            ②安全で快適な施設を|B|A|便器の洋式化が全校で完了した。|施設課\n整備する|||空調は三年のうちに据え付ける見|\n|||込みである。|\n\
            ③豊かな心を育てる|A|A|読む本の数が増え、図書室に通う|指導課\n|||子が目立つ。|\n";
        let items = [
            "|確かな学力と体を身に付ける|指導課|家庭での学習時間が目標に届かなかった。",
            "|安全で快適な施設を整備する|施設課|便器の洋式化が全校で完了した。／空調は三年のうちに据え付ける見込みである。",
            "|豊かな心を育てる|指導課|読む本の数が増え、図書室に通う子が目立つ。",
        ];
        case(sheet, &items);
        let sheet = "No.|事業名|事業内容|進捗|所管課\n\
            1|延長保育|通常の時間を超えて保育を行い|○|保育課\n||ます。||\n\
            2|一時預かり|通院や就労などの際に、児童を|○|保育課\n|（再掲）|預かります。||\n";
        case(
            sheet,
            &[
                "|延長保育|保育課|通常の時間を超えて保育を行います。",
                "|一時預かり（再掲）|保育課|通院や就労などの際に、児童を預かります。",
            ],
        );
    }

    #[test]
    fn a_line_alone_goes_on_with_an_item_at_the_edge() {
        let sheet = |line: &str| {
            format!(
                "取組|実施の内容|評価|担当課\n桜並木|古い枝を落とし、若い木を|A|公園課\n|植えた。\n\
                 夜市|商店街の広場を借り、朝夕に|B|商工課\n|開いた。\n\n\
                 指標|前年|今年|判定\n朝市の会場の広場の案|40|41|A\n{line}\n橋の数|8|9|B\n町の見回りをする組の|8|9|B\n数\n"
            )
        };
        let figures = |item: &str| [item, "橋の数", "町の見回りをする組の数"].map(|item| format!("|{item}||"));
        let all = |item: &str| {
            let measures =
                ["|桜並木|公園課|古い枝を落とし、若い木を植えた。", "|夜市|商工課|商店街の広場を借り、朝夕に開いた。"];
            measures.map(str::to_owned).into_iter().chain(figures(item)).collect::<Vec<_>>()
        };
        let told = |line: &str, item: &str| {
            let expected = all(item);
            case(&sheet(line), &expected.iter().map(String::as_str).collect::<Vec<_>>());
        };
        told("内板の数", "朝市の会場の広場の案内板の数");
        told("※ 今年の数は速報である。", "朝市の会場の広場の案");
    }
}
