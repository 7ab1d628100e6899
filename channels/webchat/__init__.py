"""Web chat: API, page and widget."""
