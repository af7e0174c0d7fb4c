//! What a person would do at a page that is at rest.

use super::{
    loss::{first_line, gone},
    steps::{Seen, Step, next},
};
use crate::{
    protocol::Secret,
    target::driver::{Errand, Lost},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};
use thirtyfour::{Key, WebElement, session::handle::SessionHandle};

/// How often a page without a password may be acted on in one walk.
const PATIENCE_WITH_A_PAGE: usize = 3;

/// What was done in a walk so far.
pub(super) struct Walk {
    handle: Arc<SessionHandle>,
    /// Whether anything was filled or pressed.
    pub(super) acted: bool,
    /// The page whose fields are filled, and not sent yet.
    filled: Option<String>,
    /// How often each page was acted on.
    times: BTreeMap<String, usize>,
    /// Why it does not get on.
    pub(super) stuck: Option<String>,
}

impl Walk {
    /// A walk in which nothing is done yet.
    pub(super) fn new(handle: Arc<SessionHandle>) -> Self {
        Self { handle, acted: false, filled: None, times: BTreeMap::new(), stuck: None }
    }

    /// Does what a person would do at a page; whether that was the end.
    pub(super) async fn act(&mut self, seen: &Seen, errand: &Errand<'_>) -> Result<bool, Lost> {
        let identity = seen.identity();
        let filled = self.filled.as_ref() == Some(&identity);
        let step = next(seen, errand.login, filled);
        if errand.only_login && self.acted && !matches!(step, Step::Fill(_)) && !filled && !asks(seen, errand)
        {
            return Ok(true);
        }
        if !filled && matches!(step, Step::Fill(_) | Step::Press(_) | Step::Enter(_)) {
            let times = self.times.entry(identity.clone()).or_insert(0);
            *times += 1;
            if *times > if seen.asks_password() { 1 } else { PATIENCE_WITH_A_PAGE } {
                self.stuck = Some(came_back(seen));
                return Ok(true);
            }
        }
        self.acted |= !matches!(step, Step::Nothing | Step::Stuck(_));
        match step {
            Step::Nothing => return Ok(true),
            Step::Stuck(why) => {
                self.stuck = Some(why);
                return Ok(true);
            }
            Step::Fill(values) => {
                for (at, value) in values {
                    self.fill(seen, at, &value).await?;
                }
                self.filled = Some(identity);
            }
            Step::Press(at) => {
                self.filled = None;
                errand.tally.turn().await?;
                self.press(&seen.buttons[at].element).await?;
            }
            Step::Enter(at) => {
                self.filled = None;
                errand.tally.turn().await?;
                let field = self.element(&seen.fields[at].element)?;
                field.send_keys(Key::Enter).await.map_err(|error| gone(&error))?;
            }
        }
        Ok(false)
    }

    async fn fill(&self, seen: &Seen, at: usize, value: &Secret) -> Result<(), String> {
        let field = &seen.fields[at];
        let element = self.element(&field.element)?;
        let done = match field.kind.as_str() {
            "checkbox" | "radio" if field.ticked => Ok(()),
            "checkbox" | "radio" => return self.press(&field.element).await,
            "select" => {
                let choose = "const [field, value] = arguments; field.value = value; \
                              field.dispatchEvent(new Event('change', { bubbles: true }));";
                let arguments = vec![field.element.clone(), json!(value.reveal())];
                self.handle.execute(choose, arguments).await.map(drop)
            }
            _ => {
                let cleared = if field.value.is_empty() { Ok(()) } else { element.clear().await };
                match cleared {
                    Ok(()) => element.send_keys(value.reveal()).await,
                    Err(error) => Err(error),
                }
            }
        };
        done.map_err(|error| {
            format!("the page `{}` does not let a field be filled: {}", seen.called(), first_line(&error))
        })
    }

    /// Presses as a person does, and where something lies over it, as a script does.
    async fn press(&self, element: &Value) -> Result<(), String> {
        if self.element(element)?.click().await.is_ok() {
            return Ok(());
        }
        let pressed = self.handle.execute("arguments[0].click()", vec![element.clone()]).await;
        pressed.map(drop).map_err(|error| gone(&error))
    }

    fn element(&self, element: &Value) -> Result<WebElement, String> {
        WebElement::from_json(element.clone(), Arc::clone(&self.handle)).map_err(|error| gone(&error))
    }
}

/// Whether a page wants something of a login.
pub(super) fn asks(seen: &Seen, errand: &Errand<'_>) -> bool {
    seen.asks_password() || matches!(next(seen, errand.login, false), Step::Fill(_))
}

fn came_back(seen: &Seen) -> String {
    let title = seen.called();
    let says = if seen.says.is_empty() { String::new() } else { format!(" and says `{}`", seen.says) };
    if seen.asks_password() {
        format!(
            "the login page `{title}` comes back after its form was sent{says}; are [sandbox.login] fields right?"
        )
    } else {
        format!(
            "the page `{title}` comes again and again{says}, whatever is pressed; does [sandbox.login] press name the right button?"
        )
    }
}
