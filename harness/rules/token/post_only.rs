//! `token/post-only`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/post-only",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "3.2"), Cite(Document::OAuth21, "3.2")],
    demands: "A GET to the token endpoint never brings a token.",
    about: &["token.answers_get"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::by_get, judge: crate::rules::judgement::refused_beside_control },
    flaw: r"[token]
answers_get = true",
    umbrellas: &[],
};
