//! `code/scope-frozen`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/scope-frozen",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.3"),
        Cite(Document::Rfc(6749), "5.2"),
        Cite(Document::OAuth21, "3.2.4"),
    ],
    demands: "A scope in the token request does not widen what was granted with the code.",
    about: &["code.reads_scope"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::wider_scope, judge: super::tokens::scope_kept },
    flaw: r"[code]
reads_scope = true",
    umbrellas: &[],
};
