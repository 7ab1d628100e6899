"""The page with a family's virtual accounts in full. Works without JavaScript; with it, a number is copied by a tap."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse

from backend.api.deps import Db, Now
from backend.contributions import service
from backend.contributions.due import amount_due
from backend.contributions.page_rendering import HEADERS, HERE, PAGES, closed
from backend.contributions.payment_page import open_accounts
from backend.contributions.views import Account
from backend.errors import NotFound, ServiceError
from backend.identity.page_links import language_for
from backend.membership.authority import verified_member
from backend.privacy.audit import Access
from backend.privacy.identifiers import mask_value
from backend.reference.calendar import today_in_jakarta
from backend.settings import get_settings

router = APIRouter(prefix="/bill", tags=["payment page"])


@router.get("/copy.js", include_in_schema=False)
def copy_script() -> FileResponse:
    """The copy buttons."""
    headers = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return FileResponse(HERE / "templates" / "copy.js", media_type="text/javascript", headers=headers)


def _show(request: Request, token: str, session: Db, now: Now, *, in_full: bool) -> HTMLResponse:
    opened = open_accounts(session, token, now)
    lang = language_for(request, session, opened)
    if opened is None:
        return closed(lang)
    access = Access("member", "payment page", conversation_id=opened.conversation_id)
    accounts = service.accounts_for(session, opened.viewer, access=access, now=now)
    shown = accounts if in_full else [Account(item.bank, mask_value(item.number)) for item in accounts]
    amount = amount_due(session, verified_member(session, opened.viewer).family_id, today_in_jakarta(now))
    values: dict[str, Any] = {"accounts": shown, "in_full": in_full, "amount": amount, "demo": get_settings().demo}
    return PAGES.page("accounts.html", lang, base=f"/bill/{token}", **values)


@router.get("/{token}", response_class=HTMLResponse)
def open_page(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """The accounts masked: messengers fetch previews of links, and a preview must not hold a number."""
    return _show(request, token, session, now, in_full=False)


@router.post("/{token}", response_class=HTMLResponse)
def show_numbers(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """The accounts in full, after a tap."""
    return _show(request, token, session, now, in_full=True)


@router.post("/{token}/{bank}", response_class=PlainTextResponse)
def number_at(token: str, bank: str, session: Db, now: Now) -> PlainTextResponse:
    """One account's number and nothing else: the chat's copy button puts it on the clipboard, never into the chat."""
    opened = open_accounts(session, token, now)
    if opened is None:
        raise ServiceError("link_over", 410)
    access = Access("member", "payment page", conversation_id=opened.conversation_id)
    accounts = service.accounts_for(session, opened.viewer, access=access, now=now)
    found = next((account.number for account in accounts if account.bank == bank), None)
    if found is None:
        raise NotFound("unknown_bank")
    return PlainTextResponse(found, headers=HEADERS)
