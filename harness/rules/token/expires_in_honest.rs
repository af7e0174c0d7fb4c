//! `token/expires-in-honest`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/expires-in-honest",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "5.1")],
    demands: "An access token lives as long as expires_in says, give or take a minute.",
    about: &["access_token.lifetime"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::lifetime, judge: super::judge_token::lifetime_kept },
    flaw: r#"[token]
promised_lifetime = "10m""#,
    umbrellas: &["introspect/consistent"],
};
