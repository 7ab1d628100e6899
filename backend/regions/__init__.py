"""Where things are: provinces, regencies, well-known places, distances and names as people type them."""
