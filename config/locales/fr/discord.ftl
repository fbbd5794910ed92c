# Ce que le bot dit de lui-même, dans tous les salons.
discord-not-stored = Magpie ne peut rien enregistrer pour le moment (disque plein ou en lecture seule) : rien n’a été modifié. Prévenez le secrétariat.
discord-busy = Magpie est très occupé : rien n’a été modifié. Réessayez dans une minute.
discord-outdated-button = Ce bouton n’est plus valable : rien n’a été modifié. Utilisez le message le plus récent, ou tapez de nouveau la commande.
discord-our-side = Un problème est survenu de notre côté : rien n’a été modifié. Réessayez dans une minute. (réf. { $ref })
discord-not-shown = Magpie n’a pas pu afficher sa réponse. Votre demande a peut-être abouti : vérifiez avant de réessayer. (réf. { $ref })
discord-unreadable = Discord a transmis votre demande sous une forme que Magpie ne sait pas lire : rien n’a été modifié. Essayez autrement, ou prévenez le secrétariat. (réf. { $ref })
discord-done = C’est fait.
discord-server-only = Cette commande ne fonctionne que sur le serveur, pas en message privé.
discord-dm-only = Cette commande ne fonctionne qu’en message privé avec Magpie.
discord-not-allowed = Vous n’avez pas accès à cette action : rien n’a été modifié. Si vous pensez que c’est une erreur, adressez-vous au secrétariat.
discord-not-here = Vous n’êtes pas sur le serveur dont Magpie s’occupe : rien n’a été modifié. Pour voir ce que Magpie conserve encore sur vous : { COMMAND("profile export") } ; pour l’effacer : { COMMAND("profile delete") }.
discord-too-fast = Cela fait beaucoup d’actions en peu de temps : celle-ci n’a pas été effectuée. Attendez une minute, puis réessayez.
discord-not-understood = Magpie ne comprend pas « { $input } » : rien n’a été modifié. Vérifiez, puis réessayez.
discord-outdated-command = Cette commande a changé. Redémarrez Discord (Ctrl+R sur un ordinateur), puis réessayez.
discord-inbox-thread = Pour { $name }
discord-inbox-hello = 👋 Voici votre fil privé avec Magpie. Tant qu’il ne peut pas vous envoyer de messages privés, il vous écrit ici. Il n’est visible que par vous, par Magpie et par les personnes qui peuvent gérer les fils de ce serveur.
discord-row-unreadable = Une donnée que Magpie avait enregistrée pour cela n’est plus lisible : rien n’a été changé, et réessayer n’y fera rien. Tout le reste fonctionne. Les responsables de Magpie sont prévenus automatiquement. Si c’est pressé, prévenez aussi le secrétariat. (réf. { $ref })

# Un texte qui remplit exactement son formulaire.
discord-perhaps-cut = ⚠️ Votre texte occupe les { $limit } caractères possibles. Si vous en avez collé un plus long, la fin manque : il se termine maintenant par « { $end } ».
