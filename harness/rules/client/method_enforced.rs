//! `client/method-enforced`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/method-enforced",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(7591), "2")],
    demands: "A secret that was registered to stand in the body does not work in the header.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow {
        plan: crate::rules::enrolment::other_method,
        judge: crate::rules::enrolment::method_held,
    },
    flaw: r#"[registration]
unchecked = ["method"]"#,
    umbrellas: &[],
};
