# Rappels : pour soi-même, ou du secrétariat pour plusieurs personnes.

reminder-understood = **Magpie a compris :** { $text }
reminder-not-understood =
    Magpie n’est pas sûr de comprendre le moment « { $typed } ». Rien n’a été enregistré.
    { $answer }
reminder-time-passed = « { $typed } » est déjà passé. Rien n’a été enregistré ; indiquez un moment à venir.
reminder-no-time = Aucun moment n’est indiqué. Rien n’a été enregistré ; écrivez par exemple « demain 09:00 » ou « dans 2 heures ».
reminder-needs-zone = Magpie ne connaît pas encore votre fuseau horaire : il ne peut pas savoir quelle heure il est chez vous. Rien n’a été enregistré. Indiquez-lui où vous vivez, puis recommencez. (Ce qui ne dépend pas d’un fuseau fonctionne déjà, par exemple « dans 2 heures » ou « 14:00 UTC ».)
reminder-sounds = Il sonnera à l’heure prévue.
reminder-sounds-in-sleep = Il sonnera à l’heure prévue, même pendant vos heures calmes, puisque c’est vous qui le demandez. Magpie ne peut pas faire sonner un téléphone en mode silencieux : si vous devez vous lever tôt, mettez aussi un réveil.
reminder-save = Enregistrer
reminder-discard = Abandonner
reminder-discarded = Abandonné. Rien n’a été enregistré.
reminder-saved =
    ✅ Enregistré : { $text }
    { $when }. Il sonnera à l’heure prévue, même pendant vos heures calmes. Pour voir ou arrêter vos rappels : { COMMAND("reminders") }.
reminder-saved-recurring =
    ✅ Enregistré : { $text }
    Prochain : { $when }, puis { $rule }. Il sonnera à l’heure prévue, même pendant vos heures calmes. Pour voir ou arrêter vos rappels : { COMMAND("reminders") }.
reminder-saved-before = Ce rappel est déjà enregistré ; il ne l’a pas été une seconde fois.
reminder-zone-changed = L’aperçu était à l’heure de ce lieu : { $shown }. Vous êtes désormais à l’heure de celui-ci : { $here }. Rien n’est encore enregistré. Quel moment est le bon ?
reminder-zone-changed-passed = Vous êtes désormais à l’heure de ce lieu : { $here }. Le moment affiché dans l’aperçu est passé. Rien n’est encore enregistré. Est-ce celui-ci ?
reminder-zone-as-shown = Le moment affiché : { $when }
reminder-zone-here = La même heure ici : { $when }

reminder-preview =
    📣 **{ $text }**
    Le **{ $when }**, à l’heure locale de chaque personne. Rien n’est envoyé tant que vous n’avez pas appuyé sur un bouton « Enregistrer ».
reminder-preview-recurring =
    📣 **{ $text }**
    À partir du **{ $when }**, avec répétition, à l’heure locale de chaque personne. Rien n’est envoyé tant que vous n’avez pas appuyé sur un bouton « Enregistrer ».
reminder-preview-coming = { $count ->
    [one] À venir pour 1 personne : { $first }. Dans votre fuseau horaire : { $from }.
   *[other] À venir pour { $count } personnes. Dans votre fuseau horaire : le premier envoi { $from } ({ $first }), le dernier { $to } ({ $last }).
    }
reminder-preview-passed = { $count ->
    [one] Heure déjà passée pour 1 personne : { $names }.
   *[other] Heure déjà passée pour { $count } personnes : { $names }.
    }
reminder-preview-held = { $count ->
    [one] 1 personne dormira à cette heure et le recevra à son réveil : { $names }.
   *[other] { $count } personnes dormiront à cette heure et le recevront à leur réveil : { $names }.
    }
reminder-preview-assumed = Fuseau horaire supposé, d’après la liste du secrétariat ({ $count }) : { $names }.
reminder-preview-no-zone = { $count ->
    [one] 1 personne sans fuseau horaire ne le recevra pas : { $names }.
   *[other] { $count } personnes sans fuseau horaire ne le recevront pas : { $names }.
    }
reminder-send-now = Enregistrer, et envoyer maintenant si l’heure est passée
reminder-send-all-now = Enregistrer et envoyer maintenant
reminder-skip = Enregistrer, sauf là où l’heure est passée
reminder-many-saved =
    ✅ { $count ->
        [one] Enregistré pour 1 personne :
       *[other] Enregistré pour { $count } personnes :
    } **{ $text }**
    Le **{ $when }**, à l’heure locale de chaque personne. Envoyés maintenant : { $now }. Non envoyés : { $skipped }.
reminder-many-saved-recurring =
    ✅ { $count ->
        [one] Enregistré pour 1 personne :
       *[other] Enregistré pour { $count } personnes :
    } **{ $text }**
    À partir du **{ $when }**, avec répétition, à l’heure locale de chaque personne. Envoyés maintenant : { $now }. Non envoyés : { $skipped }.
reminder-stop-many = L’arrêter pour tous
reminder-many-stopped = { $count ->
    [0] Arrêté. Il était déjà parti vers tout le monde.
    [one] Arrêté. Il était encore à venir pour 1 personne.
   *[other] Arrêté. Il était encore à venir pour { $count } personnes.
    }
reminder-many-recalled = { $count ->
    [one] Pour 1 d’entre elles, l’heure était passée et il attendait l’envoi ou le réveil : il a été retiré.
   *[other] Pour { $count } d’entre elles, l’heure était passée et il attendait l’envoi ou le réveil : il a été retiré.
    }
reminder-many-under-way = { $count ->
    [one] L’envoi à 1 personne avait commencé : il peut encore arriver, et Magpie ne réessaiera pas.
   *[other] L’envoi à { $count } personnes avait commencé : il peut encore arriver, et Magpie ne réessaiera pas.
    }
reminder-many-arrived = { $count ->
    [one] 1 personne l’avait déjà reçu.
   *[other] { $count } personnes l’avaient déjà reçu.
    }
reminder-many-stopped-before = Il était déjà arrêté ; plus rien ne sera envoyé.

reminder-message = ⏰ { $text }
reminder-message-at = Heure du rappel : { $when }
reminder-message-late = Ce rappel était prévu le { $when }, { $ago }. Magpie n’a pas pu vous l’envoyer plus tôt.
reminder-message-held = Ce rappel était prévu le { $when } ; Magpie a attendu votre réveil.
reminder-message-missed = { $times ->
    [one] Manqué une fois pendant un arrêt de Magpie.
   *[other] Manqué { $times } fois pendant un arrêt de Magpie.
    }
reminder-message-stands-for = Il remplace { $times } rappels prévus pendant votre sommeil ou votre absence.
reminder-message-from = De : { $name }
reminder-message-next = Prochain : { $when }
reminder-message-done = ✅ Fait
reminder-message-stopped = ⏹️ Arrêté : il ne reviendra plus.
reminder-done = Fait
reminder-later = Me le rappeler plus tard
reminder-stop = Arrêter
reminder-how-much-later = Quand Magpie doit-il vous le rappeler ?
reminder-later-10-minutes = Dans 10 minutes
reminder-later-1-hour = Dans 1 heure
reminder-later-3-hours = Dans 3 heures
reminder-later-tomorrow = Demain à la même heure
reminder-later-other = Un autre moment…
reminder-later-title = Me le rappeler plus tard
reminder-later-label = Quand ?
reminder-later-placeholder = dans 20 minutes, 18:30, demain à 9h
reminder-put-off = 🔁 Reporté au { $when }
reminder-put-off-instead = Le moment précédent ne s’applique plus : { $when }
reminder-put-off-under-way = Le rappel reporté ({ $when }) est déjà en cours d’envoi et peut encore arriver.
reminder-put-off-after-done = Vous avez marqué ce rappel comme fait, mais il reviendra. Si vous ne le voulez pas, appuyez sur « Fait ».

# Plusieurs rappels en retard dans un seul message.
reminder-together = ⏰ { $count } rappels en retard : { $texts }
reminder-together-late = Magpie n’a pas pu vous les envoyer plus tôt.
reminder-together-waited = ⏰ { $count } rappels : { $texts }
reminder-together-held = Magpie a attendu votre réveil.
reminder-together-some-late = { $count ->
    [one] 1 n’a pas pu être envoyé plus tôt ; les autres ont attendu votre réveil.
   *[other] { $count } n’ont pas pu être envoyés plus tôt ; les autres ont attendu votre réveil.
    }
reminder-together-line = • **{ $text }** · heure du rappel : { $when }, { $ago }
reminder-whole-texts = Voir les textes entiers
reminder-whole-texts-file = Les textes sont trop longs pour un message : ils sont dans ce fichier.
reminder-all-done = Tout est fait
reminder-done-which = Marquer comme fait…
reminder-later-which = Me le rappeler plus tard…

reminder-list = **Vos rappels à venir : { $count }**
reminder-list-line = • { $text } : { $when }
reminder-list-recurring = • { $text } : { $when }, { $rule }
reminder-list-empty = Vous n’avez aucun rappel à venir. Pour en créer un : { COMMAND("remind") }.
reminder-stop-which = Arrêter un rappel…

reminder-bad-time = Magpie ne reconnaît pas d’heure dans « { $typed } ». Rien n’a été enregistré. Écrivez par exemple 09:00 ou 9h.
reminder-bad-date = Magpie ne reconnaît pas un jour précis dans « { $typed } ». Rien n’a été enregistré. Écrivez par exemple demain, vendredi ou 12 novembre.
reminder-which-day = « { $typed } » peut désigner plusieurs jours. Lequel est le bon ?
reminder-no-such-day = « { $typed } » n’existe pas dans le calendrier. Quel jour est le bon ?
reminder-past-date = « { $typed } » est déjà passé dans le monde entier. Rien n’a été enregistré ; choisissez un jour à venir.
reminder-only-secretariat = Seul le secrétariat peut créer des rappels pour d’autres personnes. Pour vous-même, utilisez { COMMAND("remind") }.
reminder-not-in-server = Magpie ne peut créer des rappels que pour les personnes de son serveur et ne vous y trouve pas : rien n’a été enregistré.
reminder-no-text = Le texte est vide : rien n’a été enregistré. Écrivez ce que Magpie doit rappeler.
reminder-text-too-long = Le texte est trop long ({ $most } caractères au plus). Rien n’a été enregistré.
reminder-too-many = Vous avez déjà { $most } rappels : rien n’a été enregistré. Arrêtez-en d’abord quelques-uns avec { COMMAND("reminders") }.
reminder-no-draft = Ce brouillon n’existe plus, ou ce n’est pas le vôtre. Tapez de nouveau la commande.
reminder-passed = Ce moment est passé. Rien n’a été enregistré ; choisissez un moment à venir.
reminder-nobody = Il n’y a personne dans ce groupe : rien n’a été enregistré.
reminder-not-yours = Ce rappel n’est pas le vôtre, ou n’existe plus. Rien n’a été modifié.
reminder-kept-for-others = { $count ->
        [one] 1 rappel que vous avez créé
       *[other] { $count } rappels que vous avez créés
    } pour d’autres personnes, sans votre nom, car elles comptent dessus
reminder-list-unreadable = ⚠️ { $count ->
    [one] Un autre de vos rappels n’est plus lisible : il ne viendra pas.
   *[other] { $count } autres de vos rappels ne sont plus lisibles : ils ne viendront pas.
 } Merci de le refaire avec { COMMAND("remind") }. Les responsables de Magpie sont prévenus automatiquement.

# Annuler un arrêt.
reminder-undo = Annuler
reminder-undo-stop = Annuler : garder « { $text } »
reminder-undone-before = C’est déjà annulé. Rien n’a été modifié.
reminder-undo-too-late = L’annulation n’est possible que pendant { $minutes } minutes, et ce délai est passé. Pour avoir de nouveau ce rappel, utilisez { COMMAND("remind") }.
reminder-many-undone = { $count ->
    [one] ✅ Annulé : le rappel arrive à 1 personne comme prévu.
   *[other] ✅ Annulé : le rappel arrive à { $count } personnes comme prévu.
    }
reminder-type-again = Réécrire l’heure
reminder-form-text = Texte
reminder-form-at = À quelle heure ?
reminder-form-date = Quel jour ? (vide : la prochaine fois)

# Après un changement de fuseau horaire : ce qui a bougé, avant → après.
reminder-moved = { $count ->
    [one] 🕘 **1 rappel vous suit** et garde son heure de la journée. À votre nouvelle heure locale :
   *[other] 🕘 **{ $count } rappels vous suivent** et gardent leur heure de la journée. À votre nouvelle heure locale :
    }
reminder-moved-line = • { $text } : { $before } → { $after }
reminder-moved-line-now = • { $text } : { $before } → maintenant, car cette heure est déjà passée là-bas
reminder-moved-more = { $count ->
    [one] …et 1 autre. Pour tout voir : { COMMAND("reminders") }.
   *[other] …et { $count } autres. Pour tout voir : { COMMAND("reminders") }.
    }
reminder-moved-keep = { $count ->
    [one] Garder l’ancien moment
   *[other] Garder les anciens moments
    }
reminder-moved-follow = Suivre ma nouvelle heure locale
reminder-moved-kept = { $count ->
    [one] ✅ **L’ancien moment est gardé.** 1 rappel arrivera au même moment qu’avant votre déplacement :
   *[other] ✅ **Les anciens moments sont gardés.** { $count } rappels arriveront aux mêmes moments qu’avant votre déplacement :
    }
reminder-moved-followed = { $count ->
    [0] Aucun de ces rappels n’est encore à venir.
    [one] ✅ 1 rappel suit votre heure locale :
   *[other] ✅ { $count } rappels suivent votre heure locale :
    }
reminder-moved-too-late = Les anciens moments sont déjà passés. Rien n’a été modifié. Pour voir vos rappels : { COMMAND("reminders") }.
reminder-moved-forgotten = Ce choix n’est possible que pendant la semaine qui suit le changement, et ce délai est passé. Pour voir vos rappels : { COMMAND("reminders") }.

# Ce qu’une absence change aux rappels.
reminder-away-held = { $count ->
    [one] 1 rappel du secrétariat attendra votre retour :
   *[other] { $count } rappels du secrétariat attendront votre retour :
    }
reminder-away-own = { $count ->
    [one] 1 rappel que vous avez créé vous-même sonnera quand même d’ici là. Pour le voir ou l’arrêter : { COMMAND("reminders") }.
   *[other] { $count } rappels que vous avez créés vous-même sonneront quand même d’ici là. Pour les voir ou les arrêter : { COMMAND("reminders") }.
    }

# Un message dont le rappel a changé depuis.
reminder-message-last = C’était la dernière fois.
reminder-message-sent-again = 🔁 Rappelé de nouveau : { $when }
reminder-is-stopped = Ce rappel est arrêté : il ne peut pas être reporté. Pour en créer un autre, utilisez { COMMAND("remind") }.
