"""People whom a request is for: "kartu ibu mertua saya"; not those whom the message greets or only tells of."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.components.entity_patterns import END, START
from bot.components.spans import Span, span
from bot.components.vocabulary import pattern

_OWN = r"saya|sy|aku|ku|gue|gw|gua|kula|kulo|abdi|ambo|ulun"
_SKIP = re.compile(
    (
        r"(?<!\w)(?:poli(?:klinik)?|dokter(?: spesialis)?|dr|spesialis|spesialisnya|icu|kesehatan|ruang|kamar|"
        r"sp|rs|rsia|sakit|klinik|selamat|terima kasih|makasih|makasi|mksh|suwun|nuhun|thanks|halo|"
        r"hai|hi|permisi|punten|maaf|pagi|siang|sore|(?<!tadi )(?<!td )malam|wr wb|assalamualaikum|ke|bapak|bpk|pak|"
        r"yth|kepada|tumbuh kembang|imunisasi|vaksin|bidan|kia|untuk para|doakan|kata|disuruh|"
        r"dibantu|diajari|menurut|hamil|(?:yang|yg) (?:sudah|udah|udh))\s*[/.,]?\s*$"
    ),
    re.I,
)
# With whom one came, whom one lost or cares for, and how many one has: none of these is whom the request is for.
_BACKGROUND = re.compile(
    r"(?<!\w)(?:bareng|bersama|ditinggal|mantan|bawaan|oleh|(?:untuk|sambil|demi) (?:meng|ng)?urus|merawat|gaji|"
    r"dipasangkan|ditanggung|(?:dan|serta|bawa|punya) (?:dua|tiga|empat|lima|\d))\s+$",
    re.I,
)
# Who pays or brings; who gave birth, where the child is the one to register.
_HELPS = re.compile(
    rf"^\s+(?:(?:{_OWN}|kami)\s+)?(?:(?:dulu )?(?:yang|yg)\s+(?:biasa\w*|pegang|(?:meng|ng)?urus|"
    r"(?:bisa |mau )?(?:meng|nge|ng)?an(?:tar|ter)\w*|(?:mem)?bayar\w*)|"
    r"(?:melahirkan|lahiran|lairan|babaran)(?=.{0,120}(?:daftar|bikin|buat|kartu)))(?!\w)",
    re.I,
)
# Whose work a story tells of.
_WORKS = re.compile(
    rf"^\s+(?:(?:{_OWN}|kami)\s+)?(?:baru |kena |di |sudah |udah )*"
    r"(?:phk|diphk|dipangkas|diangkat|pensiun\w*|merantau|dinas|menikah)(?!\w)",
    re.I,
)
# Who told, in a story, what somebody can do: "anak saya bilang bisa daftar dari hp".
_SAYS = re.compile(
    rf"^\s+(?:(?:{_OWN}|kami)\s+)?(?:juga |sih |pernah |sudah |udah )*"
    r"(?:bilang|blg|ngomong|omong|cerita|kasih (?:tau|tahu)|ngasih (?:tau|tahu)|nyaranin|menyarankan"
    r"|ngajarin|says?|said|told|tells)(?!\w)",
    re.I,
)
# So many words make a story.
_STORY = 10
# Also elder siblings address whom one does not know: they are people spoken of only beside a word of belonging.
_ELDER = re.compile(
    rf"{START}(?:(?:kakak|abang|uda|uni|teteh|akang|ayuk|cici|koko)"
    r"(?=\s+(?:saya|sy|aku|ku|gue|gw|kula|kulo|abdi|ambo|ulun)\b(?!\s+(?:mau|mw|ingin|pengen|tanya|nanya|minta|udah|sudah|"
    r"lagi|dari|di|ada|punya|butuh|perlu|belum|gak|ga|tidak|bisa|kok|bayar|daftar)\b))|(?:kakak|abang|mbak|mas|tante|om)ku)"
    rf"{END}",
    re.I,
)
_OF_ANOTHER = re.compile(
    r"(?:orang tua|ortu|ibu|emak|mamak|bapak|ayah|mama|papa|anak|suami|istri|kakek|nenek|cucu)nya|"
    r"(?:bunda|mama|ibu)(?= nya)",
    re.I,
)
# "ibu hamil" is any woman with child.
_ANY_MOTHER = re.compile(r"(?:ibu|bunda|mama|emak)\s+hamil(?!\w)", re.I)
_VOCATIVE = re.compile(
    r"^\s*(?:kota\b|(?:rantau|kost?|kuliahan|kampung|muda|buah|magang|sekolah|tabung)\b|/\s*(?:ibu|bapak|bpk)|"
    r"petugas|admin|dan anak|ibu yang)|^\s*(?:semua )?sekalian(?=\s*[,.!]|\s+(?:mohon|tolong|saya|di|yang))",
    re.I,
)
# The youngest or eldest of the kind that stands before: one person, named once.
_RANK = re.compile(r"(?:bungsu|sulung)$", re.I)
_NAMED_KIND = re.compile(r"(?:anak|adik|adek|kakak)\s+$", re.I)


def find_relatives(text: str) -> Iterator[Span]:
    """Relatives whom a request may be for."""
    found, story = 0, len(text.split()) >= _STORY
    for match in _forms().finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _SKIP.search(before) or _is_address(match[0], before, after):
            continue
        if _VOCATIVE.search(after) or _ANY_MOTHER.match(text, match.start()):
            continue
        # "cucu saya …, orang tuanya sibuk": the second one belongs to the first; in a story also to one not named.
        others = (found or story) and _OF_ANOTHER.match(text, match.start())
        told = (
            _BACKGROUND.search(before)
            or _HELPS.search(after)
            or (story and (_WORKS.search(after) or _SAYS.search(after)))
        )
        if not (told or others or _is_rank(match[0], before)):
            yield span(text, *match.span(), "relation")
        found += 1
    for match in _ELDER.finditer(text):
        yield span(text, *match.span(), "relation")


@lru_cache(maxsize=1)
def _forms() -> re.Pattern[str]:
    return re.compile(
        rf"{START}(?:(?:{pattern('relations')})(?:nya|ku|mu)?|(?:bojo|anak|ibu|bapak|simbah|mbah|adik|adhi)(?:ne|"
        rf"e|na)|indungna|bapana){END}",
        re.I,
    )


def _is_rank(word: str, before: str) -> bool:
    return bool(_RANK.match(word) and _NAMED_KIND.search(before))


def _is_address(word: str, before: str, after: str) -> bool:
    """ "bu" and "ibu" also address the reader: "tolong ibu", "pagi ibu,"."""
    low = word.lower()
    if low in ("saudara", "sodara"):
        return not re.match(r"\s*(?:saya|sy|ku|kandung|perempuan|laki|sepupu|ipar)\b", after, re.I)
    if low in ("om", "tante"):
        return not re.match(r"\s*(?:saya|sy|ku)\b", after, re.I)
    if low in ("ama", "laki", "uma", "rama", "ade"):
        return not re.match(rf"\s*(?:{_OWN}|mertua)\b", after, re.I)
    if low not in ("ibu", "bapak", "bpk", "mak", "mbah"):
        return False
    return not before.strip() and bool(re.match(r"\s*[,!]", after))
