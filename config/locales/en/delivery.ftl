# What became of each message: lists and receipts for the secretariat. Never what a message says.

# What a message is about.
delivery-about-other = a message
delivery-about-notice = this kind of notice to the secretariat
delivery-about-watch = a message about Magpie itself
delivery-about-alert = alert { $number }
delivery-about-alert-nudge = alert { $number }, at waking
delivery-about-alert-again = alert { $number }, asked again
delivery-about-alert-corrected = alert { $number }, corrected
delivery-about-alert-list = the list of alert { $number }
delivery-about-reminder = a reminder
delivery-about-ticket-card = the card of ticket { $number }
delivery-about-ticket-ask = “Can you help?” for ticket { $number }
delivery-about-ticket-news = news of ticket { $number }
delivery-about-ticket-check = “Are you still helping?” for ticket { $number }
delivery-about-ticket-thread = the private thread of ticket { $number }
delivery-about-phone-test = a test of their phone

# The same, without a number, where many are named.
delivery-source-reminder = a reminder
delivery-source-helpdesk = the help desk
delivery-source-phone-test = a phone test

delivery-lane-emergency = emergency: before all else
delivery-lane-urgent = urgent
delivery-lane-prompt = prompt: a person waits for it
delivery-lane-routine = routine

delivery-list-open = { $count ->
    [0] Nothing failed, nothing is unknown, nothing waits.
    [one] **1 message that failed, is unknown or waits:**
   *[other] **{ $count } messages that failed, are unknown or wait:**
    }
delivery-list-all = { $count ->
    [0] There are no messages.
    [one] **1 message:**
   *[other] **{ $count } messages:**
    }
delivery-list-failed = { $count ->
    [0] No message failed.
    [one] **1 message failed:**
   *[other] **{ $count } messages failed:**
    }
delivery-list-unknown = { $count ->
    [0] Of no message it is unknown whether it arrived.
    [one] **Of 1 message it is unknown whether it arrived:**
   *[other] **Of { $count } messages it is unknown whether they arrived:**
    }
delivery-list-waiting = { $count ->
    [0] No message waits.
    [one] **1 message waits:**
   *[other] **{ $count } messages wait:**
    }
delivery-list-sent = { $count ->
    [0] No message was sent.
    [one] **1 message was sent:**
   *[other] **{ $count } messages were sent:**
    }
delivery-list-cancelled = { $count ->
    [0] No message was cancelled.
    [one] **1 message was cancelled:**
   *[other] **{ $count } messages were cancelled:**
    }
delivery-list-expired = { $count ->
    [0] No message came too late to be of use.
    [one] **1 message was too late to be of use:**
   *[other] **{ $count } messages were too late to be of use:**
    }
delivery-list-of = For { $name }. { $list }
delivery-line = `{ $number }` { $name }: { $about }. { $state }
delivery-list-page = Page { $page } of { $pages }
delivery-choose = Everything that happened to…
delivery-choice = { $number } · { $name }
delivery-newer = Newer
delivery-older = Older
delivery-look-again = Look again

delivery-head = **Message { $number }: { $about }**
delivery-to = To { $name } · { $lane }
delivery-to-channel = a channel
delivery-to-gone = a message that is gone
delivery-operator = the operator

delivery-state-seen = Seen { $at }.
delivery-state-sent-not-seen = Sent { $at }; not seen, as far as Magpie knows.
delivery-state-sent = Sent { $at }.
delivery-state-held = Held until { $at }.
delivery-state-due = It is about to be sent.
delivery-state-sending = It is being sent right now.
delivery-state-retry = It could not be sent yet. Next try: { $at }.
delivery-state-unknown = Unknown whether it arrived: the answer was lost. Next look: { $at }.
delivery-state-failed = **Failed.** { $reason }
delivery-state-cancelled = Cancelled: it was not sent.
delivery-state-expired = Not sent: it was too late to be of use.

delivery-story-earlier = { $count ->
    [one] 1 earlier step is not shown.
   *[other] { $count } earlier steps are not shown.
    }
delivery-story-queued = { $at }: accepted
delivery-story-queued-until = { $at }: accepted, held until { $until }
delivery-story-held = { $at }: held until { $until }
delivery-story-tried = { $at }: tried
delivery-story-tried-failed = { $at }: tried { $times ->
    [one] once
   *[other] { $times } times
    }, in vain. { $reason } ({ $last })
delivery-story-tried-times = { $at } to { $last }: tried { $times } times, in vain. { $reason }
delivery-story-sent = { $at }: sent
delivery-story-seen = { $at }: seen by { $name }
delivery-story-retry = { $at }: to be tried again. { $reason }
delivery-story-unknown = { $at }: unknown whether it arrived. { $reason }
delivery-story-rerouted = { $at }: goes through the inbox channel now. { $reason }
delivery-story-failed = { $at }: given up. { $reason }
delivery-story-again = { $at }: { $name } had it tried again
delivery-story-cancelled = { $at }: cancelled, since it is not needed any more
delivery-story-cancelled-by = { $at }: cancelled by { $name }
delivery-story-expired = { $at }: too late to be of use

delivery-try-again = Try again
delivery-cancel = Cancel it
delivery-again-owed = It is tried again now.
delivery-again-looks = Magpie looks now whether it arrived, and sends it again only if it did not.
delivery-again-sooner = It is tried now instead of later.
delivery-cancelled = Cancelled. It will not be sent.
delivery-all-again = { $tried ->
    [one] 1 message is tried again now.
   *[other] { $tried } messages are tried again now.
    } This notice tells what comes of it.
delivery-all-none = { $refused ->
    [one] 1 message cannot be tried again: it is over, too late, or being tried already.
   *[other] { $refused } messages cannot be tried again: they are over, too late, or being tried already.
    }
delivery-all-done = Nothing is left to try again here.
delivery-lifted = Noted. Magpie writes to people who open a private conversation with it, as before.
delivery-lifted-before = That was noted already.
delivery-not-secretariat = Only the secretariat may look at deliveries.
delivery-none-of-number = There is no message { $number }. `/delivery list` shows those that there are.

delivery-refused-sent = Nothing was done: it was sent already, { $at }.
delivery-refused-cancelled = Nothing was done: it was cancelled already.
delivery-refused-expired = Nothing was done: it was too late to be of use, and was given up.
delivery-refused-failed = Nothing was done: it failed already and is not tried any more.
delivery-refused-sending = Nothing was done: it is being sent right now. Look again in a moment.
delivery-refused-due = Nothing was done: its turn is now. Look again in a moment.
delivery-refused-held = Nothing was done: it is held on purpose, until { $at }.
delivery-refused-arrived = Nothing was done: it may have arrived, so it cannot be taken back.
delivery-refused-late = Nothing was done: it is too late for it to be of use.
delivery-refused-not-wanted = Nothing was done: what it was about is over.
delivery-refused-newer = Nothing was done: a newer wording of the same message is on its way.

# Notices in the secretariat's channel.
notice-not-here = ⚠️ { $count ->
    [one] { $names } cannot be reached: they have left the server.
   *[other] { $count } people cannot be reached, since they have left the server: { $names }.
    }
notice-no-inbox = ⚠️ { $count ->
    [one] { $names } cannot be reached: { $dms ->
        [closed] their direct messages are closed
       *[never] they have not opened a conversation with Magpie
        }, and there is no inbox channel.
   *[other] { $count } people cannot be reached: { $names }. { $dms ->
        [closed] Their direct messages are closed
        [never] They have not opened a conversation with Magpie
       *[mixed] Their direct messages are closed, or they have not opened a conversation with Magpie
        }, and there is no inbox channel.
    }
notice-no-access = ⚠️ { $count ->
    [one] { $names } cannot be reached: { $dms ->
        [closed] their direct messages are closed
       *[never] they have not opened a conversation with Magpie
        }, and Magpie cannot write to them in the inbox channel.
   *[other] { $count } people cannot be reached: { $names }. { $dms ->
        [closed] Their direct messages are closed
        [never] They have not opened a conversation with Magpie
       *[mixed] Their direct messages are closed, or they have not opened a conversation with Magpie
        }, and Magpie cannot write to them in the inbox channel.
    } { $reason }
notice-refused = ⚠️ { $count ->
    [one] A message to { $names } was refused by Discord.
   *[other] Messages to { $count } people were refused by Discord: { $names }.
    } { $reason }
notice-exhausted = ⚠️ { $count ->
    [one] { $names } was not reached: Magpie tried for a long time, in vain.
   *[other] { $count } people or channels were not reached, though Magpie tried for a long time: { $names }.
    } { $reason }
notice-channel = ⚠️ { $count ->
    [one] Magpie cannot write in { $names }.
   *[other] Magpie cannot write in { $count } channels: { $names }.
    } { $reason }
notice-unknown = ⚠️ { $count ->
    [one] Nobody knows whether { $names } got their message: Discord's answer was lost, and Magpie cannot look.
   *[other] Nobody knows whether { $count } messages arrived: { $names }. Discord's answers were lost, and Magpie cannot look.
    } { $reason }
notice-mend-not-here = Please tell them in another way if they still need it.
notice-mend-no-inbox = What helps: choose an inbox channel with `/setup`, or ask them to allow direct messages from this server and to press “Set up my profile”. Then press “Try again”.
notice-mend-no-access = What helps: `/setup` says which permission Magpie lacks in the inbox channel. As soon as it is there, Magpie tries again by itself; “Try again” does it now.
notice-mend-refused = What helps: tell them in another way, and show these words to whoever runs Magpie.
notice-mend-exhausted = What helps: once Discord works again, press “Try again”.
notice-mend-channel = What helps: `/setup` says which channels and permissions are missing. As soon as they are there, Magpie tries again by itself; “Try again” does it now.
notice-mend-unknown = What helps: ask them. “Try again” looks first, and sends again only what did not arrive.
notice-owner-two-factor = ⚠️ Discord refuses what Magpie has to do in this server (error 60003). It concerns: { $names }.
notice-mend-owner-two-factor = What helps: this server demands two-factor authentication of everybody who moderates, and a bot counts by the account that owns it. Whoever owns Magpie's application switches it on in their own Discord account (User Settings → My Account). Then press “Try again”.
notice-mended = ✅ { $count ->
    [one] Settled since: { $names }
   *[other] Settled since, { $count }: { $names }
    }
notice-quarantine = ⚠️ Discord takes Magpie for a sender of spam (error 20026). Until that is settled, Magpie writes directly only to people whom it has written to before; all others get their messages in a private thread of the inbox channel. Nothing is lost. What helps: whoever owns the bot asks Discord's support to lift it. Then press the button.
notice-quarantine-button = Discord has lifted it
notice-quarantine-lifted = ✅ Discord no longer takes Magpie for a sender of spam: it writes directly to people again.
