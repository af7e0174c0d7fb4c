//! `revoke/bound-to-client`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/bound-to-client",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.1")],
    demands: "A client cannot revoke the tokens of another.",
    about: &["revocation.bound_to_client"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::by_another, judge: super::judge::harmless },
    flaw: r"[revocation]
bound_to_client = false",
    umbrellas: &[],
};
