"""The data of the general answers: complete, short, sourced, and without figures of their own."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from backend.reference.service import rate
from bot.actions.amounts import names
from bot.actions.faq import Entry, entries
from bot.actions.texts import has_response

ROOT = Path(__file__).parents[2]
TAXONOMY = ROOT.parent / "shared" / "nlu" / "taxonomy.md"
ABBREVIATIONS = re.compile(r"\b(?:dr|drg|No|art)\.", re.IGNORECASE)
CONTACTS = re.compile(r"119 (?:ekstensi|extension) 8|0811-8165-165|\b(?:119|165|175)\b")
MOST_SENTENCES = 3


def sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?=\s|$)", ABBREVIATIONS.sub("", text)))


def taught_ids() -> set[str]:
    """The questions that the understanding tells apart."""
    training = yaml.safe_load((ROOT / "bot" / "data" / "nlu" / "faq.yml").read_text("utf-8"))["nlu"]
    return {block["intent"].removeprefix("faq/") for block in training if block["intent"].startswith("faq/")}


def test_every_question_that_is_understood_has_an_answer() -> None:
    assert taught_ids() <= set(entries())


@pytest.mark.skipif(not TAXONOMY.exists(), reason="the team's taxonomy is not beside this checkout")
def test_every_question_of_the_taxonomy_has_an_answer() -> None:
    part = TAXONOMY.read_text("utf-8").split("## `faq/...`")[1].split("\n##")[0].split("\n", 1)[1]
    assert {name.strip() for name in part.replace("\n", " ").split(",")} == set(entries())


@pytest.mark.parametrize("name", sorted(entries()))
def test_answer(name: str) -> None:
    entry: Entry = entries()[name]
    for language in ("id", "en"):
        text = entry.text[language]
        assert 1 <= sentences(text) <= MOST_SENTENCES, text
        figures = re.sub(r"\{[^}]*\}", "", CONTACTS.sub("", text))
        assert not re.search(r"\d", figures), f"a figure that is not from the dated tables: {text}"
        assert entry.title[language]
    assert names(entry.text["id"]) == names(entry.text["en"])
    assert entry.legal_basis and entry.source
    assert (entry.checked_on is None) == (entry.source == "unverified")


def test_figures_are_in_the_dated_tables() -> None:
    today = datetime.now(UTC).date()
    for entry in entries().values():
        for name in names(entry.text["id"]):
            assert rate(name, on=today)


def test_ways_on_exist() -> None:
    for entry in entries().values():
        assert entry.next
        for following in entry.next:
            known = (
                following.removeprefix("faq/") in entries()
                if "/" in following
                else has_response(f"utter_choice_{following}")
            )
            assert known, following
