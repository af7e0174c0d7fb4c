//! Controls: requests whose answer is known, and requests that nothing but no check lets pass.

use super::{ATTACKER, Group, Kind, Mutant, Mutation};

const fn control(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Controls, id, reveals, source, forms)
}

pub(super) const ALL: &[Mutation] = &[
    control("ctl-exact", "the baseline, which has to be accepted", "RFC 9700 section 2.1", |original| {
        vec![original.clone()]
    }),
    control("ctl-unrelated", "no check at all", "RFC 9700 section 4.1.3", |original| {
        vec![original.replaced(format!("https://{ATTACKER}/x"))]
    }),
    control("ctl-random-path", "a comparison of the origin alone", "RFC 9700 section 4.1.3", |original| {
        vec![original.path(|_| "/q7w2zk9xbt".to_owned())]
    }),
    control(
        "ctl-second-registered",
        "that every registered URI works",
        "RFC 6749 section 3.1.2.3",
        |original| original.registered.others.iter().map(|other| original.replaced(other.as_str())).collect(),
    )
    .needing(Kind::Several),
    control(
        "ctl-other-client",
        "a check against all clients' URIs",
        "RFC 6819 section 5.2.3.5",
        |original| {
            original.registered.foreign.iter().map(|other| original.replaced(other.as_str())).collect()
        },
    ),
];
