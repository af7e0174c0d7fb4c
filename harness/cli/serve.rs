//! The command `serve`.

use crate::{
    args::{ClockKind, Consent, Serve},
    client,
    exit::{Exit, Failure},
    files, progress, run, welcome,
};
use futures_util::future::join_all;
use oauth_litmus::{
    clock::Clock,
    scenario::Scenario,
    stand_in::{Decide, Listener, RegisteredClient, Service, decide, decide_asking},
};
use std::{future::poll_fn, io};
use tokio::{signal, sync::watch};

/// Hosts the stand-ins until a signal comes.
pub(crate) fn serve(serve: &Serve) -> Result<Exit, Failure> {
    let scenarios = files::scenarios(&serve.scenarios)?;
    let clients = client::clients(&serve.clients, &serve.redirects)?;
    run::runtime()?.block_on(host(serve, scenarios, &clients))
}

async fn host(
    serve: &Serve,
    scenarios: Vec<Scenario>,
    clients: &[RegisteredClient],
) -> Result<Exit, Failure> {
    let signals = signals().map_err(|error| Failure::Machine(format!("could not watch signals: {error}")))?;
    let mut listeners = Vec::new();
    for (index, scenario) in scenarios.into_iter().enumerate() {
        listeners.push(Box::pin(listen(serve, index, scenario, clients)).await?);
    }
    let (stop, stopping) = watch::channel(());
    for listener in &listeners {
        progress::print(&welcome::text(listener, serve));
    }
    progress::print("Ctrl-C stops it.\n");
    let running = listeners.into_iter().map(|listener| {
        let mut stopping = stopping.clone();
        tokio::spawn(listener.run(async move { drop(stopping.changed().await) }))
    });
    let running: Vec<_> = running.collect();
    signals.await;
    progress::tell("stopping: what is under way may take two seconds to finish");
    stop.send_replace(());
    join_all(running).await;
    progress::tell("stopped");
    Ok(Exit::Expected)
}

async fn listen(
    serve: &Serve,
    index: usize,
    scenario: Scenario,
    clients: &[RegisteredClient],
) -> Result<Listener, Failure> {
    let name = scenario.stem.clone();
    let most = scenario.behaviour.client.redirect_uris.and_then(|most| usize::try_from(most).ok());
    if let Some(most) = most.filter(|most| serve.redirects.len() > *most) {
        return Err(Failure::asked(
            format!(
                "{name}: a client has {most} redirect URI at most there, and --redirect is given {} times",
                serve.redirects.len()
            ),
            "leave out all --redirect that are too many, or serve them by clients of their own",
        ));
    }
    let service = Service {
        clients: clients.to_vec(),
        clock: match serve.clock {
            ClockKind::Real => Clock::real(),
            ClockKind::Still => Clock::default(),
        },
        decide: match serve.consent {
            Consent::Page => decide_asking as Decide,
            Consent::Automatic => decide,
        },
        ..Service::new(scenario)
    };
    let Some(first) = serve.port else {
        return Listener::bind(service, 0).await.map_err(|error| occupied(&name, "a free port", &error));
    };
    let port = u16::try_from(index).ok().and_then(|index| first.checked_add(index)).ok_or_else(|| {
        Failure::asked(
            format!("{name}: no port is left after 65535"),
            "give --port a number that leaves room for one port for each scenario",
        )
    })?;
    Listener::bind(service, port).await.map_err(|error| occupied(&name, &format!("port {port}"), &error))
}

fn occupied(name: &str, port: &str, error: &io::Error) -> Failure {
    let (why, mend) = match error.kind() {
        io::ErrorKind::AddrInUse => (
            "another program listens there".to_owned(),
            "stop that program, choose another --port, or leave --port out for a free one",
        ),
        io::ErrorKind::PermissionDenied => {
            ("this needs privileges".to_owned(), "choose a --port of 1024 or more")
        }
        _ => (error.to_string(), "leave --port out for a free one"),
    };
    Failure::asked(format!("{name}: could not open {port} on 127.0.0.1: {why}"), mend)
}

/// Is over with the first SIGINT or SIGTERM after the call.
#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    use signal::unix::{SignalKind, signal};
    use std::task::Poll;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(poll_fn(move |context| {
        let came = interrupt.poll_recv(context).is_ready() || terminate.poll_recv(context).is_ready();
        if came { Poll::Ready(()) } else { Poll::Pending }
    }))
}

/// Is over with the first Ctrl-C after the call.
#[cfg(windows)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal::windows::ctrl_c()?;
    Ok(poll_fn(move |context| interrupt.poll_recv(context).map(drop)))
}
