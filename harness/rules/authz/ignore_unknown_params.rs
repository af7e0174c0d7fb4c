//! `authz/ignore-unknown-params`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/ignore-unknown-params",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "3.1")],
    demands: "Parameters that the server does not know change nothing.",
    about: &["authorization.refuses"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::unknown_parameter, judge: super::judge::goes_on },
    flaw: r#"[authorization]
refuses = ["unknown-parameters"]"#,
    umbrellas: &[],
};
