//! `redirect/default-when-single`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/default-when-single",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(6749), "3.1.2.3"), Cite(Document::OAuth21, "2.3.2")],
    demands: "Without redirect_uri the only registered one is taken.",
    about: &["redirect_uri.missing"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["param-omitted-single"], judge: super::judge::accepted },
    flaw: r#"[redirect_uri]
missing = "refuse""#,
    umbrellas: &[],
};
