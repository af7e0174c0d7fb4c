//! A matrix cell in few characters, the same ones in every report.

use crate::profile::{Cell, Standing};

pub(super) const LEGEND: [&str; 2] = [
    "Stated: [d] documented, [o] observed by others, [i] inferred, [m] measured, [-] no claim behind it; ! sources disagree; ? nobody knows.",
    "Rules: yes upheld, NO violated with its severity, no* a stated deviation, ?! inconclusive, +- unstable, . not asked, n/a not applicable.",
];

/// The text of a cell.
pub(super) fn text(cell: &Cell) -> String {
    let value = cell.text.as_deref().unwrap_or_default();
    match cell.standing {
        Standing::Inferred => stated(cell, value, 'i'),
        Standing::Observed => stated(cell, value, 'o'),
        Standing::Documented => stated(cell, value, 'd'),
        Standing::Stated => stated(cell, value, '-'),
        Standing::Measured if cell.because.is_some() => stated(cell, value, 'm'),
        Standing::Measured => value.to_owned(),
        Standing::Unknown => "?".to_owned(),
        Standing::Upheld => "yes".to_owned(),
        Standing::Violated => format!("NO {value}").trim_end().to_owned(),
        Standing::Deviation => format!("no* {value}").trim_end().to_owned(),
        Standing::Inconclusive => "?!".to_owned(),
        Standing::NotApplicable => "n/a".to_owned(),
        Standing::NotAsked => ".".to_owned(),
        Standing::Unstable => "+-".to_owned(),
    }
}

fn stated(cell: &Cell, value: &str, mark: char) -> String {
    let because = cell.because.as_deref().unwrap_or_default();
    let disputed = if because.contains("elsewhere") { "!" } else { "" };
    if because.contains("documented only") {
        format!("({value}) [{mark}]{disputed}")
    } else {
        format!("{value} [{mark}]{disputed}")
    }
}
