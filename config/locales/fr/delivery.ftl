# Ce qu'est devenu chaque message : listes et reçus pour le secrétariat. Jamais ce que dit un message.

delivery-about-other = un message
delivery-about-notice = un avis de ce genre au secrétariat
delivery-about-watch = un message sur Magpie lui-même
delivery-about-alert = alerte { $number }
delivery-about-alert-nudge = alerte { $number }, au réveil
delivery-about-alert-again = alerte { $number }, rappel
delivery-about-alert-corrected = alerte { $number }, corrigée
delivery-about-alert-list = la liste de l'alerte { $number }
delivery-about-reminder = un rappel
delivery-about-ticket-card = la fiche de la demande { $number }
delivery-about-ticket-ask = « Pouvez-vous aider ? » pour la demande { $number }
delivery-about-ticket-news = des nouvelles de la demande { $number }
delivery-about-ticket-check = « Aidez-vous toujours ? » pour la demande { $number }
delivery-about-ticket-thread = le fil privé de la demande { $number }
delivery-about-phone-test = un essai du téléphone

delivery-source-reminder = un rappel
delivery-source-helpdesk = l'assistance
delivery-source-phone-test = un essai du téléphone

delivery-lane-emergency = urgence grave : avant tout le reste
delivery-lane-urgent = urgent
delivery-lane-prompt = rapide : une personne attend
delivery-lane-routine = ordinaire

delivery-list-open = { $count ->
    [0] Rien n'a échoué, rien n'est incertain, rien n'attend.
    [one] **1 message échoué, incertain ou en attente :**
   *[other] **{ $count } messages échoués, incertains ou en attente :**
    }
delivery-list-all = { $count ->
    [0] Il n'y a aucun message.
    [one] **1 message :**
   *[other] **{ $count } messages :**
    }
delivery-list-failed = { $count ->
    [0] Aucun message n'a échoué.
    [one] **1 message a échoué :**
   *[other] **{ $count } messages ont échoué :**
    }
delivery-list-unknown = { $count ->
    [0] Il n'y a aucun message dont l'arrivée est incertaine.
    [one] **1 message dont l'arrivée est incertaine :**
   *[other] **{ $count } messages dont l'arrivée est incertaine :**
    }
delivery-list-waiting = { $count ->
    [0] Aucun message n'attend.
    [one] **1 message attend :**
   *[other] **{ $count } messages attendent :**
    }
delivery-list-sent = { $count ->
    [0] Aucun message n'a été envoyé.
    [one] **1 message a été envoyé :**
   *[other] **{ $count } messages ont été envoyés :**
    }
delivery-list-cancelled = { $count ->
    [0] Aucun message n'a été annulé.
    [one] **1 message a été annulé :**
   *[other] **{ $count } messages ont été annulés :**
    }
delivery-list-expired = { $count ->
    [0] Aucun message n'est venu trop tard.
    [one] **1 message est venu trop tard pour être utile :**
   *[other] **{ $count } messages sont venus trop tard pour être utiles :**
    }
delivery-list-of = Pour { $name }. { $list }
delivery-line = `{ $number }` { $name } : { $about }. { $state }
delivery-list-page = Page { $page } sur { $pages }
delivery-choose = Tout ce qui est arrivé à…
delivery-choice = { $number } · { $name }
delivery-newer = Plus récents
delivery-older = Plus anciens
delivery-look-again = Regarder à nouveau

delivery-head = **Message { $number } : { $about }**
delivery-to = À { $name } · { $lane }
delivery-to-channel = un salon
delivery-to-gone = un message qui n'existe plus
delivery-operator = l'exploitant

delivery-state-seen = Vu { $at }.
delivery-state-sent-not-seen = Envoyé { $at } ; pas vu, à la connaissance de Magpie.
delivery-state-sent = Envoyé { $at }.
delivery-state-held = Retenu jusqu'à { $at }.
delivery-state-due = Il va partir.
delivery-state-sending = Il est en train de partir.
delivery-state-retry = Il n'a pas encore pu partir. Prochain essai : { $at }.
delivery-state-unknown = Arrivée incertaine : la réponse s'est perdue. Prochaine vérification : { $at }.
delivery-state-failed = **Échec.** { $reason }
delivery-state-cancelled = Annulé : il n'a pas été envoyé.
delivery-state-expired = Pas envoyé : il était trop tard pour être utile.

delivery-story-earlier = { $count ->
    [one] 1 étape plus ancienne n'est pas montrée.
   *[other] { $count } étapes plus anciennes ne sont pas montrées.
    }
delivery-story-queued = { $at } : accepté
delivery-story-queued-until = { $at } : accepté, retenu jusqu'à { $until }
delivery-story-held = { $at } : retenu jusqu'à { $until }
delivery-story-tried = { $at } : essayé
delivery-story-tried-failed = { $at } : essayé { $times ->
    [one] une fois
   *[other] { $times } fois
    }, en vain. { $reason } ({ $last })
delivery-story-tried-times = { $at } à { $last } : essayé { $times } fois, en vain. { $reason }
delivery-story-sent = { $at } : envoyé
delivery-story-seen = { $at } : vu par { $name }
delivery-story-retry = { $at } : à réessayer. { $reason }
delivery-story-unknown = { $at } : arrivée incertaine. { $reason }
delivery-story-rerouted = { $at } : passe maintenant par le salon de réception. { $reason }
delivery-story-failed = { $at } : abandonné. { $reason }
delivery-story-again = { $at } : { $name } l'a fait réessayer
delivery-story-cancelled = { $at } : annulé, car il n'est plus utile
delivery-story-cancelled-by = { $at } : annulé par { $name }
delivery-story-expired = { $at } : trop tard pour être utile

delivery-try-again = Réessayer
delivery-cancel = L'annuler
delivery-again-owed = Il est réessayé maintenant.
delivery-again-looks = Magpie regarde maintenant s'il est arrivé, et ne le renvoie que s'il n'est pas arrivé.
delivery-again-sooner = Il est essayé maintenant au lieu de plus tard.
delivery-cancelled = Annulé. Il ne sera pas envoyé.
delivery-all-again = { $tried ->
    [one] 1 message est réessayé maintenant.
   *[other] { $tried } messages sont réessayés maintenant.
    } Cet avis dira ce qu'il en est.
delivery-all-none = { $refused ->
    [one] 1 message ne peut pas être réessayé : c'est terminé, trop tard, ou déjà en cours.
   *[other] { $refused } messages ne peuvent pas être réessayés : c'est terminé, trop tard, ou déjà en cours.
    }
delivery-all-done = Il ne reste rien à réessayer ici.
delivery-lifted = C'est noté. Magpie écrit comme avant aux personnes qui ouvrent une conversation privée avec lui.
delivery-lifted-before = C'était déjà noté.
delivery-not-secretariat = Seul le secrétariat peut regarder les envois.
delivery-none-of-number = Il n'y a pas de message { $number }. `/delivery list` montre ceux qui existent.

delivery-refused-sent = Rien n'a été fait : il est déjà envoyé, { $at }.
delivery-refused-cancelled = Rien n'a été fait : il est déjà annulé.
delivery-refused-expired = Rien n'a été fait : il était trop tard pour être utile, il a été abandonné.
delivery-refused-failed = Rien n'a été fait : il a déjà échoué et n'est plus essayé.
delivery-refused-sending = Rien n'a été fait : il est en train de partir. Regardez à nouveau dans un instant.
delivery-refused-due = Rien n'a été fait : c'est son tour. Regardez à nouveau dans un instant.
delivery-refused-held = Rien n'a été fait : il est retenu exprès, jusqu'à { $at }.
delivery-refused-arrived = Rien n'a été fait : il est peut-être arrivé, on ne peut donc pas le reprendre.
delivery-refused-late = Rien n'a été fait : il est trop tard pour qu'il soit utile.
delivery-refused-not-wanted = Rien n'a été fait : ce dont il parlait est terminé.
delivery-refused-newer = Rien n'a été fait : un texte plus récent du même message est en route.

notice-not-here = ⚠️ { $count ->
    [one] { $names } n'est plus joignable : cette personne a quitté le serveur.
   *[other] { $count } personnes ne sont plus joignables, car elles ont quitté le serveur : { $names }.
    }
notice-no-inbox = ⚠️ { $count ->
    [one] { $names } n'est pas joignable : { $dms ->
        [closed] ses messages privés sont fermés
       *[never] cette personne n'a pas ouvert de conversation avec Magpie
        }, et il n'y a pas de salon de réception.
   *[other] { $count } personnes ne sont pas joignables : { $names }. { $dms ->
        [closed] Leurs messages privés sont fermés
        [never] Elles n'ont pas ouvert de conversation avec Magpie
       *[mixed] Leurs messages privés sont fermés, ou elles n'ont pas ouvert de conversation avec Magpie
        }, et il n'y a pas de salon de réception.
    }
notice-no-access = ⚠️ { $count ->
    [one] { $names } n'est pas joignable : { $dms ->
        [closed] ses messages privés sont fermés
       *[never] cette personne n'a pas ouvert de conversation avec Magpie
        }, et Magpie ne peut pas lui écrire dans le salon de réception.
   *[other] { $count } personnes ne sont pas joignables : { $names }. { $dms ->
        [closed] Leurs messages privés sont fermés
        [never] Elles n'ont pas ouvert de conversation avec Magpie
       *[mixed] Leurs messages privés sont fermés, ou elles n'ont pas ouvert de conversation avec Magpie
        }, et Magpie ne peut pas leur écrire dans le salon de réception.
    } { $reason }
notice-refused = ⚠️ { $count ->
    [one] Discord a refusé un message à { $names }.
   *[other] Discord a refusé des messages à { $count } personnes : { $names }.
    } { $reason }
notice-exhausted = ⚠️ { $count ->
    [one] { $names } n'a pas été atteint : Magpie a essayé longtemps, en vain.
   *[other] { $count } personnes ou salons n'ont pas été atteints, bien que Magpie ait essayé longtemps : { $names }.
    } { $reason }
notice-channel = ⚠️ { $count ->
    [one] Magpie ne peut pas écrire dans { $names }.
   *[other] Magpie ne peut pas écrire dans { $count } salons : { $names }.
    } { $reason }
notice-unknown = ⚠️ { $count ->
    [one] Personne ne sait si { $names } a reçu son message : la réponse de Discord s'est perdue, et Magpie ne peut pas vérifier.
   *[other] Personne ne sait si { $count } messages sont arrivés : { $names }. Les réponses de Discord se sont perdues, et Magpie ne peut pas vérifier.
    } { $reason }
notice-mend-not-here = Merci de prévenir autrement si c'est encore nécessaire.
notice-mend-no-inbox = Ce qui aide : choisir un salon de réception avec `/setup`, ou demander d'autoriser les messages privés de ce serveur et d'appuyer sur « Créer mon profil ». Puis appuyez sur « Réessayer ».
notice-mend-no-access = Ce qui aide : `/setup` dit quelle permission manque à Magpie dans le salon de réception. Dès qu'elle y est, Magpie réessaie de lui-même ; « Réessayer » le fait tout de suite.
notice-mend-refused = Ce qui aide : prévenir autrement, et montrer ces mots à qui fait fonctionner Magpie.
notice-mend-exhausted = Ce qui aide : quand Discord marche à nouveau, appuyez sur « Réessayer ».
notice-mend-channel = Ce qui aide : `/setup` dit quels salons et quelles permissions manquent. Dès qu'ils y sont, Magpie réessaie de lui-même ; « Réessayer » le fait tout de suite.
notice-mend-unknown = Ce qui aide : demander à la personne. « Réessayer » vérifie d'abord, et ne renvoie que ce qui n'est pas arrivé.
notice-owner-two-factor = ⚠️ Discord refuse ce que Magpie doit faire dans ce serveur (erreur 60003). Concernés : { $names }.
notice-mend-owner-two-factor = À faire : ce serveur exige l'authentification à deux facteurs de tous ceux qui modèrent, et un bot compte d'après le compte qui le possède. La personne à qui appartient l'application de Magpie l'active dans son propre compte Discord (Paramètres utilisateur → Mon compte). Appuyez ensuite sur « Réessayer ».
notice-mended = ✅ { $count ->
    [one] Réglé depuis : { $names }
   *[other] Réglés depuis, { $count } : { $names }
    }
notice-quarantine = ⚠️ Discord prend Magpie pour un expéditeur de spam (erreur 20026). D'ici là, Magpie n'écrit directement qu'aux personnes à qui il a déjà écrit ; les autres reçoivent leurs messages dans un fil privé du salon de réception. Rien n'est perdu. Ce qui aide : le propriétaire du bot demande au support de Discord de lever cette mesure. Puis appuyez sur le bouton.
notice-quarantine-button = Discord l'a levée
notice-quarantine-lifted = ✅ Discord ne prend plus Magpie pour un expéditeur de spam : il écrit à nouveau directement.
