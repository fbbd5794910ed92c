# A member's profile: where they live, when they sleep, whether an emergency may wake them.

profile-panel = 🌍 **Tell Magpie when you sleep.** Then nothing that can wait wakes you, and nothing urgent passes you by. Press the button: Magpie writes to you in private and asks three short questions.
profile-panel-button = Set up my profile

profile-begin = Set up my profile
profile-dm-opened = Magpie has written to you in private. Please answer there; it takes one minute.
profile-dm-go = Go to the message
profile-dm-closed =
    Discord does not let Magpie write to you in private. To open the way: press the name of this server, then **Privacy Settings**, and switch on **Direct Messages**. Then press "Set up my profile" again.
    Until then, what is for you comes to a private thread in this server's inbox channel.
profile-dm-failed = Magpie could not open a private conversation with you just now. Please press "Set up my profile" in the server again later.
profile-inbox-opened = Your private thread is here: { $thread }

profile-zone-ask = **1 of 3 · Where do you live?** Magpie needs to know your local time. The name of your city is enough.
profile-zone-type = Type my city
profile-zone-title = Where do you live?
profile-zone-label = City, country, or time zone
profile-zone-placeholder = Brisbane, Bolivia, Europe/Kyiv, UTC+10
profile-zone-right = **{ $place }**: it is now **{ $time }** there. Is this right?
profile-zone-fixed = This is a fixed distance from UTC: it does not follow daylight saving time. If the clocks change where you live, choose your city instead.
profile-yes-right = Yes, this is right
profile-zone-another = No, type it again
profile-zone-again = Type it again
profile-zone-which = "{ $typed }" can mean several places. Which one is yours?
profile-zone-like = Magpie does not know "{ $typed }". Did you mean one of these?
profile-zone-unknown = Magpie does not know "{ $typed }". Please try the nearest big city, your country, or a distance from UTC such as UTC+10.
profile-zone-choose = Choose your place
profile-zone-there = It is { $time } there now

profile-quiet-ask = **2 of 3 · When do you sleep?** In these hours Magpie stays silent. (It is now { $time } in { $place }.)
profile-quiet-other = Other hours
profile-quiet-none = No quiet hours
profile-quiet-title = When do you sleep?
profile-quiet-start = Silent from
profile-quiet-end = Silent until
profile-quiet-days = On which days do these nights begin?
profile-quiet-days-placeholder = Empty: every day. Or: Friday, Saturday
profile-quiet-days-unknown = "{ $typed }" names no days that Magpie can read. Please write them like Friday, Saturday. Nothing else is lost.
profile-quiet-days-alone = Please say also when it is quiet on these days: from when, until when, or both.
profile-quiet-unknown = "{ $typed }" is not a time of day that Magpie can read. Please write it like 22:30. Nothing else is lost.
profile-quiet-again = Type the hours again

profile-emergency-ask =
    { "" }**3 of 3 · May an emergency wake you?** An emergency is rare: somebody is in danger, or the event itself is. Only the secretariat can send one.
    If you say no, it arrives without a sound, and you hear of it at { $wakes }.
profile-emergency-ask-always =
    { "" }**3 of 3 · May an emergency wake you?** An emergency is rare: somebody is in danger, or the event itself is. Only the secretariat can send one.
    You have no quiet hours now; your answer counts if you ever set some.
profile-emergency-yes = Yes
profile-emergency-no = No

profile-review =
    { "" }**Is all of this right?**
    Place: **{ $place }**, where it is now **{ $time }**{ $warning }
    Quiet hours: **{ $quiet }**
    Emergencies: **{ $emergency }**
    Language: **{ $language }**

    { "" }**Who sees what.** The secretariat sees your zone, your quiet hours, whether an emergency may wake you, and when you pressed "I have seen this". Nobody else sees them. You can read all of it with /profile export and remove it with /profile delete.
profile-save = Save
profile-change-zone = Change place
profile-change-quiet = Change hours
profile-change-emergency = Change emergencies
profile-language-choose = Language
profile-language-name = English
profile-language-saved = From now on Magpie writes to you in { $language }.

profile-saved =
    ✅ **Saved.** It is { $time } in { $place }. Quiet hours: { $quiet }.
    You can change this at any time with /profile edit.
profile-changed = Your answers changed after this was shown, so nothing was saved. Please look at the newest message.
profile-needed = Magpie does not know your time zone yet. Please set up your profile first: /profile edit

profile-hours = { $start }–{ $end }
profile-hours-none = none
profile-hours-on = { $days }: { $hours }
profile-emergency-allowed = may wake you
profile-emergency-refused = do not wake you

profile-show =
    { "" }**Your profile**
    Place: **{ $place }**, where it is now **{ $time }**
    Quiet hours: **{ $quiet }**
    Emergencies: **{ $emergency }**
    Language: **{ $language }**
    Now: { $state }
    Private messages: { $reach }
profile-show-none =
    You have no profile yet. Until then Magpie counts you as asleep and sends you everything without a sound.
    Private messages: { $reach }
profile-state-awake = awake, messages make a sound
profile-state-awake-until = awake until { $until }, messages make a sound
profile-state-quiet = quiet until { $until }, messages arrive without a sound
profile-state-away = away until { $until }, messages arrive without a sound
profile-reach-open = open
profile-reach-closed = closed; messages come to your private thread in the inbox channel
profile-reach-none = not opened yet; press "Set up my profile"
profile-change = Change

profile-test = Test my phone
profile-test-asked = In { $seconds } seconds Magpie sends you one message that makes a sound. Lock your phone now and listen. **Magpie cannot ring a silent phone. For an early start, set an alarm too.**
profile-test-not-here = Magpie can only test the phones of people who are in the server it serves.
profile-test-message =
    🔔 This is the test you asked for. If you heard it, urgent messages will reach you.
    Magpie cannot ring a silent phone. For an early start, set an alarm too.

profile-awake = I am awake until…
profile-awake-title = I am awake until…
profile-awake-label = Until when?
profile-awake-placeholder = 23:30, 2 am, in 3 hours
profile-awake-saved = Good. Until **{ $until }** messages make a sound. After that your quiet hours are as usual.
profile-awake-end = End this now
profile-awake-again = Type it again
profile-awake-which = "{ $typed }" can mean several times. Which one?
profile-awake-past = "{ $typed }" has passed already. What did you mean?
profile-awake-unknown = Magpie cannot read "{ $typed }" as a time. Please write it like 23:30 or "in 3 hours".
profile-awake-not-today = That is more than 24 hours away, or has passed already. "I am awake until…" is only for today; to change your usual hours, use /profile edit.

profile-away = I am away until…
profile-away-title = I am away until…
profile-away-label = Until when?
profile-away-placeholder = Monday, 20 December, in 2 weeks
profile-away-saved = Noted. Until **{ $until }** Magpie counts you as away: messages arrive without a sound, and nobody waits for your answer. Are you back earlier? Press the button, or type /profile back.
profile-away-end = I am back
profile-away-again = Type it again
profile-away-which = "{ $typed }" can mean several times. Which one?
profile-away-past = "{ $typed }" has passed already. What did you mean?
profile-away-unknown = Magpie cannot read "{ $typed }" as a time. Please write it like Monday, 20 December or "in 2 weeks".
profile-away-not-this-year = That is more than a year away, or has passed already. Please choose an earlier day.

profile-export = Export
profile-exported = This file has everything that Magpie keeps about you.

profile-delete = Delete
profile-delete-ask =
    { "" }**Delete your profile?** Magpie forgets your place, quiet hours, language and answers, and cancels what it was going to remind you of. After that it counts you as asleep and sends you everything without a sound.
    Your name and roles stay as long as you are in the server, because Discord shows them to every bot there.
profile-delete-yes = Delete
profile-delete-no = Keep it
profile-deleted = Your profile is deleted. What stays, and why:
profile-kept-name = your name and roles in the server, because Discord shows them to every bot there
profile-kept-deliveries = the history of { $count ->
        [one] 1 message
       *[other] { $count } messages
    } that Magpie owed you (when, and whether it arrived; not the words), for a while, so that the secretariat can see why somebody was not reached
profile-kept-list = your line in the secretariat's own list of expected members; please ask the secretariat to remove it
profile-dm-withheld = Magpie cannot write to you in private right now, so it goes on here. What it owes you comes to a private thread in the inbox channel.
