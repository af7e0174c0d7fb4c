//! The forms of a page, as far as they can be filled and sent without a script.

use super::page::Attributes;

/// A form of a page.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Form {
    /// Where it is sent; empty for the page itself.
    pub action: String,
    /// Whether it is sent by POST.
    pub post: bool,
    /// The names and values of its fields as they stand, in order; buttons and unticked boxes
    /// are not among them.
    pub fields: Vec<(String, String)>,
    /// The names of fields that a person fills or ticks.
    pub fillable: Vec<String>,
    /// Whether it asks for a password.
    pub asks_password: bool,
    /// Its buttons, in order.
    pub buttons: Vec<Button>,
}

/// A button that sends a form.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Button {
    /// Its name, which travels with its value; empty for none.
    pub name: String,
    /// Its value.
    pub value: String,
    /// What is written on it.
    pub label: String,
    /// Where it sends the form, if not where the form says.
    pub action: Option<String>,
}

/// Words on buttons that say no.
const DENYING: [&str; 13] = [
    "abort", "back", "cancel", "decline", "deny", "disagree", "disallow", "forgot", "logout", "no", "refuse",
    "reject", "reset",
];

impl Button {
    /// Whether name, value or label is `wanted`, in any letter case.
    #[must_use]
    pub fn is_called(&self, wanted: &str) -> bool {
        [&self.name, &self.value, &self.label]
            .iter()
            .any(|text| text.trim().eq_ignore_ascii_case(wanted.trim()))
    }

    /// Whether it says no: such a button is never pressed.
    #[must_use]
    pub fn denies(&self) -> bool {
        let said = format!("{} {} {}", self.name, self.value, self.label)
            .to_lowercase()
            .replace("log out", "logout")
            .replace("sign out", "logout");
        said.split(|c: char| !c.is_alphanumeric()).any(|word| DENYING.contains(&word))
    }
}

/// Reads forms off a stream of tags.
#[derive(Default)]
pub(super) struct FormReader {
    done: Vec<Form>,
    form: Option<Form>,
    /// A `<button>` that is not closed yet.
    button: Option<Button>,
    /// A `<select>`: its name, and the option that is chosen so far.
    select: Option<(String, Option<String>)>,
    /// A `<textarea>`: its name and text.
    textarea: Option<(String, String)>,
}

impl FormReader {
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes) {
        let attribute = |name: &str| attributes.get(name).cloned().unwrap_or_default();
        if name == "form" {
            self.close("form");
            self.form = Some(Form {
                action: attribute("action"),
                post: attribute("method").eq_ignore_ascii_case("post"),
                ..Form::default()
            });
        }
        let Some(form) = &mut self.form else { return };
        let button = || Button {
            name: attribute("name"),
            value: attribute("value"),
            label: String::new(),
            action: attributes.get("formaction").cloned(),
        };
        match name {
            "input" if !attributes.contains_key("disabled") => form.input(attributes),
            "button" if matches!(attribute("type").as_str(), "" | "submit") => self.button = Some(button()),
            "select" => self.select = Some((attribute("name"), None)),
            "option" => {
                if let Some((_, chosen)) = &mut self.select
                    && (chosen.is_none() || attributes.contains_key("selected"))
                {
                    *chosen = Some(attribute("value"));
                }
            }
            "textarea" => self.textarea = Some((attribute("name"), String::new())),
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(button) = &mut self.button {
            button.label.push_str(text);
        }
        if let Some((_, value)) = &mut self.textarea {
            value.push_str(text);
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        let Some(form) = &mut self.form else { return };
        match name {
            "button" => form.buttons.extend(self.button.take()),
            "select" => form
                .fields
                .extend(self.select.take().map(|(name, chosen)| (name, chosen.unwrap_or_default()))),
            "textarea" => form.fields.extend(self.textarea.take()),
            "form" => self.done.extend(self.form.take()),
            _ => {}
        }
    }

    pub(super) fn finish(mut self) -> Vec<Form> {
        self.close("button");
        self.close("form");
        self.done
    }
}

impl Form {
    fn input(&mut self, attributes: &Attributes) {
        let attribute = |name: &str| attributes.get(name).cloned().unwrap_or_default();
        let (name, value) = (attribute("name"), attribute("value"));
        match attribute("type").to_ascii_lowercase().as_str() {
            "submit" | "image" => self.buttons.push(Button {
                label: value.clone(),
                name,
                value,
                action: attributes.get("formaction").cloned(),
            }),
            "button" | "reset" | "file" => {}
            "checkbox" | "radio" => {
                self.fillable.push(name.clone());
                if attributes.contains_key("checked") {
                    let value = if attributes.contains_key("value") { value } else { "on".to_owned() };
                    self.fields.push((name, value));
                }
            }
            "hidden" => self.fields.push((name, value)),
            kind => {
                self.asks_password |= kind == "password";
                self.fillable.push(name.clone());
                self.fields.push((name, value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::Page;

    #[test]
    fn fields_and_buttons_are_told_apart() {
        let page = Page::read(
            "<form action=/login method=POST><input type=hidden name=csrf value=1><input name=user>\
             <input type=password name=pass><input type=checkbox name=stay checked>\
             <select name=lang><option value=en><option value=de selected></select>\
             <button name=do value=in>Sign in</button><button value=cancel>Never mind</button></form>\
             <form action=/search><input name=q><input type=submit value=Search></form>",
        );
        let login = &page.forms[0];
        assert!(login.post && login.asks_password);
        assert_eq!(login.fillable, ["user", "pass", "stay"]);
        let names: Vec<&str> = login.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["csrf", "user", "pass", "stay", "lang"]);
        assert_eq!(login.fields[4].1, "de");
        assert!(login.buttons[0].is_called("sign IN") && !login.buttons[0].denies());
        assert!(login.buttons[1].denies());
        assert!(!page.forms[1].post && page.forms[1].buttons[0].is_called("Search"));
    }
}
