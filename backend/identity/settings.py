"""Limits of verification, each with its reason."""

from datetime import timedelta

LINK_LIFE = timedelta(minutes=15)
"""A link lies in a chat history; after this a new one is one message away."""
CODE_LIFE = timedelta(minutes=5)
CODE_DIGITS = 6
CODES_OPEN = 2
"""The newest codes of a link that open: messages overtake each other, but not twice."""
WRONG_TRIES = 5
"""Of one requester. The two newest codes of a link open (messages overtake each other), so five tries win once in
100,000."""
WRONG_TRIES_OF_NUMBER = 25
"""For one member by all who never showed to be them. Codes are few (``CODES_PER_HOUR_OF_NUMBER``) and each opens its
own link only, so what guessing can win is limited by them already."""
LOCK_TIME = timedelta(minutes=15)
RESEND_GAP = timedelta(seconds=60)
"""A text message often needs half a minute; sooner only makes members type the older of two codes."""
CODES_PER_HOUR = 4
"""The first code and three more, of one requester for one member."""
CODES_PER_HOUR_OF_NUMBER = 10
"""For one member by all who never showed to be them: what a stranger can cost, and how often a phone is disturbed."""
IDLE_TIME = timedelta(minutes=15)
LONGEST_SESSION = timedelta(hours=12)
IDENTIFY_TRIES = 5
"""Wrong pairs of number and birth date of one conversation or for one number before a pause of ``LOCK_TIME``:
a NIK holds its birth date, so scripts try them in bulk."""
PAIRS_OF_NUMBER = 30
"""Pairs for one number on the verification page by all who never showed to be its owner. It answers right and wrong
ones alike, so this only keeps scripts away; six conversations at once are no mistake of a family any more."""
TYPED_LIFE = timedelta(minutes=15)
"""How long a number typed without its date of birth is kept for the next message."""
SENDER_DOWN_MEMORY = timedelta(minutes=10)
"""How long one failed text message makes the page say that sending is in trouble."""
SENDER_TIMEOUT_S = 5.0
"""Somebody looks at a page that loads; a gateway that needs longer counts as down."""
