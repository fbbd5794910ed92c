# /when: qué significa un momento.

when-asked = **{ $typed }**
when-in-utc = Magpie no conoce su zona horaria, así que leyó esto como UTC. Para indicarla, use { COMMAND("profile edit") }.
when-share = Compartir
when-share-one = Compartir: { $when }
when-shared = 🕒 { $when }
