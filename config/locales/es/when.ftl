# /when: qué significa un momento.

when-asked = **{ $typed }**
when-in-utc = Magpie no conoce su zona horaria y leyó esto en UTC. Dígale dónde vive con /profile.
when-share = Compartir
when-share-one = Compartir: { $when }
when-shared = 🕒 { $when }
