//! `redirect/trailing-slash`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/trailing-slash",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "One slash more or less at the end of the path is refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["path-slash-add", "path-slash-remove", "path-slash-multi-end"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { path = "trailing-slash" }]"#,
    umbrellas: &["redirect/exact-match"],
};
