"""How much of made-up forms the import reads right, and what it says of the rest."""
