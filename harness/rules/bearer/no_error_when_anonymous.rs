//! `bearer/no-error-when-anonymous`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "bearer/no-error-when-anonymous",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6750), "3.1"), Cite(Document::OAuth21, "5.3.2")],
    demands: "Who brings no token at all gets a challenge without an error code.",
    about: &["resource.missing"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::refused, judge: super::judge::no_error_code },
    flaw: r#"[resource]
missing = { error = "invalid_token" }"#,
    umbrellas: &[],
};
