# Ce qu’est devenu chaque message : listes et historiques pour le secrétariat. Jamais ce que dit un message.

delivery-about-other = un message
delivery-about-notice = un avis de ce type au secrétariat
delivery-about-watch = un message sur l’état de Magpie
delivery-about-alert = alerte { $number }
delivery-about-alert-nudge = alerte { $number }, au réveil
delivery-about-alert-again = alerte { $number }, relance
delivery-about-alert-corrected = alerte { $number }, rectificatif
delivery-about-alert-reminder = alerte { $number }, rappel
delivery-about-alert-mail = alerte { $number }, par courriel
delivery-about-mailbox-code = le code qui confirme une adresse électronique
delivery-about-alert-list = la liste de l’alerte { $number }
delivery-about-woken = l’information que l’alerte { $number } réveille beaucoup de monde
delivery-about-alert-missing = la liste des réponses qui manquent à l’alerte { $number }
delivery-about-reminder = un rappel
delivery-about-duty-panel = la liste des créneaux de permanence
delivery-about-duty-notice = « Êtes-vous là ? » avant une permanence
delivery-about-duty-cover = « Pouvez-vous prendre ce créneau ? »
delivery-about-duty-gap = un trou dans les permanences
delivery-about-duty-shift = des nouvelles d’un créneau
delivery-about-ticket-card = la fiche de la demande { $number }
delivery-about-ticket-ask = « Pouvez-vous aider ? », demande { $number }
delivery-about-ticket-news = des nouvelles de la demande { $number }
delivery-about-ticket-check = « Vous en occupez-vous toujours ? », demande { $number }
delivery-about-ticket-thread = le fil privé de la demande { $number }
delivery-about-phone-test = un test du téléphone
delivery-about-profile-invite = une invitation à créer un profil
delivery-about-deputy = un message sur une suppléance
delivery-about-set-up = un message sur la configuration

delivery-source-reminder = un rappel
delivery-source-helpdesk = l’entraide
delivery-source-phone-test = un test du téléphone

delivery-lane-emergency = urgence absolue : passe avant tout le reste
delivery-lane-urgent = urgent
delivery-lane-prompt = prioritaire : quelqu’un l’attend
delivery-lane-routine = ordinaire

delivery-list-open = { $count ->
    [0] Aucun message en échec, incertain ou en attente.
    [one] **1 message en échec, incertain ou en attente :**
   *[other] **{ $count } messages en échec, incertains ou en attente :**
    }
delivery-list-all = { $count ->
    [0] Aucun message.
    [one] **1 message :**
   *[other] **{ $count } messages :**
    }
delivery-list-failed = { $count ->
    [0] Aucun message en échec.
    [one] **1 message en échec :**
   *[other] **{ $count } messages en échec :**
    }
delivery-list-unknown = { $count ->
    [0] Aucun message incertain : Magpie sait pour chacun s’il est arrivé.
    [one] **1 message dont on ne sait pas s’il est arrivé :**
   *[other] **{ $count } messages dont on ne sait pas s’ils sont arrivés :**
    }
delivery-list-waiting = { $count ->
    [0] Aucun message en attente.
    [one] **1 message en attente :**
   *[other] **{ $count } messages en attente :**
    }
delivery-list-sent = { $count ->
    [0] Aucun message envoyé.
    [one] **1 message envoyé :**
   *[other] **{ $count } messages envoyés :**
    }
delivery-list-cancelled = { $count ->
    [0] Aucun message annulé.
    [one] **1 message annulé :**
   *[other] **{ $count } messages annulés :**
    }
delivery-list-expired = { $count ->
    [0] Aucun message périmé.
    [one] **1 message périmé (il aurait été envoyé trop tard) :**
   *[other] **{ $count } messages périmés (ils auraient été envoyés trop tard) :**
    }
delivery-list-of = Pour { $name }. { $list }
delivery-line = `{ $number }` { $name } : { $about }. { $state }
delivery-choose = Voir le parcours d’un message…
delivery-choice = { $number } · { $name }
delivery-newer = Plus récents
delivery-older = Plus anciens
delivery-look-again = Actualiser

delivery-head = **Message { $number } : { $about }**
delivery-to = Destinataire : { $name } · { $lane }
delivery-to-channel = un salon
delivery-to-mailbox = une adresse électronique
delivery-to-gone = un message qui n’existe plus
delivery-operator = la personne qui administre Magpie

delivery-state-seen = Vu : { $at }.
delivery-state-sent-not-seen = Envoyé : { $at }. Pas vu, à la connaissance de Magpie.
delivery-state-sent = Envoyé : { $at }.
delivery-state-held = En attente jusqu’à { $at }.
delivery-state-due = Sur le point de partir.
delivery-state-sending = En cours d’envoi.
delivery-state-retry = Pas encore envoyé. Prochaine tentative : { $at }.
delivery-state-unknown = Incertain : la réponse de Discord s’est perdue. Prochaine vérification : { $at }.
delivery-state-failed = **Échec.** { $reason }
delivery-state-cancelled = Annulé : il n’a pas été envoyé.
delivery-state-expired = Périmé : il n’a pas été envoyé, car il était trop tard.

delivery-story-earlier = { $count ->
    [one] 1 étape plus ancienne n’est pas affichée.
   *[other] { $count } étapes plus anciennes ne sont pas affichées.
    }
delivery-story-queued = { $at } : accepté
delivery-story-queued-until = { $at } : accepté, mis en attente jusqu’à { $until }
delivery-story-held = { $at } : mis en attente jusqu’à { $until }
delivery-story-tried = { $at } : tentative d’envoi
delivery-story-tried-failed = { $at } : { $times ->
    [one] une tentative sans succès
   *[other] { $times } tentatives sans succès
    }. { $reason } ({ $last })
delivery-story-tried-times = Du { $at } à { $last } : { $times } tentatives sans succès. { $reason }
delivery-story-sent = { $at } : envoyé
delivery-story-seen = { $at } : vu par { $name }
delivery-story-retry = { $at } : nouvelle tentative prévue. { $reason }
delivery-story-unknown = { $at } : incertain, on ne sait pas s’il est arrivé. { $reason }
delivery-story-rerouted = { $at } : passe désormais par le salon des fils privés. { $reason }
delivery-story-failed = { $at } : abandonné. { $reason }
delivery-story-again = { $at } : nouvelle tentative demandée par { $name }
delivery-story-cancelled = { $at } : annulé, car il n’est plus utile
delivery-story-cancelled-by = { $at } : annulé par { $name }
delivery-story-expired = { $at } : périmé, il était trop tard pour l’envoyer

delivery-try-again = Réessayer
delivery-cancel = Annuler l’envoi
delivery-again-owed = Magpie réessaie maintenant.
delivery-again-looks = Magpie vérifie s’il est arrivé, et ne le renvoie que si ce n’est pas le cas.
delivery-again-sooner = Magpie essaie maintenant, sans attendre l’heure prévue.
delivery-cancelled = Annulé. Ce message ne sera pas envoyé.
delivery-all-again = { $tried ->
    [one] Magpie renvoie maintenant 1 message.
   *[other] Magpie renvoie maintenant { $tried } messages.
    } Le résultat s’affichera dans cet avis.
delivery-all-none = { $refused ->
    [one] 1 message ne peut pas être renvoyé : il n’est plus utile, il est trop tard, ou il est déjà en cours d’envoi.
   *[other] { $refused } messages ne peuvent pas être renvoyés : ils ne sont plus utiles, il est trop tard, ou ils sont déjà en cours d’envoi.
    }
delivery-all-done = Il n’y a plus rien à renvoyer ici.
delivery-lifted = C’est noté. Magpie écrit de nouveau directement aux personnes qui ouvrent une conversation privée avec lui.
delivery-lifted-before = C’était déjà noté.
delivery-not-secretariat = Seul le secrétariat peut consulter les envois.
delivery-none-of-number = Il n’y a pas de message { $number }. { COMMAND("delivery list") } affiche ceux qui existent.

delivery-refused-sent = Rien n’a été fait : ce message est déjà parti ({ $at }).
delivery-refused-cancelled = Rien n’a été fait : ce message est déjà annulé.
delivery-refused-expired = Rien n’a été fait : ce message était périmé, il a été abandonné.
delivery-refused-failed = Rien n’a été fait : ce message a déjà échoué, Magpie ne réessaie plus.
delivery-refused-sending = Rien n’a été fait : ce message est en cours d’envoi. Regardez de nouveau dans un instant.
delivery-refused-due = Rien n’a été fait : ce message est sur le point de partir. Regardez de nouveau dans un instant.
delivery-refused-held = Rien n’a été fait : ce message attend volontairement jusqu’au { $at }.
delivery-refused-arrived = Rien n’a été fait : ce message est peut-être arrivé, on ne peut donc plus le reprendre.
delivery-refused-late = Rien n’a été fait : il est trop tard pour que ce message soit utile.
delivery-refused-not-wanted = Rien n’a été fait : ce que ce message annonçait est terminé.
delivery-refused-newer = Rien n’a été fait : un texte plus récent du même message est en cours d’envoi.

notice-not-here = ⚠️ { $count ->
    [one] Magpie ne peut plus joindre { $names } : cette personne a quitté le serveur.
   *[other] Magpie ne peut plus joindre { $count } personnes, qui ont quitté le serveur : { $names }.
    }
notice-no-inbox = ⚠️ { $count ->
    [one] Magpie ne peut pas joindre { $names } : { $dms ->
        [closed] ses messages privés sont fermés
       *[never] cette personne n’a pas ouvert de conversation avec Magpie
        }, et il n’y a pas de salon des fils privés.
   *[other] Magpie ne peut pas joindre { $count } personnes : { $names }. { $dms ->
        [closed] Leurs messages privés sont fermés
        [never] Elles n’ont pas ouvert de conversation avec Magpie
       *[mixed] Leurs messages privés sont fermés, ou elles n’ont pas ouvert de conversation avec Magpie
        }, et il n’y a pas de salon des fils privés.
    }
notice-no-access = ⚠️ { $count ->
    [one] Magpie ne peut pas joindre { $names } : { $dms ->
        [closed] ses messages privés sont fermés
       *[never] cette personne n’a pas ouvert de conversation avec Magpie
        }, et Magpie ne peut pas lui écrire dans le salon des fils privés.
   *[other] Magpie ne peut pas joindre { $count } personnes : { $names }. { $dms ->
        [closed] Leurs messages privés sont fermés
        [never] Elles n’ont pas ouvert de conversation avec Magpie
       *[mixed] Leurs messages privés sont fermés, ou elles n’ont pas ouvert de conversation avec Magpie
        }, et Magpie ne peut pas leur écrire dans le salon des fils privés.
    } { $reason }
notice-refused = ⚠️ { $count ->
    [one] Discord a refusé un message destiné à { $names }.
   *[other] Discord a refusé des messages destinés à { $count } personnes : { $names }.
    } { $reason }
notice-exhausted = ⚠️ { $count ->
    [one] Magpie n’a pas pu joindre { $names }, malgré de nombreuses tentatives.
   *[other] Magpie n’a pas pu joindre { $count } personnes ou salons, malgré de nombreuses tentatives : { $names }.
    } { $reason }
notice-channel = ⚠️ { $count ->
    [one] Magpie ne peut pas écrire dans { $names }.
   *[other] Magpie ne peut pas écrire dans { $count } salons : { $names }.
    } { $reason }
notice-unknown = ⚠️ { $count ->
    [one] On ne sait pas si { $names } a reçu son message : la réponse de Discord s’est perdue, et Magpie ne peut pas vérifier.
   *[other] On ne sait pas si { $count } messages sont arrivés : { $names }. Les réponses de Discord se sont perdues, et Magpie ne peut pas vérifier.
    } { $reason }
notice-mend-not-here = À faire : si c’est encore utile, prévenir autrement.
notice-mend-no-inbox = À faire : choisir un salon des fils privés avec { COMMAND("setup") }, ou demander aux personnes concernées d’autoriser les messages privés de ce serveur et d’appuyer sur « Créer mon profil ». Appuyez ensuite sur « Réessayer ».
notice-mend-no-access = À faire : { COMMAND("setup") } indique la permission qui manque à Magpie dans le salon des fils privés. Dès que Magpie l’a, il réessaie tout seul ; « Réessayer » le fait tout de suite.
notice-mend-refused = À faire : prévenir autrement, et montrer ce message à la personne qui administre Magpie.
notice-mend-exhausted = À faire : quand Discord fonctionne de nouveau, appuyez sur « Réessayer ».
notice-mend-channel = À faire : { COMMAND("setup") } indique les salons et les permissions qui manquent. Dès que Magpie les a, il réessaie tout seul ; « Réessayer » le fait tout de suite.
notice-mend-unknown = À faire : poser la question à la personne. « Réessayer » vérifie d’abord, et ne renvoie que ce qui n’est pas arrivé.
notice-owner-two-factor = ⚠️ Discord refuse à Magpie une action sur ce serveur (erreur 60003). Concernés : { $names }.
notice-mend-owner-two-factor = À faire : ce serveur exige l’authentification à deux facteurs pour la modération, et pour un bot, c’est le compte de son propriétaire qui compte. La personne à qui appartient l’application de Magpie l’active sur son propre compte Discord (Paramètres utilisateur → Mon compte). Appuyez ensuite sur « Réessayer ».
notice-mended = ✅ { $count ->
    [one] Réglé depuis : { $names }
   *[other] Réglés depuis ({ $count }) : { $names }
    }
notice-quarantine = ⚠️ Discord prend Magpie pour un expéditeur de spam (erreur 20026). Jusqu’à la levée de cette mesure, Magpie n’écrit directement qu’aux personnes à qui il a déjà écrit ; les autres reçoivent leurs messages dans un fil privé du serveur. Rien n’est perdu. À faire : le propriétaire du bot demande au support de Discord de lever cette mesure. Appuyez ensuite sur le bouton.
notice-quarantine-button = Discord a levé la mesure
notice-quarantine-lifted = ✅ Discord ne prend plus Magpie pour un expéditeur de spam : Magpie écrit de nouveau directement à chacun.
