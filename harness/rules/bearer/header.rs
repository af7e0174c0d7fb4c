//! `bearer/header`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "bearer/header",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6750), "2.1"),
        Cite(Document::Rfc(9110), "11.1"),
        Cite(Document::OAuth21, "5.1.1"),
    ],
    demands: "A token is taken in the Authorization header, in whatever letter case its scheme is written.",
    about: &["resource.exact_scheme"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::ways, judge: super::judge::header },
    flaw: r"[resource]
exact_scheme = true",
    umbrellas: &[],
};
