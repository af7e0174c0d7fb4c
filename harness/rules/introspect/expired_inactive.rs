//! `introspect/expired-inactive`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/expired-inactive",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7662), "4")],
    demands: "A token whose time is over is called inactive.",
    about: &["introspection.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::expired, judge: super::judge::expired_inactive },
    flaw: r#"[introspection]
unchecked = ["expiry"]"#,
    umbrellas: &["token/expires-in-honest"],
};
