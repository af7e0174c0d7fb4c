//! `metadata/endpoints-alive`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/endpoints-alive",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "2")],
    demands: "The token, revocation and introspection endpoints are where the document says they are.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::endpoints, judge: super::truth::endpoint_alive },
    flaw: r#"[metadata.members]
token_endpoint = "{base}/gone""#,
    umbrellas: &[],
};
