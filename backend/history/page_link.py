"""The page with a member's own record, or that of a child of theirs."""

from backend.identity.page_links import PageLinks

RECORD = PageLinks("history", salt="history page")
