//! `scope/unknown`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "scope/unknown",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.3"),
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::OAuth21, "1.4.1"),
        Cite(Document::OAuth21, "4.1.2.1"),
    ],
    demands: "A scope that does not exist is refused with invalid_scope, or is left out and the token answer says so.",
    about: &["scope.unknown"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::unknown, judge: super::judge::unknown },
    flaw: r#"[scope]
unknown = "granted""#,
    umbrellas: &[],
};
