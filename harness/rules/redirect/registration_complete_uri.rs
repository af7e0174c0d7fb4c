//! `redirect/registration-complete-uri`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/registration-complete-uri",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "3.1.2.2"), Cite(Document::OAuth21, "2.3.1")],
    demands: "A redirect URI that is not complete cannot be registered.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: crate::rules::enrolment::incomplete, judge: crate::rules::enrolment::uri_refused },
    flaw: r#"[registration]
unchecked = ["incomplete-uri"]"#,
    umbrellas: &[],
};
