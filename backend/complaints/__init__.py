"""Complaints: taking them in, how urgent they are, following them, and the agents' work on them."""
