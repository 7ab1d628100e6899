"""Every refusal of queues and surgery has words in both languages, with no fact that is not there."""

import ast
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from backend import queues, surgery
from backend.privacy.reference_numbers import ReferenceProblem
from backend.queues import windows
from bot.actions.backend import Refusal
from bot.actions.queue_words import PAYLOADS, choice_buttons, refuse_booking
from bot.actions.reading import Reading
from bot.actions.texts import Say, has_response, variation

CALLS = frozenset({"ServiceError", "NotFound", "Forbidden", "refuse", "_refusal"})
AUTHORITY = frozenset({"verification_required", "own_code_needed", "member_not_found"})


def _sources(package: ModuleType) -> list[ast.Module]:
    return [ast.parse(path.read_text("utf-8")) for path in Path(str(package.__path__[0])).glob("*.py")]


def _codes_in(tree: ast.Module) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in CALLS]
    texts = [arg.value for call in named for arg in call.args if isinstance(arg, ast.Constant)]
    return {text for text in texts if isinstance(text, str)}


def _codes() -> set[str]:
    found = {code for package in (queues, surgery) for tree in _sources(package) for code in _codes_in(tree)}
    of_days = set(re.findall(r'"([a-z_]{5,})"(?: if|$)', inspect.getsource(windows.date_problem), re.MULTILINE))
    return found | of_days | set(get_args(ReferenceProblem)) | AUTHORITY


def _say(language: str) -> Say:
    tracker = Tracker("t", {"language": language}, {}, [], False, None, {}, None)
    return Say(CollectingDispatcher(), Reading(tracker))


def test_the_codes_are_found() -> None:
    assert {"queue_full", "date_in_past", "letter_needed", "sep_given", "too_far", "member_inactive"} <= _codes()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", sorted(_codes()))
def test_every_refusal_has_words(code: str, language: str) -> None:
    assert has_response(f"utter_error_{code}")
    own = variation(f"utter_error_{code}", language)
    assert ("condition" in own) == (language == "en")
    say = _say(language)
    refuse_booking(say, Refusal(code, 409, {}))
    assert "{" not in say.dispatcher.messages[0]["text"]


def test_every_step_that_is_offered_has_a_button_or_stands_in_the_text() -> None:
    said_in_text = {"call_facility", "check_in_at_counter", "register_patient", "wait"}
    offered: set[str] = set()
    for tree in _sources(queues):
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        steps = [call for call in calls if getattr(call.func, "id", "") == "action_choice" and call.args]
        offered |= {str(call.args[0].value) for call in steps if isinstance(call.args[0], ast.Constant)}
    assert offered - said_in_text <= set(PAYLOADS)
    choices: list[dict[str, Any]] = [{"kind": "action", "action": step, "booking": "K7"} for step in PAYLOADS]
    assert len(choice_buttons(_say("id"), choices)) == len(PAYLOADS)
