# Nombres y descripciones de /desk. Claves: véase src/discord/wire/command_texts.rs.

command-desk = mesa
    .description = La mesa de ayuda en conjunto
command-desk-handover = relevo
    .description = Lo que hay que saber al empezar: quién espera, quién está despierto, qué hacer
command-desk-policy = reglas
    .description = A quién avisa Magpie de una solicitud, y cuándo
command-desk-report = informe
    .description = Cuánto se esperó, a quién se avisó y quién ayudó (secretaría)
command-desk-report-from = desde
    .description = El primer día; sin él, la última semana
command-desk-report-until = hasta
    .description = El último día; sin él, hasta ahora
