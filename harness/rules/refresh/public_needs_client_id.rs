//! `refresh/public-needs-client-id`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/public-needs-client-id",
    level: Level::Report,
    cites: &[Cite(Document::OAuth21, "4.3.1"), Cite(Document::OAuth21, "3.2.2")],
    demands: "A client without a secret has to say who it is when it refreshes.",
    about: &["refresh_token.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::anonymous, judge: super::judge::public_refused },
    flaw: r#"[refresh_token]
unchecked = ["client-id"]"#,
    umbrellas: &[],
};
