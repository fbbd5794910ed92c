# Words that every room uses.
product = Magpie
