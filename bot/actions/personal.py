"""Answers about somebody's own matter: what was asked outlives the verification, and "istri saya" finds the wife."""

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Button, Say
from bot.actions.verify import DONE, REQUIRED, ask_to_verify
from bot.actions.viewer import viewer_of
from bot.components.date_patterns import MONTH_LONG
from bot.components.names import is_everyday
from bot.components.values import relation

AFTER_VERIFICATION = DONE
_MONTH = re.compile(rf"(?!mei$)(?:{MONTH_LONG})", re.I)
"""A month is nobody's name; Mei may be."""
_PARENTS = ("father", "mother", "parent")
_PLACES = {
    ("head", "spouse"): ("spouse",),
    ("spouse", "spouse"): ("head",),
    ("head", "child"): ("child",),
    ("spouse", "child"): ("child",),
    **{("child", parent): ("head", "spouse") for parent in _PARENTS},
}
"""Where a relative stands on the family card, seen from the place of the one who asks."""
_SOMEBODY = re.compile(
    r"^\W*(?:(?:kalau|kalo|klo|kl|terus|trus|buat|untuk|utk|bwt|punya(?:nya)?|si|yang|yg|what about|how about|and)\s+)+"
    r"(?P<after>[a-z]{3,})"
    r"(?:\s+(?:gimana|gmn|bagaimana|juga|jg|dong|donk|ya|min|kak))*\W*$"
    r"|^\W*(?P<before>[a-z]{3,})\s+(?:juga|jg|too|also)(?:\s+(?:dong|donk|ya|min|kak|please))*\W*$",
    re.I,
)


_OF_ONESELF = re.compile(
    r"^\W*(?:nak|nduk|ndhuk|le|cu|cung|nang|cah ayu)\b.*\b(?:ibu|bapak|simbah|mbah|eyang|nenek|kakek|emak|oma|opa)\s+"
    r"(?!saya|ku|kandung|mertua|aku|kami|kula|mu|nya)(?:\w+)"
    r"|^(?!.*\b(?:ibu|bapak|mbah)\s+(?:saya|ku|aku)\b).*\b(?:ibu|bapak|simbah|mbah|eyang|nenek|kakek)\s+(?:(?:mau|ingin|tak)\s+)?"
    r"(?:catat|nyatet|catet|lupa|bingung|kelalen|tanya|takon|ndak (?:ngerti|paham))\b"
    r"|^.*\b(?:kartu|bpjs|jkn|iuran|tagihan|status|punya|kepesertaan|data)(?:nya)?\s+(?:saya|sy|aku|gue|gw|ku|abdi|kulo)"
    r"\s+(?:sendiri|dewe|nyalira|sorangan)\b|^.*\bmy own (?:card|status|membership|bill|contributions?)\b",
    re.I,
)
"""An elder who speaks of herself: "Nak, ibu sudah daftar", "ibu catat dulu"; or whose own is said to be meant."""


YOUNGEST, OLDEST = "youngest", "oldest"
_AGES = {
    YOUNGEST: re.compile(
        r"\b(?:(?:yang|yg|nu|sing|paling)\s+(?:paling\s+)?(?:kecil|kcl|muda|alit|leutik|cilik|kenek)|bungsu|ragil|wuragil|youngest"
        r"|younger)\b",
        re.I,
    ),
    OLDEST: re.compile(
        r"\b(?:(?:yang|yg|nu|sing|paling)\s+(?:paling\s+)?(?:besar|bsr|gede|gedhe|tua|ageng)|sulung|cikal|pembarep|barep|oldest|eldest"
        r"|older)\b",
        re.I,
    ),
}
"""Which of several children is meant."""
_PUTS_RIGHT = re.compile(
    r"\b(?:maksud\w*|ralat|koreksi|salah|keliru|bukan|bkn|mean|meant|wrong|rather)\b", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(?:namanya|nama(?: beliau)?|called|named|name is)\s+([a-z]{3,}(?:\s+[a-z]{3,})?)", re.IGNORECASE
)
PERSON_WORDS = 14


class Personal(Answer):
    """An answer that only a verified member gets. ``wish_slot`` keeps what was asked until they are verified."""

    wish_slot: ClassVar[str] = ""
    tells: ClassVar[frozenset[str]] = frozenset()
    """Intents that what is told of this matter resembles while the page is waited for."""
    number_says_whose: ClassVar[bool] = True
    """Whether a card number or NIK in the message says whose matter it is; elsewhere it is what a form asks for."""

    @abstractmethod
    def read(self, reading: Reading) -> dict[str, Any]:
        """What the message asks for, as plain values."""

    @abstractmethod
    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Answers what was asked."""

    def adds(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        """What a message that was said while the page is waited for adds to ``wish``; nothing by default."""
        return {}

    def reads_back(self, say: Say, before: Mapping[str, Any], added: Mapping[str, Any]) -> str:
        """What is wanted now that ``added`` was said besides ``before``, in words; empty where it is not read back."""
        return ""

    def before_page(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> None:
        """What is said before the link to the page; nothing by default."""

    def hears(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
        """What a message says of ``wish`` while the page is waited for, where that is answered with more than that it
        was noted: the facts that it adds, perhaps none. By default another person than was said before.
        """
        person = person_instead(reading) if {"relation", "names"} <= wish.keys() else None
        if person:
            say("utter_verify_person", buttons=[say.button("utter_verify_button_again", "/verify_again")])
        return person

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Answers, or asks for verification and keeps the wish."""
        waited = reading.intent == AFTER_VERIFICATION
        wish = (reading.slot(self.wish_slot) if waited else None) or self.read(reading)
        try:
            if self.number_says_whose and holds_whole_number(reading):
                wish = {**wish, **await _by_number(reading)}
            return [*await self.tell(reading, say, wish), SlotSet(self.wish_slot, None)]
        except Refusal as refusal:
            if refusal.code != REQUIRED:
                raise
            self.before_page(reading, say, wish)
            return [*await ask_to_verify(reading, say, after=self.action), SlotSet(self.wish_slot, wish)]


def service_named(action: str) -> Personal | None:
    """The personal answer with this name; None where that is none."""
    kinds = list(Personal.__subclasses__())
    for kind in kinds:
        kinds += kind.__subclasses__()
    return next((kind() for kind in kinds if kind.action == action), None)


@dataclass(frozen=True)
class Meant:
    """Whom a message is about: ``member_id`` (None: oneself), or nobody yet because the member was told or asked."""

    member_id: str | None = None
    name: str | None = None
    settled: bool = True


def person_words(reading: Reading) -> dict[str, Any]:
    """Who a message names: a relation's code, words that may be a name, or the id that a pressed button carries."""
    related = [] if _OF_ONESELF.match(reading.text) else reading.entities("relation")
    named = next((one for one in related if not _moves_in(reading.text, one)), None)
    words = [] if reading.pressed or named else re.findall(r"[a-z]{3,}", reading.text.lower())
    strange = [word for word in words if not (is_everyday(word) or _MONTH.fullmatch(word))]
    return {
        "relation": relation(named) if named else None,
        "member": reading.entity("code"),
        "names": _called(reading.text, named) if named else strange,
        "age": _age(reading.text) if named else None,
    }


def _age(text: str) -> str | None:
    return next((age for age, words in _AGES.items() if words.search(text)), None)


def person_instead(reading: Reading) -> dict[str, Any] | None:
    """ "ralat, ibu mertua saya maksudnya. namanya Endang": whose matter it is instead; None for other words."""
    who = reading.entity("relation")
    right = [part for part in re.split(r"[.!;?]", reading.text) if _PUTS_RIGHT.search(part) and who and who in part]
    short = len(reading.text.split()) <= PERSON_WORDS and "?" not in reading.text
    if reading.pressed or not (right and short):
        return None
    named = _NAMED.search(reading.text)
    person = person_words(reading)
    return {**person, "names": named[1].lower().split()} if named else person


def _called(text: str, relation_words: str) -> list[str]:
    """ "jadwal operasi ibu endang": the name behind such a word, which may be one's own with "Ms." before it."""
    own = r"(?:(?:saya|sy|aku|ku|gue|gw|kami|kula|kulo|abdi|sa)\s+)?(?:(?:yang|yg|namanya|nama|si|named)\s+)*"
    found = re.search(rf"\b{re.escape(relation_words.lower())}\s+{own}([a-z]{{3,}})", text.lower())
    return [found[1]] if found and not is_everyday(found[1]) else []


def _moves_in(text: str, relation_words: str) -> bool:
    """ "pindah ikut anak", "yang lama dipakai adik": another one than the one whom the request is for."""
    words = re.escape(relation_words)
    follows = rf"\bikut\s+(?:tinggal\s+)?{words}\b"
    used = r"(?:di|ke)?(?:pakai|pake|pegang|bawa|kasih)(?:in|kan)?|used by|given to"
    uses = rf"\b(?:{used})\s+(?:sama\s+|oleh\s+|ke\s+)?{words}\b"
    return re.search(f"{follows}|{uses}", text, re.I) is not None


async def person_meant(reading: Reading, say: Say, wish: Mapping[str, Any], *, intent: str) -> Meant:
    """Finds the family member; says why there is none, or asks which of several with buttons of ``intent``.

    Raises:
        Refusal: ``verification_required``, or ``own_code_needed`` for an adult of the family.
    """
    if wish.get("member") or not (wish.get("relation") or wish.get("names")):
        return Meant(wish.get("member"))
    if not wish.get("relation"):
        meant = await _by_name(reading, wish["names"])
        if meant.member_id is None and reading.intent not in (intent, AFTER_VERIFICATION) and names_somebody(reading):
            say("utter_membership_not_in_family")
            return Meant(settled=False)
        return meant
    viewer = await viewer_of(reading)
    family = await call(reading, "GET", "/membership/family")
    people = family["members"]
    me = next((person for person in people if person["member_id"] == viewer["member_id"]), {"relation": "", "name": ""})
    own = me["relation"]
    opened = (
        own == wish["relation"] == "spouse" and reading.intent == AFTER_VERIFICATION
    )  # "istri saya": by her herself
    if opened or set(wish.get("names") or ()) & set(me["name"].lower().split()):
        return Meant()
    places = _PLACES.get((own, wish["relation"]), ())
    found = [person for person in people if person["relation"] in places and person["member_id"] != viewer["member_id"]]
    called = [one for one in found if set(wish.get("names") or ()) & set(one["name"].lower().split())]
    found = called if len(called) == 1 else found
    found = await _by_age(reading, found, wish["age"]) if wish.get("age") and len(found) > 1 else found
    if len(found) == 1:
        return Meant(found[0]["member_id"], found[0]["name"])
    if found:
        say("utter_membership_which_person", buttons=[_button(intent, person) for person in found])
    elif family["others"]:
        say("utter_error_own_code_needed", buttons=_own_data(say, intent, viewer))
    else:
        say("utter_membership_not_in_family", buttons=_own_data(say, intent, viewer))
    return Meant(settled=False)


def _own_data(say: Say, intent: str, viewer: Mapping[str, Any]) -> list[Button]:
    """The way to one's own, where somebody else cannot be shown: "bapak" may be the member themselves."""
    return [say.button("utter_button_own_data", press(intent, code=viewer["member_id"]))]


def holds_whole_number(reading: Reading) -> bool:
    """Whether the message holds a card number or NIK without a mistake in it; old regions still stand in a NIK."""
    numbers = reading.metadata.get("identifiers") or []
    return any(item["kind"] in ("card", "nik") and item["problem"] in (None, "nik_region_unknown") for item in numbers)


async def _by_age(reading: Reading, people: Sequence[Mapping[str, Any]], age: str) -> list[Mapping[str, Any]]:
    """ "anak saya yang kecil": the youngest, or the oldest, of several children."""
    params = [{"member": one["member_id"]} for one in people]
    born = [(await call(reading, "GET", "/membership/me", params=one))["birth_date"] for one in params]
    meant = (max if age == YOUNGEST else min)(born)
    return [one for one, birth_date in zip(people, born, strict=True) if birth_date == meant]


async def _by_number(reading: Reading) -> dict[str, Any]:
    """ "tagihan kartu 000…": the one of the family with that number; oneself needs no naming.

    Raises:
        Refusal: ``verification_required``, or ``number_not_in_family``.
    """
    found = (await call(reading, "GET", "/membership/typed"))["member_id"]
    return {"member": found} if found else {}


def names_somebody(reading: Reading) -> bool:
    """ "raka juga dong", "kalau punya nadia?": a message that is a name and words that join it to what was shown."""
    found = None if reading.pressed else _SOMEBODY.match(reading.text)
    return found is not None and not is_everyday((found["after"] or found["before"]).lower())


async def _by_name(reading: Reading, names: Sequence[str]) -> Meant:
    """ "kartu digital nadia": the one of the family whose name is said; else oneself."""
    viewer = (await viewer_of(reading))["member_id"]
    people = (await call(reading, "GET", "/membership/family"))["members"] if viewer else []
    others = [person for person in people if person["member_id"] != viewer]
    found = [person for person in others if set(person["name"].lower().split()) & set(names)]
    return Meant(found[0]["member_id"], found[0]["name"]) if len(found) == 1 else Meant()


def _button(intent: str, person: Mapping[str, Any]) -> Button:
    return {"title": person["name"], "payload": press(intent, code=person["member_id"])}
