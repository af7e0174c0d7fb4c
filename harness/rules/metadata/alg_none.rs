//! `metadata/alg-none`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/alg-none",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "2")],
    demands: "The value none is not among the algorithms with which a client signs to authenticate.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::document, judge: super::judge::no_unsigned },
    flaw: r#"[metadata.members]
token_endpoint_auth_signing_alg_values_supported = ["RS256", "none"]"#,
    umbrellas: &[],
};
