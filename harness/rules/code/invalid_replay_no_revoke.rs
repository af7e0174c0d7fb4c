//! `code/invalid-replay-no-revoke`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/invalid-replay-no-revoke",
    level: Level::Should,
    cites: &[Cite(Document::OAuth21, "7.5.3")],
    demands: "A replay without the right secret, verifier or redirect URI does not cost the rightful client its tokens.",
    about: &["code.replayed"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::replayed_wrongly, judge: super::tokens::outlives_wrong_replay },
    flaw: r#"[code]
replayed = { revokes_if_wrong = ["verifier"] }"#,
    umbrellas: &[],
};
