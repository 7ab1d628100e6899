"""Questions further about a topic, known by example sentences: "terus kalau anak?", "minusnya minimal?".

Behind its topic a message is held against the examples of the questions that belong there (``further_questions``), a
handful; so a few examples find many wordings (``tests/dialogue/test_alike.py``).
"""

import math
import re
from functools import lru_cache

from bot.actions.aspect_reading import aspect_in, sentences_about
from bot.actions.ellipsis import elliptical
from bot.actions.faq import entries
from bot.actions.further_questions import Question, behind, questions
from bot.actions.likeness import Likeness, roots
from bot.actions.offer_words import content_of, words_of
from bot.actions.own_words import COMPLAINING
from bot.actions.reading import Reading
from bot.actions.topic import asks_something

LIKE, LIKE_OWN, LIKE_MORE, MOST_LIKE = 0.38, 0.3, 0.55, 0.8
"""How like an example a message must be: by itself, where it resembles the topic's own answer, where it more surely
resembles another answer or a wish, and where it surely is one.
"""
_ROUNDED = 1e-9
"""The words of an example itself may add up to a little less than one."""
TOLD_MORE = 0.1
"""So much more where nothing seems to be asked, or where it is of the answer before the last."""
APP_FORM = "apphelp_form"
"""The help with the official app (``apphelp``)."""
LEAST_NAMED = 2
"""So many words beside the name of a topic ask something of it."""
NAMED = 0.75
"""How like an example a message must be that names its topic by itself, where nothing was talked of."""
EXAMPLE = 0.95
"""How like it a message must be to be an example itself, whatever patterns it meets."""
UNSURE = 0.5
"""A message that is less sure to be anything is held against the questions of all topics that begin with some."""
SURE, SURER, SAYS = 0.7, 0.9, 0.8
_NO_WISH = frozenset({"out_of_scope", "inform", "deny", "affirm", "nlu_fallback", "bot_challenge", "show_menu", ""})
"""Intents that questions without a subject resemble by chance."""
_SAYS_IT = frozenset({"affirm", "deny", "bot_challenge", "show_menu", "repeat"})
_WHILE_ASKING = frozenset({"greet", "show_menu", "bot_challenge", "repeat"})
"""What a question of a word or two resembles: "malam ada?", "nunjukin apa"."""
_TOLD_AS = _NO_WISH | {"submit_complaint", "give_feedback", "app_problem", "faq"}
"""What a statement resembles that is no wish of its own."""
_NEVER = frozenset({
    "thank", "goodbye", "cancel_flow", "talk_to_agent", "emergency", "greet", "abuse", "change_language", "go_back",
})  # fmt: skip
"""What a message is that surely resembles it, whatever was talked of."""
_CARD = "check_membership_status"
_TOO = re.compile(r"\b(?:juga|jg|ugo|oge|pun|too|also|as well)\b", re.IGNORECASE)
_IF = frozenset({"cancel_flow", "go_back"})
"""What is not done yet by who only supposes it: "kalau salah nomornya gimana", "kalau mau batal gimana"."""
_ASKED_OF = frozenset({"app_problem", "mobile_jkn_signup", "submit_complaint"})
_MAY_I_ASK = re.compile(r"\b(?:nanya|tanya|tanglet|naros|takon|batanyo)\b", re.IGNORECASE)
OFFICE_KIND = "kantor bpjs"
_GOES_ON = re.compile(
    r"^\W*(?:terus|trus|trs|kalau|kalo|klo|kl|misal\w*|lah|lha|emang\w*|memang|berarti|yang|yg|what if|what about"
    r"|and)\b",
    re.IGNORECASE,
)
_OF_SELF = re.compile(r"^\W*(?:saya|sy|aku|gue|gw|kami|sa|i|i'm|we)\b", re.IGNORECASE)
"""Who begins so and asks nothing tells of themselves."""
_SUPPOSES = re.compile(
    r"^\W*(?:(?:terus|trus|trs|lah|lha|nah|eh|dan|and|min|kak|gimana|gmn|bagaimana)\W+)*"
    r"(?:kalau|kalo|klo|kl|misal(?:nya|kan)?|seandainya|andai\w*|umpama\w*|nek|yen|lamun|upami|if|suppose|what if)\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"\b(?:kemarin|kemaren|kmrn|tadi|barusan|lapor\w*|komplain|protes|yesterday|today|just now|complain\w*|report)\b",
    re.IGNORECASE,
)


_FIGURES = ("membership_class", "room_class", "amount", "months", "poli", "doctor")
"""Half a sentence with one of these asks for the same of another: "kalau yang kelas 2?", "ada dokter gigi?"."""
_LISTS = re.compile(
    r"\b(?:rs|rumah sakit|puskesmas|klinik|apotek|hospitals?|clinics?)(?:nya)?\b.{0,24}"
    r"\b(?:(?:apa|mana) (?:aja|saja|wae|bae)|naon wae|opo wae)\b"
    r"|\bada (?:rs|rumah sakit|puskesmas|klinik|apotek) apa\b|\b(?:which|what) (?:hospitals|clinics|pharmacies)\b",
    re.IGNORECASE,
)
_ANOTHER_PLACE = re.compile(
    r"^\W*(?:another|other|a different)\s+(?:hospitals?|clinics?|place|one)(?:\s+please)?\W*$"
    r"|^\W*(?:rs|rumah sakit|klinik|puskesmas|faskes|tempat)\s+(?:yang\s+)?(?:lain\w*|sejen|liyane)\W*$",
    re.IGNORECASE,
)
"""Asks for more of a list, and nothing about it."""
_POINTS = re.compile(r"\b(?:di ?|ka ?|ke ?)?(?:situ|sana|ditu|dinya|kono|there)\b", re.IGNORECASE)
"""Speaks of the place on the screen: "disitu bisa cuci darah?"."""
_COMPLAINT_FORM = "complaints_form"
"""In it, what resembles a complaint is no other wish."""
_REPORTS = re.compile(r"\b(?:lapor(?:kan|in|no|keun)?|adukan|aduin|komplain|report)\b", re.IGNORECASE)


@lru_cache
def likeness_of_all() -> Likeness:
    """All questions with their examples, by name."""
    return Likeness({name: one.like for name, one in questions().items() if one.like})


def asked_alike(reading: Reading, about: set[str], before: str | None = None) -> Question | None:
    """Which of these questions a typed message asks; None for any other.

    ``about``: what the conversation is about; ``before``: the general answer before that.
    """
    chooses = reading.ordinal is not None or any(map(reading.entity, _FIGURES))
    lists = reading.entity("facility_type") and _LISTS.search(reading.text)  # "kalau rs di situ apa aja"
    another = _ANOTHER_PLACE.match(reading.text) is not None
    if reading.pressed or lists or another or (chooses and elliptical(reading)):
        return None
    if exact := _same(reading, about):  # whatever else its words name, and however surely
        return questions()[exact]
    least = _least(reading, about)
    found = {name: (like, least) for name, like in _scores(reading, about).items()}
    if about and before:
        found = {name: (like, least + TOLD_MORE) for name, like in _scores(reading, {before}).items()} | found
    if not about or any(one in entries() for one in about):  # of one's own payments on the screen more is asked
        goes_on = about and reading.intent == "faq"
        by_name = max(least, LIKE_MORE if goes_on else NAMED)
        named = _named(reading, 1 if goes_on else LEAST_NAMED)
        found = {name: (like, by_name) for name, like in named.items()} | found
    if not about and (known := _before_begun(reading)):
        return questions()[known]
    surplus = {name: like - _needed(reading, name, least) for name, (like, least) in found.items()}
    best = max(surplus, key=lambda name: surplus[name], default=None)
    return questions()[best] if best and surplus[best] >= -_ROUNDED else None


def says_example(reading: Reading, about: set[str]) -> Question | None:
    """The question one of whose examples a message is, but for small words and endings."""
    if reading.pressed or reading.intent in _NEVER:
        return None
    scores = _scores(reading, about)
    best = max(scores, key=lambda name: scores[name], default=None)
    if best is None or scores[best] < EXAMPLE:
        best = _same(reading, about)
    return questions()[best] if best else None


def _same(reading: Reading, about: set[str]) -> str | None:
    """The question behind what is talked of one of whose examples a question is, word by word."""
    if reading.intent in _NEVER or not (asks_something(reading.text) or _GOES_ON.match(reading.text)):
        return None
    return likeness_of_all().same(reading.text, (name for topic in about for name in behind(topic)))


def _needed(reading: Reading, name: str, least: float) -> float:
    """Who only tells something asks no question but those that are also told; a grievance is one, though. Words that
    say little, or that may be the answer to a form, are a question where they are nearly those of an example.
    """
    one = questions()[name]
    if one.told == "only" and asks_something(reading.text):
        return math.inf
    if not asks_something(reading.text):
        says = content_of(words_of(reading)) and (one.told or _may_tell(reading))
        least = least if says else max(least, MOST_LIKE)
    grievance = reading.intent == "submit_complaint" and reading.confidence >= SURER and not one.closes
    no_wish = reading.intent in _TOLD_AS or reading.confidence < SURE
    told = one.told and no_wish and not (grievance or _REPORTS.search(reading.text))
    return min(least, LIKE_MORE if content_of(words_of(reading)) else MOST_LIKE) if told else least


def _may_tell(reading: Reading) -> bool:
    """An open form takes statements for answers, but for those that are also told; only the help with the app asks for
    none.
    """
    return reading.form in (None, APP_FORM) or _GOES_ON.match(reading.text) is not None


def _scores(reading: Reading, about: set[str]) -> dict[str, float]:
    named = reading.entity("faq_id") if reading.intent == "faq" and reading.confidence >= SURER else None
    besides = title_words(named) if named and named not in about else frozenset()  # "iuran bpjs berapa" asks for that
    names = [name for topic in sorted(about) for name in behind(topic)]
    whose = frozenset(root for words in reading.entities("relation") for root in roots(words))
    if _POINTS.search(reading.text):  # of the place on the screen, whatever else it names
        return likeness_of_all().scores(reading.text, names, whose=whose)
    scores = likeness_of_all().scores(reading.text, names, besides=besides, whose=whose)
    said = set(roots(" ".join(content_of(words_of(reading))))) - besides
    if not besides or len(said) >= LEAST_NAMED:
        return scores
    # one word beside the name of another answer is of that one: "skrining itu wajib ya"
    whole = likeness_of_all().scores(reading.text, names, foreign=besides, whose=whose)
    return {name: min(like, whole.get(name, 0.0)) for name, like in scores.items()}


def _before_begun(reading: Reading) -> str | None:
    """What is asked of complaints, or told of the app that no step of the help can mend, before anything is begun."""
    asked_of = {reading.intent} & _ASKED_OF if reading.confidence >= UNSURE else _ASKED_OF
    known = {name for intent in asked_of for name in behind(intent)}
    asks = asks_something(reading.text) or _MAY_I_ASK.search(reading.text)  # "mau lapor" asks nothing
    of_complaints = {name for name in known if asks and _COMPLAINT_FORM in questions()[name].topics}
    names = of_complaints | {name for name in known if questions()[name].closes}
    scores = likeness_of_all().scores(reading.text, sorted(names))
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best and scores[best] >= NAMED else None


def _named(reading: Reading, least: int) -> dict[str, float]:
    """How like the questions behind the general answer, or the service, that a message resembles by itself; the words
    that name the answer ask nothing of it ("kacamata juga?"), the others must be so many at ``least``.
    """
    topic = str(reading.entity("faq_id") if reading.intent == "faq" else reading.intent)
    if topic not in entries() and not asks_something(reading.text):
        return {}
    title = title_words(topic)
    enough = len(set(roots(reading.text)) - title) >= least
    found = likeness_of_all().scores(reading.text, behind(topic), besides=title, own=True) if enough else {}
    # A clear wish for a service begins it: "jadwal operasi saya kapan" has the words of what is asked about it. What is
    # only supposed ("misal nunggak 8 bulan bisa opname?") is asked.
    clear = topic not in entries() and reading.confidence >= SURER and not _SUPPOSES.match(reading.text)
    return {name: like for name, like in found.items() if like >= (EXAMPLE if clear else 0)}


def title_words(faq_id: str) -> frozenset[str]:
    """The words that name a general answer, without what stands before and behind them; none for a service."""
    titles = entries()[faq_id].title.values() if faq_id in entries() else ()
    return frozenset(word for text in titles for word in roots(text))


def _least(reading: Reading, about: set[str]) -> float:
    """How like an example a message must be, given what else it resembles."""
    intent, sure = reading.intent, reading.confidence
    asks = asks_something(reading.text) or _GOES_ON.match(reading.text) is not None
    if not asks and _OF_SELF.match(reading.text):
        return 1.0
    says = intent in _SAYS_IT and sure >= SAYS
    supposed = intent in _IF and only_supposes(reading)
    if says or (intent in _NEVER and sure >= SURER and not supposed):
        return MOST_LIKE if asks and intent in _WHILE_ASKING else 1.0
    if reading.entity("facility_type") and (reading.entity("place") or reading.entity("facility_type") == OFFICE_KIND):
        return MOST_LIKE  # "kantor bpjs di jayapura di mana" looks for that one, whatever was talked of
    if intent == _CARD and reading.entity("relation") and _TOO.search(reading.text):
        return MOST_LIKE  # "bini saya juga mati?": the card of another
    if reading.form == _COMPLAINT_FORM and intent in COMPLAINING:
        needed = LIKE_MORE if sure >= SURER else LIKE
    elif intent == "faq":
        needed = LIKE_OWN if reading.entity("faq_id") in about else LIKE_MORE if sure >= SURER else LIKE
        if needed != LIKE_OWN and title_words(str(reading.entity("faq_id"))) & set(roots(reading.text)):
            # "cuci darah ditanggung?" names it, and "ditanggung" alone is like any
            needed = MOST_LIKE if needed == LIKE_MORE else LIKE_MORE
    elif intent == "submit_complaint" and _REPORTS.search(reading.text):
        needed = 1.0
    elif intent in about and asks:
        of_other = reading.entity("relation") and sure >= SURER  # "suami saya juga ada jadwal?": the same of another
        needed = MOST_LIKE if of_other else LIKE_MORE
    elif intent in _NO_WISH or sure < SURE:
        needed = LIKE if asks or intent not in _NO_WISH else LIKE + TOLD_MORE
    else:
        needed = (MOST_LIKE if asks else 1.0) if sure >= SURER else LIKE_MORE
    return max(needed, LIKE_MORE) if _says_aspect(reading, about) else needed


def _says_aspect(reading: Reading, about: set[str]) -> bool:
    """Whether what is asked ("syaratnya?", "berapa lama?") stands in the general answer that was given."""
    aspect, told = aspect_in(reading.text), [entries()[one] for one in about if one in entries()]
    return aspect is not None and any(
        aspect in entry.see or sentences_about(aspect, entry.text[reading.language]) for entry in told
    )


def only_supposes(reading: Reading) -> bool:
    """ "kalau keburu habis padahal masih kontrol?": asked about what may happen, behind an answer; nothing happened."""
    supposed = not reading.pressed and _SUPPOSES.match(reading.text) is not None
    return supposed and asks_something(f"{reading.text}?") and not _HAPPENED.search(reading.text)


def goes_on_asking(reading: Reading) -> bool:
    """ "terus anak sekolah?": a question that only goes on from what was said."""
    goes_on = _GOES_ON.match(reading.text) is not None or asks_something(reading.text)
    return not reading.pressed and goes_on and bool(content_of(words_of(reading)))
