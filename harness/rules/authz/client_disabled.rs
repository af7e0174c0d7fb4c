//! `authz/client-disabled`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/client-disabled",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7592), "2.3")],
    demands: "A client that was deleted gets no code.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow {
        plan: crate::rules::enrolment::deleted,
        judge: crate::rules::enrolment::deleted_gets_no_code,
    },
    flaw: r#"[registration]
unchecked = ["deleted"]"#,
    umbrellas: &[],
};
