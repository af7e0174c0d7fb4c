//! A stand-in ends whatever the task that drops it has done before.

use crate::support::block_on;
use oauth_litmus::{StandIn, scenario::Scenario};
use std::{
    future::{Future as _, poll_fn},
    pin::pin,
    sync::mpsc,
    task::Poll,
    thread,
    time::Duration,
};
use tokio::sync::Semaphore;

/// tokio gives a task a share of each turn; where it is used up, waiting for anything of tokio's
/// never ends within that turn.
#[test]
fn a_stand_in_ends_within_a_task_whose_turn_is_used_up() {
    let (ended, end) = mpsc::channel();
    thread::spawn(move || {
        block_on(async {
            let stand_in =
                StandIn::start(Scenario::named("zoho").expect("a scenario")).await.expect("a port");
            let mut stand_in = Some(stand_in);
            let semaphore = Semaphore::new(1);
            poll_fn(|turn| {
                let used_up = (0..10_000).any(|_| pin!(semaphore.acquire()).poll(turn).is_pending());
                drop(stand_in.take());
                assert!(used_up, "a turn has no end");
                Poll::Ready(())
            })
            .await;
        });
        ended.send(())
    });
    end.recv_timeout(Duration::from_secs(20)).expect("an end");
}
