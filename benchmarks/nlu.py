"""Compares ways to understand messages, by cross-validation and on labelled sets that were never trained on.

Run: ``python -m benchmarks.nlu [--dev FILE ...] [--stock EPOCHS] [--folds]``; the sets are by default those beside the
repository.
``--folds`` only cross-validates the kept model on all five folds (two minutes a fold). ``--stock`` also trains Rasa's
own DIET pipeline (one to three minutes an epoch).
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.components import semantic
from bot.components.intent_model import IntentModel, Tuning
from bot.components.intent_training import fit, folds_of
from care165.nlu_check import MEASURED, TRAINING, Example, examples
from care165.nlu_measures import is_right

CACHE = Path("~/.cache/care165/vectors.npz").expanduser()
OURS = Tuning()
_FOLDS = 5
_SEED = 165
STOCK = """
recipe: default.v1
language: id
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: EPOCHS
    constrain_similarities: true
    entity_recognition: false
"""


def typos(text: str, rng: random.Random) -> str:
    """One slip in every fourth word of four letters or more: a letter lost, doubled or swapped with the next."""
    words = text.split(" ")
    for at, word in enumerate(words):
        if len(word) >= 4 and word.isalpha() and rng.random() < 0.25:
            i = rng.randrange(1, len(word) - 1)
            slips = (
                word[:i] + word[i + 1 :],
                word[: i + 1] + word[i:],
                word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            )
            words[at] = rng.choice(slips)
    return " ".join(words)


def trained(found: Sequence[Example], tuning: Tuning) -> IntentModel:
    """A model of the examples."""
    return fit([example.text for example in found], [example.label for example in found], tuning, CACHE)


def cross_validated(found: Sequence[Example]) -> dict[str, float]:
    """Share of the examples of one held-out fold of five whose label each variant gets right."""
    labels = sorted({example.label for example in found})
    number = {label: i for i, label in enumerate(labels)}
    fold = folds_of(np.array([number[example.label] for example in found]), _FOLDS, _SEED)
    held = [example for example, part in zip(found, fold, strict=True) if not part]
    models = variants([example for example, part in zip(found, fold, strict=True) if part])
    for model in models.values():
        model.look_ahead([example.text for example in held])
    return {
        name: float(np.mean([model.rank(example.text)[0][0] == example.label for example in held]))
        for name, model in models.items()
    }


def over_all_folds(found: Sequence[Example]) -> dict[str, float]:
    """Figures of the kept model on every example, each seen by a model that did not learn it."""
    labels = sorted({example.label for example in found})
    number = {label: i for i, label in enumerate(labels)}
    folds = folds_of(np.array([number[example.label] for example in found]), _FOLDS, _SEED)
    pairs: list[tuple[str, str]] = []
    for held_fold in range(_FOLDS):
        model = trained([example for example, fold in zip(found, folds, strict=True) if fold != held_fold], OURS)
        held = [example for example, fold in zip(found, folds, strict=True) if fold == held_fold]
        pairs += [(example.label, model.rank(example.text)[0][0]) for example in held]
    return {"right of all labels": float(np.mean([label == said for label, said in pairs]))} | {
        f"{label}: {name}": value
        for label in ("emergency", "out_of_scope")
        for name, value in zip(("recall", "precision"), _of_label(pairs, label), strict=True)
    }


def _of_label(pairs: Sequence[tuple[str, str]], label: str) -> tuple[float, float]:
    hits = sum(truth == said == label for truth, said in pairs)
    return hits / sum(truth == label for truth, _ in pairs), hits / max(1, sum(said == label for _, said in pairs))


def variants(found: Sequence[Example]) -> dict[str, IntentModel]:
    """What is compared; all but the first are views of one trained model."""
    kept = trained(found, OURS)
    return {
        "n-grams, learned without slips": trained(found, replace(OURS, semantic=False, slips=False)),
        "n-grams": _varied(kept, OURS, with_meaning=False),
        "nearest examples by vectors": _varied(kept, replace(OURS, sure=2, semantic_weight=50)),
        "n-grams + vectors, always asked": _varied(kept, replace(OURS, sure=2)),
        "n-grams + vectors where unsure (kept)": kept,
    }


def _varied(model: IntentModel, tuning: Tuning, *, with_meaning: bool = True) -> IntentModel:
    return IntentModel(
        labels=model.labels,
        speller=model.speller,
        terms=model.terms,
        fast=model.fast,
        meaning=model.meaning if with_meaning else None,
        temperatures=model.temperatures,
        tuning=tuning,
    )


def milliseconds(model: IntentModel, texts: Sequence[str]) -> float:
    """Median time of one message that was not seen before."""
    times = []
    for text in texts:
        semantic._recent.clear()
        start = time.perf_counter()
        model.rank(text)
        times.append(time.perf_counter() - start)
    return 1000 * float(np.median(times))


def accuracy(understand: Callable[[str], str], rows: Sequence[dict[str, object]]) -> float:
    """Share of rows whose intent is right."""
    return float(np.mean([is_right(understand(str(row["text"])), row["intents"]) for row in rows]))


def best(model: IntentModel) -> Callable[[str], str]:
    """The label that the contract knows."""
    return lambda text: next(label for label, _ in model.rank(text) if label != "inform")


def sets(paths: Sequence[Path]) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Labelled rows of each file, and of the first one with typos."""
    for number, path in enumerate(paths):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        yield path.stem, rows
        if number == 0:
            rng = random.Random(_SEED)
            yield f"{path.stem} with typos", [{**row, "text": typos(row["text"], rng)} for row in rows]


def stock_understander(folder: Path, epochs: int) -> Callable[[str], str]:
    """Rasa's DIET pipeline trained on the same examples; every FAQ id is an intent of its own there too."""
    import asyncio  # noqa: PLC0415 - only the comparison with stock needs these, and they cost seconds

    from rasa.core.agent import Agent  # noqa: PLC0415 - seconds to import

    (folder / "config.yml").write_text(STOCK.replace("EPOCHS", str(epochs)), encoding="utf-8")
    (folder / "nlu").mkdir()
    for path in TRAINING.glob("*.yml"):
        (folder / "nlu" / path.name).write_text(path.read_text("utf-8").replace("faq/", "faq__"), encoding="utf-8")
    arguments = ["train", "nlu", "--nlu", str(folder / "nlu"), "--config", str(folder / "config.yml")]
    with (folder / "train.log").open("w") as log:
        command = [sys.executable, "-m", "rasa", *arguments, "--out", str(folder)]
        subprocess.run(command, check=True, stdout=log, stderr=log)
    agent = Agent.load(str(next(folder.glob("*.tar.gz"))))

    def understand(text: str) -> str:
        ranking = asyncio.run(agent.parse_message(text))["intent_ranking"]
        return next(row["name"].replace("__", "/") for row in ranking if row["name"] != "inform")

    return understand


def main() -> None:
    """Print one row for each variant."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dev", type=Path, nargs="*", default=sorted(MEASURED.glob("*dev.jsonl")))
    arguments.add_argument("--stock", type=int, default=0, metavar="EPOCHS")
    arguments.add_argument("--folds", action="store_true")
    options = arguments.parse_args()
    found, measured = list(examples()), list(sets(options.dev))
    if options.folds:
        Console(width=150).print(over_all_folds(found))
        return
    held_out = cross_validated(found)
    table = Table("variant", "ms a message", "held-out fold", *(name for name, _ in measured))
    for name, model in variants(found).items():
        texts = [str(row["text"]) for row in measured[0][1]] if measured else [e.text for e in found[:300]]
        cost = milliseconds(model, texts)
        figures = [f"{accuracy(best(model), rows):.3f}" for _, rows in measured]
        table.add_row(name, f"{cost:.1f}", f"{held_out[name]:.3f}", *figures)
    if options.stock:
        with tempfile.TemporaryDirectory() as folder:
            understand = stock_understander(Path(folder), options.stock)
            figures = [f"{accuracy(understand, rows):.3f}" for _, rows in measured]
            table.add_row(f"stock Rasa: DIET, {options.stock} epochs", "", "", *figures)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
