//! `state/opaque-vschar`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/opaque-vschar",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "Every printable ASCII character in a state comes back as it was.",
    about: &["state.echo"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::every_character, judge: super::judge::exact_if_any },
    flaw: r#"[state]
echo = "unencoded""#,
    umbrellas: &["state/pct-literal", "state/no-injection"],
};
