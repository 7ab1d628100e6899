"""The page from which a member takes the copy of their data. Works without JavaScript."""

from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.api.deps import Db, Now
from backend.identity.page_kit import SECURITY_HEADERS
from backend.identity.page_kit import TEMPLATES as SHARED_TEMPLATES
from backend.identity.page_links import language_for
from backend.identity.texts import texts_of
from backend.privacy import export
from backend.privacy.audit import Access, record_access
from backend.privacy.export_words import Words
from backend.privacy.holdings import holdings
from backend.privacy.links import MY_DATA
from backend.privacy.overview import subject_of

router = APIRouter(prefix="/my-data", tags=["my data page"])
_environment = Environment(
    loader=FileSystemLoader([Path(__file__).parent / "templates", SHARED_TEMPLATES]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TYPES = {"json": "application/json", "pdf": "application/pdf"}


def _page(template: str, lang: str, status: int, **values: Any) -> HTMLResponse:
    known = {"lang": lang, "t": texts_of(lang) | Words(lang).all(), "problems": [], "notice": ""}
    return HTMLResponse(_environment.get_template(template).render(known | values), status, headers=SECURITY_HEADERS)


def _closed(lang: str) -> HTMLResponse:
    words = Words(lang)
    return _page("end.html", lang, 410, heading=words("closed_heading"), text=words("closed_text"), return_url=None)


@router.get("/{token}", response_class=HTMLResponse)
def open_page(request: Request, token: str, session: Db, now: Now) -> HTMLResponse:
    """What the copy holds, and the buttons: a preview that a messenger fetches has only counts."""
    opened = MY_DATA.open(session, token, now)
    lang = language_for(request, session, opened)
    if opened is None:
        return _closed(lang)
    found = holdings(session, subject_of(session, opened.viewer, opened.conversation_id))
    return _page("my_data.html", lang, 200, base=f"/my-data/{token}", holdings=found)


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
