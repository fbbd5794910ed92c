# The phone wall: the page of the sandbox. Keys here are sent to the page as they are: no selectors, terms or attributes.
# **Two stars** mark what to press, `backticks` what to type.
wall-title = Magpie
wall-title-page = Magpie · the phone wall
wall-subtitle = A whole community on one page. Nothing here reaches the real Discord.
wall-skip = Go to the phones
wall-language = Language of this page
# The language's own name, in the list of languages.
wall-language-name = English
wall-utc = UTC
wall-yes = Yes
wall-no = No
wall-cancel = Cancel
wall-search = Search
wall-required = (required)
wall-optional = (optional)
wall-lost = The sandbox is not answering. Is it still running?
wall-reset = Start over
wall-reset-hint = A new community, with no messages yet
wall-reset-sure = Start over with a new community? All messages on this page will be lost.

# The clock and the bot
wall-clock = This page’s clock
wall-clock-next = To next event
wall-clock-next-hint = Go to the next time Magpie has something planned
wall-clock-next-at = Next: { $time }
wall-clock-plus = Go { $hours } h forward
wall-clock-play = Play
wall-clock-pause = Pause
wall-clock-speed = Speed
wall-clock-real = This clock shows real time.
wall-clock-nothing-due = Nothing more is planned. The clock stays where it is.
wall-clock-far = Nothing is planned in the next twelve hours. The next event is on { $time }. Go there? The clock cannot go back: only “Start over” brings this time back.
wall-clock-go = Go there
wall-clock-quiet = It is now { $time }. Magpie did only background work and sent no message.
wall-bot = The bot
wall-bot-running = Magpie is running
wall-bot-starting = Magpie is starting
wall-bot-stopped = Magpie is not running
wall-bot-elsewhere = Magpie runs in its own process
wall-bot-kill = Kill the bot
wall-bot-start = Start it
wall-bot-killed = The bot was killed without warning. Everything it had accepted is in its database.
wall-bot-started = The bot is running again.

# The wall
wall-wall = The phones
wall-phone-open = Open the phone of { $name }
wall-phone-remove = Remove the phone of { $name } from the wall
wall-phone-put-away = Put away the phone of { $name }
wall-phone-held = In your hand
wall-phone-sounded = Sounds: { $count }
wall-phone-silent = Dark · arrived silently: { $count }
wall-phone-dark = Dark
wall-phone-asleep = quiet hours
wall-phone-add = Another member:
wall-phone-add-button = Add
wall-lock-more = and { $count } more
wall-lock-mention = mentions you
wall-heard = What reached these phones
wall-heard-hint = A bell: the phone made a sound and lit up. A crossed-out bell: the message arrived silently and woke no one.
wall-heard-local = ({ $time } there)
# The city of a member whose time zone is named after another city.
wall-city-in-zone = { $city } ({ $zone } time)
wall-heard-sounded = made a sound:
wall-heard-silent = received silently:

# The phone in the hand
wall-hand-title = The phone of { $name }
wall-places = Places
wall-places-dm = Direct messages
wall-places-server = Server
wall-places-threads = Threads
wall-places-none = This member cannot see any channels.
wall-places-back = Back to the list of places
wall-place-news = new
wall-place-hidden = This member cannot see this place.
wall-settings = What this member can change in Discord
wall-settings-language = Language of the Discord app
wall-settings-dms = Direct messages are open
wall-settings-hint = Discord tells Magpie the language with each command and press. Magpie finds out that direct messages are closed when it tries to send one.
wall-messages = Messages
wall-newest = More below
wall-message-by = { $name }, { $time }
wall-app-tag = APP
wall-edited = edited
wall-silent-hint = Arrived silently
wall-used-command = { $name } used
wall-only-you = Only you can see this
wall-dismiss = Dismiss
wall-dm-empty = No messages yet. A bot may only write first to people who have pressed one of its buttons.
wall-channel-empty = No messages yet.
wall-select = Make a selection
wall-select-done = Done
wall-select-count = { $count } of up to { $max }
wall-thinking = Magpie is thinking… ({ $what })
wall-a-button = a button press
wall-interaction-failed = This did not work.
wall-no-answer = Magpie did not answer within 3 seconds. Is it running?
wall-modal-submit = Submit
wall-modal-of = On the phone of { $name }
wall-composer-dm = Write, or / for a command
wall-composer-channel = Write in #{ $name }, or / for a command
wall-composer-commands-only = Commands only here: type /
wall-composer-send = Send
wall-commands = Commands
wall-command-unknown = There is no command “{ $text }”. Type / to see them all.
wall-command-run = Send the command
wall-command-keys = Enter sends · Esc cancels
wall-suggest-nothing = No matches
wall-suggest-choose = Please choose one from the list.

# The story
wall-story = A night in two minutes
wall-story-hint = Some fifty people live across all time zones. Play with their phones, and see who is woken and who is not.
wall-story-do = Do this
wall-story-look = What to look at
wall-story-show = Show me
wall-story-next = Next card
wall-story-done = done
wall-story-stuck = This step did not work: { $reason } You can do it by hand.
wall-story-no-form = no form opened.
wall-story-no-button = there is no button “{ $label }” here.
wall-story-late = It is past { $time }, so this card can no longer be played. Press **{ $button }**.
wall-story-first = This card continues card { $card }. Play card { $card } first.

wall-story-real = The story needs a clock that can move: start `cargo run --release -- sandbox` without `--no-bot` and `--real-time`.
wall-story-1-title = Only Brisbane wakes
wall-story-1-lead = It is Tuesday 10 November 2020, 16:55 UTC. In Brisbane it is almost 3 in the morning, and a member there has asked Magpie to wake them for a session.
wall-story-1-do-1 = Press **To next event** at the top.
wall-story-1-look-1 = Only Brisbane’s phone lights up: “Your session is at 04:30”, in local time.
wall-story-1-look-2 = All other phones stay dark. No one is woken who did not ask for it.

wall-story-2-title = An urgent alert
wall-story-2-lead = The link to the main room has changed, and people need to know before 18:15 UTC. The secretariat writes to all members.
wall-story-2-do-1 = Open the phone of **Secretariat lead**, go to **secretariat**, type `/alert send`, choose **Urgent**, and **members** to send it to.
wall-story-2-do-2 = In the form write `Main room link changed`, and `18:15 UTC` under **Please read by**.
wall-story-2-do-3 = Read the preview.
wall-story-2-do-4 = Press **Send**.
wall-story-2-look-1 = The preview names first who cannot see it in time, and counts everyone else. The button **Names** shows all names.
wall-story-2-look-2 = La Paz and Vancouver light up: it is daytime there.
wall-story-2-look-3 = Sydney stays dark.
wall-story-2-text = Main room link changed
wall-story-2-before = 18:15 UTC

wall-story-3-title = “Sent” is not “seen”
wall-story-3-lead = A message counts as seen only when the person presses the button.
wall-story-3-do-1 = Open the phone of **Member La Paz** and press **Lo he visto** (“I have seen this” in Spanish).
wall-story-3-do-2 = Open the phone of **Secretariat lead** and go to **secretariat**.
wall-story-3-do-3 = Open the phone of **Member Sydney**.
wall-story-3-look-1 = The secretariat’s list is updated: La Paz has seen it, with the time.
wall-story-3-look-2 = Sydney’s phone made no sound, but the message is there in case they are up.

wall-story-4-title = Someone needs help
wall-story-4-lead = A guest cannot get into the meeting. They need to know who will answer, and by when.
wall-story-4-do-1 = Open the phone of **Guest participant**, go to **help**, press **Get help** and say what is wrong.
wall-story-4-do-2 = No one answers. At the top, press **To next event**, or **Play** (▶), until ten minutes have passed.
wall-story-4-do-3 = Open the phone of **Member La Paz** and press **Yo ayudo** (“I will help”).
wall-story-4-do-4 = Open the phone of **Member Vancouver**, who was also asked.
wall-story-4-look-1 = After ten minutes Magpie asks the volunteers who are awake, and wakes none of the others. The guest is told silently who was asked.
wall-story-4-look-2 = On Vancouver’s phone the button is switched off and names the helper.
wall-story-4-text = I cannot get into the main room. It says my link is not valid.

wall-story-5-title = Nothing is lost
wall-story-5-lead = A computer can fail at any moment. Magpie saves what it has to send before it promises anything.
wall-story-5-do-1 = Press **Kill the bot** at the top.
wall-story-5-do-2 = Press **Start it**.
wall-story-5-do-3 = Press **+1 h** until it is past 20:00 UTC: Sydney wakes up at 07:00.
wall-story-5-do-4 = Open the phone of **Member Sydney**.
wall-story-5-look-1 = Sydney’s phone makes one sound: “{ $said }”
wall-story-5-look-2 = Nothing is lost, and nothing arrives twice.

# The clock and the phones, when something is amiss or out of view
wall-clock-bot-dead = The bot is not running, so it cannot say what comes next. Start it first.
wall-clock-bot-starts = The bot is starting. Please wait a moment.
wall-clock-others = It is now { $time }. Magpie sent a message, but none of the phones on this page rang.
wall-heard-nothing = Nothing yet.
wall-mail = E-mail
wall-mail-hint = People who are not on Discord have no phone here. Their e-mails arrive here, and nothing leaves this machine.
wall-mail-none = No e-mails yet.
wall-mail-from = From { $from }, { $time }
wall-rings = Ringing: { $names }
wall-command-none = There are no commands yet: no bot has connected to this server.
wall-command-not-in-dm = “/{ $name }” works only in the server’s channels. Press the arrow at the top of this phone and choose a channel.
wall-link-inside = This link leads to discord.com. The sandbox has nothing there.

# The cards: a button at each step, the steps on a narrow screen, and the end
wall-story-step = Do this step for me
wall-story-step-of = Do step { $step } for me
wall-story-no-press = this phone has no button for this step yet.
wall-story-what-next = What next?
wall-story-roster = These cards need the community that comes with Magpie: start `cargo run --release -- sandbox` without `--roster`.
wall-coach = What to do: { $title }
wall-coach-done = Done: { $title }
wall-coach-away = The × at the top right puts this phone away and shows the other phones.
wall-story-end-told = You have played the whole night. “What next?” says how to go on.
wall-end-undone-title = What next?
wall-end-undone-lead = Cards not done yet: { $cards }. You can still do them, or go on:
wall-story-end-title = That was the night. What next?
wall-story-end-lead = No one was woken without having asked, and nothing was lost.
wall-story-end-do-1 = See how an empty server is set up. Stop this sandbox (Ctrl+C in its terminal), then run `cargo run --release -- sandbox --bare`. It has cards of its own.
wall-story-end-do-2 = Then try it on your own server: the README explains each step under **On a real server**.

# The cards of an empty server
wall-bare = An empty server
wall-bare-hint = Nothing is set up, and no one has a profile yet. Do what the first people on a real server do.
wall-bare-1-title = Set up the server
wall-bare-1-lead = { $owner } owns this server. Magpie has just joined it and knows nothing about it.
wall-bare-1-do-1 = Open the phone of **{ $owner }**, go to **mag-general** and type `/setup`.
wall-bare-1-do-2 = Check the suggested roles and channels, then press **Save as shown**.
wall-bare-1-look-1 = Magpie suggests roles and channels by their names. Once they are saved, it says which permission is missing, and where.
wall-bare-1-look-2 = Its panels are now in **announcements** and **help**.
wall-bare-2-title = The first profile
wall-bare-2-lead = { $member } tells Magpie where they live and when they sleep.
wall-bare-2-do-1 = Open the phone of **{ $member }**, go to **announcements**, press **Set up my profile**, then **Go to the message**.
wall-bare-2-do-2 = Answer the three questions. The name of a city is enough: `{ $city }`.
wall-bare-2-do-3 = Press **Save**.
wall-bare-2-look-1 = All times are shown in this member’s local time from now on.
wall-bare-2-look-2 = The summary says who can see which of the answers.
wall-bare-3-title = The first reminder
wall-bare-3-lead = The fastest way to see Magpie ring a phone.
wall-bare-3-do-1 = On the phone of **{ $member }** type `/remind`, with the text `Tea` and the time `in 2 min`.
wall-bare-3-do-2 = Magpie repeats what it understood. Press **Save**.
wall-bare-3-do-3 = Press **To next event** at the top. With a real clock, wait two minutes.
wall-bare-3-look-1 = The reminder arrives on this phone, and no other phone rings.
wall-bare-3-text = Tea
wall-bare-3-when = in 2 min
wall-bare-end-told = Everything is set up. “What next?” says how to go on.
wall-bare-end-title = The server is ready. What next?
wall-bare-end-lead = These were the same steps, commands and buttons as on a real server.
wall-bare-end-do-1 = See what a whole community does in one night. Stop this sandbox (Ctrl+C in its terminal), then run `cargo run --release -- sandbox`.
wall-bare-end-do-2 = Or go to your own server: the README explains each step under **On a real server**.
