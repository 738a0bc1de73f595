//! Laws that hold on any input whatever: fixtures, made sheets with damages, texts and bytes.
//!
//! `reading` is about characters, lines, rows and cells, `outputs` about what the written formats give back. Few cases
//! are tried each time; more of them by hand: `PROPTEST_CASES=5000 cargo test --release --test laws`.

#[path = "damage/cells.rs"]
mod cells;
#[path = "damage/codes.rs"]
mod codes;
mod common;
#[path = "laws/inputs.rs"]
mod inputs;
#[path = "damage/kinds.rs"]
mod kinds;
#[path = "damage/lines.rs"]
mod lines;
mod made;
#[path = "laws/outputs.rs"]
mod outputs;
#[path = "damage/pages.rs"]
mod pages;
#[path = "laws/reading.rs"]
mod reading;
#[path = "invariants/texts.rs"]
mod texts;

use std::env;
use std::fmt::Debug;

use common::forms::{FORMS, Quoting, encoded, kept, quoted, said};
use common::{differences, json, json_of, read};
use plan_eval::diagnostic::Findings;
use plan_eval::interpret::Options;
use plan_eval::read::{decode, lex};
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Cases of each law, unless somebody asks for more.
const CASES: u32 = 60;

/// Holds a law against made-up inputs, the same ones unless somebody asks for more. The least input that breaks it is
/// shown.
fn law<T: Debug>(inputs: impl Strategy<Value = T>, holds: impl Fn(T)) {
    let asked = env::var("PROPTEST_CASES").ok().map(|cases| cases.parse().expect("PROPTEST_CASES is a number"));
    let config = Config { cases: asked.unwrap_or(CASES), failure_persistence: None, ..Config::default() };
    let mut runner = match asked {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let outcome = runner.run(&inputs, |input| {
        holds(input);
        Ok(())
    });
    if let Err(broken) = outcome {
        panic!("{broken}");
    }
}

fn outputs_hold(name: &str, bytes: &[u8]) {
    // Bytes that are no text have no output.
    let _ = read(name, bytes, &Options::default(), |source, sheet| outputs::hold(name, source, sheet));
}

#[test]
fn fixtures_and_sources_are_read_without_loss() {
    let texts = texts::sheets().into_iter().chain(inputs::sources());
    let count = texts.filter(|input| reading::hold(&input.name, &input.bytes)).count();
    assert!(count >= 200, "only {count} inputs were text");
}

#[test]
fn outputs_of_fixtures_can_be_read_back() {
    let sheets = texts::sheets();
    sheets.iter().for_each(|input| outputs_hold(&input.name, &input.bytes));
}

#[test]
fn any_text_is_read_without_loss() {
    law(inputs::texts(), |text| assert!(reading::hold("text", text.as_bytes()), "a text is text"));
}

#[test]
fn any_bytes_are_refused_or_read_without_loss() {
    law(inputs::bytes(), |bytes| {
        let is_text = reading::hold("bytes", &bytes);
        assert!(is_text || std::str::from_utf8(&bytes).is_err() || bytes.contains(&0), "{bytes:?} is refused");
    });
}

#[test]
fn a_made_sheet_is_read_without_loss() {
    law(inputs::sheets(), |made| assert!(reading::hold(&made.name, &made.bytes()), "a made sheet is text"));
}

#[test]
fn what_is_written_of_a_made_sheet_or_a_text_can_be_read_back() {
    law(inputs::sheets(), |made| outputs_hold(&made.name, &made.bytes()));
    law(inputs::texts(), |text| outputs_hold("text", text.as_bytes()));
}

#[test]
fn every_encoding_gives_the_same_sheet() {
    law(inputs::sheets(), |made| {
        let (name, text) = (&made.name, made.text());
        let wanted = said(json_of(name, text.as_bytes()));
        for form in FORMS {
            let Some(bytes) = encoded(&text, form) else { continue };
            let differences = differences(&wanted, &said(json_of(name, &bytes)));
            assert!(differences.is_empty(), "{form:?}\n{}", differences.join("\n"));
        }
    });
}

#[test]
fn a_faithful_reading_of_the_rows_printed_again_is_the_same() {
    law(inputs::sheets(), |made| {
        let (name, text) = (&made.name, made.text());
        let faithful = Options { faithful: true, ..Options::default() };
        let again = |bytes: &[u8]| kept(read(name, bytes, &faithful, json).expect("a made sheet is text"));
        let source =
            decode::source(&**name, text.as_bytes(), None, &mut Findings::default()).expect("a made sheet is text");
        let rows = lex::rows(&source, b'\t', &mut Findings::default());
        let printed = quoted(&rows, b'\t', Quoting::AsExcel);
        let differences = differences(&again(text.as_bytes()), &again(printed.as_bytes()));
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    });
}
