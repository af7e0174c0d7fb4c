//! `refresh/not-in-implicit`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/not-in-implicit",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.2.2")],
    demands: "No refresh token comes from the authorization endpoint.",
    about: &["refresh_token.issued"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::reused, judge: super::judge::none_at_authorization },
    flaw: r#"[authorization]
callback = { refresh_token = "litmus" }"#,
    umbrellas: &[],
};
