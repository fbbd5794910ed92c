# Les commandes de l’entraide.

command-help = aide
    .description = Demander de l’aide : les bénévoles de l’entraide et le secrétariat lisent votre message
command-help-text = texte
    .description = Ce pour quoi vous avez besoin d’aide ; sinon, un formulaire s’ouvre

command-ask = question
    .description = Poser une question au secrétariat
command-ask-question = question
    .description = Votre question ; sinon, un formulaire s’ouvre

command-ticket = demande
    .description = Les demandes d’aide
command-ticket-list = liste
    .description = Les demandes ouvertes que vous pouvez voir
command-ticket-show = voir
    .description = Une demande et son historique
command-ticket-show-number = numéro
    .description = Le numéro de la demande
command-ticket-log = noter
    .description = Noter une demande reçue hors de Discord (bénévoles et secrétariat)
command-ticket-log-name = nom
    .description = Le nom de la personne
command-ticket-log-contact = contact
    .description = Comment la joindre : adresse e-mail, téléphone, numéro du site
command-ticket-log-problem = problème
    .description = Ce dont elle a besoin
command-ticket-log-answer = réponse
    .description = La réponse donnée ; sinon, la demande reste ouverte
command-ticket-transfer = confier
    .description = Confier une demande dont vous vous occupez à une personne qui ne dort pas
command-ticket-transfer-number = numéro
    .description = Le numéro de la demande
command-ticket-transfer-to = à
    .description = Qui s’en occupe désormais

command-help-needed = délai
    .description = Pour quand il vous faut de l’aide ; sinon, aujourd’hui
command-help-needed-now = Ma session est en cours
command-help-needed-hour = D’ici une heure
command-help-needed-today = Aujourd’hui
command-help-needed-later = Rien ne presse
command-help-about = sujet
    .description = De quoi il s’agit
command-help-about-joining = Rejoindre une réunion
command-help-about-registration = Inscription
command-help-about-permissions = Droits d’accès
command-help-about-programme = Programme
command-help-about-conduct = Le comportement de quelqu’un (lu par le secrétariat uniquement)
command-help-about-other = Autre chose
