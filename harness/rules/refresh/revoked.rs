//! `refresh/revoked`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/revoked",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.1")],
    demands: "A refresh token that its client revoked is refused.",
    about: &["revocation.spares_refresh_tokens"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::revoked, judge: super::judge::revoked_refused },
    flaw: r"[revocation]
spares_refresh_tokens = true",
    umbrellas: &["revoke/immediate"],
};
