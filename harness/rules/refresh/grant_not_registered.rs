//! `refresh/grant-not-registered`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/grant-not-registered",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::Rfc(7591), "2")],
    demands: "A client that was not registered for refreshing cannot refresh.",
    about: &["registration.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow {
        plan: crate::rules::enrolment::no_refresh,
        judge: crate::rules::enrolment::no_refreshing,
    },
    flaw: r#"[registration]
unchecked = ["grants"]"#,
    umbrellas: &[],
};
