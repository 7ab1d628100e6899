"""Surgery dates of members; read only."""
