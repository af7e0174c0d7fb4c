//! `code/charset`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/charset",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "A.11"), Cite(Document::OAuth21, "A.11")],
    demands: "A code is made of printable ASCII characters.",
    about: &["code.values"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::several, judge: super::tokens::printable },
    flaw: r#"[code]
values = "non-ascii""#,
    umbrellas: &[],
};
