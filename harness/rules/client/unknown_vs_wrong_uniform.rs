//! `client/unknown-vs-wrong-uniform`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/unknown-vs-wrong-uniform",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "A wrong secret and an unknown client are answered alike, so that ids cannot be found out.",
    about: &["token.errors", "authentication.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::wrong_and_unknown, judge: super::judge::alike },
    flaw: r#"[token.errors]
unknown_client = { description = "There is no such client." }"#,
    umbrellas: &[],
};
