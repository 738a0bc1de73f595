//! Rows of cells lose nothing: they follow one another without a gap, and each cell is where it says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plan_eval::diagnostic::Findings;
use plan_eval::interpret::Options;
use plan_eval::read::decode;

fuzz_target!(|bytes: &[u8]| {
    let mut found = Findings::default();
    let Ok(source) = decode::source("fuzz", bytes, None, &mut found) else { return };
    let rows = plan_eval::lexed(&source, &Options::default(), &mut found);
    let mut end = 0;
    for row in &rows.rows {
        let between = source.text().get(end..row.span.start()).expect("rows follow one another");
        assert!(matches!(between, "" | "\n" | "\r" | "\r\n"), "{between:?} is in no row");
        end = row.span.end();
        for cell in rows.of(row) {
            assert!(source.text().get(cell.span.range()).is_some(), "a cell stands outside of the text");
        }
    }
    let rest = &source.text()[end..];
    assert!(matches!(rest, "" | "\n" | "\r" | "\r\n"), "{rest:?} is in no row");
});
