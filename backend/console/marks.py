"""Signs around words that a search found."""

MARK_START, MARK_END = "\x02", "\x03"
"""No message holds control characters, and to a page they are not markup."""
