"""Many people typing at once into a real server, which may be killed under them."""
