//! `state/no-truncate`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/no-truncate",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "A long state comes back whole, or the request is refused.",
    about: &["state.echo"],
    tier: Tier::Disruptive,
    ask: Ask::Flow { plan: super::plan::long, judge: super::judge::exact_if_any },
    flaw: r#"[state]
echo = "truncated""#,
    umbrellas: &[],
};
