"""Measurements of the figures that the design sets; run them with ``care165 bench``."""
