"""Reads a model's domain in a fraction of a second.

Stock Rasa parses the domain file three times with a parser written in Python: eight of the nine seconds that our model
took to load. The file in a model was written and checked by Rasa itself when it was trained, so one reading by the C
parser is enough. ``tests/bot/test_domain_loading.py`` shows that the outcome is the same.
"""

from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain


class _Yaml12Loader(yaml.CSafeLoader):
    """As Rasa writes it: only ``true`` and ``false`` are truth values; "yes", "no" and "on" are words."""


_Yaml12Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or letter in "tTfF"]
    for letter, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read_domain(path: Path) -> Domain:
    """The domain of a file that Rasa wrote, or that was checked elsewhere."""
    return Domain.from_dict(yaml.load(path.read_text("utf-8"), Loader=_Yaml12Loader))  # noqa: S506 - a safe loader


def _load(
    cls: type[DomainProvider],
    /,
    config: dict[str, Any],  # noqa: ARG001 - Rasa calls it by these names
    model_storage: ModelStorage,
    resource: Resource,
    execution_context: ExecutionContext,  # noqa: ARG001 - the same
    **_kwargs: Any,
) -> DomainProvider:
    with model_storage.read_from(resource) as folder:
        return cls(model_storage, resource, read_domain(folder / "domain.yml"))


def install() -> None:
    """Makes models of this process load their domain this way."""
    DomainProvider.load = classmethod(_load)
