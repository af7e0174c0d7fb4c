//! `client/basic-urlencoded`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/basic-urlencoded",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "2.3.1")],
    demands: "Id and secret in HTTP Basic are read as they have to be written: form-encoded.",
    about: &["authentication.unchecked", "authentication.methods"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::methods_of_all, judge: super::judge::encoded_basic_works },
    flaw: r#"[authentication]
unchecked = ["basic-encoding"]"#,
    umbrellas: &[],
};
