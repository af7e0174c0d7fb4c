//! `token/distinct`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/distinct",
    level: Level::Report,
    cites: &[
        Cite(Document::Rfc(6749), "10.10"),
        Cite(Document::Rfc(6749), "10.4"),
        Cite(Document::OAuth21, "7.7"),
    ],
    demands: "Each code brings tokens of its own.",
    about: &["access_token.repeated"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::two_grants, judge: super::judge_token::distinct },
    flaw: r"[access_token]
repeated = true",
    umbrellas: &["revoke/other-grants-live"],
};
