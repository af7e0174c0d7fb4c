//! `authz/no-duplicate-params`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/no-duplicate-params",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1"),
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::OAuth21, "3.1"),
    ],
    demands: "An authorization request with a repeated parameter brings no code.",
    about: &["authorization.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::repeated, judge: super::judge::repeated_refused },
    flaw: r#"[authorization]
unchecked = ["repeated-parameters"]"#,
    umbrellas: &["pkce/duplicate-challenge", "state/duplicate"],
};
