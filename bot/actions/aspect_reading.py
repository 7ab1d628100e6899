"""What a question that names no topic asks for ("syaratnya?"), by its words, and what an answer says of it."""

import re
from functools import lru_cache

import yaml

from bot.actions.ellipsis import ASKING, JOINING
from bot.actions.texts import SENTENCE
from bot.actions.wordlists import FOLDER, word_list
from bot.components.normalise import lexicon

_DOING = re.compile(r"^(?:di\w{3,}|(?:me|m[nm]g?|ng|ny)\w{3,}nya|\w{3,}(?:inya|annya))$")
"""What is done with the topic: "dipakai", "mengambilnya", "ngurusnya"."""
_QUESTION = re.compile(
    r"^(?:[^?]+?\?|[^?,]+(?=,)|.+?(?=\s+(?:soalnya|soale|karena|krn|gara-gara|sebab|because|since)\b))", re.I
)
BESIDE = word_list("aspect_words.txt")
"""Small words that stand beside such a question and name no topic."""


@lru_cache
def _aspects() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    loaded = yaml.safe_load((FOLDER / "aspects.yml").read_text("utf-8"))
    return {
        name: (re.compile(one["ask"], re.IGNORECASE), re.compile(one["told"], re.IGNORECASE))
        for name, one in loaded.items()
    }


def aspect_in(text: str) -> str | None:
    """What a question that names no topic asks for; None where it names one, or asks for nothing."""
    asked = _QUESTION.match(text)  # "bisa lewat sini ga? saya jauh": the rest says why
    return _aspect_of(text) or (_aspect_of(asked[0]) if asked else None)


def _aspect_of(text: str) -> str | None:
    for name, (ask, _) in _aspects().items():
        if found := ask.search(text):
            left = f"{text[: found.start()]} {text[found.end() :]}".lower()
            rest = re.findall(r"[^\W_]+", left)
            if all(_names_nothing(word) for word in rest):
                return name
    return None


def words_beside(text: str) -> str:
    """What stands beside the words that ask for something: "rujukannya" of "rujukannya berlaku berapa lama"."""
    spans = [found.span() for ask, _ in _aspects().values() if (found := ask.search(text))]
    return "".join(" " if any(start <= at < end for start, end in spans) else one for at, one in enumerate(text))


def _names_nothing(word: str) -> bool:
    forms = {word, lexicon().get(word, word)}
    small = any(one in JOINING or one in BESIDE or one in ASKING for one in forms)
    return small or word[0].isdigit() or _DOING.match(word) is not None


def sentences_about(aspect: str, text: str) -> str:
    """Those sentences of an answer that say something about it."""
    told = _aspects()[aspect][1]
    return " ".join(sentence for sentence in SENTENCE.split(text) if told.search(sentence))
