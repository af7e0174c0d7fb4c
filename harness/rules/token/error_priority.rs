//! `token/error-priority`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/error-priority",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "Who cannot authenticate does not learn whether a code is a real one.",
    about: &["token.judges_first"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::unauthenticated, judge: super::judge_request::code_untold },
    flaw: r#"[token]
judges_first = "grant""#,
    umbrellas: &[],
};
