# Le profil d'un membre : où il vit, quand il dort, si une urgence peut le réveiller.

profile-panel = 🌍 **Dites à Magpie quand vous dormez.** Ainsi rien de ce qui peut attendre ne vous réveille, et rien d'urgent ne vous échappe. Appuyez sur le bouton : Magpie vous écrit en privé et pose trois courtes questions.
profile-panel-button = Créer mon profil

profile-begin = Créer mon profil
profile-dm-opened = Magpie vous a écrit en privé. Merci de répondre là-bas ; cela prend une minute.
profile-dm-go = Aller au message
profile-dm-closed =
    Discord ne permet pas à Magpie de vous écrire en privé. Pour ouvrir la voie : appuyez sur le nom de ce serveur, puis **Paramètres de confidentialité**, et activez **Messages privés**. Appuyez ensuite de nouveau sur « Créer mon profil ».
    D'ici là, ce qui est pour vous arrive dans un fil privé du salon « inbox » de ce serveur.
profile-dm-failed = Magpie n'a pas pu ouvrir de conversation privée avec vous pour l'instant. Merci d'appuyer plus tard sur « Créer mon profil » dans le serveur.
profile-inbox-opened = Votre fil privé est ici : { $thread }

profile-zone-ask = **1 sur 3 · Où vivez-vous ?** Magpie a besoin de connaître votre heure locale. Le nom de votre ville suffit.
profile-zone-type = Écrire ma ville
profile-zone-title = Où vivez-vous ?
profile-zone-label = Ville, pays ou fuseau horaire
profile-zone-placeholder = Dakar, Bolivie, Europe/Paris, UTC+10
profile-zone-right = **{ $place }** : il y est maintenant **{ $time }**. Est-ce exact ?
profile-zone-fixed = C'est un écart fixe avec UTC : il ne suit pas l'heure d'été. Si l'heure change chez vous, choisissez plutôt votre ville.
profile-yes-right = Oui, c'est exact
profile-zone-another = Non, écrire de nouveau
profile-zone-again = Écrire de nouveau
profile-zone-which = « { $typed } » peut désigner plusieurs lieux. Lequel est le vôtre ?
profile-zone-like = Magpie ne connaît pas « { $typed } ». Vouliez-vous dire l'un de ceux-ci ?
profile-zone-unknown = Magpie ne connaît pas « { $typed } ». Essayez la grande ville la plus proche, votre pays, ou un écart avec UTC comme UTC+10.
profile-zone-choose = Choisissez votre lieu
profile-zone-there = Il y est { $time } maintenant

profile-quiet-ask = **2 sur 3 · Quand dormez-vous ?** Pendant ces heures, Magpie reste silencieux. (Il est maintenant { $time } à { $place }.)
profile-quiet-other = D'autres heures
profile-quiet-none = Pas d'heures calmes
profile-quiet-title = Quand dormez-vous ?
profile-quiet-start = Silence à partir de
profile-quiet-end = Silence jusqu'à
profile-quiet-days = Quels jours ces nuits commencent-elles ?
profile-quiet-days-placeholder = Vide : tous les jours. Ou : vendredi, samedi
profile-quiet-days-unknown = Magpie ne sait pas lire « { $typed } » comme des jours. Écrivez par exemple vendredi, samedi. Rien d'autre n'est perdu.
profile-quiet-days-alone = Dites aussi quand il faut se taire ces jours-là : à partir de quand, jusqu'à quand, ou les deux.
profile-quiet-unknown = « { $typed } » n'est pas une heure que Magpie sait lire. Écrivez-la comme 22:30. Rien d'autre n'est perdu.
profile-quiet-again = Écrire les heures de nouveau

profile-emergency-ask =
    { "" }**3 sur 3 · Une urgence absolue peut-elle vous réveiller ?** Elle est rare : quelqu'un est en danger, ou l'événement lui-même. Seul le secrétariat peut en envoyer une.
    Si vous dites non, elle arrive sans bruit, et vous l'entendez à { $wakes }.
profile-emergency-ask-always =
    { "" }**3 sur 3 · Une urgence absolue peut-elle vous réveiller ?** Elle est rare : quelqu'un est en danger, ou l'événement lui-même. Seul le secrétariat peut en envoyer une.
    Vous n'avez pas d'heures calmes pour l'instant ; votre réponse comptera si vous en fixez un jour.
profile-emergency-yes = Oui
profile-emergency-no = Non

profile-review =
    { "" }**Tout cela est-il exact ?**
    Lieu : **{ $place }**, où il est maintenant **{ $time }**{ $warning }
    Heures calmes : **{ $quiet }**
    Urgences absolues : **{ $emergency }**
    Langue : **{ $language }**

    { "" }**Qui voit quoi.** Le secrétariat voit votre fuseau, vos heures calmes, si une urgence absolue peut vous réveiller, et quand vous avez appuyé sur « J'ai vu ce message ». Personne d'autre ne les voit. Vous pouvez tout lire avec /profile export et tout retirer avec /profile delete.
profile-save = Enregistrer
profile-change-zone = Changer de lieu
profile-change-quiet = Changer les heures
profile-change-emergency = Changer les urgences
profile-language-choose = Langue
profile-language-name = Français
profile-language-saved = Désormais Magpie vous écrit en { $language }.

profile-saved =
    ✅ **Enregistré.** Il est { $time } à { $place }. Heures calmes : { $quiet }.
    Vous pouvez le changer à tout moment avec /profile edit.
profile-changed = Vos réponses ont changé après cet affichage, rien n'a donc été enregistré. Merci de regarder le message le plus récent.
profile-needed = Magpie ne connaît pas encore votre fuseau horaire. Merci de créer d'abord votre profil : /profile edit

profile-hours = { $start }–{ $end }
profile-hours-none = aucune
profile-hours-on = { $days } : { $hours }
profile-emergency-allowed = peuvent vous réveiller
profile-emergency-refused = ne vous réveillent pas

profile-show =
    { "" }**Votre profil**
    Lieu : **{ $place }**, où il est maintenant **{ $time }**
    Heures calmes : **{ $quiet }**
    Urgences absolues : **{ $emergency }**
    Langue : **{ $language }**
    Maintenant : { $state }
    Messages privés : { $reach }
profile-show-none =
    Vous n'avez pas encore de profil. D'ici là, Magpie vous compte parmi ceux qui dorment et vous envoie tout sans bruit.
    Messages privés : { $reach }
profile-state-awake = éveillé(e), les messages sonnent
profile-state-awake-until = éveillé(e) jusqu'à { $until }, les messages sonnent
profile-state-quiet = calme jusqu'à { $until }, les messages arrivent sans bruit
profile-state-away = absent(e) jusqu'à { $until }, les messages arrivent sans bruit
profile-reach-open = ouverts
profile-reach-closed = fermés ; les messages arrivent dans votre fil privé du salon « inbox »
profile-reach-none = pas encore ouverts ; appuyez sur « Créer mon profil »
profile-change = Modifier

profile-test = Tester mon téléphone
profile-test-asked = Dans { $seconds } secondes, Magpie vous envoie un message qui sonne. Verrouillez votre téléphone et écoutez. **Magpie ne peut pas faire sonner un téléphone en silencieux. Pour un départ matinal, mettez aussi un réveil.**
profile-test-not-here = Magpie ne peut tester que les téléphones des personnes présentes dans le serveur qu'il sert.
profile-test-message =
    🔔 Voici l'essai que vous avez demandé. Si vous l'avez entendu, les messages urgents vous parviendront.
    Magpie ne peut pas faire sonner un téléphone en silencieux. Pour un départ matinal, mettez aussi un réveil.

profile-awake = Je suis éveillé(e) jusqu'à…
profile-awake-title = Je suis éveillé(e) jusqu'à…
profile-awake-label = Jusqu'à quand ?
profile-awake-placeholder = 23h30, 2h du matin, dans 3 heures
profile-awake-saved = Bien. Jusqu'à **{ $until }**, les messages sonnent. Ensuite vos heures calmes sont comme d'habitude.
profile-awake-end = Y mettre fin maintenant
profile-awake-again = Écrire de nouveau
profile-awake-which = « { $typed } » peut désigner plusieurs moments. Lequel ?
profile-awake-past = « { $typed } » est déjà passé. Que vouliez-vous dire ?
profile-awake-unknown = Magpie ne sait pas lire « { $typed } » comme une heure. Écrivez par exemple 23:30 ou « dans 3 heures ».
profile-awake-not-today = C'est dans plus de 24 heures, ou c'est déjà passé. « Je suis éveillé(e) jusqu'à… » ne vaut que pour aujourd'hui ; pour changer vos heures habituelles, utilisez /profile edit.

profile-away = Je suis absent(e) jusqu'à…
profile-away-title = Je suis absent(e) jusqu'à…
profile-away-label = Jusqu'à quand ?
profile-away-placeholder = lundi, 20 décembre, dans 2 semaines
profile-away-saved = C'est noté. Jusqu'à **{ $until }**, Magpie vous compte comme absent(e) : les messages arrivent sans bruit, et personne n'attend votre réponse. De retour plus tôt ? Appuyez sur le bouton, ou tapez /profile back.
profile-away-end = Je suis de retour
profile-away-again = Écrire de nouveau
profile-away-which = « { $typed } » peut désigner plusieurs moments. Lequel ?
profile-away-past = « { $typed } » est déjà passé. Que vouliez-vous dire ?
profile-away-unknown = Magpie ne sait pas lire « { $typed } » comme un moment. Écrivez par exemple lundi, 20 décembre ou « dans 2 semaines ».
profile-away-not-this-year = C'est dans plus d'un an, ou c'est déjà passé. Choisissez un jour plus proche.

profile-export = Exporter
profile-exported = Ce fichier contient tout ce que Magpie garde sur vous.

profile-delete = Supprimer
profile-delete-ask =
    { "" }**Supprimer votre profil ?** Magpie oublie votre lieu, vos heures calmes, votre langue et vos réponses, et annule ce qu'il devait vous rappeler. Ensuite il vous compte parmi ceux qui dorment et vous envoie tout sans bruit.
    Votre nom et vos rôles restent tant que vous êtes dans le serveur, car Discord les montre à tous ses robots.
profile-delete-yes = Supprimer
profile-delete-no = Le garder
profile-deleted = Votre profil est supprimé. Ce qui reste, et pourquoi :
profile-kept-name = votre nom et vos rôles dans le serveur, car Discord les montre à tous ses robots
profile-kept-deliveries = l'historique de { $count ->
        [one] { $count } message
       *[other] { $count } messages
    } que Magpie vous devait (quand, et s'il est arrivé ; pas le texte), pour un temps, afin que le secrétariat puisse voir pourquoi quelqu'un n'a pas été joint
profile-kept-list = votre ligne dans la liste des membres attendus, qui est celle du secrétariat ; demandez-lui de la retirer
profile-dm-withheld = Magpie ne peut pas vous écrire en privé en ce moment : la suite est ici. Ce qu'il vous doit arrive dans un fil privé du salon de réception.
