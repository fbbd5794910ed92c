# Les permanences : le panneau, les écrans privés et les messages. Le secrétariat prévoit un créneau ; chacun en prend
# tout ou partie.

duty-panel = 🗓️ **Permanences de l’entraide.** Choisissez un créneau ci-dessous pour le prendre. Les heures après le point sont les vôtres.
duty-panel-line = { $utc } · { $own } · **{ $state }**
duty-panel-empty = Aucun créneau n’est prévu.
duty-panel-more = { $count ->
    [one] Encore un créneau : appuyez sur le bouton ci-dessous.
   *[other] Encore { $count } créneaux : appuyez sur le bouton ci-dessous.
}
duty-choose-slot = Choisir un créneau
duty-open-slots = Tous les créneaux
duty-open-mine = Mes créneaux
duty-open-available = Je suis disponible

duty-period = { $start }–{ $end }
duty-period-with-utc = { $own } ({ $utc } UTC)
duty-period-many = { $utc } ({ $own } pour vous)
duty-clock-change = L’heure change pendant ce temps : { $clock } à l’horloge, { $real } en réalité.

duty-needs = { $count ->
    [one] il manque 1 personne
   *[other] il manque { $count } personnes
}
duty-needs-part = { $count ->
    [one] il manque 1 personne de { $from } à { $until }
   *[other] il manque { $count } personnes de { $from } à { $until }
}
duty-needs-part-utc = { $count ->
    [one] il manque 1 personne de { $from } à { $until } UTC
   *[other] il manque { $count } personnes de { $from } à { $until } UTC
}
duty-complete = complet
duty-someone = Quelqu’un
duty-person-part = { $name } ({ $from }–{ $until })
duty-line = • { $when } : **{ $state }**
duty-line-people = • { $when } : **{ $state }** · { $people }

duty-list = { $count ->
    [one] Un créneau est prévu, affiché à votre heure.
   *[other] { $count } créneaux sont prévus, affichés à votre heure.
}
duty-list-empty = Aucun créneau n’est prévu. Vous pouvez quand même dire que vous êtes disponible : { COMMAND("duty available") }.
duty-list-empty-secretariat = Aucun créneau n’est prévu. Prévoyez des créneaux avec { COMMAND("duty add") }, ou envoyez un fichier avec { COMMAND("duty upload") }.
duty-no-zone = Magpie ne connaît pas votre fuseau horaire : les heures sont en UTC. { COMMAND("profile edit") } permet de le changer.
duty-slot-people = De permanence : { $people }
duty-slot-own = Vous êtes de permanence dans ce créneau.
duty-slot-over = Ce créneau est terminé.
duty-take = Prendre
duty-take-part = Prendre une partie…
duty-take-again = Le reprendre
duty-give-back = Rendre le créneau
duty-remove = Supprimer le créneau
duty-back = Retour
duty-back-to-slots = Tous les créneaux

duty-confirm-take = Voulez-vous prendre { $when } ?
duty-warning-night = 🌙 { $quiet } tombent dans vos heures calmes.
duty-warning-nights = { $count ->
    [0] Ce serait votre première nuit de permanence.
    [one] Vous avez déjà pris une nuit.
   *[other] Vous avez déjà pris { $count } nuits.
}
duty-warning-rest = ⚠️ Entre ce créneau et votre autre créneau, il ne vous resterait que { $rest } de repos.
duty-warning-no-rest = ⚠️ Il n’y a aucune pause entre ce créneau et votre autre créneau.
duty-ring-question = Magpie peut-il faire sonner votre téléphone pendant ce créneau, même dans vos heures calmes ? Sinon, les messages arrivent alors sans bruit.
duty-take-ring = Prendre, et me réveiller s’il le faut
duty-take-no-ring = Prendre, sans me réveiller
duty-take-anyway = Prendre
duty-do-not-take = Non
duty-part-title = Prendre une partie du créneau
duty-part-until = Jusqu’à quand ? (à votre heure)
duty-part-from = À partir de quand ? (vide : du début)
duty-part-placeholder = 04:00
duty-typed = Vous avez écrit : { $typed }

duty-you-took = ✅ Vous êtes de permanence : { $when }. Magpie vous demandera 15 minutes avant si vous êtes là.
duty-you-took-over = ✅ Merci ! Vous êtes de permanence : { $when }.
duty-you-have-it = ✅ Merci ! Vous êtes de permanence : { $when }.
duty-you-keep = Vous gardez votre créneau : { $when }.
duty-your-shift = Votre créneau : { $when }
duty-you-gave-back = Vous avez rendu { $when }. D’autres peuvent maintenant le prendre.
duty-you-removed = { $count ->
    [0] Vous avez supprimé le créneau { $when }. Personne ne l’avait pris.
    [one] Vous avez supprimé le créneau { $when }. Magpie prévient la personne qui l’avait pris.
   *[other] Vous avez supprimé le créneau { $when }. Magpie prévient les { $count } personnes qui l’avaient pris.
}
duty-rings-always = Pendant ce temps, Magpie peut faire sonner votre téléphone même si vous dormez.
duty-rings-awake = Dans vos heures calmes, les messages arrivent sans bruit.
duty-ring-me = Me réveiller s’il le faut
duty-do-not-ring-me = Ne pas me réveiller

duty-mine = { $count ->
    [one] **Votre créneau**
   *[other] **Vos { $count } créneaux**
}
duty-mine-empty = Vous n’avez aucun créneau. La liste des créneaux montre où il manque quelqu’un.
duty-mine-line = • { $when }
duty-mine-line-rings = • { $when } · Magpie peut vous réveiller
duty-nights = { $count ->
    [one] Nuits que vous avez prises jusqu’ici : une.
   *[other] Nuits que vous avez prises jusqu’ici : { $count }.
}
duty-choose-shift = Choisir un de mes créneaux
duty-calendar = Fichier d’agenda
duty-calendar-title = Permanence de l’entraide
duty-calendar-description = Votre créneau à l’entraide. Pour le rendre ou le proposer à d’autres, ouvrez Discord.
duty-calendar-sent = { $count ->
    [one] Voici votre créneau en fichier d’agenda. Ouvrez-le sur votre téléphone pour l’ajouter à votre agenda. Si vous téléchargez de nouveau le fichier plus tard, votre agenda met le créneau à jour.
   *[other] Voici vos { $count } créneaux en fichier d’agenda. Ouvrez-le sur votre téléphone pour les ajouter à votre agenda. Si vous téléchargez de nouveau le fichier plus tard, votre agenda met les créneaux à jour.
}

duty-offer-button = Proposer à d’autres
duty-offer-ask = À qui proposez-vous { $when } ? Vous gardez le créneau jusqu’à ce que quelqu’un le prenne.
duty-offer-choose = Choisir une personne
duty-offer-to-all = Proposer à tout le monde
duty-offered = Magpie demande à cette personne. Vous gardez votre créneau jusqu’à ce qu’elle le prenne.
duty-offered-all = { $count ->
    [one] Magpie demande à un bénévole. Vous gardez votre créneau jusqu’à ce que quelqu’un le prenne.
   *[other] Magpie demande à { $count } bénévoles. Vous gardez votre créneau jusqu’à ce que quelqu’un le prenne.
}
duty-offered-nobody = Personne d’autre ne peut prendre ce créneau pour l’instant. Vous le gardez.
duty-offer-keep = Le garder
duty-offer = { $name } vous demande de reprendre un créneau : { $when }
duty-offer-all = { $name } cherche quelqu’un pour reprendre un créneau : { $when }
duty-offer-take = Je le prends
duty-offer-no = Non, merci
duty-offer-yours = ✅ Vous avez repris le créneau de { $name } : { $when }
duty-offer-gone = Quelqu’un a pris le créneau de { $name } : { $when }. Merci quand même !
duty-offer-refused = Vous n’avez pas pris le créneau de { $name } : { $when }. Ce n’est pas grave.
duty-offer-closed = Le créneau de { $name } n’est plus proposé : { $when }
duty-news-taken = { $name } reprend votre créneau { $when }. Vous n’avez rien à faire.
duty-news-refused = { $name } ne peut pas reprendre votre créneau { $when }. Vous l’avez toujours, et vous pouvez le proposer à d’autres.
duty-you-refused = Ce n’est pas grave. Magpie prévient la personne qui a demandé.

duty-available-ask = Pour combien de temps êtes-vous disponible ? Pour une autre durée, utilisez { COMMAND("duty available") }.
duty-available-until = Vous êtes disponible jusqu’au { $at }.
duty-available-end = Je ne suis plus disponible
duty-available-ended = Vous n’êtes plus disponible. Merci !

duty-notice = ⏰ Votre permanence commence bientôt : { $when }. Êtes-vous là ?
duty-have-it = Je suis là
duty-notice-confirmed = ✅ Vous êtes de permanence : { $when }.
duty-taken-over = { $name } a repris votre créneau { $when }.
duty-removed = Le secrétariat a supprimé votre créneau { $when }. Vous n’avez rien à faire.
duty-over = Le créneau { $when } est terminé. Merci !
duty-given-back = Vous n’avez plus le créneau { $when }.
duty-cover = { $name } n’a pas confirmé ce créneau : { $when }. Pouvez-vous le prendre ?
duty-cover-given-back = { $name } n’a plus ce créneau : { $when }. Pouvez-vous le prendre ?
duty-cover-button = Je le prends
duty-cover-taken = { $name } a pris ce créneau : { $when }. Vous n’avez rien à faire.
duty-cover-there = { $name } est finalement là pour ce créneau : { $when }. Vous n’avez rien à faire.
duty-gap = { $count ->
    [one] Il manque encore quelqu’un à l’entraide, à un moment où vous ne dormez pas :
   *[other] Il manque encore du monde à l’entraide, à des moments où vous ne dormez pas :
}
duty-deleted = Ce créneau n’existe plus.
duty-gap-filled = Il manquait quelqu’un à l’entraide. Les créneaux ont été pris depuis. Vous n’avez rien à faire.

duty-coverage = { $count ->
    [0] **Couverture de l’entraide**, à votre heure : aucun trou.
    [one] **Couverture de l’entraide**, à votre heure : un trou.
   *[other] **Couverture de l’entraide**, à votre heure : { $count } trous.
}
duty-coverage-utc = { $count ->
    [0] **Couverture de l’entraide**, en UTC : aucun trou.
    [one] **Couverture de l’entraide**, en UTC : un trou.
   *[other] **Couverture de l’entraide**, en UTC : { $count } trous.
}
duty-coverage-legend = █ complet · ▒ il manque quelqu’un · ! personne · un point : aucun créneau
duty-coverage-nights = Nuits de permanence : { $people }
duty-person-nights = { $name } { $count }

duty-preview = { $count ->
    [one] **Ce créneau va être créé :**
   *[other] **Ces { $count } créneaux vont être créés :**
}
duty-preview-more = { $count ->
    [one] … encore un …
   *[other] … encore { $count } …
}
duty-preview-past = { $count ->
    [one] Un créneau est passé : il n’est pas créé.
   *[other] { $count } créneaux sont passés : ils ne sont pas créés.
}
duty-preview-existing = { $count ->
    [one] Un créneau existe déjà : il n’est pas créé une seconde fois.
   *[other] { $count } créneaux existent déjà : ils ne sont pas créés une seconde fois.
}
duty-preview-nothing = Il ne reste donc rien à créer.
duty-create = Créer
duty-discard = Abandonner
duty-created = { $count ->
    [0] Aucun créneau n’a été créé : tous sont passés ou existent déjà.
    [one] ✅ Un créneau a été créé. Les bénévoles peuvent maintenant le prendre.
   *[other] ✅ { $count } créneaux ont été créés. Les bénévoles peuvent maintenant les prendre.
}
duty-undo = Annuler la création
duty-discarded = Abandonné. Aucun créneau n’a été créé.
duty-undone = { $count ->
    [0] Aucun créneau n’a été supprimé.
    [one] Un créneau a été supprimé.
   *[other] { $count } créneaux ont été supprimés.
}
duty-undone-kept = { $count ->
    [one] Un créneau reste, parce que quelqu’un l’a pris. Vous pouvez le supprimer dans la liste.
   *[other] { $count } créneaux restent, parce que quelqu’un les a pris. Vous pouvez les supprimer un par un dans la liste.
}
duty-ask-remove = { $count ->
    [0] Supprimer le créneau { $when } ? Personne ne l’a pris.
    [one] Supprimer le créneau { $when } ? Une personne l’a pris et sera prévenue.
   *[other] Supprimer le créneau { $when } ? { $count } personnes l’ont pris et seront prévenues.
}
duty-panel-where = Choisissez le salon du serveur dans lequel publier la liste.
duty-panel-posted = Le panneau est dans { $channel } et suit chaque changement. Un panneau plus ancien est supprimé.

duty-not-volunteer = Seuls les bénévoles de l’entraide et le secrétariat peuvent être de permanence.
duty-not-secretariat = Seul le secrétariat peut prévoir les permanences.
duty-no-slot = Ce créneau n’existe plus. Rien n’a été changé.
duty-slot-is-over = Ce créneau est terminé. Rien n’a été changé.
duty-slot-full = Quelqu’un a été plus rapide : il ne manque plus personne à ce moment. Rien n’a été changé.
duty-not-within = Ce moment n’est pas dans le créneau. Rien n’a été changé.
duty-overlaps = Vous avez un autre créneau à ce moment, de { $from } à { $until }. Rien n’a été changé.
duty-not-yours = Vous n’avez pas ce créneau, ou il est terminé. Rien n’a été changé.
duty-is-taken-over = Quelqu’un a repris ce créneau entre-temps. Vous n’avez rien à faire.
duty-is-confirmed = La personne qui a ce créneau est là. Vous n’avez rien à faire.
duty-offer-is-closed = Ce créneau n’est plus proposé. Rien n’a été changé.
duty-own-offer = C’est votre propre créneau. Rien n’a été changé.
duty-cannot-take = Cette personne ne peut pas prendre le créneau : elle n’est pas bénévole, ou elle a un autre créneau à ce moment.
duty-no-draft = Ces créneaux ont déjà été créés ou abandonnés. Rien n’a été changé.
duty-no-slots = Aucun créneau n’est prévu. Rien n’a été changé.
duty-too-many-slots = On peut prévoir au plus { $max } créneaux à la fois.
duty-slot-too-long = Un créneau dure au plus un jour. Pour plus longtemps, indiquez la durée de chaque créneau : { COMMAND("duty add") } a une option pour cela.
duty-invalid-available = Choisissez un moment dans les 24 prochaines heures.
duty-ends-before-start = La fin n’est pas après le début.
duty-file-faults = { $count ->
    [one] Le fichier a une erreur. Rien n’a été changé.
   *[other] Le fichier a { $count } erreurs. Rien n’a été changé.
}
duty-file-line = Ligne { $line } : { $fault }
duty-file-unreadable = Cela ne peut pas être lu. Enregistrez le fichier en CSV (UTF-8).
duty-file-empty = Le fichier n’a aucun créneau.
duty-file-no-columns = La première ligne doit nommer les colonnes « début » et « fin » ; « personnes » et « fuseau » sont facultatives.
duty-file-time = « { $text } » n’est pas une heure. Écrivez-la comme 2026-11-02 02:00.
duty-file-people = « { $text } » n’est pas un nombre de personnes de 1 à { $max }.
duty-file-zone = « { $text } » n’est pas un fuseau horaire. Écrivez-le comme Europe/Paris ou UTC.
duty-deletion-ends-shifts = { $count ->
    [one] Un créneau à l’entraide est rendu.
   *[other] { $count } créneaux à l’entraide sont rendus.
}
