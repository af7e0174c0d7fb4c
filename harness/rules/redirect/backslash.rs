//! `redirect/backslash`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/backslash",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "10.14"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "A backslash in place of a slash is refused: browsers read it as one.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["path-backslash", "scheme-backslash", "dot-backslash"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ['https:\\app.example\callback'] }]"#,
    umbrellas: &["redirect/exact-match"],
};
