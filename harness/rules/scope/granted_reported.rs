//! `scope/granted-reported`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "scope/granted-reported",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.3"),
        Cite(Document::Rfc(6749), "5.1"),
        Cite(Document::OAuth21, "1.4.1"),
    ],
    demands: "A request that is not granted whole is refused, or the token answer tells what was granted.",
    about: &["scope.unknown", "scope.reported"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::in_part, judge: super::judge::part_told },
    flaw: r#"[scope]
unknown = "dropped"
reported = "never""#,
    umbrellas: &["scope/unknown"],
};
