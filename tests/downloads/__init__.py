"""How fast published pages and files are served, beside nginx."""
