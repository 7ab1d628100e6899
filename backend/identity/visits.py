"""One request to a verification link: may it go on, and what does it show."""

from typing import Annotated

from fastapi import BackgroundTasks, Depends, Request
from fastapi.responses import HTMLResponse

from backend.api.deps import Db, Now
from backend.identity import verification
from backend.identity.codes import sender_in_trouble, wrong_codes
from backend.identity.consent import services_text
from backend.identity.helper_form import KINDS, HelperTyped, own_member
from backend.identity.hooks import AgentReason
from backend.identity.models import Verification
from backend.identity.outgoing import AfterAnswer
from backend.identity.page_kit import (
    Pages,
    ShownProblem,
    browser_key,
    csrf_holds,
    csrf_token,
    keep_browser_key,
)
from backend.identity.texts import text_of
from backend.reference.calendar import today_in_jakarta
from backend.settings import get_settings
from backend.texts import LANGUAGES

PAGES = Pages()
LISTED_REASONS: tuple[AgentReason, ...] = ("number_changed", "no_signal", "wrong_number", "no_phone")

_END_PAGES = {
    ("verified", False): "done",
    ("agent", False): "agent",
    ("verified", True): "helped",
    ("agent", True): "asked",
}


class Visit:
    """What a handler needs to answer one request to a link."""

    def __init__(self, request: Request, token: str, session: Db, now: Now, tasks: BackgroundTasks) -> None:
        self.request, self.session, self.now = request, session, now
        self.sender = AfterAnswer(tasks)
        self.base = f"/verify/{token}"
        self.key = browser_key(request)
        self.found = verification.find_verification(session, token)
        wanted = request.query_params.get("lang", "")
        if self.found and wanted in LANGUAGES:
            self.found.locale = wanted

    @property
    def locale(self) -> str:
        """Language of the page: as chosen on it, else the conversation's."""
        return self.found.locale if self.found else "id"

    def _ended(self, found: Verification) -> HTMLResponse:
        here = found.browser_hash is not None and verification.bind_browser(found, self.key)
        if here and found.state in ("verified", "agent"):
            name = _END_PAGES[found.state, found.helper_kind is not None]
            return PAGES.end(name, self.locale, return_url=found.return_url)
        return PAGES.end("closed", self.locale, 410)

    def open_link(self) -> Verification | HTMLResponse:
        """The verification, for looking; or the page that says why not."""
        if self.found is None:
            return PAGES.end("closed", self.locale, 410)
        if not verification.is_open(self.found, self.now):
            return self._ended(self.found)
        if self.found.browser_hash and not verification.bind_browser(self.found, self.key):
            return PAGES.end("taken", self.locale, 403)
        return self.found

    def open_form(self, csrf: str) -> Verification | HTMLResponse:
        """The verification, for a form filled in on our page; or the page that says why not.

        The first form ties the link to its browser: looking must not, as messengers fetch previews of links.
        """
        found = self.open_link()
        if isinstance(found, HTMLResponse):
            return found
        if not csrf_holds(self.request, found, csrf):
            return PAGES.end("refused", self.locale, 403)
        verification.bind_browser(found, self.key)
        return found

    def show(self, template: str, found: Verification, *, status: int = 200, **values: object) -> HTMLResponse:
        """A page of this link, with the browser's mark."""
        fixed = {"base": self.base, "csrf_token": csrf_token(found, self.key), "phone": found.shown_phone}
        return keep_browser_key(PAGES.page(template, self.locale, status, **fixed | values), self.key)

    def show_identity(
        self,
        found: Verification,
        problems: list[ShownProblem] | None = None,
        number: str = "",
        birth_date: str = "",
        helper: HelperTyped | None = None,
        *,
        locked: bool = False,
    ) -> HTMLResponse:
        """The first step, with what was typed when it has problems; ``locked``: with the way to a person."""
        values: dict[str, object] = {
            "problems": problems or [],
            "locked": locked,
            "typed": {"number": number, "birth_date": birth_date},
        }
        template = "identity.html"
        if found.helper_kind:
            template = "helper.html"
            values["helper"] = helper or HelperTyped(kind=found.helper_kind)
            values["scopes"] = {kind: self._scope(kind) for kind in KINDS}
            values |= {"kinds": KINDS, "known": own_member(self.session, found, self.now) is not None}
        status = 429 if locked else 422 if problems else 200
        return self.show(template, found, status=status, **values)

    def _scope(self, kind: str) -> str:
        return services_text(kind, self.locale, today_in_jakarta(self.now))

    def show_code(
        self, found: Verification, *, problems: list[ShownProblem] | None = None, notice: str = "", status: int = 200
    ) -> HTMLResponse:
        """The second step. Trouble with sending is said to everybody, so that it tells nothing about a number."""
        reasons = list(LISTED_REASONS)
        if sender_in_trouble(self.session, self.now):
            notice = text_of("sender_trouble", self.locale)
            reasons.insert(0, "sender_down")
        if wrong_codes(self.session, found, self.now).locked_until:
            reasons.insert(0, "locked")
        values = {"problems": problems or [], "notice": notice, "reasons": reasons, "demo": get_settings().demo}
        values["helping"] = found.helper_kind is not None
        values["scope"] = self._scope(found.helper_kind) if found.helper_kind else ""
        return self.show("code.html", found, status=status, **values)


CurrentVisit = Annotated[Visit, Depends(Visit)]
