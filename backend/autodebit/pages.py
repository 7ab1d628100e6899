"""The twin of the bank's page: a member agrees to autodebit there, once, or says no. The demonstration runs debits."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from backend.api.deps import Db, Now
from backend.autodebit import consent, runs
from backend.autodebit.models import Mandate, TwinAccount
from backend.autodebit.twin import BEHAVIOURS, Behaviour
from backend.contributions.page_rendering import HEADERS, PAGES, closed
from backend.contributions.rates import class_rate
from backend.errors import NotFound
from backend.membership.models import Family
from backend.reference.calendar import month_of, today_in_jakarta
from backend.settings import get_settings

router = APIRouter(tags=["bank's page"])

_ACCOUNTS: dict[str, str] = {"enough": "••••1001", "empty": "••••1002", "closed": "••••1003"}
"""The twin's accounts: what the bank's page would list as the customer's own."""


def _monthly(session: Db, mandate: Mandate, now: Now) -> int:
    month = month_of(today_in_jakarta(now))
    members = session.get_one(Family, mandate.family_id).members
    return sum(class_rate(member.contribution_class, month) for member in members if member.segment == "PBPU")


@router.get("/bank/consent/{token}", response_class=HTMLResponse)
def ask(token: str, session: Db, now: Now, lang: str = "id") -> HTMLResponse:
    """What is to be agreed to. Looking at it changes nothing: messengers fetch previews of links."""
    mandate = consent.opened(session, token, now)
    if mandate is None:
        return closed(lang)
    values: dict[str, Any] = {"bank": mandate.bank, "amount": _monthly(session, mandate, now), "day": mandate.run_day}
    return PAGES.page("consent.html", lang, **values, accounts=BEHAVIOURS, base=f"/bank/consent/{token}")


@router.post("/bank/consent/{token}", response_class=HTMLResponse)
def answer(
    *,
    token: str,
    account: Annotated[Behaviour, Form()],
    answer: Annotated[Literal["yes", "no"], Form()],
    session: Db,
    now: Now,
    lang: str = "id",
) -> HTMLResponse:
    """Yes or no, once."""
    mandate = consent.opened(session, token, now, lock=True)
    if mandate is None:
        return closed(lang)
    if answer == "yes":
        session.add(TwinAccount(mandate_id=mandate.id, behaviour=account))
        consent.agree(session, mandate, _ACCOUNTS[account], now)
    else:
        consent.refuse(session, mandate, now)
    return PAGES.end(f"consent_{answer}", lang)


@router.post("/demo/bank/debits")
def run_now(session: Db, now: Now) -> RedirectResponse:
    """The demonstration's month: this month's debits, without waiting for their day."""
    if not get_settings().demo:
        raise NotFound
    runs.plan_debits(session, now, early=True)
    runs.ask_banks(session, now)
    return RedirectResponse("/demo/bank", status_code=303, headers=HEADERS)
