//! `redirect/loopback-exception-scope`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/loopback-exception-scope",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(8252), "7.3"),
        Cite(Document::Rfc(9700), "2.1"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "The port may vary on loopback for http only, and not for https.",
    about: &["redirect_uri.match", "redirect_uri.loopback_port"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["lb-scheme-https"], judge: super::judge::refused },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://127.0.0.1:1/callback"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
