//! `revoke/no-duplicate-params`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/no-duplicate-params",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(7009), "2.1"), Cite(Document::Rfc(6749), "3.2")],
    demands: "A revocation that names two tokens is refused.",
    about: &["revocation.accepts_duplicates"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::duplicated, judge: super::judge::duplicate_refused },
    flaw: r"[revocation]
accepts_duplicates = true",
    umbrellas: &[],
};
