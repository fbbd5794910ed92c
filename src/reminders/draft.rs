//! Drafts. A draft stores a parsed reminder, or the effect of a change of zone, until its author presses a button. Does
//! no I/O.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

use super::model::{MAX_TEXT_CHARS, Plan};
use super::policy;
use super::zone_move::ZoneMove;
use crate::members::{Group, Member, ZoneBasis};
use crate::time::{self, Anchor, DateTime, Offset, Pass, Rule, SignedDuration, Timestamp, ZoneId};
use crate::words::visible;

/// The content of a row of `reminder_drafts`. The column `plan` stores it as JSON, in which the field `kind` names the
/// variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Draft {
    #[serde(rename = "own")]
    Own(OwnDraft),
    #[serde(rename = "many")]
    Group(GroupDraft),
    /// The options of a reminder for a group, as typed.
    #[serde(rename = "many_typed")]
    TypedGroup(TypedGroupDraft),
    /// The reminders that a change of the author's zone moved. The author can press "Keep the old times".
    #[serde(rename = "moved")]
    Moved(ZoneMove),
}

/// A reminder that a member sets for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnDraft {
    pub text: String,
    /// The plans that the phrase can mean. If there are several, the author must choose one. Empty if the phrase could
    /// not be parsed.
    pub plans: Vec<StoredPlan>,
    /// The phrase as the author typed it, if it could not be parsed or the text cannot be used. The author can then
    /// edit it and does not have to type it again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub typed: String,
}

/// A reminder for each member of a group, at one local time in the zone of each member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDraft {
    pub text: String,
    pub audience: Group,
    pub wall: DateTime,
    pub rule: Option<String>,
}

/// A reminder for a group, of which the text, the time or the day cannot be used as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedGroupDraft {
    pub text: String,
    pub audience: Group,
    pub at: String,
    /// Empty if no day was typed.
    pub date: String,
    pub rule: Option<String>,
}

/// A [`Plan`] in the form in which drafts and rows store it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPlan {
    pub anchor: StoredAnchor,
    pub wall: DateTime,
    /// Drafts of older versions do not have this field.
    #[serde(default)]
    pub pass: Pass,
    pub zone: ZoneId,
    pub rule: Option<String>,
}

/// An [`Anchor`] in the form in which drafts and the column `anchor` store it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum StoredAnchor {
    Instant,
    Wall,
    WallInZone,
}

impl From<Anchor> for StoredAnchor {
    fn from(anchor: Anchor) -> Self {
        match anchor {
            Anchor::Instant => StoredAnchor::Instant,
            Anchor::Wall => StoredAnchor::Wall,
            Anchor::WallInZone => StoredAnchor::WallInZone,
        }
    }
}

impl From<StoredAnchor> for Anchor {
    fn from(anchor: StoredAnchor) -> Self {
        match anchor {
            StoredAnchor::Instant => Anchor::Instant,
            StoredAnchor::Wall => Anchor::Wall,
            StoredAnchor::WallInZone => Anchor::WallInZone,
        }
    }
}

impl From<&Plan> for StoredPlan {
    fn from(plan: &Plan) -> Self {
        Self {
            anchor: plan.anchor.into(),
            wall: plan.wall,
            pass: plan.pass,
            zone: plan.zone,
            rule: plan.rule.as_ref().map(ToString::to_string),
        }
    }
}

impl StoredPlan {
    /// The plan that this value stores. `None` if its rule cannot be parsed, because the row is damaged.
    pub fn plan(&self) -> Option<Plan> {
        let rule = self.rule.as_deref().map(Rule::parse).transpose().ok()?;
        Some(Plan { anchor: self.anchor.into(), wall: self.wall, pass: self.pass, zone: self.zone, rule })
    }
}

/// What to do for members for whom the first local time has already passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum PassedPolicy {
    #[strum(serialize = "now")]
    SendNow,
    Skip,
}

/// Whom a reminder for a group will reach, and when. All members are listed by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupPreview {
    /// The members whose first local time is in the future, with its instant, the earliest first.
    pub upcoming_members: Vec<(String, Timestamp)>,
    /// The members for whom the first local time has already passed, with its instant, the earliest first.
    pub passed_members: Vec<(String, Timestamp)>,
    /// The members who are asleep at the first local time. They get the reminder when they wake.
    pub held_members: Vec<String>,
    /// The members whose zone is unknown. They get no reminder.
    pub members_without_zone: Vec<String>,
    /// The members whose zone is only assumed.
    pub members_with_assumed_zone: Vec<String>,
}

impl GroupPreview {
    /// The preview of `draft` for these members at `now`.
    pub fn new(draft: &GroupDraft, members: &[Member], now: Timestamp) -> Self {
        let mut preview = Self::default();
        for member in members {
            let Some(plan) = draft.plan_for(member) else {
                preview.members_without_zone.push(member.name.clone());
                continue;
            };
            if member.zone_basis() == ZoneBasis::Assumed {
                preview.members_with_assumed_zone.push(member.name.clone());
            }
            let first = plan.first();
            if first <= now {
                preview.passed_members.push((member.name.clone(), first));
                continue;
            }
            if policy::is_held(member, first) {
                preview.held_members.push(member.name.clone());
            }
            preview.upcoming_members.push((member.name.clone(), first));
        }
        preview.upcoming_members.sort_by_key(|(_, at)| *at);
        preview.passed_members.sort_by_key(|(_, at)| *at);
        preview
    }
}

impl GroupDraft {
    /// The plan in the member's zone, or in the zone that is assumed for them. `None` if neither is known, or if the
    /// rule cannot be parsed.
    pub fn plan_for(&self, member: &Member) -> Option<Plan> {
        let rule = self.rule.as_deref().map(Rule::parse).transpose().ok()?;
        Some(Plan { anchor: Anchor::Wall, wall: self.wall, pass: Pass::First, zone: member.zone_or_assumed()?, rule })
    }

    /// A copy of the draft that is due this number of days later.
    #[must_use]
    pub fn days_later(&self, days: i64) -> Self {
        Self { wall: self.wall.saturating_add(SignedDuration::from_hours(24 * days)), ..self.clone() }
    }
}

/// Whether the local time `wall` has passed in every time zone.
pub fn is_passed_everywhere(wall: DateTime, now: Timestamp) -> bool {
    // A local time passes last in the westernmost zone, which is twelve hours behind UTC.
    let west = ZoneId::fixed(Offset::constant(-12)).unwrap_or_else(ZoneId::utc);
    time::resolve(west, wall).instant <= now
}

/// Why a reminder cannot have this text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    Empty,
    TooLong,
}

/// The text without spaces at its ends. `Empty` if it has no visible characters, `TooLong` if it has more than
/// [`MAX_TEXT_CHARS`].
pub fn valid_text(text: &str) -> Result<String, TextFault> {
    let text = visible(text);
    match text.chars().count() {
        0 => Err(TextFault::Empty),
        n if n > MAX_TEXT_CHARS => Err(TextFault::TooLong),
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_that_older_versions_stored_can_be_parsed() {
        let own = r#"{"kind":"own","text":"Tea","plans":[{"anchor":"wall_in_zone","wall":"2020-11-11T09:00:00",
                      "zone":"Africa/Accra","rule":"FREQ=DAILY"}]}"#;
        let Draft::Own(own) = serde_json::from_str(own).expect("it is a draft") else { panic!("it is an own draft") };
        assert_eq!((own.plans[0].anchor, own.plans[0].pass), (StoredAnchor::WallInZone, Pass::First));
        let group = r#"{"kind":"many","text":"Vote","audience":"mag","wall":"2020-11-11T09:00:00","rule":null}"#;
        let group: Draft = serde_json::from_str(group).expect("it is a draft");
        assert!(matches!(group, Draft::Group(GroupDraft { audience: Group::Mag, .. })), "{group:?}");
    }
}
