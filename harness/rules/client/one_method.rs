//! `client/one-method`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/one-method",
    level: Level::Should,
    cites: &[
        Cite(Document::Rfc(6749), "2.3"),
        Cite(Document::Rfc(6749), "5.2"),
        Cite(Document::OAuth21, "3.2.4"),
        Cite(Document::OAuth21, "2.4"),
    ],
    demands: "A client that authenticates by header and body at once is refused.",
    about: &["authentication.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::twice, judge: super::judge::refused_confidential },
    flaw: r#"[authentication]
unchecked = ["second-method"]"#,
    umbrellas: &[],
};
