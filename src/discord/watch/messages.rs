//! The announcement of an incident in the secretariat's channel. Many people read the announcement, so its times are
//! Discord's timestamps and UTC.

use crate::delivery::Delayed;
use crate::discord::ui::reply::Reply;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::say;
use crate::time::Timestamp;
use crate::watch::{IncidentFacts, Trouble, TroublePeriod};
use crate::words::{Language, times};

pub fn incident(facts: &IncidentFacts, viewer: &Viewer) -> Outgoing {
    let (language, now) = (viewer.language, viewer.now);
    let incident = &facts.incident;
    let time = |at| times::channel_time(language, at, now);
    let began = time(incident.began_at);
    let mut lines = vec![match incident.ended_at {
        None => say!(language, "watch-title", since = began),
        Some(ended_at) => say!(language, "watch-title-over", from = began, to = time(ended_at)),
    }];
    lines.extend(incident.troubles.iter().map(|period| trouble_line(period, language, now)));
    match incident.ended_at {
        None => lines.push(say!(language, advice_key(&incident.troubles))),
        Some(_) => lines.extend(delayed_line(facts.delayed, language)),
    }
    Reply::new(lines.join("\n")).into()
}

/// The key of the text that says what to do. For a damaged database and for rows that are set aside, the text does not
/// promise that nothing is lost: the file may have lost data, and the rows are repaired one by one. For missing
/// permissions, the text names the person who manages the server.
fn advice_key(troubles: &[TroublePeriod]) -> &'static str {
    let is_ongoing = |trouble| troubles.iter().any(|period| period.trouble == trouble && period.ended_at.is_none());
    let keys = [
        (Trouble::Damage, "watch-what-to-do-damage"),
        (Trouble::Permissions, "watch-what-to-do-permissions"),
        (Trouble::SetAside, "watch-what-to-do-set-aside"),
    ];
    keys.into_iter().find(|(trouble, _)| is_ongoing(*trouble)).map_or("watch-what-to-do", |(_, key)| key)
}

fn trouble_line(period: &TroublePeriod, language: Language, now: Timestamp) -> String {
    let key = match period.trouble {
        Trouble::Engine => "watch-engine",
        Trouble::Outbox => "watch-outbox",
        Trouble::AttemptFailures => "watch-failures",
        Trouble::Gateway => "watch-gateway",
        Trouble::Database => "watch-database",
        Trouble::Damage => "watch-damage",
        Trouble::SetAside => "watch-set-aside",
        Trouble::Permissions => "watch-permissions",
    };
    let time = |at| times::channel_time(language, at, now);
    match period.ended_at {
        None => format!("• {}", say!(language, key, since = time(period.began_at))),
        Some(ended_at) => {
            format!("• {}", say!(language, &format!("{key}.over"), from = time(period.began_at), to = time(ended_at)))
        }
    }
}

/// The line that says how many messages the incident delayed; `None` if no message was delayed.
fn delayed_line(delayed: Delayed, language: Language) -> Option<String> {
    let (count, waiting, failed) = (delayed.total(), delayed.waiting, delayed.failed);
    match (count, waiting + failed) {
        (0, _) => None,
        (_, 0) => Some(say!(language, "watch-late-all-gone", count = count)),
        _ => Some(say!(
            language,
            "watch-late",
            count = count,
            gone = delayed.arrived,
            waiting = waiting,
            failed = failed
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::{Incident, IncidentId};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn rendered(facts: &IncidentFacts) -> String {
        let viewer = Viewer::many(at("2020-11-10T20:00:00Z"));
        let Outgoing::Message(reply) = incident(facts, &viewer) else {
            panic!("an incident is announced in a message")
        };
        reply.content().to_owned()
    }

    fn period(trouble: Trouble, from: &str, to: Option<&str>) -> TroublePeriod {
        TroublePeriod { trouble, began_at: at(from), ended_at: to.map(at) }
    }

    #[test]
    fn open_incident_says_what_is_wrong_and_what_to_do() {
        let troubles = vec![
            period(Trouble::Engine, "2020-11-10T17:00:00Z", None),
            period(Trouble::AttemptFailures, "2020-11-10T17:05:00Z", Some("2020-11-10T17:30:00Z")),
        ];
        let incident = Incident {
            id: IncidentId(1),
            began_at: at("2020-11-10T17:00:00Z"),
            ended_at: None,
            delivery: None,
            troubles,
        };
        insta::assert_snapshot!(rendered(&IncidentFacts { incident, delayed: Delayed::default() }), @"
        ⚠️ **Magpie has not been working fully** since <t:1605027600:F> (Tue 10 Nov, 17:00 UTC).
        • Reminders and waiting tickets have been on hold since <t:1605027600:F> (Tue 10 Nov, 17:00 UTC).
        • Most messages failed on the first attempt from <t:1605027900:F> (Tue 10 Nov, 17:05 UTC) to <t:1605029400:F> (Tue 10 Nov, 17:30 UTC).
        No accepted message is lost. Please tell whoever runs Magpie: its log says more. This message will say when it is over.
        ");
    }

    #[test]
    fn incident_that_is_over_says_what_was_late() {
        let troubles = vec![period(Trouble::Gateway, "2020-11-10T17:00:00Z", Some("2020-11-10T18:00:00Z"))];
        let incident = Incident {
            id: IncidentId(1),
            began_at: at("2020-11-10T17:00:00Z"),
            ended_at: Some(at("2020-11-10T18:00:00Z")),
            delivery: None,
            troubles,
        };
        let facts = IncidentFacts { incident, delayed: Delayed { arrived: 14, waiting: 0, failed: 0 } };
        insta::assert_snapshot!(rendered(&facts), @"
        ✅ **Magpie is working fully again.** It was not from <t:1605027600:F> (Tue 10 Nov, 17:00 UTC) to <t:1605031200:F> (Tue 10 Nov, 18:00 UTC).
        • Magpie had no connection to Discord from <t:1605027600:F> (Tue 10 Nov, 17:00 UTC) to <t:1605031200:F> (Tue 10 Nov, 18:00 UTC).
        14 messages were late. All of them have been sent.
        ");
        let facts = IncidentFacts { delayed: Delayed { arrived: 11, waiting: 2, failed: 1 }, ..facts };
        let late = rendered(&facts).lines().last().map(str::to_owned).unwrap();
        insta::assert_snapshot!(late, @"14 messages were late. Sent: 11. Still waiting: 2. Given up: 1.");
    }
}
