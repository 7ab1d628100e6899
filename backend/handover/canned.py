"""Texts that agents send often: shared ones and their own, with variables that are filled in when one is chosen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.errors import Forbidden, NotFound, ServiceError
from backend.handover.models import Agent, CannedText
from backend.handover.settings import handover_settings

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
TEXT_LIMIT = 2000
VARIABLES = ("salam", "nama_peserta", "nama_petugas", "nomor_tiket", "nomor_pengaduan")
_VARIABLE = re.compile(r"\{(\w+)\}")
_DAY_PARTS = ((4, "malam"), (11, "pagi"), (15, "siang"), (18, "sore"), (24, "malam"))
"""Until which hour of the day one says which greeting."""


@dataclass(frozen=True)
class Canned:
    """A text as one agent has it; ``own`` when nobody else does."""

    id: UUID
    code: str
    text: str
    own: bool


def greeting(now: datetime) -> str:
    """ "Selamat pagi" and its like, by the care center's clock."""
    hour = now.astimezone(handover_settings().hours.tz).hour
    return f"Selamat {next(part for until, part in _DAY_PARTS if hour < until)}"


def texts_of(session: Session, agent: Agent) -> list[Canned]:
    """What an agent can choose from, by code; their own text stands for a shared one of the same code."""
    mine = or_(CannedText.owner_id.is_(None), CannedText.owner_id == agent.id)
    query = select(CannedText).where(mine).order_by(CannedText.owner_id.nulls_first())
    found = {row.code: Canned(row.id, row.code, row.text, row.owner_id is not None) for row in session.scalars(query)}
    return [found[code] for code in sorted(found)]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in; one without a value stays, so that the agent sees what is missing."""
    return _VARIABLE.sub(lambda found: values.get(found[1]) or found[0], text)


def save(session: Session, agent: Agent, code: str, text: str, *, shared: bool, now: datetime) -> CannedText:
    """Keeps a text under a code; one of the same code is replaced. Shared ones are for supervisors and admins.

    Raises:
        ServiceError: ``canned_code_invalid``, ``text_missing``, ``text_too_long``.
        Forbidden: ``supervisors_only``.
    """
    code, text = code.strip().lower().lstrip("/"), text.strip()
    if not CODE.fullmatch(code):
        raise ServiceError("canned_code_invalid", 422)
    if not text:
        raise ServiceError("text_missing", 422)
    if len(text) > TEXT_LIMIT:
        raise ServiceError("text_too_long", 413, limit=TEXT_LIMIT)
    if shared and agent.role not in ("supervisor", "admin"):
        raise Forbidden("supervisors_only")
    owner_id = None if shared else agent.id
    query = select(CannedText).where(CannedText.code == code, CannedText.owner_id.is_not_distinct_from(owner_id))
    kept = session.scalars(query.with_for_update()).one_or_none() or CannedText(code=code, owner_id=owner_id)
    kept.text, kept.updated_at = text, now
    session.add(kept)
    session.flush()
    return kept


def remove(session: Session, agent: Agent, canned_id: UUID) -> None:
    """Deletes one's own text, or as a supervisor or admin a shared one.

    Raises:
        NotFound: ``canned_not_found``: there is none, or it is not this agent's to delete.
    """
    found = session.get(CannedText, canned_id)
    shared_too = agent.role in ("supervisor", "admin")
    if found is None or not (found.owner_id == agent.id or (found.owner_id is None and shared_too)):
        raise NotFound("canned_not_found")
    session.delete(found)
