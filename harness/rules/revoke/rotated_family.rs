//! `revoke/rotated-family`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/rotated-family",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.2")],
    demands: "Revoking a refresh token that a refresh has replaced is answered with success.",
    about: &["revocation.refuses"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::replaced, judge: super::judge::replaced_accepted },
    flaw: r#"[revocation]
refuses = ["replaced"]"#,
    umbrellas: &[],
};
