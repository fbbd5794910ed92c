# Words that every room uses.
product = Magpie

# A list that is shown page by page.
pages-line = Page { $page } of { $pages }
pages-before = Previous page
pages-after = Next page

# "Ana, Bo and Li"
list-comma = { $first }, { $next }
list-and = { $first } and { $last }
