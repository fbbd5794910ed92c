# L'entraide : ce que lisent les personnes qui demandent, les bénévoles et le secrétariat.

helpdesk-panel = 🛟 **Besoin d'aide ?** Appuyez sur **Demander de l'aide** : les bénévoles de l'entraide et le secrétariat lisent votre message. Ce que seul le secrétariat doit savoir : **Signaler en privé**.
helpdesk-get-help = Demander de l'aide
helpdesk-report-privately = Signaler en privé

helpdesk-form-help-title = Lu par les bénévoles et le secrétariat
helpdesk-form-help-label = De quelle aide avez-vous besoin ?
helpdesk-form-help-placeholder = Ce que vous avez essayé, ce que vous avez vu, et jusqu'à quand c'est utile
helpdesk-form-private-title = Lu par le secrétariat seulement
helpdesk-form-private-label = Que doit savoir le secrétariat ?
helpdesk-form-private-placeholder = Aucun bénévole ni aucun autre membre ne le voit
helpdesk-form-question-title = Lu par le secrétariat
helpdesk-form-question-label = Votre question
helpdesk-form-sent-title = Transmettre au secrétariat
helpdesk-form-sent-label = Qu'avez-vous essayé ?
helpdesk-form-log-title = Une demande hors de Discord
helpdesk-form-log-name = Nom
helpdesk-form-log-contact = Comment joindre la personne
helpdesk-form-log-problem = Problème
helpdesk-form-log-answer = Réponse donnée (s'il y en a une)
helpdesk-form-answer-title = Problème résolu
helpdesk-form-answer-label = Quelle réponse avez-vous donnée ?

helpdesk-claim = Je m'en occupe
helpdesk-claimed-by = { $name } s'en occupe
helpdesk-claimed-by-you = Vous vous en occupez
helpdesk-release = Je ne peux pas continuer
helpdesk-send = Transmettre au secrétariat
helpdesk-solved-button = Problème résolu
helpdesk-solved-already = Résolu
helpdesk-closed-already = Clos
helpdesk-withdraw = Je n'en ai plus besoin
helpdesk-confirm = Oui, c'est résolu
helpdesk-reopen = Non, j'ai encore besoin d'aide
helpdesk-reopen-closed = J'ai encore besoin d'aide
helpdesk-still = Je m'en occupe toujours

helpdesk-head-waiting = **Demande { $id }** : elle attend quelqu'un pour vous aider.
helpdesk-head-waiting-private = **Signalement privé { $id }** : il attend le secrétariat. Personne d'autre ne le voit, sauf les personnes qui peuvent gérer les fils de ce serveur.
helpdesk-head-waiting-question = **Question { $id }** : elle attend le secrétariat.
helpdesk-head-claimed = **Demande { $id }** : { $name } vous aide.
helpdesk-head-solved = **Demande { $id }** : d'après { $name }, c'est résolu. Est-ce le cas ?
helpdesk-head-closed-solved = **Demande { $id }** : résolue et close.
helpdesk-head-closed-withdrawn = **Demande { $id }** : close, puisque vous n'en avez plus besoin.
helpdesk-head-closed-left = **Demande { $id }** : close.
helpdesk-thread-here = Vous pouvez vous écrire dans { $thread }.
helpdesk-thread-soon = Un fil s'ouvre pour vous deux dans le salon d'aide.
helpdesk-closes-by-itself = Sans réponse, elle se ferme d'elle-même : { $at }.

helpdesk-next-volunteers-awake =
    { $count ->
        [one] Un bénévole de l'entraide est réveillé et peut la lire.
       *[other] { $count } bénévoles de l'entraide sont réveillés et peuvent la lire.
    }
helpdesk-next-volunteers-then = Sans réponse avant le { $at }, chacun est sollicité en personne.
helpdesk-next-volunteers-asked =
    { $count ->
        [one] Un bénévole réveillé a été sollicité.
       *[other] { $count } bénévoles réveillés ont été sollicités.
    }
helpdesk-next-volunteers-asleep = Les bénévoles de l'entraide dorment ou sont absents en ce moment.
helpdesk-next-volunteers-up = Le premier est debout : { $at }.
helpdesk-next-secretariat-reads = Le secrétariat peut la lire.
helpdesk-next-secretariat-then = Sans réponse de sa part avant le { $at }, chaque personne réveillée y est sollicitée.
helpdesk-next-secretariat-at = Sans réponse avant le { $at }, le secrétariat est sollicité.
helpdesk-next-secretariat-asked = Le secrétariat a été sollicité. Sans réponse, Magpie le sollicite à nouveau : { $at }.
helpdesk-next-secretariat-asleep = Le secrétariat dort ou est absent en ce moment.
helpdesk-next-secretariat-starts = Si personne ne répond, le secrétariat commence à { $there } ({ $place }), pour vous { $yours }.
helpdesk-next-secretariat-starts-many = Si personne ne répond, le secrétariat commence à { $there } ({ $place }) : { $at }.
helpdesk-next-secretariat-unknown = Le secrétariat n'a pas indiqué ses horaires ; il est sollicité sans bruit. Magpie le sollicite à nouveau : { $at }.

helpdesk-news-asked = **Demande { $id }** : personne n'a encore répondu. Voici qui est sollicité ensuite.
helpdesk-news-put-back = **Demande { $id }** : la personne qui vous aidait ne peut pas continuer. D'autres sont sollicitées.
helpdesk-news-sent = **Demande { $id }** : elle est maintenant au secrétariat.
helpdesk-news-claimed = **Demande { $id }** : { $name } vous aide et vous écrira directement.

helpdesk-card-help = **Demande { $id }** · { $name } demande de l'aide
helpdesk-card-private = **Signalement privé { $id }** · de { $name }, pour le secrétariat seulement
helpdesk-card-question = **Question { $id }** · { $name } interroge le secrétariat
helpdesk-card-logged = **Demande { $id }** · { $name }, hors de Discord ({ $contact }), demande de l'aide
helpdesk-card-tried = Déjà essayé : { $tried }
helpdesk-card-answer = Réponse : { $answer }
helpdesk-card-waiting = Personne ne s'en occupe encore.
helpdesk-card-claimed = { $name } s'en occupe depuis { $at }.
helpdesk-card-solved = D'après { $name }, c'est résolu ; on demande confirmation.
helpdesk-card-closed-solved = Résolue, close : { $at }.
helpdesk-card-closed-withdrawn = L'aide n'est plus nécessaire, close : { $at }.
helpdesk-card-closed-left = La personne a quitté le serveur, close : { $at }.
helpdesk-nobody = une personne qui n'est plus là
helpdesk-ask-help = **Demande { $id }** : { $name } a besoin d'aide, et personne n'a encore répondu.
helpdesk-ask-waits = Demandé { $when }, { $ago }.
helpdesk-ask-more = { $count ->
    [one] 1 autre demande attend une réponse. Voyez-la avec /ticket list.
   *[other] { $count } autres demandes attendent une réponse. Voyez-les avec /ticket list.
    }
helpdesk-asked-again = **Demande { $id }** : Magpie vous sollicite de nouveau, plus bas.
helpdesk-ask-private = **Signalement privé { $id }** de { $name } : il attend le secrétariat.
helpdesk-ask-question = **Question { $id }** de { $name } : elle attend le secrétariat.
helpdesk-ask-sent = **Demande { $id }** de { $name } : elle a été transmise au secrétariat.

helpdesk-thread-name = Demande { $id }
helpdesk-thread-name-again = Demande { $id } ({ $nth })
helpdesk-hello = { $asker } : { $helper } vous aide pour la **demande { $id }**. Écrivez-vous ici.
helpdesk-hello-waiting = **Demande { $id }** : elle attend quelqu'un d'autre, qui viendra dans ce fil.
helpdesk-hello-solved = **Demande { $id }** : d'après { $name }, c'est résolu. { $asker }, est-ce le cas ?
helpdesk-hello-closed = **Demande { $id }** : close.
helpdesk-check = Aidez-vous toujours { $name } pour la **demande { $id }** ? Sans réponse de votre part, d’autres personnes seront sollicitées.
helpdesk-helper-outside = Vous vous occupez de la **demande { $id }** : { $name }, hors de Discord. Pour joindre la personne : { $contact }
helpdesk-helper-no-thread = Vous aidez { $name } pour la **demande { $id }**. Magpie n'a pas pu ouvrir de fil : écrivez directement à { $mention }.
helpdesk-helper-ended = Vous ne vous occupez plus de la **demande { $id }**. Merci pour votre aide.

helpdesk-opened = **Demande { $id }** : elle est ouverte.
helpdesk-opened-private = **Signalement privé { $id }** : il est au secrétariat. Aucun bénévole ni aucun autre membre ne le voit ; seules les personnes qui peuvent gérer les fils de ce serveur pourraient lire la conversation à ce sujet.
helpdesk-opened-question = **Question { $id }** : elle est au secrétariat.
helpdesk-you-help = Vous aidez { $name } pour la **demande { $id }**. Merci !
helpdesk-you-released = **Demande { $id }** : elle est remise. Merci d'avoir essayé ; d'autres sont sollicités.
helpdesk-you-sent = **Demande { $id }** : elle est maintenant au secrétariat.
helpdesk-you-sent-awake = Sollicités maintenant : { $names }
helpdesk-you-sent-unknown = Sollicités sans bruit, horaires inconnus : { $names }
helpdesk-you-sent-asleep = Sollicités à leur réveil : { $names }
helpdesk-name-at = { $name } ({ $at })
helpdesk-you-sent-nobody = Personne n'a le rôle du secrétariat en ce moment. Prévenez quelqu'un qui peut le donner.
helpdesk-you-solved = **Demande { $id }** : on demande à la personne si c'est résolu.
helpdesk-you-closed = **Demande { $id }** : close. Merci !
helpdesk-you-confirmed = **Demande { $id }** : close. Tant mieux si c'est résolu !
helpdesk-you-reopened = **Demande { $id }** : elle attend de nouveau quelqu'un pour vous aider.
helpdesk-you-withdrew = **Demande { $id }** : close.
helpdesk-recalled = { $count ->
    [one] 1 personne devait encore être sollicitée : elle ne le sera plus.
   *[other] { $count } personnes devaient encore être sollicitées : elles ne le seront plus.
    }
helpdesk-under-way = { $count ->
    [one] L'envoi à 1 personne est en cours : son message dira que c'est terminé.
   *[other] L'envoi à { $count } personnes est en cours : leurs messages diront que c'est terminé.
    }
helpdesk-you-still = Merci. Magpie redemandera demain.
helpdesk-you-logged = **Demande { $id }** : elle est notée.
helpdesk-you-logged-answered = **Demande { $id }** : elle est notée avec sa réponse. Merci !

helpdesk-list-empty = Aucune demande n'est ouverte.
helpdesk-list-head =
    { $count ->
        [one] Une demande est ouverte :
       *[other] { $count } demandes sont ouvertes :
    }
helpdesk-list-waiting = **{ $id }** · { $name } · en attente ; suite : { $at } · { $text }
helpdesk-list-claimed = **{ $id }** · { $name } · { $helper } s'en occupe · { $text }
helpdesk-list-solved = **{ $id }** · { $name } · résolue, à confirmer · { $text }
helpdesk-story-opened = { $at } · ouverte par { $name }
helpdesk-story-asked =
    { $count ->
        [one] { $at } · une personne a été sollicitée
       *[other] { $at } · { $count } personnes ont été sollicitées
    }
helpdesk-story-claimed = { $at } · { $name } a commencé à aider
helpdesk-story-released = { $at } · remise par { $name }
helpdesk-story-sent = { $at } · transmise au secrétariat par { $name }
helpdesk-story-nudged = { $at } · on a demandé si l'aide continue
helpdesk-story-solved = { $at } · résolue, d'après { $name }
helpdesk-story-reopened = { $at } · { $name } a encore besoin d'aide
helpdesk-story-closed = { $at } · close par { $name }
helpdesk-story-failed = { $at } · un message n'a pas pu être remis : { $reason }
helpdesk-magpie = Magpie

helpdesk-not-set-up = Magpie n'est pas encore configuré, rien n'a donc été envoyé. Une personne qui peut gérer ce serveur complète /setup. Il manque : { $missing }
helpdesk-unknown = Il n'y a pas de demande { $id } que vous puissiez voir. /ticket list montre celles qui sont ouvertes.
helpdesk-taken = { $name } s'occupe déjà de la demande { $id }.
helpdesk-not-allowed-volunteers = Seuls les bénévoles de l'entraide et le secrétariat répondent à la demande { $id }.
helpdesk-not-allowed-secretariat = Seul le secrétariat répond à la demande { $id }.
helpdesk-own-ticket = La demande { $id } est la vôtre : quelqu'un d'autre vous aide.
helpdesk-not-claimed = Personne ne s'occupe de la demande { $id } en ce moment.
helpdesk-not-asker = Seule la personne qui a demandé peut le dire de la demande { $id }.
helpdesk-with-secretariat = La demande { $id } est déjà au secrétariat.
helpdesk-is-solved = La demande { $id } est résolue d'après la personne qui aide ; on demande confirmation.
helpdesk-is-closed = La demande { $id } est close.
helpdesk-not-here = Magpie ne vous trouve pas sur le serveur. Réessayez dans une minute.
helpdesk-not-desk = Seuls les bénévoles de l'entraide et le secrétariat notent des demandes pour d'autres. Vous avez besoin d'aide ? Utilisez /help.
helpdesk-empty = Rien n'a été écrit, rien n'a donc été envoyé.
helpdesk-too-long = Cela dépasse { $limit } caractères, rien n'a donc été envoyé. Veuillez raccourcir.
helpdesk-too-many = Vous avez { $limit } demandes ouvertes. Fermez celle dont vous n'avez plus besoin ; /ticket list les montre.
helpdesk-kept-helped =
    { $count ->
        [one] Votre aide pour une demande : sans cela, la personne ne verrait plus qui lui a répondu.
       *[other] Votre aide pour { $count } demandes : sans cela, les personnes ne verraient plus qui leur a répondu.
    }

# Messages au sujet d'une demande qui a avancé depuis.
helpdesk-past-newer = Vous trouverez des nouvelles plus récentes de cette demande plus bas.
helpdesk-past-asked = **Demande { $id }** : d’autres personnes ont été sollicitées.
helpdesk-past-put-back = **Demande { $id }** : la personne qui aidait n’a pas pu continuer ; d’autres ont été sollicitées.
helpdesk-past-sent = **Demande { $id }** : transmise au secrétariat.
helpdesk-past-claimed = **Demande { $id }** : quelqu’un a commencé à aider.
helpdesk-past-solved = **Demande { $id }** : indiquée comme résolue par la personne qui aidait.
helpdesk-past-check = **Demande { $id }** : vous aidez toujours. Merci !
helpdesk-helper-thread = Vous aidez { $name } pour la **demande { $id }**. { $thread } Vous seul·e voyez les boutons ci-dessous.
helpdesk-next-volunteers-none = Il n’y a encore personne d’autre à l’assistance.
helpdesk-next-secretariat-none = Personne n’a encore le rôle de secrétariat : personne ne peut donc y être sollicité. Merci de prévenir quelqu’un qui gère ce serveur.
helpdesk-list-private = 🔒 { $text }
