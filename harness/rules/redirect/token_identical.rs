//! `redirect/token-identical`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/token-identical",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.3"), Cite(Document::OAuth21, "10.2")],
    demands: "The redirect_uri of the token request has to be the one of the authorization request.",
    about: &["redirect_uri.at_token"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["flow-token-mismatch", "flow-token-normalised"],
        judge: super::judge::token_refused,
    },
    flaw: r#"[redirect_uri]
at_token = "none""#,
    umbrellas: &["redirect/token-absent", "redirect/token-other-registered"],
};
