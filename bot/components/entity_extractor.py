"""Rasa component: entities by rules and word lists."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.entities import find_entities


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CareEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Adds what :func:`bot.components.entities.find_entities` finds."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - the signature is Rasa's
        model_storage: ModelStorage,  # noqa: ARG003 - the same
        resource: Resource,  # noqa: ARG003 - the same
        execution_context: ExecutionContext,  # noqa: ARG003 - the same
    ) -> "CareEntityExtractor":
        """The component has no state."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add entities to each message."""
        for message in messages:
            found = [
                {
                    "entity": s.entity,
                    "value": s.value,
                    "start": s.start,
                    "end": s.end,
                    "extractor": "CareEntityExtractor",
                }
                for s in find_entities(message.get(TEXT) or "")
            ]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add: the classifier reads the text."""
        return training_data
