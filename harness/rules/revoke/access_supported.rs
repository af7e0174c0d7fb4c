//! `revoke/access-supported`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/access-supported",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(7009), "2")],
    demands: "An access token can be revoked as well.",
    about: &["revocation.revokes"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::twice, judge: super::judge::access_supported },
    flaw: r#"[revocation]
revokes = ["refresh-token"]"#,
    umbrellas: &[],
};
