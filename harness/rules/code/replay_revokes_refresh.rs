//! `code/replay-revokes-refresh`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/replay-revokes-refresh",
    level: Level::Should,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(9700), "4.2.4"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "Once a code was redeemed a second time, the refresh token of the first is dead.",
    about: &["code.replayed"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::replayed_then_refreshed, judge: super::tokens::first_refresh_dead },
    flaw: r#"[code]
replayed = { spares = ["refresh-token"] }"#,
    umbrellas: &[],
};
