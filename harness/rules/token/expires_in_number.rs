//! `token/expires-in-number`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/expires-in-number",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "5.1"), Cite(Document::OAuth21, "3.2.3")],
    demands: "A token answer says expires_in, as a positive number.",
    about: &["token.expires_in"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::success, judge: super::judge::expires_in },
    flaw: r#"[token]
expires_in = "string""#,
    umbrellas: &[],
};
