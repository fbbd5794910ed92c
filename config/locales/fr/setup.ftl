# /setup : les rôles et les salons d’un serveur. Les noms des permissions sont ceux de Discord.

setup-title = **Magpie sur { $server }**
setup-chosen = ✅ { $what } : { $choice }
setup-suggested = 💡 { $what } : { $choice } (proposé d’après son nom, pas encore enregistré)
setup-deleted = ⚠️ { $what } : ce qui était choisi a été supprimé sur Discord. À faire : choisissez autre chose.
setup-deleted-suggested = 💡 { $what } : { $choice } (proposé d’après son nom, pas encore enregistré ; le choix précédent a été supprimé sur Discord)
setup-missing = ⬜ { $what } : à choisir

setup-role-members = Rôle des membres
    .within = le rôle des membres
setup-role-volunteers = Rôle des bénévoles de l’entraide
    .within = le rôle des bénévoles
setup-role-secretariat = Rôle du secrétariat
    .within = le rôle du secrétariat
setup-channel-secretariat = Salon du secrétariat (alertes, signalements privés)
    .within = le salon du secrétariat
setup-channel-announcements = Salon des annonces (bouton du profil)
    .within = le salon des annonces
setup-channel-help = Salon où l’on demande de l’aide
    .within = le salon où l’on demande de l’aide
setup-channel-triage = Salon où les bénévoles voient les demandes
    .within = le salon où les bénévoles voient les demandes
setup-channel-inbox = Salon des fils privés (si les MP sont fermés)
    .within = le salon des fils privés

setup-event = 📅 Événement : du { $from } au { $to }
setup-event-none = 📅 Événement : pas encore de dates
setup-people-none = 👥 Personne ici n’a encore l’un de ces rôles. À faire : donnez leurs rôles aux personnes dans Discord : Paramètres du serveur → Membres.
setup-people = 👥 { $members ->
        [one] { $members } personne a le rôle des membres
       *[other] { $members } personnes ont le rôle des membres
    }. Parmi toutes les personnes qui ont l’un des trois rôles, { $unset ->
        [0] chacune a un profil.
        [one] 1 n’a pas encore de profil.
       *[other] { $unset } n’ont pas encore de profil.
    }
setup-expected = 📋 Personnes attendues : { $expected }. Pas sur Discord : { $absent }.
setup-expected-none = 📋 Pas encore de liste des membres attendus : envoyez-en une avec { COMMAND("setup") } et l’option fichier_membres.
setup-permissions-fine = 🔑 Magpie a toutes les permissions nécessaires.
setup-thread-readers = 👁️ Les rôles qui peuvent gérer les fils lisent aussi les fils privés de { $channel } : { $roles }.
setup-lack = ⚠️ Dans { $channel }, il manque à Magpie : { $permissions }. À faire : paramètres du salon → Permissions → Magpie.
setup-open-to-all = ⚠️ { $what } : tout le serveur peut le lire. À faire : n’y laisser accès qu’aux personnes concernées.
setup-hidden = ⚠️ { $what } : invisible pour « { $who } ». À faire : paramètres du salon → Permissions → Voir le salon.
setup-open-to-threads = ⚠️ { $what } : tout le monde peut y créer des fils, et leur donner le nom du fil privé d’un membre. À faire : paramètres du salon → Permissions → @everyone → refuser « Créer des fils publics » et « Créer des fils privés ».

setup-save = Enregistrer tel quel
setup-to-roles = Rôles
setup-to-channels = Salons
setup-to-rest = Annonces et événement
setup-change = Modifier
setup-dates = Dates de l’événement
setup-dates-from = Premier jour
setup-dates-to = Dernier jour
setup-dates-placeholder = 2026-11-10 ou 10 novembre 2026
setup-dates-unknown = ⚠️ Magpie ne reconnaît pas de date dans « { $typed } ». Écrivez par exemple 10 novembre 2026. Rien n’a été modifié.
setup-dates-which = ⚠️ « { $typed } » peut désigner plusieurs jours. Rien n’a été modifié ; appuyez de nouveau sur « { setup-dates } » et écrivez le bon :
setup-dates-choice = • `{ $written }` pour le { $day }
setup-dates-order = ⚠️ Le dernier jour précède le premier. Rien n’a été modifié.

setup-done = ✅ **Magpie est prêt.** Tout est enregistré, et les messages d’accueil avec leurs boutons sont publiés dans leurs salons.
setup-not-ready = ⚠️ **Tout est enregistré, mais Magpie n’est pas prêt.** Il ne peut pas travailler dans { $channels } : voir ci-dessous. Dès qu’il aura les permissions, il reprendra tout seul.
setup-not-ready-deleted = ⚠️ **Tout est enregistré, mais Magpie n’est pas prêt.** Supprimé sur Discord : { $deleted }. Appuyez sur « { setup-change } » et choisissez autre chose.
setup-not-ready-panels = ⚠️ **Tout est enregistré, mais Magpie n’est pas prêt :** il manque un message d’accueil.
setup-incomplete = **Enregistré, mais la configuration n’est pas complète.** Il manque : { $missing }. D’ici là, la plupart des commandes ne fonctionnent pas.
setup-panel-failed = Magpie n’a pas pu publier son message d’accueil dans { $channel }. Corrigez les permissions ci-dessous, puis appuyez de nouveau sur « { setup-save } ».

setup-role-everyone = ⚠️ @everyone ne peut pas désigner un groupe : tous les invités en feraient partie. Choisissez un autre rôle. Rien n’a été modifié.
setup-role-managed = ⚠️ Ce rôle appartient à un bot : personne d’autre ne peut l’avoir. Choisissez un autre rôle. Rien n’a été modifié.
setup-role-unknown = ⚠️ Magpie ne voit pas ce rôle. Choisissez-en un autre. Rien n’a été modifié.
setup-only-in-server = Utilisez cette commande sur le serveur dont Magpie doit s’occuper.
setup-not-allowed = Seules les personnes qui ont la permission « Gérer le serveur » peuvent configurer Magpie. Rien n’a été modifié.
setup-not-synced = Magpie n’a pas fini de lire ce serveur : rien n’a été modifié. Réessayez dans quelques secondes.
setup-elsewhere = Ce Magpie s’occupe déjà d’un autre serveur : { $server }. Un Magpie ne s’occupe que d’un seul serveur : retirez-le d’abord de l’autre, ou lancez-en un second.

setup-claimed = **{ $name }** ({ $mention }) a configuré Magpie sur votre serveur. La personne qui le configure décide de qui fait partie du secrétariat et lit ce qui lui est signalé. Si vous ne vous y attendiez pas, ouvrez { COMMAND("setup") } et choisissez vous-même les rôles et les salons.

setup-list-taken = ✅ { $count ->
        [one] La liste compte maintenant { $count } personne attendue.
       *[other] La liste compte maintenant { $count } personnes attendues.
    }
setup-list-unused = Colonnes ignorées : { $columns }.
setup-list-understood = 📋 **Voici ce que Magpie a compris. Rien n’est encore enregistré.** { $count ->
        [one] { $count } personne :
       *[other] { $count } personnes :
    }
setup-list-zones = 🌍 Lieu connu : { $known } ; inconnu : { $unknown }. Tant qu’une personne n’a pas de profil, Magpie suppose ce lieu : les messages y sonnent de 09:00 à 20:00, arrivent sans bruit le reste du temps, et rien ne la réveille.
setup-list-here = 👥 Présents ici d’après l’identifiant : { $certain }, dont { $saved } avec un profil, qui reste tel quel. D’après le nom seulement : { $names }. Un nom ne prouve rien : leur lieu ne sert pas tant que vous n’ajoutez pas leur identifiant.
setup-list-replaces = 🔁 Remplace une liste de { $count } ; personnes de cette liste qui ne sont plus dans celle-ci : { $gone }.
setup-list-save = Enregistrer cette liste
setup-list-discard = Abandonner
setup-list-discarded = La liste envoyée a été abandonnée : rien n’a été modifié.
setup-list-gone = ⚠️ Cette liste n’est plus en attente : elle a été enregistrée ou abandonnée, ou un fichier plus récent a été envoyé. Voici ce qui est enregistré :
setup-list-place = { $place }, heure actuelle { $time }
setup-list-role-mag = membre
setup-list-role-helpdesk = bénévole
setup-list-role-secretariat = secrétariat
setup-list-has-profile = a un profil, qui reste
setup-list-by-name = d’après le nom seulement
setup-list-not-here = pas encore sur Discord
setup-note-unknown-place = Magpie ne connaît pas le lieu « { $typed } » et ne suppose aucun fuseau horaire.
setup-note-which-place = « { $typed } » peut désigner plusieurs lieux ({ $places }) : Magpie ne suppose aucun fuseau horaire. Ajoutez le pays.
setup-note-language = Magpie n’écrit pas en « { $typed } », seulement en anglais, en français et en espagnol.
setup-list-refused = ⚠️ **La liste n’a pas été acceptée ; rien n’a été modifié.** { $count ->
        [one] { $count } erreur à corriger :
       *[other] { $count } erreurs à corriger :
    }
setup-fault-line = Ligne { $line } : { $fault }
setup-fault-file = Fichier : { $fault }
setup-fault-not-utf8 = il n’est pas enregistré en UTF-8. Dans votre tableur, choisissez « CSV UTF-8 ».
setup-fault-empty = il ne contient personne.
setup-fault-too-many = il a plus de { $most } lignes.
setup-fault-no-header = la première ligne ne nomme pas les colonnes : « { $line } ». Ajoutez au-dessus une ligne comme celle-ci : nom,contact,rôle,identifiant,ville,langue
setup-fault-no-column = il n’a pas de colonne « { $column } ». La première ligne doit nommer les colonnes : nom, contact, rôle et, si vous voulez, identifiant, ville ou fuseau, langue. Leur ordre est libre.
setup-column-name = nom
setup-column-contact = contact
setup-column-role = rôle
setup-column-handle = identifiant
setup-column-city = ville
setup-column-country = pays
setup-column-zone = fuseau
setup-column-language = langue
setup-fault-unreadable = ce n’est pas un CSV lisible. Un guillemet n’est peut-être pas fermé.
setup-fault-no-name = il manque le nom.
setup-fault-no-address = il manque l’adresse hors de Discord (e-mail ou téléphone).
setup-fault-no-role = il manque le rôle : membre, bénévole ou secrétariat.
setup-fault-unknown-role = « { $role } » n’est pas un rôle. Écrivez membre, bénévole ou secrétariat.
setup-fault-too-long = la colonne « { $column } » dépasse { $most } caractères.
setup-fault-repeated = c’est la même personne qu’à la ligne { $first }.
setup-and-more = { $count ->
    [one] … et 1 autre.
   *[other] … et { $count } autres.
    }
setup-file-too-large = Le fichier est trop volumineux ({ $kilobytes } ko au plus). Rien n’a été modifié.
setup-file-unread = Magpie n’a pas pu récupérer le fichier auprès de Discord. Rien n’a été modifié ; envoyez-le de nouveau.

setup-absent = { $count ->
        [one] 1 personne attendue n’est pas sur Discord.
       *[other] { $count } personnes attendues ne sont pas sur Discord.
    } Comparaison avec la liste par identifiant ou par nom exact. À copier :
setup-absent-none = Toutes les personnes de la liste sont sur Discord. Vous n’avez rien à faire.
setup-absent-button = Pas sur Discord : { $count }

guild-permission-administrator = Administrateur
guild-permission-manage-server = Gérer le serveur
guild-permission-view-channel = Voir le salon
guild-permission-send-messages = Envoyer des messages
guild-permission-manage-messages = Gérer les messages
guild-permission-read-message-history = Voir les anciens messages
guild-permission-mention-everyone = Mentionner @everyone, @here et tous les rôles
guild-permission-manage-threads = Gérer les fils
guild-permission-create-public-threads = Créer des fils publics
guild-permission-create-private-threads = Créer des fils privés
guild-permission-send-messages-in-threads = Envoyer des messages dans les fils
guild-permission-other = une autre permission
setup-no-profile = { $count ->
        [one] { $count } personne a un rôle ici, mais pas encore de profil.
       *[other] { $count } personnes ont un rôle ici, mais pas encore de profil.
    } À copier :
setup-no-profile-none = Ici, toutes les personnes qui ont un rôle ont un profil. Vous n’avez rien à faire.
setup-no-profile-button = Sans profil : { $count }
setup-remind-them = Leur envoyer un rappel
setup-reminded-now = { $count ->
        [one] Magpie envoie un rappel à { $count } personne : { $names }.
       *[other] Magpie envoie un rappel à { $count } personnes : { $names }.
    }
setup-reminded-silently = { $count ->
        [one] { $count } personne reçoit un rappel sans bruit, car Magpie ne connaît pas son fuseau horaire : { $names }.
       *[other] { $count } personnes reçoivent un rappel sans bruit, car Magpie ne connaît pas leur fuseau horaire : { $names }.
    }
setup-reminded-later = { $count ->
        [one] { $count } personne dort et recevra un rappel à son réveil : { $names }.
       *[other] { $count } personnes dorment et recevront un rappel à leur réveil : { $names }.
    }
setup-names-in-file = { $count ->
        [one] { $count } autre (tous les noms sont dans le fichier)
       *[other] { $count } autres (tous les noms sont dans le fichier)
    }
setup-reminded-already = { $count ->
        [one] { $count } personne a déjà reçu un rappel ces dernières 24 heures, ou en recevra un à son réveil : aucun autre n’est envoyé.
       *[other] { $count } personnes ont déjà reçu un rappel ces dernières 24 heures, ou en recevront un à leur réveil : aucun autre n’est envoyé.
    }
setup-reminded-nobody = Toutes les personnes qui ont un rôle ont maintenant un profil : aucun rappel n’est envoyé.
