//! `token/no-5xx`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/no-5xx",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "No token request, be it odd or refused, makes the server fail with a 5xx.",
    about: &["token.errors"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::odd_and_refused, judge: super::judge_request::no_failure },
    flaw: r"[token.errors]
malformed = { status = 500 }",
    umbrellas: &[],
};
