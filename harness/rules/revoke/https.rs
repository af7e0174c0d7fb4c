//! `revoke/https`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/https",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2")],
    demands: "The revocation endpoint is at an https address, unless it is on this very machine.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow {
        plan: crate::rules::places::of_revocation,
        judge: crate::rules::places::revocation_secure,
    },
    flaw: r#"[metadata.members]
revocation_endpoint = "http://auth.example/revoke""#,
    umbrellas: &[],
};
