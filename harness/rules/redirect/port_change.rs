//! `redirect/port-change`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/port-change",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9700), "2.1"),
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "Off loopback, another, an added or a missing port is refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["port-other", "port-removed", "port-wrong-default", "port-overflow", "port-wildcard-literal"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://app.example:8444/callback"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
