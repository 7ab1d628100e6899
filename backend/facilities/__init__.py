"""Health facilities: who they are, where they stand, when they are open, and how to find them."""
