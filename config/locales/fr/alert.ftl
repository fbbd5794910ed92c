# Alertes urgentes : ce que lisent les destinataires, ce que voit l'auteur avant et après l'envoi.

alert-severity-information = Information
alert-severity-urgent = Urgent
alert-severity-emergency = Urgence grave

# Les 100 premiers caractères sont ce que montre un téléphone verrouillé : un cadre court laisse la place au texte.
alert-lock = { $label } : { $text }
alert-lock-by = { $label } : { $text } · avant { $time }
alert-label-slept = { $severity }, pendant votre sommeil
alert-label-again = { $severity }, rappel
alert-label-corrected = { $severity }, corrigé
# Au plus 100 caractères avec la date la plus longue.
alert-slept-too-late = Vous dormiez. Le délai est passé ({ $time }). Rien n'est attendu de vous.
alert-too-late = Ceci arrive tard. Le délai est passé ({ $time }). Rien n'est attendu de vous.
alert-late = Magpie n'a pas pu apporter ceci plus tôt. C'était prévu pour { $when }.
alert-it-was = C'était : { $label } : { $text }
alert-answer-before = Répondre avant : { $time }
alert-from = De { $name }, secrétariat
alert-button-seen = Je l'ai vu
alert-button-seen-at = Vu { $time }
alert-marked-corrected = ~~{ $text }~~
    Ce message a été corrigé. Merci de lire le plus récent.
alert-marked-cancelled = ~~{ $text }~~
    Cette alerte est annulée. Rien n'est attendu de vous.
alert-marked-over = ~~{ $text }~~
    C'est terminé. Rien n'est attendu de vous.
alert-not-yours = Cette alerte est pour une autre personne : rien n'a été noté.
alert-seen-nothing = Aucune alerte ne vous attend.
alert-seen-all = { $count ->
    [one] C'est noté : vous avez vu cette alerte.
   *[other] C'est noté : vous avez vu ces { $count } alertes.
    }
    { $alerts }

# Plusieurs alertes en un seul message à la minute du réveil ; la plus urgente d'abord.
alert-waking = { $first } · et { $count } de plus
alert-waking-line = **{ $number }.** { $label } : { $text }
alert-waking-line-by = **{ $number }.** { $label } : { $text } · Répondre avant : { $time }
alert-waking-line-passed = **{ $number }.** { $label } : { $text } · Le délai est passé ({ $time }).
alert-waking-corrected = **{ $number }.** ~~{ $label } : { $text }~~ Ceci a été corrigé. Lisez le message plus récent.
alert-waking-cancelled = **{ $number }.** ~~{ $label } : { $text }~~ Cette alerte a été annulée.
alert-waking-over = **{ $number }.** ~~{ $label } : { $text }~~ C'est terminé.
alert-waking-seen = { $number } : Je l'ai vu
alert-waking-seen-at = { $number } : Vu { $time }

alert-form-title = Alerte : { $severity }
alert-form-text = Texte
alert-form-answer-by = Répondre avant
alert-form-answer-by-placeholder = 18:15 UTC, demain 9h, dans 2 heures. Vide : sans limite
alert-form-audience = Pour qui
alert-form-audience-placeholder = membres, bénévoles, secrétariat, tous, ou des noms, séparés par des virgules

alert-audience-members = membres
alert-audience-volunteers = bénévoles
alert-audience-secretariat = secrétariat
alert-audience-everyone = tous
alert-audience-empty = Il n'est pas dit pour qui est cette alerte.
alert-audience-too-long = La liste des personnes est trop longue pour être lue.
alert-audience-unknown = Personne ici ne s'appelle « { $word } ».
alert-audience-ambiguous = « { $word } » peut désigner plusieurs personnes : { $names }. Qui voulez-vous dire ?
alert-audience-which = Choisissez qui est visé
alert-audience-possible = Vous pouvez écrire membres, bénévoles, secrétariat ou tous, ou des personnes par nom, identifiant, ville ou mention, séparés par des virgules.
alert-nobody = Personne dans ce serveur ne correspond : il n'y a personne à qui l'envoyer.
alert-no-text = L'alerte n'a pas de texte.
alert-too-long = Le texte est trop long pour un seul message.
alert-time-unknown = Magpie ne comprend pas l'heure de « Répondre avant ». Écrivez par exemple 18:15, demain 9h, ou 10 novembre 18:15 UTC.
alert-time-recurs = « Répondre avant » demande un seul moment, pas un moment qui revient.
alert-time-passed = L'heure de « Répondre avant » est passée.
alert-time-ambiguous = L'heure de « Répondre avant » peut désigner plusieurs moments. Lequel ?
alert-time-no-such-day = Le jour de « Répondre avant » n'existe pas dans le calendrier. Lequel voulez-vous dire ?
alert-time-day-only = « Répondre avant » indique un jour sans heure, et un jour finit à des moments différents dans le monde. Quand exactement ?
alert-time-after-event = L'heure de « Répondre avant » tombe après le dernier jour de l'événement ({ $day }). Est-ce juste ?
alert-button-keep-time = C'est juste : { $when }
alert-kept = Rien n'a été envoyé. Ce que vous avez écrit est gardé.
alert-button-continue = Continuer
alert-continue-busy = Magpie est très occupé. Ce que vous avez écrit est gardé : appuyez encore sur Continuer.

alert-preview-title = **Aperçu : { $severity }. Rien n'est encore envoyé.**
alert-preview-changed = ⚠️ Depuis votre dernier regard, cela a changé pour : { $names }. Merci de revoir les groupes.
alert-preview-twin = ⚠️ Le même texte a été envoyé { $ago } (alerte { $number }). L'envoyer encore ?
alert-preview-lock-screen =
    Leur écran verrouillé :
    > { $text }
alert-preview-answer-before = Répondre avant : { $time }, { $away }
alert-preview-read-as-utc = Votre profil n'a pas de fuseau horaire : l'heure a été lue en UTC.
alert-preview-awake = **Éveillés maintenant ({ $count }) :** { $names }
alert-preview-asleep = **Endormis, reçoivent sans bruit et entendent à leur réveil ({ $count }) :** { $names }
alert-preview-waits = **Endormis, cela attend leur réveil ({ $count }) :** { $names }
alert-preview-may-wake = **Endormis, acceptent qu'une urgence les réveille ({ $count }) :** { $names }
alert-preview-too-late = **Ne peuvent pas le voir à temps, endormis jusqu'après ({ $count }) :** { $names }
alert-preview-waits-too-late = **Ne peuvent pas le voir à temps, cela attend leur réveil ({ $count }) :** { $names }
alert-preview-no-zone = **Sans fuseau horaire, envoyé sans bruit, pas comptés comme éveillés ({ $count }) :** { $names }
alert-preview-no-route = **Aucun chemin ({ $count }) :** { $names }
alert-no-route-closed = messages privés fermés
alert-no-route-never-opened = n'a jamais ouvert de conversation avec Magpie
alert-preview-absent = **Pas sur Discord : { $count }**
alert-preview-wakes-nobody = 🔕 Personne n'est réveillé. Pour réveiller quelqu'un, choisissez les noms ci-dessous.
alert-preview-wakes = 🔔 **Seront réveillés ({ $count }) :** { $names }
alert-wake-placeholder = Réveiller par nom (ne choisissez personne pour ne réveiller personne)
alert-button-wake-all = Réveiller les { $count } qui l'acceptent
alert-button-wake-shown = Réveiller les { $count } montrés jusqu'ici
alert-button-wake-names = Noms { $from } à { $to } sur { $count }
alert-button-wake-nobody = Ne réveiller personne
alert-button-send = Envoyer
alert-button-send-again = Envoyer encore
alert-button-edit = Modifier
alert-button-discard = Abandonner
alert-button-absent = Pas sur Discord : { $count }
alert-stale = Cet aperçu a plus de { $minutes } minutes, et des personnes se sont réveillées ou endormies depuis. Rien n'a été envoyé, et votre texte est gardé.
alert-already-sent = C'est déjà envoyé (alerte { $number }). Rien n'a été envoyé de nouveau.
alert-discarded = Abandonné. Rien n'a été envoyé.
alert-sent = { $count ->
    [one] ✅ L'alerte { $number } part vers 1 personne
   *[other] ✅ L'alerte { $number } part vers { $count } personnes
    }, { $at_once } avec un son maintenant. Le canal du secrétariat montre qui l'a vue.
alert-corrected = { $count ->
    [0] ✅ Corrigé. Personne n'avait encore reçu l'alerte { $number } ; le nouveau texte la remplace.
    [one] ✅ Corrigé. 1 personne qui avait reçu l'alerte { $number } est prévenue.
   *[other] ✅ Corrigé. { $count } personnes qui avaient reçu l'alerte { $number } sont prévenues.
    }
alert-corrected-perhaps-only = { $count ->
    [one] ✅ Corrigé. L'envoi de l'alerte { $number } à 1 personne était en cours : si l'ancien texte arrive, elle est prévenue.
   *[other] ✅ Corrigé. L'envoi de l'alerte { $number } à { $count } personnes était en cours : celles qui reçoivent l'ancien texte sont prévenues.
    }
alert-corrected-perhaps = { $count ->
    [one] L'envoi à 1 autre personne était en cours : si l'ancien texte arrive, elle est prévenue aussi.
   *[other] L'envoi à { $count } autres personnes était en cours : celles qui reçoivent l'ancien texte sont prévenues aussi.
    }
alert-corrected-new-text = { $count ->
    [one] 1 personne ne l'avait pas encore reçue et ne reçoit que le nouveau texte.
   *[other] { $count } personnes ne l'avaient pas encore reçue et ne reçoivent que le nouveau texte.
    }
alert-nothing-to-correct = Cette alerte est terminée, ou quelqu'un d'autre l'a corrigée. Merci de regarder la liste la plus récente.
alert-absent-none = Toutes les personnes attendues sont sur Discord.
alert-absent-copy = { $count ->
    [one] 1 personne attendue n'est pas sur Discord. À copier :
   *[other] { $count } personnes attendues ne sont pas sur Discord. À copier :
    }

alert-roster-title = **{ $severity } · alerte { $number } :** { $text }
alert-roster-corrected = Corrigée ({ $times })
alert-roster-sent = Envoyée par { $name } à { $count }, { $time }
alert-roster-asked = Redemandé à { $time }
alert-roster-cancelled = **Annulée** par { $name } à { $time }
alert-roster-over = **C'est terminé**, a dit { $name } à { $time }
alert-roster-seen = ✅ **Vu ({ $count }) :** { $names }
alert-roster-not-seen = 🔔 **Envoyé, pas vu ({ $count }) :** { $names }
alert-roster-silent = 🌙 **Envoyé sans bruit, pas vu, réveil à ({ $count }) :** { $names }
alert-roster-no-zone = ❔ **Envoyé sans bruit, pas vu, sans fuseau horaire ({ $count }) :** { $names }
alert-roster-held = ⏳ **Attend leur réveil ({ $count }) :** { $names }
alert-roster-on-its-way = ⏳ **En chemin ({ $count }) :** { $names }
alert-roster-retrying = 🔁 **Nouvel essai en cours ({ $count }) :** { $names }
alert-roster-failed = ❌ **Échec ({ $count }) :** { $names }
alert-roster-withdrawn = **Annulé à la main ({ $count }) :** { $names }
alert-roster-not-sent = **Terminée avant l'envoi ({ $count }) :** { $names }
alert-roster-absent = **Pas sur Discord : { $count }**
alert-roster-utc = Les heures sont en UTC. « Envoyé » ne veut pas dire vu.
alert-roster-continued = La liste de l'alerte { $number } continue dans un message plus récent.
alert-and-more = { $names } et { $count } autres
alert-failed-not-here = a quitté le serveur
alert-failed-no-route = messages privés fermés, et pas de fil dans la boîte
alert-failed-refused = Discord a dit : { $reason }
alert-failed-exhausted = essayé plusieurs fois : { $reason }
alert-failed-unknown = peut-être arrivé, personne ne peut le dire
alert-button-ask-again = Redemander
alert-button-correct = Corriger
alert-button-over = C'est terminé
alert-button-cancel = Annuler l'alerte
alert-asked-now = { $count ->
    [one] Redemandé à 1 personne : { $names }
   *[other] Redemandé à { $count } personnes : { $names }
    }
alert-asked-later = Endormis, on leur redemande à leur réveil ({ $count }) : { $names }
alert-asked-on-its-way = Le message est encore en chemin vers toutes les personnes qui ne l'ont pas vu.
alert-asked-just-now = Quelqu'un vient de redemander. Merci de laisser une minute.
alert-asked-all-seen = Tout le monde l'a vue.
alert-asked-time-passed = Le délai de réponse est passé. Pour donner plus de temps, appuyez sur Corriger.
alert-ended-already = Cette alerte est déjà terminée.
alert-cancelled = L'alerte { $number } est annulée. Les messages envoyés le disent, et rien d'autre n'est envoyé.
alert-over = L'alerte { $number } est terminée. Les messages envoyés le disent, et rien d'autre n'est envoyé.
alert-ended-recalled = { $count ->
    [one] Un message à 1 personne attendait encore : il a été retiré.
   *[other] Des messages à { $count } personnes attendaient encore : ils ont été retirés.
    }
alert-ended-under-way = { $count ->
    [one] L'envoi à 1 personne est en cours : si le message arrive, il le dira aussi.
   *[other] L'envoi à { $count } personnes est en cours : les messages qui arrivent le diront aussi.
    }
alert-list = **Les alertes les plus récentes**
    { $alerts }
alert-list-none = Aucune alerte n'a encore été envoyée.
alert-list-active = **{ $number }** · { $severity } · { $ago } · { $text }
alert-list-cancelled = { $number } · { $severity } · { $ago } · annulée · { $text }
alert-list-over = { $number } · { $severity } · { $ago } · terminée · { $text }

alert-not-secretariat = Seul le secrétariat peut faire cela. Si vous pensez devoir le pouvoir, demandez-lui.
alert-not-set-up = Magpie n'est pas encore installé. Une personne qui gère le serveur peut terminer avec /setup. Il manque : { $missing }
alert-no-draft = Magpie ne connaît pas ce brouillon, ou il est à quelqu'un d'autre. Merci de retaper /alert send.
alert-no-alert = Magpie ne connaît pas cette alerte.
alert-kept-active = les alertes que vous avez reçues, jusqu'à leur fin, pour que le secrétariat voie qui a été joint
alert-kept-sent = les alertes que vous avez envoyées, car d'autres ont agi d'après elles
