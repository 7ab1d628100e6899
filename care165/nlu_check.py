"""``care165 nlu check``: duplicates, conflicts, leaks from the test sets and thin labels in the training data."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process
from rich.console import Console

from bot.components.normalise import normalise
from care165.model import ROOT

TRAINING = ROOT / "bot/data/nlu"
# Labelled sets to measure with; they lie outside the repository and may be absent.
MEASURED = ROOT.parent / "shared/nlu"
_LEAST_INTENT = 60
_LEAST_FAQ = 25
# Likeness (0-100, words in any order) from which a text says the same with the same words.
_PARAPHRASE = 92
_LEAST_WORDS = 4
_AT_ONCE = 2000
_ENTITY = re.compile(r"\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Example:
    """A training message."""

    label: str
    text: str
    file: str


def examples(folder: Path = TRAINING) -> Iterator[Example]:
    """All training messages, without the marks of entities."""
    for path in sorted(folder.glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in group["examples"].splitlines():
                if text := line.removeprefix("- ").strip():
                    yield Example(group["intent"], _ENTITY.sub(r"\1", text), path.name)


def problems(found: list[Example], measured: Path = MEASURED) -> list[str]:
    """One sentence for each fault."""
    return [*_repeated(found), *_leaks(found, measured), *_thin(found)]


def _key(text: str) -> str:
    return re.sub(r"[\s.,;:!?\"'()]+", " ", text.lower()).strip() or text.strip()


def _repeated(found: list[Example]) -> Iterator[str]:
    labels: dict[str, list[Example]] = defaultdict(list)
    for example in found:
        labels[_key(example.text)].append(example)
    for same in labels.values():
        if len(same) > 1:
            names = sorted({example.label for example in same})
            kind = f"conflict: {' and '.join(names)}" if len(names) > 1 else f"duplicate in {names[0]}"
            yield f"{kind}: {same[0].text!r} ({same[0].file})"


def _held(measured: Path) -> set[str]:
    """The rows of the test sets, as written and normalised.

    Utterances of one or two words ("menu", "terima kasih") have no other wording: only longer ones can leak.
    """
    return {
        key
        for path in sorted(measured.glob("*dev.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for text in [json.loads(line)["text"]]
        for key in (_key(text), normalise(text))
        if len(text.split()) >= _LEAST_WORDS
    }


def _leaks(found: list[Example], measured: Path) -> Iterator[str]:
    held = _held(measured)
    normal = [normalise(example.text) for example in found]
    near = _near(normal, held)
    for example, text, is_near in zip(found, normal, near, strict=True):
        if {_key(example.text), text} & held:
            yield f"leak from a test set: {example.text!r} ({example.file})"
        elif is_near and len(text.split()) >= _LEAST_WORDS:
            yield f"too near to a row of a test set: {example.text!r} ({example.file})"


def _near(texts: list[str], held: set[str]) -> list[bool]:
    """Which texts have the words of a held row, in any order, but for a few letters."""
    if not held:
        return [False] * len(texts)
    rows = [_in_order(text) for text in held]
    found: list[bool] = []
    for start in range(0, len(texts), _AT_ONCE):
        part = [_in_order(text) for text in texts[start : start + _AT_ONCE]]
        found += (process.cdist(part, rows, scorer=fuzz.ratio, score_cutoff=_PARAPHRASE).max(axis=1) > 0).tolist()
    return found


def _in_order(text: str) -> str:
    return " ".join(sorted(text.split()))


def _thin(found: list[Example]) -> Iterator[str]:
    counts: dict[str, int] = defaultdict(int)
    for example in found:
        counts[example.label] += 1
    for label, count in sorted(counts.items()):
        least = _LEAST_FAQ if label.startswith("faq/") else _LEAST_INTENT
        if count < least:
            yield f"thin: {label} has {count} examples, {least} wanted"


def main(console: Console | None = None) -> int:
    """Print every fault; 0 if there is none, else 1."""
    console = console or Console()
    found = list(examples())
    faults = problems(found)
    for fault in faults:
        console.print(fault, markup=False, soft_wrap=True)
    if not MEASURED.exists():
        console.print("(test sets not here: leaks not looked for)")
    console.print(f"{len(found)} examples, {len({e.label for e in found})} labels, {len(faults)} faults")
    return 1 if faults else 0
