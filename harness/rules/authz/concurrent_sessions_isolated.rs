//! `authz/concurrent-sessions-isolated`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/concurrent-sessions-isolated",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "Of two requests of one browser that wait for the user, each is answered with its own state and challenge.",
    about: &["authorization.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::interleaved, judge: super::asked::kept_apart },
    flaw: r#"[authorization]
unchecked = ["mixed-consents"]"#,
    umbrellas: &[],
};
