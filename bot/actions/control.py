"""Words that steer a form instead of answering it: go on, skip, change; and choices that are typed by their number."""

import re

from bot.actions.backend import call
from bot.actions.language import tells_of_language
from bot.actions.put_off import talks_with_own
from bot.actions.reading import Reading
from bot.actions.small_words import POLITE
from bot.actions.turns import pressed

_GO_ON = re.compile(
    r"^\W*(?:(?:ok|oke|okay|ya|baik|boleh|sip|siap|yuk|ayo|mari|gapapa|gpp|ga ?papa|(?:ga|nggak|tidak) apa-?apa|eh"
    r"|ya ?udah|(?:kalo|kalau|klo) (?:gitu|begitu))\W+)*"
    r"(?:lanjut(?:kan|in)?|terus(?:kan|in)?|teruskeun|lajeng|continue|go on)"
    rf"(?:\s+(?:yang tadi|tadi|lagi|(?:pen)?daftar\w*|isi(?:nya)?|proses\w*|registration))?{POLITE}\W*$",
    re.IGNORECASE,
)
_CANNOT = r"(?:ga|gak|nggak|ngga|enggak|tidak|tdk|ora|teu|not|can't i|can i not)"
_WHY = re.compile(
    r"^\W*(?:(?:lho|lha|loh|emang|but)\W+)?(?:(?:kenapa|knp|kok|ko|mengapa|ngopo|naha|why)\W*"
    rf"(?:{_CANNOT}\W*)?(?:bisa|bs|boleh|blh|iso|tiasa)?|{_CANNOT}\W*(?:bisa|bs|boleh)\W+(?:kenapa|knp|why))\W*"
    r"(?:(?:ya|sih|emang\w*|min|kak|pak|bu)\W*)*$",
    re.IGNORECASE,
)
_SKIP = re.compile(
    rf"^\W*(?:(?:mau|minta|bisa|tolong)\s+)?(?:lewat(?:i|in|kan)?|skip|lompat(?:i)?|liwat(?:i|an)?|next|pass)"
    rf"(?:\s+(?:ini|yang ini|it|this))?{POLITE}\W*$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"^\W*(?:(?:mau|ingin|bisa|tolong|ada yang|ada yg|i want to)\s+)?(?:di)?"
    r"(?:ubah|rubah|ganti|edit|koreksi|ralat|perbaiki|betulkan|change|correct)"
    rf"(?:\s+(?:jawaban|yang tadi|yg tadi|tadi|something|it))?{POLITE}\W*$",
    re.IGNORECASE,
)
_BACK = r"\b(?:balik|kembali|back|bali|lanjut(?:kan|in)?|terus(?:kan|in)?|go on|continue)\b.{0,12}\b"
_RETURNS = re.compile(rf"{_BACK}(?:(?:yang|yg|sing|nu) (?:tadi|awal)\b|what we\b|where we were)", re.IGNORECASE)
"""To what was talked of before this: "oke balik ke yang tadi"."""
_RETURNS_TO_COMPLAINT = re.compile(
    rf"{_BACK}(?:(?:nge)?lapor\w*|pengaduan\w*|aduan\w*|komplain\w*|(?:my|the) (?:complaint|report))", re.IGNORECASE
)
_WAIT = re.compile(
    r"^(?:[^.!?,]{0,40}[.!,])?\W*(?:(?:ok|oke|ya|eh|duh|maaf|sorry|hmm+|halo|mas|mba|mbak|kak|pak|bu"
    r"|nggih|inggih|enggih|muhun|yo|baik)\W+)*"
    r"(?:(?:nanti|ntar|ntr|nti|entar)\s+(?:dulu|dlu|dl)\b|bentar|sebentar|bntar|tunggu(?:in)?\b|sek\b"
    r"|sik\b|sekedap|antos|sakedap"
    r"|wait(?!\W+(?:\w+\W+)?(?:is|are|do|does|did|can|could|will|so|what|how|when|why|which|who)\b)"
    r"|(?:(?:nanti|ntar|entar|mangke|mengke|engke|mgko|biar|mau|pi|ta|dulu)\W+)+(?:(?:saya|aku|sy|gw|gue"
    r"|sa|kulo|kula|abdi|ulun|tak|beta|i)\W+)?"
    r"(?:ku|di)?(?:tanya|tny|nanya|takon|tanglet|taroskeun|rembug|rembukan|rundingan|runding|diskusi"
    r"|bicara|omong|obrol|ngobrol|pikir|mikir"
    r"|cari|cek)(?:i|in|an|kan|ke|kin)?\b"
    r"|(?:(?:saya|sy|aku|gw|gue|tak|sa)\W+)?(?:mau\W+)?pikir\w*(?:-?pikir|2)?\s+(?:dulu|dl|heula|sek|disik)\b"
    r"|think about it|let me think"
    r"|hold on|one (?:moment|second|sec)|give me a (?:moment|minute|second|sec)|just a (?:moment|minute|sec\w*)"
    r"|(?:saya|aku|sy|gw|gue|tak|let me|i(?:'ll| will| need to))\s+(?:mau\s+)?"
    r"(?:tanya|nanya|cari|ambil|cek|liat|lihat|tanyain|ask|find|get|check|look)\w*\s+"
    r"(?:dulu|dl|suami|istri|anak|ibu|bapak|my|for|it|first)\b)",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"\b(?:alamat|telepon|telpon|telp|tlp|buka|tutup|kontak|address|phone|hours)(?:nya|na|ne)?\b", re.IGNORECASE
)
"""What is asked about one of a list is no choice of a button: "yang kedua alamatnya"."""
_WAIT_WORDS = 10
_TELL_NO_ANSWER = frozenset({"relation", "date", "time", "duration", "faq_id"})
"""What is named in "tunggu, tanya istri dulu", and answers nothing."""
_NUMBER = re.compile(r"\d{3}")
"""Who says "bentar, yang benar 0813…" has it at hand."""
_ASKS_TOO = re.compile(
    r"[,.]\s*(?=.*\b(?:berapa|brp|gimana|gmn|bagaimana|kapan|apa(?:kah)?|dimana|di mana|kemana|how|what|when|where)\b)",
    re.I,
)
"""Behind the "bentar," stands a question."""
ANSWERS = frozenset({"inform", "affirm", "deny"})
"""Intents of buttons that answer an open question."""


SURE_YES, SURE_BACK = 0.6, 0.4
"""How sure a longer message must be a yes, and one a step back; below it only resembles one."""
_FEW = 3


_NO_YES = re.compile(
    r"^\W*(?!(?:y[ae]?|iya|yup|ok|oke|okay|betul|benar|bener|setuju|yes|yeah|sure|sip|siap|nggih|enggih|muhun|leres)\b)"
    r"(?:.*\b(?:jam|pukul|pkl|at)\s*\d|.*\b(?:sudah|udah|udh|dah|have|already)\s+(?:di)?(?:konfirmasi"
    r"|verifikasi|confirm|verif)"
    r"|ini saya\b)",
    re.IGNORECASE,
)
"""An hour that is wished for ("jam 9 tepat ya"), or a page that is done, is no yes to what was read back."""


def no_yes_by_chance(reading: Reading) -> None:
    """ "terus istri ikut ke situ juga to" where a yes is waited for: more than a word or two, and hardly a yes, so that
    it counts for what else it says; so does what is told of a language.
    """
    longer = not reading.pressed and len(reading.text.split()) > _FEW
    affirms = reading.confirming and longer and reading.intent == "affirm"
    by_chance = affirms and (reading.confidence < SURE_YES or _NO_YES.search(reading.text) is not None)
    if by_chance or tells_of_language(reading):
        intent = {"name": "inform", "confidence": reading.confidence}
        reading.tracker.latest_message = {**(reading.tracker.latest_message or {}), "intent": intent}


def goes_back(reading: Reading) -> bool:
    """The member takes the last answer back, and not only by chance."""
    return reading.intent == "go_back" and (reading.pressed or reading.confidence >= SURE_BACK)


def says_go_on(reading: Reading) -> bool:
    """ "lanjut": back to the open question."""
    return _GO_ON.match(reading.text) is not None


def says_why(reading: Reading) -> bool:
    """A bare "kenapa ga bisa": the reason stands in the answer that is asked about."""
    return not reading.pressed and _WHY.match(reading.text) is not None


def says_skip(reading: Reading) -> bool:
    """ "lewati": the question is not to be answered."""
    return _SKIP.match(reading.text) is not None


def says_return(reading: Reading, most: int = 99) -> bool:
    """ "oke balik ke yg tadi", in so many words at ``most``: what was interrupted goes on."""
    if len(reading.text.split()) > most:
        return False
    complains = (reading.form or "").startswith("complaints_")
    to_complaint = not complains and _RETURNS_TO_COMPLAINT.search(reading.text)
    return not reading.pressed and bool(to_complaint or _RETURNS.search(reading.text))


def says_wait(reading: Reading) -> bool:
    """ "bentar ya, saya tanya suami dulu": the answer takes time, and is coming."""
    short = len(reading.text.split()) <= _WAIT_WORDS and "?" not in reading.text and not _NUMBER.search(reading.text)
    found = None if _ASKS_TOO.search(reading.text) else _WAIT.search(reading.text)
    end = found.end() if found else 0 if talks_with_own(reading) else None
    return not reading.pressed and short and end is not None and not _told_behind(reading, end)


def _told_behind(reading: Reading, end: int) -> bool:
    """ "eh tunggu, kelas 3 aja": behind the wait stands what is wanted."""
    marked = (reading.tracker.latest_message or {}).get("entities") or []
    told = {str(one.get("entity")) for one in marked if one.get("start", 0) >= end}
    return bool(told - _TELL_NO_ANSWER)


def says_change(reading: Reading) -> bool:
    """ "ubah", and nothing about what: the last answer, or a choice of which."""
    return not reading.pressed and _CHANGE.match(reading.text) is not None


async def numbered_choice(reading: Reading) -> dict[str, object] | None:
    """The button of the bot's last message that a typed "2" or "yang kedua" means, as a message."""
    number = reading.ordinal
    if reading.pressed or number is None or _DETAIL.search(reading.text):
        return None
    replies = (await call(reading, "GET", "/conversations/last-answer"))["replies"]
    offered: list[dict[str, str]] = next((reply["buttons"] for reply in reversed(replies) if reply["buttons"]), [])
    index = number - 1 if number > 0 else len(offered) - 1
    return pressed(offered[index]["payload"]) if 0 <= index < len(offered) else None
