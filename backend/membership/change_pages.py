"""The page on which the code to a new phone number is typed. Works without JavaScript."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from backend.api.deps import Db, Now
from backend.identity.page_kit import Pages, ShownProblem
from backend.membership import phone_codes
from backend.membership.changes import apply_confirmed
from backend.membership.models import MemberChange
from backend.membership.telling import words
from backend.privacy.audit import Access, record_access
from backend.settings import get_settings
from backend.texts import LANGUAGES, language_of

router = APIRouter(prefix="/new-phone", tags=["new phone page"])
_PAGES = Pages(Path(__file__).parent / "templates", words=words)


def _language(request: Request, change: MemberChange | None) -> str:
    wanted = request.query_params.get("lang", "")
    return wanted if wanted in LANGUAGES else language_of(change.locale if change else "")


def _show(token: str, lang: str, change: MemberChange, status: int = 200, **values: Any) -> HTMLResponse:
    about = {"hint": words("phone_hint", lang, phone=change.shown["to"]), "demo": get_settings().demo}
    return _PAGES.page("new_phone.html", lang, status, base=f"/new-phone/{token}", **about, **values)


@router.get("/{token}", response_class=HTMLResponse)
def openpage(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """The field for the code."""
    change = phone_codes.open_link(session, token, now)
    lang = _language(request, change)
    if change is None:
        return _PAGES.end("phone_closed", lang, 410)
    if change.state != "code_sent":
        return _PAGES.end("phone_done", lang) if change.state == "applied" else _PAGES.end("phone_closed", lang, 410)
    problems = [ShownProblem("", words("phone_not_sent", lang))] if phone_codes.not_sent(session, change) else []
    return _show(token, lang, change, problems=problems)


@router.post("/{token}", response_class=HTMLResponse)
def submit_code(
    request: Request, token: str, session: Db, now: Now, code: Annotated[str, Form(max_length=60)] = ""
) -> HTMLResponse:
    """Takes the code; the number counts at once, and the former one is told."""
    change = phone_codes.open_link(session, token, now)
    lang = _language(request, change)
    if change is None or change.state != "code_sent":
        return openpage(request, token, session, now)
    checked = phone_codes.check_code(session, change, code, now)
    if checked.outcome != "right":
        text = words(f"phone_{checked.outcome}", lang, left=checked.left)
        return _show(token, lang, change, 422, problems=[ShownProblem("code", text)])
    old = change.member.phone
    apply_confirmed(session, change, now)
    access = Access("member", "phone change", conversation_id=change.conversation_id)
    record_access(session, access, member_id=change.member_id, what="member.change.phone", now=now)
    phone_codes.warn_old_number(session, change, old, lang, now)
    return _PAGES.end("phone_done", lang)


@router.post("/{token}/resend", response_class=HTMLResponse)
def resend(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """Sends another code."""
    change = phone_codes.open_link(session, token, now)
    lang = _language(request, change)
    if change is None or change.state != "code_sent":
        return openpage(request, token, session, now)
    outcome = phone_codes.send(session, change, now)
    if outcome == "sent":
        return _show(token, lang, change, notice=words("phone_resent", lang))
    return _show(token, lang, change, 429, problems=[ShownProblem("", words(f"phone_{outcome}", lang))])
