//! `code/client-deleted`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/client-deleted",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7592), "2.3")],
    demands: "A code that a client got before it was deleted brings no token.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow {
        plan: crate::rules::enrolment::deleted,
        judge: crate::rules::enrolment::deleted_gets_no_token,
    },
    flaw: r#"[registration]
unchecked = ["deleted-at-token"]"#,
    umbrellas: &[],
};
