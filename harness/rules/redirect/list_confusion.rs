//! `redirect/list-confusion`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/list-confusion",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "A list, a quotation or any longer text that contains the registered URI is refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["multi-in-one", "list-substring", "path-contains-elsewhere", "quote-wrap"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://evil.example/,https://app.example/callback"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
