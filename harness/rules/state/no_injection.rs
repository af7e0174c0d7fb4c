//! `state/no-injection`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/no-injection",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "10.14"), Cite(Document::OAuth21, "7.12")],
    demands: "Nothing in a state becomes a parameter, a fragment or a header of the response.",
    about: &["state.echo"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::injecting, judge: super::judge::kept_together },
    flaw: r#"[state]
echo = "delimiters-unencoded""#,
    umbrellas: &["state/opaque-vschar"],
};
