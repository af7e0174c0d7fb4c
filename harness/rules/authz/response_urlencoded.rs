//! `authz/response-urlencoded`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/response-urlencoded",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::OAuth21, "4.1.2"),
    ],
    demands: "What is added to the redirect URI is form-encoded.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::responses, judge: super::response::encoded },
    flaw: r#"[authorization]
oddities = ["bare-description"]"#,
    umbrellas: &[],
};
