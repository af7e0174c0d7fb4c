//! `pkce/bound-to-code`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/bound-to-code",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(7636), "4.4"),
        Cite(Document::Rfc(7636), "4.6"),
        Cite(Document::Rfc(9700), "4.8.2"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "A verifier fits the code it was made for, and no other one of the client.",
    about: &["pkce.unchecked", "code.pkce"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::verifier_of_another_code, judge: super::judge::refused },
    flaw: r#"[pkce]
unchecked = ["code-binding"]"#,
    umbrellas: &[],
};
