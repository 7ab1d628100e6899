"""Pages with diagnoses: the member's own behind a signed link, the doctor's behind the member's code."""

from pathlib import Path
from typing import Annotated, Any

from babel.dates import format_date
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from backend.api.deps import Db, Now
from backend.errors import ServiceError
from backend.history import sharing
from backend.history.page_link import RECORD
from backend.history.record import record_of
from backend.identity.page_kit import Pages, ShownProblem
from backend.identity.page_links import Opened, language_for
from backend.membership.authority import member_for
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import jakarta_clock, today_in_jakarta
from backend.settings import get_settings
from backend.texts import Texts

router = APIRouter(tags=["history pages"])
Short = Annotated[str, Form(max_length=120)]

_HERE = Path(__file__).parent
_TEXTS = Texts(_HERE / "texts.yml")
_PAGES = Pages(_HERE / "templates", words=_TEXTS)


def _page(template: str, lang: str, status: int = 200, **values: Any) -> HTMLResponse:
    return _PAGES.page(template, lang, status, date=lambda day: format_date(day, "d MMMM yyyy", locale=lang), **values)


def _closed(lang: str) -> HTMLResponse:
    return _PAGES.end("history_closed", lang, 410)


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
        "until": jakarta_clock(made.expires_at),
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
    needed = [ShownProblem(key, _TEXTS(f"doctor_{key}_needed", lang)) for key in typed if not typed[key].strip()]
    if needed:
        return _form(lang, 422, problems=needed, typed=typed)
    found = sharing.open_share(session, code, f"{typed['name']}, {typed['facility']}", now=now)
    if found is None:
        problem = ShownProblem("code", _TEXTS("doctor_code_over", lang))
        return _form(lang, 422, problems=[problem], typed=typed | {"code": ""})
    member = session.get_one(Member, found.member_id)
    until = _TEXTS("doctor_until", lang, time=jakarta_clock(found.expires_at))
    return _page("history_record.html", lang, record=record_of(session, member), until=until, base="/doctor")
