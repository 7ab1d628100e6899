"""No complaint, or none any more: refused, thought better of, or withdrawn after it was filed."""

import re

from bot.actions.complaint_reports import complains
from bot.actions.reading import Reading
from bot.actions.topic import asks_something

REFUSAL_WORDS = 16
_TOLD = re.compile(r"\b(?:tapi|tp|bilang\w*|kata\w*|disuruh|ditolak|polisi|but|said|told|police)\b", re.IGNORECASE)
"""Words of a story in which somebody else wants no report."""
_RATHER_NOT = re.compile(
    r"^\W*(?:(?:ah|aduh|duh|waduh|hadeh|wah|ya|yah|ga|gak|nggak|enggak|no|oh|eh|kok|bukan|udah|udahlah|maaf|sorry|jadi"
    r"|kalau gitu|so|saya|aku|sy|gw|gue|i)\W+)*"
    r"(?:males|malas|malesin|ogah|emoh|moh|wegah|hoream|lagi males|bukan (?:mau|untuk|buat)"
    r"|(?:ga|gak|nggak|ngga|enggak|tidak|tdk|kaga|kagak|ndak|ora|teu)\s*(?:mau|usah|perlu|niat|jadi|pengen|pingin|arep|hayang)"
    r"|(?:don't|do not) want to|no need to|not (?:here|trying) to|rather not)\W+"
    r"(?:\w+\W+)?(?:(?:di|nge|me|mem)?lapor\w*|komplain\w*|komplen\w*|ngadu\w*|complain\w*|report\w*|file)[\w-]*\W*",
    re.I,
)
"""No report is wanted; what follows may be what is."""
_WITHDRAW = re.compile(
    r"\b(?:(?:men|di|ku)?cabut|(?:me|di)?narik|(?:di)?tarik|(?:mem|di)?batal(?:kan|in)?|(?:di)?hapus|withdraw|cancel"
    r"|retract|drop)\s+(?:kembali\s+)?(?:my |the |aja |saja )?"
    r"(?:laporan|lapor|aduan|pengaduan|komplain|keluhan|complaint|report)(?:ku|an|nya)?\b"
    r"|\b(?:laporan|aduan|pengaduan|komplain)(?:nya|ku)?\s+(?:(?:saya|yang|yg|tadi|kemarin|itu|mau|tolong|minta)\s+)*"
    r"(?:di)?(?:cabut|tarik|batal(?:kan|in)|hapus)\s+(?:aja|saja|dong|ya|deh|lagi|dulu)\b",
    re.IGNORECASE,
)
_WITHDRAW_WORDS = 14
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


def instead_of_report(reading: Reading) -> str | None:
    """What is said behind "males lapor": empty where nothing is; None where the report is not refused."""
    found = None if reading.pressed else _RATHER_NOT.match(reading.text)
    return reading.text[found.end() :].strip(" .,;!") if found else None


def refusal_left(reading: Reading) -> str:
    """What is said beside "saya ga mau ngadu"."""
    clauses = re.split(r"[.,;!\n]\s*", reading.text)
    return ", ".join(clause for clause in clauses if clause and not _RATHER_NOT.match(clause))


def refuses_report(reading: Reading) -> bool:
    """ "bukan, saya ga mau ngadu", "eh salah lihat. ga usah dilaporin": it only resembles a complaint."""
    if reading.pressed or len(reading.text.split()) > REFUSAL_WORDS or asks_something(reading.text):
        return False
    clauses = re.split(r"[.,;!\n]\s*", reading.text)
    refused = [bool(_RATHER_NOT.match(clause)) for clause in clauses]
    others = [clause for clause, no in zip(clauses, refused, strict=True) if not no]
    return any(refused) and not _TOLD.search(reading.text) and not any(map(complains, others))


def withdraws_complaint(reading: Reading) -> bool:
    """ "saya cabut laporan saya": a complaint that was filed shall be dropped."""
    short = not reading.pressed and len(reading.text.split()) <= _WITHDRAW_WORDS
    return short and _WITHDRAW.search(reading.text) is not None
