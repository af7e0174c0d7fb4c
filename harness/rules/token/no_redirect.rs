//! `token/no-redirect`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/no-redirect",
    level: Level::Report,
    cites: &[
        Cite(Document::Rfc(6749), "5.1"),
        Cite(Document::Rfc(6749), "5.2"),
        Cite(Document::OAuth21, "3.2.4"),
    ],
    demands: "A client that does not say who it is gets an error, not a redirect to a login.",
    about: &["token.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::anonymous, judge: super::judge_request::no_redirect },
    flaw: r"[token.errors]
no_client = { status = 302 }",
    umbrellas: &[],
};
