//! `pkce/verifier-wrong`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/verifier-wrong",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7636), "4.6"), Cite(Document::OAuth21, "4.1.3")],
    demands: "A code with a challenge is refused for a wrong verifier.",
    about: &["code.pkce"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::wrong_verifier, judge: super::judge::refused },
    flaw: r#"[code]
pkce = "ignored""#,
    umbrellas: &[
        "pkce/verifier-required",
        "pkce/exact-compare",
        "pkce/challenge-syntax",
        "pkce/verifier-without-challenge",
        "pkce/method-bound",
        "pkce/bound-to-code",
        "pkce/verifier-min-43",
        "pkce/verifier-max-128",
        "pkce/verifier-charset",
    ],
};
