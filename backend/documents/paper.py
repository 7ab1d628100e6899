"""A page of paper: letterhead, headings, facts, tables, paragraphs and QR codes; A4 portrait unless told otherwise."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import segno
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import XPos, YPos

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_GREEN, _INK, _GREY, _LINE = (11, 107, 79), (22, 33, 28), (82, 97, 90), (200, 210, 204)
_LABEL_MM = 48.0
_QR_MM = 30.0


@lru_cache
def _known() -> frozenset[str]:
    """The characters that the font can print."""
    with TTFont(FONTS / "DejaVuSans.ttf") as font:
        return frozenset(map(chr, font.getBestCmap()))


def printable(text: str) -> str:
    """A text with what the font does not have (emoji, other scripts) as the replacement sign; lines are kept."""
    return "".join(c if c in _known() or c == "\n" else UNKNOWN for c in text.replace("\r\n", "\n").replace("\t", " "))


class Paper(FPDF):
    """One document; ``pdf()`` gives its bytes. Two with the same content and ``made_at`` are equal byte for byte.

    Args:
        title: what it is; stands in the head and in the properties.
        sender: who issues it, above the title.
        foot: a line at the end of each page, such as whether it is official.
        made_at: the moment that the document is dated with.
        language: ``id`` or ``en``, for screen readers.
        page_format: ``a4``, ``a5`` or (width, height) in millimetres, as for a card.
    """

    def __init__(
        self,
        *,
        title: str,
        sender: str,
        foot: str,
        made_at: datetime,
        language: str = "id",
        page_format: str | tuple[float, float] = "a4",
    ) -> None:
        super().__init__(format=page_format)
        self._sender, self._foot = printable(sender), printable(foot)
        self.add_font(FAMILY, "", FONTS / "DejaVuSans.ttf")
        self.add_font(FAMILY, "B", FONTS / "DejaVuSans-Bold.ttf")
        self.set_title(title)
        self.set_author(sender)
        self.set_lang(language)
        self.set_creation_date(made_at)
        self.set_margins(20, 18, 20)
        self.set_auto_page_break(auto=True, margin=20)
        self.add_page()
        self._head(title)

    def footer(self) -> None:
        """The foot of every page: its line and the number."""
        self.set_y(-14)
        self._ink(7.5, colour=_GREY)
        self.cell(0, 4, f"{self._foot}  ·  {self.page_no()}/{{nb}}", align="C")

    def heading(self, text: str) -> None:
        """The title of a section."""
        self.ln(3)
        self._ink(11, "B", _GREEN)
        self._lines(text, 6)

    def paragraph(self, text: str) -> None:
        """Running text; its line breaks are kept."""
        self._ink(9.5)
        self._lines(text, 5)
        self.ln(1.5)

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Names and what they are, one a line; rows without a value are left out."""
        for label, value in rows:
            if value:
                self._ink(9.5, colour=_GREY)
                self.cell(_LABEL_MM, 5.5, printable(label))
                self._ink(9.5)
                self._lines(value, 5.5)

    def rows(self, head: Sequence[str], body: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """A table; ``widths`` are shares of the line."""
        self._ink(9)
        self.set_draw_color(*_LINE)
        with self.table(col_widths=tuple(widths), borders_layout="HORIZONTAL_LINES", line_height=5.5) as table:
            for cells in (head, *body):
                table.row([printable(cell) for cell in cells])

    def qr(self, address: str, caption: str = "") -> None:
        """A QR code of an address, with a line under it."""
        picture = io.BytesIO()
        segno.make(address, error="m").save(picture, kind="png", scale=6)
        self.ln(2)
        self.image(picture, w=_QR_MM, alt_text=printable(caption or address))
        if caption:
            self._ink(8, colour=_GREY)
            self._lines(caption, 4.5)

    def pdf(self) -> bytes:
        """The document."""
        return bytes(self.output())

    def _head(self, title: str) -> None:
        self._ink(9, colour=_GREEN)
        self._lines(self._sender, 5)
        self._ink(15, "B")
        self._lines(title, 8)
        self.set_draw_color(*_GREEN)
        self.line(self.l_margin, self.get_y() + 1, self.w - self.r_margin, self.get_y() + 1)
        self.ln(5)

    def _ink(self, size: float, style: str = "", colour: tuple[int, int, int] = _INK) -> None:
        self.set_font(FAMILY, style, size)
        self.set_text_color(*colour)

    def _lines(self, text: str, height: float) -> None:
        self.multi_cell(0, height, printable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
