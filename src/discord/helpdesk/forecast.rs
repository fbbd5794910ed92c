//! Formats the forecast of an escalation: who is asked next, and when.

use crate::discord::viewer::Viewer;
use crate::escalation::{Desk, FirstAvailable, Forecast, Step};
use crate::say;
use crate::time::{Place, local};
use crate::words::times;

/// The forecast in one to three sentences.
pub fn text(forecast: &Forecast, viewer: &Viewer) -> String {
    let language = viewer.language;
    let next_at = || viewer.at(forecast.next_at);
    // A volunteer who woke after the others were asked has got no message, but can read the ticket's card.
    let awake_text = || match forecast.volunteers_asked {
        0 => say!(language, "helpdesk-next-volunteers-awake", count = forecast.volunteers_awake),
        asked => say!(language, "helpdesk-next-volunteers-asked", count = asked),
    };
    let mut sentences = Vec::new();
    match (forecast.desk, forecast.step) {
        (Desk::Volunteers, Step::Posted) if forecast.volunteers_awake > 0 => {
            sentences.push(say!(language, "helpdesk-next-volunteers-awake", count = forecast.volunteers_awake));
            let key = match forecast.volunteers_awake > forecast.at_a_time {
                true => "helpdesk-next-volunteers-then-two",
                false => "helpdesk-next-volunteers-then",
            };
            sentences.push(say!(language, key, at = next_at()));
        }
        (Desk::Volunteers, Step::Volunteers) if forecast.volunteers_awake > 0 => {
            sentences.push(awake_text());
            if forecast.duty_asked > 0 {
                sentences.push(say!(language, "helpdesk-next-on-duty", count = forecast.duty_asked));
            }
            if forecast.asks_more_volunteers {
                sentences.push(say!(language, "helpdesk-next-volunteers-more", at = next_at()));
            }
        }
        (Desk::Volunteers, _) if forecast.volunteers == 0 => {
            sentences.push(say!(language, "helpdesk-next-volunteers-none"));
        }
        (Desk::Volunteers, _) => {
            if forecast.volunteers_awake == 0 {
                // The volunteer who gave the ticket up may be awake.
                sentences.push(match forecast.former_helpers {
                    0 => say!(language, "helpdesk-next-volunteers-asleep"),
                    _ => say!(language, "helpdesk-next-volunteers-others-asleep"),
                });
            } else if forecast.secretariat_members == 0 {
                sentences.push(awake_text());
            }
            if let Some(first) = forecast.first_volunteer {
                sentences.push(say!(language, "helpdesk-next-volunteers-up", at = viewer.at(first.at)));
            }
        }
        (Desk::Secretariat, Step::Posted) if forecast.secretariat.is_some_and(|first| first.waking.is_none()) => {
            sentences.push(say!(language, "helpdesk-next-secretariat-reads"));
            sentences.push(say!(language, "helpdesk-next-secretariat-then", at = next_at()));
            return sentences.join(" ");
        }
        (Desk::Secretariat, _) => {}
    }
    sentences.extend(secretariat_sentences(forecast, viewer));
    sentences.join(" ")
}

/// Whether nobody can be asked, neither now nor later: the groups that may answer have no other members.
pub fn has_nobody(forecast: &Forecast) -> bool {
    let volunteers = match forecast.desk {
        Desk::Volunteers => forecast.volunteers,
        Desk::Secretariat => 0,
    };
    volunteers == 0 && forecast.secretariat_members == 0
}

/// The sentences that say when the secretariat is asked, or when its first member becomes available.
fn secretariat_sentences(forecast: &Forecast, viewer: &Viewer) -> Vec<String> {
    let language = viewer.language;
    match forecast.secretariat {
        None if forecast.secretariat_members == 0 && forecast.former_secretariat > 0 => {
            let again = forecast.asks_former_again_at;
            let again = again.map(|at| say!(language, "helpdesk-next-secretariat-again", at = viewer.at(at)));
            [Some(say!(language, "helpdesk-next-secretariat-no-other")), again].into_iter().flatten().collect()
        }
        None if forecast.secretariat_members == 0 => vec![say!(language, "helpdesk-next-secretariat-none")],
        None => vec![say!(language, "helpdesk-next-secretariat-unknown", at = viewer.at(forecast.next_at))],
        Some(FirstAvailable { at, waking: None }) if forecast.step != Step::Secretariat => {
            vec![say!(language, "helpdesk-next-secretariat-at", at = viewer.at(at))]
        }
        Some(FirstAvailable { waking: None, .. }) => {
            vec![say!(language, "helpdesk-next-secretariat-asked", at = viewer.at(forecast.next_at))]
        }
        Some(FirstAvailable { at, waking: Some((_, zone)) }) => {
            let (local_time, place) = (times::clock(local(zone, at).0.time()), Place::of(zone).short_label(language));
            let at = viewer.at(at);
            let starts = match viewer.zone {
                Some(_) => {
                    say!(language, "helpdesk-next-secretariat-starts", there = local_time, place = place, yours = at)
                }
                None => {
                    say!(language, "helpdesk-next-secretariat-starts-many", there = local_time, place = place, at = at)
                }
            };
            match forecast.desk {
                // The member of the secretariat who gave the ticket up may be awake.
                Desk::Secretariat if forecast.former_secretariat > 0 => {
                    vec![say!(language, "helpdesk-next-secretariat-others-asleep"), starts]
                }
                Desk::Secretariat => vec![say!(language, "helpdesk-next-secretariat-asleep"), starts],
                Desk::Volunteers => vec![starts],
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::MemberId;
    use crate::time::{Timestamp, ZoneId};

    fn viewer(zone: Option<&str>) -> Viewer {
        let zone = zone.map(|id| ZoneId::parse(id).unwrap());
        Viewer { zone, ..Viewer::many(at("2020-11-10T23:00:00Z")) }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_waking_time_is_shown_when_everybody_is_asleep() {
        let zurich = ZoneId::parse("Europe/Zurich").unwrap();
        let forecast = Forecast {
            desk: Desk::Volunteers,
            step: Step::Posted,
            volunteers: 1,
            volunteers_awake: 0,
            volunteers_asked: 0,
            duty_asked: 0,
            at_a_time: 2,
            asks_more_volunteers: false,
            former_helpers: 0,
            former_secretariat: 0,
            first_volunteer: None,
            next_at: at("2020-11-10T23:10:00Z"),
            secretariat_members: 1,
            secretariat: Some(FirstAvailable { at: at("2020-11-11T06:00:00Z"), waking: Some((MemberId(1), zurich)) }),
            asks_former_again_at: None,
        };
        insta::assert_snapshot!(text(&forecast, &viewer(Some("America/La_Paz"))), @"All help desk volunteers are asleep or away right now. If no one answers sooner, the secretariat is available from 07:00 in Zurich, which is Wed 11 Nov, 02:00 (Wed 06:00 UTC) for you.");
        insta::assert_snapshot!(text(&forecast, &viewer(None)), @"All help desk volunteers are asleep or away right now. If no one answers sooner, the secretariat is available from 07:00 in Zurich: <t:1605074400:F> (Wed 11 Nov, 06:00 UTC).");
    }

    #[test]
    fn forecast_without_volunteers_and_secretariat_says_that_nobody_can_be_asked() {
        let forecast = Forecast {
            desk: Desk::Volunteers,
            step: Step::Posted,
            volunteers: 0,
            volunteers_awake: 0,
            volunteers_asked: 0,
            duty_asked: 0,
            at_a_time: 2,
            asks_more_volunteers: false,
            former_helpers: 0,
            former_secretariat: 0,
            first_volunteer: None,
            next_at: at("2020-11-10T23:10:00Z"),
            secretariat_members: 0,
            secretariat: None,
            asks_former_again_at: None,
        };
        insta::assert_snapshot!(text(&forecast, &viewer(Some("UTC"))), @"No one else is on the help desk yet. No one has the secretariat role yet, so no one there can be asked. Please tell whoever manages this server.");
    }

    #[test]
    fn forecast_after_the_only_member_of_the_secretariat_gave_up_does_not_promise_the_secretariat() {
        let mut forecast = Forecast {
            desk: Desk::Secretariat,
            step: Step::Posted,
            volunteers: 0,
            volunteers_awake: 0,
            volunteers_asked: 0,
            duty_asked: 0,
            at_a_time: 2,
            asks_more_volunteers: false,
            former_helpers: 0,
            former_secretariat: 1,
            first_volunteer: None,
            next_at: at("2020-11-10T23:10:00Z"),
            secretariat_members: 0,
            secretariat: None,
            asks_former_again_at: Some(at("2020-11-11T03:00:00Z")),
        };
        for step in [Step::Posted, Step::Secretariat] {
            forecast.step = step;
            insta::allow_duplicates! {
                insta::assert_snapshot!(text(&forecast, &viewer(Some("UTC"))), @"No one else is in the secretariat. If no one answers sooner, Magpie asks the same person again at Wed 11 Nov, 03:00 UTC.");
            }
        }
        forecast.asks_former_again_at = None;
        insta::assert_snapshot!(text(&forecast, &viewer(Some("UTC"))), @"No one else is in the secretariat.");
        // Another member of the secretariat is asleep.
        let zurich = ZoneId::parse("Europe/Zurich").unwrap();
        forecast.secretariat_members = 1;
        forecast.secretariat =
            Some(FirstAvailable { at: at("2020-11-11T06:00:00Z"), waking: Some((MemberId(1), zurich)) });
        insta::assert_snapshot!(text(&forecast, &viewer(Some("UTC"))), @"Everyone else in the secretariat is asleep or away right now. If no one answers sooner, the secretariat is available from 07:00 in Zurich, which is Wed 11 Nov, 06:00 UTC for you.");
    }

    #[test]
    fn both_next_steps_are_shown_while_volunteers_are_awake() {
        let forecast = Forecast {
            desk: Desk::Volunteers,
            step: Step::Posted,
            volunteers: 2,
            volunteers_awake: 2,
            volunteers_asked: 0,
            duty_asked: 0,
            at_a_time: 2,
            asks_more_volunteers: false,
            former_helpers: 0,
            former_secretariat: 0,
            first_volunteer: None,
            next_at: at("2020-11-10T23:10:00Z"),
            secretariat_members: 1,
            secretariat: Some(FirstAvailable { at: at("2020-11-10T23:20:00Z"), waking: None }),
            asks_former_again_at: None,
        };
        insta::assert_snapshot!(text(&forecast, &viewer(Some("UTC"))), @"2 help desk volunteers are awake and can read it. If no one has answered by Tue 10 Nov, 23:10 UTC, Magpie sends each of them a message. If no one answers by Tue 10 Nov, 23:20 UTC, Magpie asks the secretariat.");
    }
}
