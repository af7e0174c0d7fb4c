//! `pkce/verifier-charset`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/verifier-charset",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(7636), "4.1"), Cite(Document::OAuth21, "4.1.1")],
    demands: "A verifier with characters that none may have is refused, even if it fits.",
    about: &["pkce.unchecked", "code.pkce"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::odd_characters, judge: super::judge::never_redeemed },
    flaw: r#"[pkce]
unchecked = ["verifier-characters"]"#,
    umbrellas: &[],
};
