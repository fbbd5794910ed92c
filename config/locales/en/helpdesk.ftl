# The help desk: what askers, volunteers and the secretariat read.

helpdesk-panel = 🛟 **Do you need help?** Press **Get help**. The help desk’s volunteers and the secretariat can read what you write. If only the secretariat should read it, press **Report privately**.
helpdesk-get-help = Get help
helpdesk-report-privately = Report privately

# Titles of forms have room for 45 characters, labels too.
helpdesk-form-help-title = Volunteers and the secretariat read this
helpdesk-form-help-label = What do you need help with?
helpdesk-form-help-placeholder = What you tried, what happened, and when you need it by
helpdesk-form-private-title = Only the secretariat reads this
helpdesk-form-private-label = What should the secretariat know?
helpdesk-form-private-placeholder = No volunteer or other member can see this
helpdesk-form-question-title = The secretariat reads this
helpdesk-form-question-label = Your question
helpdesk-form-sent-title = Send to secretariat
helpdesk-form-sent-label = What did you try?
helpdesk-form-log-title = Someone outside Discord asked
helpdesk-form-log-name = Name
helpdesk-form-log-contact = How to reach them
helpdesk-form-log-problem = Problem
helpdesk-form-log-answer = How it was answered (if it was)
helpdesk-form-answer-title = Problem solved
helpdesk-form-answer-label = How was it answered?

# Buttons.
helpdesk-claim = I will help
helpdesk-claimed-by = { $name } is helping
helpdesk-claimed-by-you = You are helping
helpdesk-release = I cannot continue
helpdesk-send = Send to secretariat
helpdesk-solved-button = Problem solved
helpdesk-solved-already = Solved
helpdesk-closed-already = Closed
helpdesk-withdraw = I no longer need help
helpdesk-confirm = Yes, it is solved
helpdesk-reopen = No, I still need help
helpdesk-reopen-closed = I still need help
helpdesk-still = I am still helping

# First lines: they are read on lock screens.
helpdesk-head-waiting = **Ticket { $id }** is waiting for someone to help.
helpdesk-head-waiting-private = **Private report { $id }** is waiting for the secretariat. No one else can see it, except people who can manage threads in this server.
helpdesk-head-waiting-question = **Question { $id }** is waiting for the secretariat.
helpdesk-head-claimed = **Ticket { $id }**: { $name } is helping you.
helpdesk-head-solved = **Ticket { $id }**: { $name } says that it is solved. Is it?
helpdesk-head-closed-solved = **Ticket { $id }** is solved and closed.
helpdesk-head-closed-withdrawn = **Ticket { $id }** is closed, because you no longer need help.
helpdesk-head-closed-left = **Ticket { $id }** is closed.
helpdesk-thread-here = You can write to each other in { $thread }.
helpdesk-thread-soon = A thread for the two of you will open in the help channel.
helpdesk-about-alert = About alert { $number }:
helpdesk-closes-by-itself = If you do not answer, it closes by itself at { $at }.

# Who is asked next, and when.
helpdesk-next-volunteers-awake =
    { $count ->
        [one] One help desk volunteer is awake and can read it.
       *[other] { $count } help desk volunteers are awake and can read it.
    }
helpdesk-next-volunteers-then = If no one has answered by { $at }, Magpie sends each of them a message.
helpdesk-next-volunteers-asked =
    { $count ->
        [one] Magpie has sent a message to one volunteer who is awake.
       *[other] Magpie has sent a message to { $count } volunteers who are awake.
    }
helpdesk-next-volunteers-asleep = All help desk volunteers are asleep or away right now.
helpdesk-next-volunteers-others-asleep = All other help desk volunteers are asleep or away right now.
helpdesk-next-volunteers-up = The first of them is available from { $at }.
helpdesk-next-secretariat-reads = The secretariat can read it.
helpdesk-next-secretariat-then = If no one there has answered by { $at }, Magpie sends a message to each of them who is awake.
helpdesk-next-secretariat-at = If no one answers by { $at }, Magpie asks the secretariat.
helpdesk-next-secretariat-asked = Magpie has asked the secretariat. If no one answers, Magpie asks again at { $at }.
helpdesk-next-secretariat-asleep = Everyone in the secretariat is asleep or away right now.
helpdesk-next-secretariat-others-asleep = Everyone else in the secretariat is asleep or away right now.
helpdesk-next-secretariat-no-other = No one else is in the secretariat.
helpdesk-next-secretariat-again = If no one answers sooner, Magpie asks the same person again at { $at }.
helpdesk-next-secretariat-starts = If no one answers sooner, the secretariat is available from { $there } in { $place }, which is { $yours } for you.
helpdesk-next-secretariat-starts-many = If no one answers sooner, the secretariat is available from { $there } in { $place }: { $at }.
helpdesk-next-secretariat-unknown = Magpie does not know the secretariat’s hours, so it asks them silently. It asks again at { $at }.

# News for the asker.
helpdesk-news-asked = **Ticket { $id }**: no one has answered yet. Here is who Magpie asks next.
helpdesk-news-asked-nobody = **Ticket { $id }**: no one has answered yet, and there is no one else to ask.
helpdesk-news-asked-again = **Ticket { $id }** is still waiting for someone to continue. Here is who Magpie asks next.
helpdesk-news-asked-again-nobody = **Ticket { $id }** is still waiting for someone to continue, and there is no one else to ask.
helpdesk-news-put-back = **Ticket { $id }** is waiting again: the person who was helping you cannot continue.
helpdesk-news-sent = **Ticket { $id }** is with the secretariat now.
helpdesk-news-sent-nobody = **Ticket { $id }** was sent to the secretariat, but no one there can answer you yet.
helpdesk-news-claimed = **Ticket { $id }**: { $name } is helping you and will write to you directly.

# Cards.
helpdesk-card-help = **Ticket { $id }** · { $name } asks for help
helpdesk-card-private = **Private report { $id }** · from { $name }, for the secretariat only
helpdesk-card-question = **Question { $id }** · { $name } asks the secretariat
helpdesk-card-logged = **Ticket { $id }** · { $name }, outside Discord ({ $contact }), asks for help
helpdesk-card-tried = Tried so far: { $tried }
helpdesk-card-answer = Answer: { $answer }
helpdesk-card-waiting = No one is helping yet.
helpdesk-card-waiting-given-up = No one is helping right now: the person who was helping cannot continue.
helpdesk-card-waiting-sent = No one is helping right now.
helpdesk-card-waiting-reopened = No one is helping right now: the person who asked still needs help.
helpdesk-card-claimed = { $name } has been helping since { $at }.
helpdesk-card-solved = { $name } says that it is solved; waiting for the person who asked to confirm.
helpdesk-card-closed-solved = Solved, closed { $at }.
helpdesk-card-closed-withdrawn = No longer needed, closed { $at }.
helpdesk-card-closed-left = The person who asked has left the server, closed { $at }.
helpdesk-card-closed-deleted = Closed { $at }, because the person who asked deleted their profile.
helpdesk-nobody = someone who has left
helpdesk-deleted-profile = someone who has deleted their profile
helpdesk-deleted-data = someone whose data was deleted
helpdesk-ask-help = **Ticket { $id }**: { $name } needs help, and no one has answered yet.
helpdesk-ask-help-given-up = **Ticket { $id }**: { $name } still needs help: the person who was helping cannot continue.
helpdesk-ask-help-reopened = **Ticket { $id }**: { $name } still needs help and has asked again.
helpdesk-ask-waits = Asked { $when }, { $ago }.
helpdesk-ask-more = { $count ->
    [one] 1 more ticket is waiting for an answer. See it with { COMMAND("ticket list") }.
   *[other] { $count } more tickets are waiting for an answer. See them with { COMMAND("ticket list") }.
    }
helpdesk-asked-again = **Ticket { $id }**: Magpie has asked you again, further down.
helpdesk-ask-private = **Private report { $id }** from { $name } is waiting for the secretariat.
helpdesk-ask-question = **Question { $id }** from { $name } is waiting for the secretariat.
helpdesk-ask-sent = **Ticket { $id }** from { $name } was sent to the secretariat.

# In the thread.
helpdesk-thread-name = Ticket { $id }
helpdesk-thread-name-again = Ticket { $id } ({ $nth })
helpdesk-hello = { $asker }: { $helper } is helping you with **ticket { $id }**. Write to each other here.
helpdesk-hello-waiting = **Ticket { $id }** is waiting for someone else to help. They will join this thread.
helpdesk-hello-solved = **Ticket { $id }**: { $name } says that it is solved. { $asker }, is it?
helpdesk-hello-closed = **Ticket { $id }** is closed.
helpdesk-check = Are you still helping { $name } with **ticket { $id }**? If you do not answer, Magpie asks others.
helpdesk-helper-outside = You are helping with **ticket { $id }**: { $name }, outside Discord. Reach them here: { $contact }
helpdesk-helper-no-thread = You are helping { $name } with **ticket { $id }**. Magpie could not open a thread for you: please write to { $mention } directly.
helpdesk-ended-deleted = **Ticket { $id }** is closed: the person you were helping has deleted their profile. You do not need to do anything.
helpdesk-ended-left = **Ticket { $id }** is closed: the person you were helping has left the server. You do not need to do anything.
helpdesk-helper-ended = You are no longer helping with **ticket { $id }**. Thank you for what you did.

# Answers.
helpdesk-opened = **Ticket { $id }** is open.
helpdesk-opened-private = **Private report { $id }** is with the secretariat. No volunteer or other member can see it; only people who can manage threads in this server could read the conversation about it.
helpdesk-opened-question = **Question { $id }** is with the secretariat.
helpdesk-opened-about-alert = **Ticket { $id }** is open. It is about alert { $number }.
helpdesk-opened-private-nobody = **Private report { $id }** is recorded. No volunteer or other member can see it; only people who can manage threads in this server could read the conversation about it.
helpdesk-opened-question-nobody = **Question { $id }** is recorded.
helpdesk-already-recorded = This was already recorded as { $kind ->
        [private] **private report { $id }**
        [question] **question { $id }**
       *[other] **ticket { $id }**
    }, so nothing new was opened.
helpdesk-you-help = You are helping { $name } with **ticket { $id }**. Thank you!
helpdesk-you-help-already = You are already helping { $name } with **ticket { $id }**.
helpdesk-you-released = You have put **ticket { $id }** back. Thank you for trying.
helpdesk-you-sent = **Ticket { $id }** is with the secretariat now.
helpdesk-you-sent-waits = **Ticket { $id }** is waiting for the secretariat.
helpdesk-you-sent-awake = Asked now: { $names }
helpdesk-you-sent-unknown = Asked silently, because their hours are unknown: { $names }
helpdesk-you-sent-asleep = Will be asked when they are up: { $names }
helpdesk-name-at = { $name } ({ $at })
helpdesk-you-sent-nobody = No one has the secretariat role right now. Please tell someone who can assign it.
helpdesk-you-solved = **Ticket { $id }**: Magpie has asked the person who opened it whether it is solved.
helpdesk-you-closed = **Ticket { $id }** is closed. Thank you!
helpdesk-you-confirmed = **Ticket { $id }** is closed. Glad it is solved!
helpdesk-you-reopened = **Ticket { $id }** is waiting for someone to help again.
helpdesk-you-withdrew = **Ticket { $id }** is closed.
helpdesk-you-still = Thank you. Magpie will ask again tomorrow.
helpdesk-you-logged = **Ticket { $id }** is recorded.
helpdesk-you-logged-answered = **Ticket { $id }** is recorded as answered. Thank you!
helpdesk-same-person = **Ticket { $id }** from { $name } is still open: { $text }
helpdesk-same-request = Is it the same request? If so, press the button: your answer then ends that ticket too. If not, you do not need to do anything.
helpdesk-same-request-button = Ticket { $id } is answered too

# Lists.
helpdesk-list-empty = No tickets are open.
helpdesk-list-head =
    { $count ->
        [one] One ticket is open:
       *[other] { $count } tickets are open:
    }
helpdesk-list-empty-volunteers = No tickets for the volunteers are open.
helpdesk-list-empty-own = You have no open tickets.
helpdesk-list-head-own =
    { $count ->
        [one] You have one open ticket:
       *[other] You have { $count } open tickets:
    }
helpdesk-list-waiting = **{ $id }** · { $name } · waiting; next step at { $at } · { $text }
helpdesk-list-claimed = **{ $id }** · { $name } · { $helper } is helping · { $text }
helpdesk-list-solved = **{ $id }** · { $name } · solved, to be confirmed · { $text }
helpdesk-story-opened = { $at } · opened by { $name }
helpdesk-story-asked =
    { $count ->
        [one] { $at } · one person was asked
       *[other] { $at } · { $count } people were asked
    }
helpdesk-story-claimed = { $at } · { $name } started to help
helpdesk-story-released = { $at } · put back by { $name }
helpdesk-story-sent = { $at } · sent to the secretariat by { $name }
helpdesk-story-nudged = { $at } · the helper was asked if they are still helping
helpdesk-story-solved = { $at } · { $name } says that it is solved
helpdesk-story-reopened = { $at } · { $name } still needs help
helpdesk-story-closed = { $at } · closed by { $name }
helpdesk-story-failed = { $at } · a message could not be delivered: { $reason }
helpdesk-magpie = Magpie

# What went wrong, and what to do.
helpdesk-not-set-up = Magpie is not set up yet, so nothing was sent. Someone who manages this server can finish it with { COMMAND("setup") }. Missing: { $missing }
helpdesk-unknown = There is no ticket { $id } that you can see. The open ones are in { COMMAND("ticket list") }.
helpdesk-taken = { $name } is already helping with ticket { $id }.
helpdesk-not-allowed-volunteers = Only help desk volunteers and the secretariat can answer ticket { $id }.
helpdesk-not-allowed-secretariat = Only the secretariat can answer ticket { $id }.
helpdesk-own-ticket = Ticket { $id } is your own, so someone else has to help you with it.
helpdesk-not-claimed = No one is helping with ticket { $id } right now.
helpdesk-not-asker = Only the person who opened ticket { $id } can say that.
helpdesk-with-secretariat = Ticket { $id } is already with the secretariat.
helpdesk-answer-not-enough = Nothing was changed: after this answer, the person said that they still need help with ticket { $id }.
helpdesk-is-solved = The helper says that ticket { $id } is solved. Magpie is waiting for the person who asked to confirm.
helpdesk-is-closed = Ticket { $id } is closed.
helpdesk-not-here = Magpie could not find you in the server, so nothing was changed. Please try again in a minute.
helpdesk-not-desk = Only help desk volunteers and the secretariat can record tickets for others. Do you need help yourself? Use { COMMAND("help") }.
helpdesk-empty = The text is empty, so nothing was sent.
helpdesk-too-long = The text has more than { $limit } characters, so nothing was sent. Please shorten it.
helpdesk-too-many = You already have { $limit } open tickets, so nothing was sent. Please close one that you no longer need: see { COMMAND("ticket list") }.
helpdesk-kept-helped =
    { $count ->
        [one] the fact that you helped with one ticket, because the person who asked should see who answered
       *[other] the fact that you helped with { $count } tickets, because the people who asked should see who answered
    }
helpdesk-recalled = { $count ->
    [one] 1 person was still to be asked: they are not asked any more.
   *[other] { $count } people were still to be asked: they are not asked any more.
    }
helpdesk-under-way = { $count ->
    [one] 1 person is just being asked: their message will say that it is over.
   *[other] { $count } people are just being asked: their messages will say that it is over.
    }

# Messages about a ticket that has moved on since.
helpdesk-past-newer = A newer message about this ticket is further down.
helpdesk-past-message = **Ticket { $id }**: a newer message is further down.
helpdesk-past-asked = **Ticket { $id }**: more people were asked to help.
helpdesk-past-put-back = **Ticket { $id }**: the helper could not continue, so other people were asked.
helpdesk-past-sent = **Ticket { $id }** was passed to the secretariat.
helpdesk-past-claimed = **Ticket { $id }**: a volunteer started to help.
helpdesk-past-solved = **Ticket { $id }**: the helper marked it as solved.
helpdesk-past-check = **Ticket { $id }**: you are still helping. Thank you!
helpdesk-helper-thread = You are helping { $name } with **ticket { $id }**. { $thread } Only you see the buttons here.
helpdesk-next-volunteers-none = No one else is on the help desk yet.
helpdesk-next-secretariat-none = No one has the secretariat role yet, so no one there can be asked. Please tell whoever manages this server.
helpdesk-list-private = 🔒 { $text }
helpdesk-list-hidden = (only the people who help can read it)
helpdesk-show-hidden = Only the people who help with this ticket can read what it says.
helpdesk-typed = This is what you wrote, so that you can use it again:

# When help is needed, and what it is about.
helpdesk-get-help-now = My session is on now
helpdesk-form-now-title = Volunteers read this and are asked at once
helpdesk-urgency-now = My session is on now
helpdesk-urgency-within-hour = Within an hour
helpdesk-urgency-today = Today
helpdesk-urgency-no-hurry = No hurry
helpdesk-needed-now = 🔴 Needed now, a session is on
helpdesk-needed-within-hour = 🟠 Needed within an hour
helpdesk-needed-today = Needed today
helpdesk-needed-no-hurry = ⚪ No hurry
helpdesk-category-joining = Joining a meeting
helpdesk-category-registration = Registration
helpdesk-category-permissions = Permissions
helpdesk-category-programme = Programme
helpdesk-category-conduct = Someone’s conduct
helpdesk-category-other = Something else
helpdesk-category-secretariat = From then on, only the secretariat reads it
helpdesk-about-placeholder = What is it about?
helpdesk-about-category = About: { $category }
helpdesk-add-to-question = You already have **ticket { $id }** open. Is this about the same?
helpdesk-add-to = Add it to ticket { $id }
helpdesk-keep-apart = It is something else
helpdesk-you-added = It is added to **ticket { $id }**.
helpdesk-added-line = Added later: { $text }
helpdesk-head-closed-merged = **Ticket { $id }** is closed, because you added it to **ticket { $target }**.
helpdesk-card-closed-merged = Added to ticket { $target }, closed { $at }.
helpdesk-card-moved = **Ticket { $id }** is with the secretariat now. You do not need to do anything.
helpdesk-moved-private = **Private report { $id }** is with the secretariat now. From now on, no volunteer can see it. Volunteers who have read it before may remember what it said.
helpdesk-more-readers = More people can read that ticket, so ticket { $id } was not added to it.

# Who is asked, and “Not now”.
helpdesk-not-now = Not now
helpdesk-you-declined = Thank you for the quick answer. Magpie does not ask you again about **ticket { $id }** for now.
helpdesk-ask-declined = You answered “Not now”. If you have time after all, you can still help.
helpdesk-next-volunteers-then-two = If no one has answered by { $at }, Magpie sends a message to the first of them, and later to more.
helpdesk-next-volunteers-more = If no one answers by { $at }, Magpie asks more of them.
helpdesk-next-on-duty =
    { $count ->
        [one] A volunteer is on duty and has been asked.
       *[other] { $count } volunteers are on duty and have been asked.
    }
helpdesk-asked-name = { $name } ({ $reasons })
helpdesk-reason-on-duty = on duty
helpdesk-reason-rung = asleep, but chose to be rung on duty
helpdesk-reason-awake = awake
helpdesk-reason-hours-unknown = hours unknown
helpdesk-reason-lead = leads this category
helpdesk-reason-secretariat = secretariat
helpdesk-reason-language = same language
helpdesk-reason-category = knows this category
helpdesk-reason-fewest-asks = asked least lately
helpdesk-story-asked-names = { $at } · asked: { $names }
helpdesk-story-declined = { $at } · { $name } answered “Not now”
helpdesk-story-urgency_set = { $at } · needed: { $urgency }
helpdesk-story-category_set = { $at } · about: { $category }
helpdesk-story-added = { $at } · { $name } added a text
helpdesk-story-merged = { $at } · added to ticket { $target }
helpdesk-story-fell_silent = { $at } · no message from the helper yet, so others were asked
helpdesk-story-awaits_asker = { $at } · { $name } is waiting for an answer

# A helper who has not written yet.
helpdesk-check-silent = **Ticket { $id }**: still with you? { $name } has had no message in the thread yet. If you do not answer, Magpie asks others. That is no problem.
helpdesk-await-asker = Waiting for an answer
helpdesk-you-await = Magpie has told { $name } that you are waiting for an answer to **ticket { $id }**. Until they write, Magpie does not ask you how it is going.
helpdesk-news-awaits_asker = **Ticket { $id }**: { $name } is waiting for your answer. { $thread }
helpdesk-past-awaits_asker = **Ticket { $id }**: the helper was waiting for your answer.
helpdesk-news-put-back-silent = **Ticket { $id }** is waiting again: the person who wanted to help has not written to you yet, so Magpie asks others.
helpdesk-card-waiting-silent = No one is helping right now: the person who wanted to help has not written yet.
helpdesk-ask-help-silent = **Ticket { $id }**: { $name } still needs help: the person who wanted to help has not written yet.

helpdesk-you-passed-on = { $name } is helping with **ticket { $id }** now. Thank you!
helpdesk-not-awake = { $name } may be asleep or away right now, so ticket { $id } was not passed on.
helpdesk-story-passed_on = { $at } · passed on by { $name }

# The rules, for everyone.
helpdesk-policy-head = Whom Magpie asks about a ticket, and when. The times count from its opening, until someone helps.
helpdesk-policy-at-once = at once
helpdesk-policy-after = after { $length }
helpdesk-policy-line = **{ $urgency }**: volunteers on duty { $duty }, others { $first }, { $people }, the secretariat { $secretariat }. A helper who has not written is asked after { $silent }, and then others are.
helpdesk-policy-some = { $count } at a time, more every { $every }
helpdesk-policy-all = all who are awake together
helpdesk-policy-order = Those who are awake come first, then Magpie goes by duty, language and category, then those who were asked least and woken least. It rings no one who is asleep, unless they are on duty and chose that. Whoever answers “Not now” is not asked again for that ticket until it is put back.
helpdesk-policy-category = Only the secretariat reads tickets about: { $categories }.
helpdesk-policy-lead = { $category }: { $lead } is asked together with the secretariat.
