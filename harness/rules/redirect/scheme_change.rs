//! `redirect/scheme-change`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/scheme-change",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9700), "2.6"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "Another scheme is refused, above all http in place of https.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["scheme-downgrade", "scheme-upgrade", "scheme-custom-swap"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["http://app.example/callback"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
