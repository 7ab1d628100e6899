"""The digital card: a picture in the size of a bank card, and a PDF with one card a member."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import segno
from PIL import Image, ImageDraw, ImageFont

from backend.documents.paper import FONTS, Paper
from backend.membership.telling import words
from backend.reference.calendar import jakarta_moment
from backend.texts import language_of

WIDTH, HEIGHT = 1012, 638
"""Pixels: ISO/IEC 7810 ID-1 at 300 dots an inch."""
_MARGIN, _QR, _HEAD = 48, 250, 120
_GREEN, _INK, _GREY, _PAPER = (11, 107, 79), (22, 33, 28), (82, 97, 90), (247, 250, 248)


@dataclass(frozen=True)
class Card:
    """What a card shows; ``number`` is masked, ``url`` goes into the QR code."""

    name: str
    number: str
    fktp: str
    level: int
    active: bool
    url: str
    until: datetime

    def moment(self) -> str:
        """Until when the code counts."""
        return jakarta_moment(self.until)


def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")), size)


def _fitting(draw: ImageDraw.ImageDraw, text: str, size: int, width: int) -> tuple[str, ImageFont.FreeTypeFont]:
    """The text in the largest size that fits; a very long one is cut."""
    for smaller in range(size, size // 2, -2):
        font = _font(smaller, bold=True)
        if draw.textlength(text, font) <= width:
            return text, font
    while draw.textlength(text + "…", font) > width:
        text = text[:-1]
    return text + "…", font


def _qr(url: str) -> Image.Image:
    """The code in whole pixels a module, so that cheap cameras read it."""
    code, made = segno.make(url, error="m"), io.BytesIO()
    code.save(made, kind="png", scale=_QR // code.symbol_size(border=2)[0], border=2)
    return Image.open(made).convert("RGB")


def render_png(card: Card, locale: str, foot: str) -> bytes:
    """The picture of one card."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, _HEAD), fill=_GREEN)
    draw.text((_MARGIN, _HEAD // 2), words("card_title", locale), "white", _font(44, bold=True), anchor="lm")
    room = WIDTH - 3 * _MARGIN - _QR
    name, font = _fitting(draw, card.name, 46, room)
    draw.text((_MARGIN, _HEAD + 40), name, _INK, font)
    for at, (label, value) in enumerate(_facts(card, locale)):
        top = _HEAD + 120 + at * 78
        draw.text((_MARGIN, top), label, _GREY, _font(24))
        text, font = _fitting(draw, value, 32, room)
        draw.text((_MARGIN, top + 28), text, _INK, font)
    image.paste(_qr(card.url), (WIDTH - _MARGIN - _QR, _HEAD + 60))
    until = words("card_until", locale, moment=card.moment())
    draw.multiline_text((WIDTH - _MARGIN - _QR, _HEAD + 60 + _QR + 12), until, _GREY, _font(20))
    draw.text((_MARGIN, HEIGHT - 40), foot, _GREY, _font(20))
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()


def _facts(card: Card, locale: str) -> list[tuple[str, str]]:
    state = words("card_active" if card.active else "card_inactive", locale)
    return [
        (words("card_number", locale), card.number),
        (words("card_fktp", locale), card.fktp),
        (words("card_class", locale), f"{card.level} · {state}"),
    ]


def render_pdf(cards: Sequence[Card], locale: str, foot: str, made_at: datetime) -> bytes:
    """All cards of a family on paper."""
    paper = Paper(
        title=words("card_title", locale),
        sender=words("card_sender", locale),
        foot=foot,
        made_at=made_at,
        language=language_of(locale),
    )
    for card in cards:
        paper.heading(card.name)
        paper.facts(_facts(card, locale))
        paper.qr(card.url, words("card_until", locale, moment=card.moment()).replace("\n", " "))
    return paper.pdf()
