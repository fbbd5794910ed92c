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
alert-slept-too-late = The deadline passed while you slept ({ $time }). No action needed.
alert-slept-too-late-to-answer = The deadline passed while you slept ({ $time }). You can still answer.
alert-too-late = This came late: the deadline has passed ({ $time }). No action needed.
alert-too-late-to-answer = This came late: the deadline has passed ({ $time }). You can still answer.
alert-late = Magpie could not deliver this earlier. It was due { $when }.
alert-it-was = It said: { $label }: { $text }
alert-please-answer-by = Please answer by: { $time }
alert-please-read-by = Please read by: { $time }
alert-from = From { $name }, secretariat
alert-button-seen = I have seen this
alert-button-seen-at = Seen { $time }
alert-marked-corrected = ~~{ $text }~~
    This has been corrected. Please read the newer message.
alert-marked-cancelled = ~~{ $text }~~
    This was sent by mistake and has been withdrawn. You do not need to do anything.
alert-marked-over = ~~{ $text }~~
    This is over. You do not need to do anything.
alert-not-yours = This alert is for someone else, so nothing was recorded.
alert-seen-nothing = You have no alerts to confirm.
alert-seen-all = { $count ->
    [one] Thank you. You have confirmed that you saw this alert:
   *[other] Thank you. You have confirmed that you saw these { $count } alerts:
    }
    { $alerts }

# Several alerts in one message at the waking minute; the most urgent first.
alert-waking = { $first } · and { $count } more
alert-waking-line = **{ $number }.** { $label }: { $text }
alert-waking-line-by = **{ $number }.** { $label }: { $text } · { $deadline }
alert-deadline-passed = The deadline has passed ({ $time }).
alert-waking-corrected = **{ $number }.** ~~{ $label }: { $text }~~ This has been corrected. Please read the newer message.
alert-waking-cancelled = **{ $number }.** ~~{ $label }: { $text }~~ This has been withdrawn.
alert-waking-over = **{ $number }.** ~~{ $label }: { $text }~~ This is over.
alert-waking-seen = { $number }: I have seen this
alert-waking-seen-at = { $number }: Seen { $time }

alert-form-title = { $severity } alert
alert-form-text = Text
alert-form-answer-by = Please answer by
alert-form-answer-by-placeholder = 18:15 UTC, tomorrow 9am, in 2 hours. Empty: no deadline
alert-form-audience = Who gets it
alert-form-audience-placeholder = members, volunteers, members in Africa, names; a minus leaves someone out: members, -Ana

alert-audience-members = members
alert-audience-volunteers = volunteers
alert-audience-secretariat = secretariat
alert-audience-everyone = everyone
alert-audience-in = { $group } in { $region }
alert-audience-offsets = { $from } to { $to }
alert-audience-readers = { $group } who read { $language }
alert-audience-everyone-reads = everyone who reads { $language }
alert-audience-language = { $code ->
    [fr] French
    [es] Spanish
   *[en] English
    }
alert-audience-count = { $count ->
    [0] { $text } · no one
    [one] { $text } · 1 person
   *[other] { $text } · { $count } people
    }
alert-audience-empty = Please say who should get this alert.
alert-audience-too-long = The list of people is too long.
alert-audience-unknown = No one here is called “{ $word }”.
alert-audience-unknown-place = “{ $word }” is not a place or a language that Magpie knows.
alert-audience-ambiguous-place = “{ $word }” can mean several places: { $places }. Please write the one you mean.
alert-audience-nobody-there = { $unplaced ->
    [0] Magpie knows no one who matches “{ $word }”, so there is no one to send it to. Please write another region, language or name.
    [one] Magpie knows no one who matches “{ $word }”. It does not know where 1 person of this group lives, so you may have to write their name.
   *[other] Magpie knows no one who matches “{ $word }”. It does not know where { $unplaced } people of this group live, so you may have to write their names.
    }
alert-audience-only-left-out = “-{ $word }” only leaves people out. Please write first who gets the alert: everyone, -{ $word }
alert-audience-everyone-left-out = The parts with a minus leave everyone out, so there is no one to send it to. Please remove one of them.
alert-audience-ambiguous = “{ $word }” matches several people: { $names }. Who do you mean?
alert-audience-which = Choose the person you mean
alert-audience-possible = You can write members, volunteers, secretariat or everyone, or name people by name, handle, city or mention, separated by commas. For a part of a group, write members in Africa, members in UTC+5 to +9 or members who read French. A minus leaves people out: members, -Ana.
alert-nobody = No one in this server is in that group, so there is no one to send it to.
alert-no-text = The alert has no text, so nothing was sent. Please press “{ alert-button-continue }” and write it.
alert-too-long = The text is too long for one message. Please shorten it.
alert-time-unknown = Magpie could not read the time. Please write it like 18:15, tomorrow 9am, or 10 November 18:15 UTC.
alert-time-recurs = This needs a single time, not a repeating one.
alert-time-passed = That time has already passed. Please type a later one.
alert-time-passed-choose = That time has already passed. Do you mean one of these?
alert-time-ambiguous = The time can mean different things. Which one do you mean?
alert-time-no-such-day = That date does not exist. Which one do you mean?
alert-time-day-only = You gave a day but no time, and a day ends at different times around the world. What time exactly?
alert-time-after-event = That time is after the last day of the event ({ $day }). Is that right?
alert-button-keep-time = Yes, keep { $when }
alert-kept = Nothing was sent. Your text is kept.
alert-button-continue = Continue
alert-continue-busy = Magpie is very busy. Your text is kept: please press Continue again in a moment.

alert-preview-title = **Preview: { $severity }. Nothing has been sent yet.**
alert-preview-changed = ⚠️ This has changed since you last looked: { $names }. Please check the groups again.
alert-preview-twin = ⚠️ The same text was sent { $ago } (alert { $number }). Do you want to send it again?
alert-preview-lock-screen =
    What their lock screen shows:
    > { $text }
alert-preview-in-your-time = The time is shown in your time zone here. Each person sees it in their own.
alert-preview-in-utc = The time is shown in UTC here. Each person sees it in their own time zone.
alert-preview-read-as-utc = Your profile has no time zone, so the time was read as UTC.
alert-preview-awake = **Awake now ({ $count }):** { $names }
alert-preview-asleep = **Asleep: arrives silently now, makes a sound when they wake ({ $count }):** { $names }
alert-preview-waits = **Asleep: sent when they wake ({ $count }):** { $names }
alert-preview-may-wake = **Asleep, but an emergency may wake them ({ $count }):** { $names }
alert-preview-too-late = **Asleep until the deadline has passed: arrives silently ({ $count }):** { $names }
alert-preview-waits-too-late = **Asleep until the deadline has passed: sent when they wake ({ $count }):** { $names }
alert-preview-no-zone = **Time zone unknown: arrives silently ({ $count }):** { $names }
alert-preview-no-route = **Cannot be reached ({ $count }):** { $names }
alert-no-route-closed = direct messages are closed
alert-no-route-never-opened = has never opened a conversation with Magpie
alert-preview-by-mail = ✉️ **Reached by e-mail ({ $count }):** { $names }
alert-preview-by-mail-count = ✉️ **Reached by e-mail: { $count }**
alert-preview-absent-by-mail = ✉️ **Not on Discord, reached by e-mail: { $count }**
alert-preview-absent-without-mail = **Not on Discord and no e-mail address: { $count }**
alert-preview-absent = **Not on Discord: { $count }**
alert-preview-without-group = **Not included, no role as member, volunteer or secretariat ({ $count }):** { $names }
alert-preview-assumed = **Time zone assumed: { $count }.** They have no profile yet, so Magpie uses the place in the list of expected members.
alert-preview-unplaced = **Not included, because Magpie does not know where they live ({ $count }):** { $names }
alert-preview-phones = **Phones never confirmed: { $count }.** Until they answer “Test my phone”, no one knows whether they hear a message.
zone-assumed = time zone assumed
alert-preview-wakes-nobody = 🔕 This wakes no one. To wake someone, choose their name below.
alert-preview-wakes = 🔔 **This wakes ({ $count }):** { $names }
alert-preview-secretariat-told = As this wakes { $woken ->
    [one] 1 person
   *[other] { $woken } people
    }, { $count ->
    [one] the other member of the secretariat is told, without being asked first and without being woken.
   *[other] the { $count } other members of the secretariat are told, without being asked first and without being woken.
    }
alert-preview-awake-count = **Awake now: { $count } of { $total }**
alert-preview-asleep-count = **Asleep: arrives silently now, makes a sound when they wake: { $count }**
alert-preview-waits-count = **Asleep: sent when they wake: { $count }**
alert-preview-may-wake-count = **Asleep, but an emergency may wake them: { $count }**
alert-preview-no-zone-count = **Time zone unknown, arrives silently: { $count }**
alert-preview-sleepers-wake = Those who are asleep wake between { $first } and { $last }.
alert-preview-sleepers-wake-at = Those who are asleep wake at { $time }.
alert-preview-nobody-before = ⚠️ **No one will hear this before** { $time }
alert-preview-nobody-hears = ⚠️ **No one will hear this:** no one is awake, and Magpie does not know when anyone wakes.
alert-preview-in-time = { $count ->
    [0] ⏰ Before { $time }, **no one** can hear this.
   *[other] ⏰ Before { $time }, **{ $count } of { $total }** can hear this.
    }
alert-preview-in-time-other = Before { $time }: **{ $count }**.
alert-preview-choice-passed = ⚠️ The time you chose has passed in the meantime: { $time }. The deadline stays as it is.
alert-preview-read-in = { $count ->
    [one] { $language }, 1 reader
   *[other] { $language }, { $count } readers
    }
alert-button-names = Names
alert-button-read-as = Read it as they do
alert-button-send-wake-nobody = Send, wake no one
alert-button-other-answer-by = Answer by { $time } instead
alert-button-other-read-by = Read by { $time } instead
alert-wake-placeholder = Choose who to wake (no names: no one)
alert-button-wake-all = { $count ->
    [one] Wake the 1 person who allows it
   *[other] Wake all { $count } who allow it
    }
alert-button-wake-shown = { $count ->
    [one] Wake the 1 person shown so far
   *[other] Wake the { $count } people shown so far
    }
alert-button-wake-names = Names { $from } to { $to } of { $count }
alert-button-wake-nobody = Wake no one
alert-button-send = Send
alert-button-send-again = Send it again
alert-button-edit = Edit
alert-button-discard = Discard
alert-button-absent = Not on Discord: { $count }
alert-stale = This preview is more than { $minutes } minutes old, and people have woken up or gone to sleep since then. Nothing was sent, and your text is kept.
alert-already-sent = This was already sent as alert { $number }. It was not sent again.
alert-discarded = Discarded. Nothing was sent.
alert-sent = { $count ->
    [one] ✅ Alert { $number } is going to 1 person
   *[other] ✅ Alert { $number } is going to { $count } people
    }; { $at_once ->
    [0] it makes no sound for now
    [one] 1 phone makes a sound now
   *[other] { $at_once } phones make a sound now
    }. The secretariat’s channel shows who has seen it.
alert-sent-secretariat-told = { $count ->
    [one] The other member of the secretariat is told about it, at the latest when they wake.
   *[other] The { $count } other members of the secretariat are told about it, those who are asleep when they wake.
    }
alert-corrected = { $count ->
    [0] ✅ Corrected. No one had received alert { $number } yet, so everyone gets only the new text.
    [one] ✅ Corrected. The 1 person who had received alert { $number } is being told.
   *[other] ✅ Corrected. The { $count } people who had received alert { $number } are being told.
    }
alert-corrected-perhaps-only = { $count ->
    [one] ✅ Corrected. Alert { $number } was being sent to 1 person at that moment: if the old text arrives, they will be told.
   *[other] ✅ Corrected. Alert { $number } was being sent to { $count } people at that moment: anyone who gets the old text will be told.
    }
alert-corrected-perhaps = { $count ->
    [one] It was being sent to 1 more person at that moment: if the old text arrives, they will be told too.
   *[other] It was being sent to { $count } more people at that moment: anyone who gets the old text will be told too.
    }
alert-corrected-new-text = { $count ->
    [one] 1 person had not received it yet and gets only the new text.
   *[other] { $count } people had not received it yet and get only the new text.
    }
alert-help-withheld = Sent on { $time }. Its text is not shown here, because the alert was not addressed to all volunteers.
alert-help-text-unknown = Sent on { $time }. Its text is not shown here, because Magpie does not know which version was read.
alert-nothing-to-correct = This alert has ended, or someone else has corrected it. Nothing was changed. Please look at the newest list.
alert-absent-none = Everyone who is expected is on Discord.
alert-absent-copy = { $count ->
    [one] 1 expected person is not on Discord. To copy:
   *[other] { $count } expected people are not on Discord. To copy:
    }

alert-roster-title = **{ $severity } · alert { $number }:** { $text }
alert-roster-corrected = { $times ->
    [one] Corrected once
    [2] Corrected twice
   *[other] Corrected { $times } times
    }
alert-roster-sent = { $count ->
    [one] Sent by { $name } to 1 person, { $time }
   *[other] Sent by { $name } to { $count } people, { $time }
    }
alert-roster-asked = Asked again at { $time }
alert-roster-cancelled = **Withdrawn** by { $name } at { $time }
alert-roster-over = **Over**, declared by { $name } at { $time }
alert-roster-seen = ✅ **Seen ({ $count }):** { $names }
alert-roster-not-seen = 🔔 **Sent, not seen ({ $count }):** { $names }
alert-roster-silent = 🌙 **Sent silently, not seen, asleep until ({ $count }):** { $names }
alert-roster-no-zone = ❔ **Sent silently, not seen, time zone unknown ({ $count }):** { $names }
alert-roster-held = ⏳ **Waiting until they wake ({ $count }):** { $names }
alert-roster-on-its-way = ⏳ **On its way ({ $count }):** { $names }
alert-roster-retrying = 🔁 **Being retried ({ $count }):** { $names }
alert-roster-failed = ❌ **Failed ({ $count }):** { $names }
alert-roster-withdrawn = **Cancelled by the secretariat ({ $count }):** { $names }
alert-roster-not-sent = **Not sent: the alert ended first ({ $count }):** { $names }
alert-roster-mail-sent = ✉️ **Sent by e-mail ({ $count }):** { $names }
alert-roster-mail-pending = ✉️ **E-mail on its way ({ $count }):** { $names }
alert-roster-mail-unknown = ✉️ **E-mail may have arrived; there is no way to tell ({ $count }):** { $names }
alert-roster-mail-failed = ❌ **E-mail failed ({ $count }):** { $names }
alert-roster-absent-without-mail = **Not on Discord and no e-mail address: { $count }**
alert-roster-absent = **Not on Discord: { $count }**
alert-roster-utc = Times are in UTC. “Sent” does not mean seen.
alert-roster-continued = The list for alert { $number } continues in a newer message below.
alert-and-more = { $names } and { $count } more
alert-failed-not-here = has left the server
alert-failed-no-route = direct messages are closed, and there is no inbox thread
alert-failed-refused = Discord said: { $reason }
alert-failed-exhausted = tried many times: { $reason }
alert-failed-unknown = may have arrived; there is no way to tell
alert-button-ask-again = Ask again
alert-button-correct = Correct
alert-button-over = It is over
alert-button-cancel = Withdraw
alert-asked-now = { $count ->
    [one] Asked 1 person again: { $names }
   *[other] Asked { $count } people again: { $names }
    }
alert-asked-later = Asleep, will be asked again on waking ({ $count }): { $names }
alert-asked-on-its-way = No one was asked again: the first message is still on its way to everyone who has not seen it.
alert-asked-just-now = Someone asked again a moment ago. Please give people a minute to answer.
alert-asked-all-seen = Everyone has seen it, so no one was asked again.
alert-asked-time-passed = The deadline has passed, so no one was asked again. To give more time, press Correct.
alert-ended-already = This alert has already ended. Nothing was changed.
alert-cancelled = Alert { $number } is withdrawn. The messages already sent now say so, and no more will be sent.
alert-cancelled-only = Alert { $number } is withdrawn, and no more messages will be sent.
alert-over = Alert { $number } is over. The messages already sent now say so, and no more will be sent.
alert-over-only = Alert { $number } is over, and no more messages will be sent.
alert-ended-edited = { $count ->
    [one] The messages that 1 person has now say so.
   *[other] The messages that { $count } people have now say so.
    }
alert-not-editable = { $count ->
    [one] ⚠️ 1 person still sees the old text: it was sent so long ago that Magpie can no longer change it.
   *[other] ⚠️ { $count } people still see the old text: it was sent so long ago that Magpie can no longer change it.
    }
alert-not-editable-mail = { $count ->
    [one] ⚠️ 1 person got the old text by e-mail, which cannot be changed.
   *[other] ⚠️ { $count } people got the old text by e-mail, which cannot be changed.
    }
alert-ended-recalled = { $count ->
    [one] 1 message had not gone out yet and was stopped.
   *[other] { $count } messages had not gone out yet and were stopped.
    }
alert-ended-under-way = { $count ->
    [one] 1 message was being sent at that moment: if it arrives, it will say so too.
   *[other] { $count } messages were being sent at that moment: those that arrive will say so too.
    }
alert-list = **Latest alerts**
    { $alerts }
alert-list-none = No alerts have been sent yet.
alert-list-active = **{ $number }** · { $severity } · { $ago } · { $text }
alert-list-cancelled = { $number } · { $severity } · { $ago } · withdrawn · { $text }
alert-list-over = { $number } · { $severity } · { $ago } · over · { $text }

alert-not-secretariat = Only the secretariat can do this, so nothing was changed. If you think you should be able to, please ask them.
alert-not-set-up = Magpie is not set up yet. Someone who manages this server can finish it with { COMMAND("setup") }. Missing: { $missing }
alert-no-draft = This draft no longer exists, or it belongs to someone else. Please use { COMMAND("alert send") } again.
alert-no-alert = There is no alert with this number. { COMMAND("alert list") } shows the latest ones.
alert-kept-active = alerts sent to you that have not ended yet, so that the secretariat can see who was reached
alert-kept-sent = alerts that you sent, because other people acted on them

# The preview of a correction.
alert-correction-title = **Preview of the correction to alert { $number }. Nothing has been sent yet.**
alert-correction-reads = What they will read:
alert-correction-awake = **Told now, with a sound ({ $count }):** { $names }
alert-correction-wakes-nobody = 🔕 This wakes no one.
alert-button-send-correction = Send correction
alert-correction-unchanged = You have not changed the text or the time, so there is nothing to tell people.
alert-correction-already-sent = This correction of alert { $number } has been sent already. Nothing was sent again.
alert-correction-ended = Alert { $number } has ended in the meantime, so your correction was not sent. You wrote:
alert-correction-crossed = Alert { $number } has been corrected in the meantime, so your correction was not sent. To correct the new text, press Correct. You wrote:
alert-button-type-time-again = Type the time again

# Tells the other members of the secretariat that an alert wakes many people.
alert-woken-notice = { $count ->
    [one] For your information: { $name } sent an emergency alert to wake 1 person.
   *[other] For your information: { $name } sent an emergency alert to wake { $count } people.
    }
alert-woken-notice-sent = Alert { $number }, sent { $time }
alert-woken-notice-told = You do not need to do anything. The list in the secretariat’s channel shows who has seen it.

# A text for each language. The original is the text that the author wrote first. Labels of forms have room for 45 characters.
alert-original = **Original:**
alert-button-original = Original text
alert-original-not-yours = This alert is for someone else, so its text is not shown.
alert-texts-missing = { $readers }. Add their text?
alert-texts-missing-first = { $count ->
    [one] 1 of them reads { $language }
   *[other] { $count } of them read { $language }
    }
alert-texts-missing-more = { $count } { $language }
alert-texts-written = ✅ **With a text of their own:** { $readers }. The original is below it.
alert-texts-readers = { $language } ({ $count })
alert-texts-outdated = { $count ->
    [one] ⚠️ The { $language } text was written for the old original, so its 1 reader gets the original. To send it, check it.
   *[other] ⚠️ The { $language } text was written for the old original, so its { $count } readers get the original. To send it, check it.
    }
alert-texts-only-changed = The original has not changed. “{ alert-button-send-correction }” tells everyone, “{ alert-button-fix }” no one.
alert-button-text-add = Add { $language } text
alert-button-text-change = Change { $language } text
alert-button-text-check = Check { $language } text
alert-text-form-title = Text in { $language }
alert-text-form-label = { $language } text (empty: the original)
