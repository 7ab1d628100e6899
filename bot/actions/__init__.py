"""Custom actions, one module a topic; they read slots, call the backend once and answer with texts of domain.yml."""
