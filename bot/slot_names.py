"""Slots that both Rasa's process and the actions read."""

PIECE = "piece"
"""``text`` of a message that was not understood, and its number ``seq`` in the conversation."""
