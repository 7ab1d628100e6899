"""The demonstration's bank counter: pays a virtual account as a customer would, and shows what became of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse

from backend.contributions.bank_twin import HABITS, BankTwin, Habit
from backend.contributions.page_rendering import PAGES
from backend.contributions.rates import banks
from backend.errors import NotFound
from backend.settings import get_settings

router = APIRouter(prefix="/demo/bank", tags=["demonstration"])

Account = Annotated[str, Form(pattern=r"^\d{16}$")]
Bank = Annotated[str, Form(max_length=20)]


def _only_in_demonstrations() -> None:
    if not get_settings().demo:
        raise NotFound


@router.get("", response_class=HTMLResponse)
def counter(lang: str = "id") -> HTMLResponse:
    """The counter."""
    _only_in_demonstrations()
    return PAGES.page("demo_bank.html", lang, account="", amount="", bank="", answers=[], **_choices())


def _choices() -> dict[str, Any]:
    return {"banks": banks(), "habits": HABITS, "base": "/demo/bank"}


@router.post("", response_class=HTMLResponse)
def pay(
    account: Account,
    amount: Annotated[int, Form(gt=0, le=1_000_000_000)],
    bank: Bank,
    habit: Annotated[Habit, Form()],
    lang: str = "id",
) -> HTMLResponse:
    """Pays once, or the way some banks do."""
    _only_in_demonstrations()
    answers = BankTwin().pay(bank, account, amount, habit)
    paid: dict[str, Any] = {"account": account, "amount": amount, "bank": bank, "answers": answers}
    return PAGES.page("demo_bank.html", lang, **paid, **_choices())
