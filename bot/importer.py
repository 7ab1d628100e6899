"""Where training data comes from: Rasa's files, each read once.

The stock importer reads and checks the domain for every part of a training that asks for it, five times the same 5,000
lines, and the examples three times: together half of what Rasa itself does in a training. The domain is read by the C
parser; ``tests/bot/test_domain_loading.py`` has Rasa's own reading check the file.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.domain_loading import read_domain


class CareImporter(RasaFileImporter):
    """Rasa's own importer; what it read it keeps. Nobody changes that: Rasa merges into copies."""

    @cached_property
    def _domain(self) -> Domain:
        path = Path(self._domain_path or "")
        try:
            return read_domain(path) if path.is_file() else super().get_domain()
        except (yaml.YAMLError, RasaException):
            return super().get_domain()  # says in Rasa's words what is wrong with the file

    @cached_property
    def _nlu_data(self) -> TrainingData:
        return super().get_nlu_data()

    def get_domain(self) -> Domain:
        """See the stock importer."""
        return self._domain

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """See the stock importer; files in its own format are the same in every language."""
        return self._nlu_data
