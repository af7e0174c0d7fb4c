//! `token/ignore-unknown-params`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/ignore-unknown-params",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.2"), Cite(Document::OAuth21, "3.2")],
    demands: "A parameter that the server does not know changes nothing.",
    about: &["token.unknown_parameters"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::unknown_parameter, judge: super::judge_request::unknown_ignored },
    flaw: r#"[token]
unknown_parameters = "refused""#,
    umbrellas: &[],
};
