"""Telling supervisors outside the console, by e-mail, of what waits too long."""
