//! `pkce/unknown-method`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/unknown-method",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7636), "4.4.1"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "A method that the server does not know is refused with invalid_request.",
    about: &["pkce.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::requests::unknown_method, judge: super::answers::invalid_request },
    flaw: r#"[pkce]
unchecked = ["unknown-method"]"#,
    umbrellas: &[],
};
