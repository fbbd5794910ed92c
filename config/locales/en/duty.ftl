# Duty: the panel, the private screens, and the messages about shifts. A slot is planned by the secretariat; the part of
# it that a person takes is their shift.

# The panel is in all languages.
duty-panel = 🗓️ **Help desk duty.** Choose a slot below to take it. The hours after the dot are your own.
duty-panel-line = { $utc } · { $own } · **{ $state }**
duty-panel-empty = No slot is planned.
duty-panel-more = { $count ->
    [one] One more slot: press the button below.
   *[other] { $count } more slots: press the button below.
}
duty-choose-slot = Choose a slot
duty-open-slots = All slots
duty-open-mine = My shifts
duty-open-available = I am available

# Times. `own` and `utc` are hours, such as Wed 11 Nov, 04:00–08:00.
duty-period = { $start }–{ $end }
duty-period-with-utc = { $own } ({ $utc } UTC)
duty-period-many = { $utc } ({ $own } for you)
duty-clock-change = The clocks change in this time: { $clock } on the clock, { $real } in reality.

# How many people a slot still needs.
duty-needs = { $count ->
    [one] needs 1 person
   *[other] needs { $count } people
}
duty-needs-part = { $count ->
    [one] needs 1 person from { $from } to { $until }
   *[other] needs { $count } people from { $from } to { $until }
}
duty-needs-part-utc = { $count ->
    [one] needs 1 person from { $from } to { $until } UTC
   *[other] needs { $count } people from { $from } to { $until } UTC
}
duty-complete = complete
duty-someone = Someone
duty-person-part = { $name } ({ $from }–{ $until })
duty-line = • { $when }: **{ $state }**
duty-line-people = • { $when }: **{ $state }** · { $people }

# The list of slots, and one slot.
duty-list = { $count ->
    [one] One slot is planned, shown in your own time.
   *[other] { $count } slots are planned, shown in your own time.
}
duty-list-empty = No slot is planned. You can still say that you are available: { COMMAND("duty available") }.
duty-list-empty-secretariat = No slot is planned. Plan slots with { COMMAND("duty add") }, or upload a file with { COMMAND("duty upload") }.
duty-no-zone = Magpie does not know your time zone, so times are in UTC. { COMMAND("profile edit") } changes that.
duty-slot-people = On duty: { $people }
duty-slot-own = You have a shift in this slot.
duty-slot-over = This slot has ended.
duty-take = Take
duty-take-part = Take a part…
duty-take-again = Take it again
duty-give-back = Give it back
duty-remove = Remove the slot
duty-back = Back
duty-back-to-slots = All slots

# Before a shift is taken.
duty-confirm-take = Do you want to take { $when }?
duty-warning-night = 🌙 { $quiet } of it are in your quiet hours.
duty-warning-nights = { $count ->
    [0] It would be your first night on duty.
    [one] You have taken one night already.
   *[other] You have taken { $count } nights already.
}
duty-warning-rest = ⚠️ Between this and your other shift, you would have only { $rest } of rest.
duty-warning-no-rest = ⚠️ There is no break between this and your other shift.
duty-ring-question = May Magpie ring you during this shift if your quiet hours have begun? If not, messages arrive silently then.
duty-take-ring = Take it, and ring me even if I sleep
duty-take-no-ring = Take it, and do not wake me
duty-take-anyway = Take it
duty-do-not-take = No
duty-part-title = Take a part of the slot
duty-part-until = Until when? (your own time)
duty-part-from = From when? (empty: from the start)
duty-part-placeholder = 04:00
duty-typed = You typed: { $typed }

# After a press.
duty-you-took = ✅ You are on duty { $when }. Magpie asks you 15 minutes before whether you have it.
duty-you-took-over = ✅ Thank you! You are on duty { $when }.
duty-you-have-it = ✅ Thank you! You are on duty { $when }.
duty-you-keep = You keep your shift { $when }.
duty-your-shift = Your shift: { $when }
duty-you-gave-back = You gave back { $when }. Others can take it now.
duty-you-removed = { $count ->
    [0] You removed the slot { $when }. No one had it.
    [one] You removed the slot { $when }. Magpie tells the person who had it.
   *[other] You removed the slot { $when }. Magpie tells the { $count } people who had it.
}
duty-rings-always = Magpie may ring you during this time even if you sleep.
duty-rings-awake = In your quiet hours, messages arrive silently.
duty-ring-me = Ring me although I sleep
duty-do-not-ring-me = Do not wake me

# The person's own shifts.
duty-mine = { $count ->
    [one] **Your shift**
   *[other] **Your { $count } shifts**
}
duty-mine-empty = You have no shift. The list of slots shows where someone is needed.
duty-mine-line = • { $when }
duty-mine-line-rings = • { $when } · Magpie may wake you
duty-nights = { $count ->
    [one] Nights that you took so far: one.
   *[other] Nights that you took so far: { $count }.
}
duty-choose-shift = Choose a shift
duty-calendar = Calendar file
duty-calendar-title = Help desk duty
duty-calendar-description = Your shift at the help desk. To give it back or offer it to others, open Discord.
duty-calendar-sent = { $count ->
    [one] Here is your shift as a calendar file. Open it on your phone to add it to your calendar. If you download the file again later, your calendar updates the shift.
   *[other] Here are your { $count } shifts as a calendar file. Open it on your phone to add them to your calendar. If you download the file again later, your calendar updates the shifts.
}

# Offers.
duty-offer-button = Offer it to others
duty-offer-ask = To whom do you offer { $when }? You keep it until someone takes it.
duty-offer-choose = Choose one person
duty-offer-to-all = Offer it to all
duty-offered = Magpie asks this person. You keep your shift until they take it.
duty-offered-all = { $count ->
    [one] Magpie asks one volunteer. You keep your shift until someone takes it.
   *[other] Magpie asks { $count } volunteers. You keep your shift until someone takes it.
}
duty-offered-nobody = No one else can take this shift now. You keep it.
duty-offer-keep = Keep it
duty-offer = { $name } asks you to take over a shift: { $when }
duty-offer-all = { $name } is looking for someone to take over a shift: { $when }
duty-offer-take = I take it
duty-offer-no = No, thank you
duty-offer-yours = ✅ You took over the shift of { $name }: { $when }
duty-offer-gone = Someone has taken the shift of { $name }: { $when }. Thank you all the same!
duty-offer-refused = You did not take the shift of { $name }: { $when }. That is fine.
duty-offer-closed = The shift of { $name } is no longer on offer: { $when }
duty-news-taken = { $name } takes over your shift { $when }. You do not need to do anything.
duty-news-refused = { $name } cannot take over your shift { $when }. You still have it, and you can offer it to others.
duty-you-refused = That is fine. Magpie tells the person who asked.

# Available without a rota.
duty-available-ask = For how long are you available? For another time, use { COMMAND("duty available") }.
duty-available-until = You are available until { $at }.
duty-available-end = I am no longer available
duty-available-ended = You are no longer available. Thank you!

# Messages about a shift.
duty-notice = ⏰ Your shift begins soon: { $when }. Do you have it?
duty-have-it = I have it
duty-notice-confirmed = ✅ You are on duty { $when }.
duty-taken-over = { $name } has taken over your shift { $when }.
duty-removed = The secretariat removed your shift { $when }. You do not need to do anything.
duty-over = The shift { $when } is over. Thank you!
duty-given-back = You no longer have the shift { $when }.
duty-cover = { $name } has not confirmed this shift: { $when }. Can you take it?
duty-cover-given-back = { $name } no longer has this shift: { $when }. Can you take it?
duty-cover-button = I take it
duty-cover-taken = { $name } has taken this shift: { $when }. You do not need to do anything.
duty-cover-there = { $name } has this shift after all: { $when }. You do not need to do anything.
duty-gap = { $count ->
    [one] Someone is still needed at the help desk, at a time when you are awake:
   *[other] People are still needed at the help desk, at times when you are awake:
}
duty-deleted = This shift does not exist any more.
duty-gap-filled = The help desk had gaps in its slots. By now, someone has taken them. You do not need to do anything.

# Coverage.
duty-coverage = { $count ->
    [0] **Coverage of the help desk**, in your own time: no gap.
    [one] **Coverage of the help desk**, in your own time: one gap.
   *[other] **Coverage of the help desk**, in your own time: { $count } gaps.
}
duty-coverage-utc = { $count ->
    [0] **Coverage of the help desk**, in UTC: no gap.
    [one] **Coverage of the help desk**, in UTC: one gap.
   *[other] **Coverage of the help desk**, in UTC: { $count } gaps.
}
duty-coverage-legend = █ complete · ▒ someone is missing · ! no one · a dot: no slot
duty-coverage-nights = Nights on duty: { $people }
duty-person-nights = { $name } { $count }

# Planning.
duty-preview = { $count ->
    [one] **This slot will be created:**
   *[other] **These { $count } slots will be created:**
}
duty-preview-more = { $count ->
    [one] … one more …
   *[other] … { $count } more …
}
duty-preview-past = { $count ->
    [one] One slot has passed, and is left out.
   *[other] { $count } slots have passed, and are left out.
}
duty-preview-existing = { $count ->
    [one] One slot exists already, and is left out.
   *[other] { $count } slots exist already, and are left out.
}
duty-preview-nothing = So nothing is left to create.
duty-create = Create
duty-discard = Discard
duty-created = { $count ->
    [0] No slot was created: all of them have passed or exist already.
    [one] ✅ One slot was created. Volunteers can take it now.
   *[other] ✅ { $count } slots were created. Volunteers can take them now.
}
duty-undo = Undo
duty-discarded = Discarded. No slot was created.
duty-undone = { $count ->
    [0] No slot was removed.
    [one] One slot was removed.
   *[other] { $count } slots were removed.
}
duty-undone-kept = { $count ->
    [one] One slot stays, because someone took it. You can remove it in the list.
   *[other] { $count } slots stay, because someone took them. You can remove each of them in the list.
}
duty-ask-remove = { $count ->
    [0] Remove the slot { $when }? No one has it.
    [one] Remove the slot { $when }? One person has it, and is told.
   *[other] Remove the slot { $when }? { $count } people have it, and are told.
}
duty-panel-where = Choose the channel of the server in which the list is posted.
duty-panel-posted = The panel is in { $channel }, and follows every change. An earlier panel is deleted.

# Why something cannot be done.
duty-not-volunteer = Only volunteers of the help desk and the secretariat can be on duty.
duty-not-secretariat = Only the secretariat can plan duty.
duty-no-slot = This slot does not exist any more. Nothing was changed.
duty-slot-is-over = This slot has ended. Nothing was changed.
duty-slot-full = Someone was faster: no one is missing at this time any more. Nothing was changed.
duty-not-within = This time is not within the slot. Nothing was changed.
duty-overlaps = You have another shift at this time, from { $from } until { $until }. Nothing was changed.
duty-not-yours = You do not have this shift, or it has ended. Nothing was changed.
duty-is-taken-over = Someone has taken over this shift in the meantime. You do not need to do anything.
duty-is-confirmed = The person who has this shift is there. You do not need to do anything.
duty-offer-is-closed = This shift is no longer on offer. Nothing was changed.
duty-own-offer = This is your own shift. Nothing was changed.
duty-cannot-take = This person cannot take the shift: they are not a volunteer, or have another shift at that time.
duty-no-draft = These slots were created or discarded before. Nothing was changed.
duty-no-slots = No slot is planned. Nothing was changed.
duty-too-many-slots = At most { $max } slots can be planned at once.
duty-slot-too-long = A slot takes at most a day. For a longer time, say how many hours each slot has: { COMMAND("duty add") } has an option for it.
duty-invalid-available = Choose a time within the next 24 hours.
duty-ends-before-start = The end is not after the start.
duty-file-faults = { $count ->
    [one] The file has a fault. Nothing was changed.
   *[other] The file has { $count } faults. Nothing was changed.
}
duty-file-line = Line { $line }: { $fault }
duty-file-unreadable = This cannot be read. Save the file as CSV (UTF-8).
duty-file-empty = The file has no slot.
duty-file-no-columns = The first line must name the columns “start” and “end”; “people” and “zone” can be left out.
duty-file-time = “{ $text }” is not a time. Write it like 2026-11-02 02:00.
duty-file-people = “{ $text }” is not a number of people from 1 to { $max }.
duty-file-zone = “{ $text }” is not a time zone. Write it like Europe/Paris or UTC.
duty-deletion-ends-shifts = { $count ->
    [one] One shift at the help desk is given back.
   *[other] { $count } shifts at the help desk are given back.
}
