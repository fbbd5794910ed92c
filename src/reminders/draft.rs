//! Drafts: a parsed reminder, or the effect of a change of zone, which waits until its author presses a button. Pure.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

use super::model::{MAX_TEXT_CHARS, Plan};
use super::policy;
use super::zone_move::ZoneMove;
use crate::members::{Group, Member, ZoneBasis};
use crate::time::{self, Anchor, DateTime, Offset, Pass, Rule, SignedDuration, Timestamp, ZoneId};
use crate::words::visible;

/// The serde tags are stored in the column `plan` of `reminder_drafts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Draft {
    #[serde(rename = "own")]
    Own(OwnDraft),
    #[serde(rename = "many")]
    Group(GroupDraft),
    /// The reminders that a change of the author's zone moved. The author can press "Keep the old times".
    #[serde(rename = "moved")]
    Moved(ZoneMove),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnDraft {
    pub text: String,
    /// Several plans when the phrase was ambiguous and the person must choose one.
    pub plans: Vec<StoredPlan>,
    /// The phrase as typed, if it could not be parsed. The author can edit it and need not type it again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub typed: String,
}

/// A reminder for each member of a group, at the same local time in their own zones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDraft {
    pub text: String,
    pub audience: Group,
    pub wall: DateTime,
    pub rule: Option<String>,
}

/// A [`Plan`] as drafts and rows store it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPlan {
    pub anchor: StoredAnchor,
    pub wall: DateTime,
    /// Missing in drafts of older versions.
    #[serde(default)]
    pub pass: Pass,
    pub zone: ZoneId,
    pub rule: Option<String>,
}

/// An [`Anchor`] as drafts and the column `anchor` store it.
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
    /// `None` when the rule does not parse, which means that the row is damaged.
    pub fn plan(&self) -> Option<Plan> {
        let rule = self.rule.as_deref().map(Rule::parse).transpose().ok()?;
        Some(Plan { anchor: self.anchor.into(), wall: self.wall, pass: self.pass, zone: self.zone, rule })
    }
}

/// The action for members whose first local time has already passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum IfPassed {
    #[strum(serialize = "now")]
    SendNow,
    Skip,
}

/// The members whom a reminder for a group will reach, by name, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupPreview {
    /// The earliest first.
    pub upcoming: Vec<(String, Timestamp)>,
    /// Members whose first local time has already passed.
    pub passed: Vec<(String, Timestamp)>,
    /// Members who are asleep at that time; they get it when they wake.
    pub held: Vec<String>,
    pub without_zone: Vec<String>,
    /// Members whose zone is only assumed.
    pub assumed: Vec<String>,
}

impl GroupPreview {
    pub fn new(draft: &GroupDraft, members: &[Member], now: Timestamp) -> Self {
        let mut preview = Self::default();
        for member in members {
            let Some(plan) = draft.plan_for(member) else {
                preview.without_zone.push(member.name.clone());
                continue;
            };
            if member.zone_basis() == ZoneBasis::Assumed {
                preview.assumed.push(member.name.clone());
            }
            let first = plan.first();
            if first <= now {
                preview.passed.push((member.name.clone(), first));
                continue;
            }
            if policy::is_held(member, first) {
                preview.held.push(member.name.clone());
            }
            preview.upcoming.push((member.name.clone(), first));
        }
        preview.upcoming.sort_by_key(|(_, at)| *at);
        preview.passed.sort_by_key(|(_, at)| *at);
        preview
    }
}

impl GroupDraft {
    /// The plan in the member's zone, or in the zone assumed for them. `None` without a zone.
    pub fn plan_for(&self, member: &Member) -> Option<Plan> {
        let rule = self.rule.as_deref().map(Rule::parse).transpose().ok()?;
        Some(Plan { anchor: Anchor::Wall, wall: self.wall, pass: Pass::First, zone: member.zone_or_assumed()?, rule })
    }

    #[must_use]
    pub fn days_later(&self, days: i64) -> Self {
        Self { wall: self.wall.saturating_add(SignedDuration::from_hours(24 * days)), ..self.clone() }
    }
}

/// Whether the local time `wall` has passed in every time zone.
pub fn is_passed_everywhere(wall: DateTime, now: Timestamp) -> bool {
    // The westernmost clocks are twelve hours behind UTC.
    let west = ZoneId::fixed(Offset::constant(-12)).unwrap_or_else(ZoneId::utc);
    time::resolve(west, wall).instant <= now
}

/// Why a reminder cannot have this text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    Empty,
    TooLong,
}

/// The text without spaces around it. A text without visible characters counts as empty.
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
    fn stored_drafts_of_older_versions_are_read() {
        let own = r#"{"kind":"own","text":"Tea","plans":[{"anchor":"wall_in_zone","wall":"2020-11-11T09:00:00",
                      "zone":"Africa/Accra","rule":"FREQ=DAILY"}]}"#;
        let Draft::Own(own) = serde_json::from_str(own).expect("it is a draft") else { panic!("it is an own draft") };
        assert_eq!((own.plans[0].anchor, own.plans[0].pass), (StoredAnchor::WallInZone, Pass::First));
        let group = r#"{"kind":"many","text":"Vote","audience":"mag","wall":"2020-11-11T09:00:00","rule":null}"#;
        let group: Draft = serde_json::from_str(group).expect("it is a draft");
        assert!(matches!(group, Draft::Group(GroupDraft { audience: Group::Mag, .. })), "{group:?}");
    }
}
