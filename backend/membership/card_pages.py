"""The public page behind a digital card's QR code."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backend.api.deps import Db, Now
from backend.identity.texts import LANGUAGES
from backend.membership.card_link import judge
from backend.membership.page_kit import end_page

router = APIRouter(prefix="/card", tags=["card page"])
_STATUS = {"valid": 200, "not_valid": 200, "over": 410}


@router.get("/{token}", response_class=HTMLResponse)
def check_card(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """Valid, not valid, or no longer to be used; nobody's name and nobody's number."""
    wanted = request.query_params.get("lang", "")
    verdict = judge(session, token, now)
    return end_page(f"card_{verdict}", wanted if wanted in LANGUAGES else "id", _STATUS[verdict], base=f"/card/{token}")
