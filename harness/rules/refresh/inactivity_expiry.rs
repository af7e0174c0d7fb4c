//! `refresh/inactivity-expiry`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/inactivity-expiry",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(9700), "4.14.2"), Cite(Document::OAuth21, "4.3.3")],
    demands: "A refresh token that is not used for a very long time dies.",
    about: &["refresh_token.lifetime"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::inactive, judge: super::judge::expired_refused },
    flaw: r#"[refresh_token]
lifetime = "never""#,
    umbrellas: &[],
};
