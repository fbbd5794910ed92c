//! Writing, previewing and sending: one function, one use case, one transaction.

use std::collections::BTreeSet;

use super::count::{counted, page_of, previewed};
use super::store;
use super::{Closed, Draft, Drafted, Preview, Repeat, Sending, Subject, Trouble, Waking, Written};
use crate::alerts::audience::Audience;
use crate::alerts::model::{AlertId, DraftId, LONGEST_TEXT, Rules, Version};
use crate::alerts::service::{self, AlertError, authorized, set_up};
use crate::alerts::standing::Shown;
use crate::db::{Conn, Db, DbError, Tx};
use crate::guild::expected::Expected;
use crate::guild::{self, Setup};
use crate::members::{self, Member, MemberId};
use crate::time::{Assumption, PhraseAnswer, Timestamp, ZoneId, phrase};

/// Keeps what was typed, and answers with the preview or with what is in its way. A correction without trouble is sent
/// at once.
///
/// # Errors
/// `NotSecretariat`; `NotSetUp`; `NoDraft` for somebody else's.
pub async fn write(db: &Db, rules: Rules, written: Written, now: Timestamp) -> Result<Drafted, AlertError> {
    let mut tx = db.begin().await?;
    let author = authorized(&mut tx, written.author).await?;
    let setup = set_up(&mut tx).await?;
    let mut draft = match begun(&mut tx, &written).await? {
        Ok(draft) => draft,
        Err(drafted) => {
            tx.commit().await?;
            return Ok(drafted);
        }
    };
    let understood = understand(&mut draft, &written, &author, now);
    if draft.id == DraftId(0) {
        draft.id = store::insert(&mut tx, written.interaction, &draft, now).await?;
        // The same form, arrived twice: the draft may be further by now.
        draft = mine(&mut tx, draft.id, author.id).await?;
    } else {
        store::update(&mut tx, &draft, now).await?;
    }
    let drafted = match understood {
        Ok(assumed) => go_on(&mut tx, rules, &setup, &author, draft, assumed, now).await?,
        Err(trouble) => Drafted::Trouble { draft: draft.id, trouble },
    };
    tx.commit().await?;
    Ok(drafted)
}

/// The draft that was written into: new, or the one that is there.
async fn begun(tx: &mut Tx, written: &Written) -> Result<Result<Draft, Drafted>, AlertError> {
    let blank = Draft {
        id: DraftId(0),
        author: written.author,
        severity: crate::alerts::model::Severity::Information,
        audience: String::new(),
        corrects: None,
        text: String::new(),
        answer_by_text: String::new(),
        answer_by: None,
        chosen: BTreeSet::new(),
        shown: None,
        previewed_at: None,
        alert: None,
        discarded_at: None,
    };
    Ok(match &written.subject {
        Subject::New { severity, audience } => Ok(Draft { severity: *severity, audience: audience.clone(), ..blank }),
        Subject::Again { draft, audience } => {
            let mut draft = mine(tx, *draft, written.author).await?;
            if let Some(closed) = closed(&draft) {
                return Ok(Err(Drafted::Closed(closed)));
            }
            if let Some(audience) = audience {
                draft.audience.clone_from(audience);
            }
            Ok(draft)
        }
        Subject::Correction { alert, from } => match crate::alerts::store::get(tx, *alert).await? {
            Some(alert) if alert.is_active() && alert.words.number == *from => {
                let answer_by = alert.words.answer_by;
                Ok(Draft { severity: alert.severity, corrects: Some((alert.id, *from)), answer_by, ..blank })
            }
            _ => Err(Drafted::NothingToCorrect),
        },
    })
}

/// Reads the text and the time into the draft; what is in the way comes back, with everything typed kept.
fn understand(
    draft: &mut Draft,
    written: &Written,
    author: &Member,
    now: Timestamp,
) -> Result<Vec<Assumption>, Trouble> {
    let typed = written.answer_by.trim();
    let unchanged = |at: Timestamp| draft.answer_by_text == typed || typed_back(at) == typed;
    let kept = draft.answer_by.filter(|at| *at > now && unchanged(*at));
    written.text.trim().clone_into(&mut draft.text);
    typed.clone_into(&mut draft.answer_by_text);
    draft.answer_by = None;
    if draft.text.is_empty() {
        return Err(Trouble::NoText);
    }
    if draft.text.chars().count() > LONGEST_TEXT {
        return Err(Trouble::TooLong);
    }
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    if kept.is_some() {
        draft.answer_by = kept;
        return Ok(Vec::new());
    }
    match phrase(typed, author.zone().unwrap_or(ZoneId::utc()), now, author.language) {
        PhraseAnswer::Understood(time) if time.rule.is_some() => Err(Trouble::TimeRecurs),
        PhraseAnswer::Understood(time) => {
            draft.answer_by = Some(time.instant);
            Ok(time.assumed)
        }
        PhraseAnswer::Ambiguous(choices) => Err(Trouble::TimeAmbiguous(choices)),
        PhraseAnswer::Past(choices) => Err(Trouble::TimePassed(choices)),
        PhraseAnswer::Unknown => Err(Trouble::TimeUnknown),
    }
}

/// A time as it stands in the form when it is opened again; left as it is, it keeps its meaning.
pub fn typed_back(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The author chose one of several meanings of the time.
///
/// # Errors
/// As [`write`].
pub async fn choose_time(
    db: &Db,
    rules: Rules,
    author: MemberId,
    id: DraftId,
    at: Timestamp,
    now: Timestamp,
) -> Result<Drafted, AlertError> {
    let mut tx = db.begin().await?;
    let author = authorized(&mut tx, author).await?;
    let setup = set_up(&mut tx).await?;
    let mut draft = mine(&mut tx, id, author.id).await?;
    if let Some(closed) = closed(&draft) {
        tx.commit().await?;
        return Ok(Drafted::Closed(closed));
    }
    if at <= now {
        return Ok(Drafted::Trouble { draft: id, trouble: Trouble::TimePassed(Vec::new()) });
    }
    draft.answer_by = Some(at);
    store::update(&mut tx, &draft, now).await?;
    let drafted = go_on(&mut tx, rules, &setup, &author, draft, Vec::new(), now).await?;
    tx.commit().await?;
    Ok(drafted)
}

/// Counts again: "Continue" under a preview that is too old.
///
/// # Errors
/// As [`write`].
pub async fn look_again(
    db: &Db,
    rules: Rules,
    author: MemberId,
    id: DraftId,
    now: Timestamp,
) -> Result<Drafted, AlertError> {
    let mut tx = db.begin().await?;
    let author = authorized(&mut tx, author).await?;
    let setup = set_up(&mut tx).await?;
    let draft = mine(&mut tx, id, author.id).await?;
    if let Some(closed) = closed(&draft) {
        tx.commit().await?;
        return Ok(Drafted::Closed(closed));
    }
    if let Some(trouble) = time_trouble(&draft, now) {
        return Ok(Drafted::Trouble { draft: id, trouble });
    }
    let drafted = go_on(&mut tx, rules, &setup, &author, draft, Vec::new(), now).await?;
    tx.commit().await?;
    Ok(drafted)
}

/// Chooses by name who is woken.
///
/// # Errors
/// As [`write`].
pub async fn wake(
    db: &Db,
    rules: Rules,
    author: MemberId,
    id: DraftId,
    waking: Waking,
    now: Timestamp,
) -> Result<Drafted, AlertError> {
    let mut tx = db.begin().await?;
    let author = authorized(&mut tx, author).await?;
    let setup = set_up(&mut tx).await?;
    let mut draft = mine(&mut tx, id, author.id).await?;
    if let Some(closed) = closed(&draft) {
        tx.commit().await?;
        return Ok(Drafted::Closed(closed));
    }
    let shown = draft.shown.as_ref().map(Shown::may_wake).unwrap_or_default();
    draft.chosen = match waking {
        Waking::All => shown,
        Waking::Nobody => BTreeSet::new(),
        Waking::Page { page, chosen } => {
            let counted = counted(&mut tx, &setup, &draft, now).await?.unwrap_or_default();
            let on_page: BTreeSet<MemberId> = page_of(&counted, page).map(|placed| placed.member).collect();
            let elsewhere = draft.chosen.iter().filter(|id| !on_page.contains(id)).copied();
            // A name that the author has not been shown cannot be chosen, whatever a forged click says.
            elsewhere
                .chain(chosen.into_iter().filter(|id| on_page.contains(id)))
                .filter(|id| shown.contains(id))
                .collect()
        }
    };
    let drafted = go_on(&mut tx, rules, &setup, &author, draft, Vec::new(), now).await?;
    tx.commit().await?;
    Ok(drafted)
}

/// The draft, to be written again.
///
/// # Errors
/// As [`write`].
pub async fn open(db: &Db, author: MemberId, id: DraftId) -> Result<Result<Draft, Closed>, AlertError> {
    let mut conn = db.read().await?;
    authorized(&mut conn, author).await?;
    let draft = mine(&mut conn, id, author).await?;
    Ok(closed(&draft).map_or(Ok(draft), Err))
}

/// # Errors
/// As [`write`].
pub async fn discard(db: &Db, author: MemberId, id: DraftId, now: Timestamp) -> Result<Closed, AlertError> {
    let mut tx = db.begin().await?;
    authorized(&mut tx, author).await?;
    let draft = mine(&mut tx, id, author).await?;
    if let Some(closed) = closed(&draft) {
        tx.commit().await?;
        return Ok(closed);
    }
    store::set_discarded(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(Closed::Discarded)
}

/// Who is expected by this draft's audience and is not on Discord: to be written to by other ways.
///
/// # Errors
/// As [`write`].
pub async fn absent(db: &Db, author: MemberId, id: DraftId) -> Result<(Draft, Vec<Expected>), AlertError> {
    let mut conn = db.read().await?;
    authorized(&mut conn, author).await?;
    let setup = set_up(&mut conn).await?;
    let draft = mine(&mut conn, id, author).await?;
    let present = members::store::present(&mut conn).await?;
    let groups = Audience::read(&draft.audience, &setup, &present).map(|audience| audience.groups).unwrap_or_default();
    let groups: Vec<_> = groups.into_iter().collect();
    Ok((draft, guild::service::attendance(&mut conn, &groups).await?.not_on_discord))
}

/// Sends what the author has looked at, once: everything owed by it is accepted in this transaction or nothing is.
///
/// # Errors
/// As [`write`].
pub async fn send(
    db: &Db,
    rules: Rules,
    author: MemberId,
    id: DraftId,
    repeat: Repeat,
    now: Timestamp,
) -> Result<Sending, AlertError> {
    let mut tx = db.begin().await?;
    let author = authorized(&mut tx, author).await?;
    let setup = set_up(&mut tx).await?;
    let mut draft = mine(&mut tx, id, author.id).await?;
    if let Some(closed) = closed(&draft) {
        tx.commit().await?;
        return Ok(match closed {
            Closed::Sent(alert) => Sending::AlreadySent(alert),
            Closed::Discarded => Sending::Discarded,
        });
    }
    if draft.answer_by.is_some_and(|at| at <= now) {
        return Ok(Sending::TimePassed);
    }
    let (Some(shown), Some(previewed_at)) = (draft.shown.clone(), draft.previewed_at) else {
        return Ok(Sending::Stale);
    };
    if now.duration_since(previewed_at) > rules.preview_valid_for {
        return Ok(Sending::Stale);
    }
    let preview = match previewed(&mut tx, rules, &setup, &author, &mut draft, Vec::new(), now).await? {
        Ok(preview) => preview,
        Err(trouble) => return Ok(Sending::Trouble(trouble)),
    };
    if !shown.is_still(&preview.people) {
        let moved = shown.moved(&preview.people);
        tx.commit().await?;
        return Ok(Sending::Changed(Box::new(Preview { moved, ..preview })));
    }
    if preview.twin.is_some() && repeat == Repeat::Ask {
        tx.commit().await?;
        return Ok(Sending::Twin(Box::new(preview)));
    }
    let sent = service::send(&mut tx, &setup, &draft, &preview, now).await?;
    if !store::set_sent(&mut tx, draft.id, sent.alert, now).await? {
        return Err(DbError::Corrupt(format!("alert draft {} was closed while it was sent", draft.id)).into());
    }
    tx.commit().await?;
    Ok(Sending::Sent(sent))
}

/// The draft is well-formed: a correction is sent, anything else previewed.
async fn go_on(
    tx: &mut Tx,
    rules: Rules,
    setup: &Setup,
    author: &Member,
    mut draft: Draft,
    assumed: Vec<Assumption>,
    now: Timestamp,
) -> Result<Drafted, AlertError> {
    if let Some(closed) = closed(&draft) {
        return Ok(Drafted::Closed(closed));
    }
    if let Some((alert, from)) = draft.corrects {
        return correct(tx, author, &draft, alert, from, now).await;
    }
    Ok(match previewed(tx, rules, setup, author, &mut draft, assumed, now).await? {
        Ok(preview) => Drafted::Preview(Box::new(preview)),
        Err(trouble) => Drafted::Trouble { draft: draft.id, trouble },
    })
}

async fn correct(
    tx: &mut Tx,
    author: &Member,
    draft: &Draft,
    alert: AlertId,
    from: u32,
    now: Timestamp,
) -> Result<Drafted, AlertError> {
    let words = Version { number: from + 1, text: draft.text.clone(), answer_by: draft.answer_by };
    let Some(corrected) = service::correct(tx, author.id, alert, words, now).await? else {
        return Ok(Drafted::NothingToCorrect);
    };
    store::set_sent(tx, draft.id, alert, now).await?;
    Ok(Drafted::Corrected(corrected))
}

async fn mine(conn: &mut Conn, id: DraftId, author: MemberId) -> Result<Draft, AlertError> {
    store::get(conn, id).await?.filter(|draft| draft.author == author).ok_or(AlertError::NoDraft(id))
}

fn closed(draft: &Draft) -> Option<Closed> {
    match (draft.alert, draft.discarded_at) {
        (Some(alert), _) => Some(Closed::Sent(alert)),
        (None, Some(_)) => Some(Closed::Discarded),
        (None, None) => None,
    }
}

/// A draft that was kept with a time that is not understood, or has passed since.
fn time_trouble(draft: &Draft, now: Timestamp) -> Option<Trouble> {
    match draft.answer_by {
        Some(at) if at <= now => Some(Trouble::TimePassed(Vec::new())),
        None if !draft.answer_by_text.is_empty() => Some(Trouble::TimeUnknown),
        _ if draft.text.is_empty() => Some(Trouble::NoText),
        _ => None,
    }
}
