"""Two requests in one message: "tagihan saya berapa, sekalian mau ambil antrean poli gigi"."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.components.vocabulary import names

# Words that put one request behind another, and the end of a question.
_JOINED = re.compile(
    r"\s*(?:\?+(?=\s)|[,.;]?\s*\b(?:sekalian|skalian|sklian|terus|trus|trs|lalu|dan juga|dan|juga|jg|sama|sareng"
    r"|jeung|karo|kalih|plus|abis itu|habis itu|setelah itu|and also|and|also|then)\b)\s*",
    re.I,
)
# What parts a story as well.
_PARTED = re.compile(r"(?<=[^\W\d_])\s*(?:[,;]|[.!](?=\s)|\n)\s*(?=[^\W\d_])")
# "harus ke kantor? jauh dari desa saya": why something is asked is no second request, nor "besok mau ke sana soalnya".
_REASON = re.compile(
    r"^\W*(?:jauh|adoh|soal(?:nya|e)|karena|krn|gara-gara|sebab|because|since|it'?s (?:too )?far)(?!\w)"
    r"|^.*\bsoal(?:nya|e)(?:\W+(?:ya|yah|kak|min|nih|sih))?\W*$",
    re.I,
)
# "ibu saya wafat, cara lapornya?": how that is done which stands before, and nothing of its own.
_OF_THAT = re.compile(
    r"^\W*(?:(?:cara|gimana|gmn|bagaimana|di ?mana|ke ?mana|apa|kapan|how|ya)\W+){0,2}"
    r"(?:cara|syarat|dokumen|berkas|proses|urus|ngurus|ngurusi|lapor|ngelapor|melapor)(?:nya|ne|na)"
    r"(?:\W+(?:gimana|gmn|bagaimana|piye|di ?mana|ke ?mana|apa|aja|saja|kapan|ya|dong|min|kak))*\W*$",
    re.I,
)
# Who looks for such a bed tells of the patient first, and asks for nothing else.
_INTENSIVE = re.compile(
    r"\b(?:cari\w*|butuh|perlu|ada|mana|kosong|need|looking|find)\b.{0,40}\b(?:nicu|picu|icu|hcu|iccu)\b", re.I
)
# A longer message tells a story, in which every sentence sounds like something.
_LONGEST = 25
_LEAST_WORDS = 2
# A grievance, and besides it a service that is wished for: "… dan saya juga mau pindah ke klinik lain".
_COMPLAINT = "submit_complaint"
_WISHED = re.compile(
    r"[,.;]?\s*\b(?:dan|dn|sekalian|skalian|juga|jg|plus|and|also)\W+"
    r"(?=(?:(?:saya|sy|aku|kami|kita|gue|gw|sekalian|juga|jg|sekarang|i|we|also)\W+)*"
    r"(?:mau|mo|ingin|pengen|pengin|pingin|bade|arep|want to|would like to|.d like to)\b)",
    re.I,
)
_SURE_WISH, _SURE_GRIEVANCE = 0.8, 0.6
_SHOWN = 5
_ANSWER = "inform"
_REASONS = frozenset({("book_queue", "teleconsultation"), ("teleconsultation", "service_history")})
_KIN = (frozenset({"register_new_member", "add_family_member", "register_newborn", "faq/newborn_rule"}),)
"""Labels between which a part of a message hardly tells."""
Ranking = Sequence[tuple[str, float]]
Ranker = Callable[[str], Ranking]


@dataclass(frozen=True)
class _Cut:
    """Where a message is cut, and what makes a part of it a request: how clear it must be by itself, and less so where
    it is among the first ``shown`` labels of the whole message with the probability ``share`` there.
    """

    between: re.Pattern[str]
    clear: float
    clear_where_shown: float
    shown: int
    share: float


# A wrong second answer is worse than a second question. One part often drowns the other in the whole message, so that a
# joining word suffices; without one, the whole message must show both. Of 500 pairs of labelled messages this finds
# 421, 411 with both labels right; of 1,161 labelled messages eleven with one request are taken for two.
_CUTS = (_Cut(_JOINED, 0.8, 0.5, _SHOWN, 0.0), _Cut(_PARTED, math.inf, 0.8, 2, 0.005))


@dataclass(frozen=True)
class Request:
    """A part of a message (``text``, from ``start`` on) with its label and how sure that is."""

    label: str
    confidence: float
    text: str
    start: int


def other_request(text: str, ranking: Ranking, rank: Ranker) -> Request | None:
    """The request that a message makes besides the first label of its ``ranking``, if it clearly makes two; ``rank``
    gives the labels of a part with their probabilities, best first.

    A story that ends in a complaint or in an emergency is one request, however many matters it touches; but a grievance
    may stand beside a service that is wished for.
    """
    if grieves := _beside_grievance(text, ranking, rank):
        return grieves
    if ranking[0][0] in names("no_requests") or len(text.split()) > _LONGEST or _INTENSIVE.search(text):
        return None
    return next((found for cut in _CUTS if (found := _other(text, ranking, rank, cut))), None)


def _other(text: str, ranking: Ranking, rank: Ranker, cut: _Cut) -> Request | None:
    parts = _parts(text, cut.between)
    asked = [_request(part, start, rank) for start, part in parts] if len(parts) > 1 else []
    clear = [request for request in asked if request and _is_clear(request, ranking, cut)]
    first = ranking[0][0]
    others = [one for one in clear if not (_same_matter(one.label, first) or _is_reason(one.label, first, cut))]
    return others[0] if others and len(others) < len(clear) else None


def _beside_grievance(text: str, ranking: Ranking, rank: Ranker) -> Request | None:
    """The other one of a grievance and a wish for one's own matter, which are joined by a word."""
    joined = _WISHED.search(text)
    if joined is None or len(text.split()) > _LONGEST:
        return None
    parts = [(0, text[: joined.start()]), (joined.end(), text[joined.end() :])]
    grievance, wish = (_labelled(part, start, rank(part)) for start, part in parts)
    sure = grievance.confidence >= _SURE_GRIEVANCE and wish.confidence >= _SURE_WISH
    if not sure or grievance.label != _COMPLAINT or wish.label not in names("own_matters") | {"book_queue"}:
        return None
    return {grievance.label: wish, wish.label: grievance}.get(ranking[0][0])


def _same_matter(label: str, first: str) -> bool:
    """ "putri saya lahir 12 hari lalu, mau saya daftarkan": one registration, whichever each part sounds like."""
    return label == first or any({label, first} <= kin for kin in _KIN)


def _is_reason(label: str, first: str, cut: _Cut) -> bool:
    """ "ambil nomor buat besok, batuk ga sembuh-sembuh": what one has, behind a comma, is why the number is taken;
    "demam 3 hari, obatnya apa": which medicine is asked of the doctor, and not what was given before.
    """
    return cut.between is _PARTED and (first, label) in _REASONS


def _request(part: str, start: int, rank: Ranker) -> Request | None:
    """What a part asks for; a bare answer ("kelas 3") asks nothing, and says nothing against a request either."""
    ranking = rank(part)
    if ranking[0][0] in names("no_requests") or _REASON.match(part) or _OF_THAT.match(part):
        return None
    return _labelled(part, start, ranking)


def _labelled(part: str, start: int, ranking: Ranking) -> Request:
    """The first label of a part, as sure as it would be were no bare answer thinkable."""
    label, chance = ranking[0]
    answer = sum(chance for other, chance in ranking if other == _ANSWER and other != label)
    return Request(label, chance / (1 - answer), part, start)


def _is_clear(request: Request, ranking: Ranking, cut: _Cut) -> bool:
    shown = any(label == request.label and chance >= cut.share for label, chance in ranking[: cut.shown])
    return request.confidence >= (cut.clear_where_shown if shown else cut.clear)


def _parts(text: str, between: re.Pattern[str]) -> list[tuple[int, str]]:
    """Parts of two words or more, with their places."""
    cuts = [(match.start(), match.end()) for match in between.finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    parts = [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [(start, part) for start, part in parts if len(part.split()) >= _LEAST_WORDS]
