//! `code/bound-to-client`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/bound-to-client",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(6749), "4.1.3"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "A code is refused for every client but the one it was issued to.",
    about: &["code.bound_to_client"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::by_another, judge: super::judge::bound },
    flaw: r"[code]
bound_to_client = false",
    umbrellas: &["code/bound-to-public-client-id"],
};
