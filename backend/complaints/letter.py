"""The letter about a complaint: what was told, what was done, what came out. Printable, without identifiers in full."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from backend.complaints.models import Complaint
from backend.complaints.texts import category_title, entry_title, status_title
from backend.documents.paper import Paper
from backend.privacy.identifiers import mask_text
from backend.reference.calendar import JAKARTA, jakarta_clock
from backend.settings import get_settings
from backend.texts import language_of


@lru_cache
def _texts() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parent / "data" / "letter.yml").read_text("utf-8")
    )
    return loaded


def _moment(at: datetime, months: list[str]) -> str:
    local = at.astimezone(JAKARTA)
    return f"{local.day} {months[local.month - 1]} {local.year}, {jakarta_clock(at)}"


def letter(complaint: Complaint, *, now: datetime) -> bytes:
    """The letter as PDF, in the language of the complaint; only what the member may know."""
    language = language_of(complaint.language)
    say = _texts()[language]
    foot = say["official"] if get_settings().official else say["not_official"]
    paper = Paper(title=say["title"], sender="Care Center 165", foot=foot, made_at=now, language=language)
    day = f"{complaint.due_on.day} {say['months'][complaint.due_on.month - 1]} {complaint.due_on.year}"
    paper.facts(
        [
            (say["number"], complaint.ticket),
            (say["filed"], _moment(complaint.filed_at, say["months"])),
            (say["category"], category_title(complaint.category, language)),
            (say["facility"], complaint.facility_name or ""),
            (say["status"], status_title(complaint.status, language)),
            (say["due"], day),
        ]
    )
    paper.heading(say["story"])
    paper.paragraph(_masked(complaint.chronology))
    paper.heading(say["steps"])
    entries = [entry for entry in complaint.timeline if entry.public]
    paper.rows(
        [say["when"], say["what"]],
        [
            (
                _moment(entry.at, say["months"]),
                "\n".join(filter(None, (entry_title(entry.code, language), _masked(entry.text)))),
            )
            for entry in entries
        ],
        [1, 2.4],
    )
    paper.paragraph(say["follow"])
    paper.qr(f"{get_settings().public_base_url}/track", say["track"])
    return paper.pdf()


def _masked(text: str | None) -> str:
    """Placeholders of identifiers as dots; an agent's own words are masked here for the first time."""
    return mask_text(text).text if text else ""
