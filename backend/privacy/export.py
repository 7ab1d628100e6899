"""A member's copy of their data: JSON with everything, PDF for people (UU 27/2022 art. 7 and 13)."""

import json
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.documents.paper import Paper
from backend.privacy.export_words import Words
from backend.privacy.holdings import Subject, everything
from backend.privacy.overview import recipients
from backend.reference.calendar import jakarta_moment
from backend.settings import get_settings

FORMAT = "care165-my-data-1"
PRINTED_ROWS = 40
"""Of one table; the PDF says how many more the machine-readable copy has."""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def as_json(session: Session, subject: Subject, *, now: datetime) -> bytes:
    """Everything, one list a table; times in ISO 8601."""
    kinds: dict[str, Any] = {}
    for category, table, found in everything(session, subject):
        kind = kinds.setdefault(category.key, {"erasable": category.erase == "member", "law": category.law})
        kind[table] = found
    given = [{"kind": recipient.kind, "names": recipient.names} for recipient in recipients(session, subject)]
    body = {"format": FORMAT, "made_at": now, "data": kinds, "recipients": given}
    return json.dumps(body, ensure_ascii=False, indent=1, default=_plain).encode()


def as_pdf(session: Session, subject: Subject, *, now: datetime, language: str) -> bytes:
    """The same for reading: a table a page would not hold is cut, and says so."""
    words = Words(language)
    foot = words("official" if get_settings().official else "not_official")
    paper = Paper(title=words("title"), sender="Care Center 165", foot=foot, made_at=now, language=language)
    paper.paragraph(words("intro", moment=jakarta_moment(now)))
    for category, table, found in everything(session, subject):
        paper.heading(f"{words(f'category_{category.key}')} · {words.table(table)} ({len(found)})")
        paper.paragraph(words("erasable") if category.erase == "member" else words("kept", law=category.law or "–"))
        for row in found[:PRINTED_ROWS]:
            paper.facts([(words.column(name), _shown(value)) for name, value in row.items() if value not in (None, "")])
            paper.ln(2)
        if len(found) > PRINTED_ROWS:
            paper.paragraph(words("more", count=len(found) - PRINTED_ROWS))
    given = recipients(session, subject)
    paper.heading(words("recipients"))
    paper.paragraph("\n".join(f"{words(f'to_{to.kind}')}: {', '.join(to.names)}" for to in given) or words("to_nobody"))
    return paper.pdf()


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return jakarta_moment(value)
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return json.dumps(value, ensure_ascii=False, default=_plain) if isinstance(value, dict | list) else str(value)
