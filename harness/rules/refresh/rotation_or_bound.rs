//! `refresh/rotation-or-bound`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/rotation-or-bound",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9700), "2.2.2"),
        Cite(Document::Rfc(9700), "4.14.2"),
        Cite(Document::OAuth21, "4.3.1"),
    ],
    demands: "The refresh tokens of a client without a secret are replaced at each use, or bound to a key of its own.",
    about: &["refresh_token.rotation"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::predecessor, judge: super::reuse::rotated_or_bound },
    flaw: r"[refresh_token]
rotation = false",
    umbrellas: &[],
};
