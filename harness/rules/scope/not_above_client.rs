//! `scope/not-above-client`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "scope/not-above-client",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7591), "2")],
    demands: "A client is granted no scope beyond those that were registered for it.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: crate::rules::enrolment::one_scope, judge: crate::rules::enrolment::scope_held },
    flaw: r#"[registration]
unchecked = ["scope"]"#,
    umbrellas: &[],
};
