# Words that every room uses.
product = Magpie

# A list that is shown page by page.
pages-line = Page { $page } sur { $pages }
pages-before = Page précédente
pages-after = Page suivante

# « Ana, Bo et Li »
list-comma = { $first }, { $next }
list-and = { $first } et { $last }
