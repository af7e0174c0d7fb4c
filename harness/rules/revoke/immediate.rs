//! `revoke/immediate`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/immediate",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.1")],
    demands: "Once its revocation was answered with success, a token no longer works.",
    about: &["revocation.delay"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::either, judge: super::judge::immediate },
    flaw: r#"[revocation]
delay = "1m""#,
    umbrellas: &["introspect/revoked-inactive", "refresh/revoked"],
};
