//! `redirect/wildcard-literal`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/wildcard-literal",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "An asterisk in the request is text and never a pattern.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["host-wildcard-literal"], judge: super::judge::refused },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://*.example/callback"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
