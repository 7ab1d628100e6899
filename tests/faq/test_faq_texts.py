"""Texts that the code names by pattern: refusals, choices, guidance. In both languages."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.reference.service import rate
from bot.actions.amounts import names

ROOT = Path(__file__).parents[2]
RAISED = re.compile(r"(?:ServiceError|NotFound|Forbidden|WrongCode)\(\s*\"([a-z_]+)\"")
AGENTS_SIDE = {
    "complaints": {"agent_service.py", "lifecycle.py", "handling.py"},
    "handover": {
        "accounts.py",
        "canned.py",
        "held.py",
        "marks.py",
        "opening.py",
        "passing.py",
        "staffing.py",
        "teams.py",
        "work.py",
    },
    "beds": {"reports.py", "importer.py"},
    "membership": {"review.py"},
    "registration": {"review.py"},
    "contributions": {"booking.py", "bank_api.py", "bank_pages.py", "pages.py", "deciding.py"},
}
"""Modules whose refusals go to agents and hospitals, never into a chat."""
TOPICS = (
    "complaints",
    "attachments",
    "facilities",
    "beds",
    "handover",
    "membership",
    "registration",
    "contributions",
    "installments",
    "autodebit",
    "screening",
    "ratings",
    "history",
)
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]


def codes() -> set[str]:
    found: set[str] = set()
    for topic in TOPICS:
        for path in (ROOT / "backend" / topic).glob("*.py"):
            if path.name not in AGENTS_SIDE.get(topic, set()):
                found |= set(RAISED.findall(path.read_text("utf-8")))
    return found


def intents() -> list[str]:
    return [next(iter(intent)) for intent in DOMAIN["intents"]]


def in_both_languages(response: str) -> bool:
    variations = RESPONSES.get(response, [])
    english = [v for v in variations if any(c["value"] == "en" for c in v.get("condition", []))]
    return len(variations) == 2 and len(english) == 1


def test_every_refusal_has_a_text() -> None:
    assert codes()
    assert [code for code in sorted(codes()) if not in_both_languages(f"utter_error_{code}")] == []


def test_every_intent_can_be_offered_as_a_choice() -> None:
    own = {"inform", "share_location", "share_attachment", "share_unreadable", "show_more", "show_on_map"}
    own |= {"handover_rate", "handover_leave", "verified", "contributions_news", "notices_due", "nlu_fallback"}
    own |= {"resume_form", "helping", "verify_again", "handover_ended"}
    offered = [intent for intent in intents() if intent not in own]
    assert [intent for intent in offered if not in_both_languages(f"utter_choice_{intent}")] == []


def test_every_guided_intent_has_a_text() -> None:
    rules = yaml.safe_load((ROOT / "bot" / "data" / "rules" / "guidance.yml").read_text("utf-8"))["rules"]
    guided = [rule["steps"][0]["intent"] for rule in rules]
    assert guided
    assert [intent for intent in guided if not in_both_languages(f"utter_guide_{intent}")] == []


@pytest.mark.parametrize("response", [name for name in RESPONSES if name.startswith("utter_guide_")])
def test_figures_of_guidance_are_in_the_dated_tables(response: str) -> None:
    today = datetime.now(UTC).date()
    for variation in RESPONSES[response]:
        for name in names(variation["text"]):
            assert rate(name, on=today)


def test_a_text_of_several_lines_keeps_them() -> None:
    folded = re.findall(r'text: "(?:[^"\\\n]|\\.)*\n', (ROOT / "domain.yml").read_text("utf-8"))
    assert folded == [], "YAML joins the lines of a quoted text: write \\n"
