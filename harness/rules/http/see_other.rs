//! `http/303`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/303",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(9700), "4.12"), Cite(Document::OAuth21, "7.5.4")],
    demands: "A redirect that follows a posted form has status 303.",
    about: &["authorization.redirect_status"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: crate::rules::authz::by_post, judge: super::judge::see_other },
    flaw: r"[authorization]
redirect_status = 302",
    umbrellas: &[],
};
