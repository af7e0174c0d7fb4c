//! `pkce/verifier-without-challenge`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/verifier-without-challenge",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9700), "2.1.1"),
        Cite(Document::Rfc(9700), "4.8.2"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "A verifier is refused for a code that was asked for without a challenge.",
    about: &["pkce.unchecked", "code.pkce"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::verifier_alone, judge: super::judge::never_redeemed },
    flaw: r#"[pkce]
unchecked = ["verifier-without-challenge"]"#,
    umbrellas: &[],
};
