"""A small picture: one bar a month, full where it is paid and only outlined where it is not."""

import io
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from PIL import Image, ImageDraw, ImageFont

from backend.documents.paper import FONTS

_SIZE = 720, 400
_LEFT, _TOP, _BOTTOM, _RIGHT = 24, 92, 330, 696
_PAID, _UNPAID, _INK, _GREY, _PAPER = "#0b6b4f", "#b42318", "#16211c", "#52615a", "#ffffff"
_GAP = 10
_THOUSAND = 1000


@dataclass(frozen=True)
class Bar:
    """A month: rupiah, and whether it is paid. Zero: nothing was billed."""

    month: date
    amount: int
    paid: bool


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "DejaVuSans.ttf"), size)


def draw(bars: list[Bar], *, title: str, paid: str, unpaid: str, language: str) -> bytes:
    """The picture as PNG; ``paid`` and ``unpaid`` are the words of the legend. Shape tells what colour tells."""
    image = Image.new("RGB", _SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    pen.text((_LEFT, 18), title, fill=_INK, font=_font(24))
    _legend(pen, paid, unpaid)
    width = (_RIGHT - _LEFT) / len(bars)
    highest = max([bar.amount for bar in bars] + [1])
    for index, bar in enumerate(bars):
        _bar(pen, bar, _LEFT + index * width, width - _GAP, highest=highest, language=language)
    made = io.BytesIO()
    image.quantize(colors=32).save(made, "PNG", optimize=True)
    return made.getvalue()


def _legend(pen: ImageDraw.ImageDraw, paid: str, unpaid: str) -> None:
    pen.rectangle((_LEFT, 60, _LEFT + 18, 76), fill=_PAID)
    pen.text((_LEFT + 26, 58), paid, fill=_GREY, font=_font(16))
    right = _LEFT + 60 + pen.textlength(paid, font=_font(16))
    pen.rectangle((right, 60, right + 18, 76), outline=_UNPAID, width=3)
    pen.text((right + 26, 58), unpaid, fill=_GREY, font=_font(16))


def _bar(pen: ImageDraw.ImageDraw, bar: Bar, left: float, width: float, *, highest: int, language: str) -> None:
    middle = left + width / 2
    if bar.amount:
        top = _BOTTOM - max(8, (_BOTTOM - _TOP - 24) * bar.amount / highest)
        box = (left, top, left + width, _BOTTOM)
        if bar.paid:
            pen.rectangle(box, fill=_PAID)
        else:
            pen.rectangle(box, outline=_UNPAID, width=3)
        pen.text((middle, top - 4), _short(bar.amount, language), fill=_INK, font=_font(13), anchor="ms")
    label = str(format_date(bar.month, "MMM", locale=language))
    pen.text((middle, _BOTTOM + 8), label, fill=_INK, font=_font(15), anchor="ma")
    pen.text((middle, _BOTTOM + 28), f"{bar.month:%y}", fill=_GREY, font=_font(13), anchor="ma")


def _short(amount: int, language: str) -> str:
    """Thousands: "140rb" ("140k" in English)."""
    if language == "en":
        return f"{amount // _THOUSAND:,}k"
    return f"{amount // _THOUSAND:,}rb".replace(",", ".")
