//! Exports and deletes the data that alerts store about a member.

use std::collections::BTreeSet;

use async_trait::async_trait;
use serde_json::{Value, json};

use super::ask::{Answer, Ask};
use super::mail_model::Mail;
use super::model::{Alert, Recipient};
use super::store::{self, SendState};
use super::{drafts, roster};
use crate::db::{Conn, Db, DbError, Tx, if_readable};
use crate::members::{self, Kept, MemberId, PrivacyHandler};
use crate::time::Timestamp;
use crate::words::Language;

pub struct AlertPrivacy;

#[async_trait]
impl PrivacyHandler for AlertPrivacy {
    fn name(&self) -> &'static str {
        "alerts"
    }

    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let received = store::alerts_received_by(conn, member).await?;
        let drafts = drafts::store::unsent_drafts_of(conn, member).await?;
        let sent = store::count_by_author(conn, member).await?;
        let mails = store::mails_to(conn, member).await?;
        if received.is_empty() && drafts.is_empty() && mails.is_empty() && sent == 0 {
            return Ok(Value::Null);
        }
        let mut messages = Vec::new();
        for (id, recipient) in received {
            let Some(alert) = if_readable(store::get(conn, id).await)? else { continue };
            let mut texts = texts_that_arrived(conn, &alert, &recipient).await?;
            let (text, own_language_text) = texts.pop().unzip();
            messages.push(json!({
                "alert": id.0,
                "text": text,
                "text_in_their_language": own_language_text.flatten(),
                "earlier_texts": texts.into_iter().map(|(text, _)| text).collect::<Vec<_>>(),
                "sent_at": recipient.sent_at,
                "heard_at": recipient.sounded_at,
                "seen_at": recipient.seen.map(|seen| seen.at),
                "answer": recipient.answer.and_then(|given| answer_in_words(&alert.ask, given.answer)),
                "answered_at": recipient.answer.map(|given| given.at),
                "answered_late": recipient.answer.map(|given| given.is_late),
                "reminded_at": recipient.remind_at,
                "reached_at": recipient.reached.map(|reached| reached.at),
                "failed": recipient.failure.map(|failure| failure.reason),
            }));
        }
        let drafts = drafts.into_iter().map(|draft| draft.content).map(|content| {
            let translations: Vec<&str> = content.translations.texts().collect();
            json!({ "text": content.text, "texts_in_other_languages": translations })
        });
        let drafts: Vec<Value> = drafts.collect();
        let mails: Vec<Value> = mails.into_iter().map(exported_mail).collect();
        Ok(json!({ "received": messages, "emails": mails, "drafts": drafts, "alerts_sent": sent }))
    }

    async fn delete(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError> {
        drafts::store::delete_drafts_of(tx, member).await?;
        store::delete_mails_to(tx, member).await?;
        for ended in store::erase_recipient(tx, member).await? {
            // The posted roster still shows the member's name.
            roster::re_render(tx, ended, now).await?;
        }
        let received = store::alerts_received_by(tx, member).await?.len();
        let sent = store::count_by_author(tx, member).await?;
        let kept = [("alert-kept-active", u64::try_from(received)), ("alert-kept-sent", u64::try_from(sent))];
        let kept = kept.into_iter().map(|(text_key, count)| Kept { text_key, count: count.unwrap_or_default() });
        Ok(kept.filter(|kept| kept.count > 0).collect())
    }

    async fn erase(&self, db: &Db, member: MemberId) -> Vec<DbError> {
        let drafts = db.write(async |tx| drafts::store::delete_drafts_of(tx, member).await).await.err();
        let mails = db.write(async |tx| store::delete_mails_to(tx, member).await).await.err();
        let received = db.write(async |tx| store::erase_recipient(tx, member).await).await.err();
        drafts.into_iter().chain(mails).chain(received).collect()
    }
}

fn exported_mail(mail: Mail) -> Value {
    let (reason, state): (&str, &str) = (mail.reason.into(), mail.state.into());
    json!({
        "alert": mail.alert.0, "name": mail.name, "address": mail.address, "language": mail.language.code(),
        "zone": mail.zone.map(|zone| zone.as_str()),
        "reason": reason, "state": state, "sent_at": mail.sent_at, "failed": mail.failure,
    })
}

/// The texts of the versions that have arrived at this recipient, the oldest first: the original of each, and the text
/// in the recipient's language if there is one. Without the versions that were not
/// sent to them, because the alert had not reached them yet or they had lost the role.
async fn texts_that_arrived(
    conn: &mut Conn,
    alert: &Alert,
    recipient: &Recipient,
) -> Result<Vec<(String, Option<String>)>, DbError> {
    let mut versions: BTreeSet<u32> = store::messages_to(conn, alert.id, recipient.member)
        .await?
        .iter()
        .filter(|message| message.state == SendState::Sent)
        .map(|message| message.version)
        .collect();
    let member = members::service::get(conn, recipient.member).await?;
    let language = member.as_ref().map_or(Language::default(), |member| member.language);
    if member.is_some_and(|member| alert.is_still_for(recipient, &member)) {
        // They can also have read a version in the answer to a press, before a message with it arrived.
        versions.extend(recipient.seen.map(|seen| seen.version));
        // A version that was not announced replaced the announced one in the messages that they have.
        if versions.last().is_some_and(|version| *version >= alert.announced_version) {
            versions.retain(|version| *version < alert.announced_version);
            versions.insert(alert.current_version.number);
        }
    }
    let mut texts = Vec::new();
    for version in versions {
        let Some(version) = store::version(conn, alert.id, version).await? else { continue };
        let translation = version.translations.get(language).map(str::to_owned);
        texts.push((version.text, translation));
    }
    Ok(texts)
}

/// The answer in words: `yes`, `no`, or the text of the choice. `None` if the ask has no choice with this number.
fn answer_in_words(ask: &Ask, answer: Answer) -> Option<String> {
    match (ask, answer) {
        (Ask::Choice { answers }, Answer::Choice(number)) => answers.get(usize::from(number) - 1).cloned(),
        (_, answer) => Some(answer.to_string()),
    }
}
