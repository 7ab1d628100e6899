"""Words with which a member who waits takes the wish for a person back: "eh ga usah, lanjut sendiri"."""

import re
from functools import lru_cache
from typing import Any

from backend.handover.texts import PARTS, SHORT, all_languages, names_people, plain_words, say, says_safe, speaks_of

LEAVE = "/handover_leave"
"""Payload of the button with which a waiting member goes back to the bot."""
_CLAUSE = re.compile(r",\s+")
_LEAST_WISHED = 2
"""So many words say what is wanted instead."""
_SENTENCE = re.compile(r"[.!?;\n]+\s")


@lru_cache
def _pattern(language: str, *, report: bool = False) -> re.Pattern[str]:
    """A message that is made of such words only, in any order; anything else in it is for the agent to read.

    A refusal of the person ("ga jadi orangnya"), no wish to wait ("malas tunggu"),
    going on with what was open ("lanjut yang tadi", "lanjut sendiri"),
    and going back to the assistant ("balik ke bot"). ``report``: no person, but a complaint instead.
    """
    words: dict[str, Any] = all_languages()[language]["leaving"]

    def one_of(kind: str) -> str:
        return "(?:" + "|".join(re.escape(word) for word in sorted(words[kind], key=len, reverse=True)) + ")"

    joins = f"(?: {one_of('joins')})*"
    person = f"(?: {one_of('person')}){joins}"
    refusal = f"{one_of('no')} {one_of('doing')}{joins}(?:{person})*|{one_of('no')} {one_of('wanting')}{joins}{person}"
    tired = f"{one_of('tired')} {one_of('person')}"
    if report:
        refused = f"{one_of('no')} (?:{one_of('doing')}|{one_of('wanting')}){joins}"
        return re.compile(f"(?:{refused}|{one_of('tired')})(?:(?: {one_of('person')}){joins})+ {one_of('report')}")
    on = f"{one_of('on')}(?: (?!{one_of('person')} )[^ ]+){{0,3}} {one_of('own')}"
    back = f"(?:{one_of('back')}{joins}|{one_of('using')}) {one_of('bot')}"
    whole = "|".join(re.escape(phrase) for phrase in all_languages()[language]["leave_words"] if " " in phrase)
    part, fine = f"(?:{refusal}|{tired}|{on}|{back}|{whole})", f"{one_of('no')} {one_of('fine')}"
    return re.compile(f"(?:{fine} )*{part}(?: {part}| {fine}| {one_of('later')})*")


@lru_cache
def _going_on() -> frozenset[str]:
    """Words that say what comes instead: going on, the assistant."""
    kinds = [texts["leaving"][kind] for texts in all_languages().values() for kind in ("on", "bot")]
    return frozenset(word for words in kinds for word in words)


def wants_to_leave(text: str, *, firmly: bool = False) -> bool:
    """Whether a member who waits asks, in either language, not to wait any longer; also where more is said behind
    "ga usah, saya nanya bot aja.", or "gausah deh petugasnya, udah jelas".

    ``firmly``: only where they say what they want instead; "ga usah" alone may mean anything.
    """
    if _leaves(text, firmly=firmly) or _leaves(_SENTENCE.split(text.strip(), maxsplit=1)[0], firmly=True):
        return True
    if not firmly and len(plain_words(text)) <= SHORT and speaks_of("withdraws", text):
        return True
    clause = text.partition(",")[0]
    return not firmly and names_people(clause) and _leaves(clause, firmly=False)


def _leaves(text: str, *, firmly: bool) -> bool:
    if firmly and not _going_on() & set(plain_words(text)):
        return False
    said = _said(text)
    if any(said == words.split() for texts in all_languages().values() for words in texts["leave_words"]):
        return True
    return any(_pattern(language).fullmatch(" ".join(said)) for language in all_languages())


def leave_button(locale: str) -> dict[str, str]:
    """The button with which a waiting member goes back to the bot."""
    return {"title": say(locale, "leave_button"), "payload": LEAVE}


def goes_on_settled(text: str, *, calm: bool) -> bool:
    """ "sudah ditangani. lanjut antrean tadi", and a bare "lanjut aja" of who is ``calm`` by an earlier message."""
    if calm and speaks_of("goes_on", text) and len(plain_words(text)) <= SHORT:
        return True
    *before, last = [part for part in PARTS.split(text.strip()) if part.strip()] or [""]
    return any(says_safe(part) for part in before) and _leaves(last, firmly=True)


def wants_instead(text: str) -> bool:
    """Whether something is asked for behind the words that take a wish for a person back: "ga usah nunggu petugas,
    bilang aja cara bayarnya".
    """
    for between in (_CLAUSE, _SENTENCE):
        first, *rest = between.split(text.strip(), maxsplit=1)
        wish = rest[0] if rest else ""
        wishes = len(plain_words(wish)) >= _LEAST_WISHED and (_wishes(wish) or "?" in wish)
        if wishes and wants_to_leave(first) and not _leaves(wish, firmly=False):
            return True
    return False


def _wishes(text: str) -> bool:
    wishing = {word for texts in all_languages().values() for word in texts["leaving"]["wishing"]}
    return bool(wishing & set(plain_words(text)))


def wants_to_report(text: str) -> bool:
    """ "ga jadi nunggu orang, bikin laporan aja": a complaint instead of the person."""
    return any(_pattern(language, report=True).fullmatch(" ".join(_said(text))) for language in all_languages())


def _said(text: str) -> list[str]:
    """The words of a message without polite ones."""
    polite = {word for texts in all_languages().values() for word in texts["polite_words"]}
    joined = {two: words for texts in all_languages().values() for two, words in texts["leaving"]["joined"].items()}
    words = " ".join(joined.get(word, word) for word in plain_words(text)).split()
    return [word for word in words if word not in polite]
