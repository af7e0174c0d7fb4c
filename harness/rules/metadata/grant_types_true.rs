//! `metadata/grant-types-true`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/grant-types-true",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "2")],
    demands: "The document lists the grant types that the server supports, or those are authorization_code and implicit.",
    about: &["metadata.members"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::grant_types, judge: super::truth::grant_types },
    flaw: r#"[metadata.members]
grant_types_supported = ["authorization_code", "refresh_token"]"#,
    umbrellas: &[],
};
