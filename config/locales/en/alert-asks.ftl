# What an alert asks for, how recipients answer, and alerts for practice.

alert-answer-yes = I can
alert-answer-no = I can’t
alert-button-answered = ✓ { $answer }
alert-button-no-longer = I can’t after all
alert-button-help = I need help
alert-button-remind = Remind me in 15 min
alert-your-answer = Your answer: **{ $answer }** ({ $time }). You can change it until the alert ends.
alert-your-answer-late = Your answer: **{ $answer }** ({ $time }, after the deadline). You can change it until the alert ends.
alert-your-answer-before = You answered **{ $answer }** before the correction ({ $time }). Is that still right? If not, please change it.
alert-needed = { $count ->
    [one] 1 person is needed.
   *[other] { $count } people are needed.
    }
alert-needed-found = { $count ->
    [one] 1 person is needed. Found so far: { $names }.
   *[other] { $count } people are needed. Found so far: { $names }.
    }
alert-found = Found: { $names }. Thank you.
alert-seen-unanswered = { $count ->
    [one] One of them still waits for your answer: please press a button under its message.
   *[other] { $count } of them still wait for your answer: please press a button under each message.
    }

# A reminder that a recipient asked for.
alert-label-reminder = { $severity }, reminder
alert-reminder-planned = You will get a reminder at { $time }, with a sound.
alert-reminder-planned-sooner = You will get a reminder at { $time }, with a sound, so that it comes before the deadline at { $by }.
alert-reminder-unless-answered = If you answer sooner, it will not come.
alert-reminder-deadline-near = The deadline is at { $by }, too soon for a reminder, so none was set. Please look at the alert now.
alert-reminder-deadline-passed = The deadline has passed ({ $by }), so no reminder was set.
alert-reminder-deadline-passed-to-answer = The deadline has passed ({ $by }), so no reminder was set. You can still answer.
alert-reminder-nothing-left = This alert needs nothing from you any more, so there is nothing to remind you of.
alert-reminder-passed = The deadline has passed.

# In a message with several alerts.
alert-waking-found = **{ $number }.** ~~{ $label }: { $text }~~ Enough people were found. Thank you.
alert-waking-answer = { $number }: Answer
alert-waking-answered = { $number }: ✓ { $answer }

# The form. Labels have room for 45 characters.
alert-form-read-by = Please read by
alert-form-people = How many people are needed
alert-form-people-placeholder = A number, such as 2
alert-form-answers = Answers to choose from, one on each line
alert-form-answers-placeholder = Two to five short answers, such as Room A and Room B
alert-ask-number = Please write how many people are needed: a number from 1 to { $max }.
alert-ask-answers = Please write { $min } to { $max } answers to choose from, one on each line.
alert-ask-too-long = An answer is too long for a button. Please use at most { $max } characters for each.
alert-ask-same = Two of the answers are the same.

# What the author sees.
alert-preview-until = { $time }, { $away }
alert-asks-yes-no = Asks: I can, or I can’t
alert-asks-people = { $count ->
    [one] Asks: I can, until 1 person is found
   *[other] Asks: I can, until { $count } people are found
    }
alert-asks-too-few = { $count ->
    [one] ⚠️ Only 1 person gets this, fewer than are needed.
   *[other] ⚠️ Only { $count } people get this, fewer than are needed.
    }
alert-asks-choice = Asks to choose: { $answers }

# The list in the secretariat’s channel. Seen and answered are not the same.
alert-roster-counts = Seen by { $seen } of { $count } · answered by { $answered }
alert-roster-needed = Needed: { $needed } · found: { $found }
alert-roster-can = ✅ **Can ({ $count }):** { $names }
alert-roster-cannot = 🚫 **Can’t ({ $count }):** { $names }
alert-roster-chose = ☑️ **{ $answer } ({ $count }):** { $names }
alert-roster-only-seen = 👀 **Seen, not answered ({ $count }):** { $names }
alert-roster-late = late
alert-roster-before-correction = before the correction
alert-roster-reminded = reminder at { $time }
alert-asked-all-answered = Everyone has answered, so no one was asked again.
alert-asked-enough = Enough people were found, so no one was asked again.

# Practice.
alert-label-practice = Practice · { $label }
alert-practice-note = This is a practice: nothing has happened. Please press a button all the same.
alert-practice-preview = **Practice:** it goes only to people who are awake, and every message says that it is a practice. Left out: { $count }.
alert-nobody-awake = No one there is awake now, and a practice alert goes only to people who are awake.
alert-practice-reached = { $reached ->
    [0] **Practice report:** no phone of { $count } has been reached with a sound yet.
   *[other] **Practice report:** reached with a sound: { $reached } of { $count }, within { $took }.
    }
alert-practice-confirmed = { $confirmed ->
    [0] No one of { $count } has pressed a button yet.
   *[other] Pressed a button: { $confirmed } of { $count }, within { $took }.
    }
alert-practice-silent = 🔇 **Phones that may have stayed silent ({ $count }):** { $names }

# Fixing the text without telling people.
alert-button-fix = Fix silently
alert-fix-hint = “Fix silently” changes the text in the messages that people have, and tells no one.
alert-fixed = { $count ->
    [0] ✅ Fixed. No one had received alert { $number } yet.
    [one] ✅ Fixed. The message that 1 person has of alert { $number } changes in place, and no one is told.
   *[other] ✅ Fixed. The messages that { $count } people have of alert { $number } change in place, and no one is told.
    }
alert-fixed-in-no-message = ✅ Fixed in alert { $number }, but not in the messages already sent. No one is told.
alert-fix-time-changed = The time has changed too, so people must be told. Please send it as a correction.

# Before an alert ends.
alert-ask-over = Is alert { $number } over? Nothing more will be sent, and answers can no longer be changed.
alert-ask-withdraw = Withdraw alert { $number }, because it should not have been sent?
alert-button-confirm-over = Yes, it is over
alert-button-confirm-withdraw = Yes, withdraw it
alert-button-go-on = No, keep it
alert-goes-on = Alert { $number } goes on. Nothing was changed.

# Until everyone has answered: they are asked again, then the secretariat gets a list of who is missing.
alert-plan = **Until answered:** those who are awake are asked again at { $times }. At { $time }, the secretariat gets a list of who has not answered.
alert-plan-asks = **Until answered:** those who are awake are asked again at { $times }.
alert-plan-list = **Until answered:** at { $time }, the secretariat gets a list of who has not answered.
alert-marked-asked-again = { $text }
    You have been asked again. Please press a button under the newer message.
alert-waking-asked-again = **{ $number }.** { $label }: { $text } · You have been asked again, in a newer message.
alert-missing-title = { $count ->
    [one] 📞 **Alert { $number }: 1 person has not answered.**
   *[other] 📞 **Alert { $number }: { $count } people have not answered.**
    }
alert-missing-question = { $count ->
    [one] Can you reach this person?
   *[other] Can you reach them?
    }
alert-missing-as-of = Local times and who is awake: as of { $time } UTC.
alert-missing-withheld = ⚠️ Contacts are not shown, because people outside the secretariat can read this channel. { COMMAND("setup") } shows what to do.
alert-missing-awake = **Awake ({ $count })**
alert-missing-asleep = **Asleep ({ $count })**
alert-missing-no-zone = **Time zone unknown ({ $count })**
alert-missing-reached = **Reached, no answer yet ({ $count })**
alert-missing-wakes = { $time }, wakes { $wakes }
alert-missing-deputy = deputy: { $name }
alert-missing-reached-by = reached by { $name } at { $time } UTC
alert-missing-more = … and { $count } more. The list of the alert has all names.
alert-missing-mark = I reached them: choose who
alert-missing-mark-page = I reached them: choose who ({ $page } of { $pages })
alert-missing-unmark = Not reached after all: choose who
alert-missing-ended = Alert { $number } has ended. You do not need to reach anyone for it any more.
alert-missing-found = Enough people were found for alert { $number }. You do not need to reach anyone for it any more.
alert-missing-answered = Everyone has answered alert { $number }. You do not need to reach anyone for it any more.
alert-missing-continued = The list of who has not answered alert { $number } continues in a newer message.
alert-reached = ✅ Recorded for alert { $number }: you reached { $names }. They are not asked again. Only they can answer.
alert-reached-nothing = Nothing was changed: they had been reached before, or have answered.
alert-not-reached = Undone for alert { $number }: { $names }
alert-not-reached-nothing = Nothing was changed: they were not marked as reached, or have answered.
alert-roster-reached = reached by { $name } at { $time }
alert-asked-all-reached = The secretariat has reached everyone who has not answered, so no one was asked again.
