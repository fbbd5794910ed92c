# What the bot says about itself, whatever the room.
discord-not-stored = Magpie cannot store anything right now (its disk is full or read-only), so nothing was changed. Please tell the secretariat.
discord-busy = Magpie is very busy, so nothing was changed. Please try again in a minute.
discord-outdated-button = This button is from an older message, or it is not valid. Please use the newest message, or type the command again.
discord-our-side = Something went wrong on our side; nothing was changed. Please try again in a minute. (ref { $ref })
