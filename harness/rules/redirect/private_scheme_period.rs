//! `redirect/private-scheme-period`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/private-scheme-period",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(8252), "8.4"), Cite(Document::OAuth21, "2.3.1")],
    demands: "A redirect URI with a scheme of its own that has no period cannot be registered.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: crate::rules::enrolment::one_word, judge: crate::rules::enrolment::uri_refused },
    flaw: r#"[registration]
unchecked = ["scheme-without-period"]"#,
    umbrellas: &[],
};
