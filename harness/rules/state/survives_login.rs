//! `state/survives-login`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/survives-login",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "The state comes back as it was sent where the request waited for the user.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: crate::rules::authz::waiting_state, judge: crate::rules::authz::state_kept },
    flaw: r#"[authorization]
oddities = ["waited-state"]"#,
    umbrellas: &[],
};
