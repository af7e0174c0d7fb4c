//! `client/invalid-client-code`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/invalid-client-code",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "For a wrong secret the error is invalid_client.",
    about: &["token.errors"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::wrong_secret, judge: super::judge::invalid_client },
    flaw: r#"[token.errors]
wrong_secret = { error = "invalid_request" }
unknown_client = { error = "invalid_request" }"#,
    umbrellas: &[],
};
