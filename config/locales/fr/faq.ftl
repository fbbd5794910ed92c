# Réponses connues : des fiches que tout le monde peut chercher, et que voit d’abord toute personne qui demande de l’aide.

faq-category-joining = Connexion
faq-category-registration = Inscription
faq-category-permissions = Autorisations
faq-category-programme = Programme
faq-category-conduct = Comportement
faq-category-other = Autre
faq-language-en = anglais
faq-language-fr = français
faq-language-es = espagnol

# Recherche et demande d’aide.
faq-nothing-found = Aucune réponse connue ne correspond à « { $typed } ». Le secrétariat voit ce qui n’a pas été trouvé, pour pouvoir ajouter une réponse. Vous avez besoin d’aide maintenant ? Appuyez sur **{ helpdesk-get-help }**.
faq-found =
    { $count ->
        [one] Ceci répond peut-être à votre question :
       *[other] Ceci répond peut-être à votre question :
    }
faq-held =
    { $count ->
        [one] **Votre demande est enregistrée, et personne n’a encore été sollicité.** Cette fiche y répond peut-être déjà.
       *[other] **Votre demande est enregistrée, et personne n’a encore été sollicité.** L’une de ces fiches y répond peut-être déjà.
    } Si vous n’appuyez sur rien, elle part d’elle-même à l’entraide : { $at }.
faq-while-you-wait =
    { $count ->
        [one] En attendant : cette fiche répond peut-être déjà à votre question.
       *[other] En attendant : l’une de ces fiches répond peut-être déjà à votre question.
    }
faq-answered-button = J’ai ma réponse
faq-still-needed-button = J’ai encore besoin d’aide
faq-you-answered = Tant mieux ! Personne n’a été sollicité, et vous n’avez rien à faire.
faq-opening-now = Votre demande est en train de partir. Dès que son message est arrivé, vous pouvez y appuyer sur **{ helpdesk-withdraw }**.
faq-has-ticket = La **demande { $id }** est déjà ouverte. Ses messages disent qui vous aide, et quand.
faq-ask-help-desk = Écrivez ce dont vous avez besoin, et l’entraide le recevra.
faq-unknown-search = Cette recherche est celle d’une autre personne, ou elle a été supprimée. Veuillez chercher à nouveau.

# Le formulaire. Les titres ont 45 caractères au plus, les étiquettes aussi.
faq-form-title = Une réponse connue
faq-form-question = La question, comme on la pose
faq-form-answer = Réponse
faq-form-answer-placeholder = Que faire, étape par étape. Aucun nom, rien de privé : tout le monde peut la lire.
faq-form-valid = Dernier jour de validité (facultatif)
faq-form-valid-placeholder = 2026-11-17 ou 17 novembre ; vide : toujours

# L’aperçu.
faq-draft-new = **Aperçu d’une nouvelle fiche**
faq-draft-change = **Aperçu d’une modification de la fiche { $number }**
faq-draft-before-after = En haut : le texte actuel. En bas : la modification.
faq-draft-needs-approval = Tout le monde pourra la trouver dès que le secrétariat l’aura approuvée.
faq-valid-until = valable jusqu’au { $day }
faq-valid-always = toujours valable
faq-expired = ⌛ expirée
faq-invalid-day = ⚠️ Magpie ne peut pas lire « { $typed } » comme un jour à venir. Appuyez sur **{ faq-change }** et écrivez-le ainsi : 2026-11-17.
faq-invalid-day-again = Corrigez d’abord le dernier jour : appuyez sur **{ faq-change }** et écrivez-le ainsi : 2026-11-17.
faq-publish = Publier
faq-send-draft = Envoyer au secrétariat
faq-change = Modifier
faq-discard = Abandonner
faq-decline = Ne pas publier
faq-draft-open = Ce brouillon n’est pas encore envoyé.
faq-draft-submitted = Le secrétariat a reçu votre brouillon. Magpie vous dira ce qu’il décide. Merci !
faq-draft-published = C’est publié : fiche { $number }.
faq-draft-declined = Ce n’est pas publié.
faq-draft-discarded = Le brouillon est abandonné.
faq-draft-with-secretariat = Le secrétariat a reçu ce brouillon : votre modification n’a pas été enregistrée. Pour le modifier, abandonnez-le et écrivez-le à nouveau.
faq-draft-closed = La décision sur ce brouillon est déjà prise ; rien n’a changé.
faq-unknown-draft = Ce brouillon est celui d’une autre personne, ou il a été supprimé.

# Les fiches.
faq-published = ✅ La **fiche { $number }** est publiée : tout le monde peut la trouver.
faq-changed = ✅ La **fiche { $number }** est modifiée.
faq-extended = ✅ La **fiche { $number }** est valable environ trois mois de plus.
faq-deleted = La **fiche { $number }** est supprimée : plus personne ne la trouve.
faq-undone = C’est annulé : la **fiche { $number }** est de nouveau comme avant.
faq-undone-deleted = C’est annulé : la **fiche { $number }** est supprimée.
faq-undo = Annuler
faq-copies-change =
    { $count ->
        [one] Sa copie dans un salon change aussi.
       *[other] Ses { $count } copies dans des salons changent aussi.
    }
faq-copies-out-of-reach =
    { $count ->
        [one] ⚠️ Une copie est trop ancienne pour que Magpie la modifie. Supprimez-la dans son salon et publiez-y de nouveau la fiche.
       *[other] ⚠️ { $count } copies sont trop anciennes pour que Magpie les modifie. Supprimez-les dans leurs salons et publiez-y de nouveau la fiche.
    }
faq-before-deletion =
    { $copies ->
        [0] Supprimer la **fiche { $number }** ? Vous pourrez l’annuler ensuite.
        [one] Supprimer la **fiche { $number }** ? Sa copie dans un salon dira qu’elle n’est plus valable. Vous pourrez l’annuler ensuite.
       *[other] Supprimer la **fiche { $number }** ? Ses { $copies } copies dans des salons diront qu’elle n’est plus valable. Vous pourrez l’annuler ensuite.
    }
faq-delete-button = Supprimer
faq-keep-button = La garder
faq-kept = La **fiche { $number }** reste comme elle est.
faq-posted = La **fiche { $number }** est publiée dans { $channel } (langues : { $languages }). Quand la fiche est modifiée, la copie l’est aussi.
faq-unknown-card = Il n’y a pas de fiche { $number } valable. { COMMAND("faq list") } montre toutes les fiches.
faq-card-changed = Quelqu’un a modifié la fiche { $number } entre-temps ; rien n’a donc été fait. Rouvrez-la avec { COMMAND("faq edit") }.
faq-not-staff = Seuls les bénévoles de l’entraide et le secrétariat peuvent écrire des fiches. Pour en trouver une, utilisez { COMMAND("faq search") }.
faq-not-secretariat = Seul le secrétariat peut le faire.
faq-empty = Une fiche a besoin d’une question et d’une réponse.
faq-too-long = C’est trop long : il y a de la place pour { $limit } caractères.

# Les listes.
faq-list-empty = Il n’y a pas encore de fiche. Ajoutez-en une avec { COMMAND("faq add") }, ou gardez la réponse à une demande résolue.
faq-list-head =
    { $count ->
        [one] **Une fiche**
       *[other] **{ $count } fiches**
    }
faq-list-line =
    { $copies ->
        [0] **{ $number }** · { $question } · { $category } · { $languages } · { $valid }
        [one] **{ $number }** · { $question } · { $category } · { $languages } · { $valid } · une copie
       *[other] **{ $number }** · { $question } · { $category } · { $languages } · { $valid } · { $copies } copies
    }
faq-drafts-wait =
    { $count ->
        [one] Un brouillon attend le secrétariat : { COMMAND("faq approve") }
       *[other] { $count } brouillons attendent le secrétariat : { COMMAND("faq approve") }
    }
faq-drafts-wait-head =
    { $count ->
        [one] **Un brouillon attend.** Choisissez-le pour le lire.
       *[other] **{ $count } brouillons attendent.** Choisissez-en un pour le lire.
    }
faq-no-drafts = Aucun brouillon n’attend le secrétariat.
faq-choose-draft = Choisir un brouillon
faq-missing-none = Chaque recherche a trouvé une réponse, ou vous vous en êtes occupé.
faq-missing-head =
    { $count ->
        [one] **Une recherche sans réponse**
       *[other] **{ $count } recherches sans réponse**, la plus récente d’abord
    }
faq-missing-line = • { $at } : { $text }
faq-missing-line-ticket = • { $at } : { $text } (demande { $ticket })
faq-choose-missing = En choisir une
faq-missing-one = Aucune fiche n’y répond :
faq-write-card = Écrire une fiche
faq-dismiss = Pas besoin de fiche
faq-dismissed = Cette recherche n’est plus dans la liste.
faq-keep-answer = Garder cette réponse comme fiche ?

# Les copies dans les salons.
faq-copy-head = 💡 **Réponse connue { $number }**
faq-copy-not-valid = Cette réponse n’est plus valable. Pour trouver la réponse actuelle, utilisez { COMMAND("faq search") }.

# Messages à la personne responsable d’une fiche, au secrétariat et à qui a écrit un brouillon.
faq-expiry-soon = ⌛ La **fiche { $number }** expire : { $at }. « { $question } » Est-elle encore juste ? Ensuite, plus personne ne la verra.
faq-expiry-over = ⌛ La **fiche { $number }** a expiré : « { $question } ». Plus personne ne la voit. Est-elle encore juste ?
faq-expiry-changed = La **fiche { $number }** a été modifiée depuis : « { $question } ». Vous n’avez rien à faire.
faq-expiry-deleted = La **fiche { $number }** a été supprimée : « { $question } ». Vous n’avez rien à faire.
faq-still-right = Encore juste : 3 mois de plus
faq-submitted = 📝 { $name } a écrit une fiche : « { $question } ». Elle attend le secrétariat.
faq-submitted-published = ✅ Écrite par { $name }, et publiée : fiche { $number }, « { $question } »
faq-submitted-closed = Écrite par { $name }, et non publiée : « { $question } »
faq-open-draft = La lire
faq-decided-published = ✅ Le secrétariat a publié votre fiche « { $question } » : c’est la fiche { $number }. Merci !
faq-decided-declined = Le secrétariat ne publie pas votre fiche « { $question } ». Merci quand même de l’avoir écrite.

# Le nom de ces messages dans la liste des envois.
delivery-about-faq-copy = une copie de la fiche { $number }
delivery-about-faq-expiry = un rappel : la fiche { $number } expire
delivery-about-faq-draft = un message sur un brouillon de fiche
