"""Limits of verification, each with its reason."""

from datetime import timedelta

LINK_LIFE = timedelta(minutes=15)
"""A link lies in a chat history; after this a new one is one message away."""
CODE_LIFE = timedelta(minutes=5)
CODE_DIGITS = 6
WRONG_TRIES = 5
"""Up to five codes of one link may be alive (messages overtake each other), so five tries win once in 40,000."""
LOCK_TIME = timedelta(minutes=15)
RESEND_GAP = timedelta(seconds=60)
"""A text message often needs half a minute; sooner only makes members type the older of two codes."""
CODES_PER_HOUR = 4
"""The first code and three more."""
IDLE_TIME = timedelta(minutes=15)
LONGEST_SESSION = timedelta(hours=12)
IDENTIFY_TRIES = 5
"""Wrong pairs of number and birth date of one conversation or for one number before a pause of ``LOCK_TIME``:
a NIK holds its birth date, so scripts try them in bulk."""
TYPED_LIFE = timedelta(minutes=15)
"""How long a number typed without its date of birth is kept for the next message."""
SENDER_DOWN_MEMORY = timedelta(minutes=10)
"""How long one failed text message makes the page say that sending is in trouble."""
SENDER_TIMEOUT_S = 5.0
"""Somebody looks at a page that loads; a gateway that needs longer counts as down."""
