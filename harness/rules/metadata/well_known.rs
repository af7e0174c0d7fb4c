//! `metadata/well-known`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/well-known",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "3"), Cite(Document::Rfc(8414), "3.1")],
    demands: "The document is at the well-known path, with the path of the issuer after it.",
    about: &["metadata.status"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::document, judge: super::judge::well_known },
    flaw: r#"[endpoints]
metadata = "/metadata""#,
    umbrellas: &[],
};
