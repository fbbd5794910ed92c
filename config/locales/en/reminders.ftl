# Reminders: set for oneself, or by the secretariat for many.

reminder-understood = **Magpie understood:** { $text }
reminder-not-understood =
    "{ $typed }" is not a time that Magpie can be sure of.
    { $answer }
reminder-needs-zone = Magpie does not know your time zone yet, so it cannot know when that is for you. Tell it where you live, then type this again. (What needs no zone works now, such as "in 2 hours" or "14:00 UTC".)
reminder-sounds = It will sound at its minute.
reminder-sounds-in-sleep = It will sound at its minute, although that is in your quiet hours: you asked for it yourself. Magpie cannot ring a silent phone; for an early start, set an alarm too.
reminder-save = Save
reminder-discard = Discard
reminder-discarded = Discarded. Nothing was saved.
reminder-saved =
    ✅ Saved: { $text }
    { $when }. It sounds at its minute, in quiet hours too. See or stop your reminders with /reminders.
reminder-saved-recurring =
    ✅ Saved: { $text }
    Next: { $when }, then { $rule }. It sounds at its minute, in quiet hours too. See or stop your reminders with /reminders.
reminder-saved-before = This is saved already; nothing was saved twice.
reminder-zone-changed = You looked at this in { $shown } time, and your time is that of { $here } now. Nothing is saved yet. Which one do you mean?
reminder-zone-changed-passed = Your time is that of { $here } now, and the moment that you looked at has passed. Nothing is saved yet. Do you mean this one?
reminder-zone-as-shown = The moment that was shown: { $when }
reminder-zone-here = The same hour here: { $when }

reminder-preview =
    📣 **{ $text }**
    At **{ $when }** in each one's own time. Nothing is sent before you save.
reminder-preview-recurring =
    📣 **{ $text }**
    From **{ $when }** on, again and again, in each one's own time. Nothing is sent before you save.
reminder-preview-coming = To come for { $count }: first { $first } ({ $from }), last { $last } ({ $to }).
reminder-preview-passed = Passed already for { $count }: { $names }.
reminder-preview-held = Asleep at that time, { $count }: { $names }. They get it when they wake.
reminder-preview-no-zone = No time zone, so not reached, { $count }: { $names }.
reminder-send-now = Send now to those it has passed for
reminder-skip = Skip those it has passed for
reminder-many-saved = ✅ Saved for { $count }; sent now to { $now }, left out { $skipped }.
reminder-stop-many = Stop it for all
reminder-many-stopped = Stopped. It was still to come for { $count }.
reminder-many-recalled = { $count ->
    [one] For 1 of them it was due and waited to be sent or for them to wake: that was taken back.
   *[other] For { $count } of them it was due and waited to be sent or for them to wake: that was taken back.
    }
reminder-many-under-way = { $count ->
    [one] An attempt to send it to 1 person had begun: it may still arrive, and is not tried again.
   *[other] An attempt to send it to { $count } people had begun: it may still arrive, and is not tried again.
    }
reminder-many-arrived = { $count ->
    [one] 1 person had got it already.
   *[other] { $count } people had got it already.
    }
reminder-many-stopped-before = This was stopped already; nothing more comes.

reminder-message = ⏰ { $text }
reminder-message-at = { $when }
reminder-message-late = This was for { $when }, { $ago }. Magpie could not bring it earlier.
reminder-message-held = This was for { $when } and waited until you woke.
reminder-message-missed = { $times ->
    [one] Missed once while Magpie was down.
   *[other] Missed { $times } times while Magpie was down.
    }
reminder-message-stands-for = It stands for { $times } times at which you were asleep or away.
reminder-message-from = From { $name }
reminder-message-next = Next: { $when }
reminder-message-done = ✅ Done
reminder-message-stopped = ⏹️ Stopped: it does not come again.
reminder-done = Done
reminder-later = Remind me later
reminder-stop = Stop
reminder-how-much-later = When shall Magpie remind you again?
reminder-later-10-minutes = In 10 minutes
reminder-later-1-hour = In 1 hour
reminder-later-3-hours = In 3 hours
reminder-later-tomorrow = Tomorrow at this time
reminder-later-other = Another time…
reminder-later-title = Remind me later
reminder-later-label = When?
reminder-later-placeholder = in 20 minutes, 18:30, tomorrow 9am
reminder-put-off = 🔁 Again: { $when }

# Several late ones in one message.
reminder-together = ⏰ { $count } late reminders: { $texts }
reminder-together-late = Magpie could not bring them earlier.
reminder-together-waited = ⏰ { $count } reminders: { $texts }
reminder-together-held = They waited until you woke.
reminder-together-some-late = { $count ->
    [one] Magpie could not bring 1 of them earlier; the others waited until you woke.
   *[other] Magpie could not bring { $count } of them earlier; the others waited until you woke.
    }
reminder-together-line = • **{ $text }**: { $when }, { $ago }
reminder-all-done = All done
reminder-done-which = Done with…
reminder-later-which = Remind me later of…

reminder-list = **Your reminders to come: { $count }**
reminder-list-line = • { $text }: { $when }
reminder-list-recurring = • { $text }: { $when }, { $rule }
reminder-list-empty = You have no reminders to come. Set one with /remind.
reminder-list-unreadable = ⚠️ { $count ->
    [one] One more of your reminders can no longer be read, so it will not come.
   *[other] { $count } more of your reminders can no longer be read, so they will not come.
 } Please set it again with /remind. The people who run Magpie are told automatically.
reminder-stop-which = Stop one…

reminder-bad-time = "{ $typed }" is not a time of day. Write it like 09:00 or 9am.
reminder-bad-date = "{ $typed }" is not one certain day. Write it like tomorrow, Friday, or 12 November.
reminder-which-day = "{ $typed }" can mean more than one day. Which one do you mean?
reminder-no-such-day = The calendar does not have "{ $typed }". Which day do you mean?
reminder-past-date = "{ $typed }" has passed everywhere. Nothing was saved; choose a later day.
reminder-only-secretariat = Only the secretariat can remind others. For yourself there is /remind.
reminder-not-in-server = Magpie reminds people in the server that it serves, and does not find you there, so nothing was saved.
reminder-no-text = The text is empty. Write what Magpie should remind of.
reminder-text-too-long = The text is too long: { $most } characters at most. Nothing was saved.
reminder-too-many = You have { $most } reminders already. Stop some with /reminders first.
reminder-no-draft = This is no longer there, or not yours. Please use the command again.
reminder-passed = That time has passed. Nothing was saved; choose a later one.
reminder-nobody = Nobody is in that group, so nothing was saved.
reminder-not-yours = This reminder is somebody else's, or no longer there. Nothing was changed.
reminder-kept-for-others = { $count ->
        [one] 1 reminder
       *[other] { $count } reminders
    } that you set for others, without your name, because others rely on them
