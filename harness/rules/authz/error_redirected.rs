//! `authz/error-redirected`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/error-redirected",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2.1"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "An error of a request whose client and redirect URI are good is told to the client.",
    about: &["authorization.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::odd_response_type, judge: super::judge::error_to_client },
    flaw: r#"[authorization.errors]
answer = "page""#,
    umbrellas: &["authz/user-denied"],
};
