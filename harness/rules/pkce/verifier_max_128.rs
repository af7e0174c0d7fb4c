//! `pkce/verifier-max-128`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/verifier-max-128",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(7636), "4.1"), Cite(Document::OAuth21, "4.1.1")],
    demands: "A verifier of 128 characters works, and a longer one is refused.",
    about: &["pkce.unchecked", "code.pkce"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::long_verifier, judge: super::judge::up_to_128 },
    flaw: r#"[pkce]
unchecked = ["verifier-max-length"]"#,
    umbrellas: &[],
};
