//! `token/endpoint-no-fragment`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/endpoint-no-fragment",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.2"), Cite(Document::OAuth21, "3.2")],
    demands: "The address of the token endpoint has no fragment.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: crate::rules::places::in_metadata, judge: crate::rules::places::token_whole },
    flaw: r#"[metadata.members]
token_endpoint = "{base}/token#start""#,
    umbrellas: &[],
};
