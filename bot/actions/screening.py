"""Health screening: a questionnaire that can be left and resumed. The answers are kept by the backend, not in slots."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.control import says_go_on
from bot.actions.form_limits import PERSON_AT
from bot.actions.forms import Form
from bot.actions.offers import says_start
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.personal import Personal, person_meant, person_words
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.screening_reading import about_another, answer_to, asks_how_many, measures, of_relative
from bot.actions.screening_result import say_result
from bot.actions.screening_told import (
    family_history,
    habits_and_family,
    heard_of_health,
    odd,
    shown_words,
    tells_family_illness,
    told_early,
    words_for,
)
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form
from bot.actions.texts import Button, Say
from bot.actions.topic import topic_of_service

INTENT = "health_screening"
FORM = "screening_form"
NOT_BEGUN = "screening_not_begun"
"""It was finished or thrown away meanwhile, perhaps on the other channel."""
NO_LEAVE = frozenset({"repeat", "show_menu", "abuse", "change_language"})
"""Short answers are easily understood as one of these; what can be an answer is one."""


class HealthScreening(Personal):
    """Begins, goes on, or shows what came of the last one."""

    action = "action_health_screening"
    wish_slot = "screening_wish"
    resumes = False

    def read(self, reading: Reading) -> dict[str, Any]:
        """Whose screening."""
        return person_words(reading)

    def hears(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
        """Measures, or an illness of the family, told before anything is asked."""
        told = heard_of_health(reading, say, wish)
        return super().hears(reading, say, wish) if told is None else told

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """One's own or a child's; others fill in theirs."""
        meant = await person_meant(reading, say, wish, intent=INTENT)
        if not meant.settled:
            return []
        params = {"member": meant.member_id}
        seen = await call(reading, "GET", "/screening", params=params)
        member = {"id": meant.member_id} if meant.member_id else None
        if question := seen["question"]:
            say("utter_screening_resumed", number=question["number"], total=question["total"])
            return open_form(reading, FORM, consent=True, question=question, member=member)
        if seen["next_on"]:
            say_result(say, seen)
            return topic_of_service(INTENT)
        return open_form(reading, FORM, member=member, told=wish.get("told"))


def _params(reading: Reading) -> dict[str, Any]:
    member = reading.slot("screening_member")
    return {"member": member["id"]} if member else {}


def _went_on(found: Mapping[str, Any]) -> Filled:
    """The next question, or that there is none."""
    question = found["question"]
    return Filled({"screening_question": question, "screening_answer": None if question else True})


class ValidateScreeningForm(Form):
    """Asks for consent, then whatever question the backend has next."""

    form = FORM
    own_intents = frozenset({INTENT})
    asks_whether = True

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Without consent nothing is asked."""
        refused = known.get("screening_consent") is False
        return ["screening_consent"] if refused else ["screening_consent", "screening_answer"]

    def _leaves_at_once(self, reading: Reading) -> bool:
        """ "Kurang tahu" is understood as "say that again"; here it is an answer."""
        question = reading.slot("screening_question")
        answered = question and reading.requested == "screening_answer" and answer_to(question, reading) is not None
        consents = reading.requested == "screening_consent" and (reading.intent == "cancel_flow" or says_start(reading))
        told = reading.requested and (
            tells_family_illness(reading) or (reading.intent in NO_LEAVE and told_early(reading))
        )
        return super()._leaves_at_once(reading) and not (consents or told or (answered and reading.intent in NO_LEAVE))

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """ "masih banyak pertanyaannya?": how many are left, and the open one again; what a relative once had is told,
        and nobody is in danger.
        """
        if tells_family_illness(reading):
            told = {"name": "inform", "confidence": reading.confidence}
            reading.tracker.latest_message = {**(reading.tracker.latest_message or {}), "intent": told}
        question = reading.slot("screening_question")
        if question and reading.requested == "screening_answer" and asks_how_many(reading):
            left = int(question["total"]) - int(question["number"]) + 1
            say("utter_screening_left", left=left, total=question["total"])
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        if reading.requested == "screening_consent" and (early := told_early(reading)) and not odd(early):
            kept = {**(known.get("screening_told") or {}), **early}
            say("utter_screening_kept_until_yes", value=shown_words(say, early))
            return [SlotSet("screening_told", kept), SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        if reading.requested and tells_family_illness(reading):
            say("utter_screening_history_elsewhere")
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        return super()._no_answer(reading, say, known)

    def _step_back(self, reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
        """The question is looked up when it is asked."""
        return {"screening_back": (known.get("screening_question") or {}).get("name"), "screening_answer": None}

    def _climb(self, reading: Reading, say: Say, tries: int, helped: int) -> int:
        """Where a figure is asked for, neither buttons nor words answer."""
        kind = (reading.slot("screening_question") or {}).get("kind")
        if reading.requested == "screening_answer" and kind == "number" and tries < PERSON_AT and not helped:
            say("utter_help_screening_number")
            return 1
        return super()._climb(reading, say, tries, helped)

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "balik, tinggi saya salah 158"."""
        question = reading.slot("screening_question")
        return bool(question and measures(question, reading))

    async def extract_screening_consent(self, reading: Reading, say: Say) -> Outcome:
        """Yes begins; no keeps nothing."""
        figures = any(sign.isdigit() for sign in reading.text) and not reading.pressed
        begins = says_go_on(reading) or says_start(reading)
        answered = (reading.intent in ("affirm", "deny", "cancel_flow") and not figures) or begins
        if reading.requested != "screening_consent" or not answered:
            return self._told_early(reading, say)
        if reading.intent in ("deny", "cancel_flow"):
            return Filled({"screening_consent": False})
        found = _went_on(await call(reading, "POST", "/screening", params=_params(reading)))
        for name, value in (reading.slot("screening_told") or {}).items():
            outcome = await self._given(reading, name, value)
            found = outcome if isinstance(outcome, Filled) else found
        return Filled({"screening_consent": True, **found.slots, "screening_told": None})

    def _told_early(self, reading: Reading, say: Say) -> Outcome:
        """Measures and the family's illness told where consent is asked for are kept until it is given."""
        told = told_early(reading) if reading.requested == "screening_consent" and not reading.pressed else {}
        if not told or odd(told):
            return None
        say("utter_noted", value=", ".join(words_for(say, name, value) for name, value in told.items()))
        return Filled({"screening_told": {**(reading.slot("screening_told") or {}), **told}})

    async def extract_screening_answer(self, reading: Reading, say: Say) -> Outcome:
        """An answer to the open question, or by its button another one to an earlier question."""
        question = reading.slot("screening_question")
        if not question or reading.requested != "screening_answer":
            return None
        if measured := measures(question, reading):
            return await self._measured(reading, say, measured)
        if told := self._heard_at_once(question, reading):
            return await self._of_family(reading, say, told)
        if of_relative(question, reading):
            return Unusable("utter_screening_about_you")
        name = (reading.entity("code") if reading.pressed else None) or question["name"]
        other = about_another(question, reading)
        value = other[1] if other else answer_to(question, reading)
        if value is None:
            return None
        if other:
            say("utter_noted", value=words_for(say, *other))
        return await self._given(reading, other[0] if other else name, value)

    def _heard_at_once(self, question: Mapping[str, Any], reading: Reading) -> dict[str, str]:
        """Answers to other questions, or to several at once: "rokok gak pernah, tapi bapak kena gula"."""
        several = habits_and_family(reading)
        if len(several) > 1 or (question["name"] in several and answer_to(question, reading) is None):
            return several
        family = {} if of_relative(question, reading) else family_history(reading)
        return {} if question["name"] in family else family

    async def _of_family(self, reading: Reading, say: Say, family: Mapping[str, str]) -> Outcome:
        """Kept for their own questions; the open one comes again."""
        outcome: Outcome = None
        for name, value in family.items():
            outcome = await self._given(reading, name, value)
        say("utter_noted", value=shown_words(say, family))
        return outcome

    async def _measured(self, reading: Reading, say: Say, measured: Mapping[str, str]) -> Outcome:
        """Figures are kept for what they are, wherever the questions have come to; the open one comes again."""
        outcome: Outcome = None
        for name, value in measured.items():
            outcome = await self._given(reading, name, value)
        told = [say.text(f"utter_screening_measure_{name}", value=value) for name, value in measured.items()]
        say("utter_noted", value=", ".join(told))
        return outcome

    async def _given(self, reading: Reading, name: str, value: str) -> Outcome:
        given = {"question": name, "value": value}
        try:
            return _went_on(await call(reading, "PUT", "/screening/answers", params=_params(reading), json=given))
        except Refusal as refusal:
            if refusal.code != NOT_BEGUN:
                raise
            return Filled({"screening_answer": True})


class AskScreeningAnswer(Answer):
    """Asks the open question, or the one before it after "eh salah"."""

    action = "action_ask_screening_answer"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """With its number, how many there are, and a button for each choice."""
        question, events = reading.slot("screening_question"), []
        if (name := reading.slot("screening_back")) or not question:
            path = f"/screening/before/{name}" if name else "/screening"
            question = (await call(reading, "GET", path, params=_params(reading)))["question"]
            events = [SlotSet("screening_back", None), SlotSet("screening_question", question)]
        text = say.text(f"utter_ask_screening_{question['name']}")
        place = f"({question['number']}/{question['total']})"
        say.plain(f"{place} {text}", buttons=[_button(say, question["name"], choice) for choice in question["choices"]])
        return list(events)


def _button(say: Say, name: str, choice: str) -> Button:
    return say.button(f"utter_screening_choice_{choice}", inform(code=name, value=choice))


class ScreeningFinish(Answer):
    """Runs when all is answered, or consent was refused."""

    action = "action_screening_finish"
    ends = "screening"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The result, or that nothing was kept."""
        if reading.slot("screening_consent") is False:
            say("utter_screening_declined")
            return finish_form(reading, self.ends)
        seen = await call(reading, "GET", "/screening", params=_params(reading))
        if seen["assessment"]:
            say_result(say, seen)
        else:
            say(f"utter_error_{NOT_BEGUN}")
        return [*finish_form(reading, self.ends), *topic_of_service(INTENT)]
