# Le mur de téléphones : la page du bac à sable. Ces textes partent tels quels vers la page : ni sélecteurs, ni termes, ni attributs.
wall-title = Magpie
wall-title-page = Magpie · le mur de téléphones
wall-subtitle = Toute une communauté sur une page. Rien ne part vers le vrai Discord.
wall-skip = Aller aux téléphones
wall-language = Langue de cette page
# The language's own name, in the list of languages.
wall-language-name = Français
wall-utc = UTC
wall-yes = Oui
wall-no = Non
wall-cancel = Annuler
wall-search = Rechercher
wall-required = (obligatoire)
wall-optional = (facultatif)
wall-lost = Le bac à sable ne répond pas. Est-il toujours lancé ?
wall-reset = Recommencer
wall-reset-hint = Une communauté toute neuve, où rien n’a encore été envoyé
wall-reset-sure = Recommencer avec une communauté toute neuve ? Tous les messages de cette page seront perdus.

# L’horloge et le bot
wall-clock = L’horloge de cette page
wall-clock-next = Prochain événement
wall-clock-next-hint = Aller au prochain moment où Magpie a quelque chose à faire
wall-clock-next-at = Prochain : { $time }
wall-clock-plus = Avancer de { $hours } h
wall-clock-play = Lecture
wall-clock-pause = Pause
wall-clock-speed = Vitesse
wall-clock-real = Cette horloge suit l’heure réelle.
wall-clock-nothing-due = Rien d’autre n’est prévu. L’horloge ne bouge pas.
wall-clock-far = Rien n’est prévu dans les douze prochaines heures. Le prochain événement : { $time }. Y aller ? L’horloge ne recule pas : seul « Recommencer » ramène à cette heure-ci.
wall-clock-go = Y aller
wall-clock-quiet = L’horloge indique maintenant { $time }. Entre-temps, Magpie n’a fait que du rangement : aucun message n’est parti.
wall-bot = Le bot
wall-bot-running = Magpie fonctionne
wall-bot-starting = Magpie démarre
wall-bot-stopped = Magpie est arrêté
wall-bot-elsewhere = Magpie fonctionne dans un processus à part
wall-bot-kill = Couper le bot
wall-bot-start = Démarrer le bot
wall-bot-killed = Le bot a été coupé net, sans prévenir. Ce qu’il avait accepté est dans sa base de données.
wall-bot-started = Le bot fonctionne de nouveau.

# Le mur
wall-wall = Les téléphones
wall-phone-open = Ouvrir le téléphone de { $name }
wall-phone-remove = Retirer du mur le téléphone de { $name }
wall-phone-put-away = Ranger le téléphone de { $name }
wall-phone-held = Dans votre main
wall-phone-sounded = Sonneries : { $count }
wall-phone-silent = Éteint · reçus sans bruit : { $count }
wall-phone-dark = Éteint
wall-phone-asleep = heures calmes
wall-phone-add = Un autre membre :
wall-phone-add-button = Ajouter
wall-lock-more = et { $count } de plus
wall-lock-mention = vous mentionne
wall-heard = Ce que ces téléphones ont reçu
wall-heard-hint = Cloche : le téléphone a sonné et l’écran s’est allumé. Cloche barrée : le message est arrivé sans bruit et n’a réveillé personne.
wall-heard-local = ({ $time }, heure locale)
# La ville d’un membre dont le fuseau horaire porte le nom d’une autre ville.
wall-city-in-zone = { $city } (fuseau : { $zone })
wall-heard-sounded = a sonné :
wall-heard-silent = a reçu sans bruit :

# Le téléphone dans la main
wall-hand-title = Le téléphone de { $name }
wall-places = Lieux
wall-places-dm = Messages privés
wall-places-server = Serveur
wall-places-threads = Fils
wall-places-none = Ce membre ne voit aucun salon.
wall-places-back = Revenir à la liste des lieux
wall-place-news = nouveau
wall-place-hidden = Ce membre ne voit pas ce salon.
wall-settings = Ce que ce membre peut régler dans Discord
wall-settings-language = Langue de l’application Discord
wall-settings-dms = Messages privés ouverts
wall-settings-hint = Discord indique la langue à Magpie à chaque commande et à chaque bouton. Si les messages privés sont fermés, Magpie ne s’en aperçoit qu’en essayant d’écrire.
wall-messages = Messages
wall-newest = La suite plus bas
wall-message-by = { $name }, { $time }
wall-app-tag = APP
wall-edited = modifié
wall-silent-hint = Arrivé sans bruit
wall-used-command = { $name } a utilisé
wall-only-you = Visible par vous uniquement
wall-dismiss = Fermer
wall-dm-empty = Aucun message pour l’instant. Un bot ne peut écrire en premier qu’aux personnes qui ont appuyé sur un de ses boutons.
wall-channel-empty = Aucun message pour l’instant.
wall-select = Faites un choix
wall-select-done = Terminé
wall-select-count = { $count } sur { $max } au plus
wall-thinking = Magpie réfléchit… ({ $what })
wall-a-button = un bouton
wall-interaction-failed = L’action a échoué.
wall-no-answer = Magpie n’a pas répondu en 3 secondes. Est-il lancé ?
wall-modal-submit = Envoyer
wall-modal-of = Sur le téléphone de { $name }
wall-composer-dm = Écrire, ou / pour une commande
wall-composer-channel = Écrire dans #{ $name }, ou / pour une commande
wall-composer-commands-only = Commandes seulement : tapez /
wall-composer-send = Envoyer
wall-commands = Commandes
wall-command-unknown = Aucune commande ne s’appelle « { $text } ». Tapez / pour toutes les voir.
wall-command-run = Envoyer la commande
wall-command-keys = Entrée pour envoyer · Échap pour annuler
wall-suggest-nothing = Aucun résultat
wall-suggest-choose = Choisissez dans la liste.

# L’histoire
wall-story = Une nuit en deux minutes
wall-story-hint = Une cinquantaine de personnes vivent dans tous les fuseaux horaires. Jouez avec leurs téléphones, et voyez qui est réveillé et qui ne l’est pas.
wall-story-do = À faire
wall-story-look = À regarder
wall-story-show = Montrez-moi
wall-story-next = Carte suivante
wall-story-done = fait
wall-story-stuck = Impossible de continuer : { $reason } Vous pouvez faire cette étape à la main.
wall-story-no-form = aucun formulaire ne s’est ouvert.
wall-story-no-button = il n’y a pas de bouton « { $label } » ici.
wall-story-late = Il est plus de { $time } : cette carte ne peut plus être jouée. Appuyez sur **{ $button }**.
wall-story-first = Cette carte est la suite de la carte { $card }. Jouez d’abord la carte { $card }.

wall-story-real = L’histoire a besoin d’une horloge réglable : lancez `cargo run --release -- sandbox` sans `--no-bot` ni `--real-time`.
wall-story-1-title = Seule Brisbane se réveille
wall-story-1-lead = Nous sommes le mardi 10 novembre 2020, il est 16:55 UTC. À Brisbane, il est presque 3 heures du matin, et un membre qui y habite a demandé à Magpie de le réveiller pour une séance.
wall-story-1-do-1 = Appuyez en haut sur **Prochain événement**.
wall-story-1-look-1 = Seul le téléphone de Brisbane s’allume : « Your session is at 04:30 », à l’heure locale.
wall-story-1-look-2 = Tous les autres restent éteints. Personne n’est réveillé sans l’avoir demandé.

wall-story-2-title = Une alerte urgente
wall-story-2-lead = Le lien de la salle principale a changé, et il faut que chacun le sache avant 18:15 UTC. Le secrétariat écrit à tous les membres.
wall-story-2-do-1 = Ouvrez le téléphone de **Secretariat lead**, allez dans **secretariat**, tapez `/alert send`, choisissez **Urgent**, puis **members** comme destinataires.
wall-story-2-do-2 = Dans le formulaire, écrivez `Main room link changed`, et `18:15 UTC` sous **Please read by**.
wall-story-2-do-3 = Lisez l’aperçu.
wall-story-2-do-4 = Appuyez sur **Send**.
wall-story-2-look-1 = L’aperçu nomme d’abord qui ne pourra pas voir le message à temps, et compte les autres personnes. Le bouton **Names** montre tous les noms.
wall-story-2-look-2 = La Paz et Vancouver s’allument : il y fait jour.
wall-story-2-look-3 = Sydney reste éteint.
wall-story-2-text = Main room link changed
wall-story-2-before = 18:15 UTC

wall-story-3-title = « Envoyé » n’est pas « vu »
wall-story-3-lead = Un message ne compte comme vu que si la personne appuie elle-même sur le bouton.
wall-story-3-do-1 = Ouvrez le téléphone de **Member La Paz** et appuyez sur **Lo he visto** (« J’ai vu », en espagnol).
wall-story-3-do-2 = Ouvrez le téléphone de **Secretariat lead** et regardez dans **secretariat**.
wall-story-3-do-3 = Ouvrez le téléphone de **Member Sydney**.
wall-story-3-look-1 = La liste du secrétariat change : La Paz a vu l’alerte, avec l’heure.
wall-story-3-look-2 = Le téléphone de Sydney n’a pas sonné, mais le message s’y trouve déjà, au cas où quelqu’un y serait éveillé.

wall-story-4-title = Quelqu’un a besoin d’aide
wall-story-4-lead = Un invité n’arrive pas à entrer dans la réunion. Il doit savoir qui lui répondra, et avant quelle heure.
wall-story-4-do-1 = Ouvrez le téléphone de **Guest participant**, allez dans **help**, appuyez sur **Get help** et décrivez le problème.
wall-story-4-do-2 = Personne ne répond. En haut, appuyez sur **Prochain événement**, ou sur **Lecture** (▶), jusqu’à ce que dix minutes aient passé.
wall-story-4-do-3 = Ouvrez le téléphone de **Member La Paz** et appuyez sur **Yo ayudo** (« Je m’en occupe »).
wall-story-4-do-4 = Ouvrez le téléphone de **Member Vancouver**, qui a reçu le même message.
wall-story-4-look-1 = Au bout de dix minutes, Magpie écrit aux bénévoles qui ne dorment pas, et ne réveille aucun des autres. L’invité apprend, sans bruit, à qui la demande est partie.
wall-story-4-look-2 = Sur le téléphone de Vancouver, le bouton est désactivé et porte le nom de la personne qui aide.
wall-story-4-text = I cannot get into the main room. It says my link is not valid.

wall-story-5-title = Rien n’est perdu
wall-story-5-lead = Un ordinateur peut tomber en panne à tout moment. Magpie enregistre ce qu’il doit envoyer avant de promettre quoi que ce soit.
wall-story-5-do-1 = Appuyez en haut sur **Couper le bot**.
wall-story-5-do-2 = Appuyez sur **Démarrer le bot**.
wall-story-5-do-3 = Appuyez sur **+1 h** jusqu’à dépasser 20:00 UTC : Sydney se réveille à 07:00.
wall-story-5-do-4 = Ouvrez le téléphone de **Member Sydney**.
wall-story-5-look-1 = Le téléphone de Sydney sonne une fois : « { $said } »
wall-story-5-look-2 = Rien n’est perdu, et rien n’arrive deux fois.

# L’horloge et les téléphones, quand quelque chose ne va pas ou se passe hors de vue
wall-clock-bot-dead = Le bot est arrêté : il ne peut pas dire ce qui vient ensuite. Démarrez-le d’abord.
wall-clock-bot-starts = Le bot démarre. Un instant, s’il vous plaît.
wall-clock-others = L’horloge indique maintenant { $time }. Magpie a envoyé un message, mais aucun des téléphones de cette page n’a sonné.
wall-heard-nothing = Rien pour l’instant.
wall-rings = Sonne chez : { $names }
wall-command-none = Il n’y a pas encore de commandes : aucun bot ne s’est connecté à ce serveur.
wall-command-not-in-dm = « /{ $name } » ne marche que dans les salons du serveur. Appuyez sur la flèche en haut de ce téléphone et choisissez un salon.
wall-link-inside = Ce lien mène à discord.com. Il n’y a rien à cette adresse dans le bac à sable.

# Les cartes : un bouton à chaque étape, les étapes sur un écran étroit, et la fin
wall-story-step = Faire cette étape à ma place
wall-story-step-of = Faire l’étape { $step } à ma place
wall-story-no-press = il n’y a pas encore de bouton pour cette étape sur ce téléphone.
wall-story-what-next = Et ensuite ?
wall-story-roster = Ces cartes ont besoin de la communauté fournie avec Magpie : lancez `cargo run --release -- sandbox` sans `--roster`.
wall-coach = À faire : { $title }
wall-coach-done = C’est fait : { $title }
wall-coach-away = La croix (×) en haut à droite range ce téléphone et montre les autres.
wall-story-end-told = Vous avez joué toute la nuit. La suite est indiquée sous « Et ensuite ? ».
wall-end-undone-title = Et ensuite ?
wall-end-undone-lead = Cartes pas encore terminées : { $cards }. Vous pouvez encore les jouer, ou passer à la suite :
wall-story-end-title = La nuit est finie. Et ensuite ?
wall-story-end-lead = Personne n’a été réveillé sans l’avoir demandé, et rien n’a été perdu.
wall-story-end-do-1 = Voyez comment on configure un serveur vide. Arrêtez ce bac à sable (Ctrl+C dans son terminal), puis lancez `cargo run --release -- sandbox --bare`. Il a ses propres cartes.
wall-story-end-do-2 = Essayez ensuite sur votre propre serveur : le README explique chaque étape sous **On a real server**.

# Les cartes d’un serveur vide
wall-bare = Un serveur vide
wall-bare-hint = Rien n’est configuré, et personne n’a encore de profil. Faites ce que font les premières personnes sur un vrai serveur.
wall-bare-1-title = Configurer le serveur
wall-bare-1-lead = Ce serveur appartient à { $owner }. Magpie vient d’arriver et ne sait encore rien de lui.
wall-bare-1-do-1 = Ouvrez le téléphone de **{ $owner }**, allez dans **mag-general** et tapez `/setup`.
wall-bare-1-do-2 = Vérifiez les rôles et les salons proposés, puis appuyez sur **Save as shown**.
wall-bare-1-look-1 = Magpie propose des rôles et des salons d’après leurs noms. Une fois le tout enregistré, il dit quelle permission manque, et où.
wall-bare-1-look-2 = Ses panneaux sont maintenant dans **announcements** et **help**.
wall-bare-2-title = Le premier profil
wall-bare-2-lead = { $member } dit à Magpie où se trouve sa ville et quand il ne faut pas sonner.
wall-bare-2-do-1 = Ouvrez le téléphone de **{ $member }**, allez dans **announcements**, appuyez sur **Set up my profile**, puis sur **Go to the message**.
wall-bare-2-do-2 = Répondez aux trois questions. Le nom d’une ville suffit : `{ $city }`.
wall-bare-2-do-3 = Appuyez sur **Save**.
wall-bare-2-look-1 = À partir de maintenant, toutes les heures sont données à l’heure locale de ce membre.
wall-bare-2-look-2 = Le résumé dit qui peut voir chacune des réponses.
wall-bare-3-title = Le premier rappel
wall-bare-3-lead = Le moyen le plus rapide de voir Magpie faire sonner un téléphone.
wall-bare-3-do-1 = Sur le téléphone de **{ $member }**, tapez `/remind`, avec le texte `Tea` et l’heure `in 2 min`.
wall-bare-3-do-2 = Magpie répète ce qu’il a compris. Appuyez sur **Save**.
wall-bare-3-do-3 = Appuyez en haut sur **Prochain événement**. Avec une horloge réelle, attendez deux minutes.
wall-bare-3-look-1 = Le rappel arrive sur ce téléphone, et aucun autre ne sonne.
wall-bare-3-text = Tea
wall-bare-3-when = in 2 min
wall-bare-end-told = Tout est configuré. La suite est indiquée sous « Et ensuite ? ».
wall-bare-end-title = Le serveur est prêt. Et ensuite ?
wall-bare-end-lead = C’étaient les étapes, les commandes et les boutons d’un vrai serveur.
wall-bare-end-do-1 = Voyez ce que fait toute une communauté en une nuit. Arrêtez ce bac à sable (Ctrl+C dans son terminal), puis lancez `cargo run --release -- sandbox`.
wall-bare-end-do-2 = Ou passez à votre propre serveur : le README explique chaque étape sous **On a real server**.
