"""Lets the ``rasa`` process start without TensorFlow, which nothing in our pipeline uses.

Rasa imports all components that it ships, and with them TensorFlow: 450 MB of memory and most of the start. Here its
modules find names that can be inherited from and mentioned, but not used: whoever calls one is told why.
``rasa train`` and the other stock commands have the real thing; and so has a configuration that names a component of
Rasa's which we have not seen to do without it.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

OWN = "bot."
NEEDS_NONE = frozenset({"FallbackClassifier", "RulePolicy"})
"""Components of Rasa's that were seen to work without TensorFlow."""
_LEFT_OUT = ("tensorflow", "keras", "tensorflow_text", "tensorflow_hub")


class TensorFlowLeftOut(RuntimeError):
    """Something that should have TensorFlow was used in a process that was started without it."""


class _Named(type):
    """A class for any name of TensorFlow: its attributes are such classes too."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _stand_in(f"{cls.__name__}.{name}")
        setattr(cls, name, made)
        return made

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and callable(args[0]) and not kwargs:
            return args[0]  # a decorator
        raise TensorFlowLeftOut(f"{cls.__name__} needs TensorFlow; see bot/without_tensorflow.py")


def _stand_in(name: str) -> type:
    return _Named(name, (), {})


class _StandInModule(ModuleType):
    __version__ = "2.12.0"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _stand_in(f"{self.__name__}.{name}")
        setattr(self, name, made)
        return made


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in _LEFT_OUT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def needs_tensorflow(config: Path) -> bool:
    """Whether a Rasa configuration names a component that may use TensorFlow."""
    loaded = yaml.safe_load(config.read_text("utf-8"))
    named = [item["name"] for part in ("pipeline", "policies") for item in loaded.get(part) or []]
    return not named or any(not name.startswith(OWN) and name not in NEEDS_NONE for name in named)


def leave_out() -> None:
    """Puts the stand-ins in front of the real modules; before anything imports Rasa."""
    if "tensorflow" in sys.modules:
        raise TensorFlowLeftOut("TensorFlow is imported already")
    sys.meta_path.insert(0, _Finder())
