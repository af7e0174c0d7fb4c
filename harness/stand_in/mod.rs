//! Stand-ins: servers that behave as a scenario says.
//!
//! [`decide`] is pure: (behaviour, state, request, moment) to reply. [`StandIn`] hosts it on
//! wiremock, many tenants on one server, each with its own clients, codes and clock.

mod authorize;
mod decide;
mod enrolment;
mod redeem;
mod reply;
mod request;
mod serve;
mod state;

pub use decide::decide;
pub use reply::Reply;
pub use request::{Endpoint, Request};
pub use serve::{StandIn, StandInError};
pub use state::{RegisteredClient, ServerState};
