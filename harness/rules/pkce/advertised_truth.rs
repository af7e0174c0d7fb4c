//! `pkce/advertised-truth`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/advertised-truth",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "2")],
    demands: "The challenge methods that the metadata names work, and no others do.",
    about: &["pkce.advertised", "pkce.methods", "metadata.status"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::requests::metadata_and_methods, judge: super::judge::methods_are_true },
    flaw: r#"[pkce]
advertised = ["S256", "plain"]"#,
    umbrellas: &[],
};
