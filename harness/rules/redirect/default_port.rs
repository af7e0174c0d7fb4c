//! `redirect/default-port`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/default-port",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "A port that is the scheme's default, or empty, is refused where none is registered.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["port-default-explicit", "port-empty", "port-leading-zero"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { port = "default-aware" }]"#,
    umbrellas: &["redirect/exact-match"],
};
