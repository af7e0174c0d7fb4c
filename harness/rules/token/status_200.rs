//! `token/status-200`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/status-200",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.1"), Cite(Document::OAuth21, "3.2.3")],
    demands: "A token comes with HTTP status 200.",
    about: &["token.status"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::success, judge: super::judge::status_200 },
    flaw: r"[token]
status = 201",
    umbrellas: &[],
};
