//! Titles of other documents in the same file.
//!
//! In: classes with titles in their places. Out: the titles that say by themselves that another document begins. What
//! begins one by the columns of its tables is left to [`document`](crate::interpret::document).

use crate::interpret::classify::{Class, Classes};
use crate::interpret::header::Names;
use crate::interpret::heading;
use crate::read::lex::Rows;

/// Words in the titles of plans and of their evaluations; captions speak of indicators, measures and results.
pub(crate) const DOCUMENT_WORDS: [&str; 16] = [
    "計画",
    "プラン",
    "ビジョン",
    "構想",
    "大綱",
    "総合戦略",
    "評価表",
    "評価シート",
    "評価調書",
    "評価カード",
    "事業カード",
    "評価一覧",
    "調査票",
    "報告書",
    "フォローアップ",
    "Plan",
];

/// A title is held against so many above it: all of them would take a file of thousands of documents minutes.
const NEAR: usize = 16;

/// Titles, in order, that say that another document begins, although its tables may share columns with those above:
/// each ends with what it names, stands on no page before, and the header below it names a column that no header above
/// did.
pub(super) fn announced(classes: &Classes, rows: &Rows<'_>) -> Vec<usize> {
    let ends_as_document = |text: &str| DOCUMENT_WORDS.iter().any(|word| text.ends_with(word));
    let mut announced = Vec::new();
    let mut known: Names<&str> = Names::default();
    let (mut above, mut block): (Vec<&str>, Vec<(usize, &str)>) = (Vec::new(), Vec::new());
    for (at, class) in classes.rows.iter().enumerate() {
        match class {
            Class::Title => block.extend(classes.lone_text(rows, at).map(|text| (at, text))),
            Class::Data => above.extend(block.drain(..).map(|(_, text)| text)),
            Class::Header(place) if classes.headers[*place].rows.start == at => {
                let own = &*classes.headers[*place].names;
                if !block.is_empty() && !known.is_empty() && !own.iter().all(|name| known.contains(name.as_str())) {
                    let is_new = |text: &str| !above.iter().rev().take(NEAR).any(|known| heading::alike(known, text));
                    let title = block.iter().find(|(_, text)| ends_as_document(text) && is_new(text));
                    announced.extend(title.map(|(at, _)| *at));
                }
                known.extend(own.iter().map(String::as_str));
                above.extend(block.drain(..).map(|(_, text)| text));
            }
            _ => {}
        }
    }
    announced
}
