//! `authz/no-credentials-in-get`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/no-credentials-in-get",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(9700), "4.3")],
    demands: "A password is not asked for by a form that puts it into an address.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::login, judge: super::asked::passwords_posted },
    flaw: r#"[authorization]
oddities = ["forms-by-get"]"#,
    umbrellas: &[],
};
