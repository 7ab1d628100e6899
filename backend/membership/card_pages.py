"""The public page behind a digital card's QR code."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backend.api.deps import Db, Now
from backend.identity.page_kit import Pages
from backend.membership.card_link import judge
from backend.membership.telling import words

router = APIRouter(prefix="/card", tags=["card page"])
_PAGES = Pages(words=words)
_STATUS = {"valid": 200, "not_valid": 200, "over": 410}


@router.get("/{token}", response_class=HTMLResponse)
def check_card(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """Valid, not valid, or no longer to be used; nobody's name and nobody's number."""
    verdict = judge(session, token, now)
    lang = request.query_params.get("lang", "")
    return _PAGES.end(f"card_{verdict}", lang, _STATUS[verdict], base=f"/card/{token}")
