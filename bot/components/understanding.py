"""What a message is understood as: the model, and what is read before and beside it. Without Rasa, so that measuring
reads messages as the assistant does.
"""

import re
from collections.abc import Collection

from bot.components.in_talk import FORM
from bot.components.intent_model import IntentModel
from bot.components.lead_ins import behind_lead_in
from bot.components.own_numbers import intent_of_number
from bot.components.wish_in_story import wish_in_story

_SPELLED = re.compile(r"[\s/]*(?:\w+\s*\{\s*\"|(\w+_\w+))")


def ranked(text: str, model: IntentModel, talk: str | None = None) -> list[tuple[str, float]]:
    """All labels with their probabilities, likeliest first; ``talk``: what the message is written in (``in_talk``).

    The wish is read without what stands before it or is told beside it; a number of ours decides by itself.
    """
    text = _said(text, model.labels)
    decided = intent_of_number(text)
    wish = behind_lead_in(text, model.quick, lambda part: model.rank(part)[0]) or text
    ranking = model.rank(wish, talk)
    if talk != FORM:  # there what is told is the answer
        ranking = wish_in_story(wish, ranking, lambda part: model.rank(part, talk)) or ranking
    if decided is None:
        return ranking
    return [(decided, 1.0), *((label, 0.0) for label, _ in ranking if label != decided)]


def _said(text: str, labels: Collection[str]) -> str:
    """Nothing, where the text begins with an intent as Rasa spells it (``/talk_to_agent``, ``/inform{"slot": 1}``,
    from which the channel takes the slash): so types who wants to set something off, and the words in the name must not
    do it either. "/menu" and "/petugas" are words.
    """
    spelled = _SPELLED.match(text)
    return "" if spelled and (spelled[1] is None or spelled[1] in labels) else text
