//! `revoke/missing-token`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/missing-token",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.1"), Cite(Document::Rfc(7009), "2.2.1")],
    demands: "A revocation without a token is refused with invalid_request.",
    about: &["revocation.missing_token"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::no_token, judge: super::judge::missing_token },
    flaw: r#"[revocation]
missing_token = { error = "invalid_token" }"#,
    umbrellas: &[],
};
