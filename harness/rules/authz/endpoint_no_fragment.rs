//! `authz/endpoint-no-fragment`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/endpoint-no-fragment",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "3.1")],
    demands: "The address of the authorization endpoint has no fragment.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow {
        plan: crate::rules::places::in_metadata,
        judge: crate::rules::places::authorization_whole,
    },
    flaw: r#"[metadata.members]
authorization_endpoint = "{base}/authorize#start""#,
    umbrellas: &[],
};
