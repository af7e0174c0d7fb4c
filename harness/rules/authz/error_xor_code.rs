//! `authz/error-xor-code`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/error-xor-code",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::OAuth21, "4.1.2"),
    ],
    demands: "A response holds a code or an error, never both and never neither.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::responses, judge: super::response::code_or_error },
    flaw: r#"[authorization]
oddities = ["error-beside-code"]"#,
    umbrellas: &[],
};
