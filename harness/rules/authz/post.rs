//! `authz/post`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/post",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "3.1")],
    demands: "A request by POST is answered as one by GET is.",
    about: &["authorization.methods"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::by_post, judge: super::judge::goes_on },
    flaw: r#"[authorization]
methods = ["GET"]"#,
    umbrellas: &[],
};
