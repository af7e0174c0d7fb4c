//! `token/pragma`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/pragma",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.1")],
    demands: "A token answer says Pragma: no-cache.",
    about: &["token.pragma"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::success, judge: super::judge::pragma },
    flaw: r#"[token]
pragma = """#,
    umbrellas: &[],
};
