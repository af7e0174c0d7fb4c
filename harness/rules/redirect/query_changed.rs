//! `redirect/query-changed`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/query-changed",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "A registered query has to come back as it is: nothing changed, removed or repeated.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &[
            "query-removed",
            "query-value-changed",
            "query-duplicate-same",
            "query-duplicate-conflicting",
            "query-array",
            "query-semicolon-sep",
        ],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://app.example/callback?a=x&c=d"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
