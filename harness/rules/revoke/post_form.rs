//! `revoke/post-form`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/post-form",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(7009), "2"), Cite(Document::Rfc(7009), "2.3")],
    demands: "A GET with a token in its query revokes nothing.",
    about: &["revocation.answers_get"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::by_get, judge: super::judge::harmless },
    flaw: r"[revocation]
answers_get = true",
    umbrellas: &[],
};
