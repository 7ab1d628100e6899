"""A complaint that is thought better of before it is handed in: out of pity, or after all."""

import re

from bot.actions.reading import Reading
from bot.actions.topic import asks_something

_THINKS_BETTER = re.compile(
    r"^\W*(?:(?:ah|aduh|duh|waduh|eh|hm+|ya|yah|udah|sudah|oh|maaf|saya|aku|kalau|kalo|kok|tapi|actually|well|sorry|i|on)\W+)*"
    r"(?P<thought>(?:(?:abis|habis|setelah|sesudah|kalau|kalo)\s+)?(?:di|ke|saya |aku |ku)?(?:pikir\w*|timbang\w*)"
    r"(?:[- ]?(?:pikir|pikir2|2|lagi|ulang|dulu))*\W+"
    r"|(?:kayak|kaya|seperti|rasa|kyk)(?:nya)?\W+|(?:second|come to) (?:thought|think of it)\W+)?"
    r"(?:(?:lebih baik|mending(?:an)?|baiknya|saya|aku|better)\W+)*"
    r"(?:(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu)\s*(?:usah|jadi|perlu|sah|sido)|gausah|gajadi|batal(?:in|kan)?"
    r"|urung(?:kan|in)?|jangan|never ?mind|forget (?:it|about it)|let it go|don'?t (?:file|send|report) it"
    r"|(?:(?:di|saya |aku |ku)?(?:ikhlas|maaf|biar)(?:kan|in)\b)|ikhlas)"
    r"(?:\W+(?:(?:di|nge|me)?lapor\w*|(?:di)?(?:kirim|terus|lanjut|proses|adu)\w*|komplain|ngadu|aduan|laporan(?:nya)?|aja|saja|deh"
    r"|dah|lah|kak|min|pak|bu|mas|mbak|dulu|ya|kok|it|then|after all))*"
    r"\s*(?=$|[.,;!]|\b(?:karena|krn|soalnya|kasihan|kasian"
    r"|mesakke|takut|because|i feel sorry)\b)",
    re.IGNORECASE,
)
"""A report is thought better of: "ah dipikir2 ga usah deh, kasihan petugasnya"."""
_PITY = re.compile(
    r"\b(?:kasihan|kasian|mesakke|karunya|ikhlas\w*|maafkan|maafin|sorry for (?:him|her|them))\b", re.IGNORECASE
)


def thinks_better_of_it(reading: Reading) -> bool:
    """ "ah dipikir2 ga usah deh, kasihan juga petugasnya": the report is not wanted any more, whatever was asked."""
    found = None if reading.pressed or asks_something(reading.text) else _THINKS_BETTER.match(reading.text)
    return found is not None and bool(found["thought"] or _PITY.search(reading.text))
