# Le bilan d’une alerte, pour /alerte bilan.

alert-report-title = **Bilan de l’alerte { $number } · { $severity } :** { $text }
alert-report-practice = C’était un exercice.
alert-report-sent-not-seen = « Reçue » ne veut pas dire « vue ».
alert-report-zone = Heures : { $place }.
alert-report-zone-utc = Heures en UTC.
alert-report-people = Personne par personne
alert-report-people-title = **Alerte { $number }, personne par personne.** { $zone }
alert-report-percent = { $percent } %

# Le tableau. 20 caractères par libellé.
alert-report-row-recipients = Destinataires
alert-report-row-reached = Reçue
alert-report-row-sounded = en sonnant
alert-report-row-seen = Vue
alert-report-row-seen-earlier = ancien texte seul
alert-report-row-answered = Réponses
alert-report-row-late = dont en retard
alert-report-row-outside = Contacts ailleurs
alert-report-row-first = Première vue après
alert-report-row-half = La moitié après

# L’image. Environ 40 caractères par titre et 25 par libellé.
alert-report-chart-seen = Alerte { $number } : qui l’a vue
alert-report-chart-answers = Alerte { $number } : vues et réponses
alert-report-series-reached = Reçue
alert-report-series-seen = Vue
alert-report-answer-number = Réponse { $number }
alert-report-legend = { " " }: { $count }
alert-report-needed = Il en faut : { $count }
alert-report-nobody-yet = Personne ne l’a encore vue
alert-report-mark-corrected = Corrigée
alert-report-mark-asked = Relance
alert-report-mark-deadline = Délai
alert-report-mark-over = Terminée
alert-report-mark-withdrawn = Retirée

# L’image en mots, pour qui ne la voit pas.
alert-report-described = Graphique de l’alerte { $number }, envoyée : { $time }.
alert-report-described-reached = Reçue : { $reached } sur { $count }.
alert-report-described-seen = Vue : { $seen } sur { $count }.
alert-report-described-answered = Réponses : { $answered } sur { $count }.
alert-report-described-answer = « { $answer } » : { $count }.
alert-report-described-half = La moitié l’avait vue après { $took }.
alert-report-described-deadline = Délai : { $time }.
alert-report-described-ended = Fin : { $time }.

# Une personne.
alert-report-by-message = message privé
alert-report-by-inbox = message dans le fil privé
alert-report-by-unknown = message
alert-report-with-sound = en sonnant
alert-report-silently = sans bruit
alert-report-sounded = sonnerie à { $time }
alert-report-held = en attente du réveil ({ $time })
alert-report-waits = en attente du réveil
alert-report-on-its-way = en cours d’envoi
alert-report-retrying = nouvelle tentative en cours
alert-report-cancelled = annulé par le secrétariat
alert-report-not-sent = pas envoyé : l’alerte était terminée
alert-report-seen = vue { $time }
alert-report-seen-earlier = ancien texte seulement, vu { $time }
alert-report-not-seen = pas vue

# Les colonnes du fichier CSV.
alert-report-column-name = Nom
alert-report-column-handle = Nom sur Discord
alert-report-column-reached = Reçue ({ $zone })
alert-report-column-how = Comment
alert-report-column-sounded = Première sonnerie ({ $zone })
alert-report-column-seen = Vue ({ $zone })
alert-report-column-answer = Réponse
alert-report-column-answered = Répondu ({ $zone })
alert-report-column-mark = Remarque
alert-report-column-outside-by = Contact ailleurs par
alert-report-column-outside = Contact ailleurs ({ $zone })
alert-report-column-not-reached = Pas reçue parce que
