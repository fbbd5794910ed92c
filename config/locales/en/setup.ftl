# /setup: who is who and what goes where in a server. Names of Discord's permissions as its own settings page has them.

setup-title = **Magpie in { $server }**
setup-chosen = ✅ { $what }: { $choice }
setup-suggested = 💡 { $what }: { $choice } (suggested by its name; not saved yet)
setup-missing = ⬜ { $what }: not chosen

setup-role-members = Role of the members
setup-role-volunteers = Role of the help desk's volunteers
setup-role-secretariat = Role of the secretariat
setup-channel-secretariat = Channel of the secretariat (alerts, private reports)
setup-channel-announcements = Channel for announcements (profile button)
setup-channel-help = Channel where people ask for help
setup-channel-triage = Channel where volunteers see tickets
setup-channel-inbox = Inbox (private threads for closed DMs)

setup-event = 📅 Event: { $from } to { $to }
setup-event-none = 📅 Event: no dates yet
setup-people = 👥 { $members ->
        [one] 1 member is here
       *[other] { $members } members are here
    }; { $unset ->
        [0] all people with a role have a profile.
        [one] 1 person has no profile yet.
       *[other] { $unset } people have no profile yet.
    }
setup-expected = 📋 Expected: { $expected }. Not on Discord: { $absent }.
setup-expected-none = 📋 No list of expected members yet: upload one with /setup and the option members_file.
setup-permissions-fine = 🔑 Magpie has all the permissions it needs.
setup-thread-readers = 👁️ Who may manage threads reads the private ones in { $channel } too: { $roles }.
setup-lack = ⚠️ In { $channel } Magpie lacks: { $permissions }. Fix: channel settings → Permissions → Magpie.
setup-open-to-all = ⚠️ Everybody in the server can read this one: { $what }. Close it to those who need it.
setup-hidden = ⚠️ { $what }: not visible to "{ $who }". Fix: channel settings → Permissions → View Channel.
setup-open-to-threads = ⚠️ { $what }: everybody may start threads there, and give them the name of a member's own. Fix: channel settings → Permissions → @everyone → deny Create Public Threads and Create Private Threads.

setup-save = Save as shown
setup-to-roles = Roles
setup-to-channels = Channels
setup-to-rest = Announcements and event
setup-change = Change
setup-dates = Event dates
setup-dates-from = First day
setup-dates-to = Last day
setup-dates-placeholder = 2026-11-10 or 10 November 2026
setup-dates-unknown = ⚠️ "{ $typed }" is not a day that Magpie can read. Please write it like 2026-11-10. Nothing was changed.
setup-dates-which = ⚠️ "{ $typed }" can mean more than one day. Nothing was changed; please press "{ setup-dates }" again and write the one you mean:
setup-dates-choice = • `{ $written }` for { $day }
setup-dates-order = ⚠️ The last day lies before the first. Nothing was changed.

setup-done = ✅ **Magpie is ready.** Everything is saved, and the panels stand in their channels.
setup-not-ready = ⚠️ **Everything is saved, but Magpie is not ready.** It cannot work in { $channels }: see below. As soon as the permissions are there, Magpie goes on by itself.
setup-not-ready-panels = ⚠️ **Everything is saved, but Magpie is not ready:** a panel is missing.
setup-incomplete = **Saved, but not complete yet.** Still missing: { $missing }. Until then most commands only say so.
setup-panel-failed = Magpie could not post its panel in { $channel }. Mend the permissions below, then press "Save as shown" again.

setup-role-everyone = ⚠️ @everyone cannot stand for a group: every guest would be a part of it. Please choose another role. Nothing was changed.
setup-role-managed = ⚠️ That role belongs to a bot; no person can have it. Please choose another. Nothing was changed.
setup-role-unknown = ⚠️ Magpie does not see that role. Please choose another. Nothing was changed.
setup-only-in-server = Please use this in the server that Magpie is to serve.
setup-not-allowed = Only people who may manage this server ("Manage Server") can set Magpie up.
setup-not-synced = Magpie is still reading this server. Please try again in a few seconds.
setup-elsewhere = This Magpie serves another server already: { $server }. One Magpie serves one server; remove it there first, or run a second one.

setup-claimed = **{ $name }** ({ $mention }) has set Magpie up in your server. Whoever sets it up decides who is the secretariat and reads what people report to it. If you did not expect this, open /setup and choose the roles and channels yourself.

setup-list-taken = ✅ { $count ->
        [one] 1 expected person is on the list now.
       *[other] { $count } expected people are on the list now.
    }
setup-list-unused = Columns that were not used: { $columns }.
setup-list-refused = ⚠️ **The list was not taken; nothing was changed.** { $count ->
        [one] 1 thing to mend:
       *[other] { $count } things to mend:
    }
setup-fault-line = Line { $line }: { $fault }
setup-fault-file = The file: { $fault }
setup-fault-not-utf8 = it is not saved as UTF-8. In your spreadsheet choose "CSV UTF-8".
setup-fault-empty = there is nobody in it.
setup-fault-too-many = more than { $most } lines.
setup-fault-no-column = there is no column "{ $column }". The first line must name the columns: name, address, role (and handle, if you like).
setup-fault-unreadable = it cannot be read as CSV. Is a quotation mark not closed?
setup-fault-no-name = the name is missing.
setup-fault-no-address = the address outside Discord (e-mail or telephone) is missing.
setup-fault-no-role = the role is missing: member, volunteer or secretariat.
setup-fault-unknown-role = "{ $role }" is no role. It must be member, volunteer or secretariat.
setup-fault-too-long = the { $column } has more than { $most } characters.
setup-fault-repeated = the same person as on line { $first }.
setup-and-more = … and { $count } more.
setup-file-too-large = The file is too large: at most { $kilobytes } kB. Nothing was changed.
setup-file-unread = Magpie could not read the file from Discord. Nothing was changed; please upload it again.

setup-absent = { $count ->
        [one] 1 person is expected and not on Discord.
       *[other] { $count } people are expected and not on Discord.
    } Compared with the list by handle or by exact name. To copy:
setup-absent-button = Not on Discord: { $count }
setup-no-profile = { $count ->
        [one] 1 person here has a role and no profile yet.
       *[other] { $count } people here have a role and no profile yet.
    } To copy:
setup-no-profile-button = Without a profile: { $count }

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
