//! Who an alert in the making is for, and where each of them stands now.

use std::collections::BTreeSet;

use super::store;
use super::{Draft, NAMES_ON_A_PAGE, Preview, Trouble, Twin};
use crate::alerts::audience::Audience;
use crate::alerts::model::{Rules, is_twin};
use crate::alerts::service::AlertError;
use crate::alerts::standing::{Fallback, Placed, Section, Shown, Standing};
use crate::db::{Conn, DbError, Tx};
use crate::guild::{self, Place, Setup};
use crate::members::{self, Member};
use crate::time::{Assumption, Timestamp, ZoneId};

/// Counts, writes down what is shown and to be compared at the confirmation, and answers with it.
pub(super) async fn previewed(
    tx: &mut Tx,
    rules: Rules,
    setup: &Setup,
    author: &Member,
    draft: &mut Draft,
    assumed: Vec<Assumption>,
    now: Timestamp,
) -> Result<Result<Preview, Trouble>, AlertError> {
    let people = match counted(tx, setup, draft, now).await? {
        Ok(people) => people,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let shown = Shown::of(&people);
    draft.chosen = draft.chosen.intersection(&shown.may_wake()).copied().collect();
    draft.shown = Some(shown);
    draft.previewed_at = Some(now);
    store::update(tx, draft, now).await?;
    let present = members::store::present(tx).await?;
    let groups = Audience::read(&draft.audience, setup, &present).map(|audience| audience.groups).unwrap_or_default();
    let groups: Vec<_> = groups.into_iter().collect();
    let absent = guild::service::attendance(tx, &groups).await?.not_on_discord.len();
    Ok(Ok(Preview {
        draft: draft.id,
        severity: draft.severity,
        text: draft.text.clone(),
        answer_by: draft.answer_by,
        assumed,
        zone: author.zone().unwrap_or(ZoneId::utc()),
        from: author.name.clone(),
        twin: twin(tx, rules, draft, &people, now).await?,
        people,
        chosen: draft.chosen.clone(),
        absent,
        moved: BTreeSet::new(),
        at: now,
    }))
}

/// Everybody of the audience, by name, and where they stand now.
pub(super) async fn counted(
    conn: &mut Conn,
    setup: &Setup,
    draft: &Draft,
    now: Timestamp,
) -> Result<Result<Vec<Placed>, Trouble>, AlertError> {
    let present = members::store::present(conn).await?;
    let audience = match Audience::read(&draft.audience, setup, &present) {
        Ok(audience) => audience,
        Err(misunderstood) => return Ok(Err(Trouble::Audience(misunderstood))),
    };
    let fallback = fallback(conn, setup).await?;
    let place = |member: Member| Placed {
        standing: Standing::of(&member, draft.severity, draft.answer_by, fallback, now),
        member: member.id,
        name: member.name,
    };
    let people: Vec<Placed> = audience.among(present).into_iter().map(place).collect();
    Ok(if people.is_empty() { Err(Trouble::Nobody) } else { Ok(people) })
}

async fn fallback(conn: &mut Conn, setup: &Setup) -> Result<Fallback, DbError> {
    let Some(inbox) = setup.channel(Place::Inbox) else { return Ok(Fallback::None) };
    let lacks = guild::service::lacks(conn, setup).await?;
    Ok(if lacks.iter().any(|lack| lack.channel == inbox) { Fallback::None } else { Fallback::InboxThread })
}

async fn twin(
    conn: &mut Conn,
    rules: Rules,
    draft: &Draft,
    people: &[Placed],
    now: Timestamp,
) -> Result<Option<Twin>, DbError> {
    /// More alerts than this in half an hour are a test, not a group at work.
    const LOOKED_AT: i64 = 50;
    let since = now.saturating_sub(rules.repeat_asked_within).unwrap_or(Timestamp::MIN);
    if rules.repeat_asked_within.is_zero() {
        return Ok(None);
    }
    for alert in crate::alerts::store::since(conn, since, LOOKED_AT).await? {
        if !is_twin(&alert.words.text, &draft.text) {
            continue;
        }
        let recipients = crate::alerts::store::recipients(conn, alert.id).await?;
        if recipients.iter().any(|recipient| people.iter().any(|placed| placed.member == recipient.member)) {
            return Ok(Some(Twin { alert: alert.id, sent_at: alert.sent_at }));
        }
    }
    Ok(None)
}

/// The names of one select, in the order of the preview.
pub fn page_of(people: &[Placed], page: usize) -> impl Iterator<Item = &Placed> {
    let may_wake = people.iter().filter(|placed| placed.standing.section() == Section::MayWake);
    may_wake.skip(page.saturating_mul(NAMES_ON_A_PAGE)).take(NAMES_ON_A_PAGE)
}
