//! `redirect/host-subdomain`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/host-subdomain",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9700), "4.1.1"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "A subdomain, a parent or a sibling of the registered host is refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["host-subdomain", "host-parent", "host-sibling-sub"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://x.app.example/callback"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
