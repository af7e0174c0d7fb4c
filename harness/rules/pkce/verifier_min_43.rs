//! `pkce/verifier-min-43`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/verifier-min-43",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(7636), "4.1"), Cite(Document::OAuth21, "4.1.1")],
    demands: "A verifier of fewer than 43 characters is refused, even if it fits.",
    about: &["pkce.unchecked", "code.pkce"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::short_verifier, judge: super::judge::never_redeemed },
    flaw: r#"[pkce]
unchecked = ["verifier-min-length"]"#,
    umbrellas: &[],
};
