# Reminders: set for oneself, or by the secretariat for many.

reminder-understood = **Magpie understood:** { $text }
reminder-not-understood =
    Magpie is not sure what “{ $typed }” means as a time. Nothing was saved.
    { $answer }
reminder-time-passed = “{ $typed }” has already passed, so nothing was saved. Please type a time that is still to come.
reminder-no-time = No time was typed, so nothing was saved. Please type when, for example “tomorrow 09:00” or “in 2 hours”.
reminder-needs-zone = Magpie does not know your time zone yet, so it cannot tell when that is for you. Nothing was saved. Please set where you live, then send this again. (Times such as “in 2 hours” or “14:00 UTC” work without it.)
reminder-sounds = Your phone will make a sound at that time.
reminder-sounds-in-sleep = Your phone will make a sound at that time, even though it is in your quiet hours, because you asked for it yourself. Magpie cannot ring a silent phone; for an early start, set an alarm too.
reminder-save = Save
reminder-discard = Discard
reminder-discarded = Discarded. Nothing was saved.
reminder-saved =
    ✅ Saved: { $text }
    { $when }. Your phone makes a sound then, even in quiet hours. See or stop your reminders with { COMMAND("reminders") }.
reminder-saved-recurring =
    ✅ Saved: { $text }
    Next: { $when }, then { $rule }. Your phone makes a sound each time, even in quiet hours. See or stop your reminders with { COMMAND("reminders") }.
reminder-saved-before = This is already saved. Nothing was saved twice.
reminder-zone-changed = This was shown in { $shown } time, but your time zone is now { $here }. Nothing has been saved yet. Which time do you mean?
reminder-zone-changed-passed = Your time zone is now { $here }, and the time you were shown has passed. Nothing has been saved yet. Do you mean this one?
reminder-zone-as-shown = The time you were shown: { $when }
reminder-zone-here = The same time of day here: { $when }

reminder-preview =
    📣 **{ $text }**
    At **{ $when }**, in each person’s local time. Nothing is sent until you press a button that begins with “Save”.
reminder-preview-recurring =
    📣 **{ $text }**
    Repeating, starting **{ $when }**, in each person’s local time. Nothing is sent until you press a button that begins with “Save”.
reminder-preview-coming = { $count ->
    [0] Still to come for no one.
    [one] Still to come for 1 person: { $first }. In your time zone: { $from }.
   *[other] Still to come for { $count } people. In your time zone: first { $from } ({ $first }), last { $to } ({ $last }).
    }
reminder-preview-passed = Already passed for { $count }: { $names }.
reminder-preview-held = Asleep at that time ({ $count }): { $names }. They get it when they wake.
reminder-preview-assumed = Time zone assumed, from the secretariat’s list ({ $count }): { $names }.
reminder-preview-no-zone = Time zone unknown, so they will not get it ({ $count }): { $names }.
reminder-send-now = Save, and send now where the time has passed
reminder-send-all-now = Save and send now
reminder-skip = Save, and skip people for whom it is already later
reminder-many-saved =
    ✅ { $count ->
        [one] Saved for 1 person:
       *[other] Saved for { $count } people:
    } **{ $text }**
    At **{ $when }**, in each person’s local time. Sent now: { $now }. Not sent: { $skipped }.
reminder-many-saved-recurring =
    ✅ { $count ->
        [one] Saved for 1 person:
       *[other] Saved for { $count } people:
    } **{ $text }**
    Repeating, starting **{ $when }**, in each person’s local time. Sent now: { $now }. Not sent: { $skipped }.
reminder-stop-many = Stop it for everyone
reminder-many-stopped = { $count ->
    [0] Stopped. It had already gone to everyone.
    [one] Stopped. It was still to come for 1 person.
   *[other] Stopped. It was still to come for { $count } people.
    }
reminder-many-recalled = { $count ->
    [one] For 1 of them it was already due but had not gone out; it will not be sent.
   *[other] For { $count } of them it was already due but had not gone out; it will not be sent.
    }
reminder-many-under-way = { $count ->
    [one] It was being sent to 1 person at that moment, so it may still arrive. Magpie will not try again.
   *[other] It was being sent to { $count } people at that moment, so it may still arrive. Magpie will not try again.
    }
reminder-many-arrived = { $count ->
    [one] 1 person had already received it.
   *[other] { $count } people had already received it.
    }
reminder-many-stopped-before = This was already stopped. Nothing more will be sent.

reminder-message = ⏰ { $text }
reminder-message-at = Reminder time: { $when }
reminder-message-late = This reminder was for { $when }, { $ago }. Magpie could not deliver it earlier.
reminder-message-held = This reminder was for { $when }; it waited until you woke.
reminder-message-missed = { $times ->
    [one] Missed once while Magpie was down.
   *[other] Missed { $times } times while Magpie was down.
    }
reminder-message-stands-for = One message for { $times } reminders that were due while you were asleep or away.
reminder-message-from = From { $name }
reminder-message-next = Next: { $when }
reminder-message-done = ✅ Done
reminder-message-stopped = ⏹️ Stopped: it will not come again.
reminder-done = Done
reminder-later = Remind me later
reminder-stop = Stop
reminder-how-much-later = When should Magpie remind you again?
reminder-later-10-minutes = In 10 minutes
reminder-later-1-hour = In 1 hour
reminder-later-3-hours = In 3 hours
reminder-later-tomorrow = Tomorrow at this time
reminder-later-other = Another time…
reminder-later-title = Remind me later
reminder-later-label = When?
reminder-later-placeholder = in 20 minutes, 18:30, tomorrow 9am
reminder-put-off = 🔁 You will be reminded again: { $when }
reminder-put-off-instead = The earlier time no longer applies: { $when }
reminder-put-off-under-way = The reminder that you had put off until { $when } is already being sent, so it may still arrive.
reminder-put-off-after-done = You marked this reminder as done, but it will come again. If you do not want that, press Done.

# Several late ones in one message.
reminder-together = ⏰ { $count } late reminders: { $texts }
reminder-together-late = Magpie could not deliver them earlier.
reminder-together-waited = ⏰ { $count } reminders: { $texts }
reminder-together-held = They waited until you woke.
reminder-together-some-late = { $count ->
    [one] Magpie could not deliver 1 of them earlier; the others waited until you woke.
   *[other] Magpie could not deliver { $count } of them earlier; the others waited until you woke.
    }
reminder-together-line = • **{ $text }** · reminder time: { $when }, { $ago }
reminder-whole-texts = Show the whole texts
reminder-whole-texts-file = The texts are too long for one message, so they are in this file.
reminder-all-done = All done
reminder-done-which = Done with…
reminder-later-which = Remind me later of…

reminder-list = **Your upcoming reminders: { $count }**
reminder-list-line = • { $text }: { $when }
reminder-list-recurring = • { $text }: { $when }, { $rule }
reminder-list-empty = You have no upcoming reminders. Set one with { COMMAND("remind") }.
reminder-stop-which = Stop a reminder…

reminder-bad-time = Magpie could not read “{ $typed }” as a time of day, so nothing was saved. Please write it like 09:00 or 9am.
reminder-bad-date = Magpie could not read “{ $typed }” as a single day, so nothing was saved. Please write it like tomorrow, Friday, or 12 November.
reminder-which-day = “{ $typed }” can mean different days. Which one do you mean?
reminder-no-such-day = “{ $typed }” does not exist. Which day do you mean?
reminder-past-date = “{ $typed }” has passed everywhere in the world, so nothing was saved. Please choose a later day.
reminder-only-secretariat = Only the secretariat can remind others. To remind yourself, use { COMMAND("remind") }.
reminder-not-in-server = Magpie reminds only people in the server it works for, and it could not find you there. Nothing was saved.
reminder-no-text = The text is empty, so nothing was saved. Please write what the reminder is about.
reminder-text-too-long = The text has more than { $most } characters, so nothing was saved. Please shorten it.
reminder-too-many = You already have { $most } reminders, so nothing was saved. Please stop one first with { COMMAND("reminders") }.
reminder-no-draft = This draft no longer exists, or it belongs to someone else. Please use the command again.
reminder-passed = That time has passed, so nothing was saved. Please choose a later one.
reminder-nobody = No one is in that group, so nothing was saved.
reminder-not-yours = This reminder no longer exists, or it belongs to someone else. Nothing was changed.
reminder-kept-for-others = { $count ->
        [one] 1 reminder
       *[other] { $count } reminders
    } that you set for others, without your name, because they rely on them
reminder-list-unreadable = ⚠️ { $count ->
    [one] One more of your reminders can no longer be read, so it will not come.
   *[other] { $count } more of your reminders can no longer be read, so they will not come.
 } Please set it again with { COMMAND("remind") }. The people who run Magpie are told automatically.

# Undoing a stop.
reminder-undo = Undo
reminder-undo-stop = Undo: keep “{ $text }”
reminder-undone-before = This has been undone already. Nothing was changed.
reminder-undo-too-late = This can be undone for { $minutes } minutes only, and they have passed. To be reminded again, please use { COMMAND("remind") }.
reminder-many-undone = { $count ->
    [one] ✅ Undone: the reminder comes to 1 person as planned.
   *[other] ✅ Undone: the reminder comes to { $count } people as planned.
    }
reminder-type-again = Type the time again
reminder-form-text = Text
reminder-form-at = At what time of day?
reminder-form-date = On which day? (empty: the next time)

# After a change of the time zone: what moved, before → after.
reminder-moved = { $count ->
    [one] 🕘 **1 reminder moves with you**: it keeps its time of day. In your new local time:
   *[other] 🕘 **{ $count } reminders move with you**: they keep their time of day. In your new local time:
    }
reminder-moved-line = • { $text }: { $before } → { $after }
reminder-moved-line-now = • { $text }: { $before } → now, because that time of day has already passed there
reminder-moved-more = …and { $count } more. See them all with { COMMAND("reminders") }.
reminder-moved-keep = { $count ->
    [one] Keep the old time
   *[other] Keep the old times
    }
reminder-moved-follow = Use my new local time
reminder-moved-kept = { $count ->
    [one] ✅ **The old time is kept.** 1 reminder comes at the same moment as before your move:
   *[other] ✅ **The old times are kept.** { $count } reminders come at the same moments as before your move:
    }
reminder-moved-followed = { $count ->
    [0] None of these reminders is still to come.
    [one] ✅ 1 reminder comes in your local time:
   *[other] ✅ { $count } reminders come in your local time:
    }
reminder-moved-too-late = The old times have already passed, so nothing was changed. See your reminders with { COMMAND("reminders") }.
reminder-moved-forgotten = This can be changed for one week after a move, and that week is over. See your reminders with { COMMAND("reminders") }.

# What an absence does to reminders.
reminder-away-held = { $count ->
    [one] 1 reminder from the secretariat waits until you are back:
   *[other] { $count } reminders from the secretariat wait until you are back:
    }
reminder-away-own = { $count ->
    [one] 1 reminder that you set yourself still makes a sound before then. See or stop it with { COMMAND("reminders") }.
   *[other] { $count } reminders that you set yourself still make a sound before then. See or stop them with { COMMAND("reminders") }.
    }

# A message of a reminder that has moved on.
reminder-message-last = This was the last time.
reminder-message-sent-again = 🔁 You were reminded again: { $when }
reminder-is-stopped = This reminder was stopped, so it cannot come later. To be reminded, please use { COMMAND("remind") }.
