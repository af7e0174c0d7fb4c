//! `redirect/token-other-registered`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/token-other-registered",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.3"), Cite(Document::OAuth21, "10.2")],
    demands: "Another registered URI of the same client does not do at the token endpoint.",
    about: &["redirect_uri.at_token"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["flow-token-other"], judge: super::judge::token_refused },
    flaw: r#"[redirect_uri]
at_token = "registered""#,
    umbrellas: &[],
};
