"""Printed documents."""

import re
import zlib
from datetime import UTC, datetime

from backend.documents.paper import UNKNOWN, Paper, printable

MADE = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def letter(text: str = "Isi surat.") -> Paper:
    paper = Paper(title="Surat jawaban", sender="Care Center 165", foot="Bukan dokumen resmi", made_at=MADE)
    paper.heading("Laporan")
    paper.facts([("Nomor", "PGD-7KQ2-M4XR-R"), ("Kosong", "")])
    paper.rows(["Tanggal", "Langkah"], [["1 November", "Diterima"]], [1, 3])
    paper.paragraph(text)
    paper.qr("http://127.0.0.1/t", "Lacak laporan")
    return paper


def test_the_same_content_is_the_same_file() -> None:
    first = letter().pdf()
    assert first.startswith(b"%PDF-") and first == letter().pdf()
    assert first != letter("Isi lain.").pdf()


def test_long_letters_go_on_and_are_numbered() -> None:
    paper = letter("Panjang sekali.\n" * 120)
    pages = paper.pdf().count(b"/Type /Page\n")
    assert pages == paper.page_no() > 1


def test_what_the_font_lacks_is_shown_as_missing_and_never_an_error() -> None:
    assert printable("Rp35.000 – “ya”\r\n😀 中") == f"Rp35.000 – “ya”\n{UNKNOWN} {UNKNOWN}"
    assert letter("😀 \x00 中").pdf()


def test_fonts_are_embedded_so_that_every_printer_has_them() -> None:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", letter().pdf(), re.DOTALL)
    unpacked = [zlib.decompress(stream) for stream in streams if stream.startswith(b"x")]
    assert any(stream.startswith((b"\x00\x01\x00\x00", b"true")) for stream in unpacked)
