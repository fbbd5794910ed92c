# L’entraide : ce que lisent les personnes qui demandent de l’aide, les bénévoles et le secrétariat.

helpdesk-panel = 🛟 **Besoin d’aide ?** Appuyez sur **Demander de l’aide** : les bénévoles de l’entraide et le secrétariat liront votre message. Pour un sujet confidentiel, appuyez sur **Signaler en privé** : seul le secrétariat le lira.
helpdesk-get-help = Demander de l’aide
helpdesk-report-privately = Signaler en privé

# Les titres et les libellés des formulaires ont 45 caractères au plus.
helpdesk-form-help-title = Lu par les bénévoles et le secrétariat
helpdesk-form-help-label = De quelle aide avez-vous besoin ?
helpdesk-form-help-placeholder = Ce que vous avez essayé, ce qui s’est passé, et pour quand il vous faut une réponse
helpdesk-form-private-title = Lu par le secrétariat uniquement
helpdesk-form-private-label = Que souhaitez-vous signaler ?
helpdesk-form-private-placeholder = Ni les bénévoles ni les autres membres ne le verront
helpdesk-form-question-title = Lu par le secrétariat
helpdesk-form-question-label = Votre question
helpdesk-form-sent-title = Transmettre au secrétariat
helpdesk-form-sent-label = Qu’avez-vous déjà essayé ?
helpdesk-form-log-title = Demande reçue hors de Discord
helpdesk-form-log-name = Nom
helpdesk-form-log-contact = Comment joindre la personne
helpdesk-form-log-problem = Problème
helpdesk-form-log-answer = Réponse donnée (s’il y en a une)
helpdesk-form-answer-title = Problème résolu
helpdesk-form-answer-label = Quelle réponse avez-vous donnée ?

helpdesk-claim = Je m’en occupe
helpdesk-claimed-by = { $name } s’en occupe
helpdesk-claimed-by-you = Vous vous en occupez
helpdesk-release = Je ne peux pas continuer
helpdesk-send = Transmettre au secrétariat
helpdesk-solved-button = Problème résolu
helpdesk-solved-already = Résolue
helpdesk-closed-already = Fermée
helpdesk-withdraw = Je n’ai plus besoin d’aide
helpdesk-confirm = Oui, c’est résolu
helpdesk-reopen = Non, j’ai encore besoin d’aide
helpdesk-reopen-closed = J’ai encore besoin d’aide
helpdesk-still = Je m’en occupe toujours

# Premières lignes : elles se lisent sur un écran verrouillé.
helpdesk-head-waiting = **Demande { $id }** : en attente de quelqu’un pour vous aider.
helpdesk-head-waiting-private = **Signalement privé { $id }** : en attente du secrétariat. Personne d’autre ne le voit, sauf les personnes qui peuvent gérer les fils de ce serveur.
helpdesk-head-waiting-question = **Question { $id }** : en attente du secrétariat.
helpdesk-head-claimed = **Demande { $id }** : { $name } vous aide.
helpdesk-head-solved = **Demande { $id }** : selon { $name }, le problème est résolu. Est-ce le cas ?
helpdesk-head-closed-solved = **Demande { $id }** : résolue et fermée.
helpdesk-head-closed-withdrawn = **Demande { $id }** : fermée, puisque vous n’avez plus besoin d’aide.
helpdesk-head-closed-left = **Demande { $id }** : fermée.
helpdesk-thread-here = Vous pouvez échanger dans { $thread }.
helpdesk-thread-soon = Un fil va s’ouvrir pour vous deux dans le salon d’aide.
helpdesk-about-alert = Au sujet de l’alerte { $number } :
helpdesk-closes-by-itself = Sans réponse de votre part, elle se fermera automatiquement le { $at }.

# Qui est prévenu ensuite, et quand.
helpdesk-next-volunteers-awake =
    { $count ->
        [one] 1 bénévole de l’entraide est joignable en ce moment et peut lire la demande.
       *[other] { $count } bénévoles de l’entraide sont joignables en ce moment et peuvent lire la demande.
    }
helpdesk-next-volunteers-then = Sans réponse avant le { $at }, chaque bénévole recevra un message personnel.
helpdesk-next-volunteers-asked =
    { $count ->
        [one] Magpie a envoyé un message personnel à 1 bénévole joignable en ce moment.
       *[other] Magpie a envoyé un message personnel à { $count } bénévoles joignables en ce moment.
    }
helpdesk-next-volunteers-asleep = Tous les bénévoles de l’entraide dorment ou sont absents en ce moment.
helpdesk-next-volunteers-others-asleep = Tous les autres bénévoles de l’entraide dorment ou sont absents en ce moment.
helpdesk-next-volunteers-up = Une première personne sera joignable le { $at }.
helpdesk-next-secretariat-reads = Le secrétariat peut lire votre message.
helpdesk-next-secretariat-then = Sans réponse de sa part avant le { $at }, chaque personne du secrétariat joignable à ce moment-là recevra un message personnel.
helpdesk-next-secretariat-at = Sans réponse avant le { $at }, le secrétariat sera prévenu.
helpdesk-next-secretariat-asked = Le secrétariat a été prévenu. Sans réponse, Magpie le relancera le { $at }.
helpdesk-next-secretariat-asleep = Au secrétariat, tout le monde dort ou est absent en ce moment.
helpdesk-next-secretariat-others-asleep = Au secrétariat, toutes les autres personnes dorment ou sont absentes en ce moment.
helpdesk-next-secretariat-no-other = Il n’y a personne d’autre au secrétariat.
helpdesk-next-secretariat-again = Si personne ne répond d’ici là, Magpie relancera la même personne le { $at }.
helpdesk-next-secretariat-starts = Si personne ne répond d’ici là, le secrétariat sera joignable à { $there } ({ $place }), soit pour vous le { $yours }.
helpdesk-next-secretariat-starts-many = Si personne ne répond d’ici là, le secrétariat sera joignable à { $there } ({ $place }), soit le { $at }.
helpdesk-next-secretariat-unknown = Magpie ne connaît pas les horaires du secrétariat et le prévient donc par un message silencieux. Magpie le relancera le { $at }.

# Des nouvelles pour la personne qui demande.
helpdesk-news-asked = **Demande { $id }** : personne n’a encore répondu. Voici qui est prévenu maintenant.
helpdesk-news-asked-nobody = **Demande { $id }** : personne n’a encore répondu, et il n’y a personne d’autre à prévenir.
helpdesk-news-asked-again = **Demande { $id }** : toujours en attente de quelqu’un pour prendre la suite. Voici qui est prévenu maintenant.
helpdesk-news-asked-again-nobody = **Demande { $id }** : toujours en attente de quelqu’un pour prendre la suite, et il n’y a personne d’autre à prévenir.
helpdesk-news-put-back = **Demande { $id }** : de nouveau en attente, car la personne qui vous aidait ne peut pas continuer.
helpdesk-news-sent = **Demande { $id }** : transmise au secrétariat.
helpdesk-news-sent-nobody = **Demande { $id }** : transmise au secrétariat, mais personne ne peut encore vous y répondre.
helpdesk-news-claimed = **Demande { $id }** : { $name } s’en occupe et vous écrira directement.

# Fiches.
helpdesk-card-help = **Demande { $id }** · { $name } demande de l’aide
helpdesk-card-private = **Signalement privé { $id }** · envoyé par { $name }, pour le secrétariat uniquement
helpdesk-card-question = **Question { $id }** · { $name } interroge le secrétariat
helpdesk-card-logged = **Demande { $id }** · { $name }, hors de Discord ({ $contact }), demande de l’aide
helpdesk-card-tried = Déjà essayé : { $tried }
helpdesk-card-answer = Réponse : { $answer }
helpdesk-card-waiting = Personne ne s’en occupe encore.
helpdesk-card-waiting-given-up = Personne ne s’en occupe en ce moment : la personne qui aidait ne peut pas continuer.
helpdesk-card-waiting-sent = Personne ne s’en occupe en ce moment.
helpdesk-card-waiting-reopened = Personne ne s’en occupe en ce moment : la personne a encore besoin d’aide.
helpdesk-card-claimed = { $name } s’en occupe depuis le { $at }.
helpdesk-card-solved = Résolue selon { $name } ; en attente de confirmation.
helpdesk-card-closed-solved = Résolue et fermée le { $at }.
helpdesk-card-closed-withdrawn = L’aide n’est plus nécessaire ; fermée le { $at }.
helpdesk-card-closed-left = La personne a quitté le serveur ; fermée le { $at }.
helpdesk-card-closed-deleted = Fermée le { $at }, car la personne a supprimé son profil.
helpdesk-nobody = une personne qui n’est plus là
helpdesk-deleted-profile = une personne qui a supprimé son profil
helpdesk-deleted-data = une personne dont les données ont été supprimées
helpdesk-ask-help = **Demande { $id }** : { $name } a besoin d’aide, et personne n’a encore répondu.
helpdesk-ask-help-given-up = **Demande { $id }** : { $name } a encore besoin d’aide : la personne qui aidait ne peut pas continuer.
helpdesk-ask-help-reopened = **Demande { $id }** : { $name } a encore besoin d’aide et en a de nouveau demandé.
helpdesk-ask-waits = Reçue le { $when }, { $ago }.
helpdesk-ask-more = { $count ->
    [one] 1 autre demande attend une réponse. Pour la voir : { COMMAND("ticket list") }.
   *[other] { $count } autres demandes attendent une réponse. Pour les voir : { COMMAND("ticket list") }.
    }
helpdesk-asked-again = **Demande { $id }** : la relance se trouve plus bas.
helpdesk-ask-private = **Signalement privé { $id }**, envoyé par { $name } : en attente du secrétariat.
helpdesk-ask-question = **Question { $id }**, posée par { $name } : en attente du secrétariat.
helpdesk-ask-sent = **Demande { $id }**, envoyée par { $name } : transmise au secrétariat.

# Dans le fil.
helpdesk-thread-name = Demande { $id }
helpdesk-thread-name-again = Demande { $id } ({ $nth })
helpdesk-hello = { $asker } : { $helper } vous aide (**demande { $id }**). Vous pouvez échanger ici.
helpdesk-hello-waiting = **Demande { $id }** : en attente de quelqu’un d’autre, qui vous rejoindra dans ce fil.
helpdesk-hello-solved = **Demande { $id }** : selon { $name }, le problème est résolu. { $asker }, est-ce le cas ?
helpdesk-hello-closed = **Demande { $id }** : fermée.
helpdesk-check = Vous occupez-vous toujours de la **demande { $id }** ({ $name }) ? Sans réponse de votre part, d’autres personnes seront prévenues.
helpdesk-helper-outside = Vous vous occupez de la **demande { $id }** : { $name }, hors de Discord. Pour joindre la personne : { $contact }
helpdesk-helper-no-thread = Vous aidez { $name } (**demande { $id }**). Magpie n’a pas pu ouvrir de fil : écrivez directement à { $mention }.
helpdesk-ended-deleted = **Demande { $id }** : fermée, car la personne que vous aidiez a supprimé son profil. Vous n’avez rien à faire.
helpdesk-ended-left = **Demande { $id }** : fermée, car la personne que vous aidiez a quitté le serveur. Vous n’avez rien à faire.
helpdesk-helper-ended = Vous ne vous occupez plus de la **demande { $id }**. Merci pour votre aide.

# Réponses.
helpdesk-opened = **Demande { $id }** : ouverte.
helpdesk-opened-private = **Signalement privé { $id }** : transmis au secrétariat. Ni les bénévoles ni les autres membres ne le voient ; seules les personnes qui peuvent gérer les fils de ce serveur pourraient lire la conversation à ce sujet.
helpdesk-opened-question = **Question { $id }** : transmise au secrétariat.
helpdesk-opened-about-alert = **Demande { $id }** : ouverte, au sujet de l’alerte { $number }.
helpdesk-opened-private-nobody = **Signalement privé { $id }** : enregistré. Ni les bénévoles ni les autres membres ne le voient ; seules les personnes qui peuvent gérer les fils de ce serveur pourraient lire la conversation à ce sujet.
helpdesk-opened-question-nobody = **Question { $id }** : enregistrée.
helpdesk-already-recorded = { $kind ->
        [private] Ce message est déjà enregistré : c’est le **signalement privé { $id }**. Aucun autre n’a été ouvert.
        [question] Cette question est déjà enregistrée : c’est la **question { $id }**. Aucune autre n’a été ouverte.
       *[other] Cette demande est déjà enregistrée : c’est la **demande { $id }**. Aucune autre n’a été ouverte.
    }
helpdesk-you-help = Vous aidez { $name } (**demande { $id }**). Merci !
helpdesk-you-help-already = Vous aidez déjà { $name } (**demande { $id }**).
helpdesk-you-released = **Demande { $id }** : remise en attente. Merci d’avoir essayé.
helpdesk-you-sent = **Demande { $id }** : transmise au secrétariat.
helpdesk-you-sent-waits = **Demande { $id }** : en attente du secrétariat.
helpdesk-you-sent-awake = Message envoyé maintenant : { $names }
helpdesk-you-sent-unknown = Message silencieux, faute de connaître leurs horaires : { $names }
helpdesk-you-sent-asleep = Message à leur réveil : { $names }
helpdesk-name-at = { $name } ({ $at })
helpdesk-you-sent-nobody = Personne n’a le rôle du secrétariat en ce moment. Prévenez quelqu’un qui peut l’attribuer.
helpdesk-you-solved = **Demande { $id }** : Magpie demande à la personne si le problème est résolu.
helpdesk-you-closed = **Demande { $id }** : fermée. Merci !
helpdesk-you-confirmed = **Demande { $id }** : fermée. Tant mieux si le problème est résolu !
helpdesk-you-reopened = **Demande { $id }** : de nouveau en attente de quelqu’un pour vous aider.
helpdesk-you-withdrew = **Demande { $id }** : fermée.
helpdesk-you-still = Merci. Magpie vous reposera la question demain.
helpdesk-you-logged = **Demande { $id }** : notée.
helpdesk-you-logged-answered = **Demande { $id }** : notée avec sa réponse. Merci !
helpdesk-same-person = **Demande { $id }**, envoyée par { $name }, encore ouverte : { $text }
helpdesk-same-request = Est-ce la même demande ? Si oui, appuyez sur le bouton : votre réponse vaudra aussi pour celle-ci. Sinon, vous n’avez rien à faire.
helpdesk-same-request-button = La demande { $id } a aussi reçu une réponse

# Listes.
helpdesk-list-empty = Aucune demande n’est ouverte.
helpdesk-list-head =
    { $count ->
        [one] 1 demande ouverte :
       *[other] { $count } demandes ouvertes :
    }
helpdesk-list-empty-volunteers = Aucune demande destinée aux bénévoles n’est ouverte.
helpdesk-list-empty-own = Vous n’avez aucune demande ouverte.
helpdesk-list-head-own =
    { $count ->
        [one] Vous avez 1 demande ouverte :
       *[other] Vous avez { $count } demandes ouvertes :
    }
helpdesk-list-waiting = **{ $id }** · { $name } · en attente ; prochaine étape : { $at } · { $text }
helpdesk-list-claimed = **{ $id }** · { $name } · { $helper } s’en occupe · { $text }
helpdesk-list-solved = **{ $id }** · { $name } · résolue, à confirmer · { $text }
helpdesk-story-opened = { $at } · ouverte par { $name }
helpdesk-story-asked =
    { $count ->
        [one] { $at } · 1 personne prévenue
       *[other] { $at } · { $count } personnes prévenues
    }
helpdesk-story-claimed = { $at } · prise en charge par { $name }
helpdesk-story-released = { $at } · remise en attente par { $name }
helpdesk-story-sent = { $at } · transmise au secrétariat par { $name }
helpdesk-story-nudged = { $at } · Magpie a demandé à la personne qui aide si elle s’en occupe toujours
helpdesk-story-solved = { $at } · résolue, selon { $name }
helpdesk-story-reopened = { $at } · { $name } a encore besoin d’aide
helpdesk-story-closed = { $at } · fermée par { $name }
helpdesk-story-failed = { $at } · un message n’a pas pu être remis : { $reason }
helpdesk-magpie = Magpie

# Ce qui a échoué, et que faire.
helpdesk-not-set-up = Magpie n’est pas encore configuré : rien n’a été envoyé. Une personne qui gère le serveur peut terminer avec { COMMAND("setup") }. Il manque : { $missing }
helpdesk-unknown = Vous n’avez accès à aucune demande portant le numéro { $id }. { COMMAND("ticket list") } affiche celles qui sont ouvertes.
helpdesk-taken = { $name } s’occupe déjà de la demande { $id }.
helpdesk-not-allowed-volunteers = Seuls les bénévoles de l’entraide et le secrétariat peuvent répondre à la demande { $id }.
helpdesk-not-allowed-secretariat = Seul le secrétariat peut répondre à la demande { $id }.
helpdesk-own-ticket = La demande { $id } est la vôtre : quelqu’un d’autre vous aidera.
helpdesk-not-claimed = Personne ne s’occupe de la demande { $id } en ce moment.
helpdesk-not-asker = Cette action est réservée à la personne qui a fait la demande { $id }.
helpdesk-with-secretariat = La demande { $id } a déjà été transmise au secrétariat.
helpdesk-answer-not-enough = Rien n’a changé : après cette réponse, la personne a dit avoir encore besoin d’aide pour la demande { $id }.
helpdesk-is-solved = La demande { $id } est résolue selon la personne qui aide ; elle attend une confirmation.
helpdesk-is-closed = La demande { $id } est fermée.
helpdesk-not-here = Magpie ne vous trouve pas sur le serveur : rien n’a été modifié. Réessayez dans une minute.
helpdesk-not-desk = Seuls les bénévoles de l’entraide et le secrétariat peuvent noter une demande pour quelqu’un d’autre. Vous avez vous-même besoin d’aide ? Utilisez { COMMAND("help") }.
helpdesk-empty = Le texte est vide : rien n’a été envoyé.
helpdesk-too-long = Le texte dépasse { $limit } caractères : rien n’a été envoyé. Raccourcissez-le, puis réessayez.
helpdesk-too-many = Vous avez déjà { $limit } demandes ouvertes : rien n’a été envoyé. Fermez-en une dont vous n’avez plus besoin ; { COMMAND("ticket list") } les affiche.
helpdesk-kept-helped =
    { $count ->
        [one] l’aide que vous avez apportée à 1 demande : sans elle, la personne ne saurait plus qui lui a répondu
       *[other] l’aide que vous avez apportée à { $count } demandes : sans elle, les personnes ne sauraient plus qui leur a répondu
    }
helpdesk-recalled = { $count ->
    [one] 1 personne devait encore être sollicitée : elle ne le sera plus.
   *[other] { $count } personnes devaient encore être sollicitées : elles ne le seront plus.
    }
helpdesk-under-way = { $count ->
    [one] L’envoi à 1 personne est en cours : son message dira que c’est terminé.
   *[other] L’envoi à { $count } personnes est en cours : leurs messages diront que c’est terminé.
    }

# Messages au sujet d’une demande qui a avancé depuis.
helpdesk-past-newer = Un message plus récent sur cette demande se trouve plus bas.
helpdesk-past-message = **Demande { $id }** : un message plus récent se trouve plus bas.
helpdesk-past-asked = **Demande { $id }** : d’autres personnes ont été sollicitées.
helpdesk-past-put-back = **Demande { $id }** : la personne qui aidait n’a pas pu continuer ; d’autres ont été sollicitées.
helpdesk-past-sent = **Demande { $id }** : transmise au secrétariat.
helpdesk-past-claimed = **Demande { $id }** : quelqu’un a commencé à aider.
helpdesk-past-solved = **Demande { $id }** : indiquée comme résolue par la personne qui aidait.
helpdesk-past-check = **Demande { $id }** : vous vous en occupez toujours. Merci !
helpdesk-helper-thread = Vous aidez { $name } (**demande { $id }**). { $thread } Les boutons ci-dessous ne sont visibles que par vous.
helpdesk-next-volunteers-none = Il n’y a encore personne d’autre parmi les bénévoles.
helpdesk-next-secretariat-none = Personne n’a encore le rôle du secrétariat : il n’y a donc personne à y prévenir. Merci de le signaler à une personne qui gère ce serveur.
helpdesk-list-private = 🔒 { $text }
helpdesk-list-hidden = (texte réservé aux personnes qui aident)
helpdesk-show-hidden = Seules les personnes qui aident peuvent lire le texte de cette demande.
helpdesk-typed = Voici ce que vous avez écrit, pour pouvoir le réutiliser :

# Pour quand il faut de l’aide, et à quel sujet.
helpdesk-get-help-now = Ma session est en cours
helpdesk-form-now-title = Lu par les bénévoles, prévenus tout de suite
helpdesk-urgency-now = Ma session est en cours
helpdesk-urgency-within-hour = D’ici une heure
helpdesk-urgency-today = Aujourd’hui
helpdesk-urgency-no-hurry = Rien ne presse
helpdesk-needed-now = 🔴 Aide attendue maintenant, une session est en cours
helpdesk-needed-within-hour = 🟠 Aide attendue d’ici une heure
helpdesk-needed-today = Aide attendue aujourd’hui
helpdesk-needed-no-hurry = ⚪ Rien ne presse
helpdesk-category-joining = Rejoindre une réunion
helpdesk-category-registration = Inscription
helpdesk-category-permissions = Droits d’accès
helpdesk-category-programme = Programme
helpdesk-category-conduct = Le comportement de quelqu’un
helpdesk-category-other = Autre chose
helpdesk-category-secretariat = À partir de là, seul le secrétariat le lit
helpdesk-about-placeholder = De quoi s’agit-il ?
helpdesk-about-category = Sujet : { $category }
helpdesk-add-to-question = Vous avez déjà une demande ouverte, la **demande { $id }**. Est-ce le même sujet ?
helpdesk-add-to = L’ajouter à la demande { $id }
helpdesk-keep-apart = C’est autre chose
helpdesk-you-added = C’est ajouté à la **demande { $id }**.
helpdesk-added-line = Ajouté ensuite : { $text }
helpdesk-head-closed-merged = **Demande { $id }** : fermée, puisque vous l’avez ajoutée à la **demande { $target }**.
helpdesk-card-closed-merged = Ajoutée à la demande { $target }, fermée le { $at }.
helpdesk-card-moved = La **demande { $id }** est maintenant entre les mains du secrétariat. Vous n’avez rien à faire.
helpdesk-moved-private = **Signalement privé { $id }** : il est maintenant entre les mains du secrétariat. Désormais, les bénévoles ne le voient plus. Qui l’a lu avant s’en souvient peut-être.
helpdesk-more-readers = Plus de personnes peuvent lire cette demande : la demande { $id } n’y a pas été ajoutée.

# Qui est prévenu, et « Pas maintenant ».
helpdesk-not-now = Pas maintenant
helpdesk-you-declined = Merci d’avoir répondu si vite. Pour le moment, Magpie ne vous écrira plus au sujet de la **demande { $id }**.
helpdesk-ask-declined = Vous avez répondu « Pas maintenant ». Si vous trouvez le temps, vous pouvez toujours aider.
helpdesk-next-volunteers-then-two = Sans réponse avant le { $at }, les premiers recevront un message personnel, puis d’autres.
helpdesk-next-volunteers-more = Sans réponse avant le { $at }, Magpie en préviendra d’autres.
helpdesk-next-on-duty =
    { $count ->
        [one] Un bénévole est de permanence et a été prévenu.
       *[other] { $count } bénévoles sont de permanence et ont été prévenus.
    }
helpdesk-asked-name = { $name } ({ $reasons })
helpdesk-reason-on-duty = de permanence
helpdesk-reason-rung = dort, mais a choisi de pouvoir être appelé(e) pendant sa permanence
helpdesk-reason-awake = ne dort pas
helpdesk-reason-hours-unknown = horaires inconnus
helpdesk-reason-lead = responsable de ce sujet
helpdesk-reason-secretariat = secrétariat
helpdesk-reason-language = même langue
helpdesk-reason-category = connaît ce sujet
helpdesk-reason-fewest-asks = le moins sollicité(e) ces derniers jours
helpdesk-story-asked-names = { $at } · message envoyé à : { $names }
helpdesk-story-declined = { $at } · { $name } a répondu « Pas maintenant »
helpdesk-story-urgency_set = { $at } · aide attendue : { $urgency }
helpdesk-story-category_set = { $at } · sujet : { $category }
helpdesk-story-added = { $at } · { $name } a ajouté un texte
helpdesk-story-merged = { $at } · ajoutée à la demande { $target }
helpdesk-story-fell_silent = { $at } · pas encore de message de la personne qui aide : d’autres ont été prévenues
helpdesk-story-awaits_asker = { $at } · { $name } attend une réponse

# La personne qui aide n’a pas encore écrit.
helpdesk-check-silent = **Demande { $id }** : vous en occupez-vous toujours ? { $name } n’a encore reçu aucun message dans le fil. Sans réponse de votre part, Magpie préviendra d’autres personnes. Ce n’est pas grave.
helpdesk-await-asker = J’attends une réponse
helpdesk-you-await = Magpie a dit à { $name } que vous attendez une réponse pour la **demande { $id }**. D’ici là, Magpie ne vous demandera pas où vous en êtes.
helpdesk-news-awaits_asker = **Demande { $id }** : { $name } attend votre réponse. { $thread }
helpdesk-past-awaits_asker = **Demande { $id }** : la personne qui vous aide attendait votre réponse.
helpdesk-news-put-back-silent = **Demande { $id }** : de nouveau en attente. La personne qui voulait vous aider ne vous a pas encore écrit, Magpie prévient donc d’autres personnes.
helpdesk-card-waiting-silent = Personne ne s’en occupe en ce moment : la personne qui voulait aider n’a pas encore écrit.
helpdesk-ask-help-silent = **Demande { $id }** : { $name } a toujours besoin d’aide. La personne qui voulait aider n’a pas encore écrit.

helpdesk-you-passed-on = { $name } s’occupe maintenant de la **demande { $id }**. Merci !
helpdesk-not-awake = { $name } dort peut-être, ou a signalé une absence : la demande { $id } n’a pas été confiée.
helpdesk-story-passed_on = { $at } · confiée à quelqu’un d’autre par { $name }

# Les règles, pour tout le monde.
helpdesk-policy-head = Qui Magpie prévient d’une demande, et quand. Les délais courent dès l’ouverture de la demande, jusqu’à ce que quelqu’un s’en occupe.
helpdesk-policy-at-once = tout de suite
helpdesk-policy-after = après { $length }
helpdesk-policy-line = **{ $urgency }** : bénévoles de permanence { $duty }, autres bénévoles { $first } ({ $people }), secrétariat { $secretariat }. Si la personne qui aide n’a rien écrit après { $silent }, Magpie lui pose la question, puis en prévient d’autres.
helpdesk-policy-some = { $count } à la fois, d’autres encore toutes les { $every }
helpdesk-policy-all = toutes les personnes qui ne dorment pas
helpdesk-policy-order = Magpie prévient d’abord les personnes qui ne dorment pas, puis selon la permanence, la langue et le sujet, puis celles qui ont été le moins sollicitées et le moins réveillées. Magpie n’appelle personne pendant son sommeil, sauf pendant une permanence et si cette personne l’a choisi. Qui répond « Pas maintenant » n’est plus sollicité pour cette demande, sauf si elle est remise en attente.
helpdesk-policy-category = Lu par le secrétariat uniquement : { $categories }.
helpdesk-policy-lead = { $category } : { $lead } est prévenu(e) en même temps que le secrétariat.
