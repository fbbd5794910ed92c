# Le profil d’un membre : où il vit, quand il dort, si une urgence absolue peut le réveiller.

profile-panel = 🌍 **Dites à Magpie quand vous dormez.** Ce qui peut attendre ne vous réveillera pas, et rien d’urgent ne vous échappera. Appuyez sur le bouton : Magpie vous écrira en privé pour vous poser trois courtes questions.
profile-panel-button = Créer mon profil

profile-begin = Créer mon profil
profile-dm-opened = Magpie vous a écrit en privé. Répondez-lui dans vos messages privés ; cela prend une minute.
profile-dm-go = Aller au message
profile-dm-copied = Magpie vous a envoyé la même chose en message privé, pour que vous voyiez où ses messages arrivent. Une seule réponse suffit.
profile-dm-unknown = Ici, Magpie peut lire une ville, un pays ou un fuseau horaire, par exemple Dakar ou UTC+10. Pour de l’aide, utilisez { COMMAND("help") } ; pour un rappel, { COMMAND("remind") } ; pour votre profil, { COMMAND("profile show") }.

profile-offer =
    { "" }**{ $place }, heures calmes { $quiet }.** Est-ce vous ? Heure actuelle : **{ $time }**.
    Urgences absolues : **{ $emergency }**. Ce lieu vient de la liste du secrétariat, et Magpie ne fait que le supposer tant que vous n’avez pas répondu. Vous pouvez tout modifier à tout moment.

    { "" }**Qui voit quoi.** Le secrétariat voit votre fuseau horaire, vos heures calmes, si une urgence absolue peut vous réveiller, et quand vous avez appuyé sur « J’ai vu ». Personne d’autre ne voit ces informations.
profile-offer-yes = Oui, c’est moi
profile-assumed-place = { $place }, lieu supposé
profile-invite = 👋 Le secrétariat vous invite à créer votre profil : où vous vivez et quand vous dormez. Ce qui peut attendre ne vous réveillera pas, et ce qui est urgent sonnera quand vous ne dormez pas.
profile-dm-closed =
    Discord ne permet pas à Magpie de vous écrire en privé. Pour l’y autoriser : appuyez sur le nom de ce serveur, puis sur **Paramètres de confidentialité**, et activez **Messages privés**. Appuyez ensuite de nouveau sur « Créer mon profil ».
    D’ici là, Magpie vous écrira dans un fil privé de ce serveur.
profile-dm-failed = Magpie n’a pas réussi à ouvrir une conversation privée avec vous. Réessayez plus tard : appuyez sur « Créer mon profil » sur le serveur.
profile-inbox-opened = Votre fil privé est ici : { $thread }

profile-zone-ask = **1 sur 3 · Où vivez-vous ?** Magpie a besoin de connaître votre heure locale. Le nom de votre ville suffit.
profile-zone-type = Indiquer ma ville
profile-zone-title = Où vivez-vous ?
profile-zone-label = Ville, pays ou fuseau horaire
profile-zone-placeholder = Dakar, Bolivie, Europe/Paris, UTC+10
profile-zone-right = **{ $place }**, heure actuelle : **{ $time }**. Est-ce exact ?
profile-zone-fixed = C’est un décalage fixe par rapport à UTC : il ne suit pas l’heure d’été. Si l’heure change chez vous, indiquez plutôt votre ville.
profile-yes-right = Oui, c’est exact
profile-zone-another = Non, corriger
profile-zone-again = Corriger
profile-zone-which = « { $typed } » peut désigner plusieurs lieux. Lequel est le vôtre ?
profile-zone-like = Magpie ne connaît pas « { $typed } ». Votre lieu est-il dans cette liste ?
profile-zone-unknown = Magpie ne connaît pas « { $typed } ». Essayez la grande ville la plus proche, votre pays, ou un décalage par rapport à UTC, par exemple UTC+10.
profile-zone-latin = Magpie ne connaît pas « { $typed } ». Écrivez votre ville ou votre pays en lettres latines, par exemple Moscou, Tokyo ou Le Caire.
profile-zone-choose = Choisissez votre lieu
profile-form-continued = ➡️ La suite est dans un message plus récent, ci-dessous.
profile-zone-there = Heure actuelle : { $time }

profile-quiet-ask = **2 sur 3 · Quand dormez-vous ?** Pendant ces heures calmes, Magpie ne fait pas sonner votre téléphone. ({ $place }, heure actuelle : { $time }.)
profile-quiet-other = D’autres heures
profile-quiet-none = Pas d’heures calmes
profile-quiet-title = Quand dormez-vous ?
profile-quiet-start = Début des heures calmes
profile-quiet-end = Fin des heures calmes
profile-quiet-days = Quels soirs commencent-elles ?
profile-quiet-days-placeholder = Vide : tous les jours. Sinon : vendredi, samedi
profile-quiet-days-unknown = Magpie ne reconnaît pas de jours dans « { $typed } ». Écrivez par exemple vendredi, samedi. Vos autres réponses sont conservées.
profile-quiet-days-alone = Indiquez aussi les heures calmes de ces jours-là : leur début, leur fin, ou les deux.
profile-quiet-unknown = Magpie ne reconnaît pas d’heure dans « { $typed } ». Écrivez par exemple 22:30. Vos autres réponses sont conservées.
profile-quiet-again = Corriger les heures

profile-emergency-ask =
    { "" }**3 sur 3 · Une urgence absolue peut-elle vous réveiller ?** C’est rare : une personne est en danger, ou l’événement lui-même. Seul le secrétariat peut en envoyer une.
    Si vous répondez non, l’alerte arrivera sans bruit, et votre téléphone sonnera à { $wakes }.
profile-emergency-ask-always =
    { "" }**3 sur 3 · Une urgence absolue peut-elle vous réveiller ?** C’est rare : une personne est en danger, ou l’événement lui-même. Seul le secrétariat peut en envoyer une.
    Vous n’avez pas d’heures calmes pour l’instant ; votre réponse comptera si vous en choisissez un jour.
profile-emergency-yes = Oui
profile-emergency-no = Non

profile-review =
    { "" }**Tout est-il exact ?**
    Lieu : **{ $place }**, heure actuelle **{ $time }**{ $warning }
    Heures calmes : **{ $quiet }**
    Urgences absolues : **{ $emergency }**
    Langue : **{ $language }**

    { "" }**Qui voit quoi.** Le secrétariat voit votre fuseau horaire, vos heures calmes, si une urgence absolue peut vous réveiller, et quand vous avez appuyé sur « J’ai vu ». Personne d’autre ne voit ces informations. Vous pouvez tout consulter avec { COMMAND("profile export") } et tout supprimer avec { COMMAND("profile delete") }.
profile-save = Enregistrer
profile-change-zone = Changer le lieu
profile-change-quiet = Changer les heures calmes
profile-change-emergency = Changer les urgences
profile-language-choose = Langue
profile-language-name = Français
profile-language-saved = C’est noté. Langue de Magpie : { $language }.

profile-saved =
    ✅ **Enregistré.** Lieu : { $place }, heure actuelle { $time }. Heures calmes : { $quiet }.
    Vous pouvez modifier votre profil à tout moment avec { COMMAND("profile edit") }.
profile-changed = Vos réponses ont changé depuis l’affichage de ce message : rien n’a été enregistré. Consultez le message le plus récent.
profile-needed = Magpie ne connaît pas encore votre fuseau horaire : rien n’a été modifié. Créez d’abord votre profil : { COMMAND("profile edit") }

profile-hours = { $start }–{ $end }
profile-hours-none = aucune
profile-hours-on = { $days } : { $hours }
profile-hours-and = { $first } ; { $next }
profile-emergency-allowed = peuvent vous réveiller
profile-emergency-refused = ne vous réveillent pas

profile-show =
    { "" }**Votre profil**
    Lieu : **{ $place }**, heure actuelle **{ $time }**
    Heures calmes : **{ $quiet }**
    Urgences absolues : **{ $emergency }**
    Langue : **{ $language }**
    En ce moment : { $state }
    Messages privés : { $reach }
profile-show-none =
    Vous n’avez pas encore de profil. En attendant, Magpie fait comme si vous dormiez et vous envoie tout sans bruit.
    Messages privés : { $reach }
profile-show-assumed =
    Vous n’avez pas encore de profil. D’après la liste du secrétariat, Magpie suppose que vous vivez ici : **{ $place }**, heure actuelle **{ $time }**.
    Tant que vous n’avez pas de profil, les messages sonnent de { $from } à { $until } à ce lieu et arrivent sans bruit le reste du temps. Rien ne vous réveille.
    Messages privés : { $reach }
profile-show-deputy = Suppléance : **{ $name }**
profile-show-deputy-asked = Suppléance : **{ $name }** (pas encore de réponse)
profile-show-deputy-of = Vous assurez la suppléance de : { $names }
profile-state-awake = hors heures calmes, les messages sonnent
profile-state-awake-until = vous veillez jusqu’à { $until }, les messages sonnent
profile-state-quiet = heures calmes jusqu’à { $until }, les messages arrivent sans bruit
profile-state-away = absence jusqu’au { $until }, les messages arrivent sans bruit
profile-reach-open = ouverts
profile-reach-closed = fermés ; les messages arrivent dans votre fil privé sur le serveur
profile-reach-none = pas encore ouverts ; appuyez sur « Créer mon profil »
profile-change = Modifier

profile-test = Tester mon téléphone
profile-test-asked = Dans { $seconds } secondes, Magpie vous enverra un message qui sonne. Verrouillez votre téléphone et écoutez. **Magpie ne peut pas faire sonner un téléphone en mode silencieux. Si vous devez vous lever tôt, mettez aussi un réveil.**
profile-test-not-here = Magpie ne peut tester que le téléphone des personnes présentes sur son serveur.
profile-test-message =
    🔔 Voici le test que vous avez demandé. L’avez-vous entendu ?
    { $truth }
    Magpie ne peut pas faire sonner un téléphone en mode silencieux. Si vous devez vous lever tôt, mettez aussi un réveil.
profile-test-sounds-anyway = Ce test sonnera malgré tout, puisque vous l’avez demandé.
profile-truth-unknown = Vous n’avez pas encore de profil : les autres messages arrivent sans bruit.
profile-truth-assumed = Vous n’avez pas encore de profil. Magpie suppose que vous vivez ici : { $place }. Les autres messages sonnent de { $from } à { $until } à ce lieu et arrivent sans bruit le reste du temps.
profile-truth-silent-now = Les autres messages arrivent sans bruit jusqu’à { $until }. { $emergency }
profile-truth-always = Vous n’avez pas d’heures calmes : les messages sonnent de jour comme de nuit.
profile-truth-quiet-hours = Les messages sonnent comme celui-ci en dehors de vos heures calmes ({ $quiet }) et arrivent sans bruit pendant celles-ci. { $emergency }
profile-truth-emergency-allowed = Une urgence absolue peut vous réveiller si le secrétariat choisit votre nom.
profile-truth-emergency-refused = Une urgence absolue ne vous réveille pas.
profile-heard = Je l’ai entendu
profile-heard-nothing = Je n’ai rien entendu
profile-heard-good = ✅ **Votre téléphone est confirmé.** { $truth }
profile-silent = **Vérifiez ces réglages, puis refaites le test.**
profile-silent-iphone = **iPhone :** Réglages → Notifications → Discord : autorisez les notifications, sur l’écran verrouillé et avec le son. Désactivez le mode silencieux. Si un mode de concentration est actif (Ne pas déranger, Sommeil), arrêtez-le ou autorisez-y Discord.
profile-silent-android = **Android :** Paramètres → Applications → Discord → Notifications : autorisez-les, avec le son. Montez le volume des notifications, désactivez Ne pas déranger, et laissez Discord fonctionner en arrière-plan sans limite de batterie.
profile-silent-computer = **Ordinateur :** tant que Discord y est ouvert, votre téléphone reçoit ses notifications quelques minutes plus tard, ou pas du tout. Fermez-le, ou choisissez sur l’ordinateur Paramètres utilisateur → Notifications → Délai d’inactivité des notifications push → 1 minute.
profile-silent-discord = **Dans Discord :** votre statut ne doit pas être Ne pas déranger, et cette conversation ne doit pas être en sourdine.

profile-deputy = Suppléance
profile-deputy-none = **Personne n’assure votre suppléance.** Quand on ne peut pas vous joindre, le secrétariat voit le nom de cette personne et peut s’adresser à elle. Magpie lui demande d’abord son accord, et chacun de vous peut y mettre fin à tout moment.
profile-deputy-in-server = (Discord ne propose les membres que sur le serveur ; vous pouvez aussi y utiliser { COMMAND("profile deputy") }.)
profile-deputy-asked = Magpie a demandé à **{ $name }** d’assurer votre suppléance, et attend sa réponse.
profile-deputy-is = **{ $name }** assure votre suppléance. Quand on ne peut pas vous joindre, le secrétariat voit ce nom.
profile-deputy-pick = Choisir quelqu’un
profile-deputy-end = Y mettre fin
profile-deputy-withdraw = Retirer la demande
profile-deputy-give-up = Ne plus suppléer { $name }
profile-deputy-ask = **{ $name }** vous demande d’assurer sa suppléance. Quand on ne peut pas joindre cette personne, le secrétariat voit votre nom et peut s’adresser à vous. Rien ne vous réveillera pour cela, et vous pouvez y mettre fin à tout moment.
profile-deputy-accept = Accepter
profile-deputy-decline = Refuser
profile-deputy-accepted = ✅ Vous assurez la suppléance de **{ $name }**. Quand on ne peut pas joindre cette personne, le secrétariat voit votre nom.
profile-deputy-declined = Vous avez refusé, et Magpie en informe **{ $name }**.
profile-deputy-ended = Vous n’assurez plus la suppléance de **{ $name }**, et Magpie l’en informe.
profile-deputy-closed = **{ $name }** vous a demandé d’assurer sa suppléance. Cette demande est terminée. Vous n’avez rien à faire.
profile-deputy-over = C’est déjà terminé : rien n’a été modifié. Vous n’avez rien à faire.
profile-deputy-news-accepted = **{ $name }** assure désormais votre suppléance.
profile-deputy-news-declined = **{ $name }** a refusé d’assurer votre suppléance. Pour choisir quelqu’un d’autre, utilisez { COMMAND("profile deputy") }.
profile-deputy-news-given-up = **{ $name }** n’assure plus votre suppléance. Pour choisir quelqu’un d’autre, utilisez { COMMAND("profile deputy") }.
profile-deputy-news-gone = **{ $name }** ne peut plus assurer votre suppléance. Pour choisir quelqu’un d’autre, utilisez { COMMAND("profile deputy") }.
profile-deputy-news-taken-back = Vous n’assurez plus la suppléance de **{ $name }**. Vous n’avez rien à faire.
profile-deputy-oneself = On ne peut pas se suppléer soi-même : rien n’a été modifié. Choisissez quelqu’un d’autre.
profile-deputy-not-member = Il faut que cette personne ait un rôle sur le serveur, et vous aussi. Rien n’a été modifié.

profile-awake = Je veille jusqu’à…
profile-awake-title = Je veille jusqu’à…
profile-awake-label = Jusqu’à quand ?
profile-awake-placeholder = 23h30, 2h du matin, dans 3 heures
profile-awake-saved = C’est noté. Les messages sonnent jusqu’au **{ $until }**. Vos heures calmes reprennent ensuite comme d’habitude.
profile-awake-end = Je ne veille plus
profile-awake-ended = ✅ **C’est terminé.** Vos heures calmes habituelles s’appliquent de nouveau.
profile-awake-was-not = « Je veille jusqu’à… » n’était pas en cours : rien n’a été modifié.
profile-awake-again = Corriger
profile-awake-which = « { $typed } » peut désigner plusieurs moments. Lequel est le bon ?
profile-awake-past = « { $typed } » est déjà passé. Quel moment est le bon ?
profile-awake-passed = « { $typed } » est déjà passé : rien n’a été modifié. Indiquez un moment à venir.
profile-awake-unknown = Magpie ne reconnaît pas d’heure dans « { $typed } ». Écrivez par exemple 23:30 ou « dans 3 heures ».
profile-awake-not-today = C’est dans plus de 24 heures, ou c’est déjà passé : rien n’a été modifié. « Je veille jusqu’à… » ne vaut que pour aujourd’hui ; pour changer vos heures calmes, utilisez { COMMAND("profile edit") }.

profile-away = Je m’absente jusqu’à…
profile-away-title = Je m’absente jusqu’à…
profile-away-label = Jusqu’à quand ?
profile-away-placeholder = lundi, 20 décembre, dans 2 semaines
profile-away-saved = Absence notée jusqu’au **{ $until }** : les messages arrivent sans bruit, et personne n’attend votre réponse. De retour plus tôt ? Appuyez sur le bouton, ou tapez { COMMAND("profile back") }.
profile-away-end = Je suis de retour
profile-away-ended = Votre absence est terminée, puisque vous avez indiqué que vous veillez.
profile-away-awake = Vous aviez dit que vous veillez jusqu’au **{ $until }**. Cela ne compte pas pendant votre absence ; si vous revenez avant, cela compte de nouveau.
profile-back-now = ✅ **Vous êtes de retour.** Votre absence est terminée.
profile-back-was-not = Aucune absence n’était notée : rien n’a été modifié.
profile-away-again = Corriger
profile-away-which = « { $typed } » peut désigner plusieurs moments. Lequel est le bon ?
profile-away-past = « { $typed } » est déjà passé. Quel moment est le bon ?
profile-away-passed = « { $typed } » est déjà passé : rien n’a été modifié. Indiquez un moment à venir.
profile-away-unknown = Magpie ne reconnaît pas de moment dans « { $typed } ». Écrivez par exemple lundi, 20 décembre ou « dans 2 semaines ».
profile-away-not-this-year = C’est dans plus d’un an, ou c’est déjà passé : rien n’a été modifié. Choisissez un jour plus proche.

profile-export = Exporter
profile-exported = Ce fichier contient tout ce que Magpie conserve sur vous.

profile-delete = Supprimer
profile-delete-ask =
    { "" }**Supprimer votre profil ?** Magpie oubliera votre lieu, vos heures calmes, votre langue et vos réponses, et annulera vos rappels. Il fera ensuite comme si vous dormiez et vous enverra tout sans bruit.
    Votre nom et vos rôles restent connus tant que vous êtes sur le serveur, car Discord les montre à tous les bots qui s’y trouvent.
profile-delete-closes-tickets = { $count ->
        [one] **Votre demande en cours sera aussi fermée** et son texte supprimé. Personne n’y répondra.
       *[other] **Vos { $count } demandes en cours seront aussi fermées** et leurs textes supprimés. Personne n’y répondra.
    }
profile-delete-yes = Supprimer
profile-delete-no = Conserver
profile-deleted = Votre profil est supprimé. Ce qui reste, et pourquoi :
profile-kept-name = votre nom et vos rôles sur le serveur, car Discord les montre à tous les bots qui s’y trouvent
profile-kept-deliveries = l’historique de { $count ->
        [one] 1 message
       *[other] { $count } messages
    } que Magpie devait vous envoyer (date et résultat, mais pas le texte), pendant un certain temps, pour que le secrétariat puisse comprendre pourquoi quelqu’un n’a pas été joint
profile-kept-list = votre ligne dans la liste des membres attendus, qui appartient au secrétariat ; demandez-lui de la retirer
profile-dm-withheld = Magpie ne peut pas vous écrire en privé en ce moment : la suite est ici. Ses autres messages arrivent dans votre fil privé sur le serveur.
profile-time-again = Réécrire l’heure

# Alertes par courriel.
profile-show-mail = Alertes par courriel : **{ $address }**
profile-mail = Alertes par courriel
profile-mail-none = **Vous ne recevez pas d’alertes par courriel.** Avec une adresse, une alerte que vous n’avez pas vue sur Discord y arrive aussi : 10 minutes après avoir sonné, ou peu avant la fin du délai.
profile-mail-is = **Les alertes que vous n’avez pas vues arrivent à { $address } :** 10 minutes après avoir sonné, ou peu avant la fin du délai.
profile-mail-asked = Un code est en route vers **{ $address }**. Saisissez-le ici dans ce délai : { $valid }. S’il n’arrive pas, vérifiez l’adresse et vos courriels indésirables.
profile-mail-type = Saisir mon adresse
profile-mail-change = Changer d’adresse
profile-mail-type-code = Saisir le code
profile-mail-remove = Plus de courriels
profile-mail-form = Alertes par courriel
profile-mail-label = Votre adresse électronique
profile-mail-placeholder = ada@example.org
profile-mail-code-form = Le code reçu par courriel
profile-mail-code-label = Six chiffres
profile-mail-invalid = « { $typed } » n’est pas une adresse électronique que Magpie peut utiliser.
profile-mail-too-often = Vous avez demandé beaucoup de codes. Vous pourrez réessayer après : { $time }.
profile-mail-not-member = Seules les personnes de ce serveur peuvent recevoir des alertes.
profile-mail-confirmed = ✅ **Confirmé.**
profile-mail-wrong-code = ⚠️ Ce n’est pas le bon code. Réessayez.
profile-mail-no-code = ⚠️ Ce code n’est plus valable. Saisissez de nouveau votre adresse pour en recevoir un autre.
profile-mail-removed = Vous ne recevrez plus d’alertes par courriel.
