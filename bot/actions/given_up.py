"""Words that give up what is open, or leave things as they are: "ga jadi deh, ribet", "yang lama saja"."""

import re

from bot.actions.put_off import AGAIN_THEN, LATER
from bot.actions.reading import Reading

_WANTED_NO_MORE = re.compile(
    r"\b(?:usah|gausah|sah|jadi|gajadi|batal|forget it|never ?mind|don'?t bother|let'?s not)\b", re.IGNORECASE
)
_NOT_AFTER_ALL = (  # "not after all" in the languages of the country; the nearest of them resemble no intent
    r"(?:(?:o?ra|gak?|nggak|ndak|mboten)\s*(?:sid(?:h?o|a)|sios|estu)|(?:teu|moal|henteu)\s*(?:janten|tulus|sios)"
    r"|(?:teu|moal|indak|ndak|dak|kada|tra|tara|trada|seng|tusing|sing|tusi)\s*jadi|w?urung)"
)
_AFTERWARDS = r"aja|saja|deh|dah|lah|dong|ya|kak|min|lapor|laporannya|daftar|daftarnya|pak|bu|kok|it"
_BECAUSE = r"soalnya|krn|karena|amargi|mergo|takut|saya takut|wedi|ajrih|sieun|takuik|males|malas|because|i'm afraid"
_FORGET_IT = (
    r"(?:forget|never ?mind|skip|drop)\s+(?:about\s+)?(?:the|this|that|my)\s+(?:whole\s+)?(?:book\w*|number|queue"
    r"|appointment|regist\w*|sign-?up|complaint|report|change|form|application|instal\w*)\b"
    r"|lupa(?:kan|in)\s+(?:aja |saja |soal |dulu )*(?:antre\w*|antri\w*|nomor\w*|pendaftaran\w*|laporan\w*|pengaduan\w*"
    r"|perubahan\w*|cicilan\w*|booking\w*)"
)
"""Names what is begun, and that it is not wanted: "forget the booking, I'll walk in"."""
_WHY_NOT = re.compile(
    r"^\W*(?:(?:ter(?:lalu)?|malah|kok|jadi|saya|sy|aku|gw|gue|kayaknya|soalnya|keburu|too|it's|i'm|so|very)\W+)*"
    r"(?:ribet|repot|rumit|susah|males\w*|malas\w*|ca?pe[ek]?|capai|lama|kelamaan|pusing|bingung|takut|ragu|percuma"
    r"|(?:me)?ngantuk|lapar|laper|sibuk|sleepy|hungry|sia-?sia|buang waktu|nanti ribut|(?:ga|gak|nggak"
    r"|tidak|tdk) (?:penting|sempat|sempet|ada waktu|ngaruh|guna)"
    r"|complicated|too much (?:work|trouble|hassle)|hassle|pointless|tired|busy|afraid|scared)"
    r"(?:\s+(?:banget|bgt|amat|sekali|ah|deh|sih|lah|kak|min|pak|bu|aja|saja|juga|urusannya|prosesnya))*\W*$",
    re.IGNORECASE,
)
"""Why something is not wanted after all, and no other answer in its place."""
_GIVES_UP = re.compile(
    r"^\W*(?:(?:eh|aduh|waduh|haduh|duh|wah|yah|hmm+|maaf|sorry|actually|ya|yo|yowes|ya ?udah|udah|uwis|wis|wes|atuh|ok"
    r"|oke|okay|hm|well)\W+)*"
    rf"(?:(?:(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|kada)\s*jadi|{_NOT_AFTER_ALL}"
    r"|batal(?:in|kan|aja)?|never ?mind|forget it)"
    rf"(?:\W+(?:{_AFTERWARDS}|wae|bae|ae|mawon|atuh|we|sajo|haja))*"
    rf"\W+(?:{_BECAUSE}|bisi|beko|(?:nanti|ntar|mengko|mangke|engke)\s+(?:malah|bahkan|kalah))\b"
    r"|(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu)\s*jadi(?:\s+(?:deh|dulu|aja|saja|ah|lah))?\s*[,.]\s.*"
    r"\b(?:soal(?:nya|e)|h?abis(?:nya|e))\b"
    rf"|{_NOT_AFTER_ALL}(?:\W+(?:{_AFTERWARDS}|wae|bae|ae|mawon|atuh|we|sajo|haja|mas|mbak|kang|uda))*\W*$"
    r"|(?:ga|gak|nggak|ngga|tidak|tdk|belum|blm|ora|teu) ?(?:usah|perlu|sah) (?:di|nge)?(?:lapor|lanjut|terus)\w*"
    r"|(?:ga|gak|nggak|ngga|tidak|tdk|ora|teu) ?(?:usah|perlu|sah) (?:di)?(?:catat|catet|adu|proses)(?:kan|in|nya)?\b"
    r"(?!\W+(?:nama|identitas|nik|nomor|no|hp|alamat|saya|aku|gw|data)\w*\b)"
    r"|(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu) ?jadi\W+(?:(?:mau|buat|bikin|ikut)\W+)*"
    r"(?:(?:di|nge|me)?lapor(?:in|kan)?|komplain|komplen|(?:meng|nga)?adu|laporan|aduan|pengaduan)\b"
    r"(?!\W+(?:ke|polisi|rt|rw|sama)\b)"
    r"|(?:jangan|jgn) (?:di)?(?:lapor|lanjut)\w* (?:dulu|dl)\b|don'?t report (?:it|this)\b"
    rf"|{_FORGET_IT})"
    r"|\w\W*[.,!]\s*(?:batal(?:kan|in)?|stop)\s+(?:aja|saja|wae|bae|ae)(?:\s+(?:ya|deh|dong|lah|ah|pak|bu"
    r"|min|kak))*\W*$"
    r"|^\W*(?:(?:aduh|duh|ya|udah|sudah|ok|saya|aku|i|ah)\W+)*(?:(?:me)?nyerah|give up)"
    r"(?:\W+(?:deh|dah|aja|saja|lah|saya|aku|ah|kak|min|pak|bu|already))*\W*$",
    re.IGNORECASE,
)
"""With its reason, or named; a bare "ga jadi" is an intent of its own."""
_DROPS = re.compile(
    r"^\W*(?:(?:eh|aduh|waduh|duh|wah|yah?|yo|iya|hm+|ok|oke|okay|baik|baiklah|maaf|u?dah|udh|sudah|sdh|wis|ya ?udah"
    r"|ya sudah|kalau gitu|kalo gitu|kl gitu|gitu|nggih|well|no|then|sorry)\W+)*"
    r"(?:(?:ga|gak|gk|g|nggak|ngga|enggak|engga|ngak|tidak|tdk|ndak|nda|ndah|ora|teu|henteu|mboten|kada"
    r"|indak|jangan|jgn"
    r"|belum|blm|dak)(?:\s*(?:usah|perlu|jadi|sah|kedah|sida)\b|(?=\s+(?:dulu|dl|heula|riyin|disik|sek)\b))"
    r"|(?:jangan|jgn|ojo|ulah)(?=\s+(?:di)?(?:pindah|ganti|ubah|rubah|turun|naik|ambil|proses|ajukan|daftar))"
    r"|batal|gausah|gajadi|ra ?sah|not now|let'?s not|don'?t bother|leave it|forget it|never ?mind|no need)"
    r"(?:\W*\b(?:di)?(?:pindah|ganti|ubah|rubah|turun|naik|daftar|ambil|lapor|kirim|lanjut|proses|urus|ajukan|antre"
    r"|antri)\w*(?:\s+(?:kelas|faskes|data|antrean|antrian|nomor|puskesmas))?)?"
    r"(?:\W+(?:dulu|dl|deh|deng|dech|dah|lah|aja|saja|wae|bae|ae|ya|kok|kak|min|mas|mbak|pak|bu|bang|sekarang|skrg|dong"
    r"|heula|riyin|disik|sek|atuh|ah|makasih|terima kasih|trims|nuhun|suwun|it|that|yet|thanks|thank you))*"
    r"(?:\W+(?:masih|takut|soalnya|karena|krn|ribet|repot|males|malas|because|(?:(?:nomor|nomer|no|alamat"
    r"|e-?mail|data|faskes"
    r"|kelas|yang|yg)\W+)+(?:lama|sekarang)|the old)\b[\w ]{0,40})?\W*$",
    re.IGNORECASE,
)
"""Behind what was read back: "ya sudah, tidak usah dulu", "nggak dulu deh"."""
_PUTS_OFF = re.compile(
    r"^\W*(?:\w+\W+){0,2}(?:belum|blm)\b|\b(?:dulu|dl|nanti|ntar|entar|besok|lusa|minggu depan|tunggu|nunggu|yet|later"
    r"|tomorrow|wait)\b",
    re.IGNORECASE,
)
"""Of what is given up: only for now."""
_OLD_STAYS = re.compile(r"\b(?:lama|masih|msh|tetap|tetep|tetp|old|still|keep)\b", re.IGNORECASE)
"""Of what there was: it does, so that nothing is to change."""
_FOR_GOOD = re.compile(r"\b(?:jadi|batal\w*|never ?mind|forget)\b", re.IGNORECASE)
_AS_IT_IS = re.compile(
    r"^\W*(?:(?:eh|ya|yah|ya ?udah|u?dah|udh|sudah|sdh|ok|oke|kalau gitu|kalo gitu|maaf|kok|hmm+)\W+)*"
    r"(?:biar(?:in|kan|no|ke)?|tetap|tetep|tetap(?:kan)?|balik(?:in)?|keep|leave)\s+"
    r"(?:aja |saja |dulu |pakai |pake |di |ke |yang |yg |the |it )*(?:seperti |kayak |kaya )?"
    r"(?:lama|sekarang|semula|awal|begini|begitu|gini|gitu|ini|apa adanya|old one|as it is|as is)"
    r"(?:\s+(?:aja|saja|deh|dulu|lah|ya|wae|bae|kak|min|pak|bu))*\W*$"
    r"|^\W*(?:(?:eh|ya|ya ?udah|u?dah|sudah|ok|oke)\W+)*(?:yang|yg)\s+(?:lama|sekarang|semula|awal)\s+(?:aja|saja)\W*$",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[.,;!]\s+|\s+(?:jadi|so)\s+(?=(?:ga|gak|tidak|jangan|biar|don)\b)", re.IGNORECASE)
_LEAVES_BE = re.compile(
    r"\b(?:biar(?:in|kan|kno|no)?\s+(?:aja|saja|dulu|deh|lah|wae|bae|begitu|gitu)|biarin|biarkan|ga jadi|gak jadi"
    r"|nggak jadi|tidak jadi|jangan|jgn|ga usah|gak usah|gausah|nanti|ntar|leave it|keep it|never ?mind)\b",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:biar(?:in|kan)?|tetap(?:in|kan)?|tetep|jangan|jgn|(?:ga|gak|nggak|tidak|tdk) ?(?:usah|jadi|perlu)|balik"
    r"|keep|stay)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"^\W*(?:(?:eh|ya|yah|ya ?udah|u?dah|udh|sudah|sdh|ok|oke|aduh|maaf|hmm+|no)\W+)*"
    r"(?:(?:biar(?:in|kan|no|ke)?|tetap(?:in|kan)?|tetep|keep|simpan)\b|(?:jangan|jgn|ojo|ulah|don'?t)\b"
    r"|(?:ga|gak|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|belum|blm)\s*(?:jadi|usah|perlu)\b)",
    re.IGNORECASE,
)
_RESIGNED = re.compile(
    r"^\W*(?:(?:ya|yo|yah|oh|oke?|hmm+)\W*)*(?:u?dah|udh|sudah|sdh|wis)(?:\W+(?:deh|lah|aja|kalau|kalo"
    r"|klo|gitu|begitu|gpp|gapapa"
    r"|makasih|terima kasih|trims|kak|min|pak|bu))*\W*$",
    re.IGNORECASE,
)


def gives_up(reading: Reading) -> bool:
    """ "gak jadi deh takut dipersulit": what was begun is not wanted any more."""
    return not reading.pressed and _GIVES_UP.search(reading.text) is not None


def drops(reading: Reading) -> bool:
    """ "ya sudah, tidak usah dulu", "jangan didaftarkan dulu, saya bilang suami dulu": what was read back is not to be
    done; a bare "tidak" only corrects it.
    """
    first, _, behind = reading.text.partition(",")
    reason = _PUTS_OFF.search(behind) or _OLD_STAYS.search(behind)
    put_off = _DROPS.match(first) is not None and reason is not None
    return not reading.pressed and (put_off or _DROPS.match(reading.text) is not None)


def only_for_now(reading: Reading) -> bool:
    """ "belum usah lapor, saya tunggu sampai besok": given up, and perhaps taken up again."""
    return _PUTS_OFF.search(reading.text) is not None and not _FOR_GOOD.search(reading.text)


def leaves_as_it_is(reading: Reading) -> bool:
    """ "kok jadi repot, biar yang lama saja, tidak usah diganti": ends with the wish that nothing changes."""
    if reading.pressed:
        return False
    clause = _CLAUSES.split(reading.text.strip(" .!"))[-1]
    return any(found.match(text) for found in (_DROPS, _AS_IT_IS) for text in (clause, reading.text))


def wants_it_to_stay(reading: Reading) -> bool:
    """ "biar mandiri saja", "ga usah deh, tetap kelas 1": what is named shall stay; where it is what they have."""
    return not reading.pressed and _STAYS.search(reading.text) is not None


def keeps(reading: Reading) -> bool:
    """ "eh jangan dulu, nanti kambuh bagaimana": begins with the wish that nothing is done."""
    clause = "" if reading.pressed else _CLAUSES.split(reading.text.strip(" .!"))[0]
    return _KEPT.match(clause) is not None


def leaves_be(text: str) -> bool:
    """ "ya udah biar aja": begins like a yes, and wants nothing to change."""
    return _LEAVES_BE.search(text) is not None


def another_time(text: str) -> bool:
    """ "besok lagi aja ya, ngantuk": to go on then, and no day that answers a question."""
    first, *rest = re.split(r"[.,;!]\s+", text.strip(" .!"))
    return AGAIN_THEN.match(first) is not None and all(map(only_why, rest))


def not_wanted(reading: Reading) -> bool:
    """ "udah ga usah aja", which is no answer to a question of yes or no either; "ga perlu" may be one."""
    return drops(reading) and _WANTED_NO_MORE.search(reading.text) is not None


def only_why(clause: str) -> bool:
    """ "ribet", "males banget": a clause by itself that only says why something is not wanted."""
    return _WHY_NOT.match(clause) is not None


def puts_off(clause: str) -> bool:
    """A clause by itself that says not now, or not at all."""
    return any(pattern.search(clause) for pattern in (LATER, _DROPS, _PUTS_OFF, _KEPT))


def says_resigned(reading: Reading) -> bool:
    """ "ya udah": no answer is coming."""
    return not reading.pressed and _RESIGNED.match(reading.text) is not None
