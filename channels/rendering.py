"""One neutral message → the forms that channels can show: texts within a limit, buttons in rows, map addresses.

Web chat shows neutral messages as they are; this is for channels with limits of their own.
"""

import re
from collections.abc import Sequence

_BOUNDARIES = (
    re.compile(r"\n\s*\n"),
    re.compile(r"(?<=[.!?…])[\"'”’)\]]?\s|\n"),
    re.compile(r"\s"),
)
"""Where a text may be cut, best first: between paragraphs, sentences or lines, words."""
ROW_WIDTH = 36
"""Characters that fit side by side in one row of buttons on a 360 px phone, borders counted as two each."""
ROW_COUNT = 5
"""Most buttons in a row that a thumb still hits."""


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts: most emoji count twice."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _prefix(text: str, units: int) -> str:
    """The longest beginning of at most so many UTF-16 units that ends between characters."""
    return text.encode("utf-16-le", errors="surrogatepass")[: 2 * units].decode("utf-16-le", errors="ignore")


def _cut(window: str) -> int:
    """Where to cut a text of which only this beginning fits: the last good boundary in its second half."""
    for boundary in _BOUNDARIES:
        ends = [found.end() for found in boundary.finditer(window, len(window) // 2)]
        if ends:
            return ends[-1]
    return len(window)


def split_text(text: str, limit: int) -> list[str]:
    """The text in parts of at most ``limit`` UTF-16 units, cut between sentences where possible; blank: no part."""
    parts, rest = [], text.strip()
    while utf16_length(rest) > limit:
        end = _cut(_prefix(rest, limit))
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [part for part in (*parts, rest) if part]


def rows(titles: Sequence[str]) -> list[list[int]]:
    """Indexes of buttons in rows, in their order: short titles share a row of equal widths, a long one has its own."""
    made: list[list[int]] = []
    for index in range(len(titles)):
        row = [*made[-1], index] if made else [index]
        widest = max(len(titles[member]) for member in row)
        if len(row) > 1 and len(row) <= ROW_COUNT and (widest + 2) * len(row) <= ROW_WIDTH:
            made[-1] = row
        else:
            made.append([index])
    return made


def numbered(titles: Sequence[str]) -> str:
    """Choices as lines of a text, for where they cannot be buttons."""
    return "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))


def map_url(latitude: float, longitude: float) -> str:
    """An address that opens the member's map application, or a map page, at a point."""
    return f"https://www.google.com/maps/search/?api=1&query={latitude:.6f},{longitude:.6f}"
