//! `redirect/token-absent`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/token-absent",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.3")],
    demands: "Where the authorization request had a redirect_uri, the token request has to have it too.",
    about: &["redirect_uri.at_token"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["flow-token-omitted"], judge: super::judge::token_refused },
    flaw: r#"[redirect_uri]
at_token = "optional""#,
    umbrellas: &[],
};
