//! Hand-made sheets to CSV, whole outputs compared, and read back.

use std::sync::Arc;

use super::{Dialect, Table, part};
use crate::record::{Column, Department, Heading, Item, Rating, Record, Role, Sheet, Value};

fn heading(level: &str, printed: &str, title: &str) -> Arc<Heading> {
    let (level, title, printed) = (level.to_owned(), title.to_owned(), printed.to_owned());
    Arc::new(Heading { level, number: None, title, printed, line: 1 })
}

fn rating(column: &str, printed: &'static str, labels: &[&str], comment: Option<&'static str>) -> Rating<'static> {
    Rating {
        column: column.into(),
        printed: printed.into(),
        codes: [].into(),
        labels: labels.iter().map(|&label| label.into()).collect(),
        comment: comment.map(Into::into),
    }
}

fn value(column: &str, printed: &'static str, number: Option<f64>, unit: Option<&str>) -> Value<'static> {
    let unit = unit.map(str::to_owned);
    Value { column: column.into(), printed: printed.into(), number, unit, qualifier: None, relation: None }
}

fn column(name: &str, role: Role) -> Column {
    Column { name: name.into(), printed: vec![name.to_owned()], role, scale: None }
}

fn department(name: &'static str, note: Option<&'static str>) -> Department<'static> {
    Department { name: name.into(), note: note.map(Into::into) }
}

fn written(sheets: &[Sheet<'_>], dialect: Dialect) -> String {
    let mut table = Table::default();
    for (index, sheet) in sheets.iter().enumerate() {
        let mut add = |part| table.add(&part).expect("the spool takes every row");
        let last = part(&format!("{index}.tsv"), sheet, &mut add);
        add(last);
    }
    let mut out = Vec::new();
    table.write(&mut out, dialect).expect("a vector takes every write");
    String::from_utf8(out).expect("CSV is UTF-8")
}

fn progress() -> Sheet<'static> {
    let first = Record {
        lines: vec![31, 32],
        path: [heading("章", "第1章 人権", "人権")].into(),
        item: Some(Item { ordinal: Some("①".into()), title: "啓発, 教育".into() }),
        ratings: vec![
            rating("進捗区分", "Ａ,Ｂ", &["よい", "まずまず"], None),
            rating("取組評価", "", &[], Some("一\n二")),
        ],
        departments: vec![department("総務課", None), department("人権課", Some("関係各課"))],
        texts: vec![("内容".into(), "=1+1".into())],
        ..Record::default()
    };
    let second = Record {
        lines: vec![40],
        path: [heading("章", "第1章 人権", "人権"), heading("項", "1 学校", "学校")].into(),
        ..Record::default()
    };
    Sheet { records: vec![first, second], columns: vec![column("進捗区分", Role::Rating)], ..Sheet::default() }
}

fn indicators() -> Sheet<'static> {
    let path = [heading("章", "第2章 水", "水"), heading("節", "第1節 川", "川"), heading("項", "1 上", "上")];
    let record = Record {
        lines: vec![2],
        path: path.into(),
        values: vec![value("目標値", "－5.5人", Some(-5.5), Some("人"))],
        ..Record::default()
    };
    let columns = vec![column("現状値", Role::Value), column("目標値", Role::Value)];
    Sheet { records: vec![record], columns, ..Sheet::default() }
}

#[test]
fn a_large_sheet_comes_in_pieces_and_is_one_table() {
    let record =
        Record { texts: vec![("内容".into(), "見回りました。".repeat(10).into())], ..Record::default() };
    let sheet = Sheet { records: vec![record; 2_000], ..Sheet::default() };
    let mut pieces = 0;
    part("0.tsv", &sheet, &mut |_| pieces += 1);
    assert!(pieces > 1, "{pieces}");
    let written = written(std::slice::from_ref(&sheet), Dialect::Plain);
    let rows: Vec<&str> = written.lines().skip(1).collect();
    assert_eq!(rows.len(), sheet.records.len());
    assert!(rows.iter().all(|row| *row == format!("0.tsv,,,,,,{}", sheet.records[0].texts[0].1)), "{}", rows[0]);
}

#[test]
fn the_columns_of_all_sheets_stand_together() {
    let expected = "\
file,line,path,章,節,項,item_ordinal,item,進捗区分,進捗区分:label,取組評価,取組評価:label,取組評価:comment,\
現状値,現状値:number,現状値:unit,目標値,目標値:number,目標値:unit,departments,内容
0.tsv,31,人権,第1章 人権,,,①,\"啓発, 教育\",\"Ａ,Ｂ\",よい / まずまず,,,\"一\n二\",,,,,,,総務課;人権課（関係各課）,=1+1
0.tsv,40,人権 > 学校,第1章 人権,,1 学校,,,,,,,,,,,,,,,
1.tsv,2,水 > 川 > 上,第2章 水,第1節 川,1 上,,,,,,,,,,,－5.5人,-5.5,人,,
";
    assert_eq!(written(&[progress(), indicators()], Dialect::Plain), expected);
}

#[test]
fn excel_gets_a_mark_its_line_ends_and_no_formula() {
    let expected = "\u{feff}file,line,path,章,節,項,item_ordinal,item,現状値,現状値:number,現状値:unit,目標値,目標値:number,\
                    目標値:unit,departments\r\n\
                    0.tsv,2,水 > 川 > 上,第2章 水,第1節 川,1 上,,,,,,'－5.5人,-5.5,人,\r\n";
    assert_eq!(written(&[indicators()], Dialect::Excel), expected);
}

#[test]
fn a_sheet_without_records_brings_no_columns() {
    let sheet = Sheet { columns: vec![column("進捗区分", Role::Rating)], ..Sheet::default() };
    assert_eq!(written(&[sheet], Dialect::Plain), "file,line,path,item_ordinal,item,departments\n");
}

#[test]
fn names_that_come_again_are_counted() {
    let record =
        Record { texts: vec![("item".into(), "甲".into()), ("item (2)".into(), "乙".into())], ..Record::default() };
    let sheet = Sheet { records: vec![record], ..Sheet::default() };
    let expected = "file,line,path,item_ordinal,item,departments,item (2),item (2) (2)\n0.tsv,,,,,,甲,乙\n";
    assert_eq!(written(&[sheet], Dialect::Plain), expected);
}

#[test]
fn two_headings_of_one_level_share_a_cell() {
    let path = [heading("●", "●甲", "甲"), heading("●", "●乙", "乙")];
    let sheet = Sheet { records: vec![Record { path: path.into(), ..Record::default() }], ..Sheet::default() };
    let expected = "file,line,path,●,item_ordinal,item,departments\n0.tsv,,甲 > 乙,●甲 > ●乙,,,\n";
    assert_eq!(written(&[sheet], Dialect::Plain), expected);
}

#[test]
fn what_is_quoted_reads_back() {
    let hostile = "\"引用\"\r\n\t,;\u{feff}";
    let record = Record { texts: vec![("内容".into(), hostile.into())], ..Record::default() };
    let sheet = Sheet { records: vec![record], ..Sheet::default() };
    let text = written(&[sheet], Dialect::Plain);
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<_> = reader.records().map(|row| row.expect("the row is CSV")).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(&rows[0][6], hostile);
}

#[test]
fn of_a_mark_below_the_code_that_it_chooses_the_code_is_the_meaning() {
    let marked = |printed: &'static str, code: &str| Rating {
        codes: [code.into()].into(),
        ..rating("方向性", printed, &[], None)
    };
    let record = |rating: Rating<'static>| Record { ratings: vec![rating], ..Record::default() };
    let records = [("○", "継続"), ("Ａ", "A"), ("①", "1"), ("概ね達成", "おおむね達成")]
        .map(|(printed, code)| record(marked(printed, code)));
    let columns = vec![column("方向性", Role::Rating)];
    let sheet = Sheet { records: records.to_vec(), columns, ..Sheet::default() };
    let rows: Vec<String> = written(&[sheet], Dialect::Plain)
        .lines()
        .skip(1)
        .map(|row| row.split(',').skip(5).collect::<Vec<_>>().join("|"))
        .collect();
    assert_eq!(rows, ["○|継続|", "Ａ||", "①||", "概ね達成||"]);
}
