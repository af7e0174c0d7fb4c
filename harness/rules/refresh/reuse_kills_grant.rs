//! `refresh/reuse-kills-grant`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/reuse-kills-grant",
    level: Level::Report,
    cites: &[Cite(Document::OAuth21, "4.3.1")],
    demands: "When a replaced refresh token of a client without a secret turns up again, the access tokens of its grant die too.",
    about: &["refresh_token.reuse"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::reused_beside_access, judge: super::reuse::access_dies },
    flaw: r#"[refresh_token]
reuse = "revokes_refresh_tokens""#,
    umbrellas: &[],
};
