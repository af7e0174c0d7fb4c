//! `revoke/unknown-is-200`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/unknown-is-200",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.2")],
    demands: "Revoking a token that was never issued is answered with 200.",
    about: &["revocation.refuses"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::twice, judge: super::judge::unknown_accepted },
    flaw: r#"[revocation]
refuses = ["unknown"]"#,
    umbrellas: &[],
};
