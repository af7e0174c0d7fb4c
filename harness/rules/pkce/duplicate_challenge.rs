//! `pkce/duplicate-challenge`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/duplicate-challenge",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "3.1")],
    demands: "A request with two challenges is refused with invalid_request.",
    about: &["pkce.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::requests::two_challenges, judge: super::answers::invalid_request },
    flaw: r#"[pkce]
unchecked = ["duplicate-challenge"]"#,
    umbrellas: &["authz/no-duplicate-params"],
};
