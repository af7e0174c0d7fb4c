//! `state/echo-exact`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/echo-exact",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "A successful response holds the exact state of the request.",
    about: &["state.echo"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::plain, judge: super::judge::exact },
    flaw: r#"[state]
echo = "absent""#,
    umbrellas: &[],
};
