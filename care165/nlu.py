"""What stands behind ``care165 nlu parse`` and ``care165 nlu evaluate``: the trained model, read without Rasa."""

import json
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from rich.console import RenderableType

from bot.components.date_patterns import is_past
from bot.components.entities import find_entities
from bot.components.intent_model import IntentModel
from care165.model import MODELS, model_path

# Bare answers to questions ("besok", "poli mata") have a label of ours that the contract does not know.
_INTERNAL = frozenset({"inform"})
# Messages whose vectors are computed together, and bytes read at a time.
_BATCH, _CHUNK = 256, 1 << 20
_FILES = ("intents.json", "intents.npz")


class NoModel(RuntimeError):
    """Nothing has been trained yet."""


def load(path: Path | None = None) -> IntentModel:
    """The intent model inside a trained Rasa model: the given one, else that of the present files, else the newest.

    Raises:
        NoModel: if there is none; ``care165 train`` makes one.
    """
    path = path or _newest()
    with tempfile.TemporaryDirectory() as folder, tarfile.open(path) as archive:
        for member in archive.getmembers():
            name = Path(member.name).name
            if name in _FILES and (content := archive.extractfile(member)):
                (Path(folder) / name).write_bytes(content.read())
        return IntentModel.load(Path(folder))


def _newest() -> Path:
    if model_path().exists():
        return model_path()
    found = sorted(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise NoModel("no trained model: run 'care165 train' first")
    return found[-1]


def parse(lines: Iterable[str], model: IntentModel | None = None, first: int = 1) -> Iterator[dict[str, Any]]:
    """Each JSON line with ``text`` again, with ``intent`` (an FAQ as ``faq/<id>``), ``confidence`` and ``entities``.

    Raises:
        ValueError: with the number of the line (the first one is ``first``), if one is no JSON object with a ``text``.
    """
    model = model or load()
    rows = (_row(line, number) for number, line in enumerate(lines, start=first) if line.strip())
    while batch := list(islice(rows, _BATCH)):
        model.look_ahead([row["text"] for row in batch])
        yield from ({**row, **understand(model, row["text"])} for row in batch)


def parse_stream(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """:func:`parse` of all that the stream has at a time: a single line is answered at once, a file in batches."""
    model, number, rest = load(), 1, b""
    while data := stream.read1(_CHUNK):  # type: ignore[attr-defined] # every buffered stream has it
        *lines, rest = (rest + data).split(b"\n")
        yield from parse((line.decode() for line in lines), model, number)
        number += len(lines)
    yield from parse([rest.decode()], model, number)


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        raise ValueError(f"line {number} is no JSON: {problem}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ValueError(f'line {number} has no "text"')
    return row


def understand(model: IntentModel, text: str) -> dict[str, Any]:
    """Intent, confidence and the entities that the intent's service can use, each value once."""
    intent, confidence = next(pair for pair in model.rank(text) if pair[0] not in _INTERNAL)
    usable = {
        (found.entity, found.value.lower()): {
            "entity": found.entity, "value": found.value, "start": found.start, "end": found.end,
        }
        for found in reversed(find_entities(text))
        if is_usable(intent, found.entity, found.value)
    }  # fmt: skip
    return {"intent": intent, "confidence": round(confidence, 4), "entities": list(reversed(usable.values()))}


@lru_cache(maxsize=1)
def _usable() -> dict[str, Any]:
    text = resources.files("bot.components").joinpath("data/usable.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def is_usable(intent: str, entity: str, value: str = "") -> bool:
    """Whether the service of an intent can use such a value; the contract marks no others.

    What lies ahead (a booking, opening hours) has no use for a day that is over.
    """
    table = _usable()
    if intent in table["none"] or (entity == "date" and intent in table["ahead"] and is_past(value)):
        return False
    only = table["only"].get(intent) or (table["only"]["faq"] if intent.startswith("faq/") else None)
    return entity not in table["never"].get(intent, []) and (only is None or entity in only)


def evaluate(path: Path) -> RenderableType:
    """The report on labelled messages, ready to print."""
    from care165.nlu_report import measure, render  # noqa: PLC0415 - parsing does not need the measures

    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    parsed = list(parse(json.dumps({"text": row["text"]}) for row in rows))
    return render(path.name, measure(rows, parsed))
