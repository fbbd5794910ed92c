//! A member's e-mail address for alerts that they have not seen: they type it, and confirm it with a code.

use crate::alerts::MailPolicy;
use crate::db::DbError;
use crate::discord::call::Call;
use crate::discord::members::presses::ProfilePress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{echo, sanitize_line};
use crate::discord::ui::widgets::{Button, Input, Modal};
use crate::discord::viewer::Viewer;
use crate::discord::wire::user_error::Outcome;
use crate::members::{CODE_VALID_FOR, Mailbox, MailboxError, service};
use crate::say;
use crate::words::{Language, times};

/// A longer address does not fit into the button that shows it again.
const MAX_ADDRESS_CHARS: usize = 60;
const MAX_CODE_CHARS: usize = 12;

/// The button of the profile that shows the address; `None` while e-mail is off.
pub fn button(call: &Call, language: Language) -> Option<Button> {
    let is_on = call.services.alerts.mail != MailPolicy::Off;
    is_on.then(|| Button::secondary(ProfilePress::Mail, say!(language, "profile-mail")))
}

/// The line of the caller's profile with their address. Empty without one.
pub async fn profile_line(call: &Call, viewer: &Viewer) -> Result<String, DbError> {
    let mailbox = service::mailbox(&mut *call.services.db.read().await?, call.user()).await?;
    let address = mailbox.as_ref().and_then(Mailbox::address).map(sanitize_line);
    Ok(address.map_or_else(String::new, |address| {
        format!("\n{}", say!(viewer.language, "profile-show-mail", address = address))
    }))
}

/// Shows the caller's address, and the buttons that change it.
pub async fn show(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    let mailbox = service::mailbox(&mut *call.services.db.read().await?, call.user()).await?;
    call.show_here(screen(mailbox.as_ref(), viewer)).await
}

pub async fn open_address_form(call: &Call, typed: &str) -> Outcome {
    let language = call.language();
    let input = Input::line("address", say!(language, "profile-mail-label"))
        .placeholder(say!(language, "profile-mail-placeholder"))
        .max_chars(MAX_ADDRESS_CHARS)
        .value(typed);
    let modal = Modal::new(ProfilePress::MailTyped, say!(language, "profile-mail-form")).input(input);
    call.responder.modal(&modal).await
}

pub async fn set_typed_address(call: &Call, typed: &str) -> Outcome {
    let (viewer, services) = (call.viewer().await?, &call.services);
    let asked = service::ask_mailbox(&services.db, &services.followers, call.user(), typed, call.now).await;
    let language = viewer.language;
    let type_again = || {
        let press = ProfilePress::TypeMailAgain(typed.chars().take(MAX_ADDRESS_CHARS).collect());
        Button::primary(press, say!(language, "profile-mail-type"))
    };
    call.show_here(match asked {
        Ok(mailbox) => screen(Some(&mailbox), viewer),
        Err(MailboxError::NotAnAddress) => {
            Reply::new(say!(language, "profile-mail-invalid", typed = echo(typed))).buttons([type_again()])
        }
        Err(MailboxError::TooManyCodes(until)) => {
            Reply::new(say!(language, "profile-mail-too-often", time = viewer.at(until)))
        }
        Err(MailboxError::NotMember(_)) => Reply::new(say!(language, "profile-mail-not-member")),
        Err(MailboxError::NoCode | MailboxError::WrongCode) => Reply::new(say!(language, "profile-mail-no-code")),
        Err(MailboxError::Db(error)) => return Err(error.into()),
    })
    .await
}

pub async fn open_code_form(call: &Call) -> Outcome {
    let language = call.language();
    let input = Input::line("code", say!(language, "profile-mail-code-label")).max_chars(MAX_CODE_CHARS);
    let modal = Modal::new(ProfilePress::CodeTyped, say!(language, "profile-mail-code-form")).input(input);
    call.responder.modal(&modal).await
}

pub async fn confirm(call: &Call, code: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let language = viewer.language;
    let screen = match service::confirm_mailbox(&call.services.db, call.user(), code, call.now).await {
        Ok(mailbox) => screen(Some(&mailbox), viewer).with_lead(&say!(language, "profile-mail-confirmed")),
        Err(MailboxError::Db(error)) => return Err(error.into()),
        Err(error) => {
            let key = match error {
                MailboxError::WrongCode => "profile-mail-wrong-code",
                _ => "profile-mail-no-code",
            };
            let mailbox = service::mailbox(&mut *call.services.db.read().await?, call.user()).await?;
            screen(mailbox.as_ref(), viewer).with_lead(&say!(language, key))
        }
    };
    call.show_here(screen).await
}

pub async fn remove(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    service::remove_mailbox(&call.services.db, call.user(), call.now).await?;
    let lead = say!(viewer.language, "profile-mail-removed");
    call.show_here(screen(None, viewer).with_lead(&lead)).await
}

fn screen(mailbox: Option<&Mailbox>, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let address = mailbox.and_then(Mailbox::address);
    let request = mailbox.and_then(|mailbox| mailbox.open_request(viewer.now));
    let mut paragraphs = vec![match address {
        Some(address) => say!(language, "profile-mail-is", address = sanitize_line(address)),
        None => say!(language, "profile-mail-none"),
    }];
    if let Some(request) = request {
        let (address, valid) = (sanitize_line(&request.address), times::duration(language, CODE_VALID_FOR));
        paragraphs.push(say!(language, "profile-mail-asked", address = address, valid = valid));
    }
    let type_key = if address.is_some() || request.is_some() { "profile-mail-change" } else { "profile-mail-type" };
    let mut buttons = Vec::new();
    if request.is_some() {
        buttons.push(Button::primary(ProfilePress::TypeCode, say!(language, "profile-mail-type-code")));
    }
    buttons.push(Button::secondary(ProfilePress::TypeMail, say!(language, type_key)));
    if address.is_some() || request.is_some() {
        buttons.push(Button::secondary(ProfilePress::RemoveMail, say!(language, "profile-mail-remove")));
    }
    Reply::new(paragraphs.join("\n\n")).buttons(buttons)
}
