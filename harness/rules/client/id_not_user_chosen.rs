//! `client/id-not-user-chosen`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/id-not-user-chosen",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(9700), "4.15.1")],
    demands: "Whoever registers a client does not choose its id.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: crate::rules::enrolment::chosen_id, judge: crate::rules::enrolment::id_given },
    flaw: r#"[registration]
unchecked = ["client-id"]"#,
    umbrellas: &[],
};
