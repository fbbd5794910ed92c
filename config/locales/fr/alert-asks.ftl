# Ce qu’une alerte demande, les réponses des destinataires, et les alertes d’exercice.

alert-answer-yes = Je peux
alert-answer-no = Je ne peux pas
alert-button-answered = ✓ { $answer }
alert-button-no-longer = Finalement, je ne peux pas
alert-button-help = J’ai besoin d’aide
alert-button-remind = Me le rappeler dans 15 min
alert-your-answer = Votre réponse : **{ $answer }** ({ $time }). Vous pouvez la changer tant que l’alerte est en cours.
alert-your-answer-late = Votre réponse : **{ $answer }** ({ $time }, après le délai). Vous pouvez la changer tant que l’alerte est en cours.
alert-your-answer-before = Vous avez répondu **{ $answer }** avant la correction ({ $time }). Est-ce toujours exact ? Sinon, changez votre réponse.
alert-needed = { $count ->
    [one] Il faut 1 personne.
   *[other] Il faut { $count } personnes.
    }
alert-needed-found = { $count ->
    [one] Il faut 1 personne. Ont déjà accepté : { $names }.
   *[other] Il faut { $count } personnes. Ont déjà accepté : { $names }.
    }
alert-found = Nous avons trouvé : { $names }. Merci.
alert-seen-unanswered = { $count ->
    [one] L’une d’elles attend encore votre réponse : appuyez sur un bouton sous son message.
   *[other] { $count } d’entre elles attendent encore votre réponse : appuyez sur un bouton sous chaque message.
    }

# Un rappel que le destinataire a demandé.
alert-label-reminder = { $severity }, rappel
alert-reminder-planned = Vous recevrez un rappel à cette heure, avec une sonnerie : { $time }.
alert-reminder-planned-sooner = Vous recevrez un rappel à cette heure, avec une sonnerie : { $time }. Il arrivera ainsi avant la fin du délai : { $by }.
alert-reminder-unless-answered = Si vous répondez d’ici là, il ne viendra pas.
alert-reminder-deadline-near = Le délai se termine trop tôt pour un rappel ({ $by }) : aucun rappel n’est prévu. Regardez l’alerte dès maintenant.
alert-reminder-deadline-passed = Le délai est dépassé ({ $by }) : aucun rappel n’est prévu.
alert-reminder-deadline-passed-to-answer = Le délai est dépassé ({ $by }) : aucun rappel n’est prévu. Vous pouvez encore répondre.
alert-reminder-nothing-left = Cette alerte n’attend plus rien de vous : il n’y a rien à vous rappeler.
alert-reminder-passed = Le délai est dépassé.

# Dans un message avec plusieurs alertes.
alert-waking-found = **{ $number }.** ~~{ $label } : { $text }~~ Il y a assez de monde. Merci.
alert-waking-answer = { $number } : Répondre
alert-waking-answered = { $number } : ✓ { $answer }

# Le formulaire. Un libellé a de la place pour 45 caractères.
alert-form-read-by = À lire avant
alert-form-people = Combien de personnes faut-il ?
alert-form-people-placeholder = Un nombre, par exemple 2
alert-form-answers = Réponses au choix, une par ligne
alert-form-answers-placeholder = De deux à cinq réponses courtes, par exemple Salle A et Salle B
alert-ask-number = Indiquez combien de personnes il faut : un nombre de 1 à { $max }.
alert-ask-answers = Indiquez de { $min } à { $max } réponses au choix, une par ligne.
alert-ask-too-long = Une réponse est trop longue pour un bouton. Écrivez-en chacune en { $max } caractères au plus.
alert-ask-same = Deux des réponses sont identiques.

# Ce que voit l’auteur.
alert-preview-until = { $time }, { $away }
alert-asks-yes-no = Demande : Je peux, ou Je ne peux pas
alert-asks-people = { $count ->
    [one] Demande : Je peux, jusqu’à ce qu’il y ait 1 personne
   *[other] Demande : Je peux, jusqu’à ce qu’il y ait { $count } personnes
    }
alert-asks-too-few = { $count ->
    [one] ⚠️ 1 seule personne reçoit l’alerte : moins qu’il n’en faut.
   *[other] ⚠️ { $count } personnes seulement reçoivent l’alerte : moins qu’il n’en faut.
    }
alert-asks-choice = Demande de choisir : { $answers }

# La liste du salon du secrétariat. Avoir vu et avoir répondu sont deux choses différentes.
alert-roster-counts = Vu par { $seen } sur { $count } · réponses : { $answered }
alert-roster-needed = Il en faut : { $needed } · il y en a : { $found }
alert-roster-can = ✅ **Peuvent ({ $count }) :** { $names }
alert-roster-cannot = 🚫 **Ne peuvent pas ({ $count }) :** { $names }
alert-roster-chose = ☑️ **{ $answer } ({ $count }) :** { $names }
alert-roster-only-seen = 👀 **Vu, pas de réponse ({ $count }) :** { $names }
alert-roster-late = en retard
alert-roster-before-correction = avant la correction
alert-roster-reminded = rappel : { $time }
alert-asked-all-answered = Tout le monde a répondu : aucune relance n’a été envoyée.
alert-asked-enough = Il y a assez de monde : aucune relance n’a été envoyée.

# Exercices.
alert-label-practice = Exercice · { $label }
alert-practice-note = Ceci est un exercice : il ne s’est rien passé. Appuyez tout de même sur un bouton.
alert-practice-preview = **Exercice :** l’alerte ne part que vers les personnes éveillées, et chaque message indique que c’est un exercice. Laissées de côté : { $count }.
alert-nobody-awake = Personne n’y est éveillé en ce moment, et un exercice ne part que vers les personnes éveillées.
alert-practice-reached = { $reached ->
    [0] **Bilan de l’exercice :** aucun téléphone sur { $count } n’a encore sonné.
   *[other] **Bilan de l’exercice :** messages arrivés avec sonnerie : { $reached } sur { $count }, en { $took }.
    }
alert-practice-confirmed = { $confirmed ->
    [0] Personne sur { $count } n’a encore appuyé sur un bouton.
   *[other] Ont appuyé sur un bouton : { $confirmed } sur { $count }, en { $took }.
    }
alert-practice-silent = 🔇 **Téléphones peut-être restés muets ({ $count }) :** { $names }

# Rectifier le texte sans prévenir personne.
alert-button-fix = Rectifier sans prévenir
alert-fix-hint = « Rectifier sans prévenir » change le texte dans les messages déjà reçus, sans prévenir personne.
alert-fixed = { $count ->
    [0] ✅ Rectifié. Personne n’avait encore reçu l’alerte { $number }.
    [one] ✅ Rectifié. Le message de l’alerte { $number } que 1 personne a reçu change sur place, sans prévenir personne.
   *[other] ✅ Rectifié. Les messages de l’alerte { $number } que { $count } personnes ont reçus changent sur place, sans prévenir personne.
    }
alert-fixed-in-no-message = ✅ Rectifié dans l’alerte { $number }, mais pas dans les messages déjà envoyés. Personne n’est prévenu.
alert-fix-time-changed = L’heure a changé elle aussi : il faut prévenir les destinataires. Envoyez plutôt la correction.

# Avant la fin d’une alerte.
alert-ask-over = L’alerte { $number } est-elle terminée ? Plus rien ne sera envoyé, et les réponses ne pourront plus changer.
alert-ask-withdraw = Retirer l’alerte { $number }, qui n’aurait pas dû partir ?
alert-button-confirm-over = Oui, c’est terminé
alert-button-confirm-withdraw = Oui, la retirer
alert-button-go-on = Non, la laisser
alert-goes-on = L’alerte { $number } continue. Rien n’a été modifié.

# Jusqu’à ce que tout le monde ait répondu : des relances, puis la liste des personnes qui manquent, pour le secrétariat.
alert-plan = **Sans réponse :** les personnes éveillées sont relancées à { $times }. Le secrétariat reçoit la liste des personnes qui n’ont pas répondu ({ $time }).
alert-plan-asks = **Sans réponse :** les personnes éveillées sont relancées ({ $times }).
alert-plan-list = **Sans réponse :** le secrétariat reçoit la liste des personnes qui n’ont pas répondu ({ $time }).
alert-marked-asked-again = { $text }
    Vous avez reçu une relance. Appuyez sur un bouton sous le message plus récent.
alert-waking-asked-again = **{ $number }.** { $label } : { $text } · Vous avez reçu une relance, dans un message plus récent.
alert-missing-title = { $count ->
    [one] 📞 **Alerte { $number } : 1 personne n’a pas répondu.**
   *[other] 📞 **Alerte { $number } : { $count } personnes n’ont pas répondu.**
    }
alert-missing-question = { $count ->
    [one] Pouvez-vous la joindre ?
   *[other] Pouvez-vous les joindre ?
    }
alert-missing-as-of = Heures locales et sommeil : état à { $time } UTC.
alert-missing-withheld = ⚠️ Les coordonnées ne sont pas affichées, car ce salon n’est pas réservé au secrétariat. { COMMAND("setup") } indique quoi faire.
alert-missing-awake = **Éveillés ({ $count })**
alert-missing-asleep = **Endormis ({ $count })**
alert-missing-no-zone = **Fuseau horaire inconnu ({ $count })**
alert-missing-reached = **Joints, pas encore de réponse ({ $count })**
alert-missing-wakes = { $time }, réveil { $wakes }
alert-missing-deputy = suppléance : { $name }
alert-missing-reached-by = contact établi par { $name } à { $time } UTC
alert-missing-more = … et { $count } de plus. La liste de l’alerte contient tous les noms.
alert-missing-mark = Je les ai joints : choisir qui
alert-missing-mark-page = Je les ai joints : choisir qui ({ $page } sur { $pages })
alert-missing-unmark = Finalement pas joints : choisir qui
alert-missing-ended = L’alerte { $number } est terminée. Vous n’avez plus personne à joindre.
alert-missing-found = Il y a assez de monde pour l’alerte { $number }. Vous n’avez plus personne à joindre.
alert-missing-answered = Tout le monde a répondu à l’alerte { $number }. Vous n’avez plus personne à joindre.
alert-missing-continued = La liste des réponses qui manquent à l’alerte { $number } se poursuit dans un message plus récent.
alert-reached = ✅ Noté pour l’alerte { $number }, vous avez joint : { $names }. Plus de relance pour ces personnes. Elles seules peuvent répondre.
alert-reached-nothing = Rien n’a été modifié : ces personnes avaient déjà été jointes, ou ont répondu.
alert-not-reached = Effacé pour l’alerte { $number } : { $names }
alert-not-reached-nothing = Rien n’a été modifié : ces personnes n’étaient pas notées comme jointes, ou ont répondu.
alert-roster-reached = contact établi par { $name } à { $time }
alert-asked-all-reached = Le secrétariat a joint toutes les personnes qui n’ont pas répondu : aucune relance n’a été envoyée.
