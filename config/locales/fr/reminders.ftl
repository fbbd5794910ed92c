# Rappels : pour soi-même, ou du secrétariat pour plusieurs.

reminder-understood = **Magpie a compris :** { $text }
reminder-not-understood =
    « { $typed } » n'est pas un moment dont Magpie puisse être sûr.
    { $answer }
reminder-needs-zone = Magpie ne connaît pas encore votre fuseau horaire et ne peut donc pas savoir quand c'est pour vous. Dites-lui où vous habitez, puis recommencez. (Ce qui n'a pas besoin de fuseau marche déjà, comme « dans 2 heures » ou « 14:00 UTC ».)
reminder-sounds = Il sonnera à la minute dite.
reminder-sounds-in-sleep = Il sonnera à la minute dite, même si c'est pendant vos heures de repos : vous l'avez demandé vous-même. Magpie ne peut pas faire sonner un téléphone muet ; pour un lever matinal, mettez aussi un réveil.
reminder-save = Enregistrer
reminder-discard = Abandonner
reminder-discarded = Abandonné. Rien n'a été enregistré.
reminder-saved =
    ✅ Enregistré : { $text }
    { $when }. Il sonne à la minute dite, même pendant vos heures de repos. Voir ou arrêter vos rappels : /reminders.
reminder-saved-recurring =
    ✅ Enregistré : { $text }
    Prochain : { $when }, puis { $rule }. Il sonne à la minute dite, même pendant vos heures de repos. Voir ou arrêter vos rappels : /reminders.
reminder-saved-before = C'est déjà enregistré ; rien n'a été enregistré deux fois.
reminder-zone-changed = L'aperçu était à l'heure de { $shown }, et votre heure est maintenant celle de { $here }. Rien n'est encore enregistré. Que voulez-vous dire ?
reminder-zone-changed-passed = Votre heure est maintenant celle de { $here }, et le moment de l'aperçu est passé. Rien n'est encore enregistré. Est-ce celui-ci ?
reminder-zone-as-shown = Le moment affiché : { $when }
reminder-zone-here = La même heure ici : { $when }

reminder-preview =
    📣 **{ $text }**
    À **{ $when }**, à l'heure locale de chacun. Rien n'est envoyé avant que vous enregistriez.
reminder-preview-recurring =
    📣 **{ $text }**
    À partir de **{ $when }**, encore et encore, à l'heure locale de chacun. Rien n'est envoyé avant que vous enregistriez.
reminder-preview-coming = À venir pour { $count } : d'abord { $first } ({ $from }), en dernier { $last } ({ $to }).
reminder-preview-passed = Déjà passé pour { $count } : { $names }.
reminder-preview-held = Endormis à ce moment, { $count } : { $names }. Ils le reçoivent à leur réveil.
reminder-preview-no-zone = Sans fuseau horaire, donc pas atteints, { $count } : { $names }.
reminder-send-now = Envoyer maintenant à ceux pour qui c'est passé
reminder-skip = Laisser ceux pour qui c'est passé
reminder-many-saved = ✅ Enregistré pour { $count } ; envoyé maintenant à { $now }, laissés de côté { $skipped }.
reminder-stop-many = L'arrêter pour tous
reminder-many-stopped = Arrêté. Il était encore à venir pour { $count }.
reminder-many-recalled = { $count ->
    [one] Pour 1 d'entre eux, l'heure était passée et il attendait l'envoi ou le réveil : il a été retiré.
   *[other] Pour { $count } d'entre eux, l'heure était passée et il attendait l'envoi ou le réveil : il a été retiré.
    }
reminder-many-under-way = { $count ->
    [one] L'envoi à 1 personne avait commencé : il peut encore arriver, et n'est pas retenté.
   *[other] L'envoi à { $count } personnes avait commencé : il peut encore arriver, et n'est pas retenté.
    }
reminder-many-arrived = { $count ->
    [one] 1 personne l'avait déjà reçu.
   *[other] { $count } personnes l'avaient déjà reçu.
    }
reminder-many-stopped-before = C'était déjà arrêté ; plus rien ne viendra.

reminder-message = ⏰ { $text }
reminder-message-at = { $when }
reminder-message-late = C'était pour { $when }, { $ago }. Magpie n'a pas pu l'apporter plus tôt.
reminder-message-held = C'était pour { $when } et cela a attendu votre réveil.
reminder-message-missed = { $times ->
    [one] Manqué une fois pendant que Magpie était arrêté.
   *[other] Manqué { $times } fois pendant que Magpie était arrêté.
    }
reminder-message-stands-for = Il vaut pour { $times } fois où vous dormiez ou étiez absent.
reminder-message-from = De { $name }
reminder-message-next = Prochain : { $when }
reminder-message-done = ✅ Fait
reminder-message-stopped = ⏹️ Arrêté : il ne revient plus.
reminder-done = Fait
reminder-later = Me le rappeler plus tard
reminder-stop = Arrêter
reminder-how-much-later = Quand Magpie doit-il vous le rappeler ?
reminder-later-10-minutes = Dans 10 minutes
reminder-later-1-hour = Dans 1 heure
reminder-later-3-hours = Dans 3 heures
reminder-later-tomorrow = Demain à cette heure
reminder-later-other = Un autre moment…
reminder-later-title = Me le rappeler plus tard
reminder-later-label = Quand ?
reminder-later-placeholder = dans 20 minutes, 18:30, demain 9h
reminder-put-off = 🔁 De nouveau : { $when }

# Several late ones in one message.
reminder-together = ⏰ { $count } rappels en retard : { $texts }
reminder-together-late = Magpie n'a pas pu les apporter plus tôt.
reminder-together-waited = ⏰ { $count } rappels : { $texts }
reminder-together-held = Ils ont attendu votre réveil.
reminder-together-some-late = { $count ->
    [one] Magpie n'a pas pu apporter l'un d'eux plus tôt ; les autres ont attendu votre réveil.
   *[other] Magpie n'a pas pu apporter { $count } d'entre eux plus tôt ; les autres ont attendu votre réveil.
    }
reminder-together-line = • **{ $text }** : { $when }, { $ago }
reminder-all-done = Tout est fait
reminder-done-which = Fait pour…
reminder-later-which = Me rappeler plus tard…

reminder-list = **Vos rappels à venir : { $count }**
reminder-list-line = • { $text } : { $when }
reminder-list-recurring = • { $text } : { $when }, { $rule }
reminder-list-empty = Vous n'avez aucun rappel à venir. Créez-en un avec /remind.
reminder-list-unreadable = ⚠️ { $count ->
    [one] Un autre de vos rappels n’est plus lisible : il ne viendra pas.
   *[other] { $count } autres de vos rappels ne sont plus lisibles : ils ne viendront pas.
 } Merci de le refaire avec /remind. Les responsables de Magpie sont prévenus automatiquement.
reminder-stop-which = En arrêter un…

reminder-bad-time = « { $typed } » n'est pas une heure. Écrivez-la comme 09:00 ou 9h.
reminder-bad-date = « { $typed } » n'est pas un jour certain. Écrivez-le comme demain, vendredi ou 12 novembre.
reminder-which-day = « { $typed } » peut désigner plusieurs jours. Lequel voulez-vous dire ?
reminder-no-such-day = « { $typed } » n'existe pas dans le calendrier. Quel jour voulez-vous dire ?
reminder-past-date = « { $typed } » est passé partout. Rien n'a été enregistré ; choisissez un jour plus tard.
reminder-only-secretariat = Seul le secrétariat peut créer des rappels pour les autres. Pour vous-même, il y a /remind.
reminder-not-in-server = Magpie fait des rappels aux personnes du serveur qu'il sert et ne vous y trouve pas ; rien n'a donc été enregistré.
reminder-no-text = Le texte est vide. Écrivez ce que Magpie doit rappeler.
reminder-text-too-long = Le texte est trop long : { $most } caractères au plus. Rien n'a été enregistré.
reminder-too-many = Vous avez déjà { $most } rappels. Arrêtez-en d'abord avec /reminders.
reminder-no-draft = Ceci n'est plus là, ou n'est pas à vous. Veuillez utiliser de nouveau la commande.
reminder-passed = Ce moment est passé. Rien n'a été enregistré ; choisissez-en un plus tard.
reminder-nobody = Personne n'est dans ce groupe ; rien n'a été enregistré.
reminder-not-yours = Ce rappel est celui de quelqu'un d'autre, ou n'est plus là. Rien n'a été changé.
reminder-kept-for-others = { $count ->
        [one] 1 rappel que vous avez programmé
       *[other] { $count } rappels que vous avez programmés
    } pour d'autres, sans votre nom, car ces personnes y comptent
