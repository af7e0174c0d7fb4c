//! Random sequences of steps over the life of codes and tokens.

use super::{
    call::{Call, Issued, Presents, Service},
    redeem::{CodeRef, Redeem},
    step::{Step, Who},
};
use proptest::{
    collection, prop_oneof,
    strategy::{Just, Strategy},
};
use std::time::Duration;

/// The most moves of one sequence, before it asks about every token.
const MOST_MOVES: usize = 8;

/// The most codes or token answers that a sequence tells apart.
const MOST_KEPT: usize = 3;

/// The longest pause, in minutes.
const LONGEST_PAUSE: u64 = 3;

/// What a target offers beside the authorization and the token endpoint.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Offers {
    /// Its services.
    pub services: Vec<Service>,
    /// A second client with a secret.
    pub other: bool,
    /// Time can be turned, so that waiting costs nothing.
    pub time: bool,
}

impl Offers {
    fn has(&self, service: Service) -> bool {
        self.services.contains(&service)
    }
}

/// One move; a number chooses among what there is by then.
#[derive(Clone, Copy, Debug)]
enum Move {
    Authorize,
    Redeem(usize, Who),
    Refresh(usize, Who),
    RevokeAccess(usize, Who),
    RevokeRefresh(usize, Who),
    Ask(usize),
    Pass(u64),
}

/// Sequences of up to eight moves after a code was asked for and redeemed, and a question about
/// every access token at the end; they shrink by dropping moves and by choosing earlier tokens.
pub fn sequences(offers: Offers) -> impl Strategy<Value = Vec<Step>> + use<> {
    let other = if offers.other { Who::Other } else { Who::Subject };
    let chosen = || 0..MOST_KEPT;
    let who = move || prop_oneof![4 => Just(Who::Subject), 1 => Just(other)];
    let moves = prop_oneof![
        2 => Just(Move::Authorize),
        3 => (chosen(), who()).prop_map(|(code, who)| Move::Redeem(code, who)),
        4 => (chosen(), who()).prop_map(|(answer, who)| Move::Refresh(answer, who)),
        1 => (chosen(), who()).prop_map(|(answer, who)| Move::RevokeAccess(answer, who)),
        1 => (chosen(), who()).prop_map(|(answer, who)| Move::RevokeRefresh(answer, who)),
        2 => chosen().prop_map(Move::Ask),
        1 => (1..=LONGEST_PAUSE).prop_map(Move::Pass),
    ];
    collection::vec(moves, 1..=MOST_MOVES).prop_map(move |moves| steps(&moves, &offers))
}

/// The steps of these moves; a move that needs what is not there yet is left out.
fn steps(moves: &[Move], offers: &Offers) -> Vec<Step> {
    let mut steps = vec![Step::authorize(), Step::redeem()];
    let mut expected = Expected { codes: vec![true], answers: 1 };
    for made in moves {
        steps.extend(expected.step(*made, offers));
    }
    if offers.has(Service::Liveness) {
        steps.extend((0..expected.answers.min(MOST_KEPT)).map(|answer| Step::from(Call::is_alive(answer))));
    }
    steps
}

/// What will be there if the server does what is usual.
struct Expected {
    /// For each code, whether it was redeemed.
    codes: Vec<bool>,
    /// How many answers brought tokens.
    answers: usize,
}

impl Expected {
    fn step(&mut self, made: Move, offers: &Offers) -> Option<Step> {
        let answer = |chosen: usize| Issued::nth(chosen % self.answers);
        match made {
            Move::Authorize if self.codes.len() < MOST_KEPT => {
                self.codes.push(false);
                Some(Step::authorize())
            }
            Move::Redeem(chosen, who) => {
                let code = chosen % self.codes.len();
                if who == Who::Subject && !self.codes[code] {
                    self.codes[code] = true;
                    self.answers += 1;
                }
                Some(Step::Redeem(Redeem { who, code: CodeRef::Nth(code), ..Redeem::default() }))
            }
            Move::Refresh(chosen, who) => {
                let call = Call::refresh_nth(chosen % self.answers).by(who);
                self.answers += usize::from(who == Who::Subject);
                Some(call.into())
            }
            Move::RevokeAccess(chosen, who) if offers.has(Service::Revocation) => Some(
                Call::to(Service::Revocation).presenting(Presents::Access(answer(chosen))).by(who).into(),
            ),
            Move::RevokeRefresh(chosen, who) if offers.has(Service::Revocation) => Some(
                Call::to(Service::Revocation).presenting(Presents::Refresh(answer(chosen))).by(who).into(),
            ),
            Move::Ask(chosen) if offers.has(Service::Liveness) => {
                Some(Call::is_alive(chosen % self.answers).into())
            }
            Move::Pass(minutes) if offers.time => Some(Step::Pass(Duration::from_secs(60 * minutes))),
            _ => None,
        }
    }
}
