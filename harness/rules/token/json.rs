//! `token/json`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/json",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.1"), Cite(Document::OAuth21, "3.2.3")],
    demands: "A token comes as a JSON object of media type application/json.",
    about: &["token.media_type"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::success, judge: super::judge::json },
    flaw: r#"[token]
media_type = "text/html""#,
    umbrellas: &[],
};
