"""How urgent a complaint is, and whether a person must take it at once.

Priorities: P1 care is at stake now (minutes), P2 money, fraud or a threat (the same day), P3 within the deadline.
The signals stand in ``data/signals.yml``. They only ever raise a priority: who is not recognised here goes on with the
form, may ask for a person any time, and is asked whether the patient is in care now.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from backend.complaints.catalogue import categories
from backend.complaints.phrases import pattern, sentences

Priority = Literal["P1", "P2", "P3"]
Time = Literal["now", "recent", "past", "unknown"]
_NEGATION_REACH = 2
"""Words between a negation and what it negates ("tidak pernah sampai ditolak")."""


@dataclass(frozen=True)
class Draft:
    """What is known of a complaint so far; ``None`` is "not said yet". ``money_asked`` is in rupiah."""

    text: str
    category: str | None = None
    patient_in_care: bool | None = None
    money_asked: int | None = None


@dataclass(frozen=True)
class Urgency:
    """The judgement.

    ``reason`` is stable: a signal of the data file, ``money_asked``, ``care_refused`` or ``routine``.
    ``ask_in_care_now`` is true when one question, whether the patient is in care now, would decide.
    """

    priority: Priority
    handover: bool
    reason: str
    ask_in_care_now: bool = False


@dataclass(frozen=True)
class Signal:
    """One kind of finding. ``when``: which times count; ``later`` is its name when it is over."""

    reason: str
    priority: Priority
    handover: bool
    when: Literal["always", "not_past", "now"]
    phrases: re.Pattern[str]
    unless: re.Pattern[str]
    needs_care: bool
    hypothetical: bool
    negatable: bool
    later: str | None


@dataclass(frozen=True)
class Rules:
    """The data file, compiled."""

    spelling: dict[str, str]
    times: re.Pattern[str]
    time_of: dict[Time, re.Pattern[str]]
    negation: re.Pattern[str]
    hypothetical: re.Pattern[str]
    care: re.Pattern[str]
    standing: re.Pattern[str]
    signals: tuple[Signal, ...]


def _signal(data: dict[str, Any]) -> Signal:
    return Signal(
        reason=data["reason"],
        priority=data["priority"],
        handover=data["handover"],
        when=data["when"],
        phrases=pattern(data["phrases"]),
        unless=pattern(data.get("unless", ())),
        needs_care=data.get("needs") == "care",
        hypothetical=data.get("hypothetical", False),
        negatable=data.get("negatable", False),
        later=data.get("later"),
    )


@lru_cache
def rules() -> Rules:
    """The rules of ``data/signals.yml``."""
    data = yaml.safe_load((Path(__file__).parent / "data" / "signals.yml").read_text("utf-8"))
    times = data["time"]
    return Rules(
        spelling=data["spelling"],
        times=pattern(phrase for phrases in times.values() for phrase in phrases),
        time_of={name: pattern(phrases) for name, phrases in times.items()},
        negation=pattern(data["negation"]),
        hypothetical=pattern(data["hypothetical"]),
        care=pattern(data["care"]),
        standing=pattern(data["standing"]),
        signals=tuple(_signal(signal) for signal in data["signals"]),
    )


def _time_word(word: str) -> Time:
    return next((name for name, phrases in rules().time_of.items() if phrases.fullmatch(word)), "unknown")


def _time_at(sentence: str, match: re.Match[str], before: Time) -> Time:
    """When something happened: by the nearest time word in front, else behind it, else of the sentences before."""
    found = list(rules().times.finditer(sentence))
    ahead = [time for time in found if time.start() <= match.start()]
    behind = [time for time in found if time.start() > match.start()]
    nearest = ahead[-1] if ahead else behind[0] if behind else None
    return _time_word(nearest.group()) if nearest else before


def _last_time(sentence: str, before: Time) -> Time:
    found = list(rules().times.finditer(sentence))
    return _time_word(found[-1].group()) if found else before


def _happened(signal: Signal, sentence: str, match: re.Match[str]) -> bool:
    """Whether the sentence tells it as a fact: not negated, not a "what if" (unless it says that it is now)."""
    in_front = sentence[: match.start()]
    nearby = " ".join(in_front.split()[-_NEGATION_REACH:])
    if signal.negatable and rules().negation.search(nearby):
        return False
    unreal = signal.hypothetical and rules().hypothetical.search(in_front)
    return not unreal or rules().time_of["now"].search(sentence) is not None


def _times(signal: Signal, parts: list[str]) -> Iterator[Time]:
    """When each occurrence of a signal in a text happened."""
    time: Time = "unknown"
    for sentence in parts:
        if not signal.unless.search(sentence):
            for match in signal.phrases.finditer(sentence):
                if _happened(signal, sentence, match):
                    yield _time_at(sentence, match, time)
        time = _last_time(sentence, time)


def _stands_there(parts: list[str]) -> bool:
    """ "sekarang kami di parkiran rs": what was refused today, in another sentence, is refused still."""
    return any(rules().standing.search(sentence) for sentence in parts)


def _is_about_care(draft: Draft, parts: list[str]) -> bool:
    chosen = categories().get(draft.category or "")
    return bool(chosen and chosen.care) or any(rules().care.search(sentence) for sentence in parts)


def _holds(signal: Signal, draft: Draft, times: list[Time]) -> bool:
    if signal.when == "always":
        return bool(times)
    if signal.when == "not_past":
        return any(time != "past" for time in times)
    if draft.patient_in_care is not None:
        return draft.patient_in_care and bool(times)
    return "now" in times


def _over(signal: Signal, draft: Draft, times: list[Time]) -> Urgency:
    """A refusal or a payment that is not known to be going on."""
    priority: Priority = "P2" if signal.later == "money_asked" else _usual(draft)
    unclear = draft.patient_in_care is None and any(time != "past" for time in times)
    return Urgency(priority, False, signal.later or signal.reason, ask_in_care_now=unclear)


def _usual(draft: Draft) -> Priority:
    chosen = categories().get(draft.category or "")
    return chosen.priority if chosen else "P3"


def _by_answers(draft: Draft) -> Urgency:
    """The judgement when the text gives no signal: by the category and the answers."""
    chosen = categories().get(draft.category or "")
    if draft.patient_in_care and chosen and chosen.now_reason:
        return Urgency("P1", True, chosen.now_reason)
    if draft.money_asked:
        return Urgency("P1", True, "money_asked_now") if draft.patient_in_care else Urgency("P2", False, "money_asked")
    unclear = draft.patient_in_care is None and bool(chosen and chosen.now_reason)
    return Urgency(_usual(draft), False, "routine", ask_in_care_now=unclear)


def assess(draft: Draft) -> Urgency:
    """Judges a complaint by its words and answers; the first signal that holds decides."""
    parts = sentences(draft.text, rules().spelling)
    about_care, there = _is_about_care(draft, parts), _stands_there(parts)
    over: list[Urgency] = []
    for signal in rules().signals:
        times = list(_times(signal, parts)) if about_care or not signal.needs_care else []
        if there and signal.when == "now":
            times = [time if time == "past" else "now" for time in times]
        if _holds(signal, draft, times):
            return Urgency(signal.priority, signal.handover, signal.reason)
        if times and signal.when == "now":
            over.append(_over(signal, draft, times))
    answered = _by_answers(draft)
    return min([answered, *over], key=lambda urgency: (urgency.priority, urgency.reason == "routine"))
