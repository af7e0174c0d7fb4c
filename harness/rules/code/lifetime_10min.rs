//! `code/lifetime-10min`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/lifetime-10min",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "4.1.2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "A code lives no longer than ten minutes.",
    about: &["code.lifetime"],
    tier: Tier::Gentle,
    ask: Ask::Flow {
        plan: super::plan::after_ten_minutes,
        judge: crate::rules::judgement::refused_beside_control,
    },
    flaw: r#"[code]
lifetime = "15m""#,
    umbrellas: &[],
};
