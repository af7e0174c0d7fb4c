//! `pkce/no-challenge-code-2-1`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/no-challenge-code-2-1",
    level: Level::Must,
    cites: &[Cite(Document::OAuth21, "4.1.3")],
    demands: "A code that was asked for without a challenge is not redeemed.",
    about: &["pkce.required_at_token", "pkce.required_for"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::neither, judge: super::judge::never_redeemed },
    flaw: r#"[pkce]
required_for = ["public"]
required_at_token = ["public"]"#,
    umbrellas: &["pkce/required-confidential"],
};
