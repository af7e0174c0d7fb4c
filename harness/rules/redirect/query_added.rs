//! `redirect/query-added`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/query-added",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "A query is refused where the registered URI has none, and an addition where it has one.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["query-added", "query-empty", "query-nested-url", "query-blank-value", "query-slash-in"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://app.example/callback?x=1"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
