"""Polis, as words before and behind them show: "poli mata", "dr agus urologi", "daftarkan ibu ke saraf rsud"."""

import re
from collections.abc import Iterator

from bot.components.doctors import find_doctors
from bot.components.entity_patterns import END, START
from bot.components.spans import Span, span
from bot.components.vocabulary import pattern

_POLI_AFTER = (
    r"(?:poli(?:klinik)?|pli|poly|spesialis|dokter(?:nya)? spesialis|dokter|dr\.?|dktr|doctor|sp|clinic|"
    r"klinik|(?:see|book|need|find) an?|appointment with an?|bagian|unit)"
)
# "daftarin ke kulit", "nomor 41 di penyakit dalam": a door, not a part of the body ("gatal di kulit").
_DOOR = r"gigi|mata|jantung|paru|saraf|kandungan|kulit|tht|jiwa|tulang|urologi|bedah|penyakit dalam"
_POLI_DOOR = re.compile(
    rf"{START}(?:daftar|ambil|antri|antre|booking|jadwal)\w*\b[^,.!?]{{0,25}}?\bke\s+({_DOOR}){END}|"
    rf"(?<=di )(penyakit dalam){END}(?!\s+keluarga)",
    re.I,
)
# "di jantung sekarang nomor berapa": where a queue is spoken of.
_POLI_CALLED = re.compile(rf"(?<=\bdi )({_DOOR})(?=\s+(?:sekarang|skrg|skr|udah|sudah|sdh|nomor|no|urutan)\b)", re.I)
_QUEUE = re.compile(r"antre|antri|urut|nomor|giliran|dipanggil", re.I)
# "daftarin mata lusa", "boking kulit 12/12": a door that is booked by its name alone.
_POLI_BOOKED = re.compile(
    rf"{START}(?:n?da[fp]tar\w*|dftr\w*|boo?king\w*|ambil(?:in|kan)?)\s+({_DOOR}){END}",
    re.I,
)
# "antrian anak di gigi hapus aja": where a queue is spoken of, the door that is left.
_POLI_LEFT = re.compile(rf"(?<=\bdi )({_DOOR})(?=\s+(?:hapus|batal|cancel|tolong|besok|bsk|lusa|dong)\w*|\s*$)", re.I)
# "apakah tersedia bedah saraf", "rumah sakit yang ada jantung": what a hospital has.
_POLI_THERE = re.compile(
    rf"{START}(?:tersedia|ada|punya)\s+(?:layanan\s+)?(bedah sa?ya?raf|bedah \w+|{_DOOR}){END}", re.I
)
_HOSPITAL = re.compile(r"\brs\w{0,4}\b|rumah sakit|hospital", re.I)
# "ke saraf rsud …", "slot buat kulit di rs …": the poli of a hospital; a child is no poli here.
_NO_DOOR = frozenset(
    ("anak", "ank", "budak", "child", "children", "hamil", "dalam", "dlm", "pd", "umum", "general", "kb")
)
_AT_HOSPITAL = r"(?=\s+(?:di\s+|d\s+)?(?:rs\w{0,4}|rumah sakit|hospital|siloam|hermina|mitra keluarga|awal bros)\b)"
_TO = r"(?:ke|buat|bwt|utk|untuk|dftr|daftar|for)"
# "dr agus urologi", "dr. hana yg jantung".
_BEHIND_DOCTOR = r"\s+(?:(?:yang|yg)\s+)?"
_POLI_NAMED = re.compile(r"\bpol[iy]", re.I)
_INSTEAD = r"(?:bukan|bkn|jadi|jd|maksud\w*|mksd\w*|ha?ru?snya|atau|ganti)"
# Specialists whose name says their poli by itself.
_SPECIALIST = re.compile(
    rf"{START}(?:psikiater|psikolog|internis|obgyn|cardiologist|dermatologist|ophthalmologist|pediatrician|neurologist|"
    rf"urologist|gynecologist|psychiatrist|orthodontist|pulmonologist|(ent|eye|skin|heart|dental)(?= "
    rf"(?:specialist|doctor|clinic|department|patients?|check))){END}",
    re.I,
)


def find_polis(text: str) -> Iterator[Span]:
    """Polis by name."""
    forms = pattern("polis")
    for match in re.finditer(
        rf"{START}{_POLI_AFTER}(?:nya)?\s+(?:ke\s+)?(?P<poli>{forms})(?:nya|ne|e)?{END}", text, re.I
    ):
        if match["poli"].lower() not in ("dalam",) or re.match(r"pol[iy]", match[0], re.I):
            yield span(text, *match.span("poli"), "poli")
    for match in re.finditer(
        (
            rf"{START}(?:kontrol|periksa|berobat|antrian|antrean|antri|daftar|bagian|jadwal|cek|priksa)\s+(?:ke\s+)?(?P<poli>gigi|"
            rf"mata|jantung|paru|saraf|kandungan|kulit|tht|jiwa|tulang|urologi|anak|penyakit dalam|penyakit dlm){END}"
            r"(?!(?<=anak)(?:\s+(?:saya|sy|aku|ku|gue|gw|kami|abdi|kula|kulo|ambo|lanang|wedok|pertama|kedua|bungsu|sulung)\b))"
        ),
        text,
        re.I,
    ):
        yield span(text, *match.span("poli"), "poli")
    for match in _POLI_DOOR.finditer(text):
        yield span(text, *match.span(match.lastindex or 0), "poli")
    if _POLI_NAMED.search(text):
        for match in re.finditer(
            rf"{START}{_INSTEAD}\s+(?:ke\s+)?(?P<poli>{forms}){END}(?!\s+(?:saya|sy)\b)", text, re.I
        ):
            yield span(text, *match.span("poli"), "poli")
    yield from _bare(text)
    for match in re.finditer(rf"{START}{_TO}\s+(?P<poli>{forms}){_AT_HOSPITAL}", text, re.I):
        if match["poli"].lower() not in _NO_DOOR:
            yield span(text, *match.span("poli"), "poli")
    yield from _behind_doctors(text, forms)
    for match in _SPECIALIST.finditer(text):
        yield span(text, *match.span(1 if match[1] else 0), "poli")


def _bare(text: str) -> Iterator[Span]:
    """Doors by their name alone, where the words around say that a door is meant."""
    found = [_POLI_BOOKED]
    found += [_POLI_CALLED, _POLI_LEFT] if _QUEUE.search(text) else []
    found += [_POLI_THERE] if _HOSPITAL.search(text) else []
    for shape in found:
        for match in shape.finditer(text):
            yield span(text, *match.span(1), "poli")


def _behind_doctors(text: str, forms: str) -> Iterator[Span]:
    following = re.compile(rf"{_BEHIND_DOCTOR}(?P<poli>{forms}){END}", re.I)
    for doctor in find_doctors(text):
        match = following.match(text, doctor.end)
        # "sp.pd" behind a name is a title.
        if match and match["poli"].lower() not in _NO_DOOR - {"anak"} and not match["poli"].lower().startswith("sp"):
            yield span(text, *match.span("poli"), "poli")
