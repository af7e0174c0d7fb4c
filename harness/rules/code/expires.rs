//! `code/expires`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/expires",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(6749), "10.5"),
        Cite(Document::OAuth21, "4.1.2"),
    ],
    demands: "A code dies by itself: a day later it is refused.",
    about: &["code.lifetime"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::after_a_day, judge: crate::rules::judgement::refused_beside_control },
    flaw: r#"[code]
lifetime = "never""#,
    umbrellas: &["code/lifetime-10min"],
};
