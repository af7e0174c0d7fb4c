//! `code/failed-attempt-policy`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/failed-attempt-policy",
    level: Level::Report,
    cites: &[Cite(Document::OAuth21, "7.5.3")],
    demands: "An attempt that fails leaves the code to its client: the next one, in order, succeeds.",
    about: &["code.burnt_by_failure"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::after_failure, judge: super::judge::survives_failure },
    flaw: r"[code]
burnt_by_failure = true",
    umbrellas: &[],
};
