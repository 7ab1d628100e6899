"""Rasa component: which intent a message has, with honest confidence."""

import os
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.in_talk import TALK
from bot.components.intent_model import IntentModel, Tuning
from bot.components.intent_training import fit
from bot.components.second_request import second_request
from bot.components.two_requests import Request, other_request
from bot.components.understanding import ranked

_SHOWN = 5
_RETRIEVAL = "faq/"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CareIntentClassifier(GraphComponent, IntentClassifier):
    """Blends n-gram and semantic views; an FAQ becomes intent ``faq`` with an entity ``faq_id``."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Those of :class:`Tuning`; ``cache`` is a file that keeps sentence vectors for the next training."""
        return {"cache": str(Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")) / "care165" / "vectors.npz")}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - the signature is Rasa's
    ) -> "CareIntentClassifier":
        """Untrained component, as Rasa's engine asks for it."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - the signature is Rasa's
        **kwargs: Any,  # noqa: ARG003 - as Rasa calls it
    ) -> "CareIntentClassifier":
        """Trained component from the model file."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(Path(folder)))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all examples that have an intent."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        names = [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples]
        known = {name: self._config[name] for name in Tuning.__dataclass_fields__ if name in self._config}
        cache = Path(self._config["cache"]).expanduser() if self._config.get("cache") else None
        self._model = fit([example.get(TEXT) for example in examples], names, Tuning(**known), cache)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking, for FAQs the ``faq_id`` entity, and ``other_request`` where a message makes two."""
        for message in messages:
            if self._model is not None:
                talk = (message.get("metadata") or {}).get(TALK)
                ranking = ranked(message.get(TEXT) or "", self._model, talk)
                _apply(message, ranking[:_SHOWN])
                _add_other_request(message, ranking, self._model)
        return messages


def _apply(message: Message, ranking: list[tuple[str, float]]) -> None:
    rows = [_row(label, confidence) for label, confidence in ranking]
    best = rows[0]
    message.set(INTENT, {"name": best["name"], "confidence": best["confidence"]}, add_to_output=True)
    message.set("intent_ranking", rows, add_to_output=True)
    if "faq_id" in best:
        entity = {
            "entity": "faq_id",
            "value": best["faq_id"],
            "start": 0,
            "end": len(message.get(TEXT) or ""),
            "extractor": "CareIntentClassifier",
        }
        message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)


def _add_other_request(message: Message, ranking: list[tuple[str, float]], model: IntentModel) -> None:
    """A row as in the ranking, with the part of the text that makes the request and where that begins."""
    other = other_request(message.get(TEXT) or "", ranking, model.rank)
    if other:
        row = {**_row(other.label, other.confidence), "text": other.text, "start": other.start}
        message.set("other_request", row, add_to_output=True)
        _add_also(message, other, row)


def _add_also(message: Message, other: Request, row: dict[str, Any]) -> None:
    """The entity ``also``, and the understanding of the request that is acted on first."""
    entities, text = message.get(ENTITIES, []), message.get(TEXT) or ""
    now, also = second_request(text, message.get("intent_ranking")[0], other, row, entities)
    # Both parts are clear by themselves; in the whole message they share the confidence, which looks like doubt.
    sure = {**now, "confidence": max(now["confidence"], row["confidence"])}
    message.set(INTENT, {"name": sure["name"], "confidence": sure["confidence"]}, add_to_output=True)
    message.set("intent_ranking", [sure], add_to_output=True)
    entities = [e for e in entities if e["entity"] != "faq_id"]
    if "faq_id" in now:
        entities = [*entities, {"entity": "faq_id", "value": now["faq_id"], "start": 0, "end": len(text)}]
    message.set(ENTITIES, [*entities, also], add_to_output=True)


def _row(label: str, confidence: float) -> dict[str, Any]:
    if label.startswith(_RETRIEVAL):
        return {"name": "faq", "confidence": confidence, "faq_id": label.removeprefix(_RETRIEVAL)}
    return {"name": label, "confidence": confidence}
