//! `code/garbage`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/garbage",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "5.2"),
        Cite(Document::Rfc(6749), "10.10"),
        Cite(Document::Rfc(6749), "4.1.3"),
        Cite(Document::OAuth21, "3.2.4"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "A code that was never issued is refused, however close it comes to one that was.",
    about: &["code.compare"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::garbage, judge: super::judge::garbage_refused },
    flaw: r#"[code]
compare = "ignoring-case""#,
    umbrellas: &[],
};
