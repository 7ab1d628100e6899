"""Members of JKN, their families, and whose data one may see."""
