//! Finds out how an OAuth 2.0 authorization server really behaves, proves it with the smallest
//! evidence, and gives back a stand-in that behaves the same.

pub mod behaviour;
pub mod budget;
pub mod clock;
pub mod evidence;
pub mod learn;
pub mod mutation;
pub mod probe;
pub mod profile;
pub mod protocol;
pub mod report;
pub mod rules;
pub mod runner;
pub mod sandbox;
pub mod scenario;
pub mod stand_in;
pub mod survey;
pub mod target;
