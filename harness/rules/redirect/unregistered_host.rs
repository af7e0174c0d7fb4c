//! `redirect/unregistered-host`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/unregistered-host",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "A redirect URI on a host that has nothing to do with the client is refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["ctl-unrelated", "lb-for-nonloopback"], judge: super::judge::refused },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["http://localhost:1/"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
