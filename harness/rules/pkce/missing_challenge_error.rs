//! `pkce/missing-challenge-error`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/missing-challenge-error",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7636), "4.4.1"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "Where a challenge is required and missing, the error is invalid_request.",
    about: &["pkce.required_for", "pkce.missing"],
    tier: Tier::Gentle,
    ask: Ask::Flow {
        plan: super::requests::unchallenged_each,
        judge: super::answers::invalid_request_if_refused,
    },
    flaw: r#"[pkce]
missing = "unauthorized_client""#,
    umbrellas: &[],
};
