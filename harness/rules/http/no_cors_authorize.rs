//! `http/no-cors-authorize`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/no-cors-authorize",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "2.6"), Cite(Document::OAuth21, "3.1")],
    demands: "The authorization endpoint does not let scripts of other origins read it.",
    about: &["authorization.headers"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::from_other_origin, judge: super::judge::no_cors },
    flaw: r#"[authorization.headers]
access_control_allow_origin = "*""#,
    umbrellas: &[],
};
