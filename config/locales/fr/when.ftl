# /when : ce que veut dire un moment.

when-asked = **{ $typed }**
when-in-utc = Magpie ne connaît pas votre fuseau horaire : il a compris ce moment en UTC. Indiquez-lui où vous vivez avec { COMMAND("profile edit") }.
when-share = Partager
when-share-one = Partager : { $when }
when-shared = 🕒 { $when }
