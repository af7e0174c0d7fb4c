//! `token/cc-sub-distinct`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/cc-sub-distinct",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(9700), "4.15.1")],
    demands: "The subject of a client's own token is not that of a user's token.",
    about: &["introspection.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::two_subjects, judge: super::judge_token::subjects_differ },
    flaw: r#"[introspection.members]
sub = "someone""#,
    umbrellas: &[],
};
