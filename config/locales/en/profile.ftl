# A member's profile: where they live, when they sleep, whether an emergency may wake them.

profile-panel = 🌍 **Tell Magpie when you sleep.** Then nothing wakes you that can wait, and you do not miss what is urgent. Press the button: Magpie sends you a direct message with three short questions.
profile-panel-button = Set up my profile

profile-begin = Set up my profile
profile-dm-opened = Magpie has sent you a direct message. Please answer there; it takes one minute.
profile-dm-go = Go to the message
profile-dm-copied = Magpie has sent you the same as a direct message, so that you see where its messages arrive. One answer is enough.
profile-dm-unknown = Here Magpie can read a city, a country or a time zone, such as Brisbane or UTC+10. For help, use { COMMAND("help") }; for a reminder, { COMMAND("remind") }; for your profile, { COMMAND("profile show") }.

profile-offer =
    { "" }**{ $place }, quiet hours { $quiet }.** Is this you? It is now **{ $time }** there.
    Emergencies: **{ $emergency }**. The place is from the secretariat’s list, and Magpie only assumes it until you answer. You can change all of this at any time.

    { "" }**Who can see what.** The secretariat can see your time zone, your quiet hours, whether an emergency may wake you, and when you pressed “I have seen this”. No one else can.
profile-offer-yes = Yes, that is me
profile-assumed-place = { $place }, assumed
profile-invite = 👋 The secretariat asks you to set up your profile: where you live and when you sleep. Then nothing wakes you that can wait, and what is urgent makes a sound while you are awake.
profile-dm-closed =
    Discord does not let Magpie send you direct messages. To allow them: press the name of this server, then **Privacy Settings**, and turn on **Direct Messages**. Then press “Set up my profile” again.
    Until then, your messages come to a private thread in this server’s inbox channel.
profile-dm-failed = Magpie could not send you a direct message just now. Please press “Set up my profile” in the server again later.
profile-inbox-opened = Your private thread is here: { $thread }

profile-zone-ask = **1 of 3 · Where do you live?** Magpie needs to know your local time. The name of your city is enough.
profile-zone-type = Type my city
profile-zone-title = Where do you live?
profile-zone-label = City, country, or time zone
profile-zone-placeholder = Brisbane, Bolivia, Europe/Kyiv, UTC+10
profile-zone-right = **{ $place }**: it is now **{ $time }** there. Is this right?
profile-zone-fixed = This is a fixed offset from UTC: it does not follow daylight saving time. If the clocks change where you live, choose your city instead.
profile-yes-right = Yes, this is right
profile-zone-another = No, type it again
profile-zone-again = Type it again
profile-zone-which = “{ $typed }” could be one of several places. Which one is yours?
profile-zone-like = Magpie does not know “{ $typed }”. Did you mean one of these?
profile-zone-unknown = Magpie does not know “{ $typed }”. Please try the nearest big city, your country, or an offset from UTC such as UTC+10.
profile-zone-latin = Magpie does not know “{ $typed }”. Please write your city or country in Latin letters, such as Moscow, Tokyo or Cairo.
profile-zone-choose = Choose your place
profile-form-continued = ➡️ This continues in a newer message below.
profile-zone-there = It is { $time } there now

profile-quiet-ask = **2 of 3 · When do you sleep?** These are your quiet hours: messages arrive silently. (It is now { $time } in { $place }.)
profile-quiet-other = Other hours
profile-quiet-none = No quiet hours
profile-quiet-title = When do you sleep?
profile-quiet-start = Quiet from
profile-quiet-end = Quiet until
profile-quiet-days = On which days do these nights begin?
profile-quiet-days-placeholder = Empty: every day. Or: Friday, Saturday
profile-quiet-days-unknown = Magpie could not read “{ $typed }” as days. Please write them like Friday, Saturday. Your other answers are kept.
profile-quiet-days-alone = Please also give the hours for these days: the start, the end, or both.
profile-quiet-unknown = Magpie could not read “{ $typed }” as a time of day. Please write it like 22:30. Your other answers are kept.
profile-quiet-again = Type the hours again

profile-emergency-ask =
    { "" }**3 of 3 · May an emergency wake you?** Emergencies are rare: someone is in danger, or the event itself is. Only the secretariat can send one.
    If you say no, it arrives silently, and your phone makes a sound at { $wakes }.
profile-emergency-ask-always =
    { "" }**3 of 3 · May an emergency wake you?** Emergencies are rare: someone is in danger, or the event itself is. Only the secretariat can send one.
    You have no quiet hours now; your answer matters if you ever set some.
profile-emergency-yes = Yes
profile-emergency-no = No

profile-review =
    { "" }**Is all of this right?**
    Place: **{ $place }**, where it is now **{ $time }**{ $warning }
    Quiet hours: **{ $quiet }**
    Emergencies: **{ $emergency }**
    Language: **{ $language }**

    { "" }**Who can see what.** The secretariat can see your time zone, your quiet hours, whether an emergency may wake you, and when you pressed “I have seen this”. No one else can. You can read all of it with { COMMAND("profile export") } and delete it with { COMMAND("profile delete") }.
profile-save = Save
profile-change-zone = Change place
profile-change-quiet = Change hours
profile-change-emergency = Change emergencies
profile-language-choose = Language
profile-language-name = English
profile-language-saved = Magpie will write to you in { $language } from now on.

profile-saved =
    ✅ **Saved.** It is { $time } in { $place }. Quiet hours: { $quiet }.
    You can change this at any time with { COMMAND("profile edit") }.
profile-changed = Your answers have changed since this was shown, so nothing was saved. Please look at the newest message.
profile-needed = Magpie does not know your time zone yet, so nothing was changed. Please set up your profile first: { COMMAND("profile edit") }

profile-hours = { $start }–{ $end }
profile-hours-none = none
profile-hours-on = { $days }: { $hours }
profile-hours-and = { $first }; { $next }
profile-emergency-allowed = may wake you
profile-emergency-refused = do not wake you

profile-show =
    { "" }**Your profile**
    Place: **{ $place }**, where it is now **{ $time }**
    Quiet hours: **{ $quiet }**
    Emergencies: **{ $emergency }**
    Language: **{ $language }**
    Now: { $state }
    Direct messages: { $reach }
profile-show-none =
    You have no profile yet. Until you do, Magpie treats you as asleep and sends you everything silently.
    Direct messages: { $reach }
profile-show-assumed =
    You have no profile yet. From the secretariat’s list, Magpie takes your place to be **{ $place }**; it is now **{ $time }** there.
    Until you save a profile, messages make a sound from { $from } to { $until } there and arrive silently at other times. Nothing wakes you.
    Direct messages: { $reach }
profile-show-deputy = Deputy: **{ $name }**
profile-show-deputy-asked = Deputy: **{ $name }** (has not answered yet)
profile-show-deputy-of = You are the deputy of: { $names }
profile-state-awake = awake, messages make a sound
profile-state-awake-until = awake until { $until }, messages make a sound
profile-state-quiet = in quiet hours until { $until }, messages arrive silently
profile-state-away = away until { $until }, messages arrive silently
profile-reach-open = open
profile-reach-closed = closed; messages come to your private thread in the inbox channel
profile-reach-none = not opened yet; press “Set up my profile”
profile-change = Change

profile-test = Test my phone
profile-test-asked = In { $seconds } seconds Magpie sends you one message that makes a sound. Lock your phone now and listen. **Magpie cannot ring a silent phone. For an early start, set an alarm too.**
profile-test-not-here = Magpie can test only the phones of people in the server it works for.
profile-test-message =
    🔔 This is the test you asked for. Did you hear it?
    { $truth }
    Magpie cannot ring a silent phone. For an early start, set an alarm too.
profile-test-sounds-anyway = This test makes a sound all the same, because you asked for it.
profile-truth-unknown = You have no profile yet, so other messages arrive silently.
profile-truth-assumed = You have no profile yet. Magpie takes your place to be { $place }: other messages make a sound from { $from } to { $until } there, and arrive silently at other times.
profile-truth-silent-now = Other messages arrive silently until { $until }. { $emergency }
profile-truth-always = You have no quiet hours, so messages make a sound by day and by night.
profile-truth-quiet-hours = Messages make a sound like this one outside your quiet hours ({ $quiet }), and arrive silently in them. { $emergency }
profile-truth-emergency-allowed = An emergency may wake you if the secretariat chooses your name.
profile-truth-emergency-refused = An emergency does not wake you.
profile-heard = I heard it
profile-heard-nothing = I heard nothing
profile-heard-good = ✅ **Your phone is confirmed.** { $truth }
profile-silent = **Please check these, then test again.**
profile-silent-iphone = **iPhone:** Settings → Notifications → Discord: allow notifications, on the lock screen and with sounds. Switch silent mode off. If a Focus is on (Do Not Disturb, Sleep), end it or let Discord through.
profile-silent-android = **Android:** Settings → Apps → Discord → Notifications: allow them, with sound. Turn the volume of notifications up, switch Do Not Disturb off, and let Discord run in the background without battery limits.
profile-silent-computer = **Computer:** while Discord is open on a computer, your phone gets its notifications minutes later or not at all. Close it there, or on the computer choose User Settings → Notifications → Push Notification Inactive Timeout → 1 minute.
profile-silent-discord = **In Discord:** your status must not be Do Not Disturb, and this conversation must not be muted.

profile-deputy = Deputy
profile-deputy-none = **You have no deputy.** When you cannot be reached, the secretariat sees your deputy’s name and can ask them instead. The person you choose is asked first, and either of you can end it at any time.
profile-deputy-in-server = (Discord lists the members only in the server; there you can also use { COMMAND("profile deputy") }.)
profile-deputy-asked = **{ $name }** has been asked to be your deputy, and has not answered yet.
profile-deputy-is = **{ $name }** is your deputy. When you cannot be reached, the secretariat sees this name.
profile-deputy-pick = Choose a deputy
profile-deputy-end = End this
profile-deputy-withdraw = Withdraw the request
profile-deputy-give-up = I am no longer deputy of { $name }
profile-deputy-ask = **{ $name }** asks you to be their deputy. When they cannot be reached, the secretariat sees your name and can ask you instead. Nothing wakes you because of this, and you can end it at any time.
profile-deputy-accept = Accept
profile-deputy-decline = Decline
profile-deputy-accepted = ✅ You are the deputy of **{ $name }**. When they cannot be reached, the secretariat sees your name.
profile-deputy-declined = You declined, and Magpie tells **{ $name }**.
profile-deputy-ended = You are no longer the deputy of **{ $name }**, and Magpie tells them.
profile-deputy-closed = **{ $name }** asked you to be their deputy. The request is closed. You do not need to do anything.
profile-deputy-over = This has ended, so nothing was changed. You do not need to do anything.
profile-deputy-news-accepted = **{ $name }** is now your deputy.
profile-deputy-news-declined = **{ $name }** declined to be your deputy. To choose someone else, use { COMMAND("profile deputy") }.
profile-deputy-news-given-up = **{ $name }** is no longer your deputy. To choose someone else, use { COMMAND("profile deputy") }.
profile-deputy-news-gone = **{ $name }** is no longer available, so you have no deputy now. To choose someone else, use { COMMAND("profile deputy") }.
profile-deputy-news-taken-back = You are no longer the deputy of **{ $name }**. You do not need to do anything.
profile-deputy-oneself = You cannot be your own deputy, so nothing was changed. Please choose someone else.
profile-deputy-not-member = A deputy must have a role in the server, and so must you. Nothing was changed.

profile-awake = I am awake until…
profile-awake-title = I am awake until…
profile-awake-label = Until when?
profile-awake-placeholder = 23:30, 2 am, in 3 hours
profile-awake-saved = Messages make a sound until **{ $until }**. After that, your usual quiet hours apply.
profile-awake-end = End this now
profile-awake-ended = ✅ **Ended.** Your usual quiet hours apply again.
profile-awake-was-not = “I am awake until…” was not set, so nothing was changed.
profile-awake-again = Type it again
profile-awake-which = “{ $typed }” can mean different times. Which one do you mean?
profile-awake-past = “{ $typed }” has already passed. What did you mean?
profile-awake-passed = “{ $typed }” has already passed, so nothing was changed. Please type a time that is still to come.
profile-awake-unknown = Magpie could not read “{ $typed }” as a time. Please write it like 23:30 or “in 3 hours”.
profile-awake-not-today = That is more than 24 hours away, or has already passed, so nothing was changed. “I am awake until…” is only for today; to change your usual hours, use { COMMAND("profile edit") }.

profile-away = I am away until…
profile-away-title = I am away until…
profile-away-label = Until when?
profile-away-placeholder = Monday, 20 December, in 2 weeks
profile-away-saved = Until **{ $until }** Magpie treats you as away: messages arrive silently, and no one waits for your answer. Back earlier? Press the button, or use { COMMAND("profile back") }.
profile-away-end = I am back
profile-away-ended = Your absence has ended, because you said that you are awake.
profile-away-awake = You had said that you are awake until **{ $until }**. That does not count while you are away. If you are back before then, it counts again.
profile-back-now = ✅ **You are back.** Magpie no longer treats you as away.
profile-back-was-not = You were not away, so nothing was changed.
profile-away-again = Type it again
profile-away-which = “{ $typed }” can mean different times. Which one do you mean?
profile-away-past = “{ $typed }” has already passed. What did you mean?
profile-away-passed = “{ $typed }” has already passed, so nothing was changed. Please type a time that is still to come.
profile-away-unknown = Magpie could not read “{ $typed }” as a time. Please write it like Monday, 20 December or “in 2 weeks”.
profile-away-not-this-year = That is more than a year away, or has already passed, so nothing was changed. Please choose another day.

profile-export = Export
profile-exported = This file has everything Magpie keeps about you.

profile-delete = Delete
profile-delete-ask =
    { "" }**Delete your profile?** Magpie forgets your place, quiet hours, language and answers, and cancels your reminders. After that it treats you as asleep and sends you everything silently.
    Your name and roles stay as long as you are in the server, because Discord shows them to every bot there.
profile-delete-closes-tickets = { $count ->
        [one] **This also closes your open ticket** and deletes its text. No one will answer it.
       *[other] **This also closes your { $count } open tickets** and deletes their texts. No one will answer them.
    }
profile-delete-yes = Delete
profile-delete-no = Keep it
profile-deleted = Your profile is deleted. What Magpie still keeps, and why:
profile-kept-name = your name and roles in the server, because Discord shows them to every bot there
profile-kept-deliveries = the delivery history of { $count ->
        [one] 1 message
       *[other] { $count } messages
    } to you (when, and whether it arrived; not the text), for a while, so that the secretariat can see why someone was not reached
profile-kept-list = your entry in the secretariat’s own list of expected members; please ask the secretariat to remove it
profile-dm-withheld = Magpie cannot send you direct messages right now, so we continue here. Your messages come to a private thread in the inbox channel.
profile-time-again = Type the time again

# Alerts by e-mail.
profile-show-mail = Alerts by e-mail: **{ $address }**
profile-mail = Alerts by e-mail
profile-mail-none = **You get no alerts by e-mail.** With an address, an alert that you have not seen on Discord comes there too: 10 minutes after it made a sound, or shortly before its deadline.
profile-mail-is = **Alerts that you have not seen come to { $address }:** 10 minutes after they made a sound, or shortly before their deadline.
profile-mail-asked = A code is on its way to **{ $address }**. Please type it here within { $valid }. If it does not come, please check the address and your spam folder.
profile-mail-type = Type my address
profile-mail-change = Change the address
profile-mail-type-code = Type the code
profile-mail-remove = No more e-mails
profile-mail-form = Alerts by e-mail
profile-mail-label = Your e-mail address
profile-mail-placeholder = ada@example.org
profile-mail-code-form = The code from the e-mail
profile-mail-code-label = Six digits
profile-mail-invalid = “{ $typed }” is not an e-mail address that Magpie can use.
profile-mail-too-often = You have asked for many codes. Please try again after { $time }.
profile-mail-not-member = Only people in this server can get alerts.
profile-mail-confirmed = ✅ **Confirmed.**
profile-mail-wrong-code = ⚠️ This is not the code. Please try again.
profile-mail-no-code = ⚠️ This code is not valid any more. Please type your address again to get a new one.
profile-mail-removed = You get no more alerts by e-mail.
