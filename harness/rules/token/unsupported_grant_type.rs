//! `token/unsupported-grant-type`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/unsupported-grant-type",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "For a grant type nobody knows the error is unsupported_grant_type.",
    about: &["token.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::odd_grant_type, judge: super::judge::unsupported_grant_type },
    flaw: r#"[token.errors]
unsupported_grant_type = { error = "invalid_request" }"#,
    umbrellas: &[],
};
