# What became of each message: lists and receipts for the secretariat. Never what a message says.

# What a message is about.
delivery-about-other = a message
delivery-about-notice = a notice to the secretariat
delivery-about-watch = a message about Magpie itself
delivery-about-alert = alert { $number }
delivery-about-alert-nudge = alert { $number }, on waking
delivery-about-alert-again = alert { $number }, asked again
delivery-about-alert-corrected = alert { $number }, corrected
delivery-about-alert-reminder = alert { $number }, reminder
delivery-about-alert-mail = alert { $number }, by e-mail
delivery-about-mailbox-code = the code that confirms an e-mail address
delivery-about-alert-list = the list of alert { $number }
delivery-about-woken = the note that alert { $number } wakes many people
delivery-about-alert-missing = the list of who has not answered alert { $number }
delivery-about-reminder = a reminder
delivery-about-duty-panel = the list of duty slots
delivery-about-duty-notice = “Do you have your shift?”
delivery-about-duty-cover = “Can you take this shift?”
delivery-about-duty-gap = a gap in the duty slots
delivery-about-duty-shift = news of a shift
delivery-about-ticket-card = the card of ticket { $number }
delivery-about-ticket-ask = “Can you help?” for ticket { $number }
delivery-about-ticket-news = news of ticket { $number }
delivery-about-ticket-check = “Are you still helping?” for ticket { $number }
delivery-about-ticket-thread = the private thread of ticket { $number }
delivery-about-phone-test = a phone test
delivery-about-profile-invite = a request to set up a profile
delivery-about-deputy = a message about a deputy
delivery-about-set-up = news about the setup

# The same, without a number, where many are named.
delivery-source-reminder = a reminder
delivery-source-helpdesk = the help desk
delivery-source-phone-test = a phone test

delivery-lane-emergency = emergency: sent before everything else
delivery-lane-urgent = urgent
delivery-lane-prompt = prompt: someone is waiting for it
delivery-lane-routine = routine

delivery-list-open = { $count ->
    [0] All is well: no message failed, is uncertain or is waiting.
    [one] **1 message failed, is uncertain or is waiting:**
   *[other] **{ $count } messages failed, are uncertain or are waiting:**
    }
delivery-list-all = { $count ->
    [0] There are no messages.
    [one] **1 message:**
   *[other] **{ $count } messages:**
    }
delivery-list-failed = { $count ->
    [0] No messages failed.
    [one] **1 message failed:**
   *[other] **{ $count } messages failed:**
    }
delivery-list-unknown = { $count ->
    [0] There is no message that may or may not have arrived.
    [one] **1 message may or may not have arrived:**
   *[other] **{ $count } messages may or may not have arrived:**
    }
delivery-list-waiting = { $count ->
    [0] No messages are waiting.
    [one] **1 message is waiting:**
   *[other] **{ $count } messages are waiting:**
    }
delivery-list-sent = { $count ->
    [0] No messages have been sent.
    [one] **1 message was sent:**
   *[other] **{ $count } messages were sent:**
    }
delivery-list-cancelled = { $count ->
    [0] No messages were cancelled.
    [one] **1 message was cancelled:**
   *[other] **{ $count } messages were cancelled:**
    }
delivery-list-expired = { $count ->
    [0] No messages were too late to be useful.
    [one] **1 message was too late to be useful:**
   *[other] **{ $count } messages were too late to be useful:**
    }
delivery-list-of = For { $name }. { $list }
delivery-line = `{ $number }` { $name }: { $about }. { $state }
delivery-choose = See everything that happened to…
delivery-choice = { $number } · { $name }
delivery-newer = Newer
delivery-older = Older
delivery-look-again = Refresh

delivery-head = **Message { $number }: { $about }**
delivery-to = To { $name } · { $lane }
delivery-to-channel = a channel
delivery-to-mailbox = an e-mail address
delivery-to-gone = a deleted message
delivery-operator = the operator

delivery-state-seen = Seen { $at }.
delivery-state-sent-not-seen = Sent { $at }; not confirmed as seen.
delivery-state-sent = Sent { $at }.
delivery-state-held = On hold until { $at }.
delivery-state-due = About to be sent.
delivery-state-sending = Being sent right now.
delivery-state-retry = Could not be sent yet. Next attempt: { $at }.
delivery-state-unknown = Unknown whether it arrived: Discord’s answer was lost. Next check: { $at }.
delivery-state-failed = **Failed.** { $reason }
delivery-state-cancelled = Cancelled, so it was not sent.
delivery-state-expired = Not sent: it was too late to be useful.

delivery-story-earlier = { $count ->
    [one] 1 earlier step is not shown.
   *[other] { $count } earlier steps are not shown.
    }
delivery-story-queued = { $at }: accepted
delivery-story-queued-until = { $at }: accepted, on hold until { $until }
delivery-story-held = { $at }: put on hold until { $until }
delivery-story-tried = { $at }: tried
delivery-story-tried-failed = { $at }: tried { $times ->
    [one] once
    [2] twice
   *[other] { $times } times
    } without success. { $reason } ({ $last })
delivery-story-tried-times = { $at } to { $last }: tried { $times } times without success. { $reason }
delivery-story-sent = { $at }: sent
delivery-story-seen = { $at }: seen by { $name }
delivery-story-retry = { $at }: will be tried again. { $reason }
delivery-story-unknown = { $at }: unknown whether it arrived. { $reason }
delivery-story-rerouted = { $at }: now going through the inbox channel. { $reason }
delivery-story-failed = { $at }: given up. { $reason }
delivery-story-again = { $at }: { $name } asked to try it again
delivery-story-cancelled = { $at }: cancelled, because it is no longer needed
delivery-story-cancelled-by = { $at }: cancelled by { $name }
delivery-story-expired = { $at }: too late to be useful

delivery-try-again = Try again
delivery-cancel = Cancel it
delivery-again-owed = Magpie is trying it again now.
delivery-again-looks = Magpie is checking whether it arrived, and sends it again only if it did not.
delivery-again-sooner = Magpie is trying it now instead of later.
delivery-cancelled = Cancelled. It will not be sent.
delivery-all-again = { $tried ->
    [one] Magpie is trying 1 message again now.
   *[other] Magpie is trying { $tried } messages again now.
    } The result will show up in this notice.
delivery-all-none = { $refused ->
    [one] 1 message cannot be tried again: it is no longer needed, too late, or already being tried.
   *[other] { $refused } messages cannot be tried again: they are no longer needed, too late, or already being tried.
    }
delivery-all-done = There is nothing left to try again here.
delivery-lifted = Thank you. Magpie is sending direct messages as before.
delivery-lifted-before = This was already recorded.
delivery-not-secretariat = Only the secretariat can see deliveries.
delivery-none-of-number = There is no message { $number }. See which ones there are with { COMMAND("delivery list") }.

delivery-refused-sent = Nothing was changed: it was already sent, { $at }.
delivery-refused-cancelled = Nothing was changed: it was already cancelled.
delivery-refused-expired = Nothing was changed: it was too late to be useful, so Magpie gave up on it.
delivery-refused-failed = Nothing was changed: it has already failed and is no longer being tried.
delivery-refused-sending = Nothing was changed: it is being sent right now. Look again in a moment.
delivery-refused-due = Nothing was changed: it is about to be sent. Look again in a moment.
delivery-refused-held = Nothing was changed: it is on hold on purpose until { $at }.
delivery-refused-arrived = Nothing was changed: it may have arrived, so it cannot be taken back.
delivery-refused-late = Nothing was changed: it is too late for it to be useful.
delivery-refused-not-wanted = Nothing was changed: it is no longer needed.
delivery-refused-newer = Nothing was changed: a newer version of the same message is on its way.

# Notices in the secretariat's channel.
notice-not-here = ⚠️ { $count ->
    [one] { $names } cannot be reached: they have left the server.
   *[other] { $count } people cannot be reached, because they have left the server: { $names }.
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
    [one] Discord refused a message to { $names }.
   *[other] Discord refused messages to { $count } people: { $names }.
    } { $reason }
notice-exhausted = ⚠️ { $count ->
    [one] { $names } could not be reached, although Magpie kept trying for a long time.
   *[other] { $count } people or channels could not be reached, although Magpie kept trying for a long time: { $names }.
    } { $reason }
notice-channel = ⚠️ { $count ->
    [one] Magpie cannot write in { $names }.
   *[other] Magpie cannot write in { $count } channels: { $names }.
    } { $reason }
notice-unknown = ⚠️ { $count ->
    [one] It is not known whether { $names } got their message: Discord’s answer was lost, and Magpie has no way to check.
   *[other] It is not known whether { $count } messages arrived: { $names }. Discord’s answers were lost, and Magpie has no way to check.
    } { $reason }
notice-mend-not-here = What to do: reach them some other way if they still need to know.
notice-mend-no-inbox = What to do: choose an inbox channel with { COMMAND("setup") }, or ask them to allow direct messages from this server and to press “Set up my profile”. Then press “Try again”.
notice-mend-no-access = What to do: { COMMAND("setup") } shows which permission Magpie needs in the inbox channel. Once it is there, Magpie tries again by itself; “Try again” does it right away.
notice-mend-refused = What to do: reach them some other way, and show this message to whoever runs Magpie.
notice-mend-exhausted = What to do: once Discord works again, press “Try again”.
notice-mend-channel = What to do: { COMMAND("setup") } shows which channels and permissions are missing. Once they are there, Magpie tries again by itself; “Try again” does it right away.
notice-mend-unknown = What to do: ask them. “Try again” checks first, and sends again only what did not arrive.
notice-owner-two-factor = ⚠️ Discord is not letting Magpie do its work in this server (error 60003). Affected: { $names }.
notice-mend-owner-two-factor = What to do: this server requires two-factor authentication for moderation, and for a bot that means its owner’s account. The owner of Magpie’s application needs to turn it on in their own Discord account (User Settings → My Account). Then press “Try again”.
notice-mended = ✅ { $count ->
    [one] Resolved: { $names }
   *[other] Resolved ({ $count }): { $names }
    }
notice-quarantine = ⚠️ Discord has flagged Magpie as a possible spammer (error 20026). Until that is lifted, Magpie sends direct messages only to people it has written to before; everyone else gets their messages in a private thread in the inbox channel. Nothing is lost. What to do: the owner of the bot asks Discord’s support to lift the flag. Then press the button.
notice-quarantine-button = Discord has lifted it
notice-quarantine-lifted = ✅ Discord no longer flags Magpie as a possible spammer. Magpie is sending direct messages to everyone again.
