"""The official app fails: what fails, then one step after the other, then a person.

The steps of a problem are the texts ``utter_apphelp_<problem>_1``, ``_2`` … of ``domain.yml``; there are as many as
there are texts.
"""

import re
from collections.abc import Mapping
from typing import Any

import yaml
from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.alike import APP_FORM
from bot.actions.app_trouble import TROUBLE, heard_of_app, report_app, step_told, times_told
from bot.actions.faq import buttons
from bot.actions.form_ends import stop
from bot.actions.form_limits import CLEAR_WISH
from bot.actions.form_slots import closed, forgotten, topic_of
from bot.actions.forms import Form
from bot.actions.further import APP_HELP, close_with, further_asked, tell_named
from bot.actions.further_questions import questions
from bot.actions.interrupted import OPEN
from bot.actions.membership_identification import holds_phone
from bot.actions.outcomes import Filled, Outcome
from bot.actions.own_words import other_wish
from bot.actions.payment_trouble import paid_in_trouble
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form, remember, shown
from bot.actions.texts import Say, has_response
from bot.actions.wordlists import FOLDER

FORM, KIND, GENERAL = APP_FORM, APP_HELP, "error"
"""The general problem has words ("dibuka", "diupdate") that also tell how a step of another one went."""
REPORT = "app_report"
"""The question further that asks for a report (``bot/data/further``)."""
_OF_APP = frozenset({"app_problem", "mobile_jkn_signup", "update_member_data"})
TOLD_OFTEN = 2
"""A step that was told so often is only named when the question comes again."""
_HEARD_ONLY = re.compile(
    r"^\W*(?:(?:oh+|o+|ya|yo|hm+|ya ?udah|ya ?sudah|gitu|begitu|ngono)\W+)*"
    r"(?:ok+|oke+|okey|okay|baik(?:lah)?|siap|sip|noted)"
    r"(?:\W+(?:ok+|oke+|okay|baik(?:lah)?|siap|sip|deh|dah|lah|ya|min|kak|pak|bu|mas|mbak|gitu|noted|then))*\W*$",
    re.IGNORECASE,
)
"""Was heard, and says nothing of how a step went: "oh oke ok"."""
SURE = 0.6
"""Below this a message that names no problem of the app is about something else."""


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_WORDS: dict[str, Any] = yaml.safe_load((FOLDER / "app_problems.yml").read_text("utf-8"))
PROBLEMS = {name: _any(patterns) for name, patterns in _WORDS["problems"].items()}
"""What fails, in the order in which words are looked for."""
_FAILS, _WORKS, _DETAILS, _ALL_TRIED = (_any(_WORDS[name]) for name in ("fails", "works", "details", "all_tried"))

_SUGGESTS = re.compile(r"\b(?:saran(?:nya)?|masukan|usul\w*|suggest\w*|an idea)\b", re.IGNORECASE)
"""An idea for the app is no trouble with it, though it names a part of it: "saran aja, biar bisa face id"."""
_WITHOUT = re.compile(
    r"^(?!.*\b(?:skrin+ing|screening))"
    r".*(?:\b(?:tanpa|without|(?:ga|gak|nggak|ngga|tidak|tdk|kalau bukan|selain)\s*(?:pake|pakai|lewat|punya|ada"
    r"|use)?)\s+(?:the )?"
    r"(?:apk|aplikasi\w*|app|apps|mobile jkn|jkn mobile)\b.*\b(?:bisa|bs|boleh|ambil|daftar|gimana|gmn|can|how)\b"
    r"|\b(?:bisa|bs|boleh|can)\b.*\b(?:tanpa|without)\s+(?:the )?(?:apk|aplikasi|app|mobile jkn)\b)",
    re.I,
)
"""The screening is asked for by its name: it is begun here."""


def problem_in(reading: Reading) -> str | None:
    """What fails, by the pressed button or the member's words; None where they say only that something does."""
    if reading.pressed:
        value = reading.entity("value")
        return value if value in PROBLEMS else None
    return next((name for name, pattern in PROBLEMS.items() if pattern.search(reading.text)), None)


class AppHelp(Answer):
    """Begins with the first step where the message says what fails."""

    action = "action_apphelp"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Opens the form; what only resembles a problem of the app begins nothing."""
        seen = shown(reading)
        if paid_in_trouble(reading):  # "sudah bayar tapi di aplikasi masih nunggak": the payment, not the app
            return [FollowupAction("action_complaints_start")]
        if fails_still(reading):
            return open_form(reading, FORM, problem=seen["problem"], step=seen["step"] + 1)
        if not reading.pressed and reading.confidence < SURE and problem_in(reading) is None:
            return [FollowupAction("action_default_fallback")]
        return open_form(reading, FORM, problem=problem_in(reading), step=1)


def fails_still(reading: Reading) -> bool:
    """ "udah 3x kirim ulang" behind help that seemed to be enough: the next step is due, as far as there is one."""
    seen = shown(reading)
    more = seen.get("kind") == KIND and has_response(_step(seen["problem"], seen["step"] + 1))
    same = problem_in(reading) in (None, GENERAL, seen.get("problem"))
    return bool(
        more and same and not reading.pressed and _FAILS.search(reading.text) and not _WORKS.search(reading.text)
    )


class ValidateAppHelpForm(Form):
    """Asks what fails, and after each step whether it works now."""

    form = FORM
    own_intents = _OF_APP

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The problem, then the outcome."""
        return ["apphelp_problem", "apphelp_solved"]

    async def _heard(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType]:
        """What is told is kept for a report; one that is wished for, or what the step cannot help, ends the help."""
        told = heard_of_app(reading, problem_in(reading) or known.get("apphelp_problem"))
        if not reading.requested or reading.pressed or _WORKS.search(reading.text):
            return [*told, *await super()._heard(reading, say, known)]
        asked = further_asked(reading, in_form=False)
        if asked is questions()[REPORT]:
            return [*closed(), *forgotten(known, topic_of(FORM)), *await report_app(reading, say)]
        if asked and asked.closes:
            seen = remember(KIND, problem=known.get("apphelp_problem"), step=int(known.get("apphelp_step") or 1))
            answered = await close_with(asked, reading, say)
            ended = [*closed(), *forgotten(known, topic_of(FORM)), SlotSet(OPEN, None), SlotSet("form_tries", 0)]
            return [*told, *ended, *answered, seen, FollowupAction("action_listen")]
        return [*told, *await super()._heard(reading, say, known)]

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "udah restart juga" tells how a step went, "bukan itu, nomornya hangus" what fails: no step back."""
        return problem_in(reading) is not None or bool(_FAILS.search(reading.text) or _WORKS.search(reading.text))

    def _leaves_at_once(self, reading: Reading) -> bool:
        """The button that changes the number leads to its own service."""
        if not reading.pressed and reading.intent == "repeat" and self.says_what_is_right(reading):
            return False  # "masih ga masuk" is how the step went
        elsewhere = reading.pressed and reading.intent in self.own_intents - {"app_problem"}
        return elsewhere or super()._leaves_at_once(reading)

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """ "kalau ga pake aplikasi bisa ga": the help is over, what there is here is said."""
        if reading.pressed or not _WITHOUT.search(reading.text):
            return super()._no_answer(reading, say, known)
        return stop(FORM, reading, say, "utter_apphelp_without_app")

    def _means_other(self, reading: Reading) -> bool:
        """What somebody says of their phone is about the app, though it resembles nothing else of ours."""
        about_phone = reading.intent == "bot_challenge" and reading.confidence < CLEAR_WISH
        return not about_phone and reading.intent != "out_of_scope" and super()._means_other(reading)

    async def extract_apphelp_problem(self, reading: Reading, say: Say) -> Outcome:
        """What fails; another problem begins with its own first step."""
        named = problem_in(reading) if reading.requested else None
        known = reading.slot("apphelp_problem")
        suggests = not reading.pressed and reading.intent == "give_feedback" and _SUGGESTS.search(reading.text)
        if suggests or named is None or named == known or (known and named == GENERAL and not reading.pressed):
            return None
        return Filled({"apphelp_problem": named, "apphelp_step": 1})

    async def extract_apphelp_solved(self, reading: Reading, say: Say) -> Outcome:
        """Whether the step helped; the next one where it did not."""
        if reading.requested != "apphelp_solved":
            return None
        problem, step = reading.slot("apphelp_problem"), int(reading.slot("apphelp_step") or 1)
        if problem_in(reading) not in (None, GENERAL, problem):
            return None
        if problem == "phone" and not reading.pressed and self._gives_number(reading):
            return Filled({"apphelp_solved": False})  # the registered number changes by a person's hand only
        if not reading.pressed and _DETAILS.match(reading.text):
            say("utter_noted", value=reading.text.strip(" .,!"))
            return Filled({"form_tries": 0})
        return _outcome(reading, problem, step)

    def _gives_number(self, reading: Reading) -> bool:
        """A number, or once more that the old one is gone."""
        gone = problem_in(reading) == "phone" and not _WORKS.search(reading.text)
        return gone or holds_phone(reading) or reading.intent == "update_member_data"


def _outcome(reading: Reading, problem: str, step: int) -> Outcome:
    """Whether a step helped, by the member's answer; the next one is due where it did not."""
    words = "" if reading.pressed else reading.text
    if _ALL_TRIED.search(words) and _goes_elsewhere(reading):
        return None  # "tried all that. book me a dentist"
    if _ALL_TRIED.search(words):
        return Filled({"apphelp_solved": False})
    if reading.intent == "deny" or _FAILS.search(words):
        more = has_response(_step(problem, step + 1))
        return Filled({"apphelp_step": step + 1} if more else {"apphelp_solved": False})
    works = _WORKS.search(words) is not None
    return Filled({"apphelp_solved": True}) if works or reading.intent in ("affirm", "thank") else None


def _goes_elsewhere(reading: Reading) -> bool:
    """Another service is surely wished for, and no question of the app."""
    return other_wish(reading) and reading.intent not in _OF_APP and not reading.intent.startswith("faq")


def _step(problem: str, number: int) -> str:
    return f"utter_apphelp_{problem}_{number}"


class AskAppHelpSolved(Answer):
    """One step, and the question whether it helped."""

    action = "action_ask_apphelp_solved"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The step of the problem that is due."""
        problem, step = reading.slot("apphelp_problem"), int(reading.slot("apphelp_step") or 1)
        buttons = [say.button("utter_apphelp_works", "/affirm"), say.button("utter_apphelp_fails", "/deny")]
        if problem == "otp":
            buttons.append(say.button("utter_apphelp_number_changed", press("app_problem", value="phone")))
        if problem == "phone":
            buttons.append(say.button("utter_choice_update_member_data", "/update_member_data"))
        buttons.append(say.button("utter_button_agent", "/talk_to_agent"))
        due = _step(problem, step)
        say("utter_apphelp_again" if times_told(reading, due) >= TOLD_OFTEN else due, buttons=buttons)
        return step_told(reading, due)


class AppHelpFinish(Answer):
    """It works, or a person goes on."""

    action = "action_apphelp_finish"
    ends = "apphelp"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """What comes next."""
        own = f"utter_apphelp_unsolved_{reading.slot('apphelp_problem')}"
        thanked = reading.intent == "thank" and not _WORKS.search(reading.text)  # "ya udah makasih" says nothing of it
        heard = not reading.pressed and _HEARD_ONLY.match(reading.text) is not None
        if reading.slot("apphelp_solved"):
            say("utter_apphelp_heard" if heard else "utter_apphelp_thanked" if thanked else "utter_apphelp_solved")
        elif holds_phone(reading) and reading.slot("apphelp_problem") == "phone":
            await tell_named("app_number_told", reading, say)
        elif has_response(own):
            say(own, buttons=buttons(say, ["talk_to_agent", "find_office"]))
        else:
            say("utter_apphelp_unsolved")
        kept: list[EventType] = (
            [SlotSet(TROUBLE, None)] if reading.slot("apphelp_solved") and not (thanked or heard) else []
        )
        seen = remember(KIND, problem=reading.slot("apphelp_problem"), step=int(reading.slot("apphelp_step") or 1))
        return [SlotSet("fallback_count", 0), seen, *kept, *finish_form(reading, self.ends)]
