# What the bot says about itself, whatever the room.
discord-not-stored = Magpie ne peut rien enregistrer pour le moment (disque plein ou en lecture seule) : rien n’a été changé. Merci de prévenir le secrétariat.
discord-busy = Magpie est très occupé : rien n’a été changé. Merci de réessayer dans une minute.
discord-outdated-button = Ce bouton vient d’un ancien message ou n’est pas valable. Utilisez le message le plus récent, ou tapez de nouveau la commande.
discord-our-side = Un problème est survenu de notre côté ; rien n’a été changé. Merci de réessayer dans une minute. (réf. { $ref })
