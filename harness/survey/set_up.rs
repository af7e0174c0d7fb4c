//! Whether the set-up behind a scenario holds: the server answers, and each kind of client is
//! known to it.

use crate::{
    budget::Budget,
    mutation::Kind,
    runner::{Past, Runner},
    target::{Target, TargetError},
};

/// What is known of one kind of client before anything is fuzzed.
#[derive(Clone, Debug)]
pub struct SetUp {
    /// The kind of registered URI.
    pub kind: Kind,
    /// The client that has one, and that URI; none if no client does.
    pub subject: Option<(String, String)>,
    /// What its good and bad requests come to, in words.
    pub says: String,
}

/// Asks only the controls: two good and two bad requests for each kind of client.
///
/// # Errors
/// If the server cannot be reached, or refuses the registered URI of the client under test.
pub async fn set_up<T: Target>(target: &T, budget: &Budget) -> Result<Vec<SetUp>, TargetError> {
    let mut runner = Runner::start(target, budget, &|_| {}, Past::default()).await?;
    let mut found = Vec::new();
    for kind in Kind::ALL {
        runner.calibrate(kind).await;
        let subject = runner.tenant().own_subject(kind);
        let subject = subject.map(|(client, registered)| (client.id.clone(), registered.uri.to_string()));
        let says = match (&subject, runner.calibrated(kind)) {
            (None, _) => match runner.tenant().subject(kind) {
                Some((client, _)) => format!("no client has one, and `{}` serves instead", client.id),
                None => "no client has one, so what needs it is not asked".to_owned(),
            },
            (Some(_), Some(_)) if kind == Kind::Nothing => {
                "what it accepts shows beside the controls of the client under test".to_owned()
            }
            (Some(_), None) => "the server does not accept it; what needs it is not asked".to_owned(),
            (Some(_), Some(calibrated)) if calibrated.gives_codes => {
                format!("a code comes at once; {}", calibrated.told_apart())
            }
            (Some(_), Some(calibrated)) => match calibrated.calibration {
                Ok(_) => format!(
                    "accepted and refused can be told apart before login; {}",
                    calibrated.told_apart()
                ),
                Err(untellable) => untellable.to_string(),
            },
        };
        found.push(SetUp { kind, subject, says });
    }
    Ok(found)
}
