//! `refresh/failed-refresh-keeps-token`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/failed-refresh-keeps-token",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "A refresh that fails for its scope, or for want of the client's secret, does not cost the client its token.",
    about: &["refresh_token.ended_by"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::failed, judge: super::judge::survives },
    flaw: r#"[refresh_token]
ended_by = ["scope", "authentication"]"#,
    umbrellas: &[],
};
