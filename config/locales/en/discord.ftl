# What the bot says about itself, whatever the room.
discord-not-stored = Magpie cannot store anything right now (its disk is full or read-only), so nothing was changed. Please tell the secretariat.
discord-busy = Magpie is very busy, so nothing was changed. Please try again in a minute.
discord-outdated-button = This button is from an older message, or it is not valid. Please use the newest message, or type the command again.
discord-our-side = Something went wrong on our side; nothing was changed. Please try again in a minute. (ref { $ref })
discord-not-shown = Discord did not take Magpie’s answer. What you asked for may be done: please look before you try again. (ref { $ref })
discord-unreadable = Discord sent this in a form that Magpie cannot read, so nothing was changed. Please try again in another way, or tell the secretariat. (ref { $ref })
discord-row-unreadable = One thing that Magpie stored for this cannot be read any more, so nothing was changed; trying again does not help. Everything else works. The people who run Magpie are told automatically. If you need this soon, please tell the secretariat too. (ref { $ref })
discord-done = Done.
discord-server-only = This command works in the server only, not in a direct message.
discord-dm-only = This command works in a direct message with Magpie only.
discord-not-allowed = You may not use this. If you think you should, please ask the secretariat.
discord-not-here = You are not in the server that Magpie serves, so nothing was done. What Magpie still keeps about you: /profile export shows it, /profile delete deletes it.
discord-too-fast = That was a lot in a short time, so this was not done. Please wait a minute, then try again.
discord-not-understood = Magpie could not read “{ $input }”. Please check it and try again.
discord-outdated-command = This command has changed. Please restart Discord (Ctrl+R on a computer) and try again.
discord-inbox-thread = For { $name }
discord-inbox-hello = 👋 This is your own thread with Magpie. While it cannot write to you in a direct message, what is for you comes here. You, Magpie and people who may manage threads in this server can read it.
