//! `refresh/unknown`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/unknown",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "A refresh token that was never issued is refused as invalid_grant.",
    about: &["refresh_token.unknown"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::strange, judge: super::judge::unknown_refused },
    flaw: r#"[refresh_token]
unknown = { error = "invalid_request" }"#,
    umbrellas: &[],
};
