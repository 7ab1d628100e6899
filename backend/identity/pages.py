"""The verification pages: work on a 320-pixel phone, without JavaScript, in Indonesian and English."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from sqlalchemy import select

from backend.api.deps import Db
from backend.errors import NotFound
from backend.identity import verification
from backend.identity.codes import CodeChecked, CodeSent, wrong_codes
from backend.identity.helper_form import HelperTyped, read_helper
from backend.identity.models import DemoSms, Verification
from backend.identity.page_kit import SECURITY_HEADERS, TEMPLATES, ShownProblem, shown
from backend.identity.texts import text_of
from backend.identity.verification import FieldProblem
from backend.identity.visits import PAGES, CurrentVisit, Visit
from backend.reference.calendar import jakarta_clock
from backend.settings import get_settings

router = APIRouter(tags=["verification page"])

HelpReason = Literal["number_changed", "no_signal", "wrong_number", "no_phone", "sender_down", "locked"]
FormText = Annotated[str, Form(max_length=200)]

_INBOX_SIZE = 20


def typed_helper(
    helper_name: FormText = "", helper_kind: FormText = "", standing: Annotated[bool, Form()] = False
) -> HelperTyped:
    """The fields that only a helper's link has."""
    return HelperTyped(helper_name, helper_kind, standing)


TypedHelper = Annotated[HelperTyped, Depends(typed_helper)]


def _back_to(visit: Visit) -> Response:
    return RedirectResponse(visit.base, status_code=303, headers=SECURITY_HEADERS)


def _send_problem(visit: Visit, sent: CodeSent) -> ShownProblem | None:
    if sent.outcome == "sent" or sent.retry_at is None:
        return None
    return ShownProblem("", text_of(f"send_{sent.outcome}", visit.locale, time=jakarta_clock(sent.retry_at)))


@router.get("/verify/style.css", include_in_schema=False)
def style() -> FileResponse:
    """The style sheet of the pages."""
    headers = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return FileResponse(TEMPLATES / "style.css", media_type="text/css", headers=headers)


@router.get("/verify/{token}", response_class=HTMLResponse)
def open_page(visit: CurrentVisit) -> Response:
    """The step that the link stands at."""
    found = visit.open_link()
    if isinstance(found, HTMLResponse):
        return found
    return visit.show_code(found) if found.state == "code_sent" else visit.show_identity(found)


@router.post("/verify/{token}/identity", response_class=HTMLResponse)
def submit_identity(
    visit: CurrentVisit, helper: TypedHelper, number: FormText = "", birth_date: FormText = "", csrf: FormText = ""
) -> Response:
    """Takes number and date of birth (on a helper's link also who helps), sends the code.

    Only on a link that has sent none: what the message told the member must not change behind it.
    """
    found = visit.open_form(csrf)
    if isinstance(found, HTMLResponse):
        return found
    if found.state != "new":
        return _back_to(visit)
    result = _identity_taken(visit, found, helper, number, birth_date)
    if isinstance(result, list):
        return visit.show_identity(found, shown(result, visit.locale), number, birth_date, helper)
    problem = _send_problem(visit, result)
    if problem and result.outcome == "guessed":
        return visit.show_identity(found, [problem], number, birth_date, helper, locked=True)
    return visit.show_code(found, problems=[problem], status=429) if problem else _back_to(visit)


def _identity_taken(
    visit: Visit, found: Verification, typed: HelperTyped, number: str, birth_date: str
) -> list[FieldProblem] | CodeSent:
    helper = read_helper(visit.session, found, typed, visit.now) if found.helper_kind else None
    if isinstance(helper, list):
        return helper
    typed_pair = {"number_text": number, "birth_text": birth_date}
    return verification.submit_identity(
        visit.session, found, **typed_pair, sender=visit.sender, now=visit.now, helper=helper
    )


@router.post("/verify/{token}/code", response_class=HTMLResponse)
def submit_code(visit: CurrentVisit, code: FormText = "", csrf: FormText = "") -> Response:
    """Takes the code."""
    found = visit.open_form(csrf)
    if isinstance(found, HTMLResponse):
        return found
    if found.state != "code_sent":
        return _back_to(visit)
    checked = verification.submit_code(visit.session, found, code, visit.now)
    return _back_to(visit) if checked.outcome == "right" else _code_again(visit, found, checked)


def _code_again(visit: Visit, found: Verification, checked: CodeChecked) -> HTMLResponse:
    facts = {"tries_left": checked.tries_left, "time": jakarta_clock(checked.retry_at) if checked.retry_at else ""}
    problem = ShownProblem("code", text_of(f"code_{checked.outcome}", visit.locale, **facts))
    return visit.show_code(found, problems=[problem], status=422)


@router.post("/verify/{token}/resend", response_class=HTMLResponse)
def resend(visit: CurrentVisit, csrf: FormText = "") -> Response:
    """Sends another code."""
    found = visit.open_form(csrf)
    if isinstance(found, HTMLResponse):
        return found
    if found.state != "code_sent":
        return _back_to(visit)
    sent = verification.resend(visit.session, found, visit.sender, visit.now)
    problem = _send_problem(visit, sent)
    if problem:
        return visit.show_code(found, problems=[problem], status=429)
    return visit.show_code(found, notice=text_of("code_resent", visit.locale, phone=found.shown_phone))


@router.post("/verify/{token}/start-over", response_class=HTMLResponse)
def start_over(visit: CurrentVisit, csrf: FormText = "") -> Response:
    """Back to the first step."""
    found = visit.open_form(csrf)
    if isinstance(found, HTMLResponse):
        return found
    verification.start_over(found)
    return _back_to(visit)


@router.get("/verify/{token}/help/{reason}", response_class=HTMLResponse)
def help_page(visit: CurrentVisit, reason: HelpReason) -> Response:
    """The way on for one reason why the code does not arrive or does not fit."""
    found = visit.open_link()
    if isinstance(found, HTMLResponse):
        return found
    if found.state != "code_sent":
        return _back_to(visit)
    advice = text_of(f"way_{reason}", visit.locale)
    if reason == "locked":
        until = wrong_codes(visit.session, found, visit.now).locked_until
        advice = advice.format(time=jakarta_clock(until)) if until else text_of("way_locked_over", visit.locale)
    return visit.show("help.html", found, reason=reason, advice=advice)


@router.post("/verify/{token}/agent", response_class=HTMLResponse)
def ask_agent(visit: CurrentVisit, reason: Annotated[HelpReason, Form()], csrf: FormText = "") -> Response:
    """Asks for a person."""
    found = visit.open_form(csrf)
    if isinstance(found, HTMLResponse):
        return found
    verification.ask_agent(visit.session, found, reason, visit.now)
    return _back_to(visit)


@router.get("/demo/sms", response_class=HTMLResponse)
def demo_inbox(session: Db, lang: str = "id") -> HTMLResponse:
    """The text messages of the demonstration.

    Raises:
        NotFound: this is not a demonstration.
    """
    if not get_settings().demo:
        raise NotFound
    query = select(DemoSms).order_by(DemoSms.sent_at.desc(), DemoSms.id.desc()).limit(_INBOX_SIZE)
    return PAGES.page("demo_sms.html", lang, messages=list(session.scalars(query)), base="/demo/sms")
