//! `authz/error-description-charset`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/error-description-charset",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::Rfc(6749), "A.8"),
        Cite(Document::OAuth21, "4.1.2.1"),
    ],
    demands: "The error_description is printable ASCII without quotes and backslashes, whatever was sent.",
    about: &["authorization.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::errors, judge: super::response::description_charset },
    flaw: r#"[authorization.errors]
description = 'the request is "not" in order'"#,
    umbrellas: &[],
};
