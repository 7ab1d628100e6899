"""How people say that they act for somebody else, and that they are done with it."""

import re
from typing import Final

from bot.actions.reading import Reading

_I = (
    r"\b(?:saya|sy|aku|ini|kami|i am|i'm|this is)\b\s+"
    r"(?:ini\s+|adalah\s+|dari\s+|sebagai\s+|selaku\s+|seorang\s+|an?\s+)*"
)
_ROLES: Final = (
    ("cadre", r"(?:ibu |bu )?kader|petugas posyandu|(?:health |village )?cadre|community health worker"),
    (
        "village_officer",
        r"(?:perangkat|pegawai|aparat|pamong|operator|pendamping|petugas|bidan)\s+(?:desa|kelurahan|dusun|nagari)"
        r"|ketua r[tw]|(?:pak|bu) r[tw]|kadus|kades|kepala (?:desa|dusun)|village officer",
    ),
    ("child", r"(?:anak|putra|putri|cucu|keponakan|menantu)nya\b|(?:her|his|their) (?:son|daughter)"),
)
_BY_ROLE = [(kind, re.compile(rf"{_I}(?:{words})", re.IGNORECASE)) for kind, words in _ROLES]
_HELP = (
    r"\b(?:mem)?bantu(?:in|kan)?\b|\b(?:meng|ng)?urus(?:in|kan)?\b|\b(?:me)?wakil(?:i|in|kan)\b|\bhelp(?:ing)?\b"
    r"|\bon behalf of\b"
)
_STRANGERS = (
    r"\b(?<!kondangan )(?<!hajatan )(?<!nikahan )(?<!acara )(?<!arisan )(?<!rumah )(?<!sebelah )(?<!sama )(?<!dari )"
    r"(?:tetangga|warga (?:saya|kami|desa|dusun)|(?:teman|temen|kawan)(?:ku| saya| sy| aku)|majikan|my neighbou?rs?"
    r"|a neighbou?r|my friend)\b"
)
_ANYBODY = r"\b(?:warga|teman|temen|orang lain|someone else|others?)\b"
_ELDERS = (
    r"\b(?:bapak|ayah|ibu|emak|mama|papa|orang ?tua|ortu|mertua|nenek|kakek|mbah|eyang|oma|opa|bibi|paman|"
    r"father|mother|parents?|grandmother|grandfather)\b(?:ku)?"
)
_NAMED = r"\b(?:mau|mo|ingin|akan|lagi|sedang)\s+(?:mem)?bantu(?:in)?\s+(?:bu|ibu|pak|bapak|mbah)\s+[a-z]{3,}"
_FRAIL = (
    r"\b(?:sudah|udah|udh|yang|yg|krn|karena)\s+(?:sudah\s+|udah\s+)?(?:tua|sepuh|lansia|renta|pikun)\b|\bgaptek\b"
    r"|\b(?:tidak|tdk|gak|ga|nggak|ngga|tak)\s+(?:punya|pegang|ada|bisa (?:pakai|pake))\s+(?:hp|handphone|telepon)\b"
    r"|\b(?:elderly|has no phone|too old)\b"
)
_STRANGER, _ELDER, _FRAILTY = (re.compile(words, re.IGNORECASE) for words in (_STRANGERS, _ELDERS, _FRAIL))
_HELPS = re.compile(rf"(?:{_HELP}).*?(?:{_STRANGERS}|{_ANYBODY}|{_ELDERS})|{_NAMED}", re.IGNORECASE)
_SAYS = (
    r"(?:bilang|ngomong|kata(?:nya|ne)?|jare(?:ne)?|cenah|saurna|ujar(?:nya)?|denger|dengar|heard|menurut|according to)"
)
_OWN = re.compile(
    rf"\b(?:bilang|kata|cerita|said|told)\b|\b{_SAYS}\s+(?:(?:dari|si|from)\s+)?{_STRANGERS}"
    rf"|{_STRANGERS}\s+(?:(?:juga|pernah|sih|yang|yg|also|once)\s+)*(?:{_SAYS}|cerita|says?|thinks?|tells?|mentioned)\b",
    re.IGNORECASE,
)
"""Who retells what a neighbour said does not act for them."""
_WEARY = re.compile(r"\b(?:capek|cape|lelah|letih|sendirian|ga kuat|gak kuat|tired|exhausted|alone)\b", re.IGNORECASE)
"""Who is worn out by caring for somebody tells of themselves."""
_PAYS = re.compile(
    r"\b(?:bayarin|bayarkan|bayarkeun|mbayari|mbayarke|(?:n?itip|titipin) bayar"
    r"|pay(?:ing)? (?:for|the|her|his|their))\b",
    re.IGNORECASE,
)
"""Who pays for a neighbour needs none of their data, and so no permission."""
_BACK = re.compile(
    r"\b(?:kembali|balik|pindah|ganti)\s+(?:lagi\s+)?ke\s+(?:data|akun|bpjs|kartu|punya)\s*(?:saya|sy|ku|aku|sendiri)"
    r"|\b(?:untuk|buat)\s+(?:diri\s+)?(?:saya|sy|aku)\s+sendiri\b|\b(?:data|bpjs|kartu)\s+(?:saya|ku|aku)\s+sendiri\b"
    r"|\b(?:selesai|cukup)\s+(?:mem)?bantu(?:nya)?\b|\bback to my (?:own )?(?:data|account)\b|\bfor myself\b",
    re.IGNORECASE,
)

_FOR_ME = re.compile(
    r"\b(?:untuk|utk|buat|bwt|punya)\s+(?:diri\s+)?(?:saya|sy|aku|gue|gw)\b(?:\s+(?:sendiri|aja|saja|dulu|dl|deh|dong|ya))*\W*$"
    r"|\b(?:saya|sy|aku|gue|gw)\s+(?:dulu|dl|sendiri)(?:\s+(?:aja|saja|deh|dong|ya))*\W*$"
    r"|\bfor me\b(?:\s+(?:first|then|instead))*\W*$",
    re.IGNORECASE,
)
SERVICES = frozenset({
    "check_membership_status", "show_member_data", "check_contribution", "payment_history", "virtual_account_info",
    "reactivate_membership", "rehab_installment", "book_queue", "check_queue_status", "cancel_queue", "check_in_queue",
    "change_fktp", "change_class", "update_member_data", "get_digital_card", "register_autodebit", "surgery_schedule",
    "service_history", "health_screening", "teleconsultation",
})  # fmt: skip
"""What is somebody's own matter: said of another person it needs that person's permission."""
_ELSEWHERE = frozenset({
    "emergency", "faq", "talk_to_agent", "submit_complaint", "check_complaint_status", "give_feedback",
    "my_data_request", "register_new_member", "add_family_member", "register_newborn", "find_nearest_facility",
    "facility_info", "check_bed_availability", "doctor_schedule", "mobile_jkn_signup", "app_problem", "change_language",
    "abuse", "bot_challenge", "cancel_flow", "handover_rate",
})  # fmt: skip
"""Needs nobody's permission, or has a way of its own for another person."""
_SURE = 0.85
_OTHER = (
    r"(?:anak|suami|istri|isteri|adik|adek|kakak|ibu|bapak|ayah|menantu|cucu|ponakan|keponakan|tetangga|saudara|teman"
    r"|temen|kader|son|daughter|husband|wife|brother|sister|neighbou?r|friend)\w*"
)
_DOES = r"(?:di|me|meng|ng|mem|nge)?(?:urus|wakil|bantu|cek|lihat|liat|pegang|kelola|handle|manage|look)\w*"
_MINE = (
    r"(?:(?:bpjs|jkn|kis|kartu|iuran|tagihan|data|antrean)\w*\s+(?:saya|sy|ku|aku)\b"
    r"|my (?:bpjs|jkn|card|data|membership|account)\b)"
)
_LETS = re.compile(
    r"\b(?:(?:meng)?i[zj]in(?:kan|in)|(?:kasih|beri|berikan|memberi|ngasih|minta)\s+i[zj]in|(?:me)?wakilkan"
    rf"|(?:meng)?kuasakan|(?:beri|kasih|surat) kuasa|allow|let|authori[sz]e|permit)\b.*\b{_OTHER}\b.*\b{_DOES}"
    rf"|\b{_OTHER}\s+(?:saya|sy|aku)\s+(?:(?:yang|yg|boleh|bisa|bs|ga|gak|nggak|tidak|aja|saja)\s+)*{_DOES}\s+{_MINE}"
    rf"|\bcan my {_OTHER} (?:handle|manage|look after|take care of) {_MINE}",
    re.IGNORECASE,
)
"""The member lets somebody act for them; it is that one who begins."""


def helper_kind(reading: Reading) -> str | None:
    """As what somebody says to act for another person; None where the message says nothing of it."""
    text = reading.text
    if _WEARY.search(text) and reading.intent not in SERVICES:
        return None
    if reading.pressed or (reading.intent in _ELSEWHERE and reading.confidence >= _SURE) or _OWN.search(text):
        return None
    if _STRANGER.search(text) and _PAYS.search(text):
        return None
    for kind, words in _BY_ROLE:
        if words.search(text):
            return kind
    service = reading.intent in SERVICES
    if _STRANGER.search(text) and (service or _HELPS.search(text)):
        return "companion"
    frail = _ELDER.search(text) and _FRAILTY.search(text)
    return "child" if frail or (_HELPS.search(text) and not _is_addressed(text)) else None


def _is_addressed(text: str) -> bool:
    """ "bantu saya pak": the elder is who is spoken to."""
    return re.search(r"\bbantu\w*\s+(?:saya|sy|aku|kami|dong|ya|pak|bu)\b", text, re.IGNORECASE) is not None


def for_oneself(reading: Reading) -> bool:
    """ "ya udah buat saya aja dulu", where another's permission was being asked for."""
    return not reading.pressed and _FOR_ME.search(reading.text) is not None


def lets_somebody(reading: Reading) -> bool:
    """ "izinkan anak saya urus bpjs saya": who writes is the member, and the other one shall act."""
    return not reading.pressed and _LETS.search(reading.text) is not None


def says_back(reading: Reading) -> bool:
    """Back to one's own data."""
    return not reading.pressed and _BACK.search(reading.text) is not None


def without_helper(text: str) -> str:
    """The request in a message, without who makes it and for whom: heard again, it asks for no permission again."""
    for words in (*(each for _, each in _BY_ROLE), _HELPS, _STRANGER, _FRAILTY):
        text = words.sub(" ", text)
    return " ".join(text.split()) or "-"
