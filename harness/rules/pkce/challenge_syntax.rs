//! `pkce/challenge-syntax`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/challenge-syntax",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(7636), "4.2"),
        Cite(Document::Rfc(7636), "4.6"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "An S256 challenge that is padded or in hexadecimal digits is refused, or fits nothing.",
    about: &["pkce.unchecked", "code.pkce"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::odd_challenges, judge: super::judge::never_redeemed },
    flaw: r#"[pkce]
unchecked = ["challenge-padding"]"#,
    umbrellas: &[],
};
