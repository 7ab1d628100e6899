"""The agents' console: pages rendered here, kept fresh by htmx and server-sent events."""
