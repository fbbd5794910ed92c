# /when: qué significa un momento.

when-asked = **{ $typed }**
when-nothing = No se escribió ningún momento. Escriba, por ejemplo, «mañana 09:00», «jueves 15:00 hora de Nairobi» o «en 2 horas».
when-in-utc = Magpie no conoce su zona horaria, así que leyó esto como UTC. Para indicarla, use { COMMAND("profile edit") }.
when-share = Compartir
when-share-one = Compartir: { $when }
when-shared = 🕒 { $when }
