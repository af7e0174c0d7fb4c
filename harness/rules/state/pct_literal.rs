//! `state/pct-literal`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/pct-literal",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "A percent sign and two digits in a state are text: neither decoded nor encoded again.",
    about: &["state.echo"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::escapes, judge: super::judge::exact_if_any },
    flaw: r#"[state]
echo = "decoded-again""#,
    umbrellas: &[],
};
