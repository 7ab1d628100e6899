"""Where training data comes from: Rasa's files, each read once.

The stock importer reads and checks the domain for every part of a training that asks for it, five times the same 5,000
lines, and the examples three times: together half of what Rasa itself does in a training.
"""

from __future__ import annotations

from functools import cached_property

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class CareImporter(RasaFileImporter):
    """Rasa's own importer; what it read it keeps. Nobody changes that: Rasa merges into copies."""

    @cached_property
    def _domain(self) -> Domain:
        return super().get_domain()

    @cached_property
    def _nlu_data(self) -> TrainingData:
        return super().get_nlu_data()

    def get_domain(self) -> Domain:
        """See the stock importer."""
        return self._domain

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """See the stock importer; files in its own format are the same in every language."""
        return self._nlu_data
