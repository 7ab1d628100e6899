"""What is told of a consultation beside its own questions: more of the complaint, a danger that is denied, remarks."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.form_limits import LEAVE_CONFIDENCE
from bot.actions.reading import Reading
from bot.actions.teleconsultation_reading import names_symptom
from bot.actions.texts import Say
from bot.actions.topic import asks_something, only_tells
from bot.actions.unclear import unclear
from bot.components.danger import denies_signs, has_sign
from bot.components.normalise import normalise
from bot.components.topics import names_other_matter
from bot.slot_names import PIECE

SURE = 0.9
"""So sure a general question must be, to be no answer about danger."""
LEAST_WORDS = 3
"""Fewer words answer, or say nothing for the doctor."""
_OF_BODY = re.compile(
    r"\b(?:hamil|menyusui|nyusuin|alergi|riwayat|punya (?:darah|asma|gula|jantung|maag)|diabet\w*|hipertensi|asma"
    r"|(?:minum|makan|dikasih|habis) obat|umur(?:nya|ku)?|usia(?:nya|ku)?|(?:berat|bb)(?:nya)?\s+\d|tidur|stres\w*"
    r"|cemas"
    r"|pregnan\w*|breast-?feeding|allerg\w*|history of|years? old|taking|sleep\w*|stress\w*|anxious)\b",
    re.IGNORECASE,
)
"""What a doctor wants to know, and is no symptom."""
_RULE_NAMES = re.compile(
    r"\b(?:kecelakaan (?:kerja|lalu ?lintas)|(?:kecelakaan )?lakalantas|(?:work(?:place)?|traffic) accident)\b",
    re.IGNORECASE,
)
"""What a rule is about, and no news of an accident."""
_REMEMBERS = re.compile(
    r"^\W*(?:(?:oh|eh|iya|ya|aduh|maaf|sorry|lupa|kelupaan|tadi|btw|sama|juga|dan|i forgot|forgot)\W+)+", re.IGNORECASE
)
_BY_THE_WAY = re.compile(r"^\W*(?:oh|eh|btw)\b", re.IGNORECASE)
_SIGN_WORDS = {
    "breathing": r"sesak|sesek|na[pf]as|dada|biru|breath|chest|lips",
    "consciousness": r"pingsan|kejang|sadar|bingung|lemah|lumpuh|stroke|faint|seizure|confus|awake",
    "bleeding": r"darah|luka|cedera|bakar|racun|bleed|blood|injur|burn|poison",
    "child": r"minum|nyusu|muntah|lemas|lemes|drink|vomit|weak",
    "pregnancy": r"darah|ketuban|flek|janin|bleed|blood|water|baby",
}
_AS_TOLD = re.compile(
    r"\b(?:(?:ya|yang|yg|itu|kayak|kaya|seperti|sama)\W+)+(?:itu\W+)?(?:tadi|td|tadi itu|di ?atas|sebelumnya)\b"
    r"|\b(?:as i (?:said|told)|the same as (?:above|before)|what i (?:said|told))\b",
    re.IGNORECASE,
)
_MAY_TELL = frozenset({"teleconsultation", "out_of_scope", "submit_complaint", "inform", "nlu_fallback"})


def denies(sign: str, text: str) -> bool:
    """ "tidak sesak, cuma bengkak" at the question for breath: a no, where all signs in it are denied."""
    about = re.search(_SIGN_WORDS[sign], text, re.IGNORECASE) is not None
    return about and denies_signs(text.lower()) and not asks_something(text)


def denies_another(sign: str, text: str) -> bool:
    """ "ga pingsan kok" where breath is asked for: no answer to that."""
    others = "|".join(words for name, words in _SIGN_WORDS.items() if name != sign)
    own = re.search(_SIGN_WORDS[sign], text, re.IGNORECASE)
    return own is None and re.search(others, text, re.IGNORECASE) is not None


def asks_rule(reading: Reading) -> bool:
    """ "ini kecelakaan kerja ya?": surely a general question, in which nothing tells of danger at this moment."""
    sure = reading.intent == "faq" and reading.confidence >= SURE and not reading.pressed
    asked = _RULE_NAMES.sub(" ", reading.text)
    return sure and asks_something(reading.text) and not has_sign(normalise(asked))


def by_the_way(sign: str, reading: Reading) -> bool:
    """ "oh iya, saya lagi hamil": begins like a yes, and tells something beside the sign that is asked about."""
    about = re.search(_SIGN_WORDS[sign], reading.text, re.IGNORECASE)
    return about is None and bool(_BY_THE_WAY.match(reading.text)) and more_of_complaint(reading) is not None


def more_of_complaint(reading: Reading) -> str | None:
    """ "oh iya, saya lagi hamil 5 bulan" while danger is asked about: for the doctor too; None for anything else."""
    text = _REMEMBERS.sub("", reading.text)
    told = not reading.pressed and only_tells(text, LEAST_WORDS)
    medical = names_symptom(reading.text) or _OF_BODY.search(reading.text)
    return text.strip() if told and medical else None


def is_remark(reading: Reading) -> bool:
    """ "tau tempat bakso enak ga": a question or another matter where the complaint is asked for, and no symptom."""
    if asks_rule(reading):
        return True
    if reading.pressed or names_symptom(reading.text) or _OF_BODY.search(reading.text):
        return False
    outside = reading.intent == "out_of_scope" and bool(names_other_matter(reading.text))
    return outside or asks_something(reading.text)


def complaint_before(reading: Reading) -> str | None:
    """The complaint of the message before that "keluhannya ya itu tadi" means."""
    if reading.pressed or not _AS_TOLD.search(reading.text):
        return None
    text = str((reading.slot(PIECE) or {}).get("text") or "")
    told = not asks_something(text) and (names_symptom(text) or _OF_BODY.search(text))
    return text if told else None


def heard_of_complaint(reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
    """A complaint that is told while the page is waited for: kept for the doctor; no word on what it may be."""
    other = reading.intent not in _MAY_TELL and reading.confidence >= LEAVE_CONFIDENCE
    asks = asks_something(reading.text) and reading.intent != "teleconsultation" and unclear(reading) != "ill"
    if reading.pressed or other or asks or not names_symptom(reading.text):
        return None
    more = "_more" if wish.get("heard_later") else ""
    say(f"utter_teleconsultation_heard{more}", buttons=[say.button("utter_verify_button_again", "/verify_again")])
    before = wish.get("complaint")
    return {"complaint": f"{before}. {reading.text.strip()}" if before else reading.text.strip(), "heard_later": True}
