//! Lines of a record on a sheet that prints one line of each cell per row: what is no record by the signs of one.
//!
//! In: a row and the record above. Out: whether it is the rest of that. Every record is rated, and has its number or,
//! where nothing is numbered, its item or its figures in its first line, as [`signs`](super::signs) knows; what has
//! none of these is no record, whatever else stands in it: the rest of a department or a second one, a sentence of its
//! own.
//!
//! Five questions tell, in this order: is the record above one by its signs; is the row not rated; does it lack what
//! every record has; may each of its cells be a rest by what its column holds, the item as `item` says; and do cells
//! seem to be cut, those of the table or those right above?

mod item;

use super::carry_on::text_of;
use super::pieces::completes_figure;
use super::{DataRow, RowReader};
use crate::interpret::department;
use crate::record::{Record, Role};

impl<'s> RowReader<'_, '_, 's> {
    /// Whether a row of a table that cuts its cells has no sign of a record: it is the rest of the one above.
    pub(super) fn is_rest(&self, row: &DataRow<'_>, above: &Record<'s>) -> bool {
        self.is_below_record(row, above)
            && !self.is_rated(row.table, row.page, row.at)
            && self.lacks_sign(row)
            && row.filled.iter().all(|cell| self.may_be_rest(row, *cell, above))
            && self.seems_cut(row)
    }

    /// Whether the record above is rated or has figures or an ordinal for that; or has the number, or the departments
    /// which the row lacks, so that its rating alone is missing.
    fn is_below_record(&self, row: &DataRow<'_>, above: &Record<'s>) -> bool {
        let columns = &self.table(row.table).columns;
        let is_rated = match &above.ratings[..] {
            [] if above.values.is_empty() => above.item.as_ref().is_some_and(|item| item.ordinal.is_some()),
            [] => true,
            ratings => ratings.iter().any(|rating| !rating.printed.is_empty()),
        };
        let has_sign = || match self.signs(row.table).number {
            Some(number) => text_of(above, columns, number).is_some_and(|text| !text.is_empty()),
            None => self.lacks_department(row) && !above.departments.is_empty(),
        };
        is_rated || has_sign()
    }

    /// Whether a row lacks what every record has: its number; or where nothing is numbered its item, be it that the
    /// rest of one stands there, its figures or its departments.
    fn lacks_sign(&self, row: &DataRow<'_>) -> bool {
        let signs = self.signs(row.table);
        match signs.number {
            Some(number) => !row.has(number),
            None => signs.named || self.lacks_figures(row) || self.lacks_department(row),
        }
    }

    /// Whether a cell may be the rest of one by what its column holds. A rating is one here, or the row were rated.
    fn may_be_rest(&self, row: &DataRow<'_>, (cell, column): (usize, usize), above: &Record<'s>) -> bool {
        let columns = &self.table(row.table).columns;
        match columns[column].role {
            Role::Path | Role::Rating => true,
            Role::Value => completes_figure(self.text_above(row, column), &self.cell(cell).text),
            Role::Item => self.may_go_on_with_item(row, (cell, column)),
            Role::Department => self.row_above(row).is_some(),
            // A mark may stand in the middle of the height of a record that the number of the next one ends.
            Role::Text | Role::Comment => {
                let goes_on = || text_of(above, columns, column).is_some_and(|text| !text.is_empty());
                goes_on() || self.has_number(row) == Some(false)
            }
        }
    }

    /// Whether cells seem to be cut: those of the table, or near a line without figures, which are cut nowhere; or what
    /// the row holds shows it by itself.
    fn seems_cut(&self, row: &DataRow<'_>) -> bool {
        self.edges(row.table).cut
            || self.ends_name(row)
            || self.is_name_alone(row)
            || self.signs(row.table).cuts_names
            || self.signs(row.table).numbers_titles
            || self.completes_figures(row)
            || self.lacks_figures(row) && (self.cuts_near(row.table) || self.runs_to_edge(row))
    }

    /// Whether a row holds nothing but the rest of a name: of an item or a department without an end beside numbers, or
    /// of an item that breaks off.
    fn is_name_alone(&self, row: &DataRow<'_>) -> bool {
        let [(_, column)] = *row.filled else { return false };
        let is_numbered = || self.signs(row.table).number.is_some();
        match self.table(row.table).columns[column].role {
            Role::Item => is_numbered() || self.breaks_item_alone(row),
            Role::Department => is_numbered() && !self.sheet.layout.ends_like_department(self.text_above(row, column)),
            Role::Path | Role::Rating | Role::Value | Role::Text | Role::Comment => false,
        }
    }

    /// Whether a row holds departments alone, or with texts that go on below the edge of their column.
    fn runs_to_edge(&self, row: &DataRow<'_>) -> bool {
        row.filled.iter().all(|&(_, column)| match self.table(row.table).columns[column].role {
            Role::Department => true,
            Role::Text | Role::Comment => self.breaks_at_edge(row, column),
            Role::Path | Role::Item | Role::Rating | Role::Value => false,
        })
    }

    /// Whether a row holds the end of a department of which the row above holds the rest: 課 below 管財.
    fn ends_name(&self, row: &DataRow<'_>) -> bool {
        row.filled.iter().any(|&(cell, column)| {
            let above = self.text_above(row, column);
            self.table(row.table).columns[column].role == Role::Department
                && department::is_ending(&self.cell(cell).text)
                && !above.is_empty()
                && !self.sheet.layout.ends_like_department(above)
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::interpret::row::tests::{ask, of_each};
    use crate::record::Record;

    /// Each record as path, item, departments and remark.
    #[track_caller]
    pub(in crate::interpret::row) fn case(sheet: &str, expected: &[&str]) {
        let of_record = |record: &Record<'_>| {
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let path = record.path.last().map_or("", |of| &of.title);
            let text = record.texts.last().map_or(String::new(), |(_, text)| text.replace('\n', "／"));
            format!("{path}|{}|{}|{text}", record.item.as_ref().map_or("", |of| &of.title), names.join("、"))
        };
        assert_eq!(of_each(sheet, of_record), expected, "{sheet}");
    }

    const NUMBERED: &str = "番号|取組|評価|担当課|今後の予定\n\
        1|川沿いの桜並木の手|A|公園緑地課|古い枝を落とし、若い木を補って植え\n|入れ||道　路　課|る。町の人にも苗を配る。\n\
        2|水路の泥さらい|B|上下水道整備|雨の前に泥をさらい、土のうを積んで\n|||課|おく。\n\
        3|朝市の会場の広場の|A|商工観光課|会場を広げる。\n|案内板の付替え|||店の数を増やし、駅前の広場も借りら\n||||れるようにする。\n||||店主に知らせる。\n";

    const DEPARTMENT_IN_EACH: &str = "取組|担当課|評価|今後の予定\n\
        川沿いの桜並木の手|公園課|A|古い枝を落とし、若い木を補い、\n入れ|||植える。\n\
        朝市の会場の案内板の|商工課|B|会場を広げ、駅前の広場も借りら\n付替え|||れるようにする。\n\
        夜市|商工課|C|店を増やす。\n\
        水路の泥さらいの計画|河川課|A|雨の前に泥をさらい、土のうを積\nづくり|||んでおく。\n";

    #[test]
    fn a_line_without_number_and_rating_goes_on_with_the_record_above() {
        case(
            NUMBERED,
            &[
                "|川沿いの桜並木の手入れ|公園緑地課、道路課|古い枝を落とし、若い木を補って植える。町の人にも苗を配る。",
                "|水路の泥さらい|上下水道整備課|雨の前に泥をさらい、土のうを積んでおく。",
                "|朝市の会場の広場の案内板の付替え|商工観光課|会場を広げる。／店の数を増やし、駅前の広場も借りられるようにする。／店主に知らせる。",
            ],
        );
    }

    #[test]
    fn a_number_is_the_sign_of_a_record_where_nothing_is_an_item() {
        let sheet = "No.|意見|対応区分|市の考え方|対応時期|担当課\n\
            1|古い枝を落とし、若い木を|A|苗を配り、町の人と枝切り|令和７年|公園課\n|植えるべきである。||の講座を開く。||\n\
            2|雨の前に泥をさらい、土の|B|川上から順に土のうを積み|令和７年|河川課\n|うを積むべきである。||直した。||\n\
            3|広場の掃除の当番|C|当番を決めた。|令和７年|商工課、\n|を増やしてはどうか。||秋の分も知らせる。|以降|道路課\n";
        case(sheet, &["||公園課|令和７年", "||河川課|令和７年", "||商工課、道路課|令和７年以降"]);
    }

    #[test]
    fn a_row_without_rating_and_department_goes_on_where_items_are_merged() {
        let sheet = "取組|担当課|評価|今後の予定\n\
            花壇|公園課|A|古い枝を落とし、若い木を補い、町\n|||の人に配る。\n|学校課|B|植える。\n\
            水路の泥さらいの手|河川課|A|雨の前に泥をさらい土のう\n伝い|||240袋を積む。\n|農政課|B|草を刈る。\n\
            橋の塗替えの計画の|道路課|C|町の人と順を決め、道の脇に石を積\n見直し|||む。\n";
        case(
            sheet,
            &[
                "|花壇|公園課|古い枝を落とし、若い木を補い、町の人に配る。",
                "|花壇|学校課|植える。",
                "|水路の泥さらいの手伝い|河川課|雨の前に泥をさらい土のう240袋を積む。",
                "|水路の泥さらいの手伝い|農政課|草を刈る。",
                "|橋の塗替えの計画の見直し|道路課|町の人と順を決め、道の脇に石を積む。",
            ],
        );
    }

    #[test]
    fn the_end_of_a_department_goes_on_with_the_one_above() {
        let rows = "土手を歩く人の数|120人|150人|河川課\n植えた木の本数|40本|60本|公園課、河川\n|||課\n\
            古い本を分けた市民の割合|61%|80%|図書館、商工\nの五年の平均|||課\n配った苗の数と花壇の数|7箱|9箱|公園課\n（累計）\n";
        case(
            &format!("指標|現状値|目標値|担当課\n{rows}"),
            &[
                "|土手を歩く人の数|河川課|",
                "|植えた木の本数|公園課、河川課|",
                "|古い本を分けた市民の割合の五年の平均|図書館、商工課|",
                "|配った苗の数と花壇の数（累計）|公園課|",
            ],
        );
    }

    #[test]
    fn an_ordinal_begins_each_record_of_a_table_of_texts() {
        let rows = "①読み聞かせを学ぶ人|初めての方のための会と、声の出し方を学|図書館（友の\nの講座|ぶ会を開きます。|会）\n\
            ②花壇の手入れ|苗を配ります。|公園課\n③退職した人の地域へ|活動する人との会を、春と秋に開き、顔を|福祉課、\nの参加|合わせます。|協働課\n";
        case(
            &format!("取組|内容|担当課\n{rows}"),
            &[
                "|読み聞かせを学ぶ人の講座|図書館|初めての方のための会と、声の出し方を学ぶ会を開きます。",
                "|花壇の手入れ|公園課|苗を配ります。",
                "|退職した人の地域への参加|福祉課、協働課|活動する人との会を、春と秋に開き、顔を合わせます。",
            ],
        );
    }

    #[test]
    fn a_line_without_department_and_rating_goes_on_where_items_are_merged() {
        let sheet = "番号|取組|内容|評価|担当課\n\
            1|学校の花壇の手|教科の時間に苗を植え、水をや|A|学校教育課\n|入れを学ぶ集い|る日を決めて、木陰の道に植え|\n||ます。||\n\
            ||苗を配り、育て方を教えます。|B|公園課\n\
            2|男女の集いの催|毎年６月に、講演会と展示を開|B|人権課\n|し|催します。||\n||参加者数　86人||\n\
            3|朝市の会場の案|広場に、店の名と道を示した板|A|商工課\n|内板|を立てます。||\n";
        case(
            sheet,
            &[
                "|学校の花壇の手入れを学ぶ集い|学校教育課|教科の時間に苗を植え、水をやる日を決めて、木陰の道に植えます。",
                "|学校の花壇の手入れを学ぶ集い|公園課|苗を配り、育て方を教えます。",
                "|男女の集いの催し|人権課|毎年６月に、講演会と展示を開催します。／参加者数　86人",
                "|朝市の会場の案内板|商工課|広場に、店の名と道を示した板を立てます。",
            ],
        );
    }

    #[test]
    fn a_mark_in_the_second_line_and_a_word_cut_above_another_begin_no_record_without_its_number() {
        let sheet = "取組|R5|R6|実施内容|進捗状況|担当課\n\
            (1) 固定資産税の通知書|○||相続の登記と管理を促す文を|順調|税務課\nへの啓発文の同封|||同封した。||\n\
            (2) 終活と住まいの相談|||公民館で相談会を二回開い|順調|建築課\n会の開催||○|た。相談は19件であった。||\n\
            (3) 高齢者世帯への出前|○|○|集まりに出向き、六回実施し|おおむね|福祉課\n講座|||た。|順調|\n";
        case(
            sheet,
            &[
                "|固定資産税の通知書への啓発文の同封|税務課|相続の登記と管理を促す文を同封した。",
                "|終活と住まいの相談会の開催|建築課|公民館で相談会を二回開いた。相談は19件であった。",
                "|高齢者世帯への出前講座|福祉課|集まりに出向き、六回実施した。",
            ],
        );
    }

    #[test]
    fn tables_that_take_turns_show_together_that_they_cut_their_cells() {
        let measures = |first: &str, second: &str| {
            format!(
                "取組|実施の内容|評価|担当課\n桜並木|{first}\n夜市|商店街の広場で開いた。|B|商工課\n|||観光課\n\n指標|前年|今年|判定\n{second}"
            )
        };
        let figures = |item: &str| format!("{item}\n橋の数|8|9|B\n\n");
        let sheet = measures(
            "古い枝を落とし、若い木を|A|公園課\n|植えた。||道路課",
            &figures("川の水がきれいだと思う人の|61|65|A\n割合|||"),
        ) + &measures(
            "会場を広げ、駅前の広場を|A|商工課\n|借りた。||",
            &figures("朝市に来た人と店の数の計|40|41|A\n（累計）|||"),
        );
        case(
            &sheet,
            &[
                "|桜並木|公園課、道路課|古い枝を落とし、若い木を植えた。",
                "|夜市|商工課、観光課|商店街の広場で開いた。",
                "|川の水がきれいだと思う人の割合||",
                "|橋の数||",
                "|桜並木|商工課|会場を広げ、駅前の広場を借りた。",
                "|夜市|商工課、観光課|商店街の広場で開いた。",
                "|朝市に来た人と店の数の計（累計）||",
                "|橋の数||",
            ],
        );
    }

    #[test]
    fn a_line_without_the_figures_of_all_others_is_no_record() {
        let sheet = "評価項目|対象|策定時|最終|判定|考え\n\
            体重を維持している人|20歳以上|64%|59%|d|家での仕事が増え、体を動か\n|男性||||す機会が減った。\n\
            |20歳以上|76%|77%|b|目標まであと少し。\n|女性||||\n\
            野菜の量|成人|271g|280g|b|若い世代は200gに届いてい\n|||||ない。\n\
            朝食を毎日食べる子ど|小学5年|93%|89%|d|働き方が変わり、一人で朝\nもの割合|||||を過ごす子が増えた。\n";
        case(
            sheet,
            &[
                "|体重を維持している人||家での仕事が増え、体を動かす機会が減った。",
                "|体重を維持している人||目標まであと少し。",
                "|野菜の量||若い世代は200gに届いていない。",
                "|朝食を毎日食べる子どもの割合||働き方が変わり、一人で朝を過ごす子が増えた。",
            ],
        );
    }

    #[test]
    fn a_name_without_figures_goes_on_where_no_other_cell_is_blank_and_one_stands_above_a_gap() {
        let read = |first: &str, last: &str| {
            let header = "指標|説明|現状値|目標値\n";
            let sheet = format!(
                "白波町の指標\n\n{header}花壇の数|町の花壇|8|9\n土のうの最|数えた袋|40袋|50袋\n{first}\n水路の長さ|町の水路|8km|9km\n\n\
                 {header}朝市の店|－|20店|24店\n夜市の店|－|10店|9店\n町の橋対町|数えた橋|8|9\n{last}\n"
            );
            let (items, told) = ask(&sheet, |record| record.item.as_ref().map_or("", |of| &of.title).to_owned());
            (items.join("、"), told)
        };
        let cut = "花壇の数、土のうの最大の備蓄、水路の長さ、朝市の店、夜市の店、町の橋対町道の比率";
        assert_eq!(read("大の備蓄|||", "道の比率|||"), (cut.to_owned(), vec!["ambiguous-row"; 2]));
        // It heads the rows below it, or another cell is blank too.
        assert_eq!(read("水と緑|||", "町の道|－|8|9").0.split('、').count(), 8);
        assert_eq!(read("大の備蓄|||", "道の比率||8|9").0.split('、').count(), 8);
    }

    #[test]
    fn names_go_on_beside_numbers_though_no_text_is_cut() {
        let sheet = "番号|取組|費用|評価|担当課\n\
            1101|川沿いの桜並木の手入|980千円|A|公園課、道路\n||||整備課\n\
            1102|水路の泥さらいと草刈|650千円|B|河川課\n|り|||\n\
            1103|朝市|410千円|A|商工課、学校給食\n||||課\n施策計||2,040千円||\n";
        case(
            sheet,
            &[
                "|川沿いの桜並木の手入|公園課、道路整備課|1101",
                "|水路の泥さらいと草刈り|河川課|1102",
                "|朝市|商工課、学校給食課|1103",
            ],
        );
    }

    #[test]
    fn a_number_or_an_item_of_its_own_is_the_sign_of_a_record() {
        let numbered = format!("{NUMBERED}4|橋の塗替え||道路課|足場を組む。\n");
        let (records, rules) = told(&numbered);
        assert_eq!((records, rules.into_iter().filter(|name| *name == "missing-rating").count()), (4, 1));
        // An item below one that is not cut, though nothing numbers it.
        assert_eq!(told(&format!("{NUMBERED}|橋の塗替え||道路課|足場を組む。\n")).0, 4);
    }

    #[test]
    fn a_line_without_item_and_rating_goes_on_where_every_record_has_them() {
        case(
            "取組|評価|担当課|今後の予定\n\
            桜並木|A|公園緑地課|古い枝を落とし、若い木を補って植え\n|||る。\n\
            水路|B|河川整備課|雨の前に泥をさらい、土のうを積んで\n||道路課|おく。\n\
            朝市|A|商工観光課|会場を広げる。\n||企画課|店の数を増やす。\n",
            &[
                "|桜並木|公園緑地課|古い枝を落とし、若い木を補って植える。",
                "|水路|河川整備課、道路課|雨の前に泥をさらい、土のうを積んでおく。",
                "|朝市|商工観光課、企画課|会場を広げる。／店の数を増やす。",
            ],
        );
    }

    /// How many records a sheet has, and which rules tell of it.
    fn told(sheet: &str) -> (usize, Vec<&'static str>) {
        let (records, told) = ask(sheet, |_| ());
        (records.len(), told)
    }

    #[test]
    fn a_record_whose_rating_is_missing_or_unknown_goes_on_below_all_the_same() {
        for (rating, rule) in [("", "missing-rating"), ("Ｚ", "unknown-rating")] {
            let numbered = NUMBERED.replace("|A|公園緑地課", &format!("|{rating}|公園緑地課"));
            assert_eq!(told(&numbered), (3, vec![rule]));
            assert_eq!(told(&DEPARTMENT_IN_EACH.replace("|B|", &format!("|{rating}|"))), (4, vec![rule]));
        }
    }

    #[test]
    fn a_record_goes_on_behind_the_end_of_its_page() {
        let (header, rows) = NUMBERED.split_once('\n').unwrap_or_default();
        let cut = |line: &str| rows.replace(line, &format!("- 1 -\n{header}\n{line}"));
        case(
            &format!("{header}\n{}", cut("|入れ|")),
            &[
                "|川沿いの桜並木の手入れ|公園緑地課、道路課|古い枝を落とし、若い木を補って植える。町の人にも苗を配る。",
                "|水路の泥さらい|上下水道整備課|雨の前に泥をさらい、土のうを積んでおく。",
                "|朝市の会場の広場の案内板の付替え|商工観光課|会場を広げる。／店の数を増やし、駅前の広場も借りられるようにする。／店主に知らせる。",
            ],
        );
        let (header, rows) = DEPARTMENT_IN_EACH.split_once('\n').unwrap_or_default();
        let cut = rows.replace("付替え|", &format!("- 1 -\n{header}\n付替え|"));
        assert_eq!(told(&format!("{header}\n{cut}")), (4, vec![]));
    }

    #[test]
    fn a_record_without_rating_and_department_is_told() {
        let own = DEPARTMENT_IN_EACH.replace("夜市|商工課|C|", "夜市の会場の広場の|||");
        let own = own.replace(
            "朝市の会場の案内板の|商工課|B|会場を広げ、駅前の広場も借りら\n付替え|||れるようにする。",
            "朝市の会場の案内板の|商工課|B|会場を広げる。",
        );
        let (records, rules) = told(&own);
        assert_eq!((records, rules.contains(&"missing-rating")), (4, true), "{own}");
    }

    #[test]
    fn a_stray_mark_below_a_heading_is_no_part_of_it() {
        let sheet = "方針|取組|評価|担当課\n１ 緑と水の豊かな町|花壇|A|公園課\n・|並木|B|公園課\n|水路|A|河川課\n２ にぎわいのある町|朝市|A|商工課\n";
        let path = of_each(sheet, |record| record.path[0].title.to_string());
        assert_eq!(path[..3], ["緑と水の豊かな町"; 3]);
    }

    #[test]
    fn a_heading_in_a_narrow_column_goes_on_below() {
        let rows = "桜並木の手入|A|公園緑地課|古い枝を落とし、若い木を補って植え\n";
        let sheet = format!(
            "基本方針|取組|評価|担当課|今後の予定\n１　水と緑|{rows}のまちづ||||る。\n\
            くり|水路の泥さら|B|河川課|雨の前に泥をさらい、土のうを積んで\n|い|||おく。\n２　人と人|朝市|A|商工課|店を増やす。\nのつなが|夜市|B|商工課|店を増やす。\nり|||企画課|店主に知らせる。\n"
        );
        case(
            &sheet,
            &[
                "水と緑のまちづくり|桜並木の手入|公園緑地課|古い枝を落とし、若い木を補って植える。",
                "水と緑のまちづくり|水路の泥さらい|河川課|雨の前に泥をさらい、土のうを積んでおく。",
                "人と人のつながり|朝市|商工課|店を増やす。",
                "人と人のつながり|夜市|商工課、企画課|店を増やす。／店主に知らせる。",
            ],
        );
    }

    #[test]
    fn a_letter_by_itself_ends_the_cell_above() {
        case(
            "番号|取組|評価|担当課|今後の予定\n1|桜並木の枝|A|公園課|古い枝を落とし、若い木を補って植え\n||||る\n\n2|水路|B|河川課|雨の前に泥をさらう。\n",
            &["|桜並木の枝|公園課|古い枝を落とし、若い木を補って植える", "|水路|河川課|雨の前に泥をさらう。"],
        );
    }

    #[test]
    fn a_line_of_a_text_and_departments_below_figures_is_no_record() {
        let sheet = "指標|目標|実績|評価|担当課|分析\n\
            花壇の数|30か所|28か所|A|公園課|春に苗を配り、町の人と水をやる会が\n||||商工課|月ごとにあった。\n\
            朝市の店の数|20店|14店|B|商工課|店が減った。\n||||農政課|\n夜市の店の数|10店|9店|A|商工課|広場に町の外の店を呼んで合計十店増\n|||||加した。\n";
        let expected = [
            "|花壇の数|公園課、商工課|春に苗を配り、町の人と水をやる会が月ごとにあった。",
            "|朝市の店の数|商工課、農政課|店が減った。",
            "|夜市の店の数|商工課|広場に町の外の店を呼んで合計十店増加した。",
        ];
        case(sheet, &expected);
    }

    #[test]
    fn rests_of_names_stand_right_below_full_ones_in_a_table_of_ratings_too() {
        let rests = |first: &str| {
            let row = |name: &str, rest: &str| format!("{name}|12|20|A|公園課\n{rest}");
            let rows = [
                row(first, "市民の割合||||\n"),
                row("川の水がきれいだと", "思う人の割合||||\n基本目標２　緑||||\n"),
                row("花壇の数", ""),
                row("朝市に来た人と店の", "数の増え方||||\n"),
                row("配った苗の数", ""),
            ];
            let sheet = format!("白波町の指標\n\n指標|前年|目標|判定|担当課\n{}", rows.concat());
            ask(&sheet, |record| record.item.as_ref().map_or("", |of| &of.title).to_owned()).0
        };
        let whole = [
            "10年前の本を分けた市民の割合",
            "川の水がきれいだと思う人の割合",
            "花壇の数",
            "朝市に来た人と店の数の増え方",
            "配った苗の数",
        ];
        assert_eq!(rests("10年前の本を分けた"), whole);
        // Below a short name it is a record that nobody filled in.
        assert_eq!(rests("古い本")[..2], ["古い本", "市民の割合"]);
    }
}
