//! `state/optional`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/optional",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.1"), Cite(Document::OAuth21, "4.1.1")],
    demands: "A request without state is answered like any other: it is recommended, not required.",
    about: &["state.required"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::absent, judge: super::judge::goes_on },
    flaw: r"[state]
required = true",
    umbrellas: &[],
};
