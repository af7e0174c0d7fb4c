//! `http/no-307`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/no-307",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "4.12"), Cite(Document::OAuth21, "7.5.4")],
    demands: "A redirect that follows a posted form does not pass the form on.",
    about: &["authorization.redirect_status"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: crate::rules::authz::by_post, judge: super::judge::form_not_passed_on },
    flaw: r"[authorization]
redirect_status = 307",
    umbrellas: &["http/303"],
};
