//! Findings as SARIF, for code scanning of GitHub and others.
//!
//! In: the located findings of each sheet. Out: one log after [SARIF
//! 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), with what [GitHub asks
//! for](https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning)
//! beyond it. The names of fields stand in `shape`.

mod shape;

use std::io::{self, Write};

use super::Located;
use super::fingerprint::fingerprints;
use super::paths::uri;
use super::stream::{Elements, json};
use super::visible::visible;
use super::wording::sentence;
use crate::diagnostic::{Language, Rule};
use crate::rules;
use crate::source::Source;
use shape::{
    Artifact, Configuration, Descriptor, Driver, Fingerprints, Invocation, Location, Message, Notification, Physical,
    Properties, Region, SarifResult, Tool, Uri,
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What stands around the results. Our columns count characters; the standard has no default for it, and GitHub takes
/// UTF-16 code units if nothing is said. The identifier tells these results from those of other tools on one commit; it
/// ends with `/` because there is no number of a run.
const RUN: &str = "\"columnKind\":\"unicodeCodePoints\",\"automationDetails\":{\"id\":\"plan-eval/\"},\"results\":[";

/// A tag of every rule, by which a service can list them together.
const TAG: &str = "evaluation-sheet";

/// A log on its way. The results are written as they come; what comes behind them is kept, and is small.
#[derive(Debug)]
pub(super) struct Log {
    rules: Vec<&'static Rule>,
    results: Elements,
    artifacts: Vec<Artifact>,
    failures: Vec<Notification>,
}

impl Log {
    pub(super) fn new() -> Self {
        Self { rules: rules::all(), results: Elements::default(), artifacts: Vec::new(), failures: Vec::new() }
    }

    /// Opens the log: what the tool is, and every rule that it has.
    pub(super) fn begin<W: Write>(&self, out: &mut W, language: Language) -> io::Result<()> {
        write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":")?;
        let driver = Driver {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            information_uri: env!("CARGO_PKG_REPOSITORY"),
            language: language.tag(),
            rules: self.rules.iter().map(|rule| descriptor(rule, language)).collect(),
        };
        json(out, &Tool { driver })?;
        write!(out, ",{RUN}")
    }

    /// Adds the findings of a sheet.
    pub(super) fn sheet<W: Write>(
        &mut self,
        out: &mut W,
        source: &Source<'_>,
        found: &[Located<'_>],
        language: Language,
    ) -> io::Result<()> {
        let uri = uri(source.name());
        for (located, fingerprint) in found.iter().zip(fingerprints(source, found)) {
            let rule = located.diagnostic.rule.name;
            let result = SarifResult {
                rule_id: rule,
                rule_index: self.rules.iter().position(|known| known.name == rule),
                level: located.diagnostic.severity.name(),
                message: message(&sentence(located, language)),
                locations: [location(&uri, Some(region(located)))],
                partial_fingerprints: Fingerprints { primary_location_line_hash: fingerprint },
            };
            self.results.push(out, &result)?;
        }
        self.artifacts.push(Artifact { location: Uri { uri }, encoding: source.encoding().name() });
        Ok(())
    }

    /// Keeps an input that could not be read for the end.
    pub(super) fn failure(&mut self, name: &str, said: &str) {
        self.failures.push(Notification {
            level: "error",
            message: message(&visible(said)),
            locations: [location(&uri(name), None)],
        });
    }

    /// Closes the log.
    pub(super) fn end<W: Write>(self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n],\"artifacts\":")?;
        json(out, &self.artifacts)?;
        out.write_all(b",\"invocations\":")?;
        let execution_successful = self.failures.is_empty();
        json(out, &[Invocation { execution_successful, tool_execution_notifications: self.failures }])?;
        out.write_all(b"}]}\n")
    }
}

fn descriptor(rule: &Rule, language: Language) -> Descriptor {
    let principle = rule.principle.map(|principle| format!("{TAG}/{}", principle.number()));
    Descriptor {
        id: rule.name,
        short_description: message(rule.summary.get(language)),
        full_description: message(rule.reports.get(language)),
        help: message(&help(rule, language)),
        default_configuration: Configuration { level: rule.severity.name() },
        properties: Properties { tags: [TAG.to_owned()].into_iter().chain(principle).collect() },
    }
}

/// A text in which nothing is a link: `[text](place)` would be one, and a sheet may hold it.
fn message(text: &str) -> Message {
    Message { text: text.replace("](", "］(") }
}

/// Why a rule matters, what raises it, and what to do about it.
fn help(rule: &Rule, language: Language) -> String {
    let (matters, remedy) = (rule.matters.get(language), rule.remedy.get(language));
    format!("{matters}\n\n{}\n\n{remedy}", rule.example.trim_end())
}

fn location(uri: &str, region: Option<Region>) -> Location {
    Location { physical_location: Physical { artifact_location: Uri { uri: uri.to_owned() }, region } }
}

/// The end is the character behind the last one, here as there.
fn region(located: &Located<'_>) -> Region {
    let Located { start, end, .. } = located;
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::tests::{CLEAN, HOSTILE, Input, ORDINARY, UNREADABLE, read_back, written};
    use crate::diagnostic::Language;
    use crate::rules;
    use serde_json::{Value, json};

    /// A log without its rules, and the rules.
    fn log(language: Language, inputs: &[Input]) -> (Value, Vec<Value>) {
        let mut log = read_back(&written(Format::Sarif, language, inputs));
        let rules = log["runs"][0]["tool"]["driver"]["rules"].take();
        (log, rules.as_array().expect("rules are a list").clone())
    }

    fn index(rule: &str) -> Option<usize> {
        rules::all().iter().position(|known| known.name == rule)
    }

    /// What stands around the results of every log.
    fn around(language: &str, results: &Value, artifacts: &Value, invocation: &Value) -> Value {
        let driver =
            json!({ "name": "plan-eval", "version": env!("CARGO_PKG_VERSION"), "language": language, "rules": null });
        json!({
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": driver },
                "columnKind": "unicodeCodePoints",
                "automationDetails": { "id": "plan-eval/" },
                "results": results,
                "artifacts": artifacts,
                "invocations": [invocation],
            }],
        })
    }

    #[test]
    fn each_finding_is_a_result() {
        let uri = "%E5%B9%B4%E5%BA%A6%207/%E8%8A%B1%E7%80%AC%E5%B8%82.tsv";
        let at = |line, from, to| {
            let region = json!({ "startLine": line, "startColumn": from, "endLine": line, "endColumn": to });
            json!([{ "physicalLocation": { "artifactLocation": { "uri": uri }, "region": region } }])
        };
        let results = json!([
            {
                "ruleId": "unknown-rating", "ruleIndex": index("unknown-rating"), "level": "error",
                "message": { "text": "`Ｆ` is not on the scale (row 2, column `評価`); write one of A, B" },
                "locations": at(2, 4, 5),
                "partialFingerprints": { "primaryLocationLineHash": "2fe5f0a31ff3dbe516dd46322f897f34" },
            },
            {
                "ruleId": "several-ratings", "ruleIndex": index("several-ratings"), "level": "warning",
                "message": { "text": "two codes (row 2, column `担当課`); choose one" },
                "locations": at(2, 6, 9),
                "partialFingerprints": { "primaryLocationLineHash": "3e7875247c1bae3648a3a4569e802601" },
            },
            {
                "ruleId": "joined-row", "ruleIndex": index("joined-row"), "level": "note",
                "message": { "text": "read as the rest of the row above (row 3)" },
                "locations": at(3, 1, 5),
                "partialFingerprints": { "primaryLocationLineHash": "0248d58b8e70763a21196ef633f0efba" },
            },
        ]);
        let artifacts = json!([
            { "location": { "uri": uri }, "encoding": "Shift_JIS" },
            { "location": { "uri": "b.tsv" }, "encoding": "Shift_JIS" },
        ]);
        let invocation = json!({ "executionSuccessful": true, "toolExecutionNotifications": [] });
        let expected = around("en", &results, &artifacts, &invocation);
        assert_eq!(log(Language::English, &[ORDINARY, CLEAN]).0, expected);
    }

    #[test]
    fn hostile_text_is_shown_and_the_path_is_percent_encoded() {
        let uri = "%250A%3A%3Aerror%3A%3Ax%2Cy%3Az.tsv";
        let region = json!({ "startLine": 1, "startColumn": 1, "endLine": 2, "endColumn": 28 });
        let results = json!([{
            "ruleId": "unknown-rating", "ruleIndex": index("unknown-rating"), "level": "error",
            "message": {
                "text": "\"::error::␊##［error]&<]]>␛[2J\u{fffd}\u{fffd}␌␀\u{fffd}%0A\"（1行目「::x::␛]]>」）。\
                         ␊::error::\u{fffd}[x］(y)",
            },
            "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri }, "region": region } }],
            "partialFingerprints": { "primaryLocationLineHash": "f628b0dda06bfb30f391e287745a0373" },
        }]);
        let artifacts = json!([{ "location": { "uri": uri }, "encoding": "Shift_JIS" }]);
        let notification = json!({
            "level": "error",
            "message": { "text": "Excelの␛ブックです" },
            "locations": [{ "physicalLocation": { "artifactLocation": { "uri": "c%20%E8%A1%A8.xlsx" } } }],
        });
        let invocation = json!({ "executionSuccessful": false, "toolExecutionNotifications": [notification] });
        let expected = around("ja", &results, &artifacts, &invocation);
        assert_eq!(log(Language::Japanese, &[HOSTILE, UNREADABLE]).0, expected);
    }

    #[test]
    fn every_rule_is_described_in_the_language_of_the_run() {
        let (_, described) = log(Language::English, &[]);
        let ids: Vec<&str> = described.iter().filter_map(|rule| rule["id"].as_str()).collect();
        assert_eq!(ids, rules::all().iter().map(|rule| rule.name).collect::<Vec<_>>());
        let (_, described) = log(Language::Japanese, &[]);
        let joined_row = &described[index("joined-row").expect("it is a rule")];
        let expected = json!({
            "id": "joined-row",
            "shortDescription": { "text": "前の行の続きとして読んだ行がある" },
            "fullDescription": { "text": "ページの境やセル内の改行で切れ、前の行の続きとして読んだ行。" },
            "help": {
                "text": "一つの取組が二つの記録に分かれるのを防ぐ。\n\n\
                         学校の給食\t地元の米と野菜を使い、月に一度は\tA\t給食課\n\t郷土の料理を出します。\n\n\
                         直さなくてもよい。出力でセルを分けなければ出なくなる。",
            },
            "defaultConfiguration": { "level": "note" },
            "properties": { "tags": ["evaluation-sheet", "evaluation-sheet/1-5"] },
        });
        assert_eq!(*joined_row, expected);
    }

    #[test]
    fn no_text_of_a_rule_is_longer_than_github_takes() {
        for rule in rules::all() {
            for text in [&rule.summary, &rule.reports] {
                let longest = text.ja.chars().count().max(text.en.chars().count());
                assert!(longest <= 1024, "`{}` has a text of {longest} characters", rule.name);
            }
        }
    }
}
