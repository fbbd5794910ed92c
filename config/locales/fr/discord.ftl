# What the bot says about itself, whatever the room.
discord-not-stored = Magpie ne peut rien enregistrer pour le moment (disque plein ou en lecture seule) : rien n’a été changé. Merci de prévenir le secrétariat.
discord-busy = Magpie est très occupé : rien n’a été changé. Merci de réessayer dans une minute.
discord-outdated-button = Ce bouton vient d’un ancien message ou n’est pas valable. Utilisez le message le plus récent, ou tapez de nouveau la commande.
discord-our-side = Un problème est survenu de notre côté ; rien n’a été changé. Merci de réessayer dans une minute. (réf. { $ref })
discord-not-shown = Discord n’a pas accepté la réponse de Magpie. Votre demande est peut-être faite : vérifiez avant de réessayer. (réf. { $ref })
discord-unreadable = Discord a envoyé ceci sous une forme que Magpie ne sait pas lire : rien n’a été changé. Réessayez autrement, ou prévenez le secrétariat. (réf. { $ref })
discord-row-unreadable = Une donnée que Magpie avait enregistrée pour cela n’est plus lisible : rien n’a été changé, et réessayer n’y fera rien. Tout le reste fonctionne. Les responsables de Magpie sont prévenus automatiquement. Si c’est pressé, prévenez aussi le secrétariat. (réf. { $ref })
discord-done = C’est fait.
discord-server-only = Cette commande ne fonctionne que dans le serveur, pas en message privé.
discord-dm-only = Cette commande ne fonctionne qu’en message privé avec Magpie.
discord-not-allowed = Vous ne pouvez pas utiliser ceci. Si vous pensez que vous le devriez, demandez au secrétariat.
discord-not-here = Vous n'êtes pas sur le serveur que sert Magpie, donc rien n'a été fait. Ce que Magpie garde encore sur vous : /profile export le montre, /profile delete l'efface.
discord-too-fast = C'était beaucoup en peu de temps, donc cela n'a pas été fait. Attendez une minute, puis réessayez.
discord-not-understood = Magpie n’a pas pu lire « { $input } ». Vérifiez puis réessayez, s’il vous plaît.
discord-outdated-command = Cette commande a changé. Redémarrez Discord (Ctrl+R sur un ordinateur) puis réessayez.
discord-inbox-thread = Pour { $name }
discord-inbox-hello = 👋 Voici votre propre fil avec Magpie. Tant qu'il ne peut pas vous écrire en message privé, ce qui vous est destiné arrive ici. Vous, Magpie et les personnes qui peuvent gérer les fils de ce serveur peuvent le lire.
