"""Words of who complains: that they do, that the report is wanted now or gone on with, and who it happened to."""

import re

from bot.actions.reading import Reading
from bot.actions.topic import asks_something
from bot.components.vocabulary import pattern

LEAST_TOLD = 6
"""So few words beside the wish not to be named tell nothing."""
NOW_WORDS = 10
RESEMBLES = 0.2
_ANONYMOUS = re.compile(
    r"\b(?:anonim|anonymous\w*|anonymus|tanpa nama|rahasiakan|dirahasiakan|jangan sebut(?:kan)? nama)\b"
    r"|\b(?:jangan|jgn|ojo|ulah|(?:ga|gak|nggak|tidak|tdk|kaga|kagak|ndak|ora|teu) ?(?:usah|perlu|mau|gelem|hayang)"
    r"|gausah|ogah|emoh|wegah|males|malas|takut|wedi|sieun|don'?t)\b(?! lupa).{0,20}"
    r"(?:\b(?:nama|nami|jeneng|name|identitas|ketahuan|ketauan)\w*"
    r"|\b(?:pakai|pake|n?gasih|kasih|n?gisi|isi|n?ulis|tulis|n?yebut|sebut|cantum\w*)\s+"
    r"(?:nik|no(?:mor)? ktp|data diri))\b"
    r"|\b(?:nama|nami|jeneng|name|identitas)\w*\b.{0,20}"
    r"\b(?:jangan|jgn|ojo|ulah|(?:ga|gak|nggak|tidak|tdk) ?(?:usah|perlu)|gausah)\b(?! lupa)",
    re.I,
)
_SELF = re.compile(r"\b(?:saya|aku|gue|gua|abdi|kula|ambo|ulun|diri|sendiri|myself|me|self)\b", re.I)
_OTHER = re.compile(
    r"\b(?:orang lain|tetangga|teman|temen|kenalan|warga|pasien lain|someone|somebody|friend|neighbou?r)\b", re.I
)
_ONLY_REPORTER = re.compile(
    r"^\W*(?:untuk |buat |dari |for )?(?:(?:saya|aku|gue|gw|diri) sendiri|myself|keluarga(?: saya| sendiri)?|my family"
    r"|orang lain|tetangga(?: saya)?|somebody else|someone else)(?:\s+(?:aja|saja|kok|ya|kak|min|pak|bu))*\W*$",
    re.I,
)
_KIN = (
    r"(?:anak|putra|putri|istri|isteri|suami|cucu|adik|adek|kakak|menantu|keponakan|ponakan|ibu|bapak|ayah|mama|papa"
    r"|saudara)"
)
_ADDRESSED = r"(?:mau|mw|ingin|pengen|nak|arep|bade|tanya|nanya|minta|lapor|komplain|ngadu)"
"""Behind "kakak saya" it was the reader who was addressed: "kak, saya mau lapor"."""
_RELATED = re.compile(
    rf"\b(?:saya|sy|aku|gue|gw|abdi|kulo)\s+(?:ini\s+|adalah\s+)?{_KIN}(?:nya|e|na|ipun)\b"
    r"|\bi(?:'m| am) (?:his|her|their) (?:son|daughter|wife|husband|father|mother|brother|sister|child)\b",
    re.I,
)
"""Who reports is of the patient's family: "saya anaknya"."""
_OWN = r"(?:saya|sy|aku|gue|gw|gua|kami|kita|kula|kulo|abdi|ambo|inyong|nyong|awak|ulun|beta|urang)"
_DOES = (
    r"(?:(?:yang|yg)\s+)?(?:(?:mem|nge|m)?beli\w*|(?:mem|nge|m)?bayar\w*|(?:meng|ng)?an[th]er\w*|(?:me)?nal[ao]ng\w*)"
)
"""What a relative does for the member: it happened to the member all the same."""
_OF_FAMILY = re.compile(
    rf"\b(?:{_KIN}|{pattern('relations')})(?:(?:\s+(?:kandung|tiri|angkat))?\s+{_OWN}\b(?!\s+(?:{_ADDRESSED}|{_DOES})\b)"
    r"|ku\b)"
    r"|\b(?:pun (?:biang|bapa|lanceuk|adi|rai|anak|bojo)|(?:istri|isteri|suami|bojo|bini|mertua|nyokap|bokap)(?:ku)?)\b"
    rf"(?!\s+(?:{_OWN}\s+)?{_DOES})"
    rf"|\bmy (?:{pattern('relations')})\b"
    rf"|\b(?:ng|meng)?an[th]er\w*\s+(?:{_KIN}|babe|babeh|enyak|nyak|emak|mak|abah|opa|oma|kakek|nenek)\b.{{0,20}}"
    r"\b(?:kontrol|berobat|periksa|operasi|opname|cuci darah|lahiran|rs|rumah sakit|puskesmas|klinik|dokter|igd)\b",
    re.I,
)
_NOW = re.compile(
    r"^(?!.*\b(?:jangan|jgn|belum|blm|nanti|ga|gak|nggak|ngga|tidak|tdk|sudah di|udah di|not|don't|later)\b).*"
    r"\b(?:di|nge|tak)?lapor(?:kan|in|no|keun)?\b(?!\s+(?:ke|sama|polisi|kematian|meninggal))"
    r"|\b(?:report|file|send) it\b",
    re.IGNORECASE | re.DOTALL,
)
_REPORT = r"(?:(?:nge)?lapor\w*|pengaduan\w*|aduan\w*|komplain\w*|komplen\w*|complaints?|report)"
_ON = (
    r"(?:(?:di)?lanjut(?:kan|in|an)?|(?:di)?terus(?:kan|in)|(?:di)?(?:selesai|beres|tuntas|lengkap)(?:kan|in|i)|balik|kembali"
    r"|back|finish|complete|continue|resume|go (?:on|ahead)|carry on|proceed)"
)
_ON_WITH = re.compile(
    rf"^(?!.*\b(?:baru|new|another|lain|jangan|ga|gak|nggak|tidak|not|don't)\b).*"
    rf"(?:\b{_ON}\b.{{0,24}}\b{_REPORT}\b|\b{_REPORT}\b.{{0,24}}\b{_ON}\b)",
    re.IGNORECASE | re.DOTALL,
)
_RANT = re.compile(
    r"\b(?:(?:ca?pe[ek]?|kesel|kesal|sebel|bete|emosi|males|malas|pusing)\W+)?(?:tau|tahu)\W+(?:ga|gak|nggak)\b"
    r"|\b(?:gimana|apa)an? sih\b",
    re.IGNORECASE,
)
"""What is said in anger and asks nothing: "capek tau gak. ya laporin!!"."""
_COMPLAINS = re.compile(
    r"\b(?:komplain|komplen|ngadu|mengadu|adukan|aduin|pengaduan|complain|complaint)\b"
    r"|\b(?:mau|ingin|pengen|saya|aku) (?:lapor(?:in|kan)?|melapor(?:kan)?)\b",
    re.IGNORECASE,
)
"""Who says that they complain does so, about whatever."""
_TELLING = frozenset({"submit_complaint", "add_to_complaint", "give_feedback", "inform", "affirm", "deny", ""})
_OF_RULES = re.compile(
    r"^\W*(?:(?:eh|wait|btw|terus|trus|oh|ok|oke|tapi|ngomong2|ngomong-ngomong|sebentar|bentar|min|kak|so|and|but)\W+)*"
    r"(?:is it|is that|does|do|can|could|may|how|what|when|where|which|who|are|if|apa(?:kah)?|bener|benar|betul"
    r"|emang(?:nya)?|memang|boleh|bisa|berapa|brp|gimana|gmn|bagaimana|kapan|dimana|kalau|kalo|klo|kl|cara)\b",
    re.IGNORECASE,
)


def asks_rule(reading: Reading) -> bool:
    """ "is it true that only three days are paid?", while a complaint is taken down: a question, and no part of it."""
    resembles = reading.intent not in _TELLING and reading.confidence >= RESEMBLES
    asks = resembles and not reading.pressed and asks_something(reading.text)
    return asks and _OF_RULES.search(reading.text) is not None


def says_report_now(reading: Reading) -> bool:
    """ "eh laporkan sekarang saja daripada lupa": a complaint that was put off, or offered, is wanted after all."""
    text = _RANT.sub(" ", reading.text)
    short = not reading.pressed and len(text.split()) <= NOW_WORDS
    return short and _NOW.search(text) is not None and not asks_something(text)


def says_on_with_report(reading: Reading) -> bool:
    """ "ok let's finish the report then", "laporannya yang tadi dilanjut ya": one that was begun is gone on with."""
    short = not reading.pressed and len(reading.text.split()) <= NOW_WORDS
    return short and _ON_WITH.search(reading.text) is not None and not asks_something(reading.text)


def complains(text: str) -> bool:
    """Whether somebody says that they complain."""
    return _COMPLAINS.search(text) is not None


def reporter(reading: Reading) -> str | None:
    """``self``, ``family``, ``other`` or ``anonymous`` in the member's words."""
    if _ANONYMOUS.search(reading.text):
        return "anonymous"
    if reading.entity("relation") or says_related(reading) or re.search(r"\bkeluarga|family\b", reading.text, re.I):
        return "family"
    if _OTHER.search(reading.text):
        return "other"
    return "self" if _SELF.search(reading.text) else None


def tells_of_family(text: str) -> bool:
    """ "anak saya opname": who it happened to, in the story."""
    return _OF_FAMILY.search(text) is not None


def says_related(reading: Reading) -> bool:
    """ "saya anaknya", among whatever else is told."""
    return not reading.pressed and _RELATED.search(reading.text) is not None


def only_reporter(reading: Reading) -> bool:
    """The message says who reports and nothing else."""
    return not reading.pressed and _ONLY_REPORTER.match(reading.text) is not None


def wants_anonymity(reading: Reading) -> bool:
    """The member said, unasked, that they do not want to be named."""
    return not reading.pressed and _ANONYMOUS.search(reading.text) is not None


def only_anonymity(reading: Reading) -> bool:
    """ "mau lapor tapi nama saya jangan disebut": how to report, and nothing of what happened."""
    return wants_anonymity(reading) and len(_ANONYMOUS.sub(" ", reading.text).split()) < LEAST_TOLD
