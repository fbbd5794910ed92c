# /setup: who is who and what goes where in a server. Names of Discord's permissions as its own settings page has them.

setup-title = **Magpie in { $server }**
setup-chosen = ✅ { $what }: { $choice }
setup-suggested = 💡 { $what }: { $choice } (suggested by its name; not saved yet)
setup-deleted = ⚠️ { $what }: what you chose was deleted on Discord. Please choose another one.
setup-deleted-suggested = 💡 { $what }: { $choice } (suggested by its name; not saved yet, but what you chose before was deleted on Discord)
setup-missing = ⬜ { $what }: not chosen

setup-role-members = Members’ role
    .within = the members’ role
setup-role-volunteers = Help desk volunteers’ role
    .within = the volunteers’ role
setup-role-secretariat = Secretariat’s role
    .within = the secretariat’s role
setup-channel-secretariat = Secretariat’s channel (alerts, private reports)
    .within = the secretariat’s channel
setup-channel-announcements = Announcements channel (profile button)
    .within = the announcements channel
setup-channel-help = Channel where people ask for help
    .within = the channel where people ask for help
setup-channel-triage = Channel where volunteers see tickets
    .within = the channel where volunteers see tickets
setup-channel-inbox = Inbox channel (private threads for closed DMs)
    .within = the inbox channel

setup-event = 📅 Event: { $from } to { $to }
setup-event-none = 📅 Event: no dates yet
setup-people-none = 👥 No one here has one of these roles yet. Please give people their roles in Discord: Server Settings → Members.
setup-people = 👥 { $members ->
        [one] 1 person has the members’ role
       *[other] { $members } people have the members’ role
    }. Of all people with any of the three roles, { $unset ->
        [0] everyone has a profile.
        [one] 1 has no profile yet.
       *[other] { $unset } have no profile yet.
    }
setup-expected = 📋 Expected: { $expected }. Not on Discord: { $absent }.
setup-expected-none = 📋 No list of expected members yet. To upload one, use { COMMAND("setup") } with the option members_file.
setup-permissions-fine = 🔑 Magpie has all the permissions it needs.
setup-thread-readers = 👁️ These roles can manage threads in { $channel }, so they can read the private ones too: { $roles }.
setup-lack = ⚠️ Magpie needs permissions in { $channel }: { $permissions }. To fix it: channel settings → Permissions → Magpie.
setup-open-to-all = ⚠️ { $what }: everyone in the server can read it. Please limit it to the people who need it.
setup-hidden = ⚠️ { $what }: “{ $who }” cannot see it. To fix it: channel settings → Permissions → View Channel.
setup-open-to-threads = ⚠️ { $what }: everyone can start threads there, and could name one like a member’s own. To fix it: channel settings → Permissions → @everyone → deny Create Public Threads and Create Private Threads.

setup-save = Save as shown
setup-to-roles = Roles
setup-to-channels = Channels
setup-to-rest = Announcements and event
setup-change = Change
setup-dates = Event dates
setup-dates-from = First day
setup-dates-to = Last day
setup-dates-placeholder = 2026-11-10 or 10 November 2026
setup-dates-unknown = ⚠️ Magpie could not read “{ $typed }” as a day, so nothing was changed. Please write it like 2026-11-10.
setup-dates-which = ⚠️ “{ $typed }” can mean different days, so nothing was changed. Please press “{ setup-dates }” again and write the one you mean:
setup-dates-choice = • `{ $written }` for { $day }
setup-dates-order = ⚠️ The last day is before the first day, so nothing was changed. Please check both.

setup-done = ✅ **Magpie is ready.** Everything is saved, and Magpie’s messages with buttons are in their channels.
setup-not-ready = ⚠️ **Everything is saved, but Magpie is not ready.** It cannot work in { $channels }: see below. Once the permissions are there, Magpie continues by itself.
setup-not-ready-deleted = ⚠️ **Everything is saved, but Magpie is not ready.** Deleted on Discord: { $deleted }. Please press “{ setup-change }” and choose another one.
setup-not-ready-panels = ⚠️ **Everything is saved, but Magpie is not ready:** one of its messages with buttons could not be posted.
setup-incomplete = **Saved, but the setup is not complete.** Still missing: { $missing }. Until then, most commands do not work yet.
setup-panel-failed = Magpie could not post its message with buttons in { $channel }. Please fix the permissions below, then press “{ setup-save }” again.

setup-role-everyone = ⚠️ You cannot choose @everyone, because every guest would be in the group. Nothing was changed. Please choose another role.
setup-role-managed = ⚠️ That role belongs to a bot, so no person can have it. Nothing was changed. Please choose another role.
setup-role-unknown = ⚠️ Magpie cannot see that role, so nothing was changed. Please choose another role.
setup-only-in-server = Please use this in the server that Magpie should work for.
setup-not-allowed = Only people with the permission “Manage Server” can set up Magpie. Nothing was changed.
setup-not-synced = Magpie is still reading this server, so nothing was changed. Please try again in a few seconds.
setup-elsewhere = This Magpie already works for another server: { $server }. One Magpie can work for only one server. Please remove it there first, or run a second one.

setup-claimed = **{ $name }** ({ $mention }) has set up Magpie in your server. Whoever sets it up decides who is in the secretariat and can read what people report to it. If you did not expect this, use { COMMAND("setup") } and choose the roles and channels yourself.

setup-list-taken = ✅ { $count ->
        [one] The list now has 1 expected person.
       *[other] The list now has { $count } expected people.
    }
setup-list-unused = Columns that were not used: { $columns }.
setup-list-understood = 📋 **This is what Magpie understood. Nothing is saved yet.** { $count ->
        [one] 1 person:
       *[other] { $count } people:
    }
setup-list-zones = 🌍 Place known: { $known }; not known: { $unknown }. Until someone saves a profile, Magpie assumes this place: messages make a sound there from 09:00 to 20:00, arrive silently at other times, and nothing wakes them.
setup-list-here = 👥 Found here by handle: { $certain }; { $saved } of them have a profile, and it stays as it is. Found by name only: { $names }. A name proves nothing, so their place is not used until you add their handle.
setup-list-replaces = 🔁 Replaces a list of { $count }; people on that list who are not on this one: { $gone }.
setup-list-save = Save this list
setup-list-discard = Discard
setup-list-discarded = The uploaded list was discarded, so nothing was changed.
setup-list-gone = ⚠️ That uploaded list is no longer waiting: it was saved or discarded, or a newer file was uploaded. This is what is saved now:
setup-list-place = { $place }, now { $time }
setup-list-role-mag = member
setup-list-role-helpdesk = volunteer
setup-list-role-secretariat = secretariat
setup-list-has-profile = has a profile, which stays
setup-list-by-name = found by name only
setup-list-not-here = not on Discord yet
setup-note-unknown-place = Magpie does not know the place “{ $typed }”, so it assumes no time zone.
setup-note-which-place = “{ $typed }” could be one of several places ({ $places }), so Magpie assumes no time zone. Please add the country.
setup-note-language = Magpie does not write “{ $typed }”, only English, French and Spanish.
setup-list-refused = ⚠️ **The list was not saved; nothing was changed.** { $count ->
        [one] 1 thing to fix:
       *[other] { $count } things to fix:
    }
setup-fault-line = Line { $line }: { $fault }
setup-fault-file = The file: { $fault }
setup-fault-not-utf8 = it is not saved as UTF-8. In your spreadsheet program, choose “CSV UTF-8”.
setup-fault-empty = it has no people in it.
setup-fault-too-many = it has more than { $most } lines.
setup-fault-no-header = the first line does not name the columns. It reads “{ $line }”. Please put a line like this above it: name,contact,role,handle,city,language
setup-fault-no-column = there is no column “{ $column }”. The first line must name the columns: name, contact, role and, if you like, handle, city or zone, language. Their order does not matter.
setup-column-name = name
setup-column-contact = contact
setup-column-role = role
setup-column-handle = handle
setup-column-city = city
setup-column-country = country
setup-column-zone = zone
setup-column-language = language
setup-fault-unreadable = it cannot be read as CSV. Is a closing quotation mark missing?
setup-fault-no-name = the name is missing.
setup-fault-no-address = the address outside Discord (e-mail or phone) is missing.
setup-fault-no-role = the role is missing: member, volunteer or secretariat.
setup-fault-unknown-role = “{ $role }” is not a role. Please write member, volunteer or secretariat.
setup-fault-too-long = the { $column } has more than { $most } characters.
setup-fault-repeated = the same person as on line { $first }.
setup-and-more = … and { $count } more.
setup-file-too-large = The file is larger than { $kilobytes } kB, so nothing was changed. Please upload a smaller one.
setup-file-unread = Magpie could not download the file from Discord, so nothing was changed. Please upload it again.

setup-absent = { $count ->
        [one] 1 expected person is not on Discord.
       *[other] { $count } expected people are not on Discord.
    } Magpie compares by handle or exact name. To copy:
setup-absent-none = Everyone on the list is on Discord. You do not need to do anything.
setup-absent-button = Not on Discord: { $count }
setup-no-profile = { $count ->
        [one] 1 person here has a role and no profile yet.
       *[other] { $count } people here have a role and no profile yet.
    } To copy:
setup-no-profile-none = Everyone here with a role has a profile. You do not need to do anything.
setup-no-profile-button = Without a profile: { $count }
setup-remind-them = Remind them
setup-reminded-now = { $count ->
        [one] Magpie is sending a reminder to 1 person: { $names }.
       *[other] Magpie is sending a reminder to { $count } people: { $names }.
    }
setup-reminded-silently = { $count ->
        [one] 1 person gets a reminder silently, because Magpie does not know their time zone: { $names }.
       *[other] { $count } people get a reminder silently, because Magpie does not know their time zone: { $names }.
    }
setup-reminded-later = { $count ->
        [one] 1 person is asleep and is reminded on waking: { $names }.
       *[other] { $count } people are asleep and are reminded on waking: { $names }.
    }
setup-names-in-file = { $count } more (all the names are in the file)
setup-reminded-already = { $count ->
        [one] 1 person already got a reminder in the last 24 hours, or gets one on waking, so no new one is sent.
       *[other] { $count } people already got a reminder in the last 24 hours, or get one on waking, so no new ones are sent.
    }
setup-reminded-nobody = Everyone with a role has a profile now, so no one is reminded.

guild-permission-administrator = Administrator
guild-permission-manage-server = Manage Server
guild-permission-view-channel = View Channel
guild-permission-send-messages = Send Messages
guild-permission-manage-messages = Manage Messages
guild-permission-read-message-history = Read Message History
guild-permission-mention-everyone = Mention @everyone, @here, and All Roles
guild-permission-manage-threads = Manage Threads
guild-permission-create-public-threads = Create Public Threads
guild-permission-create-private-threads = Create Private Threads
guild-permission-send-messages-in-threads = Send Messages in Threads
guild-permission-other = another permission
