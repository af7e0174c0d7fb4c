//! `redirect/reserved-param-pollution`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/reserved-param-pollution",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::Rfc(6749), "10.14"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "A redirect URI that already holds a response parameter such as code or state is refused, so that a response never has two.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["query-response-params", "query-encoded-response", "path-encoded-qmark"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://app.example/callback?code=x"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
