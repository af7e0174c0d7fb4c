//! `refresh/type-confusion`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/type-confusion",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "1.5"),
        Cite(Document::Rfc(6749), "6"),
        Cite(Document::OAuth21, "4.3.1"),
    ],
    demands: "An access token cannot be used as a refresh token.",
    about: &["refresh_token.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::strange, judge: super::judge::access_refused },
    flaw: r#"[refresh_token]
unchecked = ["kind"]"#,
    umbrellas: &[],
};
