//! `bearer/401`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "bearer/401",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6750), "3.1"), Cite(Document::OAuth21, "5.3.2")],
    demands: "A token that is no good is refused with 401 and, if a code is named, with invalid_token.",
    about: &["resource.invalid"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::refused, judge: super::judge::status_401 },
    flaw: r"[resource]
invalid = { status = 403 }",
    umbrellas: &[],
};
