"""Cuts a text into the numbers that it holds: which digit groups belong together, which stand alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from backend.privacy.nik import check_nik
from backend.privacy.number_shapes import Kind, Shape, Strength, shape_of
from backend.privacy.typing_habits import LOOKALIKES, looks_typed_with_letters, plain_lower

_MONEY = re.compile(
    r"rp\.? ?\d[\d.,]*"  # Rp 1.680.000
    r"|(?<![\d.])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])"  # 1.680.000
    r"|(?<!\d)\d{1,3}(?:\.\d{3})+,\d\d?(?!\d)"  # 1.680.000,00
)
_ATOM = re.compile(r"[0-9OoIl|]*[0-9][0-9OoIl|]*")
_JOINT = re.compile(r"[ .\-()]{1,3}")
_WORD = re.compile(r"[^\W\d_]+$")
_HINTS: tuple[tuple[Kind, str], ...] = (
    ("kk", r"kk|kartu keluarga|family card"),
    ("nik", r"nik|ktp"),
    ("va", r"va|virtual account|virtual"),
    ("phone", r"hp|wa|telp|tlp|telepon|handphone|whatsapp|phone"),
    ("card", r"kartu|kis|jkn|bpjs|card|noka"),
)
_FILLER = r"(?:\W|_|no|nomor|nomer|number|saya|sy|ku|nya|adalah|yaitu|is|my|ini|itu|kesehatan|indonesia|sehat|peserta)*"
_HINT_PATTERNS = tuple((kind, re.compile(rf"(?<![^\W\d_])(?:{words}){_FILLER}$")) for kind, words in _HINTS)
_LONGEST_JOIN = 8
_LOOK_BACK = 40
"""Characters before a number in which a word may name it."""
_POSSIBLE_LENGTHS = range(6, 21)
"""Digits of anything worth a closer look; all else is passed over quickly, for texts full of digits."""
_SHORTEST_WORD = 3
_GROUP = range(2, 7)
"""Digits between two gaps when somebody types a long number in groups."""
_PHONE_GROUP = range(2, 9)
MIN_GROUPED = 9
"""Fewer digits in groups are a date (``kartu 22-11-2026``), not a number with digits missing."""


@dataclass(frozen=True)
class Atom:
    """Digits that were typed without a gap.

    ``glued``: letters that name no kind of number touch them (``A16032021``); ``after_word``: these letters look like
    a word of a sentence (``saya0812...``).
    """

    digits: str
    start: int
    end: int
    lookalike: bool
    glued: bool
    plus: bool
    after_word: bool


@dataclass(frozen=True)
class Found:
    """A number and where it stands."""

    shape: Shape
    start: int
    end: int
    lookalike: bool


def hint_before(text: str, start: int) -> Kind | None:
    """The kind that the words right before a number name ("no kk saya: 9999...")."""
    before = plain_lower(text[max(0, start - _LOOK_BACK) : start])
    return next((kind for kind, pattern in _HINT_PATTERNS if pattern.search(before)), None)


def _glued(text: str, start: int, end: int) -> bool:
    after = text[end : end + 1]
    if after.isalpha() or after in ("#", "_"):
        return True
    before = text[start - 1 : start]
    if not (before.isalpha() or before in ("#", "_")):
        return False
    return not (_word_before(text, start) and hint_before(text, start))


def _word_before(text: str, start: int) -> str:
    word = _WORD.search(text[max(0, start - _LOOK_BACK) : start])
    return word.group() if word else ""


def _after_word(text: str, start: int, end: int) -> bool:
    word = _word_before(text, start)
    return word.islower() and len(word) >= _SHORTEST_WORD and not text[end : end + 1].isalpha()


def _atom(text: str, digits: str, start: int, end: int, lookalike: bool) -> Atom:
    plus = text[max(0, start - 1) : start] == "+"
    glued = _glued(text, start, end)
    return Atom(digits, start - plus, end, lookalike, glued, plus, glued and _after_word(text, start, end))


def atoms_of(text: str, blocked: Iterable[tuple[int, int]]) -> Iterator[Atom]:
    """Digit groups of a text whose characters were made plain, without those in blocked stretches."""
    closed = [*blocked, *(match.span() for match in _MONEY.finditer(plain_lower(text)))]
    for match in _ATOM.finditer(text):
        start, end = match.span()
        token = match.group()
        if any(start < right and end > left for left, right in closed):
            continue
        lookalike = looks_typed_with_letters(token)
        if lookalike or token.isdigit():
            yield _atom(text, token.translate(LOOKALIKES), start, end, lookalike)
            continue
        for part in re.finditer(r"\d+", token):
            yield _atom(text, part.group(), start + part.start(), start + part.end(), False)


def runs_of(text: str, atoms: Iterable[Atom]) -> Iterator[list[Atom]]:
    """Neighbouring digit groups with nothing but a gap, a dot or a dash between them."""
    run: list[Atom] = []
    for atom in atoms:
        joined = run and not atom.plus and not atom.glued and not run[-1].glued
        if joined and _JOINT.fullmatch(text[run[-1].end : atom.start]):
            run.append(atom)
            continue
        if run:
            yield run
        run = [atom]
    if run:
        yield run


def _believable_glued(shape: Shape, atom: Atom) -> bool:
    """Digits that touch letters are a code (booking, ticket) unless nothing else than a number of ours fits."""
    if shape.kind == "nik":
        return check_nik(shape.value) in (None, "nik_region_unknown")
    if shape.kind == "phone":
        return shape.strength is Strength.CERTAIN and atom.after_word
    return shape.kind in ("card", "va") and shape.strength is Strength.CERTAIN


def _believable_groups(shape: Shape, group: list[Atom], hint: Kind | None) -> bool:
    """Whether digit groups with gaps between them were typed as one number."""
    digits = sum(len(atom.digits) for atom in group)
    if shape.strength is Strength.GUESS and digits < MIN_GROUPED:
        return False
    if hint or shape.kind == "va":
        return True
    usual = _PHONE_GROUP if shape.kind == "phone" else _GROUP
    even = all(len(atom.digits) in usual for atom in group if not atom.plus)
    return even and (shape.strength is not Strength.LIKELY or shape.kind in ("nik", "kk", "phone"))


def _believable(shape: Shape, group: list[Atom], hint: Kind | None) -> bool:
    if group[0].glued:
        return _believable_glued(shape, group[0])
    return len(group) == 1 or _believable_groups(shape, group, hint)


def _reading(group: list[Atom], hint: Kind | None) -> Found | None:
    digits = "".join(atom.digits for atom in group)
    if len(digits) not in _POSSIBLE_LENGTHS:
        return None
    shape = shape_of(digits, hint, plus=group[0].plus)
    if shape is None or not _believable(shape, group, hint):
        return None
    if shape.kind == "nik" and shape.strength is Strength.LIKELY and check_nik(digits) in (None, "nik_region_unknown"):
        shape = replace(shape, strength=Strength.CERTAIN)
    return Found(shape, group[0].start, group[-1].end, any(atom.lookalike for atom in group))


def _worth(found: Found, group: list[Atom]) -> float:
    stray = sum(len(atom.digits) == 1 for atom in group)
    return sum(len(atom.digits) for atom in group) * found.shape.strength - 5 * stray - 0.1 * len(group)


def cut(text: str, run: list[Atom]) -> list[Found]:
    """The best division of a run into numbers: most digits explained, by the most certain readings."""
    hints = [hint_before(text, atom.start) for atom in run]
    best: list[tuple[float, list[Found]]] = [(0.0, [])]
    for end in range(1, len(run) + 1):
        options = [best[end - 1]]
        for start in range(max(0, end - _LONGEST_JOIN), end):
            group = run[start:end]
            found = _reading(group, hints[start])
            if found:
                options.append((best[start][0] + _worth(found, group), [*best[start][1], found]))
        best.append(max(options, key=lambda option: option[0]))
    return best[-1][1]
