//! Guesses that come to nearly the same by other means: a rewrite of both texts instead of a
//! looser comparison of a part, a gate before one branch instead of before all.

use super::guess::Guess;
use crate::behaviour::{
    Branch, Components, FragmentMatch, Guarded, Normalisation, Parser, PathMatch, PortMatch, QueryMatch,
    UserinfoMatch, Whole,
};

/// A rewrite, and the change of a comparison by parts that does nearly the same.
type Kinship = (Normalisation, fn(&mut Components));

const BY_PARTS: [Kinship; 7] = [
    (Normalisation::DropTrailingSlash, |parts| parts.path = PathMatch::TrailingSlash),
    (Normalisation::DotSegments, |parts| parts.path = PathMatch::DotSegments),
    (Normalisation::DropDefaultPort, |parts| parts.port = PortMatch::DefaultAware),
    (Normalisation::DropUserinfo, |parts| parts.userinfo = UserinfoMatch::Any),
    (Normalisation::DropQuery, |parts| parts.query = QueryMatch::Any),
    (Normalisation::DropFragment, |parts| parts.fragment = FragmentMatch::Any),
    (Normalisation::Whatwg, |parts| parts.parser = Parser::Whatwg),
];

const BY_WHOLE: [(Normalisation, Whole); 2] =
    [(Normalisation::LowerCase, Whole::IgnoreCase), (Normalisation::Whatwg, Whole::Whatwg)];

/// Every guess that comes to nearly the same.
pub(super) fn of(guess: &Guess) -> Vec<Guess> {
    let mut found = Vec::new();
    decoding(guess, &mut found);
    rewriting(guess, &mut found);
    gates(guess, &mut found);
    found
}

/// One decoding too many, as it comes in or before it is compared.
fn decoding(guess: &Guess, found: &mut Vec<Guess>) {
    let before = [Normalisation::DecodePercent, Normalisation::DecodePercentFully];
    for step in before {
        if guess.decodes > 0 && !guess.normalise.contains(&step) {
            let mut kin = guess.clone();
            kin.decodes = 0;
            kin.normalise.insert(0, step);
            found.push(kin);
        }
    }
    for decodes in 1..=2 {
        if let Some(at) = guess.normalise.iter().position(|step| before.contains(step)) {
            let mut kin = guess.clone();
            kin.normalise.remove(at);
            kin.decodes = decodes;
            found.push(kin);
        }
    }
}

/// A rewrite in place of a looser comparison, and the other way round.
fn rewriting(guess: &Guess, found: &mut Vec<Guess>) {
    let exact = || Branch::Whole(Whole::Exact);
    let branches = if guess.branches.is_empty() { vec![exact()] } else { guess.branches.clone() };
    for (at, branch) in branches.iter().enumerate() {
        let parts = match branch {
            Branch::Parts(parts) => parts.clone(),
            Branch::Whole(Whole::Exact) => Components::default(),
            _ => continue,
        };
        for (step, loosen) in BY_PARTS {
            let mut looser = parts.clone();
            loosen(&mut looser);
            let mut kin = guess.clone();
            kin.branches.clone_from(&branches);
            if let Some(place) = guess.normalise.iter().position(|known| *known == step) {
                kin.normalise.remove(place);
                kin.branches[at] = Branch::Parts(looser);
                found.push(kin);
            } else if looser == parts {
                kin.normalise.push(step);
                kin.branches[at] = Branch::Parts(tightened(&parts, loosen));
                found.push(kin);
            }
        }
    }
    for (step, whole) in BY_WHOLE {
        let place = guess.normalise.iter().position(|known| *known == step);
        for (at, branch) in branches.iter().enumerate() {
            let mut kin = guess.clone();
            kin.branches.clone_from(&branches);
            match (place, branch) {
                (Some(place), Branch::Whole(Whole::Exact)) => {
                    kin.normalise.remove(place);
                    kin.branches[at] = Branch::Whole(whole);
                }
                (None, Branch::Whole(known)) if *known == whole => {
                    kin.normalise.push(step);
                    kin.branches[at] = exact();
                }
                _ => continue,
            }
            found.push(kin);
        }
    }
}

/// Parts without what `loosen` does to them.
fn tightened(parts: &Components, loosen: fn(&mut Components)) -> Components {
    let (exact, mut loosened) = (Components::default(), Components::default());
    loosen(&mut loosened);
    Components {
        parser: if loosened.parser == exact.parser { parts.parser } else { exact.parser },
        userinfo: if loosened.userinfo == exact.userinfo { parts.userinfo } else { exact.userinfo },
        port: if loosened.port == exact.port { parts.port } else { exact.port },
        path: if loosened.path == exact.path { parts.path } else { exact.path },
        query: if loosened.query == exact.query { parts.query } else { exact.query },
        fragment: if loosened.fragment == exact.fragment { parts.fragment } else { exact.fragment },
        ..parts.clone()
    }
}

/// A gate before one branch in place of one before all, and the other way round.
fn gates(guess: &Guess, found: &mut Vec<Guess>) {
    for (at, branch) in guess.branches.iter().enumerate() {
        for (place, gate) in guess.refuse.iter().enumerate() {
            let mut kin = guess.clone();
            kin.refuse.remove(place);
            match &mut kin.branches[at] {
                Branch::Parts(parts) => parts.refuse.push(*gate),
                Branch::Guarded(guarded) => guarded.refuse.push(*gate),
                Branch::Whole(whole) => {
                    kin.branches[at] = Branch::Guarded(Guarded { whole: *whole, refuse: vec![*gate] });
                }
                Branch::Literal(_) => continue,
            }
            found.push(kin);
        }
        let guarding = match branch {
            Branch::Parts(parts) => &parts.refuse[..],
            Branch::Guarded(guarded) => &guarded.refuse,
            Branch::Whole(_) | Branch::Literal(_) => &[],
        };
        for (place, gate) in guarding.iter().enumerate() {
            let mut kin = guess.clone();
            match &mut kin.branches[at] {
                Branch::Parts(parts) => drop(parts.refuse.remove(place)),
                Branch::Guarded(guarded) => drop(guarded.refuse.remove(place)),
                Branch::Whole(_) | Branch::Literal(_) => {}
            }
            kin.refuse.push(*gate);
            found.push(kin);
        }
    }
}
