//! `revoke/cascade-refresh`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/cascade-refresh",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(7009), "2.1")],
    demands: "With a refresh token the access tokens of its grant are revoked too.",
    about: &["revocation.ends_access_tokens"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::with_refresh_token, judge: super::judge::access_ends },
    flaw: r"[revocation]
ends_access_tokens = false",
    umbrellas: &[],
};
