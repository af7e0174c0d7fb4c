//! `http/cors-token-sane`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/cors-token-sane",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(9700), "2.6")],
    demands: "The token endpoint does not let scripts of any origin read it with the cookies of the user.",
    about: &["token.cors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::token_from_other_origin, judge: super::judge::cors_sane },
    flaw: r#"[token]
cors = "any-origin-with-credentials""#,
    umbrellas: &[],
};
