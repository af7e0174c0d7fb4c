//! `metadata/auth-methods-true`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/auth-methods-true",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "2")],
    demands: "The document lists the ways in which a client may show its secret, or that is client_secret_basic.",
    about: &["metadata.members"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::auth_methods, judge: super::truth::auth_methods },
    flaw: r#"[metadata.members]
token_endpoint_auth_methods_supported = ["client_secret_basic", "none"]"#,
    umbrellas: &[],
};
