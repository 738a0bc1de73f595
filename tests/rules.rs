//! Every rule has a sheet that raises it and a near one that does not.
//!
//! `fixtures/rules/RULE/sheet.*` raises the rule that the folder is named after; `near.*` in the same folder looks much
//! like it and is right. What the report says is reviewed in `findings.txt` beside them.

mod common;

use std::collections::BTreeSet;
use std::env;
use std::fs;

use common::{checked, fixtures, folders, json, name_of, raised, root};
use plan_eval::diagnostic::Language;
use plan_eval::rules;

#[test]
fn every_rule_has_a_folder_and_every_folder_is_a_rule() {
    let rules: BTreeSet<String> = rules::all().iter().map(|rule| rule.name.to_owned()).collect();
    let folders: BTreeSet<String> = folders("rules").iter().map(|folder| name_of(folder)).collect();
    let without: Vec<&String> = rules.difference(&folders).collect();
    assert!(without.is_empty(), "these rules need a folder under fixtures/rules: {without:?}");
    let unknown: Vec<&String> = folders.difference(&rules).collect();
    assert!(unknown.is_empty(), "these folders under fixtures/rules name no rule: {unknown:?}");
}

#[test]
fn each_sheet_raises_its_rule_with_its_severity() {
    for fixture in fixtures("rules", "sheet") {
        let sheet = checked(&fixture, json);
        let rule = rules::all().into_iter().find(|rule| rule.name == fixture.name);
        let severity = rule.map(|rule| rule.severity.to_string());
        let findings = sheet["findings"].as_array().expect("findings are a list");
        let own: Vec<_> = findings.iter().filter(|finding| finding["rule"] == *fixture.name).collect();
        assert!(!own.is_empty(), "{} raises {:?} instead of its rule", fixture.file, raised(&sheet));
        for finding in own {
            assert_eq!(finding["severity"].as_str(), severity.as_deref(), "{}", fixture.file);
        }
    }
}

#[test]
fn each_near_sheet_is_read_without_its_rule() {
    for fixture in fixtures("rules", "near") {
        let sheet = checked(&fixture, json);
        assert!(!raised(&sheet).contains(&*fixture.name), "{} raises `{}`", fixture.file, fixture.name);
        let records = sheet["records"].as_array().expect("records are a list");
        assert!(!records.is_empty(), "{} holds no records, so that it is not near", fixture.file);
    }
}

#[test]
fn the_documents_are_those_of_the_rules() {
    for (file, language) in [("RULES.md", Language::English), ("RULES.ja.md", Language::Japanese)] {
        let expected = rules::document(language);
        let path = root().join(file);
        if env::var_os("BLESS").is_some() {
            fs::write(&path, &expected).expect("the document can be written");
        }
        let text = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(text, expected, "`BLESS=1 cargo test --test rules` writes {file} again");
    }
}
