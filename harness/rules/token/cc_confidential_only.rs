//! `token/cc-confidential-only`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/cc-confidential-only",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.4"),
        Cite(Document::Rfc(6749), "4.4.2"),
        Cite(Document::OAuth21, "4.2"),
    ],
    demands: "Client credentials bring no token to a client that has none to show.",
    about: &["token.grants", "token.client_credentials.public_clients"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::credentials_of_public, judge: super::judge_token::confidential_only },
    flaw: r"[token.client_credentials]
public_clients = true",
    umbrellas: &["client/public-not-upgraded"],
};
