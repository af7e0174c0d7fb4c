//! `redirect/host-suffix-append`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/host-suffix-append",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9700), "4.1.1"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "A host that merely begins or ends like the registered one is refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &[
            "host-suffix-noboundary",
            "host-prefix-extended",
            "host-tld-extended",
            "host-safari-chars",
            "host-null-byte",
        ],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://app.example.evil.example/callback"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
