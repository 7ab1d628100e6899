"""Finds entities by rules and word lists in the original text. Earlier finders win where spans overlap."""

import re
from collections.abc import Callable, Iterator

from bot.components.dates import find_dates, find_times
from bot.components.facilities import find_facilities, find_places
from bot.components.identifiers import find_identifiers
from bot.components.spans import Span, span, without_overlaps
from bot.components.vocabulary import pattern

Finder = Callable[[str], Iterator[Span]]
_END = r"(?!\w)"
_START = r"(?<![\w⟦])"
_NUMBER = (
    r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|siji|loro|telu|papat|"
    r"limo|one|two|three|four|five|six|twelve)"
)
_COUNT = rf"(?:\d{{1,3}}|{_NUMBER}(?: belas| puluh(?: {_NUMBER})?)?)"

_AMOUNT = re.compile(
    (
        rf"{_START}(?:rp\.?\s*\d[\d.,]*\d(?:\s*(?:rb|ribu|jt|juta))?|\d+(?:[.,]\d+)*\s*(?:rb|ribu|rebu|"
        rf"k|jt|juta|jeti)(?:an)?|\d{{1,3}}(?:\.\d{{3}})+"
    )(
        rf"|(?:{_NUMBER}|se)(?:\s*(?:belas|puluh|ratus|{_NUMBER}))*\s*(?:ribu|rebu|juta)(?:\s+(?:setengah|"
        rf"{_NUMBER}|ratus|puluh|ribu|rebu))*){_END}"
    ),
    re.I,
)
_MONTHS = re.compile(
    (
        rf"{_START}(?:{_COUNT}\s*(?:bulan|bln|bl|sasi|wulan|months?|tahun|thn|taun|th|years?)|setengah "
        rf"tahun|se(?:bulan|tahun|taun)|a year){_END}(?!\s*(?:lagi|lg|yang lalu|yg lalu|lalu|kemudian|"
        rf"ago))"
    ),
    re.I,
)
_MONTHS_FOR = re.compile(
    (
        r"nungg?ak|tungg?akan|telat|riwayat|history|terakhir|trakhir|cicil|angsur|bayar|byr|setor|"
        r"iuran|arrears|paid|pay|last|tahap|install|rutin|skip|diblokir"
    ),
    re.I,
)
_AGE = re.compile(r"(?:umur|usia|hamil|kandungan|anak(?:ku)? (?:saya )?)\s*$|^\s*(?:umur|usia|hamil)", re.I)
_PER_MONTH = re.compile(r"(?:\d(?:rb|jt|k)?|ribu|juta|berapa|brp|piro|sabaraha)\s*$", re.I)
_CLASS = re.compile(
    (
        rf"{_START}(?:kelas|kls|klas|kl|class)\s*(?:[123]|iii|ii|i|satu|dua|tiga|siji|loro|telu|kalih|"
        rf"hiji|tilu|one|two|three|utama){_END}"
    ),
    re.I,
)
_TO_CLASS = re.compile(rf"(?:kelas|kls|class).{{0,30}}?\bke\s+((?:[123]|iii|ii|i|satu|dua|tiga)){_END}", re.I)
_CORRECTED_CLASS = re.compile(
    (
        rf"(?:bukan|bkn|salah).{{0,15}}(?:kelas|kls).{{0,25}}?(?:tapi|tp|maksud\w*|mksd\w*)(?:\s+(?:saya|"
        rf"sy|aku))?\s+([123]|iii|ii|i){_END}|(?:tingkat|golongan)\s+(III|II|I|[123]){_END}"
    ),
    re.I,
)
_SPECIAL_ROOM = re.compile(
    (
        rf"{_START}(?:super vip|vvip|vip|iccu|icu anak|icu|nicu|picu|hcu|perinatologi|perina|(?:ruang|"
        rf"kamar) (?:isolasi|bersalin|bayi|vk|intensif)|isolasi){_END}"
    ),
    re.I,
)
_BED_WORDS = re.compile(
    (
        r"kamar|kmr|bed|ruang|ranjang|kosong|ksong|penuh|tempat tidur|rawat|ranap|opname|inap|tersedia|"
        r"icu|vip|room|rsud|rsup|\brs\b|rumah sakit|vacant|available"
    ),
    re.I,
)
_DUES_WORDS = re.compile(
    (
        r"iuran|iyuran|bayar|byr|turun|naik|pindah|ganti|ubah|upgrade|downgrade|mandiri|bulanan|premi|"
        r"tagihan|ikut kelas|daftar|sebulan|per bulan|rate|contribution|change|switch|peserta|kartu|"
        r"bpjs"
    ),
    re.I,
)
_POLI_AFTER = (
    r"(?:poli(?:klinik)?|poly|spesialis|dokter(?:nya)? spesialis|dokter|dr\.?|dktr|doctor|sp|clinic|"
    r"klinik)"
)
_DOCTOR = re.compile(

        rf"{_START}(?:drg\.?|dr\.?|dokter|dr\. dr\.)\s*(?!(?:di|ke|yang|yg|nya|rs|saya|sy|ini|itu|praktek|"
        rf"hari|jam|dan|apa|ada|pribadi)\b)((?:[A-Z][\w'.]+)(?:\s+[A-Z][\w'.,]+){{0,3}})"

)
_DOCTOR_LOW = re.compile(

        rf"{_START}(?:drg\.?|dr\.?)\s+([a-z]{{3,}})(?=\s+(?:sp\.?\s?\w+|masuk|msk|praktek|praktik|ada|"
        rf"jadwal|jam|hari|besok|bsk|senin|selasa|rabu|kamis|jumat|sabtu|cuti|libur|jaga)\b|$)"

)
_RATING = re.compile(
    (
        rf"(?:bintang|nilai|rating|skor|score|beri|kasih|ksh|kasi|give|deserves?|rate(?: it)?|poin|"
        rf"angka|kuwi)\s*(?:nya|e)?\s*(?::|=|itu|aja|saja|cuma|hanya|it|them)?\s*([1-9]|10|{_NUMBER})(?:\s*(?:bintang|"
        rf"dari|stars?|/|out of|aja|saja|deh|poin)|\b)|([1-9]|10|{_NUMBER})\s*(?:bintang|stars?|/\s*(?:5|"
        rf"10)|dari (?:5|lima|10|sepuluh)|out of (?:5|10|five|ten))"
    ),
    re.I,
)
_LANGUAGE = re.compile(
    (
        rf"{_START}(?:bahasa|bhs|basa|boso|bahaso)\s+(inggris|english|engris|ingris|indonesia|indo|"
        rf"jawa|jawi|jowo|sunda|minang|banjar|bali|madura|aceh|bugis|batak|arab|mandarin|cina|daerah){_END}|"
        rf"{_START}(english|indonesian|javanese|sundanese|inggris){_END}"
    ),
    re.I,
)
_RELATION_SKIP = re.compile(
    (
        r"(?:poli(?:klinik)?|dokter(?: spesialis)?|dr|spesialis|spesialisnya|icu|kesehatan|ruang|kamar|"
        r"sp|rs|rsia|sakit|klinik|selamat|terima kasih|makasih|makasi|mksh|suwun|nuhun|thanks|halo|"
        r"hai|hi|permisi|punten|maaf|pagi|siang|sore|malam|wr wb|assalamualaikum|ke|bapak|bpk|pak|"
        r"yth|kepada|tumbuh kembang|imunisasi|vaksin|bidan|kia|untuk para|doakan)\s*[/.,]?\s*$"
    ),
    re.I,
)
_VOCATIVE = re.compile(r"^\s*(?:/\s*(?:ibu|bapak|bpk)|hamil|petugas|admin|dan anak|sekalian|ibu yang)", re.I)


def find_entities(text: str) -> list[Span]:
    """All entities of a message, in order."""
    spans = [found for finder in _FINDERS for found in finder(text)]
    return without_overlaps(spans)


def _amounts(text: str) -> Iterator[Span]:
    for match in _AMOUNT.finditer(text):
        yield span(text, *match.span(), "amount")


def _months(text: str) -> Iterator[Span]:
    if not _MONTHS_FOR.search(text):
        return
    for match in _MONTHS.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if not _AGE.search(before) and not _AGE.search(after) and not _PER_MONTH.search(before):
            yield span(text, *match.span(), "months")


def _classes(text: str) -> Iterator[Span]:
    """ "kelas 3" is a room where beds are meant and a contribution class where dues are meant."""
    for match in _SPECIAL_ROOM.finditer(text):
        yield span(text, *match.span(), "room_class")
    kind = "room_class" if _is_about_beds(text) else "membership_class"
    for match in _CLASS.finditer(text):
        yield span(text, *match.span(), kind)
    for match in _TO_CLASS.finditer(text):
        yield span(text, *match.span(1), kind)
    for match in _CORRECTED_CLASS.finditer(text):
        yield span(text, *match.span(1 if match[1] else 2), kind)


def _is_about_beds(text: str) -> bool:
    beds, dues = len(_BED_WORDS.findall(text)), len(_DUES_WORDS.findall(text))
    return beds > dues or (beds == dues and beds == 0 and len(text.split()) <= 2)


def _doctors(text: str) -> Iterator[Span]:
    for expression in (_DOCTOR, _DOCTOR_LOW):
        for match in expression.finditer(text):
            if not re.fullmatch(pattern("polis"), match[1], re.I):
                yield span(text, *match.span(), "doctor")


def _polis(text: str) -> Iterator[Span]:
    forms = pattern("polis")
    for match in re.finditer(
        rf"{_START}{_POLI_AFTER}(?:nya)?\s+(?:ke\s+)?(?P<poli>{forms})(?:nya|ne|e)?{_END}", text, re.I
    ):
        if match["poli"].lower() not in ("dalam",) or re.match(r"pol[iy]", match[0], re.I):
            yield span(text, *match.span("poli"), "poli")
    for match in re.finditer(
        (
            rf"{_START}(?:kontrol|periksa|antrian|antrean|antri|daftar|bagian|jadwal|cek|priksa)\s+(?P<poli>gigi|"
            rf"mata|jantung|paru|saraf|kandungan|kulit|tht|jiwa|tulang|urologi|anak){_END}"
        ),
        text,
        re.I,
    ):
        yield span(text, *match.span("poli"), "poli")


def _ratings(text: str) -> Iterator[Span]:
    for match in _RATING.finditer(text):
        group = 1 if match[1] else 2
        yield span(text, *match.span(group), "rating")


def _banks(text: str) -> Iterator[Span]:
    for match in re.finditer(rf"{_START}(?:{pattern('banks')}){_END}", text, re.I):
        if match[0].lower() != "mandiri" or _is_bank(text, match):
            yield span(text, *match.span(), "bank")


def _is_bank(text: str, match: re.Match[str]) -> bool:
    """ "mandiri" is also the segment of those who pay for themselves ("bpjs mandiri", "peserta mandiri")."""
    around = text[max(0, match.start() - 40) : match.end() + 25].lower()
    before = text[: match.start()].lower().rstrip()
    if re.search(r"(?:bpjs|peserta|daftar|jadi|jalur|secara|iuran|ke jkn|kis|jkn|bayar)$", before):
        return False
    return bool(
        re.search(
            (
                r"\bva\b|virtual|rekening|norek|autodeb|auto ?deb|bank|atm|transfer|potong|bca|bri|bni|account|"
                r"kode bayar|livin"
            ),
            around,
        )
    )


def _languages(text: str) -> Iterator[Span]:
    for match in _LANGUAGE.finditer(text):
        group = 1 if match[1] else 2
        yield span(text, *match.span(group), "language")


def _relations(text: str) -> Iterator[Span]:
    forms = pattern("relations")
    for match in re.finditer(
        (
            rf"{_START}(?:(?:{forms})(?:nya|ku|mu)?|(?:bojo|anak|ibu|bapak|simbah|mbah|adik|adhi)(?:ne|"
            rf"e|na)|indungna|bapana){_END}"
        ),
        text,
        re.I,
    ):
        before, after = text[: match.start()], text[match.end() :]
        if (
            not _RELATION_SKIP.search(before)
            and not _VOCATIVE.search(after)
            and not _is_address(match[0], before, after)
        ):
            yield span(text, *match.span(), "relation")


def _is_address(word: str, before: str, after: str) -> bool:
    """ "bu" and "ibu" also address the reader: "tolong ibu", "pagi ibu,"."""
    if word.lower() not in ("ibu", "bapak", "bpk", "ade", "mak", "ama", "laki", "uma", "mbah", "rama"):
        return False
    if word.lower() in ("ama", "laki", "uma", "rama", "ade"):
        return not re.match(r"\s*(?:saya|sy|ku|kula|ulun|ambo|mertua)\b", after, re.I)
    return not before.strip() and bool(re.match(r"\s*[,!]", after))


_FINDERS: tuple[Finder, ...] = (
    find_identifiers,
    _amounts,
    _languages,
    find_facilities,
    _doctors,
    _polis,
    find_places,
    _ratings,
    _classes,
    find_dates,
    find_times,
    _months,
    _banks,
    _relations,
)
