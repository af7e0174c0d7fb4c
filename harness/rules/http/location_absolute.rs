//! `http/location-absolute`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/location-absolute",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "A code goes to the registered redirect URI, byte for byte.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: crate::rules::authz::ordinary, judge: crate::rules::authz::at_registered },
    flaw: r#"[authorization]
oddities = ["upper-case-scheme"]"#,
    umbrellas: &["redirect/exact-match"],
};
