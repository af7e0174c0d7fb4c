//! `revoke/cascade-access`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/cascade-access",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(7009), "2.1")],
    demands: "Revoking an access token leaves the refresh token of its grant alive; a server may end it too.",
    about: &["revocation.ends_refresh_tokens"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::with_access_token, judge: super::judge::refresh_lives },
    flaw: r"[revocation]
ends_refresh_tokens = true",
    umbrellas: &[],
};
