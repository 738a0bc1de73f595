//! Nothing breaks it, nothing is lost: clean sheets are damaged, one way at a time and two at once.
//!
//! The law: the records are the same, or differ only at the damaged cell or row with an error or a warning there.
//! `cargo test --test damage -- --nocapture` prints the table. A longer run by hand, with the sheets that break:
//! `DAMAGED_SHEETS=500 cargo test --release --test damage -- --nocapture`, and `DAMAGE=noise-cells` for one damage
//! only.
//!
//! A sheet whose clean reading is right can be damaged as well; without one the fixtures are:
//! `DAMAGED_SHEETS=100 DAMAGED_FILE=sheet.tsv cargo test --release --test damage -- --nocapture given`. Copies that
//! break the law are kept in the folder that `DAMAGED_TO` names.

#![allow(clippy::print_stdout, reason = "rates are printed for those who ask with --nocapture")]

#[path = "damage/broken.rs"]
mod broken;
#[path = "damage/cells.rs"]
mod cells;
#[path = "damage/codes.rs"]
mod codes;
mod common;
#[path = "damage/given.rs"]
mod given;
#[path = "damage/headers.rs"]
mod headers;
#[path = "damage/kinds.rs"]
mod kinds;
#[path = "damage/lines.rs"]
mod lines;
mod made;
#[path = "damage/pages.rs"]
mod pages;

use std::path::Path;
use std::{env, fs};

use given::Given;
use kinds::{DAMAGES, Damage, damaged};
use made::compare::{against, breaches};
use made::{Chance, Made};

/// Sheets per damage, and per pair of damages.
const SHEETS: usize = 40;
const SHEETS_PER_PAIR: usize = 4;

/// Of the damaged fixtures, so many percent hold the law. Most have three rows, where one damage is a third of what is
/// known. It may only rise.
const HELD_ON_FIXTURES: usize = 91;

/// How many sheets held the law, of how many.
#[derive(Clone, Copy, Default)]
struct Rate {
    held: usize,
    of: usize,
}

impl Rate {
    fn count(&mut self, is_held: bool) {
        self.of += 1;
        self.held += usize::from(is_held);
    }
}

/// The number of sheets that somebody asks for.
fn asked() -> Option<usize> {
    env::var("DAMAGED_SHEETS").ok().map(|count| count.parse().expect("DAMAGED_SHEETS is a number"))
}

/// The damages that are looked at.
fn chosen() -> Vec<&'static Damage> {
    let one = env::var("DAMAGE").ok();
    DAMAGES.iter().filter(|damage| one.as_deref().is_none_or(|name| name == damage.name)).collect()
}

/// Damages a sheet, and says whether the law held. A sheet that a damage does not fit counts as none.
fn holds(seed: usize, damages: &[&Damage], rates: &mut [Rate]) {
    let Some(made) = damaged(seed, damages) else { return };
    let breaches = breaches(&made);
    rates.iter_mut().for_each(|rate| rate.count(breaches.is_empty()));
    if !breaches.is_empty() && asked().is_some() {
        println!("== {}\n{}\n{}", made.name, breaches.join("\n"), made.text());
    }
}

#[test]
fn a_clean_sheet_says_what_it_says_and_raises_nothing() {
    for seed in 0..asked().unwrap_or(SHEETS) {
        let mut made = Made::of(seed, &mut Chance::new(seed as u64));
        assert_eq!(breaches(&made), Vec::<String>::new(), "{}\n{}", made.name, made.text());
        made.name = "clean.tsv".to_owned();
        let told = common::json_of(&made.name, &made.bytes())["findings"].clone();
        let told: Vec<_> = told.as_array().expect("a list").iter().filter(|of| of["severity"] != "note").collect();
        assert!(told.is_empty(), "{told:?}\n{}", made.text());
    }
}

/// Prints a rate for each damage.
fn print(title: &str, damages: &[&Damage], rates: &[Rate]) {
    println!("{title:<28} held   of");
    for (damage, rate) in damages.iter().zip(rates) {
        println!("{:<28} {:>4} {:>4}", damage.name, rate.held, rate.of);
    }
}

/// Prints the rates, and asserts that the law held on every sheet.
fn all_held(title: &str, damages: &[&Damage], rates: &[Rate]) {
    print(title, damages, rates);
    let mut fallen = Vec::new();
    for (damage, rate) in damages.iter().zip(rates).filter(|(_, rate)| rate.held < rate.of) {
        fallen.push(format!("{title}: {} held on {} of {} sheets", damage.name, rate.held, rate.of));
    }
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

#[test]
fn one_damage_changes_nothing_else() {
    let damages = chosen();
    let mut rates = vec![Rate::default(); damages.len()];
    for (damage, rate) in damages.iter().zip(&mut rates) {
        let sheets = asked().unwrap_or(SHEETS) / damage.weight;
        (0..sheets).for_each(|seed| holds(seed, &[damage], std::slice::from_mut(rate)));
        assert!(rate.of > 0, "{} fits no sheet", damage.name);
    }
    all_held("one damage", &damages, &rates);
}

#[test]
fn two_damages_change_nothing_else() {
    let damages: Vec<&Damage> = chosen().into_iter().filter(|damage| damage.weight == 1).collect();
    let others: Vec<&Damage> = DAMAGES.iter().filter(|damage| damage.weight == 1).collect();
    let mut rates = vec![Rate::default(); damages.len()];
    for (at, damage) in damages.iter().enumerate() {
        for (place, other) in others.iter().enumerate().filter(|(_, other)| other.name != damage.name) {
            let first = (at * 31 + place) * SHEETS_PER_PAIR;
            let sheets = asked().map_or(SHEETS_PER_PAIR, |sheets| sheets / others.len() + 1);
            (first..first + sheets)
                .for_each(|seed| holds(seed, &[damage, other], std::slice::from_mut(&mut rates[at])));
        }
    }
    all_held("with each other one", &damages, &rates);
}

/// The sheets whose clean reading is the truth: the one that somebody gives, else fixtures.
fn given() -> Vec<Given> {
    let read = |name: &str, bytes: &[u8]| Given::read(name, bytes);
    if let Ok(file) = env::var("DAMAGED_FILE") {
        let bytes = fs::read(&file).expect("DAMAGED_FILE is a file");
        return vec![read(&file, &bytes).expect("DAMAGED_FILE holds records in rows")];
    }
    common::fixtures("sheets", "sheet").iter().filter_map(|fixture| read(&fixture.file, &fixture.bytes)).collect()
}

/// The damages that a given sheet can take: what stands on the made sheets that `several-tables` puts behind it, nobody
/// told in full. The heavy ones say of a fixture what they say of a made sheet, and wait until they are asked for.
fn chosen_for_given() -> Vec<&'static Damage> {
    let heaviest = if asked().is_some() { usize::MAX } else { 1 };
    let fits = |damage: &&Damage| damage.name != "several-tables" && damage.weight <= heaviest;
    chosen().into_iter().filter(fits).collect()
}

/// Damages a given sheet with as many seeds as are asked for, and counts how often the law held.
fn hold_given(given: &Given, damages: &[&Damage], (sheets, rate): (usize, &mut Rate)) {
    let wanted = rate.of + sheets;
    // A damage that hits what a sheet leaves open looks for another place.
    for seed in 0..sheets * 4 {
        if rate.of == wanted {
            break;
        }
        let mut chance = Chance::new(seed as u64);
        let Some(made) = kinds::with(given.clean.clone(), damages, &mut chance) else { continue };
        let Some(records) = given.wanted(&made) else { continue };
        let breaches = against(&made, records, &|at, record| given.told(at, record));
        rate.count(breaches.is_empty());
        if !breaches.is_empty() && asked().is_some() {
            println!("== {} (seed {seed})\n{}", made.name, breaches.join("\n"));
            if let Ok(folder) = env::var("DAMAGED_TO") {
                let names: Vec<&str> = damages.iter().map(|damage| damage.name).collect();
                let copy = Path::new(&folder).join(format!("{}-{seed}.tsv", names.join("-")));
                fs::write(copy, made.bytes()).expect("DAMAGED_TO is a folder");
            }
        }
    }
}

#[test]
fn given_sheets_keep_their_records() {
    let (given, damages) = (given(), chosen_for_given());
    assert!(!given.is_empty(), "no sheet has records in rows");
    let sheets = asked().unwrap_or(1);
    let mut rates = vec![Rate::default(); damages.len()];
    for (damage, rate) in damages.iter().zip(&mut rates) {
        let sheets = sheets.div_ceil(damage.weight);
        given.iter().for_each(|given| hold_given(given, &[damage], (sheets, rate)));
    }
    print("given sheets, one damage", &damages, &rates);
    if let Some(sheets) = asked() {
        print_given_under_two_damages(&given, &damages, sheets.div_ceil(20));
    }
    let held: usize = rates.iter().map(|rate| rate.held).sum();
    let of: usize = rates.iter().map(|rate| rate.of).sum();
    let is_asked = asked().is_some() || env::var("DAMAGE").is_ok();
    assert!(is_asked || held * 100 >= of * HELD_ON_FIXTURES, "{held} of {of} damaged fixtures hold the law");
}

fn print_given_under_two_damages(given: &[Given], damages: &[&Damage], sheets: usize) {
    let damages: Vec<&Damage> = damages.iter().copied().filter(|damage| damage.weight == 1).collect();
    let mut rates = vec![Rate::default(); damages.len()];
    for (damage, rate) in damages.iter().zip(&mut rates) {
        for other in DAMAGES.iter().filter(|other| other.weight == 1 && other.name != damage.name) {
            given.iter().for_each(|given| hold_given(given, &[damage, other], (sheets, rate)));
        }
    }
    print("given sheets, two damages", &damages, &rates);
}
