"""What contacts are about: the topics of all that members asked the bot or a person for."""

from functools import lru_cache
from pathlib import Path

import yaml

NOTHING = "nothing"
"""Intents that steer a talk and are about no topic."""


@lru_cache
def topic_of() -> dict[str, str]:
    """The topic of each intent; those about nothing have ``NOTHING``."""
    groups: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("topics.yml").read_text("utf-8"))
    return {intent: topic for topic, intents in groups.items() for intent in intents}
