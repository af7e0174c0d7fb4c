//! `revoke/other-grants-live`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/other-grants-live",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(7009), "2.1")],
    demands: "Revoking a token leaves the tokens of other grants of the same client alive.",
    about: &["revocation.ends_other_grants"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::other_grant, judge: super::judge::other_grant_lives },
    flaw: r"[revocation]
ends_other_grants = true",
    umbrellas: &[],
};
