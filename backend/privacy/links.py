"""The page with a member's copy of their data: health data and full numbers never go through the chat."""

from backend.identity.page_links import PageLinks

MY_DATA = PageLinks("my-data", salt="my data page")
