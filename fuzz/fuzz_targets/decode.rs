//! Bytes become text or a reason why not; what was found stands within the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plan_eval::diagnostic::Findings;
use plan_eval::read::decode;

fuzz_target!(|bytes: &[u8]| {
    let mut found = Findings::default();
    let Ok(source) = decode::source("fuzz", bytes, None, &mut found) else { return };
    for finding in found.in_sheet_order() {
        assert!(source.text().get(finding.span.range()).is_some(), "a finding stands outside of the text");
    }
});
