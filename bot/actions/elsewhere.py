"""Messages in an open form that surely ask for something else: "cuci darah ditanggung?" where a place is asked for.

A form first tries a message as its answer, and next as a question about itself. Both find something in many words:
"dua tahun" in a question about living abroad, somebody's father in one about an operation. What names another matter
and surely is of it is none of these.
"""

import re

from bot.actions.alike import title_words
from bot.actions.form_limits import ALWAYS_LEAVE, ANSWER_INTENTS, SURELY
from bot.actions.further import further_asked
from bot.actions.likeness import roots
from bot.actions.reading import Reading
from bot.actions.texts import has_response, variation
from bot.actions.topic import asks_something, wishes_something

_DECIDES = re.compile(
    r"\b(?:aja|saja|wae|bae|mawon|deh|dong|ayo|yuk|mending\w*|langsung|let's|instead)\b", re.IGNORECASE
)
"""Words of who has made up their mind: "dah cicil aja"."""
_NO_MATTER = ALWAYS_LEAVE | ANSWER_INTENTS | {
    "out_of_scope", "greet", "thank", "goodbye", "give_feedback", "bot_challenge", "add_to_complaint",
}  # fmt: skip
"""What begins nothing, or what an open form hears for itself."""


def asks_elsewhere(reading: Reading, own: frozenset[str]) -> bool:
    """Whether a typed message surely is a question or a wish of another matter than the open form's.

    ``own``: the intents of the form.
    """
    typed = not (reading.pressed or reading.confirming)  # a yes may ask something besides
    if not typed or reading.confidence < SURELY or reading.intent in own | _NO_MATTER:
        return False
    said = frozenset(roots(reading.text))
    named = said & _words_of(reading)
    asked = asks_something(reading.text) or wishes_something(reading.text) or said == named  # "masa berlaku rujukan"
    asked = asked or _DECIDES.search(reading.text) is not None
    return bool(named) and asked and further_asked(reading) is None


def _words_of(reading: Reading) -> frozenset[str]:
    """The words that name what a message was taken for."""
    if reading.intent == "faq":
        return title_words(str(reading.entity("faq_id")))
    return _service_words(reading.intent)


def _service_words(intent: str) -> frozenset[str]:
    name = f"utter_choice_{intent}"
    if not has_response(name):
        return frozenset()
    titles = (str(variation(name, language)["text"]) for language in ("id", "en"))
    return frozenset(word for title in titles for word in roots(title))
