//! `refresh/old-dies`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/old-dies",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "4.14.2"), Cite(Document::OAuth21, "4.3.1")],
    demands: "A refresh token that was replaced is refused from then on.",
    about: &["refresh_token.rotation", "refresh_token.reuse"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::reused, judge: super::reuse::old_dies },
    flaw: r#"[refresh_token]
reuse = "accepted""#,
    umbrellas: &["refresh/concurrent"],
};
