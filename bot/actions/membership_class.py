"""Membership: another contribution class, for the whole family."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import Refusal, call
from bot.actions.change_kit import Begins, day_words, finish_change, make_draft, refusal_words, say_conditions, yes_no
from bot.actions.class_words import class_like
from bot.actions.faq import tell_faq
from bot.actions.form_ends import stop
from bot.actions.forms import Form
from bot.actions.given_up import wants_it_to_stay
from bot.actions.membership_fktp import say_pending
from bot.actions.outcomes import Filled, Outcome, refuse, resume
from bot.actions.press import inform, press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import open_form, shown
from bot.actions.texts import Say
from bot.actions.topic import TOPIC as GENERAL
from bot.actions.topic import asks_something, topic_of_service
from bot.actions.turns import heard, pressed
from bot.actions.verify import REQUIRED
from bot.components.values import membership_class

INTENT = "change_class"
TOPIC = "class"
UPGRADE = "inpatient_class_upgrade"
_TO = re.compile(r"\b(?:ke|jadi|menjadi|to)\s+(?:kelas\s+|kls\s+|class\s+)?([123]|i{1,3})\b", re.I)
_MUCH = r"\b(?:berapa\w*|brp|brapa|piro|pira|pinten|sabaraha|barapo?|how much)\b"
_PAID = (
    r"\b(?:iuran\w*|(?:m|di|mem)?bayar\w*|mbayar\w*|setor\w*|potongan\w*|jadi\w*|dadi\w*|jd|dados\w*|jadina"
    r"|(?:se|per ?)(?:bulan|wulan|sasih)\w*|month|pay|cost\w*|would (?:that|it) be)\b"
)
_COST = re.compile(rf"{_MUCH}.*{_PAID}|{_PAID}.*{_MUCH}", re.I)
_IN_HOSPITAL = re.compile(
    r"\b(?:dirawat|di ?rawat|rawat inap|opname|ngamar|nginap|nginep|kamar\w*|inpatient|ward|hospitali[sz]ed)\b", re.I
)
_DIFFERS = re.compile(
    r"\b(?:tetap|tetep|ttp|beda|berbeda|sendiri|doang|cuma|hanya|masing\w*|sebagian|stay|keep|only|different|differ)\b",
    re.I,
)
_OF_FAMILY = re.compile(
    r"\b(?:istri|isteri|suami|anak|ibu|bapak|bpk|ayah|mama|papa|dia|orang|keluarga|adik|kakak|kelas|kls|kelase|naik|turun"
    r"|ikut|wife|husband|son|daughter|mother|father|class|she|he|family|[123])\w*",
    re.I,
)
_SETTLES = re.compile(r"\b(?:aja|saja|ae|wae|bae|deh|dah|please)\b", re.I)
_SUPPOSES = re.compile(r"\b(?:kalau|kalo|klo|kl|misal\w*|nek|lek|if|what about)\b", re.I)
SHORT_WORDS = 5
_REGISTERS = re.compile(r"\b(?:(?:men|di|n)?daftar\w*|lanjut\w*|teruskan|terusin|regist\w*|sign up|continue)\b", re.I)
_LAID_OFF = frozenset({"job_loss", "segment_change"})
"""General answers behind which a class is the one to go on in."""


def _for_one(reading: Reading) -> bool:
    """ "endang tetep kelas 1 bisa ga": whether classes may differ within the family is asked."""
    if reading.pressed or not (_DIFFERS.search(reading.text) and asks_something(reading.text)):
        return False
    return _OF_FAMILY.search(reading.text) is not None


def _asks_cost(reading: Reading, level: int | None) -> bool:
    """ "kalau paling bawah bayarnya berapa": no choice yet; "kelas 3 aja deh, jadi berapa?" is one."""
    chooses = level is not None and _SETTLES.search(reading.text) and not _SUPPOSES.search(reading.text)
    return not (reading.pressed or chooses) and _COST.search(reading.text) is not None


def _few_with_number(reading: Reading) -> int | None:
    """The class of "eh salah, 3 aja": so few words with a number are another class."""
    short = not reading.pressed and len(reading.text.split()) <= SHORT_WORDS
    return _number_in(reading.text) if short else None


def _number_in(text: str) -> int | None:
    """A class in an answer; the 2 of "kira2" only doubles the word."""
    return membership_class(re.sub(r"\b(?!kelas|kls|klas)[a-z]+2\b", " ", text.lower()))


def class_in(reading: Reading) -> int | None:
    """The class that is wanted: behind "ke", else the last one named."""
    if found := _TO.search(reading.text):
        return membership_class(found[1])
    if not reading.pressed and (like := class_like(reading.text)):
        return like
    named = reading.entities("membership_class") or reading.entities("room_class")
    return membership_class(named[-1]) if named else None


def names_class_to_go_on(reading: Reading) -> bool:
    """ "daftar yang kelas 3 aja" of who is told that the card ended: the class to go on in, as self-paying."""
    behind = shown(reading).get("of") == "card_inactive" or (reading.slot(GENERAL) or {}).get("faq") in _LAID_OFF
    registers = not reading.pressed and _REGISTERS.search(reading.text) and not asks_something(reading.text)
    return bool(behind and registers and class_in(reading))


def _registers_instead(reading: Reading, wish: Mapping[str, Any]) -> list[EventType] | None:
    """Where no class can be changed since the job ended: the registration to go on, in that class."""
    if not names_class_to_go_on(reading):
        return None
    payload = press("register_new_member", value="job_loss", membership_class=str(wish["level"]))
    return heard(reading, pressed(payload) or {})


class ChangeClass(Begins):
    """Says who changes along, from when, and what each class costs."""

    action = "action_change_class"
    wish_slot = "membership_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """The class that was named."""
        return {"level": class_in(reading)}

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A better room while in hospital is another matter, and needs no login."""
        if not reading.pressed and _IN_HOSPITAL.search(reading.text):
            return [*await tell_faq(reading, say, UPGRADE), *resume(reading)]
        return await super().answer(reading, say)

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Opens the form, unless the rules say no or a change waits."""
        try:
            facts = await call(reading, "GET", "/membership/class-change")
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                raise
            if begun := _registers_instead(reading, wish):
                return begun
            refuse(say, refusal, **refusal_words(say, refusal))
            return topic_of_service(INTENT)
        if facts["pending"]:
            say_pending(say, facts["pending"])
            return []
        await say_conditions(reading, say, INTENT)
        values = {
            "count": len(facts["people"]),
            "level": facts["contribution_class"],
            "total": say.rupiah(facts["total"]),
        }
        say("utter_class_intro", date=day_words(say, facts["effective_on"]), **values)
        wanted = wish.get("level")
        if wanted == facts["contribution_class"]:
            wanted = None  # "turun kelas, kelas 1 berat": the class they have is named, and not the one they want
        return open_form(reading, "class_form", facts=facts, hint=wanted)


class ValidateClassForm(Form):
    """The class, then yes."""

    form = "class_form"
    changes = True
    read_back = "class_confirm"
    own_intents = frozenset({INTENT})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Both."""
        return ["class_choice", "class_confirm"]

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """ "ga usah deh, tetap kelas 1": the class they have is to stay."""
        now_in = reading.slot("class_facts")["contribution_class"]
        if wants_it_to_stay(reading) and not _for_one(reading) and class_in(reading) == now_in:
            return stop(self.form, reading, say)
        return super()._no_answer(reading, say, known)

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "eh salah, 3 aja sekalian", "balik yang 2 deh", "balik ke yang tengah"."""
        return _few_with_number(reading) is not None or class_in(reading) is not None

    async def extract_class_choice(self, reading: Reading, say: Say) -> Outcome:
        """A class by number, drafted at once."""
        asked = reading.requested == "class_choice"
        if reading.requested and _for_one(reading):
            say("utter_class_same_for_all")
            return Filled({"form_tries": 0})
        level = class_in(reading)
        if reading.requested and _asks_cost(reading, level):
            say_costs(reading, say, level)
            return Filled({"form_tries": 0})
        if level is None and asked and not reading.pressed:
            level = _number_in(reading.text)
        if level is None and reading.requested == "class_confirm":
            level = _few_with_number(reading)
        if level is None and asked and reading.entity("value"):
            level = int(reading.entity("value") or 0)
        if level is None and not reading.requested:
            level = reading.slot("class_hint")
        if level is None or (reading.requested == "class_confirm" and str(level) == str(reading.slot("class_choice"))):
            return None
        try:
            draft = await make_draft(reading, kind="class", contribution_class=level)
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                raise
            refuse(say, refusal, **refusal_words(say, refusal))
            return Filled({"class_choice": None, "class_hint": None})
        return Filled({"class_choice": str(level), "class_draft": draft, "class_hint": None})

    async def extract_class_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes confirms; no asks for another class."""
        if reading.requested != "class_confirm":
            return None
        other = str(class_in(reading) or reading.slot("class_choice")) != str(reading.slot("class_choice"))
        if reading.intent not in ("affirm", "deny") or other:
            return None  # "tidak, kelas 3", "ya udah kelas 3 aja": read as the choice
        return Filled({"class_confirm": True} if reading.intent == "affirm" else {"class_choice": None})


def say_costs(reading: Reading, say: Say, level: int | None) -> None:
    """What the classes cost the family a month beside the one it has: the one asked for, else each."""
    facts = reading.slot("class_facts")
    options = [one for one in facts["options"] if level in (None, one["contribution_class"])] or facts["options"]
    lines = [
        say.text("utter_class_cost", level=one["contribution_class"], total=say.rupiah(one["total"])) for one in options
    ]
    now = {"level": facts["contribution_class"], "total": say.rupiah(facts["total"])}
    say("utter_class_costs", costs=", ".join(lines), count=len(facts["people"]), **now)


class AskClassChoice(Answer):
    """Asks for the class, with what each costs the family a month."""

    action = "action_ask_class_choice"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each."""
        options = reading.slot("class_facts")["options"]
        buttons = [
            say.button(
                "utter_class_option",
                inform(value=str(one["contribution_class"])),
                level=one["contribution_class"],
                total=say.rupiah(one["total"]),
            )
            for one in options
        ]
        say("utter_class_ask", buttons=buttons)
        return []


class AskClassConfirm(Answer):
    """Reads the change back."""

    action = "action_ask_class_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """From which to which class, for whom, what it costs, from when."""
        draft, facts = reading.slot("class_draft"), reading.slot("class_facts")
        to = draft["shown"]["to"]
        cost = next(one["total"] for one in facts["options"] if one["contribution_class"] == to)
        values = {"old": draft["shown"]["from"], "new": to, "people": ", ".join(draft["shown"]["people"])}
        date = day_words(say, draft["effective_on"])
        say("utter_class_read_back", buttons=yes_no(say), total=say.rupiah(cost), date=date, **values)
        return []


class ClassFinish(Answer):
    """Runs once it was confirmed."""

    action = "action_class_finish"
    ends = "class"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The receipt."""
        again = {"class_choice": None, "class_confirm": None}
        return await finish_change(reading, say, TOPIC, reading.slot("class_draft"), again)
