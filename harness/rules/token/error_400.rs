//! `token/error-400`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/error-400",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "An error comes with HTTP status 400, or 401 where the client failed to authenticate.",
    about: &["token.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::errors, judge: super::judge::status_400 },
    flaw: r"[token.errors]
all = { status = 200 }",
    umbrellas: &[],
};
