//! `bearer/403`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "bearer/403",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6750), "3.1"), Cite(Document::OAuth21, "5.3.2")],
    demands: "A token with too little scope is refused with 403 and, if a code is named, with insufficient_scope.",
    about: &["resource.insufficient"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::narrow, judge: super::judge::status_403 },
    flaw: r"[resource]
insufficient = { status = 401 }",
    umbrellas: &[],
};
