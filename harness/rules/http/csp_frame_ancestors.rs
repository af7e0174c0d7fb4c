//! `http/csp-frame-ancestors`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/csp-frame-ancestors",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(9700), "4.16"), Cite(Document::OAuth21, "7.11")],
    demands: "Pages of the authorization endpoint say by Content-Security-Policy who may frame them.",
    about: &["authorization.headers"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::pages, judge: super::judge::frame_ancestors },
    flaw: r#"[authorization.headers]
content_security_policy = """#,
    umbrellas: &[],
};
