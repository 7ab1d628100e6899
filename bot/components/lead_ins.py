"""What stands before a wish and is none: "halo, …", "eh ga jadi, …", "makasih kak. …". The wish behind it is meant, and
the one before "mumpung lagi senggang di warung".
"""

import re
from collections.abc import Callable

from bot.components.vocabulary import names

_END = re.compile(r"\s*[,.;!\n–—]+\s*|\s+-\s+")
_YES = re.compile(
    r"^\W*(?:ya ?(?:u?dah|wis)|ya wes|oke?|okay|kalau begitu|kalo gitu|well)\b[\s,.]+(?=\w+\s+\w)", re.IGNORECASE
)
_BEFORE_THAT = re.compile(
    r"^\W*(?:(?:eh|oh|hmm+|bentar|sebentar|tunggu|oke?|tapi|but|wait)\W+)*"
    r"(?:sebelum(?:nya|\s+(?:itu|lanjut|ke\s+situ))|sblm(?:nya|\s+(?:itu|lanjut))|before (?:that|we go on))"
    r"[\s,.]+(?=\w+\s+\w)",
    re.IGNORECASE,
)
"""Something else comes first, in the middle of a service: "eh sebelumnya cek tunggakan dulu"."""
_NO_PERSON = re.compile(
    r"^\W*(?:(?:eh|oh|ya|ok|oke|u?dah|ya ?udah|kalau gitu|kalo gitu)\W+)*"
    r"(?:(?:ga|gak|g|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|jangan|jgn)\s*(?:usah|perlu|jadi|mau)|batal\w*"
    r"|no need to|don'?t (?:need|want))\s+(?:\w+\s+){0,2}?"
    r"(?:petugas|orang|admin|cs|agen|operator|manusia|agents?|person|human)(?:nya)?\b"
    r"(?:\s+(?:deh|dulu|lagi|aja|saja|ya|anymore))*[\s,.]+(?=\w+\s+\w)",
    re.IGNORECASE,
)
"""A person is not wanted any more, and this instead: "ga usah nunggu petugas, bilang aja cara bayarnya"."""
_WHY_NOW = re.compile(
    r"[\s,]+(?:mumpung|selagi|selagi ada|while i (?:have|am)|now that i)\b[^.?!;]*[.!]*\s*$", re.IGNORECASE
)
"""Why just now, at the end: it says nothing of the wish, and its words resemble anything."""
_LEADS = frozenset({"greet", "thank", "deny", "cancel_flow", "affirm"})
"""What a lead-in is by itself. A correction ("eh salah, poli mata") stays whole: its second half says what is right."""
_COURTESY, _COURTESY_CONFIDENCE = frozenset({"greet", "thank"}), 0.9
"""What is so surely nothing else as a whole has no wish behind it."""
_LEAST_WORDS, _LEAST_AFTER_YES, _MOST_LEAD_WORDS = 3, 2, 5
_LEAST_CONFIDENCE = 0.6
"""How sure the wish must be by itself: else the whole message is judged."""
_REQUESTS = frozenset({"submit_complaint", "app_problem", "talk_to_agent", "emergency"})
"""Wishes behind a lead-in, although they are no second request of a message."""


Ranker = Callable[[str], tuple[str, float]]


def behind_lead_in(text: str, quick: Ranker, best: Ranker) -> str | None:
    """The part of a message that holds its wish, where something without one stands before it; else None.

    ``quick`` and ``best`` give the label of a part and how sure that is; the better one judges the wish.
    """
    if (tail := _WHY_NOW.search(text)) and len(text[: tail.start()].split()) >= _LEAST_WORDS:
        return _surely(text[: tail.start()], best)
    if yes := _YES.match(text) or _BEFORE_THAT.match(text) or _NO_PERSON.match(text):
        lead, rest, least = yes[0], text[yes.end() :], _LEAST_AFTER_YES
    elif cut := _END.search(text):
        lead, rest, least = text[: cut.start()], text[cut.end() :], _LEAST_WORDS
    else:
        return None
    if not 0 < len(lead.split()) <= _MOST_LEAD_WORDS or len(rest.split()) < least:
        return None
    said = None if yes else quick(lead)[0]
    if not yes and said not in _LEADS:
        return None
    return None if said in _COURTESY and _only(said, best(text)) else _surely(rest, best)


def _only(courtesy: str | None, whole: tuple[str, float]) -> bool:
    """ "makasih ya, gigi bungsu beres gratis": what stands behind the thanks is what they are for."""
    return whole[0] == courtesy and whole[1] >= _COURTESY_CONFIDENCE


def _surely(rest: str, best: Ranker) -> str | None:
    """The part, where it surely is a wish by itself."""
    label, confidence = best(rest)
    wish = label in _REQUESTS or label not in names("no_requests")
    return rest if wish and confidence >= _LEAST_CONFIDENCE else None
