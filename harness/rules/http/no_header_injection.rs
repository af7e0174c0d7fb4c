//! `http/no-header-injection`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/no-header-injection",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "10.14"), Cite(Document::OAuth21, "7.12")],
    demands: "No value of a request adds a header field to the answer.",
    about: &["authorization.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::line_break, judge: super::judge::not_split },
    flaw: r#"[authorization]
unchecked = ["line-breaks"]"#,
    umbrellas: &[],
};
