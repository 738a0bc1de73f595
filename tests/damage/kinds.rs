//! Every damage, by name.
//!
//! In: nothing. Out: what changes a made sheet; `None` where the sheet has nothing to damage so.

use crate::made::{Chance, Made};
use crate::{cells, codes, lines, pages};

/// A way to damage a sheet.
#[derive(Debug)]
pub(crate) struct Damage {
    pub(crate) name: &'static str,
    pub(crate) apply: fn(&mut Made, &mut Chance) -> Option<()>,
    /// How many times as much work a sheet is; heavy ones come alone and on fewer sheets.
    pub(crate) weight: usize,
    /// Whether it must be done after all others.
    pub(crate) comes_last: bool,
}

/// The sheet of a seed, damaged; none where a damage does not fit it.
pub(crate) fn damaged(seed: usize, damages: &[&Damage]) -> Option<Made> {
    let mut chance = Chance::new(seed as u64);
    let made = Made::of(seed, &mut chance);
    with(made, damages, &mut chance)
}

/// A sheet with damages; none where one does not fit it.
pub(crate) fn with(mut made: Made, damages: &[&Damage], chance: &mut Chance) -> Option<Made> {
    let (late, early): (Vec<&Damage>, Vec<&Damage>) = damages.iter().partition(|damage| damage.comes_last);
    for damage in early.into_iter().chain(late) {
        (damage.apply)(&mut made, chance)?;
        made.name.push_str(" + ");
        made.name.push_str(damage.name);
    }
    Some(made)
}

const fn damage(name: &'static str, apply: fn(&mut Made, &mut Chance) -> Option<()>) -> Damage {
    Damage { name, apply, weight: 1, comes_last: false }
}

const fn heavy(name: &'static str, apply: fn(&mut Made, &mut Chance) -> Option<()>) -> Damage {
    Damage { name, apply, weight: 20, comes_last: false }
}

pub(crate) const DAMAGES: &[Damage] = &[
    damage("broken-cell", cells::broken),
    damage("excel-quoting", cells::quoted),
    damage("stray-quote", cells::stray_quote),
    damage("soft-wraps", cells::wrapped),
    damage("half-width-kana", cells::half_width),
    damage("mojibake-cell", cells::mojibake),
    damage("control-characters", cells::control),
    damage("nul", cells::nul),
    heavy("cell-of-1-mb", cells::huge),
    damage("missing-code", codes::missing),
    damage("wrong-code", codes::wrong),
    damage("code-widths", codes::widths),
    damage("code-padding", codes::padded),
    damage("repeated-headers", pages::repeated_headers),
    damage("page-numbers", pages::numbers),
    damage("left-column-added", pages::left_added),
    damage("left-column-dropped", pages::left_dropped),
    damage("right-column-added", pages::right_added),
    damage("right-column-dropped", pages::right_dropped),
    damage("blank-column", pages::blank_column),
    damage("padded-rows", pages::padded),
    Damage { name: "trimmed-rows", apply: pages::trimmed, weight: 1, comes_last: true },
    damage("columns-reordered", pages::reordered),
    damage("header-synonyms", pages::synonyms),
    damage("several-tables", pages::several),
    damage("blank-lines", lines::blank),
    damage("noise-cells", lines::noise_cells),
    damage("noise-lines", lines::noise_lines),
    damage("footnotes", lines::footnotes),
    Damage { name: "cut-in-a-character", apply: lines::cut, weight: 1, comes_last: true },
    heavy("10000-columns", lines::columns),
    heavy("short-lines", lines::short),
];
