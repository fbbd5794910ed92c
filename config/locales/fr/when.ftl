# /when : ce que veut dire un moment.

when-asked = **{ $typed }**
when-in-utc = Magpie ne connaît pas votre fuseau horaire ; il a lu ceci en UTC. Dites-lui où vous habitez avec /profile.
when-share = Partager
when-share-one = Partager : { $when }
when-shared = 🕒 { $when }
