"""Whether somebody is in care at this moment, by what is told of them."""

import re

from bot.actions.own_words import CHOICE_WORDS

STILL = re.compile(r"\b(?:masih|msh|sedang|sdg|lagi|lg|sekarang|skrg|skrng|still|now|right now)\b", re.I)
_IN_CARE = re.compile(
    r"\b(?:di ?rawat\w*|rawat inap|opname|diopname|inap|nginap|igd|ugd|icu|rs|rsud|rumah sakit|kamar|ruang\w*|bangsal"
    r"|nunggu\w*|menunggu|ditunggu|antri\w*|infus\w*|diinfus|ditangani|operasi|sakit|kesakitan|di ?sini|di ?sana"
    r"|demam|panas(?! hati)|sesak|lemas|lemes|muntah\w*|kejang\w*|berdarah|fever"
    r"|hospital|ward|admitted|inpatient|er|waiting|treated|pain|here|there)\b",
    re.I,
)
"""What "masih" must go with to speak of care; "struknya masih ada" does not."""
_CARED_FOR = re.compile(
    r"\b(?:(?:sudah|udah|udh|sdh|uda|dah|lagi|lg|baru|br|wis|tos|already|being|is|are|am)\s+(?:\w+\s+){0,2}?"
    r"(?:di ?pegang|ditangani|diinfus|di infus|dirawat|di rawat|dipasang\w*|dioksigen|diobservasi"
    r"|masuk (?:igd|ugd|icu)"
    r"|(?:di|in the) (?:igd|ugd|icu|er|ward|hospital)|treated|admitted|waiting)"
    r"|diinfus|terpasang infus|on a drip|pakai oksigen|pake oksigen"
    r"|(?:belum|blm|blom|belom|durung|not yet|still no|no)\s+(?:\w+\s+){0,2}?"
    r"(?:dapat|dapet|dpt|dikasih|ada|masuk|got|given)?\s*(?:kamar|kmr|ruang\w*|bed|bangsal|room)"
    r"|(?:kamar|kmr|ruang\w*|bed|room)(?:nya|e)?\s+(?:masih\s+)?(?:belum|blm|blom|belom|durung|penuh|not)\b)",
    re.I,
)
"""What is told of somebody who is in care, or waits for a bed, as it is told while it lasts."""
_BEFORE = re.compile(
    r"\b(?:kemar[ie]n|kemaren|kmr?n|wingi|(?:minggu|bulan|tahun|hari|malam) lalu|yang lalu|waktu itu|dulu"
    r"|yesterday|last|ago|was|were)\b",
    re.I,
)
_GOES_ON = re.compile(
    r"\b(?:dari|dr|sejak|sampai|sampe|smp|belum|blm|blom|durung|terus menerus|tiap hari|since|yet|until|every day)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:kemar[ie]n|kemaren|kmr?n|kmrin|wingi|kamari|kmaren"
    r"|(?:minggu|pekan|bulan|tahun|thn|bln|mgg|senin|selasa|rabu|kamis|jumat|sabtu|hari|malam)\s+"
    r"(?:yang |yg )?(?:lalu|lewat|kemar[ie]n|kepungkur|kamari)"
    r"|(?:\d+|se|satu|dua|tiga|empat|lima|enam|beberapa|a|an|one|two|three|few|some)\s?"
    r"(?:hari|minggu|bulan|tahun|days?|weeks?|months?|years?)\s+(?:yang |yg )?(?:lalu|silam|kepungkur|ago)"
    r"|tempo hari|waktu itu|(?:udah|sudah|udh|sdh|dah) (?:lama|lewat|berlalu)(?: (?:kok|kejadian\w*|itu))?\b"
    r"|yesterday|last (?:week|month|year|\w+day))\b",
    re.I,
)
"""A day before today."""
_REFUSES = (
    r"(?:(?:di)?tolak\w*|menolak|nolak|(?:kamar|bed|ruang\w*)?\s*penuh|disuruh (?:pulang|pindah|cari)"
    r"|ga mau (?:terima|nerima)|(?:ga|gak|nggak|tidak|tdk) (?:di)?terima"
    r"|refus\w*|turned|full|sent (?:us|me|him|her) away)"
)
_TURNED_AWAY = re.compile(
    rf"\b(?:igd|ugd|emergency room|er)\b.{{0,60}}\b{_REFUSES}\b"
    rf"|\b{_REFUSES}\b.{{0,40}}\b(?:igd|ugd|emergency room|er)\b",
    re.I,
)
_OVER = re.compile(
    r"\b(?:sudah|udah|udh|sdh|uda|dah|tadi) (?:di ?rumah|pulang|selesai|keluar|mendingan|membaik|baikan|sembuh|sehat)\b"
    r"|\b(?:di ?rumah sekarang|back home|at home|went home|(?:is|she's|he's|are) (?:now )?home|discharged|wis mulih"
    r"|tos uih|rawat jalan|outpatient)\b",
    re.I,
)


_NO_HELP = re.compile(
    r"\b(?:is|she's|he's|they're|are|am|i'm) (?:now |already )?(?:stable|fine|ok|okay|all right)\b"
    r"|\b(?:sudah|udah|udh|sdh|dah|alhamdulillah|syukur\w*|sekarang|skrg)\s+"
    r"(?:(?!belum|blm|tidak|tdk|ga|gak|nggak|ngga|kurang|ora|teu)\w+\s+)?stabil\b"
    r"|\b(?:tidak|tdk|ga|gak|nggak|bukan|not) (?:darurat|gawat|urgent|mendesak|an emergency)\b"
    r"|\b(?:cuma|cuman|hanya|just|only) (?:mau |ingin |pengen |want(?: to)? |want (?:this|it) )?"
    r"(?:lapor|ngelapor|melapor|dicatat|dilaporkan|report|reported)\w*\b",
    re.I,
)


_WISHES = re.compile(
    r"(?:\W*\b(?:iya|ya|iyo|inggih|nggih|yoi|oke|ok|okay|yes|please|sure)\b\W*)*"
    r"\b(?:mau|pengen|ingin|arep|kersa|tolong|boleh|silakan|(?:di)?lapor\w*|(?:di)?bantu|buat(?:kan|in)|bikin(?:kan|in)?|(?:di)?catat"
    r"|report it|do it|i want to|i do|go ahead)\b"
    r"(?:\W+(?:dong|deh|ya|aja|saja|min|kak|pak|bu|mas|mbak|banget|sekali|laporan(?:nya)?|laporin|lapor|tolong|dibantu|please|yes))*\W*",
    re.I,
)


def needs_no_help(text: str) -> bool:
    """ "she is stable now, I just want this reported": nobody has to act at this moment."""
    return _NO_HELP.search(text) is not None


def wants_it_made(text: str) -> bool:
    """ "iya mau", "iya tolong", "boleh, laporin": yes to a report, which says nothing of somebody in care now."""
    return _WISHES.fullmatch(text.strip()) is not None


def turned_away(text: str) -> bool:
    """Whether an emergency room is told to refuse somebody or to be full, on no day before today."""
    return _TURNED_AWAY.search(text) is not None and not past_told(text)


def still_told(text: str) -> bool | None:
    """Whether what is told on, unasked, says that the patient is in care at this moment."""
    if _OVER.search(text):
        return False
    return True if _CARED_FOR.search(text) and not _BEFORE.search(text) else None


def past_told(text: str) -> bool:
    """Whether words say that it was on a day before today ("minggu lalu"), and nothing of them that it goes on."""
    return _PAST.search(text) is not None and not (goes_on(text) or _CARED_FOR.search(text))


def goes_on(text: str) -> bool:
    """Whether words say that it lasts: "masih", "dari kemarin", "belum"."""
    return bool(STILL.search(text) or _GOES_ON.search(text))


def still_in_care(text: str) -> bool | None:
    """Whether an answer says that the patient is in care at this moment."""
    if (told := still_told(text)) is not None:
        return told
    still = STILL.search(text)
    short = len(text.split()) <= CHOICE_WORDS
    return True if still and (short or _IN_CARE.search(text)) else None
