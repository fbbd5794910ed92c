# Les commandes de l'entraide.

command-help = aide
    .description = Demander de l'aide : les bénévoles et le secrétariat lisent votre message
command-help-text = texte
    .description = De quelle aide vous avez besoin ; sans cela, un formulaire s'ouvre

command-ask = demander
    .description = Poser une question au secrétariat
command-ask-question = question
    .description = Votre question ; sans cela, un formulaire s'ouvre

command-ticket = demande
    .description = Les demandes d'aide
command-ticket-list = liste
    .description = Les demandes ouvertes que vous pouvez voir
command-ticket-show = voir
    .description = Une demande et ce qui lui est arrivé
command-ticket-show-number = numéro
    .description = Le numéro de la demande
command-ticket-log = noter
    .description = Noter une demande venue d'ailleurs (bénévoles et secrétariat)
command-ticket-log-name = nom
    .description = Le nom de la personne
command-ticket-log-contact = contact
    .description = Comment la joindre : courriel, téléphone, numéro du site
command-ticket-log-problem = problème
    .description = Ce dont elle a besoin
command-ticket-log-answer = réponse
    .description = La réponse donnée ; sans cela, la demande reste ouverte
