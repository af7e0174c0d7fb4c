//! `redirect/query-reordered`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/query-reordered",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "The registered parameters in another order are refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["query-reordered"], judge: super::judge::refused },
    flaw: r#"[redirect_uri]
match = ["exact", { query = "unordered" }]"#,
    umbrellas: &["redirect/exact-match"],
};
