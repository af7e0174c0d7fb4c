//! `code/concurrent-single-use`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/concurrent-single-use",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(6749), "10.5"),
        Cite(Document::Rfc(9700), "4.2.4"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "Of several redemptions of a code that arrive together, one brings tokens.",
    about: &["code.uses", "code.race_window"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::at_once, judge: super::judge::once_at_once },
    flaw: r#"[code]
race_window = "50ms""#,
    umbrellas: &[],
};
