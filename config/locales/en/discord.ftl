# What the bot says about itself, whatever the room.
discord-not-stored = Magpie cannot store anything right now (its disk is full or read-only), so nothing was changed. Please tell the secretariat.
discord-busy = Magpie is very busy, so nothing was changed. Please try again in a minute.
discord-outdated-button = This button no longer works, and nothing was changed. Please use the newest message, or use the command again.
discord-our-side = Something went wrong on our side, and nothing was changed. Please try again in a minute. (ref { $ref })
discord-not-shown = Magpie could not show its answer. What you asked for may already be done: please check before you try again. (ref { $ref })
discord-unreadable = Discord sent this in a form that Magpie cannot read, so nothing was changed. Please try another way, or tell the secretariat. (ref { $ref })
discord-done = Done.
discord-server-only = This command works only in the server, not in a direct message.
discord-dm-only = This command works only in a direct message with Magpie.
discord-not-allowed = You do not have access to this, so nothing was changed. If you think you should, please ask the secretariat.
discord-not-here = You are not in the server that Magpie works for, so nothing was changed. You can still see what Magpie keeps about you with { COMMAND("profile export") }, or delete it with { COMMAND("profile delete") }.
discord-too-fast = You have done a lot in a short time, so nothing was changed. Please wait a minute, then try again.
discord-not-understood = Magpie could not read “{ $input }”, so nothing was changed. Please check it and try again.
discord-outdated-command = This command has changed. Please restart Discord (Ctrl+R on a computer) and try again.
discord-inbox-thread = For { $name }
discord-inbox-hello = 👋 This is your own thread with Magpie. While Magpie cannot send you direct messages, your messages come here. You, Magpie and people who can manage threads in this server can read it.
discord-row-unreadable = One thing that Magpie stored for this cannot be read any more, so nothing was changed; trying again does not help. Everything else works. The people who run Magpie are told automatically. If you need this soon, please tell the secretariat too. (ref { $ref })

# A text that exactly fits into its form.
discord-perhaps-cut = ⚠️ Your text fills all { $limit } characters that fit. If you pasted a longer one, its end is missing: it now ends with “{ $end }”.
