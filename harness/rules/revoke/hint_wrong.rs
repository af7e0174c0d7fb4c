//! `revoke/hint-wrong`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/hint-wrong",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.1")],
    demands: "A token is revoked even if the hint says that it is of the other sort.",
    about: &["revocation.hint"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::hint_wrong, judge: super::judge::works },
    flaw: r#"[revocation]
hint = "trusted""#,
    umbrellas: &[],
};
