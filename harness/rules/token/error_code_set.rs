//! `token/error-code-set`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/error-code-set",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "5.2"),
        Cite(Document::Rfc(6749), "8.5"),
        Cite(Document::OAuth21, "3.2.4"),
        Cite(Document::OAuth21, "6.5"),
    ],
    demands: "The error of a token response is one that is defined for it.",
    about: &["token.errors"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::every_error, judge: super::judge::code_set },
    flaw: r#"[token.errors]
missing_code = { error = "code_missing" }"#,
    umbrellas: &["token/missing-code"],
};
