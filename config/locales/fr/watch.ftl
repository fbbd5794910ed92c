# Ce que Magpie dit de lui-même au secrétariat.

watch-title = ⚠️ **Magpie ne fonctionne pas normalement** depuis le { $since }.
watch-title-over = ✅ Magpie n’a pas fonctionné normalement du { $from } au { $to }. C’est rétabli.
watch-what-to-do = Rien de ce que Magpie a accepté n’est perdu. Prévenez la personne qui administre Magpie : son journal en dit plus. Ce message sera mis à jour quand tout sera rétabli.
watch-what-to-do-damage = Prévenez tout de suite la personne qui administre Magpie : il faut restaurer la dernière sauvegarde. D’ici là, vérifiez vous-même que les messages importants arrivent. Ce message sera mis à jour quand tout sera rétabli.
watch-what-to-do-set-aside = Tout le reste fonctionne. Prévenez la personne qui administre Magpie : « magpie check » indique les éléments concernés, et pourquoi. Ce message sera mis à jour quand tout sera rétabli.
watch-engine = Depuis le { $since }, les rappels et les demandes en attente n’avancent plus.
    .over = Du { $from } au { $to }, les rappels et les demandes en attente n’avançaient plus.
watch-outbox = Depuis le { $since }, des messages attendent sans partir.
    .over = Du { $from } au { $to }, des messages ont attendu sans partir.
watch-failures = Depuis le { $since }, la plupart des messages échouent à la première tentative. Magpie réessaie.
    .over = Du { $from } au { $to }, la plupart des messages ont échoué à la première tentative.
watch-gateway = Depuis le { $since }, Magpie ne reçoit plus rien de Discord : les boutons et les commandes ne répondent pas.
    .over = Du { $from } au { $to }, Discord était injoignable.
watch-database = Depuis le { $since }, Magpie ne peut rien enregistrer : il n’accepte rien de nouveau.
    .over = Du { $from } au { $to }, Magpie ne pouvait rien enregistrer : il n’acceptait rien de nouveau.
watch-damage = Depuis le { $since }, les données enregistrées par Magpie sont endommagées : certains messages risquent de n’atteindre personne.
    .over = Du { $from } au { $to }, les données enregistrées par Magpie étaient endommagées.
watch-set-aside = Depuis le { $since }, certains éléments (un rappel, une demande, un profil) sont illisibles et ont été mis de côté.
    .over = Du { $from } au { $to }, certains éléments étaient illisibles et avaient été mis de côté.
watch-late-all-gone = { $count ->
    [one] 1 message était en retard. Il est parti.
   *[other] { $count } messages étaient en retard. Tous sont partis.
    }
watch-late = { $count ->
    [one] 1 message était en retard.
   *[other] { $count } messages étaient en retard.
    } Partis : { $gone }. En attente : { $waiting }. Abandonnés : { $failed }.
watch-what-to-do-permissions = Ce que Discord refuse pour cette raison attend, et part dès que c'est permis. Demandez à la personne qui gère le serveur de taper { COMMAND("setup") } : chaque salon et chaque permission y sont nommés. Ce message dira quand c'est terminé.
watch-permissions = Depuis { $since }, il manque à Magpie une permission nécessaire dans un salon qu'il utilise ou sur le serveur.
    .over = De { $from } à { $to }, il manquait à Magpie une permission nécessaire dans un salon qu'il utilise ou sur le serveur.
