//! Any bytes are read and checked without a panic, and every character and line is accounted for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plan_eval::config::Config;
use plan_eval::diagnostic::Findings;
use plan_eval::interpret::Options;
use plan_eval::read::decode;

fuzz_target!(|bytes: &[u8]| {
    let mut found = Findings::default();
    let Ok(source) = decode::source("fuzz", bytes, None, &mut found) else { return };
    let sheet = plan_eval::checked(&source, (&Options::default(), &Config::default()), true, found);
    let of = &sheet.account;
    let told = of.records + of.headings + of.headers + of.legends + of.titles + of.set_aside + of.syntax + of.dropped;
    assert_eq!(told, of.read, "characters are lost");
    let of = &sheet.lines;
    let told = of.records + of.headings + of.headers + of.legends + of.titles + of.set_aside + of.blank;
    assert_eq!(told, of.read, "lines are lost");
});
