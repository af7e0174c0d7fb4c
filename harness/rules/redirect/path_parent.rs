//! `redirect/path-parent`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/path-parent",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "A shorter or altogether different path on the registered host is refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["path-parent", "path-truncated", "path-sibling", "path-prefix-inserted", "ctl-random-path"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://app.example/"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
