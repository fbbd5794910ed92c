# Alertes : ce que lisent les destinataires, ce que voit l’auteur avant et après l’envoi.

alert-severity-information = Information
alert-severity-urgent = Urgent
alert-severity-emergency = Urgence absolue

# Les 100 premiers caractères sont ce que montre un téléphone verrouillé : un cadre court laisse la place au texte.
alert-lock = { $label } : { $text }
alert-lock-by = { $label } : { $text } · avant { $time }
alert-label-slept = { $severity }, pendant votre sommeil
alert-label-again = { $severity }, relance
alert-label-corrected = { $severity }, rectificatif
# Au plus 100 caractères avec la date la plus longue.
alert-slept-too-late = Vous dormiez, et le délai est dépassé ({ $time }). Vous n’avez rien à faire.
alert-slept-too-late-to-answer = Vous dormiez, et le délai est dépassé ({ $time }). Vous pouvez encore répondre.
alert-too-late = Message tardif : le délai est dépassé ({ $time }). Vous n’avez rien à faire.
alert-too-late-to-answer = Message tardif : le délai est dépassé ({ $time }). Vous pouvez encore répondre.
alert-late = Magpie n’a pas pu vous transmettre ce message plus tôt. Il était prévu pour le { $when }.
alert-it-was = Texte de l’alerte ({ $label }) : { $text }
alert-please-answer-by = Répondre avant : { $time }
alert-please-read-by = À lire avant : { $time }
alert-from = De : { $name }, secrétariat
alert-button-seen = J’ai vu
alert-button-seen-at = Vu : { $time }
alert-marked-corrected = ~~{ $text }~~
    Ce message a été corrigé. Lisez le plus récent.
alert-marked-cancelled = ~~{ $text }~~
    Cette alerte, envoyée par erreur, a été retirée. Vous n’avez rien à faire.
alert-marked-over = ~~{ $text }~~
    C’est terminé. Vous n’avez rien à faire.
alert-not-yours = Cette alerte s’adresse à quelqu’un d’autre : rien n’a été noté.
alert-seen-nothing = Vous n’avez aucune alerte en attente.
alert-seen-all = { $count ->
    [one] Merci. Vous avez confirmé avoir vu cette alerte :
   *[other] Merci. Vous avez confirmé avoir vu ces { $count } alertes :
    }
    { $alerts }

# Plusieurs alertes en un seul message au réveil ; la plus urgente d’abord.
alert-waking = { $first } · et { $count } de plus
alert-waking-line = **{ $number }.** { $label } : { $text }
alert-waking-line-by = **{ $number }.** { $label } : { $text } · { $deadline }
alert-deadline-passed = Le délai est dépassé ({ $time }).
alert-waking-corrected = **{ $number }.** ~~{ $label } : { $text }~~ Ce message a été corrigé. Lisez le plus récent.
alert-waking-cancelled = **{ $number }.** ~~{ $label } : { $text }~~ Cette alerte a été retirée.
alert-waking-over = **{ $number }.** ~~{ $label } : { $text }~~ C’est terminé.
alert-waking-seen = { $number } : J’ai vu
alert-waking-seen-at = { $number } : Vu, { $time }

alert-form-title = Alerte : { $severity }
alert-form-text = Texte
alert-form-answer-by = Répondre avant
alert-form-answer-by-placeholder = 18:15 UTC, demain à 9h, dans 2 heures. Vide : pas de délai
alert-form-audience = Destinataires
alert-form-audience-placeholder = membres, bénévoles, membres en Afrique, des noms ; un moins exclut : membres, -Ana

alert-audience-members = membres
alert-audience-volunteers = bénévoles
alert-audience-secretariat = secrétariat
alert-audience-everyone = tous
alert-audience-in = { $group } ({ $region })
alert-audience-offsets = { $from } à { $to }
alert-audience-readers = { $group } ({ $language })
alert-audience-everyone-reads = tous ({ $language })
alert-audience-language = { $code ->
    [fr] français
    [es] espagnol
   *[en] anglais
    }
alert-audience-count = { $count ->
    [0] { $text } · aucune personne
    [one] { $text } · 1 personne
   *[other] { $text } · { $count } personnes
    }
alert-audience-empty = Il manque les destinataires de l’alerte.
alert-audience-too-long = La liste des destinataires est trop longue.
alert-audience-unknown = Personne ici ne s’appelle « { $word } ».
alert-audience-unknown-place = « { $word } » n’est ni un lieu ni une langue que Magpie connaît.
alert-audience-ambiguous-place = « { $word } » peut désigner plusieurs lieux : { $places }. Écrivez celui dont il s’agit.
alert-audience-nobody-there = { $unplaced ->
    [0] À la connaissance de Magpie, personne ne correspond à « { $word } » : il n’y a personne à qui envoyer l’alerte. Écrivez une autre région, une autre langue ou un nom.
    [one] À la connaissance de Magpie, personne ne correspond à « { $word } ». Magpie ne sait pas où vit 1 personne de ce groupe : il faut peut-être écrire son nom.
   *[other] À la connaissance de Magpie, personne ne correspond à « { $word } ». Magpie ne sait pas où vivent { $unplaced } personnes de ce groupe : il faut peut-être écrire leurs noms.
    }
alert-audience-only-left-out = « -{ $word } » ne fait qu’exclure des personnes. Écrivez d’abord à qui l’alerte s’adresse : tous, -{ $word }
alert-audience-everyone-left-out = Les parties précédées d’un moins excluent tout le monde : il n’y a personne à qui envoyer l’alerte. Retirez l’une d’elles.
alert-audience-ambiguous = « { $word } » peut désigner plusieurs personnes : { $names }. De qui s’agit-il ?
alert-audience-which = Choisissez la ou les bonnes personnes
alert-audience-possible = Écrivez membres, bénévoles, secrétariat ou tous, ou désignez des personnes par leur nom, leur identifiant, leur ville ou une mention, en les séparant par des virgules. Pour une partie d’un groupe, écrivez membres en Afrique, membres (UTC+5 à +9) ou membres qui lisent en français. Un moins exclut des personnes : membres, -Ana.
alert-nobody = Personne sur ce serveur ne correspond à ces destinataires : il n’y a personne à qui envoyer l’alerte.
alert-no-text = L’alerte n’a pas de texte, donc rien n’a été envoyé. Appuyez sur « { alert-button-continue } » pour l’écrire.
alert-too-long = Le texte est trop long pour un seul message. Raccourcissez-le.
alert-time-unknown = Magpie ne comprend pas l’heure indiquée. Écrivez par exemple 18:15, demain à 9h ou 10 novembre 18:15 UTC.
alert-time-recurs = Il faut indiquer un moment unique, pas une répétition.
alert-time-passed = L’heure indiquée est déjà passée. Indiquez-en une plus tardive.
alert-time-passed-choose = L’heure indiquée est déjà passée. S’agit-il de l’une de celles-ci ?
alert-time-ambiguous = L’heure indiquée peut désigner plusieurs moments. Lequel est le bon ?
alert-time-no-such-day = Le jour indiqué n’existe pas dans le calendrier. Lequel est le bon ?
alert-time-day-only = Vous indiquez un jour sans heure, et un même jour ne finit pas partout au même moment. Quelle heure est la bonne ?
alert-time-after-event = L’heure indiquée tombe après le dernier jour de l’événement ({ $day }). Est-ce bien cela ?
alert-button-keep-time = Oui, c’est bien cela : { $when }
alert-kept = Rien n’a été envoyé. Votre texte est conservé.
alert-button-continue = Continuer
alert-continue-busy = Magpie est très occupé. Votre texte est conservé : appuyez de nouveau sur Continuer.

alert-preview-title = **Aperçu : { $severity }. Rien n’est encore envoyé.**
alert-preview-changed = ⚠️ Depuis votre dernière lecture, la situation a changé pour : { $names }. Vérifiez de nouveau les groupes.
alert-preview-twin = ⚠️ Le même texte a déjà été envoyé { $ago } (alerte { $number }). Faut-il l’envoyer de nouveau ?
alert-preview-lock-screen =
    Sur leur écran verrouillé :
    > { $text }
alert-preview-in-your-time = Ici, l’heure est celle de votre fuseau horaire. Chaque destinataire la verra dans le sien.
alert-preview-in-utc = Ici, l’heure est en UTC. Chaque destinataire la verra dans son fuseau horaire.
alert-preview-read-as-utc = Votre profil n’indique pas de fuseau horaire : l’heure a été comprise en UTC.
alert-preview-awake = { $count ->
    [0] **Personne n’est éveillé en ce moment.**
    [one] **1 personne éveillée en ce moment :** { $names }
   *[other] **{ $count } personnes éveillées en ce moment :** { $names }
    }
alert-preview-asleep = { $count ->
    [one] **1 personne dort (message sans bruit maintenant, sonnerie à son réveil) :** { $names }
   *[other] **{ $count } personnes dorment (message sans bruit maintenant, sonnerie à leur réveil) :** { $names }
    }
alert-preview-waits = { $count ->
    [one] **1 personne dort (le message attend son réveil) :** { $names }
   *[other] **{ $count } personnes dorment (le message attend leur réveil) :** { $names }
    }
alert-preview-may-wake = { $count ->
    [one] **1 personne dort et accepte qu’une urgence absolue la réveille :** { $names }
   *[other] **{ $count } personnes dorment et acceptent qu’une urgence absolue les réveille :** { $names }
    }
alert-preview-too-late = { $count ->
    [one] **1 personne dort et verra l’alerte après le délai :** { $names }
   *[other] **{ $count } personnes dorment et verront l’alerte après le délai :** { $names }
    }
alert-preview-waits-too-late = { $count ->
    [one] **1 personne dort et verra le message après le délai (il attend son réveil) :** { $names }
   *[other] **{ $count } personnes dorment et verront le message après le délai (il attend leur réveil) :** { $names }
    }
alert-preview-no-zone = { $count ->
    [one] **1 personne sans fuseau horaire (message sans bruit, non comptée comme éveillée) :** { $names }
   *[other] **{ $count } personnes sans fuseau horaire (message sans bruit, non comptées comme éveillées) :** { $names }
    }
alert-preview-no-route = { $count ->
    [one] **1 personne que Magpie ne peut pas joindre :** { $names }
   *[other] **{ $count } personnes que Magpie ne peut pas joindre :** { $names }
    }
alert-no-route-closed = messages privés fermés
alert-no-route-never-opened = n’a jamais ouvert de conversation avec Magpie
alert-preview-by-mail = ✉️ **Par courriel ({ $count }) :** { $names }
alert-preview-by-mail-count = ✉️ **Par courriel : { $count }**
alert-preview-absent-by-mail = ✉️ **Pas sur Discord, par courriel : { $count }**
alert-preview-absent-without-mail = **Pas sur Discord et sans adresse électronique : { $count }**
alert-preview-absent = **Pas sur Discord : { $count }**
alert-preview-without-group = **Non destinataires, sans rôle de membre, de bénévole ou du secrétariat ({ $count }) :** { $names }
alert-preview-assumed = **Fuseau horaire supposé : { $count }.** Ces personnes n’ont pas encore de profil : Magpie se fie au lieu indiqué dans la liste des membres attendus.
alert-preview-unplaced = **Non destinataires, car Magpie ne sait pas où ces personnes vivent ({ $count }) :** { $names }
alert-preview-phones = **Téléphones jamais confirmés : { $count }.** Tant que ces personnes n’ont pas répondu à « Tester mon téléphone », on ne sait pas si leur téléphone sonne.
zone-assumed = fuseau horaire supposé
alert-preview-wakes-nobody = 🔕 Personne ne sera réveillé. Pour réveiller quelqu’un, choisissez son nom ci-dessous.
alert-preview-wakes = { $count ->
    [one] 🔔 **1 personne sera réveillée :** { $names }
   *[other] 🔔 **{ $count } personnes seront réveillées :** { $names }
    }
alert-preview-secretariat-told = Comme { $woken ->
    [one] 1 personne sera réveillée
   *[other] { $woken } personnes seront réveillées
    }, { $count ->
    [one] l’autre membre du secrétariat en sera informé, sans que son accord soit demandé et sans être réveillé.
   *[other] les { $count } autres membres du secrétariat en seront informés, sans que leur accord soit demandé et sans être réveillés.
    }
alert-preview-awake-count = { $count ->
    [one] **1 personne éveillée en ce moment sur { $total }**
   *[other] **{ $count } personnes éveillées en ce moment sur { $total }**
    }
alert-preview-asleep-count = **{ $count } personnes dorment (message sans bruit maintenant, sonnerie à leur réveil)**
alert-preview-waits-count = **{ $count } personnes dorment (le message attend leur réveil)**
alert-preview-may-wake-count = **{ $count } personnes dorment et acceptent qu’une urgence absolue les réveille**
alert-preview-no-zone-count = **{ $count } personnes sans fuseau horaire (message sans bruit)**
alert-preview-sleepers-wake = Les personnes qui dorment se réveillent entre { $first } et { $last }.
alert-preview-sleepers-wake-at = Les personnes qui dorment se réveillent à ce moment : { $time }.
alert-preview-nobody-before = ⚠️ **Personne ne l’entendra avant :** { $time }
alert-preview-nobody-hears = ⚠️ **Personne ne l’entendra :** personne n’est éveillé, et Magpie ne connaît aucune heure de réveil.
alert-preview-in-time = { $count ->
    [0] ⏰ Avant { $time }, **personne** ne peut entendre l’alerte.
    [one] ⏰ Avant { $time }, **1 personne sur { $total }** peut entendre l’alerte.
   *[other] ⏰ Avant { $time }, **{ $count } personnes sur { $total }** peuvent entendre l’alerte.
    }
alert-preview-in-time-other = Avant { $time } : **{ $count }**.
alert-preview-choice-passed = ⚠️ Entre-temps, l’heure choisie est passée : { $time }. Le délai reste le même.
alert-preview-read-in = { $count ->
    [one] { $language }, 1 destinataire
   *[other] { $language }, { $count } destinataires
    }
alert-button-names = Noms
alert-button-read-as = Lire comme les destinataires
alert-button-send-wake-nobody = Envoyer sans réveiller personne
alert-button-other-answer-by = Plutôt avant : { $time }
alert-button-other-read-by = Plutôt avant : { $time }
alert-wake-placeholder = Choisir les personnes à réveiller (aucune si vous ne choisissez rien)
alert-button-wake-all = { $count ->
    [one] Réveiller la personne qui l’accepte
   *[other] Réveiller les { $count } personnes qui l’acceptent
    }
alert-button-wake-shown = { $count ->
    [one] Réveiller la personne affichée jusqu’ici
   *[other] Réveiller les { $count } personnes affichées jusqu’ici
    }
alert-button-wake-names = Noms { $from } à { $to } sur { $count }
alert-button-wake-nobody = Ne réveiller personne
alert-button-send = Envoyer
alert-button-send-again = Envoyer de nouveau
alert-button-edit = Modifier
alert-button-discard = Abandonner
alert-button-absent = Pas sur Discord : { $count }
alert-stale = Cet aperçu date de plus de { $minutes } minutes : depuis, certaines personnes se sont peut-être réveillées ou endormies. Rien n’a été envoyé, et votre texte est conservé.
alert-already-sent = Cette alerte est déjà partie (alerte { $number }). Elle n’a pas été envoyée une seconde fois.
alert-discarded = Abandonné. Rien n’a été envoyé.
alert-sent = { $count ->
    [one] ✅ L’alerte { $number } part vers 1 personne
   *[other] ✅ L’alerte { $number } part vers { $count } personnes
    }, { $at_once ->
    [0] sans sonnerie pour l’instant
   *[other] dont { $at_once } avec sonnerie immédiate
    }. Le salon du secrétariat montre qui l’a vue.
alert-sent-secretariat-told = { $count ->
    [one] L’autre membre du secrétariat en est informé, au plus tard à son réveil.
   *[other] Les { $count } autres membres du secrétariat en sont informés, à leur réveil pour ceux qui dorment.
    }
alert-corrected = { $count ->
    [0] ✅ Corrigé. Personne n’avait encore reçu l’alerte { $number } ; seul le nouveau texte sera envoyé.
    [one] ✅ Corrigé. 1 personne avait déjà reçu l’alerte { $number } : elle est prévenue.
   *[other] ✅ Corrigé. { $count } personnes avaient déjà reçu l’alerte { $number } : elles sont prévenues.
    }
alert-corrected-perhaps-only = { $count ->
    [one] ✅ Corrigé. L’envoi de l’alerte { $number } à 1 personne était en cours : si l’ancien texte lui parvient, elle sera prévenue.
   *[other] ✅ Corrigé. L’envoi de l’alerte { $number } à { $count } personnes était en cours : celles à qui l’ancien texte parvient seront prévenues.
    }
alert-corrected-perhaps = { $count ->
    [one] L’envoi à 1 autre personne était en cours : si l’ancien texte lui parvient, elle sera prévenue aussi.
   *[other] L’envoi à { $count } autres personnes était en cours : celles à qui l’ancien texte parvient seront prévenues aussi.
    }
alert-corrected-new-text = { $count ->
    [one] 1 personne ne l’avait pas encore reçue et ne recevra que le nouveau texte.
   *[other] { $count } personnes ne l’avaient pas encore reçue et ne recevront que le nouveau texte.
    }
alert-help-withheld = Envoyée le { $time }. Son texte n’apparaît pas ici, car elle n’a pas été adressée à tous les bénévoles.
alert-help-text-unknown = Envoyée le { $time }. Son texte n’apparaît pas ici, car Magpie ne sait pas quelle version a été lue.
alert-nothing-to-correct = Cette alerte est terminée, ou quelqu’un d’autre l’a corrigée. Rien n’a été modifié. Consultez la liste la plus récente.
alert-absent-none = Toutes les personnes attendues sont sur Discord.
alert-absent-copy = { $count ->
    [one] 1 personne attendue n’est pas sur Discord. À copier :
   *[other] { $count } personnes attendues ne sont pas sur Discord. À copier :
    }

alert-roster-title = **{ $severity } · alerte { $number } :** { $text }
alert-roster-corrected = { $times ->
    [one] Corrigée une fois
   *[other] Corrigée { $times } fois
    }
alert-roster-sent = { $count ->
    [one] Envoyée par { $name } à 1 personne, { $time }
   *[other] Envoyée par { $name } à { $count } personnes, { $time }
    }
alert-roster-asked = Relance : { $time }
alert-roster-cancelled = **Retirée** par { $name } ({ $time })
alert-roster-over = **Déclarée terminée** par { $name } ({ $time })
alert-roster-seen = ✅ **Vu ({ $count }) :** { $names }
alert-roster-not-seen = 🔔 **Envoyé, pas encore vu ({ $count }) :** { $names }
alert-roster-silent = 🌙 **Envoyé sans bruit, pas encore vu ; heure du réveil ({ $count }) :** { $names }
alert-roster-no-zone = ❔ **Envoyé sans bruit, pas encore vu, fuseau horaire inconnu ({ $count }) :** { $names }
alert-roster-held = ⏳ **En attente du réveil ({ $count }) :** { $names }
alert-roster-on-its-way = ⏳ **En cours d’envoi ({ $count }) :** { $names }
alert-roster-retrying = 🔁 **Nouvelle tentative en cours ({ $count }) :** { $names }
alert-roster-failed = ❌ **Échec de l’envoi ({ $count }) :** { $names }
alert-roster-withdrawn = **Annulé par le secrétariat ({ $count }) :** { $names }
alert-roster-not-sent = **Alerte terminée avant l’envoi ({ $count }) :** { $names }
alert-roster-mail-sent = ✉️ **Courriel envoyé ({ $count }) :** { $names }
alert-roster-mail-pending = ✉️ **Courriel en cours d’envoi ({ $count }) :** { $names }
alert-roster-mail-unknown = ✉️ **Courriel peut-être arrivé, impossible de le savoir ({ $count }) :** { $names }
alert-roster-mail-failed = ❌ **Échec du courriel ({ $count }) :** { $names }
alert-roster-absent-without-mail = **Pas sur Discord et sans adresse électronique : { $count }**
alert-roster-absent = **Pas sur Discord : { $count }**
alert-roster-utc = Les heures sont en UTC. « Envoyé » ne veut pas dire « vu ».
alert-roster-continued = La liste de l’alerte { $number } se poursuit dans un message plus récent, ci-dessous.
alert-and-more = { $count ->
    [one] { $names } et 1 autre
   *[other] { $names } et { $count } autres
    }
alert-failed-not-here = a quitté le serveur
alert-failed-no-route = messages privés fermés, et pas de fil privé
alert-failed-refused = réponse de Discord : { $reason }
alert-failed-exhausted = après de nombreuses tentatives : { $reason }
alert-failed-unknown = peut-être arrivé, impossible de le savoir
alert-button-ask-again = Relancer
alert-button-correct = Corriger
alert-button-over = C’est terminé
alert-button-cancel = Retirer l’alerte
alert-asked-now = { $count ->
    [one] Relance envoyée à 1 personne : { $names }
   *[other] Relance envoyée à { $count } personnes : { $names }
    }
alert-asked-later = { $count ->
    [one] 1 personne dort et sera relancée à son réveil : { $names }
   *[other] { $count } personnes dorment et seront relancées à leur réveil : { $names }
    }
alert-asked-on-its-way = Aucune relance : le premier message est encore en cours d’envoi vers toutes les personnes qui ne l’ont pas vu.
alert-asked-just-now = Une relance vient de partir. Laissez une minute aux destinataires.
alert-asked-all-seen = Tout le monde l’a vue : aucune relance n’a été envoyée.
alert-asked-time-passed = Le délai est dépassé : aucune relance n’a été envoyée. Pour le prolonger, appuyez sur Corriger.
alert-ended-already = Cette alerte est déjà terminée. Rien n’a été modifié.
alert-cancelled = L’alerte { $number } est retirée. Les messages déjà envoyés l’indiquent, et plus rien ne sera envoyé.
alert-cancelled-only = L’alerte { $number } est retirée, et plus rien ne sera envoyé.
alert-over = L’alerte { $number } est terminée. Les messages déjà envoyés l’indiquent, et plus rien ne sera envoyé.
alert-over-only = L’alerte { $number } est terminée, et plus rien ne sera envoyé.
alert-ended-edited = { $count ->
    [one] Les messages que 1 personne a reçus l’indiquent.
   *[other] Les messages que { $count } personnes ont reçus l’indiquent.
    }
alert-not-editable = { $count ->
    [one] ⚠️ 1 personne voit toujours l’ancien texte : l’envoi est trop ancien pour que Magpie puisse le modifier.
   *[other] ⚠️ { $count } personnes voient toujours l’ancien texte : l’envoi est trop ancien pour que Magpie puisse le modifier.
    }
alert-not-editable-mail = { $count ->
    [one] ⚠️ 1 personne a reçu l’ancien texte par courriel, qui ne peut plus être modifié.
   *[other] ⚠️ { $count } personnes ont reçu l’ancien texte par courriel, qui ne peut plus être modifié.
    }
alert-ended-recalled = { $count ->
    [one] Un message à 1 personne attendait encore : il a été retiré.
   *[other] Des messages à { $count } personnes attendaient encore : ils ont été retirés.
    }
alert-ended-under-way = { $count ->
    [one] L’envoi à 1 personne est en cours : si le message arrive, il l’indiquera aussi.
   *[other] L’envoi à { $count } personnes est en cours : les messages qui arrivent l’indiqueront aussi.
    }
alert-list = **Les alertes les plus récentes**
    { $alerts }
alert-list-none = Aucune alerte n’a encore été envoyée.
alert-list-active = **{ $number }** · { $severity } · { $ago } · { $text }
alert-list-cancelled = { $number } · { $severity } · { $ago } · retirée · { $text }
alert-list-over = { $number } · { $severity } · { $ago } · terminée · { $text }

alert-not-secretariat = Cette action est réservée au secrétariat : rien n’a été modifié. Si vous pensez que c’est une erreur, adressez-vous à lui.
alert-not-set-up = Magpie n’est pas encore configuré. Une personne qui gère le serveur peut terminer avec { COMMAND("setup") }. Il manque : { $missing }
alert-no-draft = Magpie ne connaît pas ce brouillon, ou ce n’est pas le vôtre. Tapez de nouveau { COMMAND("alert send") }.
alert-no-alert = Il n’existe pas d’alerte portant ce numéro. { COMMAND("alert list") } affiche les plus récentes.
alert-kept-active = les alertes que vous avez reçues, jusqu’à ce qu’elles se terminent, pour que le secrétariat sache qui les a reçues
alert-kept-sent = les alertes que vous avez envoyées, car d’autres personnes s’y sont fiées

# L’aperçu d’une correction.
alert-correction-title = **Aperçu de la correction de l’alerte { $number }. Rien n’est encore envoyé.**
alert-correction-reads = Voici ce que les destinataires liront :
alert-correction-awake = **Prévenus maintenant, leur téléphone sonne ({ $count }) :** { $names }
alert-correction-wakes-nobody = 🔕 Personne ne sera réveillé.
alert-button-send-correction = Envoyer la correction
alert-correction-unchanged = Vous n’avez modifié ni le texte ni l’heure : il n’y a rien à annoncer.
alert-correction-already-sent = Cette correction de l’alerte { $number } est déjà envoyée. Rien n’a été envoyé de nouveau.
alert-correction-ended = L’alerte { $number } s’est terminée entre-temps : votre correction n’a pas été envoyée. Vous aviez écrit :
alert-correction-crossed = L’alerte { $number } a été corrigée entre-temps : votre correction n’a pas été envoyée. Pour corriger le nouveau texte, appuyez sur « Corriger ». Vous aviez écrit :
alert-button-type-time-again = Réécrire l’heure

# Informe les autres membres du secrétariat qu’une alerte réveille beaucoup de monde.
alert-woken-notice = { $count ->
    [one] Pour information : { $name } a envoyé une alerte d’urgence absolue pour réveiller 1 personne.
   *[other] Pour information : { $name } a envoyé une alerte d’urgence absolue pour réveiller { $count } personnes.
    }
alert-woken-notice-sent = Alerte { $number }, envoyée : { $time }
alert-woken-notice-told = Vous n’avez rien à faire. La liste dans le salon du secrétariat montre qui a vu l’alerte.

# Un texte par langue. L’original est le texte écrit en premier. 45 caractères par libellé de formulaire.
alert-original = **Texte original :**
alert-button-original = Texte original
alert-original-not-yours = Cette alerte est pour quelqu’un d’autre : son texte n’est pas affiché.
alert-texts-missing = { $readers }. Ajouter leur texte ?
alert-texts-missing-first = { $count ->
    [one] 1 personne lit en { $language }
   *[other] { $count } personnes lisent en { $language }
    }
alert-texts-missing-more = { $count } en { $language }
alert-texts-written = ✅ **Avec leur propre texte :** { $readers }. L’original suit.
alert-texts-readers = { $language } ({ $count })
alert-texts-outdated = { $count ->
    [one] ⚠️ Le texte en { $language } suivait l’ancien original : 1 personne recevra l’original. Pour l’envoyer, vérifiez-le.
   *[other] ⚠️ Le texte en { $language } suivait l’ancien original : { $count } personnes recevront l’original. Pour l’envoyer, vérifiez-le.
    }
alert-texts-only-changed = L’original n’a pas changé. « { alert-button-send-correction } » prévient tout le monde, « { alert-button-fix } » personne.
alert-button-text-add = Ajouter le texte en { $language }
alert-button-text-change = Modifier le texte en { $language }
alert-button-text-check = Vérifier le texte en { $language }
alert-text-form-title = Texte en { $language }
alert-text-form-label = Texte en { $language } (vide : l’original)
