//! `redirect/cross-client`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/cross-client",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::Rfc(6819), "5.2.3.5"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "A redirect URI that only another client registered is refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["ctl-other-client"], judge: super::judge::refused },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://another.example/callback"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
