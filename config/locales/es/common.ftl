# Palabras que usan todas las partes.
product = Magpie
