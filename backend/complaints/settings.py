"""Limits of the complaint service."""

from datetime import timedelta

REOPEN_WITHIN = timedelta(days=14)
"""How long after it was resolved a member may reopen a complaint; then it is closed."""
CODE_TRIES = 5
"""Wrong access codes before a pause of ``identity.settings.LOCK_TIME``: one of 23^6 is then not found in a lifetime."""
TEXT_LIMIT = 4000
"""Characters of a chronology or an addition, about one long message."""
ATTACHMENT_LIMIT = 10
"""Files of one complaint."""
LARGEST_AMOUNT = 10_000_000_000
"""Rupiah; more is a typing mistake."""
LISTED = 20
"""Complaints in a member's list; nobody has as many open."""
EARLIEST_ZONE = "Asia/Jayapura"
"""Where a new day begins first in Indonesia: no date behind its today has come yet anywhere."""
