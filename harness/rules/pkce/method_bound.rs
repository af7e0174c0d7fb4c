//! `pkce/method-bound`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/method-bound",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(7636), "4.4"),
        Cite(Document::Rfc(7636), "4.6"),
        Cite(Document::Rfc(7636), "4.5"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "The method of the authorization request counts: an S256 challenge is no verifier for itself.",
    about: &["pkce.unchecked", "code.pkce"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::challenge_as_verifier, judge: super::judge::never_redeemed },
    flaw: r#"[pkce]
unchecked = ["method-binding"]"#,
    umbrellas: &[],
};
