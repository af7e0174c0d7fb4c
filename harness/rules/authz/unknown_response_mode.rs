//! `authz/unknown-response-mode`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/unknown-response-mode",
    level: Level::Report,
    cites: &[Cite(Document::ResponseTypes, "2.1")],
    demands: "A response mode nobody knows is refused, not passed over.",
    about: &["authorization.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::odd_response_mode, judge: super::judge::no_code },
    flaw: r#"[authorization]
unchecked = ["response-mode"]"#,
    umbrellas: &[],
};
