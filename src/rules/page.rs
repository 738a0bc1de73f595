//! What a rule says of itself: one page for `explain`, and all pages as one document.
//!
//! In: a rule and a language. Out: Markdown, which reads well in a terminal too.

use std::fmt::Write as _;

use crate::diagnostic::{Language, Rule, Severity, Text};
use crate::rules;

/// The words around the texts of a rule.
struct Words {
    reports: &'static str,
    matters: &'static str,
    example: &'static str,
    remedy: &'static str,
    serves: &'static str,
}

const ENGLISH: Words = Words {
    reports: "What it reports",
    matters: "Why it matters",
    example: "Example",
    remedy: "What to do",
    serves: "Serves the uniform rules for machine-readable tables of 総務省, item",
};

const JAPANESE: Words = Words {
    reports: "報告するもの",
    matters: "なぜ大切か",
    example: "例",
    remedy: "どうすればよいか",
    serves: "総務省「統計表における機械判読可能なデータの表記方法の統一ルール」の項目",
};

/// The page of one rule.
pub fn page(rule: &Rule, language: Language) -> String {
    let words = match language {
        Language::Japanese => JAPANESE,
        Language::English => ENGLISH,
    };
    let (summary, severity, since) = (rule.summary.get(language), severity(rule.severity, language), rule.since);
    let line = match language {
        Language::Japanese => format!("{summary}（{severity}、{since} から）"),
        Language::English => format!("{summary} ({severity}, since {since})"),
    };
    let mut page = format!("## {}\n\n{line}\n", rule.name);
    let mut part = |title: &str, text: &str| {
        let _ = write!(page, "\n### {title}\n\n{text}\n");
    };
    part(words.reports, rule.reports.get(language));
    part(words.matters, rule.matters.get(language));
    part(words.example, &format!("```text\n{}```", rule.example));
    part(words.remedy, rule.remedy.get(language));
    if let Some(principle) = rule.principle {
        let _ = write!(page, "\n{} {}: {}\n", words.serves, principle.number(), principle.title().get(language));
    }
    page
}

/// The pages of all rules, behind a table of them.
pub fn document(language: Language) -> String {
    let head = Text {
        ja: "# 規則\n\n\
             この文書は `BLESS=1 cargo test --test rules` が規則から作ります。\n\
             `plan-eval explain 規則の名前 --lang ja` が同じ文を示します。\n\n| 規則 | 重大度 | 内容 |\n|---|---|---|\n",
        en: "# Rules\n\n\
             Made from the rules in the code by `BLESS=1 cargo test --test rules`; `plan-eval explain RULE` prints the \
             same texts.\n\n| rule | severity | what it says |\n|---|---|---|\n",
    };
    let mut document = head.get(language).to_owned();
    for rule in rules::all() {
        let (name, summary) = (rule.name, rule.summary.get(language));
        let _ = writeln!(document, "| [{name}](#{name}) | {} | {summary} |", severity(rule.severity, language));
    }
    for rule in rules::all() {
        document.push('\n');
        document.push_str(&page(rule, language));
    }
    document
}

fn severity(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::Japanese) => "エラー",
        (Severity::Warning, Language::Japanese) => "警告",
        (Severity::Note, Language::Japanese) => "注記",
        (Severity::Error | Severity::Warning | Severity::Note, Language::English) => severity.name(),
    }
}
