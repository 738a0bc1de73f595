//! Nothing breaks it, nothing is lost: clean sheets are damaged, one way at a time and two at once.
//!
//! The law: the records are the same, or differ only at the damaged cell or row with an error or a warning there. What
//! holds it in every sheet is asserted; what does not yet stands in `damage/floors.rs` with how often it does.
//! `cargo test --test damage -- --nocapture` prints the table. A longer run by hand, with the sheets that break:
//! `DAMAGED_SHEETS=500 cargo test --release --test damage -- --nocapture`, and `DAMAGE=noise-cells` for one damage only.

#![allow(clippy::print_stdout, reason = "rates are printed for those who ask with --nocapture")]

#[path = "damage/cells.rs"]
mod cells;
#[path = "damage/codes.rs"]
mod codes;
mod common;
#[path = "damage/floors.rs"]
mod floors;
#[path = "damage/kinds.rs"]
mod kinds;
#[path = "damage/lines.rs"]
mod lines;
mod made;
#[path = "damage/pages.rs"]
mod pages;

use std::env;

use floors::FLOORS;
use kinds::{DAMAGES, Damage, damaged};
use made::compare::breaches;
use made::{Chance, Made};

/// Sheets per damage, and per pair of damages.
const SHEETS: usize = 40;
const SHEETS_PER_PAIR: usize = 4;

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

    /// Whole percents, rounded down, so that 100 means every one.
    fn percent(self) -> usize {
        (self.held * 100).checked_div(self.of).unwrap_or(100)
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

/// Prints a rate for each damage, and returns those that are below what is promised.
fn table(title: &str, damages: &[&Damage], rates: &[Rate], promised: impl Fn(&str) -> usize) -> Vec<String> {
    println!("{title:<28} held   of  percent  promised");
    let mut fallen = Vec::new();
    for (damage, rate) in damages.iter().zip(rates) {
        let (percent, promised) = (rate.percent(), promised(damage.name));
        println!("{:<28} {:>4} {:>4}  {percent:>7}  {promised:>8}", damage.name, rate.held, rate.of);
        if percent < promised {
            fallen.push(format!("{title}: {} at {percent} instead of {promised} percent", damage.name));
        }
    }
    fallen
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
    let fallen = table("one damage", &damages, &rates, |name| floors::of(name).map_or(100, |floor| floor.alone));
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

#[test]
fn two_damages_change_nothing_else() {
    let damages: Vec<&Damage> = chosen().into_iter().filter(|damage| damage.weight == 1).collect();
    // What fails alone says nothing about the other one.
    let holds_alone = |damage: &&Damage| floors::of(damage.name).is_none_or(|floor| floor.alone == 100);
    let others: Vec<&Damage> = DAMAGES.iter().filter(|damage| damage.weight == 1).filter(holds_alone).collect();
    let mut rates = vec![Rate::default(); damages.len()];
    for (at, damage) in damages.iter().enumerate() {
        for (place, other) in others.iter().enumerate().filter(|(_, other)| other.name != damage.name) {
            let first = (at * 31 + place) * SHEETS_PER_PAIR;
            let sheets = asked().map_or(SHEETS_PER_PAIR, |sheets| sheets / others.len() + 1);
            (first..first + sheets)
                .for_each(|seed| holds(seed, &[damage, other], std::slice::from_mut(&mut rates[at])));
        }
    }
    let fallen =
        table("with each one that holds", &damages, &rates, |name| floors::of(name).map_or(100, |of| of.paired));
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

#[test]
fn floors_name_damages() {
    for floor in FLOORS {
        let is_known = DAMAGES.iter().any(|damage| damage.name == floor.damage);
        assert!(is_known && floor.alone.min(floor.paired) < 100, "{} needs no floor", floor.damage);
    }
}
