//! `introspect/auth-required`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/auth-required",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7662), "2.1"), Cite(Document::Rfc(7662), "4")],
    demands: "Who does not authenticate is not told that a token is active.",
    about: &["introspection.authenticates"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::credentials, judge: super::judge::none_active },
    flaw: r"[introspection]
authenticates = false",
    umbrellas: &[],
};
