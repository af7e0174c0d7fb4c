//! `authz/implicit-disabled`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/implicit-disabled",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(9700), "2.1.2"), Cite(Document::OAuth21, "10.1")],
    demands: "The authorization endpoint never gives an access token.",
    about: &["authorization.response_types"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::implicit, judge: super::judge::no_token },
    flaw: r#"[authorization]
response_types = ["code", "token"]"#,
    umbrellas: &[],
};
