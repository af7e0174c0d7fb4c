//! `http/clickjacking`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/clickjacking",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "4.16"), Cite(Document::OAuth21, "7.11")],
    demands: "Pages of the authorization endpoint forbid to be framed.",
    about: &["authorization.headers"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::pages, judge: super::judge::not_framed },
    flaw: r#"[authorization.headers]
content_security_policy = ""
x_frame_options = """#,
    umbrellas: &["http/csp-frame-ancestors"],
};
