//! `token/invalid-grant`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/invalid-grant",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "For a code that was used up, or that comes with another redirect URI, the error is invalid_grant.",
    about: &["redirect_uri.mismatch.at_token"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::bad_grants, judge: super::judge::invalid_grant },
    flaw: r#"[code]
replayed = { error = "invalid_request" }"#,
    umbrellas: &[],
};
