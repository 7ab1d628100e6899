"""HTTP surface of the backend."""
