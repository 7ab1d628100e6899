"""Registering: whole families, family members, newborns, after a job ended, and foreigners."""
