//! `scope/syntax`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "scope/syntax",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.3"),
        Cite(Document::Rfc(6749), "A.4"),
        Cite(Document::OAuth21, "1.4.1"),
    ],
    demands: "What cannot be a scope is refused with invalid_scope, or is left out and the token answer says so.",
    about: &["scope.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::malformed, judge: super::judge::unknown },
    flaw: r#"[scope]
unchecked = ["syntax"]
unknown = "granted""#,
    umbrellas: &["scope/unknown"],
};
