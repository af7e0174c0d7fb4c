//! `authz/csrf-consent`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/csrf-consent",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "10.12"), Cite(Document::OAuth21, "7.9")],
    demands: "A form of consent that another site made up brings no code.",
    about: &["authorization.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::forged_consent, judge: super::asked::forged_refused },
    flaw: r#"[authorization]
unchecked = ["forged-consent"]"#,
    umbrellas: &[],
};
