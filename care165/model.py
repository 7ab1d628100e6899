"""The trained model: made anew exactly when one of its sources changes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from backend.learning.review import learned_file

ROOT = Path(__file__).parents[1]
MODELS = ROOT / "models"
TRAINING_DATA = ("bot/data/nlu", "bot/data/rules")
_SOURCES = ("config.yml", "domain.yml", "bot/data/nlu/*.yml", "bot/data/rules/*.yml")
_COMPONENTS = (
    "bot/components/**/*.py",
    "bot/components/**/*.yml",
    "bot/components/**/*.json",
    "bot/components/**/*.csv",
    "bot/components/**/*.txt",
)
KEPT_MODELS = 2


def training_data() -> list[str]:
    """Files and folders that the model learns from: ours, and what agents labelled on the review page."""
    learned = learned_file().resolve()
    return [*TRAINING_DATA, *([str(learned)] if learned.exists() else [])]


class TrainingFailed(Exception):
    """Rasa did not make a model; the message says where its output is."""


def fingerprint() -> str:
    """Names the present state of all files that the model is made of."""
    digest = hashlib.sha256()
    if (learned := learned_file()).exists():
        digest.update(learned.read_bytes() + b"\0")
    for pattern in (*_SOURCES, *_COMPONENTS):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def model_path() -> Path:
    """Where the model of the present files is, or will be."""
    return MODELS / f"care165-{fingerprint()}.tar.gz"


def rasa_environment() -> dict[str, str]:
    """What every Rasa command runs with."""
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}


def train(log: Path) -> Path:
    """Trains and gives the model's path; older models are removed, all but the last one.

    Raises:
        TrainingFailed: with the path of the log.
    """
    path = model_path()
    log.parent.mkdir(parents=True, exist_ok=True)
    arguments = [
        sys.executable,
        "-m",
        "bot",
        "train",
        "--skip-validation",
        "--data",
        *training_data(),
        "--domain",
        "domain.yml",
    ]
    arguments += [
        "--config",
        "config.yml",
        "--out",
        str(MODELS),
        "--fixed-model-name",
        path.name.removesuffix(".tar.gz"),
    ]
    with log.open("w") as output:
        done = subprocess.run(arguments, cwd=ROOT, env=rasa_environment(), stdout=output, stderr=output, check=False)
    if done.returncode or not path.exists():
        raise TrainingFailed(f"training failed; see {log}")
    for old in sorted(MODELS.glob("care165-*.tar.gz"), key=lambda p: p.stat().st_mtime)[:-KEPT_MODELS]:
        old.unlink()
    return path
