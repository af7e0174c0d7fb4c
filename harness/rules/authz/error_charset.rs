//! `authz/error-charset`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/error-charset",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::Rfc(6749), "A.7"),
        Cite(Document::OAuth21, "4.1.2.1"),
    ],
    demands: "The error sent to the client is printable ASCII without quotes and backslashes.",
    about: &["authorization.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::errors, judge: super::response::error_charset },
    flaw: r#"[authorization.errors]
repeated_parameter = "invalid\\request""#,
    umbrellas: &["authz/error-code-registered", "pkce/duplicate-challenge"],
};
