//! `state/non-abnf`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/non-abnf",
    level: Level::Report,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(6749), "A.5"),
        Cite(Document::OAuth21, "A.5"),
    ],
    demands: "A state of other than printable ASCII characters is refused or comes back as it was.",
    about: &["state.echo"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::beyond_grammar, judge: super::judge::exact_if_any },
    flaw: r#"[state]
echo = "printable""#,
    umbrellas: &[],
};
