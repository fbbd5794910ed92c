# /setup : qui est qui et ce qui va où dans un serveur. Les noms des permissions sont ceux de Discord.

setup-title = **Magpie dans { $server }**
setup-chosen = ✅ { $what } : { $choice }
setup-suggested = 💡 { $what } : { $choice } (proposé d'après son nom ; pas encore enregistré)
setup-missing = ⬜ { $what } : pas choisi

setup-role-members = Rôle des membres
setup-role-volunteers = Rôle des bénévoles de l'entraide
setup-role-secretariat = Rôle du secrétariat
setup-channel-secretariat = Salon du secrétariat (alertes, signalements privés)
setup-channel-announcements = Salon des annonces (bouton du profil)
setup-channel-help = Salon où l'on demande de l'aide
setup-channel-triage = Salon où les bénévoles voient les demandes
setup-channel-inbox = Inbox (fils privés si les MP sont fermés)

setup-event = 📅 Événement : du { $from } au { $to }
setup-event-none = 📅 Événement : pas encore de dates
setup-people = 👥 { $members ->
        [one] { $members } membre est ici
       *[other] { $members } membres sont ici
    } ; { $unset ->
        [0] toutes les personnes ayant un rôle ont un profil.
        [one] 1 personne n'a pas encore de profil.
       *[other] { $unset } personnes n'ont pas encore de profil.
    }
setup-expected = 📋 Attendus : { $expected }. Absents de Discord : { $absent }.
setup-expected-none = 📋 Pas encore de liste des membres attendus : déposez-en une avec /setup et l'option members_file.
setup-permissions-fine = 🔑 Magpie a toutes les permissions nécessaires.
setup-thread-readers = 👁️ Qui peut gérer les fils lit aussi les fils privés de { $channel } : { $roles }.
setup-lack = ⚠️ Dans { $channel }, il manque à Magpie : { $permissions }. À faire : paramètres du salon → Permissions → Magpie.
setup-open-to-all = ⚠️ Tout le serveur peut lire ceci : { $what }. Réservez-le à ceux qui en ont besoin.
setup-hidden = ⚠️ { $what } : invisible pour « { $who } ». À faire : paramètres du salon → Permissions → Voir le salon.
setup-open-to-threads = ⚠️ { $what } : tout le monde peut y créer des fils et leur donner le nom de celui d'un membre. À faire : paramètres du salon → Permissions → @everyone → refuser « Créer des fils publics » et « Créer des fils privés ».

setup-save = Enregistrer tel quel
setup-to-roles = Rôles
setup-to-channels = Salons
setup-to-rest = Annonces et événement
setup-change = Modifier
setup-dates = Dates de l'événement
setup-dates-from = Premier jour
setup-dates-to = Dernier jour
setup-dates-placeholder = 2026-11-10 ou 10 novembre 2026
setup-dates-unknown = ⚠️ « { $typed } » n'est pas un jour que Magpie sait lire. Écrivez-le comme 2026-11-10. Rien n'a été changé.
setup-dates-which = ⚠️ « { $typed } » peut désigner plusieurs jours. Rien n'a été changé ; appuyez de nouveau sur « { setup-dates } » et écrivez celui que vous voulez dire :
setup-dates-choice = • `{ $written }` pour le { $day }
setup-dates-order = ⚠️ Le dernier jour précède le premier. Rien n'a été changé.

setup-done = ✅ **Magpie est prêt.** Tout est enregistré, et les panneaux sont dans leurs salons.
setup-not-ready = ⚠️ **Tout est enregistré, mais Magpie n'est pas prêt.** Il ne peut pas travailler dans { $channels } : voir ci-dessous. Dès que les permissions y sont, Magpie continue de lui-même.
setup-not-ready-panels = ⚠️ **Tout est enregistré, mais Magpie n'est pas prêt :** un panneau manque.
setup-incomplete = **Enregistré, mais pas encore complet.** Il manque : { $missing }. D'ici là, la plupart des commandes ne font que le dire.
setup-panel-failed = Magpie n'a pas pu publier son panneau dans { $channel }. Corrigez les permissions ci-dessous, puis appuyez de nouveau sur « Enregistrer tel quel ».

setup-role-everyone = ⚠️ @everyone ne peut pas désigner un groupe : chaque invité en ferait partie. Choisissez un autre rôle. Rien n'a été changé.
setup-role-managed = ⚠️ Ce rôle appartient à un robot ; personne ne peut l'avoir. Choisissez-en un autre. Rien n'a été changé.
setup-role-unknown = ⚠️ Magpie ne voit pas ce rôle. Choisissez-en un autre. Rien n'a été changé.
setup-only-in-server = Merci d'utiliser ceci dans le serveur que Magpie doit servir.
setup-not-allowed = Seules les personnes qui peuvent gérer ce serveur (« Gérer le serveur ») peuvent configurer Magpie.
setup-not-synced = Magpie est encore en train de lire ce serveur. Merci de réessayer dans quelques secondes.
setup-elsewhere = Ce Magpie sert déjà un autre serveur : { $server }. Un Magpie sert un seul serveur ; retirez-le d'abord là-bas, ou lancez-en un second.

setup-claimed = **{ $name }** ({ $mention }) a configuré Magpie sur votre serveur. Qui le configure décide qui forme le secrétariat et lit ce qui lui est signalé. Si vous ne vous y attendiez pas, ouvrez /setup et choisissez vous-même les rôles et les salons.

setup-list-taken = ✅ { $count ->
        [one] { $count } personne attendue est maintenant sur la liste.
       *[other] { $count } personnes attendues sont maintenant sur la liste.
    }
setup-list-unused = Colonnes non utilisées : { $columns }.
setup-list-refused = ⚠️ **La liste n'a pas été prise ; rien n'a été changé.** { $count ->
        [one] { $count } chose à corriger :
       *[other] { $count } choses à corriger :
    }
setup-fault-line = Ligne { $line } : { $fault }
setup-fault-file = Le fichier : { $fault }
setup-fault-not-utf8 = il n'est pas enregistré en UTF-8. Dans votre tableur, choisissez « CSV UTF-8 ».
setup-fault-empty = il ne contient personne.
setup-fault-too-many = plus de { $most } lignes.
setup-fault-no-column = il n'y a pas de colonne « { $column } ». La première ligne doit nommer les colonnes : name, address, role (et handle, si vous voulez).
setup-fault-unreadable = il n'est pas lisible comme CSV. Un guillemet n'est-il pas fermé ?
setup-fault-no-name = le nom manque.
setup-fault-no-address = l'adresse hors de Discord (courriel ou téléphone) manque.
setup-fault-no-role = le rôle manque : membre, bénévole ou secretariat.
setup-fault-unknown-role = « { $role } » n'est pas un rôle. Il faut membre, bénévole ou secretariat.
setup-fault-too-long = « { $column } » a plus de { $most } caractères.
setup-fault-repeated = la même personne qu'à la ligne { $first }.
setup-and-more = … et { $count } de plus.
setup-file-too-large = Le fichier est trop grand : au plus { $kilobytes } ko. Rien n'a été changé.
setup-file-unread = Magpie n'a pas pu lire le fichier sur Discord. Rien n'a été changé ; merci de le déposer de nouveau.

setup-absent = { $count ->
        [one] { $count } personne est attendue et absente de Discord.
       *[other] { $count } personnes sont attendues et absentes de Discord.
    } Comparaison avec la liste par identifiant ou par nom exact. À copier :
setup-absent-button = Absents de Discord : { $count }
setup-no-profile = { $count ->
        [one] { $count } personne a un rôle ici, mais pas encore de profil.
       *[other] { $count } personnes ont un rôle ici, mais pas encore de profil.
    } À copier :
setup-no-profile-button = Sans profil : { $count }

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
