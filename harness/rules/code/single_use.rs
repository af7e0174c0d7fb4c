//! `code/single-use`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/single-use",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(6749), "10.5"),
        Cite(Document::Rfc(9700), "4.2.4"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "A code is redeemed once; a second attempt is refused.",
    about: &["code.uses"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::twice, judge: super::judge::once },
    flaw: r"[code]
uses = 2",
    umbrellas: &["code/concurrent-single-use"],
};
