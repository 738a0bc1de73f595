//! What a run came to, in a few lines.
//!
//! In: counts. Out: text in both languages: how many inputs were read, and each that failed with its reason, so that
//! whoever comes back in the morning need not search the messages.

use std::path::Path;

use plan_eval::diagnostic::{Text, text};
use plan_eval::report::visible;

use super::failure::name;
use super::out_dir::manifest::{Left, Why};
use super::run::{Outcome, Tally};

/// What happened to the inputs of a run.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) inputs: usize,
    pub(super) read: usize,
    pub(super) unchanged: usize,
    /// Those with a finding of severity error.
    pub(super) faulty: usize,
    pub(super) failures: usize,
    /// Each failure with what it is about, which may be one configuration of many inputs.
    pub(super) failed: Vec<String>,
}

impl Counts {
    /// Counts an input that was read.
    pub(super) fn add(&mut self, tally: &Tally) {
        self.read += 1;
        self.unchanged += usize::from(tally.unchanged);
        self.faulty += usize::from(tally.outcome() == Outcome::Findings);
    }

    /// Counts an input that gave nothing, and tells whether its reason is new.
    pub(super) fn miss(&mut self, reason: String) -> bool {
        self.failures += 1;
        let is_new = !self.failed.contains(&reason);
        if is_new {
            self.failed.push(reason);
        }
        is_new
    }
}

/// The closing lines.
pub(super) fn of_run(counts: &Counts) -> Text {
    let Counts { inputs, read, unchanged, faulty, failures, failed } = counts;
    let stopped = inputs - read - failures;
    let parts = [
        (*unchanged, "変更なし", "unchanged"),
        (*faulty, "修正が必要", "to be corrected"),
        (*failures, "失敗", "failed"),
        (stopped, "中止", "not tried"),
    ];
    let mut ja = format!("入力{inputs}件: 読み取り{read}件");
    let mut en = format!("{inputs} inputs: {read} read");
    for (count, in_japanese, in_english) in parts.into_iter().filter(|(count, ..)| *count > 0) {
        ja.push_str(&format!("、{in_japanese}{count}件"));
        en.push_str(&format!(", {count} {in_english}"));
    }
    ja.push('\n');
    en.push('\n');
    for reason in failed {
        ja.push_str(&format!("  失敗: {reason}\n"));
        en.push_str(&format!("  failed: {reason}\n"));
    }
    text(ja, en)
}

/// The line for an output of an earlier run, which is easily taken for one of this.
pub(super) fn of_left(folder: &Path, left: &Left) -> Text {
    let (output, file) = (name(&folder.join(&left.output)), &left.file);
    let (ja, en) = match left.why {
        Why::Failed => ("は読めませんでした", "failed"),
        Why::Gone => ("はもうありません", "is gone"),
    };
    let said = text(
        format!("  残り: {output}: 前の実行の出力です。入力「{file}」{ja}。要らなければ消してください"),
        format!("  left: {output}: it is of an earlier run, and its input `{file}` {en}; delete it if nobody needs it"),
    );
    text(visible(&said.ja).into_owned(), visible(&said.en).into_owned())
}

/// A count with its word, in English.
pub(super) fn many(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The line for one of several inputs.
pub(super) fn of_input(name: &str, tally: &Tally) -> Text {
    if tally.unchanged {
        return text(format!("{name}: 変更なし"), format!("{name}: unchanged"));
    }
    let [notes, warnings, errors] = tally.findings;
    let records = tally.records;
    text(
        format!("{name}: 記録{records}件、エラー{errors}件、警告{warnings}件、注記{notes}件"),
        format!(
            "{name}: {}, {}, {}, {}",
            many(records, "record"),
            many(errors, "error"),
            many(warnings, "warning"),
            many(notes, "note")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{Counts, of_input, of_run};
    use crate::cli::run::Tally;

    #[test]
    fn what_did_not_happen_is_not_said() {
        let counts = Counts { inputs: 2, read: 2, ..Counts::default() };
        let said = of_run(&counts);
        assert_eq!((&*said.ja, &*said.en), ("入力2件: 読み取り2件\n", "2 inputs: 2 read\n"));
    }

    #[test]
    fn every_failure_is_listed_with_its_reason() {
        let failed = vec!["a.xlsx: x".to_owned(), "b: y".to_owned()];
        let counts = Counts { inputs: 9, read: 6, unchanged: 3, faulty: 2, failures: 2, failed };
        let said = of_run(&counts);
        assert_eq!(
            said.en,
            "9 inputs: 6 read, 3 unchanged, 2 to be corrected, 2 failed, 1 not tried\n  failed: a.xlsx: x\n  failed: b: y\n"
        );
        assert_eq!(
            said.ja,
            "入力9件: 読み取り6件、変更なし3件、修正が必要2件、失敗2件、中止1件\n  失敗: a.xlsx: x\n  失敗: b: y\n"
        );
    }

    #[test]
    fn a_line_counts_what_is_in_a_sheet() {
        let tally = Tally { unchanged: false, records: 1, findings: [3, 0, 1] };
        assert_eq!(of_input("a", &tally).en, "a: 1 record, 1 error, 0 warnings, 3 notes");
        assert_eq!(of_input("a", &tally).ja, "a: 記録1件、エラー1件、警告0件、注記3件");
        assert_eq!(of_input("a", &Tally { unchanged: true, ..tally }).ja, "a: 変更なし");
    }
}
