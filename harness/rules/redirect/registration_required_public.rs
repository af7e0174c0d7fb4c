//! `redirect/registration-required-public`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/registration-required-public",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1.2.2"), Cite(Document::OAuth21, "2.3.1")],
    demands: "A client without a secret and without a registered redirect URI gets no code.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: crate::rules::enrolment::no_uri, judge: crate::rules::enrolment::uri_needed },
    flaw: r#"[registration]
unchecked = ["missing-uri"]"#,
    umbrellas: &[],
};
