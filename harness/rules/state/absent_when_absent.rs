//! `state/absent-when-absent`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/absent-when-absent",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "4.1.2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "No state comes back where none was sent.",
    about: &["state.echo"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::absent, judge: super::judge::none },
    flaw: r#"[state]
when_absent = "made-up""#,
    umbrellas: &[],
};
