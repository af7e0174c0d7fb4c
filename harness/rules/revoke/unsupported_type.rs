//! `revoke/unsupported-type`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/unsupported-type",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.2.1")],
    demands: "An access token is revoked, or refused with unsupported_token_type.",
    about: &["revocation.unsupported"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::twice, judge: super::judge::unsupported_type },
    flaw: r#"[revocation]
revokes = ["refresh-token"]
unsupported = { error = "invalid_request" }"#,
    umbrellas: &["revoke/access-supported"],
};
