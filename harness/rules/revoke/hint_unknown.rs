//! `revoke/hint-unknown`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/hint-unknown",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.2")],
    demands: "A token is revoked even if the hint is none the server knows.",
    about: &["revocation.hint"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::hint_unknown, judge: super::judge::works },
    flaw: r#"[revocation]
hint = "known-only""#,
    umbrellas: &[],
};
