"""The trained model: made anew exactly when one of its sources changes."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from backend.learning.export import learned_file

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
    learned = learned_file()
    return _digest(_SOURCES + _COMPONENTS, learned.read_bytes() if learned.exists() else b"")


def _digest(patterns: Iterable[str], more: bytes = b"") -> str:
    digest = hashlib.sha256(more)
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def model_path() -> Path:
    """Where the model of the present files is, or will be."""
    return MODELS / f"care165-{fingerprint()}.tar.gz"


def rasa_environment() -> dict[str, str]:
    """What every Rasa command runs with."""
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}


def _cache() -> Path:
    """Where Rasa keeps trained components; only those of the present code, as Rasa looks at their settings alone."""
    ours = ROOT / ".rasa" / f"components-{_digest(_COMPONENTS)}"
    for other in (ROOT / ".rasa").glob("components-*"):
        if other != ours:
            shutil.rmtree(other)
    return ours


class Training:
    """The making of a model, in a process of its own that begins at once."""

    def __init__(self, log: Path) -> None:
        """``log`` is the file that gets what Rasa says."""
        self._log, self._path = log, model_path()
        log.parent.mkdir(parents=True, exist_ok=True)
        name = self._path.name.removesuffix(".tar.gz")
        command = [sys.executable, "-m", "bot", "train", "--skip-validation", "--data", *training_data()]
        command += ["--domain", "domain.yml", "--config", "config.yml", "--out", str(MODELS)]
        command += ["--fixed-model-name", name]
        with log.open("w") as output:
            environment = {**rasa_environment(), "RASA_CACHE_DIRECTORY": str(_cache())}
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)

    def goes_on(self) -> bool:
        """Whether it is still under way."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Ends it if it is still under way."""
        if self.goes_on():
            self._process.kill()
        self._process.wait()

    def result(self) -> Path:
        """Waits for the model's path; older models are removed, all but the last one.

        Raises:
            TrainingFailed: with the path of the log.
        """
        if self._process.wait() or not self._path.exists():
            raise TrainingFailed(f"training failed; see {self._log}")
        for old in sorted(MODELS.glob("care165-*.tar.gz"), key=lambda p: p.stat().st_mtime)[:-KEPT_MODELS]:
            old.unlink()
        return self._path


def train(log: Path) -> Path:
    """Trains and gives the model's path.

    Raises:
        TrainingFailed: with the path of the log.
    """
    return Training(log).result()
