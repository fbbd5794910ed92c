# The help desk: what askers, volunteers and the secretariat read.

helpdesk-panel = 🛟 **Do you need help?** Press **Get help**: the volunteers of the help desk and the secretariat read what you write. What only the secretariat should know: **Report privately**.
helpdesk-get-help = Get help
helpdesk-report-privately = Report privately

# Titles of forms have room for 45 characters, labels too.
helpdesk-form-help-title = Volunteers and the secretariat read this
helpdesk-form-help-label = What do you need help with?
helpdesk-form-help-placeholder = What you tried, what you saw, and until when you need it
helpdesk-form-private-title = Only the secretariat reads this
helpdesk-form-private-label = What should the secretariat know?
helpdesk-form-private-placeholder = No volunteer and no other member sees it
helpdesk-form-question-title = The secretariat reads this
helpdesk-form-question-label = Your question
helpdesk-form-sent-title = Send to secretariat
helpdesk-form-sent-label = What did you try?
helpdesk-form-log-title = Somebody outside Discord asked
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
helpdesk-withdraw = I need it no more
helpdesk-confirm = Yes, it is solved
helpdesk-reopen = No, I still need help
helpdesk-reopen-closed = I still need help
helpdesk-still = I am still helping

# First lines: they are read on lock screens.
helpdesk-head-waiting = **Ticket { $id }** waits for somebody to help.
helpdesk-head-waiting-private = **Private report { $id }** waits for the secretariat. Nobody else sees it, except people who may manage threads in this server.
helpdesk-head-waiting-question = **Question { $id }** waits for the secretariat.
helpdesk-head-claimed = **Ticket { $id }**: { $name } is helping you.
helpdesk-head-solved = **Ticket { $id }**: { $name } says that it is solved. Is it?
helpdesk-head-closed-solved = **Ticket { $id }** is solved and closed.
helpdesk-head-closed-withdrawn = **Ticket { $id }** is closed, since you need it no more.
helpdesk-head-closed-left = **Ticket { $id }** is closed.
helpdesk-thread-here = You write to each other in { $thread }.
helpdesk-thread-soon = A thread for the two of you opens in the help channel.
helpdesk-closes-by-itself = Without an answer it closes by itself at { $at }.

# Who is asked next, and when.
helpdesk-next-volunteers-awake =
    { $count ->
        [one] One volunteer of the help desk is awake and can read it.
       *[other] { $count } volunteers of the help desk are awake and can read it.
    }
helpdesk-next-volunteers-then = If nobody has answered by { $at }, each of them is asked in person.
helpdesk-next-volunteers-asked =
    { $count ->
        [one] One volunteer who is awake has been asked.
       *[other] { $count } volunteers who are awake have been asked.
    }
helpdesk-next-volunteers-asleep = The volunteers of the help desk are asleep or away now.
helpdesk-next-volunteers-up = The first of them is up at { $at }.
helpdesk-next-secretariat-reads = The secretariat can read it.
helpdesk-next-secretariat-then = If nobody there has answered by { $at }, each of them who is awake is asked in person.
helpdesk-next-secretariat-at = If none answers by { $at }, the secretariat is asked.
helpdesk-next-secretariat-asked = The secretariat has been asked. If none answers, Magpie asks again at { $at }.
helpdesk-next-secretariat-asleep = The secretariat is asleep or away now.
helpdesk-next-secretariat-starts = If none answers, the secretariat starts at { $there } { $place }, your { $yours }.
helpdesk-next-secretariat-starts-many = If none answers, the secretariat starts at { $there } { $place }: { $at }.
helpdesk-next-secretariat-unknown = The secretariat has not told its hours; it is asked without a sound. Magpie asks again at { $at }.

# News for the asker.
helpdesk-news-asked = **Ticket { $id }**: nobody has answered yet. Here is who is asked next.
helpdesk-news-put-back = **Ticket { $id }** waits again: who helped you cannot continue. Others are asked.
helpdesk-news-sent = **Ticket { $id }** is with the secretariat now.
helpdesk-news-claimed = **Ticket { $id }**: { $name } is helping you and will write to you directly.

# Cards.
helpdesk-card-help = **Ticket { $id }** · { $name } asks for help
helpdesk-card-private = **Private report { $id }** · from { $name }, for the secretariat only
helpdesk-card-question = **Question { $id }** · { $name } asks the secretariat
helpdesk-card-logged = **Ticket { $id }** · { $name }, outside Discord ({ $contact }), asks for help
helpdesk-card-tried = What was tried: { $tried }
helpdesk-card-answer = Answer: { $answer }
helpdesk-card-waiting = Nobody helps yet.
helpdesk-card-claimed = { $name } is helping since { $at }.
helpdesk-card-solved = { $name } says that it is solved; the asker is asked.
helpdesk-card-closed-solved = Solved, closed { $at }.
helpdesk-card-closed-withdrawn = The asker needs it no more, closed { $at }.
helpdesk-card-closed-left = The asker left the server, closed { $at }.
helpdesk-nobody = somebody who is no longer here
helpdesk-ask-help = **Ticket { $id }**: { $name } needs help, and nobody has answered yet.
helpdesk-ask-waits = Asked { $when }, { $ago }.
helpdesk-ask-more = { $count ->
    [one] 1 more ticket waits for an answer. See it with /ticket list.
   *[other] { $count } more tickets wait for an answer. See them with /ticket list.
    }
helpdesk-asked-again = **Ticket { $id }**: Magpie asked you again, further down.
helpdesk-ask-private = **Private report { $id }** from { $name } waits for the secretariat.
helpdesk-ask-question = **Question { $id }** from { $name } waits for the secretariat.
helpdesk-ask-sent = **Ticket { $id }** of { $name } was sent to the secretariat.

# In the thread.
helpdesk-thread-name = Ticket { $id }
helpdesk-thread-name-again = Ticket { $id } ({ $nth })
helpdesk-hello = { $asker }: { $helper } is helping you with **ticket { $id }**. Write to each other here.
helpdesk-hello-waiting = **Ticket { $id }** waits for somebody else to help. They will come to this thread.
helpdesk-hello-solved = **Ticket { $id }**: { $name } says that it is solved. { $asker }, is it?
helpdesk-hello-closed = **Ticket { $id }** is closed.
helpdesk-check = Are you still helping { $name } with **ticket { $id }**? If you do not answer, other people are asked.
helpdesk-helper-outside = You are helping with **ticket { $id }**: { $name }, outside Discord. Reach them here: { $contact }
helpdesk-helper-no-thread = You are helping { $name } with **ticket { $id }**. Magpie could not open a thread for you: please write to { $mention } directly.
helpdesk-helper-ended = You no longer help with **ticket { $id }**. Thank you for what you did.

# Answers.
helpdesk-opened = **Ticket { $id }** is open.
helpdesk-opened-private = **Private report { $id }** is with the secretariat. No volunteer and no other member sees it; only people who may manage threads in this server could read the conversation about it.
helpdesk-opened-question = **Question { $id }** is with the secretariat.
helpdesk-you-help = You are helping { $name } with **ticket { $id }**. Thank you!
helpdesk-you-released = **Ticket { $id }** is put back. Thank you for trying; others are asked.
helpdesk-you-sent = **Ticket { $id }** is with the secretariat now.
helpdesk-you-sent-awake = Asked now: { $names }
helpdesk-you-sent-unknown = Asked without a sound, hours unknown: { $names }
helpdesk-you-sent-asleep = Asked when they are up: { $names }
helpdesk-name-at = { $name } ({ $at })
helpdesk-you-sent-nobody = Nobody has the role of the secretariat now. Please tell somebody who can give it.
helpdesk-you-solved = **Ticket { $id }**: the asker is asked whether it is solved.
helpdesk-you-closed = **Ticket { $id }** is closed. Thank you!
helpdesk-you-confirmed = **Ticket { $id }** is closed. Glad that it is solved!
helpdesk-you-reopened = **Ticket { $id }** waits for somebody to help again.
helpdesk-you-withdrew = **Ticket { $id }** is closed.
helpdesk-recalled = { $count ->
    [one] 1 person was still to be asked: they are not asked any more.
   *[other] { $count } people were still to be asked: they are not asked any more.
    }
helpdesk-under-way = { $count ->
    [one] 1 person is just being asked: their message will say that it is over.
   *[other] { $count } people are just being asked: their messages will say that it is over.
    }
helpdesk-you-still = Thank you. Magpie asks again tomorrow.
helpdesk-you-logged = **Ticket { $id }** is written down.
helpdesk-you-logged-answered = **Ticket { $id }** is written down as answered. Thank you!

# Lists.
helpdesk-list-empty = No ticket is open.
helpdesk-list-head =
    { $count ->
        [one] One ticket is open:
       *[other] { $count } tickets are open:
    }
helpdesk-list-waiting = **{ $id }** · { $name } · waits; next at { $at } · { $text }
helpdesk-list-claimed = **{ $id }** · { $name } · { $helper } is helping · { $text }
helpdesk-list-solved = **{ $id }** · { $name } · solved, the asker is asked · { $text }
helpdesk-story-opened = { $at } · opened by { $name }
helpdesk-story-asked =
    { $count ->
        [one] { $at } · one person was asked
       *[other] { $at } · { $count } people were asked
    }
helpdesk-story-claimed = { $at } · { $name } began to help
helpdesk-story-released = { $at } · put back by { $name }
helpdesk-story-sent = { $at } · sent to the secretariat by { $name }
helpdesk-story-nudged = { $at } · the helper was asked whether they are still helping
helpdesk-story-solved = { $at } · { $name } says that it is solved
helpdesk-story-reopened = { $at } · { $name } still needs help
helpdesk-story-closed = { $at } · closed by { $name }
helpdesk-story-failed = { $at } · a message could not be brought: { $reason }
helpdesk-magpie = Magpie

# What went wrong, and what to do.
helpdesk-not-set-up = Magpie is not set up yet, so nothing was sent. Somebody who may manage this server completes /setup. Missing: { $missing }
helpdesk-unknown = There is no ticket { $id } that you can see. /ticket list shows those that are open.
helpdesk-taken = { $name } is helping with ticket { $id } already.
helpdesk-not-allowed-volunteers = Only the volunteers of the help desk and the secretariat answer ticket { $id }.
helpdesk-not-allowed-secretariat = Only the secretariat answers ticket { $id }.
helpdesk-own-ticket = Ticket { $id } is your own: somebody else helps you with it.
helpdesk-not-claimed = Nobody is helping with ticket { $id } now.
helpdesk-not-asker = Only who asked can say that about ticket { $id }.
helpdesk-with-secretariat = Ticket { $id } is with the secretariat already.
helpdesk-is-solved = Ticket { $id } is solved, says the helper; the asker is asked.
helpdesk-is-closed = Ticket { $id } is closed.
helpdesk-not-here = Magpie does not find you in the server. Please try again in a minute.
helpdesk-not-desk = Only the volunteers of the help desk and the secretariat write tickets down for others. Do you need help yourself? Use /help.
helpdesk-empty = Nothing was written, so nothing was sent.
helpdesk-too-long = That is over { $limit } characters, so nothing was sent. Please shorten it.
helpdesk-too-many = You have { $limit } open tickets. Please close one that you need no more; /ticket list shows them.
helpdesk-kept-helped =
    { $count ->
        [one] That you helped with one ticket: without it, who asked could not see who answered.
       *[other] That you helped with { $count } tickets: without it, those who asked could not see who answered.
    }

# Messages about a ticket that has moved on since.
helpdesk-past-newer = A newer message about this ticket is further down.
helpdesk-past-asked = **Ticket { $id }**: more people were asked to help.
helpdesk-past-put-back = **Ticket { $id }**: the helper could not continue, so other people were asked.
helpdesk-past-sent = **Ticket { $id }** was passed to the secretariat.
helpdesk-past-claimed = **Ticket { $id }**: somebody started to help.
helpdesk-past-solved = **Ticket { $id }**: the helper marked it as solved.
helpdesk-past-check = **Ticket { $id }**: you are still helping. Thank you!
helpdesk-helper-thread = You are helping { $name } with **ticket { $id }**. { $thread } Only you see the buttons here.
helpdesk-next-volunteers-none = Nobody else is on the help desk yet.
helpdesk-next-secretariat-none = Nobody has the secretariat role yet, so nobody there can be asked. Please tell somebody who manages this server.
helpdesk-list-private = 🔒 { $text }
