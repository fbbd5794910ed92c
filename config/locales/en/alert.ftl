# Urgent alerts: what recipients read, what the author sees before and after sending.

alert-severity-information = Information
alert-severity-urgent = Urgent
alert-severity-emergency = Emergency

# The first 100 characters are what a locked phone shows: short frames leave room for the text.
alert-lock = { $label }: { $text }
alert-lock-by = { $label }: { $text } · before { $time }
alert-label-slept = { $severity }, while you slept
alert-label-again = { $severity }, again
alert-label-corrected = { $severity }, corrected
# At most 100 characters with the longest date ("Wed 11 Nov 2026, 04:15 UTC").
alert-slept-too-late = You were asleep. The time to answer has passed ({ $time }). Nothing is expected.
alert-too-late = This comes late. The time to answer has passed ({ $time }). Nothing is expected.
alert-late = Magpie could not bring this earlier. It was due { $when }.
alert-it-was = It was: { $label }: { $text }
alert-answer-before = Answer before: { $time }
alert-from = From { $name }, secretariat
alert-button-seen = I have seen this
alert-button-seen-at = Seen { $time }
alert-marked-corrected = ~~{ $text }~~
    This was corrected. Please read the newer message.
alert-marked-cancelled = ~~{ $text }~~
    This alert was cancelled. Nothing is expected.
alert-marked-over = ~~{ $text }~~
    It is over. Nothing is expected.
alert-not-yours = This alert is for somebody else, so nothing was noted.
alert-seen-nothing = No alert waits for you.
alert-seen-all = { $count ->
    [one] Noted: you have seen this alert.
   *[other] Noted: you have seen these { $count } alerts.
    }
    { $alerts }

# Several alerts in one message at the waking minute; the most urgent first.
alert-waking = { $first } · and { $count } more
alert-waking-line = **{ $number }.** { $label }: { $text }
alert-waking-line-by = **{ $number }.** { $label }: { $text } · Answer before: { $time }
alert-waking-line-passed = **{ $number }.** { $label }: { $text } · The time to answer has passed ({ $time }).
alert-waking-corrected = **{ $number }.** ~~{ $label }: { $text }~~ This was corrected. Please read the newer message.
alert-waking-cancelled = **{ $number }.** ~~{ $label }: { $text }~~ This alert was cancelled.
alert-waking-over = **{ $number }.** ~~{ $label }: { $text }~~ It is over.
alert-waking-seen = { $number }: I have seen this
alert-waking-seen-at = { $number }: Seen { $time }

alert-form-title = { $severity } alert
alert-form-text = Text
alert-form-answer-by = Answer before
alert-form-answer-by-placeholder = 18:15 UTC, tomorrow 9am, in 2 hours. Empty: no limit
alert-form-audience = For whom
alert-form-audience-placeholder = members, volunteers, secretariat, everyone, or names, with commas between

alert-audience-members = members
alert-audience-volunteers = volunteers
alert-audience-secretariat = secretariat
alert-audience-everyone = everyone
alert-audience-empty = It is not said whom this alert is for.
alert-audience-too-long = The list of people is too long to read.
alert-audience-unknown = Nobody here is called “{ $word }”.
alert-audience-ambiguous = “{ $word }” can be several people: { $names }. Whom do you mean?
alert-audience-which = Choose who is meant
alert-audience-possible = You can write members, volunteers, secretariat or everyone, or people by name, handle, city or mention, with commas between.
alert-nobody = Nobody in this server belongs to that audience, so there is nobody to send it to.
alert-no-text = The alert has no text.
alert-too-long = The text is too long for one message.
alert-time-unknown = Magpie cannot read the time in “Answer before”. Please write it like 18:15, tomorrow 9am, or 10 November 18:15 UTC.
alert-time-recurs = “Answer before” needs one moment, not one that comes again and again.
alert-time-passed = The time in “Answer before” has passed.
alert-time-ambiguous = The time in “Answer before” can mean several moments. Which one?
alert-time-no-such-day = The calendar does not have the day in “Answer before”. Which one do you mean?
alert-time-day-only = “Answer before” names a day and no time, and a day ends at different moments around the world. When exactly?
alert-time-after-event = The time in “Answer before” is after the last day of the event ({ $day }). Is it right?
alert-button-keep-time = It is right: { $when }
alert-kept = Nothing was sent. What you typed is kept.
alert-button-continue = Continue
alert-continue-busy = Magpie is very busy. What you typed is kept: please press Continue again.

alert-preview-title = **Preview: { $severity }. Nothing is sent yet.**
alert-preview-changed = ⚠️ Since you looked, this changed for: { $names }. Please check the groups again.
alert-preview-twin = ⚠️ The same text was sent { $ago } (alert { $number }). Send it again?
alert-preview-lock-screen =
    Their lock screen:
    > { $text }
alert-preview-answer-before = Answer before: { $time }, { $away }
alert-preview-read-as-utc = You have no time zone in your profile, so the time was read as UTC.
alert-preview-awake = **Awake now ({ $count }):** { $names }
alert-preview-asleep = **Asleep, get it silently and hear it when they wake ({ $count }):** { $names }
alert-preview-waits = **Asleep, it waits until they wake ({ $count }):** { $names }
alert-preview-may-wake = **Asleep, allow an emergency to wake them ({ $count }):** { $names }
alert-preview-too-late = **Cannot see it in time, asleep until after ({ $count }):** { $names }
alert-preview-waits-too-late = **Cannot see it in time, it waits until they wake ({ $count }):** { $names }
alert-preview-no-zone = **No time zone, sent silently, not counted as awake ({ $count }):** { $names }
alert-preview-no-route = **No route ({ $count }):** { $names }
alert-no-route-closed = direct messages closed
alert-no-route-never-opened = never opened a conversation with Magpie
alert-preview-absent = **Not on Discord: { $count }**
alert-preview-wakes-nobody = 🔕 Nobody is woken. To wake somebody, choose the names below.
alert-preview-wakes = 🔔 **Will be woken ({ $count }):** { $names }
alert-wake-placeholder = Wake by name (choose nobody to wake nobody)
alert-button-wake-all = Wake all { $count } who allow it
alert-button-wake-shown = Wake the { $count } shown so far
alert-button-wake-names = Names { $from } to { $to } of { $count }
alert-button-wake-nobody = Wake nobody
alert-button-send = Send
alert-button-send-again = Send it again
alert-button-edit = Edit
alert-button-discard = Discard
alert-button-absent = Not on Discord: { $count }
alert-stale = This preview is older than { $minutes } minutes, and people have woken up or gone to sleep since. Nothing was sent, and your text is kept.
alert-already-sent = This was sent already (alert { $number }). Nothing was sent again.
alert-discarded = Discarded. Nothing was sent.
alert-sent = { $count ->
    [one] ✅ Alert { $number } goes to 1 person
   *[other] ✅ Alert { $number } goes to { $count } people
    }, { $at_once } with sound now. The secretariat's channel shows who has seen it.
alert-corrected = { $count ->
    [0] ✅ Corrected. Nobody had got alert { $number } yet; they get the new text.
    [one] ✅ Corrected. 1 person who had got alert { $number } is told.
   *[other] ✅ Corrected. { $count } people who had got alert { $number } are told.
    }
alert-corrected-perhaps-only = { $count ->
    [one] ✅ Corrected. Alert { $number } was just being sent to 1 person: if the old text arrives, they are told.
   *[other] ✅ Corrected. Alert { $number } was just being sent to { $count } people: those whom the old text reaches are told.
    }
alert-corrected-perhaps = { $count ->
    [one] It was just being sent to 1 more: if the old text arrives, they are told too.
   *[other] It was just being sent to { $count } more: those whom the old text reaches are told too.
    }
alert-corrected-new-text = { $count ->
    [one] 1 person had not got it yet and gets only the new text.
   *[other] { $count } people had not got it yet and get only the new text.
    }
alert-nothing-to-correct = This alert has ended, or somebody else has corrected it. Please look at the newest list.
alert-absent-none = Everybody who is expected is on Discord.
alert-absent-copy = { $count ->
    [one] 1 person is expected and not on Discord. To copy:
   *[other] { $count } people are expected and not on Discord. To copy:
    }

alert-roster-title = **{ $severity } · alert { $number }:** { $text }
alert-roster-corrected = Corrected ({ $times })
alert-roster-sent = Sent by { $name } to { $count }, { $time }
alert-roster-asked = Asked again at { $time }
alert-roster-cancelled = **Cancelled** by { $name } at { $time }
alert-roster-over = **It is over**, said { $name } at { $time }
alert-roster-seen = ✅ **Seen ({ $count }):** { $names }
alert-roster-not-seen = 🔔 **Sent, not seen ({ $count }):** { $names }
alert-roster-silent = 🌙 **Sent silently, not seen, they wake at ({ $count }):** { $names }
alert-roster-no-zone = ❔ **Sent silently, not seen, no time zone ({ $count }):** { $names }
alert-roster-held = ⏳ **Waits until they wake ({ $count }):** { $names }
alert-roster-on-its-way = ⏳ **On its way ({ $count }):** { $names }
alert-roster-retrying = 🔁 **Being tried again ({ $count }):** { $names }
alert-roster-failed = ❌ **Failed ({ $count }):** { $names }
alert-roster-withdrawn = **Cancelled by hand ({ $count }):** { $names }
alert-roster-not-sent = **Ended before it was sent ({ $count }):** { $names }
alert-roster-absent = **Not on Discord: { $count }**
alert-roster-utc = Times are UTC. “Sent” does not mean seen.
alert-roster-continued = The list of alert { $number } goes on in a newer message below.
alert-and-more = { $names } and { $count } more
alert-failed-not-here = has left the server
alert-failed-no-route = direct messages closed, and no inbox thread
alert-failed-refused = Discord said: { $reason }
alert-failed-exhausted = tried many times: { $reason }
alert-failed-unknown = perhaps it arrived, nobody can tell
alert-button-ask-again = Ask again
alert-button-correct = Correct
alert-button-over = It is over
alert-button-cancel = Cancel alert
alert-asked-now = { $count ->
    [one] Asked 1 person again: { $names }
   *[other] Asked { $count } people again: { $names }
    }
alert-asked-later = Asleep, asked again when they wake ({ $count }): { $names }
alert-asked-on-its-way = The message is still on its way to everybody who has not seen it.
alert-asked-just-now = Somebody asked again a moment ago. Please give people a minute.
alert-asked-all-seen = Everybody has seen it.
alert-asked-time-passed = The time to answer has passed. To give more time, press Correct.
alert-ended-already = This alert has ended already.
alert-cancelled = Alert { $number } is cancelled. Messages that were sent say so, and nothing more is sent.
alert-over = Alert { $number } is over. Messages that were sent say so, and nothing more is sent.
alert-ended-recalled = { $count ->
    [one] A message to 1 person still waited: it was taken back.
   *[other] Messages to { $count } people still waited: they were taken back.
    }
alert-ended-under-way = { $count ->
    [one] One is just being sent to 1 person: if it arrives, it says so too.
   *[other] Messages are just being sent to { $count } people: those that arrive say so too.
    }
alert-list = **The newest alerts**
    { $alerts }
alert-list-none = No alert has been sent yet.
alert-list-active = **{ $number }** · { $severity } · { $ago } · { $text }
alert-list-cancelled = { $number } · { $severity } · { $ago } · cancelled · { $text }
alert-list-over = { $number } · { $severity } · { $ago } · over · { $text }

alert-not-secretariat = Only the secretariat can do this. If you think you should be able to, please ask them.
alert-not-set-up = Magpie is not set up yet. Somebody who manages the server can finish it with /setup. Missing: { $missing }
alert-no-draft = Magpie does not know this draft, or it is somebody else's. Please type /alert send again.
alert-no-alert = Magpie does not know this alert.
alert-kept-active = alerts that you received, until they have ended, so that the secretariat sees who was reached
alert-kept-sent = alerts that you sent, because others acted on them
