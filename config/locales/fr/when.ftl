# /when : ce que veut dire un moment.

when-asked = **{ $typed }**
when-nothing = Aucun moment n’est indiqué. Écrivez par exemple « demain 09:00 », « jeudi 15:00 heure de Nairobi » ou « dans 2 heures ».
when-in-utc = Magpie ne connaît pas votre fuseau horaire : il a compris ce moment en UTC. Indiquez-lui où vous vivez avec { COMMAND("profile edit") }.
when-share = Partager
when-share-one = Partager : { $when }
when-shared = 🕒 { $when }
