//! `redirect/inform-user`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/inform-user",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "3.1.2.4"), Cite(Document::OAuth21, "2.3.4")],
    demands: "Where the redirect URI is refused, the user is told so.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::refused_uri, judge: super::arrival::user_told },
    flaw: r#"[authorization]
oddities = ["empty-page"]"#,
    umbrellas: &[],
};
