//! `redirect/https-only`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/https-only",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "2.6")],
    demands: "A redirect URI by plain http, off the machine of the user, cannot be registered.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: crate::rules::enrolment::plain_http, judge: crate::rules::enrolment::uri_refused },
    flaw: r#"[registration]
unchecked = ["plain-http"]"#,
    umbrellas: &[],
};
