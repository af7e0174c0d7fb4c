//! `authz/error-uri-syntax`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/error-uri-syntax",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::Rfc(6749), "A.9"),
        Cite(Document::OAuth21, "4.1.2.1"),
    ],
    demands: "The error_uri is a URI reference.",
    about: &["authorization.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::errors, judge: super::response::uri_syntax },
    flaw: r#"[authorization.errors]
uri = "see the manual""#,
    umbrellas: &[],
};
