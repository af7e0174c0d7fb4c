//! `http/tls-token`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/tls-token",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.2"), Cite(Document::OAuth21, "1.5")],
    demands: "The token endpoint is at an https address, unless it is on this very machine.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: crate::rules::places::of_token, judge: crate::rules::places::token_secure },
    flaw: r#"[metadata.members]
token_endpoint = "http://auth.example/token""#,
    umbrellas: &[],
};
