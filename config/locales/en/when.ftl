# /when: what a time means.

when-asked = **{ $typed }**
when-in-utc = Magpie does not know your time zone, so it read this in UTC. To set it, use { COMMAND("profile edit") }.
when-share = Share
when-share-one = Share: { $when }
when-shared = 🕒 { $when }
