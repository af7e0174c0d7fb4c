//! `refresh/reuse-kills-active`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/reuse-kills-active",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "4.14.2"), Cite(Document::OAuth21, "4.3.1")],
    demands: "When a replaced refresh token of a client without a secret turns up again, the active one dies.",
    about: &["refresh_token.reuse"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::predecessor, judge: super::reuse::active_dies },
    flaw: r#"[refresh_token]
reuse = "refused""#,
    umbrellas: &["refresh/reuse-depth"],
};
