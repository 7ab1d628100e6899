"""Clinics by what members call them: "poli dalam", "interna", "kandungan", "bidan"."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.queues.models import DoctorSchedule, Poli
from backend.regions.text import fold, sound

CLEAR_SCORE = 0.7
"""One clinic is meant when its name fits at least so well …"""
CLEAR_MARGIN = 0.05
"""… and the next one this much worse."""
POSSIBLE_SCORE = 0.6
_PHRASE_BASE = 0.75
"""Score of a known name somewhere in a longer text; what it covers of the text makes up the rest."""
_TYPO_SIMILARITY = 80
_NOISE = frozenset(
    [
        "poli",
        "poly",
        "poliklinik",
        "klinik",
        "spesialis",
        "specialist",
        "sp",
        "dokter",
        "doctor",
        "dr",
        "ke",
        "di",
        "bagian",
        "yang",
        "yg",
        "the",
        "clinic",
        "untuk",
        "utk",
        "mau",
        "periksa",
        "berobat",
        "kontrol",
        "saya",
        "sy",
        "antrian",
        "antrean",
        "nomor",
    ]
)


@dataclass(frozen=True)
class PoliMatch:
    """A clinic that a text may mean, 0–1 how well; ``available``: the facility asked about has it."""

    poli: Poli
    score: float
    available: bool


def load_reference(session: Session) -> None:
    """Writes the clinics of ``data/polis.csv`` to the database; what is there is brought up to date."""
    with files("backend.queues").joinpath("data/polis.csv").open(encoding="utf-8") as file:
        rows = [{**row, "synonyms": row["synonyms"].split("|")} for row in csv.DictReader(file)]
    statement = insert(Poli).values(rows)
    changed = {name: statement.excluded[name] for name in ("level", "name", "name_en", "synonyms")}
    session.execute(statement.on_conflict_do_update(index_elements=[Poli.code], set_=changed))


def polis_of(session: Session, facility_code: str) -> list[Poli]:
    """The clinics with practice sessions at a facility, by name."""
    practised = select(DoctorSchedule.poli_code).where(DoctorSchedule.facility_code == facility_code)
    return list(session.scalars(select(Poli).where(Poli.code.in_(practised)).order_by(Poli.name)))


def _heard(text: str) -> str:
    return " ".join(map(sound, fold(text).split()))


def _names(poli: Poli) -> set[str]:
    said = [poli.code, poli.name, poli.name_en, *poli.synonyms]
    without_noise = (" ".join(word for word in fold(name).split() if word not in _NOISE) for name in said)
    return {_heard(name) for name in (*said, *without_noise) if name}


def _name_score(asked: str, name: str) -> float:
    if asked == name:
        return 1.0
    cover = len(name) / max(len(asked), 1)
    if f" {name} " in f" {asked} ":
        return _PHRASE_BASE + (1 - _PHRASE_BASE) * cover
    return float(fuzz.ratio(asked, name, score_cutoff=_TYPO_SIMILARITY)) / 100 * 0.95


def _score(text: str, poli: Poli) -> float:
    whole = _heard(text)
    bare = " ".join(word for word in whole.split() if word not in _NOISE)
    return max(_name_score(asked, name) for asked in {whole, bare} if asked for name in _names(poli)) if whole else 0.0


def resolve_poli(session: Session, text: str, facility_code: str | None = None) -> list[PoliMatch]:
    """The clinics that a text may mean, the best first; those of the facility before all others."""
    here = {poli.code for poli in polis_of(session, facility_code)} if facility_code else set()
    everything = session.scalars(select(Poli).order_by(Poli.code))
    scored = ((poli, _score(text, poli)) for poli in everything)
    found = [PoliMatch(poli, round(score, 3), poli.code in here) for poli, score in scored if score >= POSSIBLE_SCORE]
    return sorted(found, key=lambda match: (not match.available, -match.score, match.poli.code))


def clear_match(matches: Iterable[PoliMatch]) -> PoliMatch | None:
    """The one clinic that is meant, if the text leaves no doubt.

    Clinics that the facility has count before all others. "Gigi" is a clinic of both levels: where no facility decides,
    it is the hospital's.
    """
    good = [match for match in matches if match.score >= CLEAR_SCORE]
    good = [match for match in good if match.available] or good
    good.sort(key=lambda match: (-match.score, match.poli.level != "hospital"))
    rivals = [match for match in good[1:] if match.poli.level == good[0].poli.level]
    if not good or (rivals and good[0].score - rivals[0].score < CLEAR_MARGIN):
        return None
    return good[0]
