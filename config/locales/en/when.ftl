# /when: what a time means.

when-asked = **{ $typed }**
when-nothing = No time was typed. Please type one, for example “tomorrow 09:00”, “Thursday 15:00 Nairobi time” or “in 2 hours”.
when-in-utc = Magpie does not know your time zone, so it read this in UTC. To set it, use { COMMAND("profile edit") }.
when-share = Share
when-share-one = Share: { $when }
when-shared = 🕒 { $when }
