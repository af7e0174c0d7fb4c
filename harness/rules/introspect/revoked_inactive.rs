//! `introspect/revoked-inactive`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/revoked-inactive",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7662), "4")],
    demands: "A token that was revoked is called inactive.",
    about: &["introspection.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::revoked, judge: super::judge::revoked_inactive },
    flaw: r#"[introspection]
unchecked = ["revocation"]"#,
    umbrellas: &["revoke/immediate", "revoke/cascade-refresh"],
};
