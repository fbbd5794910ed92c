//! Who is asked next and when, in words. Local time for one reader; Discord's timestamps where many read or no zone is
//! known.

use crate::escalation::{Desk, Outlook, Step, Turn};
use crate::say;
use crate::time::{Timestamp, ZoneId, local};
use crate::words::{Language, times};

/// How one message words its times.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    pub language: Language,
    /// Of the one reader; `None` for many readers, or one who never told it.
    pub zone: Option<ZoneId>,
    pub now: Timestamp,
}

impl Times {
    pub fn at(&self, at: Timestamp) -> String {
        match self.zone {
            Some(zone) => times::dm(self.language, zone, at, self.now),
            None => times::channel(self.language, at, self.now),
        }
    }
}

/// Two or three sentences.
pub fn words(outlook: &Outlook, times: &Times) -> String {
    let mut sentences = Vec::new();
    let next_at = times.at(outlook.next_at);
    let language = times.language;
    match (outlook.desk, outlook.step) {
        (Desk::Volunteers, Step::Posted) if outlook.volunteers_awake > 0 => {
            sentences.push(say!(language, "helpdesk-next-volunteers-awake", count = outlook.volunteers_awake));
            sentences.push(say!(language, "helpdesk-next-volunteers-then", at = next_at.clone()));
        }
        (Desk::Volunteers, Step::Volunteers) if outlook.volunteers_awake > 0 => {
            sentences.push(say!(language, "helpdesk-next-volunteers-asked", count = outlook.volunteers_awake));
        }
        (Desk::Volunteers, _) => {
            if outlook.volunteers_awake == 0 {
                sentences.push(say!(language, "helpdesk-next-volunteers-asleep"));
            }
            if let Some(first) = outlook.first_volunteer {
                sentences.push(say!(language, "helpdesk-next-volunteers-up", at = times.at(first.at)));
            }
        }
        (Desk::Secretariat, Step::Posted) if is_awake(outlook.secretariat) => {
            sentences.push(say!(language, "helpdesk-next-secretariat-reads"));
            sentences.push(say!(language, "helpdesk-next-secretariat-then", at = next_at.clone()));
            return sentences.join(" ");
        }
        (Desk::Secretariat, _) => {}
    }
    sentences.extend(secretariat(outlook, times, next_at));
    sentences.join(" ")
}

fn secretariat(outlook: &Outlook, times: &Times, next_at: String) -> Vec<String> {
    let language = times.language;
    match outlook.secretariat {
        None => vec![say!(language, "helpdesk-next-secretariat-unknown", at = next_at)],
        Some(Turn { at, waking: None }) if outlook.step != Step::Secretariat => {
            vec![say!(language, "helpdesk-next-secretariat-at", at = times.at(at))]
        }
        Some(Turn { waking: None, .. }) => vec![say!(language, "helpdesk-next-secretariat-asked", at = next_at)],
        Some(Turn { at, waking: Some((_, zone)) }) => {
            let (there, place) = (times::clock(local(zone, at).0.time()), city(zone));
            let starts = match times.zone {
                Some(_) => {
                    say!(
                        language,
                        "helpdesk-next-secretariat-starts",
                        there = there,
                        place = place,
                        yours = times.at(at)
                    )
                }
                None => say!(
                    language,
                    "helpdesk-next-secretariat-starts-many",
                    there = there,
                    place = place,
                    at = times.at(at)
                ),
            };
            match outlook.desk {
                Desk::Secretariat => vec![say!(language, "helpdesk-next-secretariat-asleep"), starts],
                Desk::Volunteers => vec![starts],
            }
        }
    }
}

fn is_awake(turn: Option<Turn>) -> bool {
    turn.is_some_and(|turn| turn.waking.is_none())
}

/// The city that a zone is named after: `La Paz`.
fn city(zone: ZoneId) -> String {
    zone.as_str().rsplit('/').next().unwrap_or_default().replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::MemberId;

    fn times(zone: Option<&str>) -> Times {
        let zone = zone.map(|id| ZoneId::parse(id).unwrap());
        Times { language: Language::English, zone, now: "2020-11-10T23:00:00Z".parse().unwrap() }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_time_is_honest_when_all_sleep() {
        let zurich = ZoneId::parse("Europe/Zurich").unwrap();
        let outlook = Outlook {
            desk: Desk::Volunteers,
            step: Step::Posted,
            volunteers_awake: 0,
            first_volunteer: None,
            next_at: at("2020-11-10T23:10:00Z"),
            secretariat: Some(Turn { at: at("2020-11-11T06:00:00Z"), waking: Some((MemberId(1), zurich)) }),
        };
        insta::assert_snapshot!(words(&outlook, &times(Some("America/La_Paz"))), @"The volunteers of the help desk are asleep or away now. If none answers, the secretariat starts at 07:00 Zurich, your Wed 11 Nov, 02:00 (Wed 06:00 UTC).");
        insta::assert_snapshot!(words(&outlook, &times(None)), @"The volunteers of the help desk are asleep or away now. If none answers, the secretariat starts at 07:00 Zurich: <t:1605074400:F> (Wed 11 Nov, 06:00 UTC).");
    }

    #[test]
    fn while_volunteers_are_awake_both_next_steps_are_told() {
        let outlook = Outlook {
            desk: Desk::Volunteers,
            step: Step::Posted,
            volunteers_awake: 2,
            first_volunteer: None,
            next_at: at("2020-11-10T23:10:00Z"),
            secretariat: Some(Turn { at: at("2020-11-10T23:20:00Z"), waking: None }),
        };
        insta::assert_snapshot!(words(&outlook, &times(Some("UTC"))), @"2 volunteers of the help desk are awake and can read it. If nobody has answered by Tue 10 Nov, 23:10 UTC, each of them is asked in person. If none answers by Tue 10 Nov, 23:20 UTC, the secretariat is asked.");
    }
}
