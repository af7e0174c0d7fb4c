//! `refresh/not-a-bearer`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/not-a-bearer",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "1.5"), Cite(Document::OAuth21, "1.3.2")],
    demands: "A refresh token opens no resource: only the authorization server takes it.",
    about: &["refresh_token.as_bearer"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::as_bearer, judge: super::judge::no_bearer },
    flaw: r"[refresh_token]
as_bearer = true",
    umbrellas: &[],
};
