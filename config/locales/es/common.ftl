# Words that every room uses.
product = Magpie

# A list that is shown page by page.
pages-line = Página { $page } de { $pages }
pages-before = Página anterior
pages-after = Página siguiente
