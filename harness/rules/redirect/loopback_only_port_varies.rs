//! `redirect/loopback-only-port-varies`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/loopback-only-port-varies",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(8252), "7.3"),
        Cite(Document::Rfc(9700), "2.1"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "On loopback, path and query stay exact while the port varies.",
    about: &["redirect_uri.match", "redirect_uri.loopback_port"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["lb-path", "lb-query"], judge: super::judge::refused },
    flaw: r#"[redirect_uri]
match = ["exact", { loopback_only = true, port = "any", path = "any" }]"#,
    umbrellas: &["redirect/exact-match"],
};
