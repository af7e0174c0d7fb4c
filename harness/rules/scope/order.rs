//! `scope/order`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "scope/order",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.3"), Cite(Document::OAuth21, "1.4.1")],
    demands: "The order in which scopes are named changes nothing.",
    about: &["scope.order", "authorization.scopes"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::order, judge: super::judge::same_in_any_order },
    flaw: r#"[scope]
order = "as-listed""#,
    umbrellas: &[],
};
