# What Magpie tells the secretariat about itself.

watch-title = ⚠️ **Magpie ne peut pas faire tout son travail** depuis { $since }.
watch-title-over = ✅ Magpie n'a pas pu faire tout son travail de { $from } à { $to }. C'est terminé.
watch-what-to-do = Rien de ce qui a été accepté n'est perdu. Prévenez la personne qui gère Magpie : son journal en dit plus. Ce message dira quand c'est terminé.
watch-what-to-do-damage = Prévenez tout de suite la personne qui gère Magpie : il faut remettre la dernière sauvegarde. D'ici là, vérifiez vous-même les messages importants. Ce message dira quand c'est terminé.
watch-what-to-do-set-aside = Tout le reste continue. Prévenez la personne qui gère Magpie : « magpie check » dit lesquels, et pourquoi. Ce message dira quand c'est terminé.
watch-what-to-do-permissions = Ce que Discord refuse pour cette raison attend, et part dès que c'est permis. Demandez à la personne qui gère le serveur de taper /setup : chaque salon et chaque permission y sont nommés. Ce message dira quand c'est terminé.
watch-engine = Depuis { $since }, les rappels et les tickets en attente n'avancent plus.
    .over = De { $from } à { $to }, les rappels et les tickets en attente n'avançaient plus.
watch-outbox = Depuis { $since }, des messages attendent et ne partent pas.
    .over = De { $from } à { $to }, des messages ont attendu sans partir.
watch-failures = Depuis { $since }, la plupart des messages échouent d'abord. Magpie réessaie.
    .over = De { $from } à { $to }, la plupart des messages ont d'abord échoué.
watch-gateway = Depuis { $since }, Magpie n'entend plus Discord : les boutons et les commandes ne répondent pas.
    .over = De { $from } à { $to }, Discord était injoignable.
watch-database = Depuis { $since }, rien ne peut être enregistré : rien de nouveau n'est accepté.
    .over = De { $from } à { $to }, rien n'a pu être enregistré : rien de nouveau n'était accepté.
watch-damage = Depuis { $since }, les données enregistrées par Magpie sont abîmées : certains messages risquent de n'atteindre personne.
    .over = De { $from } à { $to }, les données enregistrées par Magpie étaient abîmées.
watch-set-aside = Depuis { $since }, certains éléments (un rappel, un ticket, un profil) sont illisibles et mis de côté.
    .over = De { $from } à { $to }, certains éléments étaient illisibles et mis de côté.
watch-permissions = Depuis { $since }, il manque à Magpie une permission nécessaire dans un salon qu'il utilise ou sur le serveur.
    .over = De { $from } à { $to }, il manquait à Magpie une permission nécessaire dans un salon qu'il utilise ou sur le serveur.
watch-late-all-gone = { $count ->
    [one] Un message était en retard. Il est parti.
   *[other] { $count } messages étaient en retard. Tous sont partis.
    }
watch-late = { $count ->
    [one] Un message était en retard.
   *[other] { $count } messages étaient en retard.
    } Partis : { $gone }. En attente : { $waiting }. Abandonnés : { $failed }.
