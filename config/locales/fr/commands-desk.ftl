# Noms et descriptions de /desk. Clés : voir src/discord/wire/command_texts.rs.

command-desk = entraide
    .description = L’entraide dans son ensemble
command-desk-handover = relève
    .description = Ce qu’il faut savoir pour commencer : qui attend, qui est disponible, que faire
command-desk-policy = règles
    .description = Qui Magpie prévient d’une demande, et quand
command-desk-report = bilan
    .description = Combien de temps on a attendu, qui a été sollicité et qui a aidé (secrétariat)
command-desk-report-from = du
    .description = Le premier jour ; sans lui, la dernière semaine
command-desk-report-until = au
    .description = Le dernier jour ; sans lui, jusqu’à maintenant
