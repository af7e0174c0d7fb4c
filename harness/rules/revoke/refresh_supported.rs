//! `revoke/refresh-supported`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/refresh-supported",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2")],
    demands: "A refresh token can be revoked.",
    about: &["revocation.revokes"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::refresh_token, judge: super::judge::refresh_supported },
    flaw: r#"[revocation]
revokes = ["access-token"]"#,
    umbrellas: &[],
};
