"""Questions beside a booking that wish for no day: whether it could be given back or moved, and of paying."""

import re

from bot.actions.alike import SURER
from bot.actions.form_limits import ANSWER_INTENTS
from bot.actions.reading import Reading
from bot.actions.topic import asks_something

_WHETHER = re.compile(
    r"\b(?:bisa|bs|boleh|dapat|can|could|may)\b.*\b(?:(?:di)?batal\w*|cancel\w*)\b.*"
    r"\b(?:kalau|kalo|klo|jika|bila|seandainya|andai|misal\w*|if|in case)\b(?! (?:bisa|boleh|gitu|begitu|possible)\b)"
    r"|\b(?:kalau|kalo|klo|jika|bila|misal\w*|if)\b.*\b(?:bisa|bs|boleh|can|could)\b.*\b(?:(?:di)?batal\w*|cancel\w*)",
    re.IGNORECASE,
)
"""Whether it could be given back some day: "bisa dibatalkan kalau saya berhalangan?"."""
_WHETHER_MOVED = re.compile(
    r"\b(?:bisa|bs|boleh|can|could|may)\b.*\b(?:(?:di)?(?:pindah|geser|ubah|ganti|undur|maju)\w*|moved?|changed?|postponed?)"
    r"\b.*\b(?:nanti|kapan-?kapan|sewaktu-?waktu|kalau|kalo|klo|jika|misal\w*|later|if)\b",
    re.IGNORECASE,
)
"""Whether the day could be changed later on: "bisa dipindah ke hari lain nanti?"."""
_OF_PAYING = re.compile(
    r"\b(?:(?:di|me)?lunas\w*|(?:di|mem)?bayar\w*|mbayar|(?:men|di)?transfer\w*|(?:di|men|nye?)?cicil\w*|tunggak\w*|nunggak"
    r"|(?:non ?-?)?aktif\w*|diaktif\w*|pay(?:s|ing)?|paid|settled?|(?:in|re)?activ\w*)\b",
    re.IGNORECASE,
)
_OF_CARD = ANSWER_INTENTS | {"check_membership_status", "book_queue", "check_queue_status"}
"""What such a question resembles; what is surely something else is no question of this."""


def asks_of_paying(reading: Reading) -> bool:
    """ "kalo dilunasi hari ini besoknya sudah bisa dipake?": a question about the card, whose days are no day of a
    visit. Who surely asks for the bill, or to pay it in parts, gets that.
    """
    named = reading.intent not in _OF_CARD and reading.confidence >= SURER
    return not (reading.pressed or named) and asks_something(reading.text) and bool(_OF_PAYING.search(reading.text))


def asks_whether_cancelled(reading: Reading) -> bool:
    """A question for some day, and no wish: the number could be given back then."""
    return not reading.pressed and _WHETHER.search(reading.text) is not None


def asks_whether_moved(reading: Reading) -> bool:
    """A question for some day, and no day named: it could be moved then."""
    asks = not reading.pressed and not reading.entity("date") and asks_something(reading.text)
    return asks and _WHETHER_MOVED.search(reading.text) is not None
