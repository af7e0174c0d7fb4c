//! `state/echo-exact-error`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/echo-exact-error",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2.1"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "An error that comes back by a redirect holds the exact state of the request.",
    about: &["state.on_error"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::in_error, judge: super::judge::exact_with_error },
    flaw: r#"[state]
on_error = "absent""#,
    umbrellas: &[],
};
