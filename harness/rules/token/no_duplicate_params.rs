//! `token/no-duplicate-params`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/no-duplicate-params",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.2"), Cite(Document::OAuth21, "3.2")],
    demands: "A token request with a repeated parameter is refused.",
    about: &["token.accepts_duplicates"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::duplicated, judge: super::judge::repeated_refused },
    flaw: r"[token]
accepts_duplicates = true",
    umbrellas: &[],
};
