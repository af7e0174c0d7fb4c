//! `refresh/integrity`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/integrity",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "10.4"),
        Cite(Document::Rfc(9700), "4.14.2"),
        Cite(Document::OAuth21, "4.3"),
    ],
    demands: "A refresh token that was altered is refused.",
    about: &["refresh_token.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::strange, judge: super::judge::altered_refused },
    flaw: r#"[refresh_token]
unchecked = ["second-half"]"#,
    umbrellas: &[],
};
