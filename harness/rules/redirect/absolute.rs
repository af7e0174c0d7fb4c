//! `redirect/absolute`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/absolute",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1.2"), Cite(Document::OAuth21, "2.3")],
    demands: "A redirect URI without a scheme, or with nothing where its host should be, is refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["scheme-missing", "scheme-relative", "host-empty"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["//app.example/callback"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
