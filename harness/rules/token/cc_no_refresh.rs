//! `token/cc-no-refresh`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/cc-no-refresh",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "4.4.3")],
    demands: "No refresh token comes with the client credentials grant.",
    about: &["token.grants", "token.client_credentials.refresh_token"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::credentials, judge: super::judge_token::no_refresh_token },
    flaw: r"[token.client_credentials]
refresh_token = true",
    umbrellas: &[],
};
