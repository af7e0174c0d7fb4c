//! `iss/advertised-truth`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "iss/advertised-truth",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9207), "2.3"), Cite(Document::Rfc(9207), "3")],
    demands: "The metadata document says that iss is sent if it is, and only then.",
    about: &["authorization.issuer"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::responses, judge: super::judge::advertised },
    flaw: r#"[metadata]
without = ["authorization_response_iss_parameter_supported"]"#,
    umbrellas: &[],
};
