"""Limits of helping, each with its reason."""

from datetime import timedelta

from backend.identity.settings import LONGEST_SESSION

ONE_CHAT = LONGEST_SESSION
"""A permission for one conversation lasts no longer than a verification."""
APPROVED_CHAT = timedelta(hours=24)
"""The same from an agent: the helper may read the answer the next morning only."""
LEAST_REASON, LONGEST_REASON = 10, 500
"""Characters; fewer tell an agent nothing."""
LISTED = 10
