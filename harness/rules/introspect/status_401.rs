//! `introspect/401`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/401",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7662), "2.3")],
    demands: "A caller whose credentials are no good is answered with 401.",
    about: &["introspection.unauthorized"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::wrong_secret, judge: super::judge::status_401 },
    flaw: r"[introspection]
unauthorized = { status = 400 }",
    umbrellas: &[],
};
