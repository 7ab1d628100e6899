"""Our short look at a conversation and Rasa's long one predict the same, on the rules of the trained assistant."""

import itertools
import random
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates, TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph

from bot import rule_states
from bot.domain_loading import read_domain

ROOT = Path(__file__).parents[2]
TALKS, TURNS = 60, 12


@pytest.fixture(scope="module")
def domain() -> Domain:
    return read_domain(ROOT / "domain.yml")


@pytest.fixture(scope="module")
def policy(domain: Domain, tmp_path_factory: pytest.TempPathFactory) -> RulePolicy:
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    context = ExecutionContext(GraphSchema({}))
    config = RulePolicy.get_default_config() | {"check_for_contradictions": False}
    made = RulePolicy(config, storage, Resource("rules"), context)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Rasa's own readers say about their age
        made.train(rule_trackers(domain), domain)
    return made


def rule_trackers(domain: Domain) -> list[TrackerWithCachedStates]:
    """The assistant's rules as Rasa gives them to its policies."""
    reader = YAMLStoryReader(domain)
    files = sorted((ROOT / "bot" / "data" / "rules").glob("*.yml"))
    graph = StoryGraph(list(itertools.chain.from_iterable(reader.read_from_file(file) for file in files)))
    generator = TrainingDataGenerator(graph, domain, use_story_concatenation=False, augmentation_factor=0)
    return list(generator.generate())


def talk(domain: Domain, chance: random.Random) -> list[Event]:
    """A conversation of members who wander: any intent, any action after it, forms that open, reject and close."""
    events: list[Event] = [ActionExecuted(ACTION_LISTEN_NAME)]
    intents, forms = sorted(domain.intents), sorted(domain.form_names)
    answers = sorted(name for name in domain.user_actions if name not in forms)
    for number in range(TURNS):
        events.append(UserUttered(f"pesan {number}", {"name": chance.choice(intents)}))
        open_form = next((e.name for e in reversed(events) if isinstance(e, ActiveLoop)), None)
        if open_form and chance.random() < 0.5:
            events.append(ActionExecutionRejected(open_form))
        elif open_form:
            events += [ActionExecuted(open_form), SlotSet("requested_slot", chance.choice(["language", None]))]
            events += [ActiveLoop(None)] * (chance.random() < 0.3)
        if not open_form and chance.random() < 0.3:
            form = chance.choice(forms)
            events += [ActionExecuted(form), ActiveLoop(form), SlotSet("requested_slot", "language")]
        events += [ActionExecuted(chance.choice(answers))] * (chance.random() < 0.6)
        events += [ActionExecuted(ACTION_LISTEN_NAME)] * (number < TURNS - 1)
    return events


def prefixes(events: list[Event]) -> Iterator[list[Event]]:
    yield from (events[:end] for end in range(2, len(events) + 1))


def predicted(policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain) -> tuple[str, bool]:
    found = policy.predict_action_probabilities(tracker, domain)
    best = max(range(len(found.probabilities)), key=found.probabilities.__getitem__)
    return domain.action_names_or_texts[best], found.is_end_to_end_prediction


def test_the_same_prediction_for_any_conversation(
    policy: RulePolicy, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(165)
    trackers = [
        DialogueStateTracker.from_events("m", part, domain.slots)
        for _ in range(TALKS)
        for part in itertools.islice(prefixes(talk(domain, chance)), 0, None, 3)
    ]
    stock = [predicted(policy, tracker, domain) for tracker in trackers]
    monkeypatch.setattr(RulePolicy, "_prediction_states", rule_states._prediction_states)
    monkeypatch.setattr(RulePolicy, "_find_action_from_rules", rule_states._find_action_from_rules)
    monkeypatch.setattr(RulePolicy, "_get_possible_keys", rule_states._get_possible_keys)
    assert [predicted(policy, tracker, domain) for tracker in trackers] == stock
    assert len({action for action, _ in stock}) > 20
    assert not rule_states.reads_text(policy)
