"""What stands behind ``care165 nlu parse`` and ``care165 nlu evaluate``: the trained model, read without Rasa."""

import json
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from rich.console import RenderableType

from backend.conversations.messages import is_visible
from bot.components.date_patterns import is_past
from bot.components.entities import find_entities
from bot.components.intent_model import IntentModel
from bot.components.spans import Span
from bot.components.understanding import ranked
from care165.model import MODELS, model_path

# Bare answers to questions ("besok", "poli mata") have a label of ours that the contract does not know.
_INTERNAL = frozenset({"inform"})
# Messages whose vectors are computed together, and bytes read at a time.
_BATCH, _CHUNK = 256, 1 << 20
_UNREAD: dict[str, Any] = {"intent": None, "confidence": 0.0, "entities": []}
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


Told = Callable[[str], None]


def parse(
    lines: Iterable[str | bytes], model: IntentModel | None = None, first: int = 1, on_bad: Told | None = None
) -> Iterator[dict[str, Any]]:
    """Each JSON line with ``text`` again, with ``intent`` (an FAQ as ``faq/<id>``), ``confidence`` and ``entities``.

    A line that is no JSON object with a ``text`` comes out without an intent and with an ``error``, which is told to
    ``on_bad`` too: so the lines that come out are those that went in, blank ones apart.

    Raises:
        ValueError: with the number of the bad line (the first one is ``first``), if nobody wants to be told.
    """
    model = model or load()
    rows = (_row(line, number) for number, line in enumerate(lines, start=first) if line.strip())
    while batch := list(islice(rows, _BATCH)):
        model.look_ahead([row["text"] for row, problem in batch if not problem])
        for row, problem in batch:
            if problem and on_bad is None:
                raise ValueError(problem)
            if problem and on_bad is not None:
                on_bad(problem)
            yield {**row, **_UNREAD, "error": problem} if problem else {**row, **understand(model, row["text"])}


def parse_stream(stream: BinaryIO, on_bad: Told | None = None) -> Iterator[dict[str, Any]]:
    """:func:`parse` of all that the stream has at a time: a single line is answered at once, a file in batches."""
    model, number, rest = load(), 1, b""
    while data := stream.read1(_CHUNK):  # type: ignore[attr-defined] # every buffered stream has it
        *lines, rest = (rest + data).split(b"\n")
        yield from parse(lines, model, number, on_bad)
        number += len(lines)
    yield from parse([rest], model, number, on_bad)


def _row(line: str | bytes, number: int) -> tuple[dict[str, Any], str]:
    """The line's object, and what is wrong with the line; the text is empty when nothing is."""
    try:
        row = json.loads(line.decode("utf-8-sig") if isinstance(line, bytes) else line)
    except UnicodeDecodeError:
        return {}, f"line {number} is not UTF-8"
    except json.JSONDecodeError as problem:
        return {}, f"line {number} is no JSON: {problem.msg} (column {problem.colno})"
    except RecursionError:
        return {}, f"line {number} is nested too deeply"
    if not isinstance(row, dict):
        return {}, f"line {number} is no JSON object"
    return row, "" if isinstance(row.get("text"), str) else f'line {number} has no "text"'


def understand(model: IntentModel, text: str) -> dict[str, Any]:
    """Intent, confidence and the entities that the intent's service can use, each value once."""
    if not is_visible(text):
        return _UNREAD | {"intent": "out_of_scope"}
    intent, confidence = next(pair for pair in ranked(text, model) if pair[0] not in _INTERNAL)
    usable = {
        (found.entity, found.value.lower()): {
            "entity": found.entity, "value": found.value, "start": found.start, "end": found.end,
        }
        for found in reversed(usable_entities(intent, text))
    }  # fmt: skip
    return {"intent": intent, "confidence": round(confidence, 4), "entities": list(reversed(usable.values()))}


@lru_cache(maxsize=1)
def _usable() -> dict[str, Any]:
    text = resources.files("bot.components").joinpath("data/usable.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def usable_entities(intent: str, text: str) -> list[Span]:
    """What the service of an intent can use; beside a facility's name no kind of facility, where it is about one."""
    found = [each for each in find_entities(text) if is_usable(intent, each.entity, each.value)]
    if intent in _usable()["one_facility"] and any(each.entity == "facility_name" for each in found):
        return [each for each in found if each.entity != "facility_type"]
    return found


def is_usable(intent: str, entity: str, value: str = "") -> bool:
    """Whether the service of an intent can use such a value; the contract marks no others.

    What lies ahead (a booking, opening hours) has no use for a day that is over.
    """
    table = _usable()
    if intent in table["none"] or (entity == "date" and intent in table["ahead"] and is_past(value)):
        return False
    if value.lower() in table["unmarked"].get(intent, []):
        return False
    only = table["only"].get(intent) or (table["only"]["faq"] if intent.startswith("faq/") else None)
    return entity not in table["never"].get(intent, []) and (only is None or entity in only)


def evaluate(path: Path) -> RenderableType:
    """The report on labelled messages, ready to print.

    Raises:
        ValueError: the file has no rows, or a row (named by its line) is no JSON object with ``text`` and ``intents``.
    """
    from care165.nlu_report import measure, render  # noqa: PLC0415 - parsing does not need the measures

    with path.open("rb") as file:
        rows = [_labelled(line, number) for number, line in enumerate(file, start=1) if line.strip()]
    if not rows:
        raise ValueError(f"{path.name} has no rows")
    parsed = list(parse(json.dumps({"text": row["text"]}) for row in rows))
    return render(path.name, measure(rows, parsed))


def _labelled(line: bytes, number: int) -> dict[str, Any]:
    row, problem = _row(line, number)
    if problem:
        raise ValueError(problem)
    labels = row.get("intents") or [row.get("intent")]
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise ValueError(f'line {number} has no "intents"')
    entities = row.get("entities") or []
    if not all(isinstance(entity, dict) and {"entity", "value"} <= entity.keys() for entity in entities):
        raise ValueError(f'line {number} has "entities" without "entity" and "value"')
    return row | {"intents": labels, "entities": entities}
