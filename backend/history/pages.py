"""Pages with diagnoses: the member's own behind a signed link, the doctor's behind the member's code."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from babel.dates import format_date
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.api.deps import Db, Now
from backend.errors import ServiceError
from backend.history import sharing
from backend.history.page_link import RECORD
from backend.history.record import record_of
from backend.identity.page_kit import SECURITY_HEADERS, ShownProblem, clock_time
from backend.identity.page_kit import TEMPLATES as SHARED_TEMPLATES
from backend.identity.page_links import Opened, language_for
from backend.identity.texts import texts_of
from backend.membership.authority import member_for
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import today_in_jakarta
from backend.settings import get_settings

router = APIRouter(tags=["history pages"])
Short = Annotated[str, Form(max_length=120)]

_HERE = Path(__file__).parent
_environment = Environment(
    loader=FileSystemLoader([_HERE / "templates", SHARED_TEMPLATES]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@lru_cache
def _words(lang: str) -> dict[str, str]:
    loaded = yaml.safe_load((_HERE / "texts.yml").read_text("utf-8"))
    return {key: texts[lang] for key, texts in loaded.items()}


def _page(template: str, lang: str, status: int = 200, **values: Any) -> HTMLResponse:
    known: dict[str, Any] = {"lang": lang, "t": texts_of(lang) | _words(lang), "problems": [], "notice": ""}
    known["date"] = lambda day: format_date(day, "d MMMM yyyy", locale=lang)
    return HTMLResponse(_environment.get_template(template).render(known | values), status, headers=SECURITY_HEADERS)


def _closed(lang: str) -> HTMLResponse:
    words = _words(lang)
    heading, text = words["history_closed_heading"], words["history_closed_text"]
    return _page("end.html", lang, 410, heading=heading, text=text, return_url=None)


@router.get("/history/{token}", response_class=HTMLResponse)
def open_page(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """Only a button: messengers fetch previews of links, and a preview must not hold a diagnosis."""
    opened = RECORD.open(session, token, now)
    lang = language_for(request, session, opened)
    return _page("history_open.html", lang, base=f"/history/{token}") if opened else _closed(lang)


@router.post("/history/{token}", response_class=HTMLResponse)
def show_record(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """The member's record, after a tap."""
    opened = RECORD.open(session, token, now)
    lang = language_for(request, session, opened)
    member = _whose(session, opened, now)
    if opened is None or member is None:
        return _closed(lang)
    record_access(session, _by_member(opened), member_id=member.id, what="history.record", now=now)
    return _page("history_record.html", lang, record=record_of(session, member), until="", base=f"/history/{token}")


def _by_member(opened: Opened) -> Access:
    return Access("member", "history page", conversation_id=opened.conversation_id)


def _whose(session: Db, opened: Opened | None, now: Now) -> Member | None:
    if opened is None:
        return None
    try:
        return member_for(session, opened.viewer, opened.about, "care", today_in_jakarta(now))
    except ServiceError:
        return None


@router.post("/history/{token}/code", response_class=HTMLResponse)
def make_code(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """A code for a doctor, after a tap: here and not in the chat, where messengers and agents would read it."""
    opened = RECORD.open(session, token, now)
    lang = language_for(request, session, opened)
    member = _whose(session, opened, now)
    if opened is None or member is None:
        return _closed(lang)
    made = sharing.share(session, opened.viewer, member.id, access=_by_member(opened), now=now)
    address = f"{get_settings().public_base_url}/doctor"
    shown: dict[str, Any] = {
        "code": made.code,
        "name": member.name,
        "address": address,
        "until": clock_time(made.expires_at),
    }
    return _page("history_code.html", lang, base=f"/history/{token}", **shown)


@router.get("/doctor", response_class=HTMLResponse)
def doctor_form(request: Request, session: Db) -> HTMLResponse:
    """Where a doctor types the code and their name."""
    return _form(language_for(request, session))


def _form(lang: str, status: int = 200, **values: Any) -> HTMLResponse:
    typed = {"code": "", "name": "", "facility": ""} | values.pop("typed", {})
    return _page("doctor_form.html", lang, status, base="/doctor", typed=typed, **values)


@router.post("/doctor", response_class=HTMLResponse)
def doctor_looks(
    *, request: Request, session: Db, now: Now, code: Short = "", name: Short = "", facility: Short = ""
) -> HTMLResponse:
    """The record behind a code that runs; each look is written down with who says they look."""
    lang = language_for(request, session)
    typed = {"code": code, "name": name.strip(), "facility": facility.strip()}
    needed = [ShownProblem(key, _words(lang)[f"doctor_{key}_needed"]) for key in typed if not typed[key].strip()]
    if needed:
        return _form(lang, 422, problems=needed, typed=typed)
    found = sharing.open_share(session, code, f"{typed['name']}, {typed['facility']}", now=now)
    if found is None:
        problem = ShownProblem("code", _words(lang)["doctor_code_over"])
        return _form(lang, 422, problems=[problem], typed=typed | {"code": ""})
    member = session.get_one(Member, found.member_id)
    until = _words(lang)["doctor_until"].format(time=clock_time(found.expires_at))
    return _page("history_record.html", lang, record=record_of(session, member), until=until, base="/doctor")
