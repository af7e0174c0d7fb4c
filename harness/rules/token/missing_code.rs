//! `token/missing-code`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/missing-code",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "5.2"),
        Cite(Document::Rfc(6749), "4.1.3"),
        Cite(Document::OAuth21, "3.2.4"),
    ],
    demands: "Without a code there is no token, and the error is invalid_request.",
    about: &["token.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::no_code, judge: super::judge::refused_as_invalid_request },
    flaw: r#"[token.errors]
missing_code = { error = "invalid_grant" }"#,
    umbrellas: &[],
};
