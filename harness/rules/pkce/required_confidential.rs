//! `pkce/required-confidential`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/required-confidential",
    level: Level::Must,
    cites: &[Cite(Document::OAuth21, "4.1.2.1"), Cite(Document::OAuth21, "7.5.1")],
    demands: "A client with a secret gets no code without a challenge, unless it is known to guard its codes by other means.",
    about: &["pkce.required_for", "pkce.required_at_token"],
    tier: Tier::Gentle,
    ask: Ask::Flow {
        plan: super::requests::unchallenged_confidential,
        judge: super::answers::refused_confidential,
    },
    flaw: r#"[pkce]
required_for = ["public"]"#,
    umbrellas: &[],
};
