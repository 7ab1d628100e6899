"""Files of named entries: general answers, and the questions asked further."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel

E = TypeVar("E", bound=BaseModel)


def read_entries(folder: Path, kind: type[E]) -> dict[str, E]:
    """The entries of all YAML files of a folder, by name.

    Raises:
        ValueError: a file is not well-formed, or a name stands in two files.
    """
    found: dict[str, E] = {}
    for path in sorted(folder.glob("*.yml")):
        for name, raw in yaml.safe_load(path.read_text("utf-8")).items():
            if name in found:
                raise ValueError(f"{name} stands in two files")
            found[name] = kind.model_validate(raw)
    return found
