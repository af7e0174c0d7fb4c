//! `redirect/fragment-registration`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/fragment-registration",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1.2"), Cite(Document::OAuth21, "2.3")],
    demands: "A redirect URI with a fragment cannot be registered.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: crate::rules::enrolment::fragment, judge: crate::rules::enrolment::uri_refused },
    flaw: r#"[registration]
unchecked = ["fragment"]"#,
    umbrellas: &[],
};
