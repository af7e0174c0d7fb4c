//! `code/replay-revokes-access`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/replay-revokes-access",
    level: Level::Should,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(9700), "4.2.4"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "Once a code was redeemed a second time, the access token of the first is dead.",
    about: &["code.replayed"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::replayed, judge: super::tokens::first_access_dead },
    flaw: r#"[code]
replayed = { spares = ["access-token"] }"#,
    umbrellas: &[],
};
