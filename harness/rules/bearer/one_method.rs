//! `bearer/one-method`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "bearer/one-method",
    level: Level::Should,
    cites: &[
        Cite(Document::Rfc(6750), "2"),
        Cite(Document::Rfc(6750), "3.1"),
        Cite(Document::OAuth21, "5.1"),
        Cite(Document::OAuth21, "5.3.2"),
    ],
    demands: "A token that comes in two ways at once is refused with 400.",
    about: &["resource.accepts_duplicates"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::ways, judge: super::judge::one_method },
    flaw: r"[resource]
accepts_duplicates = true",
    umbrellas: &[],
};
