"""The page from which a member takes the copy of their data. Works without JavaScript."""

from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from backend.api.deps import Db, Now
from backend.identity.page_kit import SECURITY_HEADERS, Pages
from backend.identity.page_links import language_for
from backend.privacy import export
from backend.privacy.audit import Access, record_access
from backend.privacy.export_words import TEXTS
from backend.privacy.holdings import holdings
from backend.privacy.links import MY_DATA
from backend.privacy.overview import subject_of

router = APIRouter(prefix="/my-data", tags=["my data page"])
_PAGES = Pages(Path(__file__).parent / "templates", words=TEXTS)
_TYPES = {"json": "application/json", "pdf": "application/pdf"}


def _closed(lang: str) -> HTMLResponse:
    return _PAGES.end("closed", lang, 410)


@router.get("/{token}", response_class=HTMLResponse)
def open_page(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """What the copy holds, and the buttons: a preview that a messenger fetches has only counts."""
    opened = MY_DATA.open(session, token, now)
    lang = language_for(request, session, opened)
    if opened is None:
        return _closed(lang)
    found = holdings(session, subject_of(session, opened.viewer, opened.conversation_id))
    return _PAGES.page("my_data.html", lang, base=f"/my-data/{token}", holdings=found)


@router.post("/{token}/{form}")
def download(request: Request, token: str, form: Literal["json", "pdf"], session: Db, now: Now) -> Response:
    """The copy, made at this moment; taking it is in the access record."""
    opened = MY_DATA.open(session, token, now)
    lang = language_for(request, session, opened)
    if opened is None:
        return _closed(lang)
    subject = subject_of(session, opened.viewer, opened.conversation_id)
    access = Access("member", "my_data_copy", conversation_id=opened.conversation_id)
    record_access(session, access, member_id=subject.member_id, what=f"privacy.copy_{form}", now=now)
    if form == "json":
        content = export.as_json(session, subject, now=now)
    else:
        content = export.as_pdf(session, subject, now=now, language=lang)
    name = f'attachment; filename="data-saya.{form}"'
    return Response(content, media_type=_TYPES[form], headers=SECURITY_HEADERS | {"Content-Disposition": name})
