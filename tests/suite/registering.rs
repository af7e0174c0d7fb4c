//! Beginning with nothing but an address: metadata, clients of our own, and their end.

use crate::{
    cli::{file, folder, litmus, text},
    support::{block_on, http, server, sound},
};
use oauth_litmus::{
    sandbox::{Outside, Sandbox},
    scenario::Scenario,
    target::{Target as _, TargetError},
};
use rstest::rstest;
use std::{
    io,
    sync::{Arc, Mutex},
};

/// A registration endpoint that takes any client with a URI; all that was asked of it is kept.
#[derive(Clone, Default)]
struct Registrar {
    asked: Arc<Mutex<Vec<String>>>,
}

impl Registrar {
    fn answer(&self, base: &str, request: &str) -> Vec<u8> {
        let line = request.lines().next().unwrap_or_default().to_owned();
        let mut asked = self.asked.lock().expect("the list");
        asked.push(request.to_owned());
        if line.starts_with("DELETE") {
            return http("204 No Content", "", "");
        }
        if request.contains("\"redirect_uris\":[]") {
            let body = r#"{"error":"invalid_redirect_uri","error_description":"one is needed"}"#;
            return http("400 Bad Request", "", body);
        }
        let number = asked.len();
        let body = format!(
            r#"{{"client_id":"id-{number}","client_secret":"s3cret-{number}","token_endpoint_auth_method":"client_secret_post",
            "registration_client_uri":"{base}/register/id-{number}","registration_access_token":"rat-{number}"}}"#
        );
        http("201 Created", "", &body)
    }

    fn asked(&self, method: &str) -> Vec<String> {
        let asked = self.asked.lock().expect("the list");
        asked.iter().filter(|request| request.starts_with(method)).cloned().collect()
    }
}

fn scenario(base: &str, section: &str) -> Scenario {
    let text = format!(
        "[provider]\nname = \"From nothing\"\n[endpoints]\nauthorization = \"/authorize\"\nregistration = \"/register\"\n\
         [sandbox]\nbase = \"{base}\"\nscope = \"openid\"\n{section}\n"
    );
    Scenario::parse("from-nothing", &text).expect("a scenario")
}

fn sandbox(scenario: Scenario) -> Result<Sandbox, TargetError> {
    let outside = Outside { variable: &|_| None, file: &|_| Err(io::Error::from(io::ErrorKind::NotFound)) };
    Sandbox::new(scenario, &outside)
}

/// A server with that registrar; what is not about registration is answered as a sound one does.
async fn serving(registrar: &Registrar) -> String {
    let (registrar, place) = (registrar.clone(), Arc::new(Mutex::new(String::new())));
    let own = Arc::clone(&place);
    let base = server(move |_, request| {
        if request.split(' ').nth(1).is_some_and(|path| path.starts_with("/register")) {
            registrar.answer(&own.lock().expect("the base"), request)
        } else {
            sound(request)
        }
    })
    .await;
    place.lock().expect("the base").clone_from(&base);
    base
}

#[test]
fn clients_are_registered_as_the_server_has_them_and_deleted_after() {
    let registrar = Registrar::default();
    block_on(async {
        let base = serving(&registrar).await;
        let token = "registration_token = \"initial\"";
        let registration = sandbox(scenario(&base, token)).expect("a sandbox").register().await;
        let registration = registration.expect("clients");
        let tenant = registration.enrol().await.expect("a tenant");
        assert_eq!((registration.count(), tenant.clients.len()), (16, 16));
        assert_eq!(registration.refused.len(), 1, "{:?}", registration.refused);
        assert!(registration.refused[0].contains("400 invalid_redirect_uri: one is needed"));
        let app = &tenant.clients[0];
        let secret = app.secret.as_ref().map(|secret| secret.reveal().to_owned());
        assert_eq!((app.id.as_str(), secret.as_deref()), ("id-1", Some("s3cret-1")));
        assert_eq!(app.redirect_uris[0].as_str(), "https://app.example/callback");
        let wanted = registrar.asked("POST");
        assert!(wanted.iter().all(|request| request.contains("authorization: Bearer initial")), "{wanted:?}");
        assert!(wanted[0].contains("\"scope\":\"openid\""), "{}", wanted[0]);

        assert_eq!(registration.end().await, Vec::<String>::new());
        let deleted = registrar.asked("DELETE");
        assert_eq!(deleted.len(), 16);
        assert!(deleted[0].starts_with("DELETE /register/id-1 ") && deleted[0].contains("Bearer rat-1"));
    });
}

#[test]
fn what_cannot_be_deleted_is_told_and_a_foreign_place_is_not_asked() {
    block_on(async {
        let base = server(|number, request| {
            assert!(!request.starts_with("DELETE"), "{request}");
            let body = format!(
                r#"{{"client_id":"id-{number}","registration_client_uri":"http://127.0.0.1:9/x","registration_access_token":"t"}}"#
            );
            http("200 OK", "", &body)
        })
        .await;
        let registration = sandbox(scenario(&base, "")).expect("a sandbox").register().await;
        let left = registration.expect("clients").end().await;
        assert_eq!(left.len(), 17);
        assert!(left[0].contains("did not say where"), "{left:?}");
    });
}

#[rstest]
#[case::only_with_a_token("401 Unauthorized", "", "answered with 401")]
#[case::not_at_all("403 Forbidden", r#"{"error":"access_denied"}"#, "403 access_denied")]
#[case::no_client("201 Created", "{}", "answered with 201")]
#[case::no_json("200 OK", "<p>hello", "answered with 200")]
fn a_server_that_registers_nobody_is_told_apart(
    #[case] status: &'static str,
    #[case] body: &'static str,
    #[case] why: &str,
) {
    block_on(async {
        let base = server(move |_, _| http(status, "", body)).await;
        let refused = sandbox(scenario(&base, "")).expect("a sandbox").register().await;
        let error = refused.expect_err("no client").to_string();
        assert!(error.contains(why) && error.contains("registration_token"), "{error}");
    });
}

#[test]
fn nothing_is_asked_with_clients_that_are_not_there() {
    let sandbox = sandbox(scenario("http://127.0.0.1:9", "")).expect("a sandbox");
    assert!(sandbox.registers());
    let error = block_on(sandbox.enrol()).expect_err("no clients").to_string();
    assert!(error.contains("not registered"), "{error}");
    let planned = block_on(sandbox.as_if_registered().enrol()).expect("clients to plan with");
    assert_eq!(planned.clients.len(), 17);
}

fn metadata(base: &str, more: &str) -> String {
    format!(
        r#"{{"issuer":"{base}/realm","authorization_endpoint":"{base}/authorize","token_endpoint":"{base}/token"{more}}}"#
    )
}

/// A server whose metadata are at one path.
async fn telling(place: &'static str, more: &'static str, registrar: &Registrar) -> String {
    let (registrar, own) = (registrar.clone(), Arc::new(Mutex::new(String::new())));
    let place_of_base = Arc::clone(&own);
    let base = server(move |_, request| {
        let base = place_of_base.lock().expect("the base").clone();
        match request.split(' ').nth(1).unwrap_or_default() {
            path if path == place => http("200 OK", "", &metadata(&base, &more.replace("{base}", &base))),
            path if path.starts_with("/register") => registrar.answer(&base, request),
            path if path.starts_with("/authorize") || path.starts_with("/token") => sound(request),
            _ => http("404 Not Found", "", ""),
        }
    })
    .await;
    own.lock().expect("the base").clone_from(&base);
    base
}

const REGISTRATION: &str = r#","registration_endpoint":"{base}/register""#;

#[rstest]
#[case::oauth("/.well-known/oauth-authorization-server/realm")]
#[case::openid("/realm/.well-known/openid-configuration")]
fn a_scenario_is_begun_from_metadata_and_runs(#[case] place: &'static str) {
    let registrar = Registrar::default();
    block_on(async {
        let base = telling(place, REGISTRATION, &registrar).await;
        let out = folder().join("begun.toml");
        let out = out.display().to_string();
        let begun = litmus(&["init", "--issuer", &format!("{base}/realm"), "-o", &out]);
        let told = text(&begun.stderr);
        assert_eq!(begun.status.code(), Some(0), "{told}");
        assert!(told.contains("metadata found at") && told.contains("left to fill in"), "{told}");
        let (made, gone) = (registrar.asked("POST").len(), registrar.asked("DELETE").len());
        assert_eq!((made, gone), (1, 1));

        // The hand-made server knows no other client than `app`, so its own are refused, and deleted.
        let checked = litmus(&["check", &out, "--live"]);
        assert_eq!(checked.status.code(), Some(3), "{}", text(&checked.stderr));
        assert_eq!(registrar.asked("DELETE").len(), 17);

        let again = litmus(&["init", "--issuer", &base, "-o", &out]);
        assert_eq!(again.status.code(), Some(2), "{}", text(&again.stderr));
    });
}

#[test]
fn without_registration_the_client_is_left_to_fill_in() {
    let registrar = Registrar::default();
    block_on(async {
        let base = telling("/.well-known/openid-configuration", REGISTRATION, &registrar).await;
        let begun = litmus(&["init", "--issuer", &base, "--no-registration"]);
        let printed = text(&begun.stdout);
        assert!(printed.contains("[[sandbox.client]]") && !printed.contains("registration ="), "{printed}");
        assert!(registrar.asked("POST").is_empty());
        let checked = litmus(&["check", &file("begun.toml", &printed)]);
        assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
    });
}

#[rstest]
#[case::no_url("as.example", 2, "is no URL")]
#[case::no_web("ftp://as.example", 2, "no http or https URL")]
#[case::nobody_there("http://127.0.0.1:9", 3, "no metadata is to be had")]
fn an_issuer_that_is_none_is_one_clear_error(#[case] issuer: &str, #[case] code: i32, #[case] said: &str) {
    let begun = litmus(&["init", "--issuer", issuer]);
    let told = text(&begun.stderr);
    assert_eq!(begun.status.code(), Some(code), "{told}");
    assert!(told.contains(said) && told.contains("mend:"), "{told}");
}

#[rstest]
#[case::no_json("200 OK", "", "<p>hello", "no JSON object")]
#[case::no_endpoint("200 OK", "", "{}", "names no authorization_endpoint")]
#[case::elsewhere("302 Found", "location: /login\r\n", "", "leads on to /login")]
fn a_document_that_is_none_is_told_with_its_place(
    #[case] status: &'static str,
    #[case] headers: &'static str,
    #[case] body: &'static str,
    #[case] said: &str,
) {
    block_on(async {
        let base = server(move |_, _| http(status, headers, body)).await;
        let begun = litmus(&["init", "--issuer", &base]);
        let told = text(&begun.stderr);
        assert_eq!(begun.status.code(), Some(3), "{told}");
        assert!(told.contains(said) && told.contains("/.well-known/"), "{told}");
    });
}
