//! `code/replay-revokes-descendants`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/replay-revokes-descendants",
    level: Level::Should,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(9700), "4.2.4"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "Once a code was redeemed a second time, what its refresh token brought is dead too.",
    about: &["code.replayed"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::refreshed_then_replayed, judge: super::tokens::refreshed_dead },
    flaw: r#"[code]
replayed = { spares = ["refreshed"] }"#,
    umbrellas: &[],
};
