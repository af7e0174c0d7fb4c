//! `token/error-charset`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/error-charset",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "What an error says keeps to its characters, whatever the request held.",
    about: &["token.errors"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::hostile, judge: super::judge_request::error_characters },
    flaw: r#"[token.errors]
unsupported_grant_type = { description = "there is no grant {grant_type}" }"#,
    umbrellas: &[],
};
