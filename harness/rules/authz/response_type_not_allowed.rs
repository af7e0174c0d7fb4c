//! `authz/response-type-not-allowed`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/response-type-not-allowed",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2.1"), Cite(Document::Rfc(7591), "2")],
    demands: "A client that was not registered for the response type gets no code.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: crate::rules::enrolment::no_code, judge: crate::rules::enrolment::no_codes },
    flaw: r#"[registration]
unchecked = ["response-types"]"#,
    umbrellas: &[],
};
