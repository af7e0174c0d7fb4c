//! `http/referrer-policy`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/referrer-policy",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(9700), "4.2.4")],
    demands: "Pages of the authorization endpoint do not tell their address to others.",
    about: &["authorization.headers"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::pages, judge: super::judge::no_referrer },
    flaw: r#"[authorization.headers]
referrer_policy = """#,
    umbrellas: &[],
};
