//! `token/ropc-disabled`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/ropc-disabled",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "2.4"), Cite(Document::OAuth21, "10")],
    demands: "There is no grant for a user's name and password.",
    about: &["token.grants"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::password, judge: super::judge_token::no_password_grant },
    flaw: r#"[token]
grants = ["authorization_code", "refresh_token", "client_credentials", "password"]"#,
    umbrellas: &[],
};
