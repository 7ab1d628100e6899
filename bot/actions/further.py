"""Questions about what was just talked of that have an answer of their own: "udah keklik", "aktenya belum jadi".

By themselves such messages resemble anything; which are known, and behind what, stands in ``bot/data/further`` (see
``further_questions``).
"""

import re
from collections.abc import Set

from rasa_sdk.events import EventType, SlotSet

from bot.actions.alike import (
    APP_FORM,
    OFFICE_KIND,
    SURER,
    asked_alike,
    only_supposes,
    says_example,
    title_words,
)
from bot.actions.amounts import filled
from bot.actions.aspects import about_topic
from bot.actions.contribution_people import RATES, rate_of_class, rate_of_named_class, rates_for_people
from bot.actions.contribution_wage import added_of_wage, reckoned
from bot.actions.faq import buttons, entries, tell_again, tell_faq
from bot.actions.further_questions import Question, known_by_words, questions
from bot.actions.helping_turns import HELPING, INTENT
from bot.actions.interrupted import RETURN
from bot.actions.likeness import roots
from bot.actions.offices import OFFICE
from bot.actions.on_screen import with_screen
from bot.actions.payment_told import paid_words
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.texts import Say
from bot.actions.topic import TOPIC, asks_something
from bot.actions.turns import heard, meant_as, pressed
from bot.actions.verify import WAITING, WISH, waits

MOST_WORDS = 18
"""A longer message tells more than such a question."""
APP_HELP, APP_TROUBLE = "apphelp", "app_trouble"
"""What the help with the official app shows, and the slot of what was told there (``apphelp``)."""
PLACES_FORM = "facilities_form"
"""The form that asks where to look for facilities, or for offices."""
_SERVICES = {
    "installments_form": "rehab_installment", "autodebit_form": "register_autodebit", "fktp_form": "change_fktp",
    "class_form": "change_class", "profile_form": "update_member_data", "queues_form": "book_queue",
    "complaints_form": "submit_complaint", "complaints_add_form": "complaint", "complaints_status_form": "complaint",
    "contributions_penalty_form": "service_penalty",
}  # fmt: skip
"""The service, or the general answer, that a form is about."""
_AMOUNT = re.compile(r"\b(?:berapa|brp|brapa|piro|sabaraha|how much)\b(?!\s*(?:lama|hari|bulan|bln|kali|tahun))", re.I)
_OF_WAGE = ("added_cost", "rates_fourth_child", "rates_parents")
"""Of a wage that is known the amount is told."""
_COMPLAINS = frozenset({"submit_complaint", "out_of_scope"})
"""What a complaint about nothing of ours resembles as well."""


def further_asked(reading: Reading, *, in_form: bool = True, alike: bool = True) -> Question | None:
    """Which of these questions a message asks, by what the conversation is about.

    ``in_form``: wishes of their own are heard by the open form itself; ``alike``: also those known by examples.
    """
    if reading.pressed or len(reading.text.split()) > MOST_WORDS:
        return None
    about = _about(reading)
    said = says_example(reading, about)
    said = None if said and said.does and _does_it(reading, said.does) else said
    if said and alike:
        return said
    fitting = (
        one
        for one in known_by_words()
        if (not one.topics or one.topics & about) and not (one.does and in_form and _does_it(reading, one.does))
    )
    found = next((one for one in fitting if one.asked_in(reading.text)), None)
    if found and said:
        return said
    if found and found.topics and _names_another(reading, found, about | found.topics | {str(found.faq)}):
        return _alike(reading) if alike else None
    anywhere = found is not None and not found.topics  # what is asked of the topic itself goes before
    return (_alike(reading) or found) if anywhere or (alike and found is None) else found


def _names_another(reading: Reading, found: Question, about: Set[str]) -> bool:
    """ "ada pemutihan katanya, tinggal tunggu" behind the fine: another general answer, by the words of its title; what
    the open form, or what waits for the page, is asked (``found``) is meant where nothing besides names another.
    """
    faq_id = reading.entity("faq_id") if reading.intent == "faq" and reading.confidence >= SURER else None
    waiting = reading.slot(WISH) if waits(reading) else None
    screen = shown(reading).get("kind") if found.of_screen else None  # "saya ada surat kontrol ga" behind one's history
    open_one = {reading.form, waiting, screen} & found.topics
    text = found.besides(reading.text) if open_one else reading.text
    return faq_id in entries() and faq_id not in about and bool(title_words(faq_id) & set(roots(text)))


def _alike(reading: Reading) -> Question | None:
    asked = _asked(reading)
    return None if asked and asked.does and _does_it(reading, asked.does) else asked


def _asked(reading: Reading) -> Question | None:
    return asked_alike(reading, _about(reading), (reading.slot(TOPIC) or {}).get("before"))


def _about(reading: Reading) -> set[str]:
    """All that a question may be about: the answer or service talked of, what is shown, the form, what waits."""
    topic = reading.slot(TOPIC) or {}
    waiting = reading.slot(WISH) if waits(reading) else None
    form = _of_form(reading.form) if reading.form and reading.requested else None  # begun by this message: not yet
    service = _service_of(reading) if form else None
    seen = shown(reading)
    kind = None if form and form != APP_FORM else seen.get("kind")
    later = None if reading.form else reading.slot(RETURN)  # put off, and still spoken of
    registers = "registration_form" in (reading.form, later)
    view = (reading.slot("registration_view") or {}).get("kind") if registers else None
    app = "app_problem" if reading.form == APP_FORM or kind == APP_HELP else None
    trouble = APP_TROUBLE if reading.slot(APP_TROUBLE) else None
    helps = INTENT if reading.slot(WAITING) == HELPING else None
    spoken = (topic.get("faq"), topic.get("about"), kind, seen.get("of"), view, form, service)
    found = (*spoken, later, waiting, app, trouble, helps)
    return {str(one) for one in found if one}


def asks_question(reading: Reading, name: str) -> bool:
    """Whether a message asks this one of the questions known by examples."""
    short = not reading.pressed and len(reading.text.split()) <= MOST_WORDS
    return short and _asked(reading) is questions()[name]


def asks_known(reading: Reading) -> bool:
    """Whether a message is an example of such a question, and not only like one."""
    short = not reading.pressed and len(reading.text.split()) <= MOST_WORDS
    said = says_example(reading, _about(reading)) if short and asks_something(reading.text) else None
    return said is not None and not said.does


def asks_alike(reading: Reading) -> bool:
    """A question known by examples, or a complaint about what is only supposed: neither begins a form."""
    short = not reading.pressed and len(reading.text.split()) <= MOST_WORDS
    return supposes(reading) or (short and _alike(reading) is not None)


def asks_of_topic(reading: Reading) -> bool:
    """Whether a message asks something that is known of what is talked of, by words or by examples."""
    asked = further_asked(reading)
    return asked is not None and bool(asked.topics)


def supposes(reading: Reading) -> bool:
    """What resembles a complaint and is only supposed: "kalau saya ditolak rs gimana?"."""
    return reading.intent in _COMPLAINS and only_supposes(reading)


def _does_it(reading: Reading, does: str) -> bool:
    """A form asks something, and hears wishes by itself; or the message was taken for this one already."""
    return bool(reading.form and reading.requested) or reading.intent == does


def _of_form(form: str) -> str:
    return {"screening_form": "health_screening", "teleconsultation_form": "teleconsultation"}.get(form, form)


def _service_of(reading: Reading) -> str | None:
    """What is asked of a service in general is asked of it in its form too; where an office is looked for, of those."""
    if reading.form == PLACES_FORM:
        return OFFICE if reading.slot("facilities_type") == OFFICE_KIND else None
    return _SERVICES.get(str(reading.form))


async def tell_further(reading: Reading, say: Say) -> list[EventType] | None:
    """Answers such a question, with today's amounts; None for any other message."""
    asked = further_asked(reading, alike=reading.form is not None)
    sum_asked = _AMOUNT.search(reading.text) or (reading.slot(TOPIC) or {}).get("faq") == RATES
    if asked in [questions()[name] for name in _OF_WAGE] and (events := await added_of_wage(reading, say)):
        return events
    if asked and sum_asked and (events := await rates_for_people(reading, say)):
        return events  # "sebulan jadi berapa berdua"; behind the rates also "sekeluarga 3 orang kelas 2?"
    return None if asked is None else await _tell(asked, reading, say)


async def tell_named(name: str, reading: Reading, say: Say) -> list[EventType]:
    """Answers the question of this name, which was known before (``bot/meanwhile.py``)."""
    asked = questions().get(name)
    return [] if asked is None else await _tell(asked, reading, say)


async def tell_alike(reading: Reading, say: Say) -> list[EventType] | None:
    """Answers a question that is known by examples, unless an amount is asked that can be reckoned."""
    asked = None if reading.pressed or len(reading.text.split()) > MOST_WORDS else _alike(reading)
    if asked in [questions()[name] for name in _OF_WAGE] and (events := await added_of_wage(reading, say)):
        return events
    if asked is None or (events := await _reckoned(reading, say)) is None:
        return None if asked is None else await _tell(asked, reading, say)
    return events


async def _reckoned(reading: Reading, say: Say) -> list[EventType] | None:
    told = (reading.slot(TOPIC) or {}).get("faq") == RATES
    events = await reckoned(reading, say) if told else None
    events = events or await rates_for_people(reading, say)
    surely = reading.intent == "faq" and reading.entity("faq_id") == RATES and reading.confidence >= SURER
    if not (told or events) and surely and _AMOUNT.search(reading.text):
        events = await rate_of_named_class(reading, say)  # "how much is class 1?", whoever it was about
    # "kalau naik ke kelas 2 jadi berapa?" asks for that class, and not whether contributions rise
    return events or (await rate_of_class(reading, say) if told and _AMOUNT.search(reading.text) else None)


async def _tell(asked: Question, reading: Reading, say: Say) -> list[EventType]:
    if asked.does:
        done = heard(reading, pressed(asked.does) or meant_as(reading, asked.does))
        return [*paid_words(reading, asked.does), *done]
    if asked.faq:
        told = (reading.slot(TOPIC) or {}).get("faq") == asked.faq
        if told and (events := await about_topic(reading, say)) is not None:
            return events
        return await (tell_again if told else tell_faq)(reading, say, asked.faq)
    after, following = _topic_after(asked, reading), asked.next
    general = f"faq/{(after or {}).get('faq')}"
    if not asked.stays and after != reading.slot(TOPIC) and general not in following:
        following = [general, *following]  # it was asked without the general answer before it
    ways = [] if reading.form else buttons(say, following)  # in a form its own question follows
    text, _ = await filled(reading, say, await _words_of(asked, reading, say))
    say.plain(text, buttons=ways)
    return [SlotSet(TOPIC, after)]


def _topic_after(asked: Question, reading: Reading) -> dict[str, str] | None:
    """What the conversation is about afterwards: what it was, or the topic that the question names."""
    told: dict[str, str] | None = reading.slot(TOPIC)
    named = reading.entity("faq_id")
    if asked.stays or (not told and named in asked.topics):
        return {"faq": asked.stays or str(named)}
    return told


async def _words_of(asked: Question, reading: Reading, say: Say) -> str:
    source = asked.source()
    told = await with_screen(reading, say, (source.text or {})[reading.language])
    if told is None:
        told = (source.otherwise or {})[reading.language]
    return f"{told}\n{say.text('utter_faq_unchecked')}" if source.unsure else told


async def close_with(asked: Question, reading: Reading, say: Say) -> list[EventType]:
    """Answers such a question where the open form has nothing more to ask behind it."""
    if asked.source().text is None:
        return []
    text, _ = await filled(reading, say, await _words_of(asked, reading, say))
    say.plain(text, buttons=buttons(say, asked.next))
    return [SlotSet(TOPIC, _topic_after(asked, reading))]
