"""How often within a minute one address may try to log in, and one agent may search."""

TRIES_PER_WINDOW = 20
"""An office behind one address logs in at shift change; a guesser does not get far in twenty."""
SEARCHES_PER_WINDOW = 30
"""Nobody reads the results of thirty searches in a minute; who lists members one by one is slowed down."""
