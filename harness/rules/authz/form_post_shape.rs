//! `authz/form-post-shape`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/form-post-shape",
    level: Level::Must,
    cites: &[Cite(Document::FormPost, "2")],
    demands: "A code that comes by form_post is posted to the redirect URI, with every value intact.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::by_form, judge: super::response::form_shape },
    flaw: r#"[authorization]
oddities = ["bare-form"]"#,
    umbrellas: &[],
};
