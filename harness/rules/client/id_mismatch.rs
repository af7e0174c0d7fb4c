//! `client/id-mismatch`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/id-mismatch",
    level: Level::Should,
    cites: &[
        Cite(Document::Rfc(6749), "3.2.1"),
        Cite(Document::Rfc(6749), "5.2"),
        Cite(Document::OAuth21, "3.2.4"),
    ],
    demands: "A request that names one client in its header and another in its body is refused.",
    about: &["authentication.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::two_ids, judge: super::judge::two_ids_refused },
    flaw: r#"[authentication]
unchecked = ["body-id"]"#,
    umbrellas: &[],
};
