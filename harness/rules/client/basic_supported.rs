//! `client/basic-supported`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/basic-supported",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "2.3.1")],
    demands: "A client with a secret can show it by HTTP Basic.",
    about: &["authentication.methods"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::methods, judge: super::judge::basic_works },
    flaw: r#"[authentication]
methods = ["post"]
[client]
authentication = ["client_secret_basic"]"#,
    umbrellas: &["client/basic-urlencoded", "metadata/auth-methods-true"],
};
