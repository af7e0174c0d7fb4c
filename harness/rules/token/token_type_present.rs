//! `token/token-type-present`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/token-type-present",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.1"), Cite(Document::OAuth21, "3.2.3")],
    demands: "A token answer says its token_type.",
    about: &["token.token_type"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::success, judge: super::judge::token_type },
    flaw: r#"[token]
token_type = """#,
    umbrellas: &[],
};
