# Palabras que usan todas las partes.
product = Magpie

# A list that is shown page by page.
pages-line = Página { $page } de { $pages }
pages-before = Página anterior
pages-after = Página siguiente

# «Ana, Bo y Li». Ante el sonido «i»: «Ana e Inés».
list-comma = { $first }, { $next }
list-and = { SOUND($last) ->
    [i] { $first } e { $last }
   *[other] { $first } y { $last }
}
