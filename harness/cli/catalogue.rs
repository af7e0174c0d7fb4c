//! The commands `rules` and `mutations`.

use crate::{
    exit::{Exit, Failure},
    progress,
};
use oauth_litmus::{mutation, protocol, report, rules, scenario};

pub(crate) fn rules(id: Option<&str>) -> Result<Exit, Failure> {
    let Some(id) = id else {
        progress::print(&report::rule_table());
        return Ok(Exit::Expected);
    };
    match (rules::by_id(id), rules::left_out_by_id(id)) {
        (Some(rule), _) => progress::print(&report::rule_page(rule)),
        (None, Some(left)) => progress::print(&report::left_out_page(left)),
        (None, None) => return Err(unknown("rule", id, rules::catalogue().map(|rule| rule.id))),
    }
    Ok(Exit::Expected)
}

pub(crate) fn mutations(id: Option<&str>) -> Result<Exit, Failure> {
    let Some(id) = id else {
        progress::print(&report::mutation_table());
        return Ok(Exit::Expected);
    };
    match mutation::by_id(id) {
        Some(mutation) => progress::print(&report::mutation_page(mutation)),
        None => return Err(unknown("mutation", id, mutation::catalogue().map(|mutation| mutation.id))),
    }
    Ok(Exit::Expected)
}

/// No such id, and the nearest.
pub(crate) fn unknown<'a>(kind: &str, id: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let mend = scenario::nearest(id, known).map_or_else(
        || format!("`oauth-litmus {kind}s` lists them"),
        |near| format!("did you mean `{near}`?"),
    );
    Failure::asked(format!("there is no {kind} `{}`", protocol::inert(id)), mend)
}
