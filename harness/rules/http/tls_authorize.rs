//! `http/tls-authorize`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/tls-authorize",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "1.5")],
    demands: "The authorization endpoint is at an https address, unless it is on this very machine.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow {
        plan: crate::rules::places::of_authorization,
        judge: crate::rules::places::authorization_secure,
    },
    flaw: r#"[metadata.members]
authorization_endpoint = "http://auth.example/authorize""#,
    umbrellas: &[],
};
