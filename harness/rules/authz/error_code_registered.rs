//! `authz/error-code-registered`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/error-code-registered",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::Rfc(6749), "8.5"),
        Cite(Document::OAuth21, "4.1.2.1"),
        Cite(Document::OAuth21, "6.5"),
    ],
    demands: "The error that is sent to the client is a registered one.",
    about: &["authorization.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::errors, judge: super::response::code_registered },
    flaw: r#"[authorization.errors]
repeated_parameter = "repeated_parameter""#,
    umbrellas: &["pkce/duplicate-challenge"],
};
