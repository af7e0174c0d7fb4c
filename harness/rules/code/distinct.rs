//! `code/distinct`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/distinct",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "10.10"), Cite(Document::OAuth21, "7.7")],
    demands: "Codes cannot be guessed from one another: no two differ in a few characters only.",
    about: &["code.values"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::several, judge: super::tokens::far_apart },
    flaw: r#"[code]
values = "counter""#,
    umbrellas: &["code/entropy-128", "code/entropy-160"],
};
