//! `redirect/token-optional-2-1`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/token-optional-2-1",
    level: Level::Must,
    cites: &[Cite(Document::OAuth21, "10.2")],
    demands: "A token request without redirect_uri is as good as one with it.",
    about: &["redirect_uri.at_token"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::token_without, judge: super::arrival::token_without },
    flaw: r#"[redirect_uri]
at_token = "authorized""#,
    umbrellas: &[],
};
