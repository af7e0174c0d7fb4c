//! `client/post-optional`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/post-optional",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(6749), "2.3.1"), Cite(Document::OAuth21, "2.4.1")],
    demands: "A client with a secret can show it in the body of the request.",
    about: &["authentication.methods"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::methods, judge: super::judge::post_works },
    flaw: r#"[authentication]
methods = ["basic"]"#,
    umbrellas: &[],
};
