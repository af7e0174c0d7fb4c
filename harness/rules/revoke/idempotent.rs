//! `revoke/idempotent`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/idempotent",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.2")],
    demands: "Revoking a token once more is answered with success.",
    about: &["revocation.refuses"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::twice, judge: super::judge::second_accepted },
    flaw: r#"[revocation]
refuses = ["revoked"]"#,
    umbrellas: &[],
};
