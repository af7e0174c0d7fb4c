//! `code/cross-client-replay-safe`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/cross-client-replay-safe",
    level: Level::Should,
    cites: &[Cite(Document::OAuth21, "7.5.3")],
    demands: "A replay by another client does not cost the rightful one its tokens.",
    about: &["code.replayed"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::replayed_by_another, judge: super::tokens::outlives_foreign_replay },
    flaw: r#"[code]
replayed = { revokes_if_wrong = ["client"] }"#,
    umbrellas: &[],
};
